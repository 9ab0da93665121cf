"""A record becomes pages to look at, in memory alone: nothing of the note touches the disk until a copy is saved."""

from dataclasses import dataclass

from sipdesk.domain.note import NoteRecord


@dataclass(frozen=True)
class Pages:
    """A note as PDF, with sentences about characters that could not be printed as typed."""

    pdf: bytes
    remarks: tuple[str, ...]


def pages_of(record: NoteRecord) -> Pages:
    """The pages of a note. Outside work: runs anywhere but on the desk's thread."""
    from sipdesk.notes import render  # noqa: PLC0415  - reportlab takes a fifth of a second to load

    rendered = render(record)
    return Pages(
        rendered.pdf,
        tuple(
            f"No font on board has the character {r.printed}; it stands so in the note ({r.count} times)."
            for r in rendered.replaced
        ),
    )
