"""An action written as one line, `action | who | when`, and a day as a partner writes it."""

import re
from datetime import date
from typing import NamedTuple

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.days import spoken_day

_LEAD = re.compile(r"^(?:by|before|on|due)\s+(?=\S)", re.IGNORECASE)
_YEARS_ON = 3
"""A year that is written is taken when it lies this near the school year."""
_BEGINS = {Term.AUTUMN: 8, Term.SPRING: 1, Term.SUMMER: 4}
"""The month from which a day without a year belongs to the term or to what follows it."""


class When(NamedTuple):
    """By when: a day, or the words where they are no day, and a remark about what was read."""

    day: date | None = None
    words: str = ""
    remark: str = ""


class OneLine(NamedTuple):
    """What one line says."""

    text: str
    owner: str = ""
    when: When = When()


def read_when(text: str, year: AcademicYear, term: Term | None = None) -> When:
    """Read a day in any British spelling. One without a year lies ahead of the visit's term: `12 Sept` said in summer is
    next school year's."""
    written = " ".join(text.split())
    bare = _LEAD.sub("", written).rstrip(".")
    if not bare:
        return When()
    found = read_day(bare, Scope(year=year))
    if found.day is not None and not re.search(r"\d{4}|\d\D+\d+\D+\d\d$|['’]\d\d$", bare):
        return _ahead(bare, found.day, year, term)
    if found.day is None:
        for on in range(-1, _YEARS_ON):  # with its year written it may lie outside the visit's own school year
            day = _with_year(bare, year.shifted(on))
            if day is not None:
                return When(day)
    if found.day is not None:
        return When(found.day)
    doubt = found.remark.partition(": ")[2].removesuffix("; kept as a note.") or "no day can be read from it"
    return When(None, written, f"“{written}” is kept as words: {doubt}.")


def _ahead(bare: str, day: date, year: AcademicYear, term: Term | None) -> When:
    if term is not None and _school_month(day.month) < _school_month(_BEGINS[term]):
        later = read_day(bare, Scope(year=year.shifted(1)))
        if later.day is not None:
            return When(later.day)
    return When(day)


def _with_year(bare: str, year: AcademicYear) -> date | None:
    """The day in another school year, where the words name that year themselves."""
    day = read_day(bare, Scope(year=year)).day
    return day if day is not None and re.search(rf"{day.year}|\D{day.year % 100:02d}$", bare) else None


def _school_month(month: int) -> int:
    return (month - 8) % 12


def read_line(text: str, year: AcademicYear, term: Term | None = None) -> OneLine:
    """Read `action | who | when`; a tab separates as well. Who and when may stand the other way round, or be left out."""
    parts = [" ".join(part.split()) for part in re.split(r"[|\t]", text.strip())]
    what, who, when = parts[0], *([*parts[1:], "", ""][:2])
    if len(parts) > 3:
        when = " | ".join(filter(None, parts[2:]))
    read, other = read_when(when, year, term), read_when(who, year, term)
    if who and read.day is None and other.day is not None:
        who, read = when, other
    return OneLine(what, who, read)


def spoken_when(day: date | str | None, words: str) -> str:
    """By when, as it is read back: the day in words, or the words themselves."""
    if not day:
        return words
    try:
        return spoken_day(date.fromisoformat(day) if isinstance(day, str) else day)
    except ValueError:
        return str(day)
