"""Dates and times as a person types them, in any British spelling."""

import re
from datetime import date, time

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput
from sipdesk.domain.hours import typed_amount
from sipdesk.domain.one_line import read_when

_TIME = re.compile(r"^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|noon)?$")


def typed_day(text: str, year: AcademicYear) -> date | None:
    """The day some words name; one without a year lies in the school year. None where they are no day."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return read_when(text, year).day
    return day if likely(day) else None


def example_day(year: AcademicYear) -> date:
    """A day of the school year, to show how days are written: 14 October."""
    return date(year.start, 10, 14)


def likely(day: date) -> bool:
    """Whether a school year can hold a day: the calendar ends at years 1 and 9999, and its neighbours are reckoned with."""
    return 1800 <= day.year < 2200


def dated(text: str, today: date) -> date | None:
    """The day that stands on a paper or a publication, however long ago; without a year, one of this school year."""
    told = re.search(r"\b((?:19|20)\d\d)\b", text)
    starts = (int(told[1]) - 1, int(told[1])) if told else (AcademicYear.of(today).start,)
    days = (typed_day(text, AcademicYear(start=start)) for start in starts)
    return next((day for day in days if day and (told is None or day.year == int(told[1]))), None)


def typed_time(text: str) -> time | None:
    """`9`, `9.30`, `0930`, `9:30 am`, `2pm` or `14:15`; None where it is no time. An hour alone from 1 to 6 is left to the
    person: nobody visits a school at three in the morning, but nobody guesses either."""
    found = _TIME.match(
        text.strip().casefold().removesuffix(":00") if text.count(":") == 2 else text.strip().casefold()
    )
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or (not half and found[2] is None and hour < 7):
        return None
    return time(hour, minute)


def typed_hours(text: str) -> float | int | None:
    """`2.5`, `1½`, `1h30`, `1:30` or `90 min` as hours, to the hundredth; None where it is no such time."""
    number = typed_number(text.casefold().removesuffix("h"))
    if number is not None:
        return number
    try:
        amount, unit = typed_amount(text)
    except BadInput:
        return None
    return float(amount) if unit == "hours" else None


def typed_number(text: str, *, whole: bool = False) -> float | int | None:
    """`1,234`, `12.5` or `83 %`; None where it is no number."""
    bare = text.strip().removesuffix("%").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare) or len(bare) > 15:
        return None
    number = float(bare)
    return int(number) if number == int(number) or (whole and "." not in bare) else number
