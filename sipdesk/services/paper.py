"""A record becomes pages, and pages a file: outside work, which needs no desk."""

from dataclasses import dataclass
from pathlib import Path

from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.system.files import made_folder, refuse_target, write_atomically


@dataclass(frozen=True)
class Pages:
    """A note as PDF, with sentences about characters that could not be printed as typed."""

    pdf: bytes
    remarks: tuple[str, ...]


def pages_of(record: NoteRecord) -> Pages:
    """The pages of a note, in memory alone: nothing touches the disk until a copy is saved."""
    from sipdesk.notes import render  # noqa: PLC0415  - reportlab takes a fifth of a second to load

    rendered = render(record)
    return Pages(
        rendered.pdf,
        tuple(
            f"No font on board has the character {r.printed}; it stands so in the note ({r.count} times)."
            for r in rendered.replaced
        ),
    )


class PaperService:
    """Renders records and writes them. Runs anywhere but on the desk's thread."""

    def put(self, record: NoteRecord, folder: Path, name: str) -> Path:
        """Write the pages into a folder, which is made if need be; an older paper of that name is kept, never replaced."""
        made_folder(folder)
        stem, ending = Path(name).stem, Path(name).suffix
        number, target = 1, folder / name
        while target.exists():
            number += 1
            target = folder / f"{stem}_{number}{ending}"
        self.write(record, target)
        return target

    def copy(self, pdf: bytes, target: Path) -> None:
        """Write pages that are there already, byte for byte: a signed note is never made anew."""
        refuse_target(target)
        write_atomically(target, pdf)

    def write(self, record: NoteRecord, target: Path, record_target: Path | None = None) -> tuple[str, ...]:
        """Write the PDF (and, where asked, the record); returns sentences about characters that could not be printed."""
        for path in filter(None, (target, record_target)):
            refuse_target(path)
        pages = pages_of(record)
        write_atomically(target, pages.pdf)
        if record_target is not None:
            write_atomically(record_target, canonical(record))
        return pages.remarks
