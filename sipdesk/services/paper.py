"""A record becomes a file: outside work, which needs no desk."""

from pathlib import Path

from sipdesk.domain.errors import Refused
from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.system.files import write_atomically


class PaperService:
    """Renders records and writes them. Runs anywhere but on the desk's thread."""

    def write(self, record: NoteRecord, target: Path, record_target: Path | None = None) -> list[str]:
        """Write the PDF (and, where asked, the record); returns sentences about characters that could not be printed."""
        from sipdesk.notes import render  # noqa: PLC0415  - reportlab takes a fifth of a second to load

        rendered = render(record)
        for path, content in ((target, rendered.pdf), (record_target, canonical(record))):
            if path is not None:
                _put(path, content)
        return [
            f"No font on board has the character {r.printed}; it stands so in the note ({r.count} times)."
            for r in rendered.replaced
        ]


def _put(path: Path, content: bytes) -> None:
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}. Nothing was written.")
    write_atomically(path, content)
