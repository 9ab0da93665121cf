"""The academic year (1 August to 31 July), its terms, and the working days between.

Term dates differ by authority and by school, so what is computed here is *assumed* until somebody confirms it.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Self

from pydantic import model_serializer, model_validator

from sipdesk.domain.base import Model
from sipdesk.domain.errors import BadInput

_YEAR = re.compile(r"^\s*(20\d\d)\s*(?:-|/|–|\bto\b|)\s*((?:20)?\d\d)\s*$")


class Term(StrEnum):
    """The three terms of a school year, in order."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"

    @property
    def order(self) -> int:
        """0, 1 or 2 within the academic year."""
        return list(Term).index(self)


class AcademicYear(Model):
    """A school year, named by the calendar year it starts in: 2025 is 2025-26."""

    start: int

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: object) -> object:
        return {"start": cls.parse(given).start} if isinstance(given, str) else given

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2025-26`, `2025/26`, `2025 -26`, `2025 to 2026` or `202526`; a lone year is refused, not guessed."""
        found = _YEAR.match(text)
        if (
            not found
            or int(found[2]) % 100 != (int(found[1]) + 1) % 100
            or (len(found[2]) == 4 and int(found[2]) != int(found[1]) + 1)
        ):
            raise BadInput(f"“{text.strip()}” is not a school year. Write it as 2025-26.")
        return cls(start=int(found[1]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The year a day lies in; it turns on 1 August."""
        return cls(start=day.year if day.month >= 8 else day.year - 1)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def slashed(self) -> str:
        """The way statistics print it: 2025/26."""
        return str(self).replace("-", "/")

    def shifted(self, years: int) -> "AcademicYear":
        """The year so many years on (or back)."""
        return AcademicYear(start=self.start + years)


class TermDates(Model):
    """First and last school day of a term. `assumed` until a person confirms them."""

    first: date
    last: date
    assumed: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("a term ends after it begins")
        return self


class TermSlot(Model):
    """One term of one year, written `2025-26/autumn`."""

    year: AcademicYear
    term: Term

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2025-26/autumn` (also `2025/26 autumn`)."""
        head, _, tail = re.sub(r"[\s/]+(?=[A-Za-z]+\s*$)", "|", text.strip()).partition("|")
        if tail.lower() not in set(Term):
            raise BadInput(f"“{text}” is not a term. Write year and term as 2025-26/autumn (or /spring, /summer).")
        return cls(year=AcademicYear.parse(head), term=Term(tail.lower()))

    @classmethod
    def of(cls, day: date) -> Self:
        """The term a day lies in, by the assumed dates; holidays count with the term before."""
        year = AcademicYear.of(day)
        begun = [term for term in Term if assumed_dates(year, term).first <= day]
        return cls(year=year, term=begun[-1] if begun else Term.AUTUMN)

    def __str__(self) -> str:
        return f"{self.year}/{self.term}"

    @property
    def spoken(self) -> str:
        """`autumn 2025-26`, for sentences."""
        return f"{self.term} {self.year}"

    @property
    def order(self) -> tuple[int, int]:
        """Sorts terms through the years."""
        return self.year.start, self.term.order


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England in a calendar year (from the `holidays` library, which takes 0.15 s to load)."""
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday in England. School holidays are not taken out."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The date `count` working days after a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@cache
def good_friday(year: int) -> date:
    """Good Friday of a calendar year."""
    # Not from `holidays`: that loads every country, and the first page of an unlocked desk would wait for it.
    from dateutil.easter import easter  # noqa: PLC0415

    sunday: date = easter(year)
    return sunday - timedelta(days=2)


@cache
def assumed_dates(year: AcademicYear, term: Term) -> TermDates:
    """Typical dates: 1 September to the Friday before 21 December; the first Monday from 3 January to the
    Thursday before Good Friday; the second Tuesday after that to 21 July. Always marked as assumed."""
    y = year.start
    if term is Term.AUTUMN:
        christmas = date(y, 12, 21)
        return TermDates(first=date(y, 9, 1), last=christmas - timedelta(days=(christmas.weekday() - 4) % 7))
    if term is Term.SPRING:
        january = date(y + 1, 1, 3)
        monday = january + timedelta(days=-january.weekday() % 7)
        return TermDates(first=monday, last=good_friday(y + 1) - timedelta(days=1))
    return TermDates(first=good_friday(y + 1) + timedelta(days=11), last=date(y + 1, 7, 21))
