"""What the tables of a school's time say: entitlements, sums by kind, and each piece of time."""

from decimal import Decimal

from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import figure, short, spoken
from sipdesk.domain.pieces import COUNTED
from sipdesk.domain.statement import KindSum, TimeLine
from sipdesk.gui import words as w
from sipdesk.gui.widgets.rows import Cell, Column, words

_NOTHING = Cell("—", None, "muted")


def key_of(one: TimeStanding) -> str:
    """What tells an entitlement in a period from all others."""
    return f"{one.id}/{one.given}/{one.first}/{one.last}/{one.label}"


def period_of(one: TimeStanding) -> str:
    """`1 Sep – 31 Dec`, `once`."""
    if one.first is None or one.last is None:
        return "once"
    return f"{one.first.day} {one.first:%b} – {one.last.day} {one.last:%b %Y}"


def _amount(amount: Decimal | None, one: TimeStanding, tone: str = "text") -> Cell:
    if amount is None:
        return Cell("—", None, "muted", says="There is no number to count against")
    return Cell(_short(amount, one), amount, tone if amount else "muted", says=spoken(amount, one.unit))


def _short(amount: Decimal, one: TimeStanding) -> str:
    """What is counted needs no unit beside each number: it stands in what is given."""
    return figure(amount) if one.unit in COUNTED else short(amount, one.unit)


def _given(one: TimeStanding) -> Cell:
    return Cell(one.given, one.due, "text" if one.due is not None else "muted", says=one.said)


def _used(amount: Decimal, one: TimeStanding) -> Cell:
    if not one.counts:
        return Cell("—", None, "muted", says="The programme does not say what counts against it")
    return _amount(amount, one)


def _left(one: TimeStanding) -> Cell:
    if one.over:
        told = f"{_short(one.over, one)} over"
        return Cell(told, -one.over, "late", strong=True, says=f"{spoken(one.over, one.unit)} more than is given")
    if one.bound == "at least" and one.due is not None and not one.left:
        return Cell("reached", Decimal(0), "done", says="The least that is given is reached; more is never too much")
    return _amount(one.left, one)


def _booked(one: TimeStanding) -> Cell:
    return _amount(one.booked, one) if one.booked else _NOTHING


ENTITLED = (
    Column("Entitlement", lambda one: words(one.label, strong=True)),
    Column("Given", _given),
    Column("Counted in", lambda one: Cell(period_of(one), one.first.toordinal() if one.first else None, "muted")),
    Column("Mine", lambda one: _used(one.mine, one), right=True),
    Column("All", lambda one: _used(one.everybody, one), right=True),
    Column("Left", _left, right=True),
    Column("Booked", _booked, right=True),
)


def sums(given: dict[str, Decimal]) -> str:
    """`3½ h + 1 day`: units stand beside one another, never in one sum."""
    return " + ".join(short(amount, unit) for unit, amount in given.items())


def _sum(given: dict[str, Decimal]) -> Cell:
    told = sums(given)
    return Cell(told, next(iter(given.values())), says=told) if told else _NOTHING


KINDS = (
    Column("Kind", lambda one: words(one.kind, strong=True)),
    Column("Mine", lambda one: _sum(one.mine), right=True),
    Column("All", lambda one: _sum(one.everybody), right=True),
    Column("Booked", lambda one: _sum(one.booked), right=True),
)


def _date(line: TimeLine) -> Cell:
    if line.undated:
        return Cell("no date yet", line.on.toordinal(), "muted", says="It counts for its term until it has a date")
    return Cell(w.day(line.on), line.on.toordinal(), "muted")


def _time(line: TimeLine) -> Cell:
    if line.amount is None:
        return Cell("no times", None, "muted", says="The visit has no start and end yet")
    told = short(line.amount, line.unit)
    return Cell(f"{told} booked", line.amount, "part") if line.booked else Cell(told, line.amount)


LINES = (
    Column("For", lambda line: words(line.what)),
    Column("Kind", lambda line: words(line.kind, strong=True)),
    Column("Date", _date),
    Column("Whose", lambda line: words("Mine" if line.mine else line.who, "text" if line.mine else "muted")),
    Column("Time", _time, right=True),
)


def spoken_kind(one: KindSum) -> str:
    """Its key in the table."""
    return one.kind
