"""Which term or year a title, a sheet's name or a section speaks of: `Autumn 25`, `Spring Term 2025-26`, `2025/26`."""

import re
from datetime import date, timedelta
from typing import Self

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot, assumed_dates

_TERMS = {
    Term.AUTUMN: re.compile(r"(?<![a-z])aut(?:umn)?(?![a-z])"),
    Term.SPRING: re.compile(r"(?<![a-z])spr(?:ing)?(?![a-z])"),
    Term.SUMMER: re.compile(r"(?<![a-z])sum(?:mer)?(?![a-z])"),
}
_SCHOOL_YEAR = re.compile(r"(?<![\d/.])(?:20)?(\d\d)\s*(?:[-–—/_]|\bto\b)\s*(?:20)?(\d\d)(?![\d/.-]*\d)")
_CLOSED_UP = re.compile(r"(?<!\d)20(\d\d)(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/.-])(?:20(\d\d)|['’]?(\d\d))(?![\d/.-]*\d)")
_LEEWAY = timedelta(days=21)
"""Term dates are assumed, and visits fall into holidays: a date so near a term still belongs to it."""


class Scope(Model):
    """The year and terms some words speak of; an empty one says nothing."""

    year: AcademicYear | None = None
    terms: frozenset[Term] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether the words name neither year nor term."""
        return self.year is None and not self.terms

    @property
    def spoken(self) -> str:
        """`autumn and spring 2025-26`, for sentences."""
        terms = " and ".join(term for term in Term if term in self.terms)
        return f"{terms} {self.year or ''}".strip()

    def fits(self, slot: TermSlot) -> bool:
        """Whether a term may be meant. Nothing said fits every term."""
        year = self.year is None or self.year == slot.year
        return year and (not self.terms or slot.term in self.terms)

    def clashes(self, other: "Scope") -> bool:
        """Whether both say something and no term can be meant by both."""
        years = self.year and other.year and self.year != other.year
        terms = self.terms and other.terms and self.terms.isdisjoint(other.terms)
        return bool(years or terms)

    def over(self, other: "Scope") -> "Scope":
        """What these words say, and where they are silent what the others say."""
        return Scope(year=self.year or other.year, terms=self.terms or other.terms)

    def slot(self, default: TermSlot) -> TermSlot:
        """The term meant; where the words leave it open, the default, or the first that fits."""
        if self.fits(default):
            return default
        year = self.year or default.year
        terms = [term for term in Term if term in self.terms] or list(Term)
        return TermSlot(year=year, term=terms[0])

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a title. `Spring 26` lies in 2025-26; a lone year without a term says nothing."""
        folded = text.casefold().replace("\n", " ")
        terms = frozenset(term for term, words in _TERMS.items() if words.search(folded))
        year = _school_year(folded)
        if year is None:
            beside = {found for term in terms if (found := _year_beside(folded, term))}
            year = beside.pop() if len(beside) == 1 else None
        if terms == {Term.AUTUMN, Term.SUMMER}:
            terms = frozenset(Term)  # "autumn to summer": spring lies between
        return cls(year=year, terms=terms)


def _school_year(folded: str) -> AcademicYear | None:
    pairs = [*_SCHOOL_YEAR.findall(folded), *_CLOSED_UP.findall(folded)]
    starts = [2000 + int(a) for a, b in pairs if (int(a) + 1) % 100 == int(b)]
    return AcademicYear(start=starts[0]) if starts else None


def _year_beside(folded: str, term: Term) -> AcademicYear | None:
    """The year of `autumn term 25`, `spring 2026`, `2026 summer`: only a number that stands with the word."""
    word = _TERMS[term].search(folded)
    if word is None:
        return None
    after = re.match(r"[\s_,-]*(?:term)?[\s_,-]*", folded[word.end() :])
    start = word.end() + (after.end() if after else 0)
    found = _YEAR.match(folded, start)
    if found is None:
        before = list(_YEAR.finditer(folded, 0, word.start()))
        close = before and not folded[before[-1].end() : word.start()].strip(" _,-")
        found = before[-1] if close and before[-1][1] else None
    if found is None:
        return None
    year = 2000 + int(found[1] or found[2])
    return AcademicYear(start=year if term is Term.AUTUMN else year - 1)


def bounds(scope: Scope) -> tuple[date, date] | None:
    """First and last day a visit of this scope may have; None where no year is known."""
    if scope.year is None:
        return None
    if not scope.terms:
        return date(scope.year.start, 8, 1), date(scope.year.start + 1, 7, 31)
    dates = [assumed_dates(scope.year, term) for term in scope.terms]
    return min(d.first for d in dates) - _LEEWAY, max(d.last for d in dates) + _LEEWAY
