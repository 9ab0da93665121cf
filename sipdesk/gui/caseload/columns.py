"""What the caseload's table says of a school."""

from collections.abc import Callable
from datetime import date

from sipdesk.domain.calendar import Term
from sipdesk.gui import words as w
from sipdesk.gui.widgets.rows import Cell, Column, state, words
from sipdesk.services.overview import SchoolRow


def columns(today: date) -> list[Column]:
    """The columns, as on that day."""
    return [
        Column("School", lambda row: words(row.name, strong=True)),
        Column("Phase", lambda row: words(w.sentence(row.phase), "muted")),
        Column("Category", lambda row: words(row.category)),
        *(Column(w.sentence(term.value), _term(term)) for term in Term),
        Column("Open actions", _actions, right=True),
        Column("Oldest", lambda row: _oldest(row, today), right=True),
        Column("Next date", lambda row: _next(row, today), right=True),
    ]


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
    return Cell(
        f"{age} d", age, "muted", says=f"The oldest was agreed {w.count(age, 'day')} ago, on {w.day(row.oldest)}"
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
        return Cell(
            f"by {spoken}", order, "muted", says=f"The programme asks for it by {w.day(due.on)} (term dates assumed)"
        )
    return Cell(spoken, order)
