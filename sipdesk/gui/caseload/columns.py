"""What the caseload's table says of a school, and how its rows are grouped."""

from collections.abc import Callable
from datetime import date

from sipdesk.domain.calendar import Term
from sipdesk.domain.hours import figure, short, spoken
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
        Column("Phase", _phase, spare=True),
        Column("Category", _category),
        *(Column(w.sentence(term.value), _term(term)) for term in Term),
        Column("Open actions", _actions, right=True),
        Column("Oldest", lambda row: _oldest(row, today), right=True),
        Column("Time used", _time, right=True),
        Column("Next date", lambda row: _next(row, today), right=True),
        Column(CLOCK, lambda row: _clock(row, today), right=True),
    ]


CLOCK = "Clock"
"""The column of what a rule asks for first; out of the way where no rule asks for anything."""
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


def _category(row: SchoolRow) -> Cell:
    since = f" since {w.day(row.category_since)}" if row.category and row.category_since else ""
    told = words(row.category)
    if row.to_confirm:  # the mark is a word, and what it means is for the ear and the pointer
        return Cell(f"{told.text} · by rule", told.sort, told.tone, says=f"{told.text}{since}. {row.to_confirm}")
    return Cell(told.text, told.sort, told.tone, says=f"{told.text}{since}")


def _clock(row: SchoolRow, today: date) -> Cell:
    """What a rule asks for first: the day, and what it is."""
    clock = row.clock
    if clock is None or clock.due is None:
        return Cell("—", None, "muted", says="No rule’s clock has a day")
    says = f"{clock.label}: {'was due' if clock.overdue else 'due'} by {w.day(clock.due)}. {w.sentence(clock.said)}"
    late, order = (today - clock.due).days, clock.due.toordinal()
    if clock.overdue:
        return Cell(f"{late} d late", order, "late", strong=True, says=says)
    return Cell(f"by {w.short_day(clock.due, today)}", order, "muted", says=says)


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


def _time(row: SchoolRow) -> Cell:
    """What was given of the first entitlement in hours or days; else the partner's own hours of the year."""
    one, own = row.time.standing, row.time.hours
    if one is None:
        if own is None:
            return Cell("—", None, "muted", says="No time is noted this year, and the category gives no number")
        return Cell(short(own, "hours"), own, says=f"{spoken(own, 'hours')} of my own this year")
    given = f"{one.label}: {one.given}"
    if one.due is None:
        return Cell(one.given, one.everybody, "muted", says=f"{given}; {spoken(one.everybody, one.unit)} used")
    text = f"{figure(one.everybody)} of {short(one.due, one.unit)}"
    over = f", {figure(one.over)} more than is given" if one.over else ""
    return Cell(
        text, one.everybody, "late" if one.over else "text", strong=bool(one.over), says=f"{given}; {text} used{over}"
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
