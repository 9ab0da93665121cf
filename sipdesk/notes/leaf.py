"""“Agreed today”: one page to leave behind, which is not the note of visit and says so on its face."""

from sipdesk.domain.brief import LeafAction, LeafFocus, LeafRecord
from sipdesk.notes import words
from sipdesk.notes.brief import short
from sipdesk.notes.nodes import Cell, Column, Document, Heading, Node, Paragraph, Span, Table, cell, muted

_LENGTHS = (2_000, 300, 160, 90)


def status(record: LeafRecord) -> str:
    """Stands at the head of the page."""
    return f"AGREED TODAY · THIS IS NOT THE {record.report.upper()}"


def render_leaf(record: LeafRecord) -> bytes:
    """The leaf as PDF: one page, long wordings shortened if need be."""
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415  - reportlab takes 150 ms to import

    for length in _LENGTHS:
        laid = lay_out(leaf_document(record, length))
        if laid.pages == 1:
            break
    return laid.pdf


def leaf_document(record: LeafRecord, length: int = _LENGTHS[0]) -> Document:
    """The page in reading order."""
    visit = ", ".join(filter(None, (record.title, words.long_date(record.date))))
    report = record.report.lower()
    nodes: list[Node] = [
        Heading("Agreed today", 1),
        Paragraph((Span(f"{record.school} · {visit}", "strong"),), "lead"),
        Paragraph(
            (
                Span(f"This is not the {report}. ", "strong"),
                Span(
                    f"It lists what {record.partner} ({record.role}) and the school agreed in conversation, for "
                    f"working with until the {report} comes. The wording there is the one that counts."
                ),
            )
        ),
        *_foci(record.foci, length),
        *_actions(record.actions, length),
    ]
    if record.next_visit:
        nodes.append(Paragraph((Span("Next visit: ", "strong"), Span(words.long_date(record.next_visit))), "line"))
    if length < _LENGTHS[0]:
        nodes.append(Paragraph(muted(f"Shortened to one page; the {report} has every word."), "small"))
    return Document(
        title=f"Agreed today: {record.title}" if record.nameless else f"Agreed today: {record.school}, {record.title}",
        author=record.partner,
        marking=record.marking,
        status=status(record),
        rehearsal=record.rehearsal,
        footer=f"{record.school} · {words.long_date(record.date)}",
        nodes=tuple(nodes),
    )


def _foci(foci: list[LeafFocus], length: int) -> list[Node]:
    if not foci:
        return []
    columns = (Column("No.", 0.25), Column("Focus area", 1.4), Column("The school", 1.7), Column("The partner", 1.5))
    rows = []
    for number, focus in enumerate(foci, 1):
        due = [Paragraph(muted(f"Looked at in {words.listed(focus.due)}"))] if focus.due else []
        title = Cell((Paragraph((Span(focus.title, "strong"),)), *due))
        rows.append(
            (cell(str(number)), title, cell(_kept(focus.school_actions, length)), cell(_kept(focus.partner_actions, length)))
        )  # fmt: skip
    return [Heading("Focus areas"), Table(columns, tuple(rows))]


def _actions(actions: list[LeafAction], length: int) -> list[Node]:
    if not actions:
        return []
    columns = (Column("No.", 0.25), Column("Who does what", 2.8), Column("Owner", 1.1), Column("By when", 1.0))
    rows = tuple(
        (
            cell(str(number)),
            cell(_kept(action.text, length)),
            cell(action.owner),
            cell(words.short_date(action.due) or action.due_note),
        )
        for number, action in enumerate(actions, 1)
    )
    return [Heading("Actions"), Table(columns, rows)]


def _kept(text: str, length: int) -> str:
    return text if len(text) <= length else short(text, length)
