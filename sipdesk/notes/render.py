"""From a note record to the bytes of its PDF. Pure: no clock, no environment, no file but the fonts
and the colour profile that ship."""

from dataclasses import dataclass

from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.notes.document import document
from sipdesk.notes.nodes import PrintedLine
from sipdesk.notes.record import attached


@dataclass(frozen=True)
class Replaced:
    """A character no font has, printed as `‹U+XXXX›`."""

    code_point: int
    count: int

    @property
    def printed(self) -> str:
        """What stands in its place."""
        return f"‹U+{self.code_point:04X}›"


@dataclass(frozen=True)
class Rendered:
    """A note as PDF, with the characters that could not be printed as typed."""

    pdf: bytes
    pages: int
    replaced: tuple[Replaced, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    """Of a draft whose lines are numbered."""


def render(record: NoteRecord) -> Rendered:
    """The note as PDF, with its record inside. The same record gives the same bytes, in any process."""
    # reportlab takes 150 ms to import: only who prints pays for it.
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415

    data = canonical(record)
    laid = lay_out(document(record, data), attached(record, data))
    found = tuple(Replaced(ord(char), count) for char, count in sorted(laid.replaced.items()))
    return Rendered(laid.pdf, laid.pages, found, laid.lines)
