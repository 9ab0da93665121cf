"""Dates as British sheets write them. Anything that is not plainly one day stays as the words it is."""

import re
from datetime import date
from typing import NamedTuple

from sipdesk.domain.allocation_numbers import plain_cell
from sipdesk.domain.allocation_terms import Scope, bounds
from sipdesk.domain.days import spoken_day

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NAMES = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = re.compile(
    r"^(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"\b[\s.,]*(?:the\s+)?",
)
_TIME = re.compile(
    r"(?:[\s,@]+|(?<=\d)t)(?:at\s+)?(?:\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm)|am|pm|a\.m\.|p\.m\.|noon|all day)"
    r"(?:\s*(?:-|–|to)\s*\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm)?)?$"
)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMERIC = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})$")
_SPACED = re.compile(r"^(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})$")
_SHORT = re.compile(r"^(\d{1,2})/(\d{1,2})$")
_DAY_FIRST = re.compile(rf"^(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*of)?[\s./-]*{_NAMES}[\s.,/-]*(?:['’]?(\d{{4}}|\d{{2}}))?$")
_MONTH_FIRST = re.compile(rf"^{_NAMES}[\s.-]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s.,/-]+['’]?(\d{{4}}|\d{{2}}))?$")
_DAY_NUMBER = re.compile(r"^[34]\d{4}(?:\.\d+)?$")


class ReadDay(NamedTuple):
    """A day where the cell is one; otherwise None, with a remark where the words look like a date."""

    day: date | None
    remark: str = ""


class _Parts(NamedTuple):
    day: int
    month: int
    year: int | None


_ORDERS = [
    (_ISO, (3, 2, 1)),
    (_NUMERIC, (1, 3, 4)),
    (_SPACED, (1, 2, 3)),
    (_SHORT, (1, 2, 0)),
    (_DAY_FIRST, (1, 2, 3)),
    (_MONTH_FIRST, (2, 1, 3)),
]
"""Each spelling, and which of its groups are day, month and year."""


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1


def _parts(bare: str) -> _Parts | None:
    for spelling, (day, month, year) in _ORDERS:
        found = spelling.match(bare)
        if found:
            written = found[year] if year else None
            full = int(written) + (2000 if len(written) == 2 else 0) if written else None
            return _Parts(int(found[day]), _month(found[month]), full)
    return None


def _calendar_year(parts: _Parts, scope: Scope) -> int | None:
    """The year written, else the one the school year gives the month."""
    if parts.year is not None or scope.year is None:
        return parts.year
    return scope.year.start if parts.month >= 8 else scope.year.start + 1


def _may_be_a_year(rest: str, parts: _Parts, scope: Scope) -> bool:
    """`Oct 25` on a sheet for 2025-26 is as likely the month of October 2025."""
    if parts.year is not None or not re.match(r"^[a-z.]+[\s.-]*\d+$", rest):
        return False
    start = scope.year.start if scope.year else parts.day
    return parts.day in {start % 100, (start + 1) % 100}


def _doubt(day: date, weekday: str, scope: Scope) -> str:
    """Why a day is not taken: its weekday is another, or it lies outside the sheet's term or year."""
    if weekday and _WEEKDAYS[day.weekday()][:3].lower() != weekday[:3]:
        return f"{spoken_day(day)} is a {_WEEKDAYS[day.weekday()]}"
    window = bounds(scope)
    if window and not window[0] <= day <= window[1]:
        return f"that is {spoken_day(day)}, outside {scope.spoken}"
    return ""


def read_day(text: str, scope: Scope) -> ReadDay:
    """The day a cell names, day before month, if it lies in the scope's term or year.

    `w/c 13 Oct`, `Nov`, `TBC` and `half term 1` are notes. So is `10/7/2025` on an autumn sheet: it is
    10 July, and nobody guesses that October was meant.
    """
    written = plain_cell(text)
    bare = re.sub(r"\(([ap]m)\)$", r"\1", written.casefold())
    weekday = _WEEKDAY.match(bare)
    rest = bare[weekday.end() :] if weekday else bare
    parts = _parts(rest) or _parts(_TIME.sub("", rest).strip(" ,-–"))
    if parts is None:
        doubt = "it may be a spreadsheet's day number" if _DAY_NUMBER.match(bare) else ""
    elif _may_be_a_year(rest, parts, scope):
        doubt = "it may be a day, or a month of a year"
    elif (year := _calendar_year(parts, scope)) is None:
        doubt = "it has no year, and the sheet names none"
    else:
        try:
            day = date(year, parts.month, parts.day)
        except ValueError:
            doubt = "that is no day of the calendar"
        else:
            doubt = _doubt(day, weekday[1] if weekday else "", scope)
            if not doubt:
                return ReadDay(day)
    return ReadDay(None, f"“{written}”: {doubt}; kept as a note." if doubt else "")
