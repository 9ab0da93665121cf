"""What the caseload's table says of a school, and how its rows are grouped."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sipdesk.domain.calendar import Term
from sipdesk.domain.school import Phase
from sipdesk.gui import words as w
from sipdesk.gui.widgets.rows import Cell, Column, GroupBy, state, words
from sipdesk.services.overview import SchoolRow

_OLD = 42
"""Days after which an open action is said to be old: half a term."""


def columns(today: date) -> list[Column]:
    """The columns, as on that day."""
    return [
        Column("School", lambda row: words(row.name, strong=True)),
        Column("Phase", _phase),
        Column("Category", lambda row: words(row.category)),
        *(Column(w.sentence(term.value), _term(term)) for term in Term),
        Column("Open actions", _actions, right=True),
        Column("Oldest", lambda row: _oldest(row, today), right=True),
        Column("Time used", _hours, right=True),
        Column("Next date", lambda row: _next(row, today), right=True),
    ]


GROUPS: dict[str, GroupBy | None] = {
    "none": None,
    "category": lambda row: (row.category.casefold(), row.category or "No category"),
    "phase": lambda row: (row.phase, w.sentence(row.phase)),
}


_SHORT = {Phase.ALTERNATIVE.value: "AP / PRU"}


def _phase(row: SchoolRow) -> Cell:
    told = w.sentence(row.phase)
    return Cell(_SHORT.get(row.phase, told), told.casefold(), "muted", says=told)


def _term(term: Term) -> Callable[[SchoolRow], Cell]:
    def told(row: SchoolRow) -> Cell:
        cell = row.terms.get(term)
        if cell is None:
            return Cell("—", None, "muted", says=f"The programme gives no {term} visit")
        return state(cell.state.value if cell.state else "", cell.title)

    return told


def _actions(row: SchoolRow) -> Cell:
    return Cell(str(row.open_actions), row.open_actions, "text" if row.open_actions else "muted")


def _oldest(row: SchoolRow, today: date) -> Cell:
    if row.oldest is None:
        return Cell("", None)
    age = max(0, (today - row.oldest).days)
    old = age >= _OLD
    return Cell(
        f"{age} d",
        age,
        "late" if old else "muted",
        strong=old,
        says=f"The oldest was agreed {w.count(age, 'day')} ago, on {w.day(row.oldest)}",
    )


def quarters(hours: Decimal) -> str:
    """`3½`, as one writes hours by hand; other parts of an hour as figures."""
    whole, part = divmod(hours, 1)
    sign = {Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾", Decimal(0): ""}.get(part)
    if sign is None:
        return f"{hours.normalize():f}"
    return f"{int(whole) or ''}{sign}" or "0"


def _hours(row: SchoolRow) -> Cell:
    if row.hours is None and row.hours_due is None:
        return Cell("—", None, "muted", says="No hours are noted this year")
    used = row.hours or Decimal(0)
    if row.hours_due is None:
        return Cell(
            f"{quarters(used)} h", used, says=f"{quarters(used)} hours used this year; the programme gives no number"
        )
    over = used > row.hours_due
    text = f"{quarters(used)} of {quarters(row.hours_due)} h"
    return Cell(
        text, used, "late" if over else "text", strong=over, says=f"{text}{', more than is due' if over else ''}"
    )


def _next(row: SchoolRow, today: date) -> Cell:
    due = row.next
    if due is None:
        return Cell("—", None, "muted")
    spoken, order = w.short_day(due.on, today), due.on.toordinal()
    if due.overdue:
        late = (today - due.on).days
        return Cell(f"Overdue {late} d", order, "late", strong=True, says=f"Was due by {w.day(due.on)}")
    if due.by:
        return Cell(f"by {spoken}", order, "muted", says=f"The programme asks for it by {w.day(due.on)}")
    if due.listed:
        return Cell(
            f"{spoken} (sheet)", order, "muted", says=f"{w.day(due.on)} in the allocation sheet, not in your calendar"
        )
    return Cell(spoken, order)
