"""A year's diary: terms with their half-terms, a school's own days, and why a day does not suit a visit."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from functools import cache

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.base import Line, Model
from sipdesk.domain.calendar import AcademicYear, Term, TermDates, TermSlot, assumed_dates, bank_holidays
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput

MOST_A_DAY = 2
"""Visits in one day; a third would leave no time to write."""
_AFTER_LUNCH = time(13, 30)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIMES = re.compile(
    r"^(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?\s*(?:-|–|—|to|until|till)\s*(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?$"
)


class TermTimes(Model):
    """A term and the half-term break within it. `assumed` until a person confirms them."""

    term: Term
    first: date
    last: date
    half_first: date
    half_last: date
    assumed: bool = True

    @property
    def dates(self) -> TermDates:
        """The term without its break."""
        return TermDates(first=self.first, last=self.last, assumed=self.assumed)


class SchoolDay(Model):
    """Days on which one school does not want a visit: INSET, a trip, mock examinations."""

    id: str
    urn: str
    first: date
    last: date
    what: Line


class Appointment(Model):
    """A dated visit, as far as the diary cares."""

    visit: str
    urn: str
    school: str
    on: date
    start: time | None = None
    end: time | None = None


@cache
def assumed_times(year: AcademicYear, term: Term) -> TermTimes:
    """Typical dates with a break of one week: the last Monday of October, the Monday nearest 15 February, the week of
    the late May bank holiday."""
    dates = assumed_dates(year, term)
    if term is Term.AUTUMN:
        monday = _monday_on_or_before(date(year.start, 10, 31))
    elif term is Term.SPRING:
        monday = _monday_on_or_before(date(year.start + 1, 2, 18))
    else:
        monday = _monday_on_or_before(date(year.start + 1, 5, 31))
    return TermTimes(
        term=term, first=dates.first, last=dates.last, half_first=monday, half_last=monday + timedelta(days=4)
    )


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


def checked_times(times: TermTimes, year: AcademicYear) -> TermTimes:
    """Dates a person typed, confirmed. Raises BadInput where they cannot be a term's."""
    name = times.term.value
    if not times.first <= times.half_first <= times.half_last <= times.last:
        raise BadInput(f"The {name} term has to begin before its half-term and end after it. Nothing was changed.")
    if AcademicYear.of(times.first) != year or AcademicYear.of(times.last) != year:
        raise BadInput(f"The {name} term of {year.slashed} lies between 1 August and 31 July. Nothing was changed.")
    return times.model_copy(update={"assumed": False})


def reason_against(day: date, terms: Iterable[TermTimes]) -> str:
    """Why no school is open on a day: `weekend`, `bank holiday`, `half-term`, `outside term`; empty on a school day."""
    if day.weekday() > 4:
        return "weekend"
    if day in bank_holidays(day.year):
        return "bank holiday"
    around = next((times for times in terms if times.first <= day <= times.last), None)
    if around is None:
        return "outside term"
    return "half-term" if around.half_first <= day <= around.half_last else ""


def half_day(one: Appointment) -> str:
    """`morning` or `afternoon`; `day` where a visit fills both; empty where no times are given."""
    if one.start is None or one.end is None:
        return ""
    if one.start >= time(12, 0):
        return "afternoon"
    return "morning" if one.end <= _AFTER_LUNCH else "day"


def clashes(
    appointments: Sequence[Appointment],
    terms: Sequence[TermTimes],
    own_days: Sequence[SchoolDay],
    most: int = MOST_A_DAY,
) -> dict[str, list[str]]:
    """What speaks against the day of each visit, in sentences, by visit; only those that something speaks against."""
    found: dict[str, list[str]] = {}
    by_day: dict[date, list[Appointment]] = {}
    for one in appointments:
        by_day.setdefault(one.on, []).append(one)
        told = [f"{_named(one.on)} is {_WORDS[why]}." for why in filter(None, [reason_against(one.on, terms)])]
        told += [
            f"{one.school} has {own.what} on {_named(one.on)}."
            for own in own_days
            if own.urn == one.urn and own.first <= one.on <= own.last
        ]
        found[one.visit] = told
    for day, several in by_day.items():
        for one in several:
            others = [other for other in several if other.visit != one.visit]
            found[one.visit] += [sentence for other in others if (sentence := _together(one, other))]
            if len(several) > most:
                found[one.visit].append(f"{len(several)} visits are planned for {_named(day)}.")
    return {visit: told for visit, told in found.items() if told}


_WORDS = {
    "weekend": "at the weekend",
    "bank holiday": "a bank holiday",
    "half-term": "in half-term",
    "outside term": "outside term",
}


def _together(one: Appointment, other: Appointment) -> str:
    mine, theirs = half_day(one), half_day(other)
    if not mine or not theirs:
        return f"{other.school} is on the same day; give the times to see whether both fit."
    if mine == theirs or "day" in {mine, theirs}:
        part = f"the same {mine}" if mine == theirs and mine != "day" else "the same hours"
        return f"{other.school} is planned for {part}."
    return ""


def _named(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {spoken_day(day)}"


def read_date(text: str, year: AcademicYear) -> date:
    """A day as a person types it (`14 Oct`, `Tues 14/10`, `2025-10-14`) within a school year. Raises BadInput."""
    found = read_day(text, Scope(year=year))
    if found.day is None:
        why = found.remark.removesuffix("; kept as a note.").partition(": ")[2]
        raise BadInput(f"“{text.strip()}” is no day of {year.slashed}{': ' + why if why else ''}. Write it as 14 Oct.")
    return found.day


def read_times(text: str) -> tuple[time, time] | None:
    """`9-12`, `9:00 to 12:30`, `1.15pm-3pm`; None for nothing. Raises BadInput."""
    bare = text.strip().casefold()
    if not bare:
        return None
    found = _TIMES.match(bare)
    if not found:
        raise BadInput(f"“{text.strip()}” is no time from and to. Write it as 9:00–12:00.")
    first, first_minute, first_half, last, last_minute, last_half = found.groups()
    begins = _clock(int(first), int(first_minute or 0), first_half or "")
    ends = _clock(int(last), int(last_minute or 0), last_half or "")
    if begins is None or ends is None or ends <= begins:
        raise BadInput(f"“{text.strip()}” does not run from an earlier to a later time. Write it as 9:00–12:00.")
    return begins, ends


def _clock(hour: int, minute: int, half: str) -> time | None:
    """No visit is before seven: 1:30 means half past one in the afternoon."""
    if half == "pm" or (not half and hour < 7):
        hour = hour % 12 + 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


class Undated(Model):
    """A visit the programme gives that has no date yet."""

    urn: str
    school: str
    slot: TermSlot
    title: str
    due: date
    """The last day of its term."""
