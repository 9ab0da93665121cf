"""Pieces of time and the periods they fall in: years, terms, half-terms and months, without a gap between them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.hours import UNITS, TimeKind, TimeUnit, converted

COUNTED = ("visits", "meetings", "reviews")
"""Units that are counted; how long each took is no matter."""
_NONE = Decimal(0)


class Piece(NamedTuple):
    """A piece of time, from a visit's header or entered by hand."""

    on: date
    kind: TimeKind | Literal["contact"]
    amount: Decimal | None
    """None where a visit has no start and end."""
    unit: TimeUnit = "hours"
    days: Decimal | None = None
    """The length in days that the programme gives such a visit."""
    mine: bool = True
    booked: bool = False
    """Still to come."""
    counts: bool = True
    """One more visit, meeting or review, and not merely time that belongs to one."""


class Since(NamedTuple):
    """A category from a day on."""

    category: str
    first: date


class Span(NamedTuple):
    """A period, both days within."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def period(per: str, on: date, times: Sequence[TermTimes]) -> Span | None:
    """The period a day lies in; holidays belong to what went before them. None for what is given once."""
    if per == "once":
        return None
    if per == "month":
        first = on.replace(day=1)
        return Span(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
    year = AcademicYear.of(on)
    starts = [date(year.start, 8, 1)]
    if per != "year":
        for n, term in enumerate(times):
            starts += [term.first] if n else []
            starts += [term.half_last + timedelta(days=1)] if per == "half-term" else []
    begun = max(start for start in starts if start <= on)
    following = min((start for start in starts if start > on), default=date(year.start + 1, 8, 1))
    return Span(begun, following - timedelta(days=1))


def term_of(day: date, times: Sequence[TermTimes]) -> Term:
    """The term a day counts for, among those of its year."""
    begun = [one.term for one in times if one.first <= day]
    return begun[-1] if begun else Term.AUTUMN


def measured(piece: Piece, unit: str, half_day_hours: Decimal | None) -> Decimal | None:
    """A piece in the unit of a rule; None where it cannot be put into it.

    A visit counts in days with the length the programme gives it, and in hours with those of its header.
    """
    if unit in COUNTED:
        return Decimal(1) if piece.counts else _NONE
    to = next((one for one in UNITS if one == unit), None)
    if to is None:
        return _NONE
    by_header = None if piece.amount is None else converted(piece.amount, piece.unit, to, half_day_hours)
    by_programme = None if piece.days is None else converted(piece.days, "days", to, half_day_hours)
    first, second = (by_header, by_programme) if to == "hours" else (by_programme, by_header)
    return first if first is not None else second
