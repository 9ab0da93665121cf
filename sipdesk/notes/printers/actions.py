"""Actions agreed on this visit, and what became of the earlier ones."""

from datetime import date

from sipdesk.domain.action import Action
from sipdesk.domain.answers import ReviewedAction
from sipdesk.notes import words
from sipdesk.notes.nodes import Bullets, Cell, Column, Node, Paragraph, Span, Table, cell, muted, prose
from sipdesk.notes.printers.item import Item


def agreed(item: Item) -> list[Node]:
    """Number, action, owner, by when, success measure; a column for brokerage where any is wanted."""
    given = [action for action in item.answer if action.text.strip()]
    if not given:
        return []
    brokered = any(action.brokerage or action.brokerage_note for action in given)
    columns = [Column("No.", 0.3), Column("Action", 2.3), Column("Owner", 1.1), Column("By when", 1.05),
               Column("Success measure", 1.65)]  # fmt: skip
    if brokered:
        columns.append(Column("Support", 1.1))
    rows = []
    for position, action in enumerate(given, 1):
        row = [cell(str(position)), cell(action.text), cell(action.owner),
               _when(action.by_when, action.by_when_note), cell(action.success_measure)]  # fmt: skip
        rows.append((*row, _brokerage(action)) if brokered else tuple(row))
    return item.headed([Table(tuple(columns), tuple(rows))])


def _when(day: date | None, note: str) -> Cell:
    lines = [Paragraph((Span(text),)) for text in (words.short_date(day), note) if text]
    return Cell(tuple(lines))


def _brokerage(action: Action) -> Cell:
    said: list[Paragraph | Bullets] = [Paragraph((Span("To be brokered"),))] if action.brokerage else []
    return Cell((*said, *prose(action.brokerage_note)))


def reviewed(item: Item) -> list[Node]:
    """Each earlier action with its outcome, what was seen, and what came of it."""
    if not item.answer:
        return []
    columns = (Column("Action", 1.85), Column("Owner", 1.05), Column("Due", 1.02), Column("Outcome", 1.08),
               Column("Evidence seen", 1.45), Column("Impact", 1.35))  # fmt: skip
    return item.headed([Table(columns, tuple(_review(review) for review in item.answer))])


def _review(review: ReviewedAction) -> tuple[Cell, ...]:
    text = Cell((*prose(review.text), Paragraph(muted(f"Agreed: {review.agreed_at}")))
                if review.agreed_at else prose(review.text))  # fmt: skip
    outcome = [Paragraph((Span(words.sentence(review.outcome.value), "strong"),))]
    if review.rolled:
        outcome.append(Paragraph(muted(f"carried over {words.times(review.rolled)}")))
    if review.new_due:
        outcome.append(Paragraph(muted(f"now by {words.short_date(review.new_due)}")))
    return (text, cell(review.owner), _when(review.due, review.due_note), Cell(tuple(outcome)),
            cell(review.evidence), cell(review.impact))  # fmt: skip
