"""Ctrl+K: schools, visits and every written word, found while somebody types."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.since import with_last_visit
from sipdesk.domain.visit import State
from sipdesk.services.forms import FormService
from sipdesk.store.desk import Desk
from sipdesk.store.search import BEGIN, END, Hit, Search, VisitName
from sipdesk.store.visits import Visits

SCHOOLS, VISITS, WORDS = 6, 6, 20
"""How many of each are shown."""
_CANDIDATES = 30
_BREAK = re.compile(r"\s*\n\s*")
_DAY = re.compile("-".join(rf"{BEGIN}?\b(\d{{{digits}}})\b{END}?" for digits in (4, 2, 2)))
"""A date as an answer keeps it, any part of it perhaps what was looked for."""
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundSchool:
    """A school to go to."""

    urn: str
    name: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """A visit to go to."""

    id: str
    school: str
    title: str
    year: str
    date: dt.date | None
    state: State


@dataclass(frozen=True, slots=True)
class FoundWords:
    """An answer that holds the words."""

    visit: str
    question: str
    school: str
    title: str
    year: str
    heading: str
    """The question, as the note prints it."""
    pieces: list[tuple[str, bool]]
    """A stretch of the answer; True where it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is for some words."""

    typed: str
    schools: list[FoundSchool] = field(default_factory=list)
    visits: list[FoundVisit] = field(default_factory=list)
    words: list[FoundWords] = field(default_factory=list)


class SearchService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._search = Search(desk)
        self._visits = Visits(desk)
        self._forms = forms
        self._headings: dict[str, dict[str, str]] = {}

    def find(self, typed: str, urn: str = "", visit: str = "", *, sharing: bool = False) -> Found:
        """What the words lead to. While the screen is shared only the school one stands at is looked through: the one
        of `urn`, or the one of `visit`; without either nothing is found."""
        words = folded(typed).split()
        if not words:
            return Found(typed=typed)
        only = (urn or self._school_of(visit)) if sharing else ""
        if sharing and not only:
            return Found(typed=typed)
        schools, visits = self._places(words, only)
        return Found(typed=typed, schools=schools, visits=visits, words=self.words(typed, only))

    def words(self, typed: str, urn: str = "") -> list[FoundWords]:
        """The full text alone."""
        return [self._told(hit) for hit in self._search.words(typed, urn, WORDS)]

    def _school_of(self, visit_id: str) -> str:
        found = self._visits.get(visit_id) if visit_id else None
        return found.urn if found else ""

    # -- schools and visits --------------------------------------------------------------------------------------

    def _places(self, words: list[str], only: str) -> tuple[list[FoundSchool], list[FoundVisit]]:
        named = [school for school in self._search.schools() if not only or school.urn == only]
        whole: list[FoundSchool] = []
        some: list[tuple[int, str, str, list[str]]] = []
        for school in named:
            parts = folded(school.name).split()
            rest = [word for word in words if not _begins(word, parts) and not school.urn.startswith(word)]
            if not rest:
                whole.append(FoundSchool(urn=school.urn, name=school.name, left=not school.mine))
            if len(rest) < len(words) or only:
                some.append((len(rest), school.urn, school.name, rest))
        whole.sort(key=lambda school: (school.left, not folded(school.name).startswith(words[0])))
        some.sort(key=lambda entry: entry[0])
        return whole[:SCHOOLS], self._visits_of(some[:_CANDIDATES])

    def _visits_of(self, some: list[tuple[int, str, str, list[str]]]) -> list[FoundVisit]:
        by_urn = {urn: (name, rest) for _, urn, name, rest in some}
        found = []
        for visit in self._search.visits(list(by_urn)):
            school, rest = by_urn[visit.urn]
            called = folded(_called(visit)).split()
            if all(_begins(word, called) for word in rest):
                found.append((len(rest), visit, school))
        found.sort(key=lambda entry: -entry[0])
        return [_visit(visit, school) for _, visit, school in found[:VISITS]]

    # -- words ---------------------------------------------------------------------------------------------------

    def _told(self, hit: Hit) -> FoundWords:
        return FoundWords(
            visit=hit.visit_id,
            question=hit.question,
            school=hit.school,
            title=hit.title,
            year=hit.year,
            heading=self._heading(hit),
            pieces=_pieces(hit.snippet),
        )

    def _heading(self, hit: Hit) -> str:
        """From the form of the visit; read once for each form."""
        if hit.form_sha256 not in self._headings:
            self._headings[hit.form_sha256] = self._read_headings(hit.visit_id)
        return self._headings[hit.form_sha256].get(hit.question, "")

    def _read_headings(self, visit_id: str) -> dict[str, str]:
        visit = self._visits.get(visit_id)
        try:
            sections = with_last_visit(self._forms.form_of(visit).sections, None) if visit else []
        except SipdeskError:  # a form that cannot be read any longer hides no words
            return {}
        return {question.id: question.printed for section in sections for question in section.questions}


def folded(text: str) -> str:
    """Without case, accents and punctuation: `St Mary’s` and `st marys` are the same."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    kept = (char if char.isalnum() else "" if char in "'’‘`´" or unicodedata.combining(char) else " " for char in bare)
    return " ".join("".join(kept).split())


def _begins(word: str, parts: list[str]) -> bool:
    return any(part.startswith(word) for part in parts)


def _called(visit: VisitName) -> str:
    """Everything a person may call a visit by: title, term, year, month."""
    month = _MONTHS[int(visit.date[5:7]) - 1] if visit.date else ""
    day = str(int(visit.date[8:10])) if visit.date else ""
    return f"{visit.title} {visit.term} {visit.year} {visit.year[:5]}{visit.year[2:4]} {day} {month} {(visit.date or '')[:4]} {visit.state} visit"


def _visit(visit: VisitName, school: str) -> FoundVisit:
    on = dt.date.fromisoformat(visit.date) if visit.date else None
    return FoundVisit(id=visit.id, school=school, title=visit.title, year=visit.year, date=on, state=State(visit.state))


def _said(found: re.Match[str]) -> str:
    """A date in words; what is none stays as it is."""
    try:
        day = spoken_day(dt.date(*map(int, found.groups())))
    except ValueError:
        return found[0]
    return f"{BEGIN}{day}{END}" if BEGIN in found[0] else day


def _pieces(snippet: str) -> list[tuple[str, bool]]:
    """Split at the marks around what was found; line breaks become dots, and dates are said as people say them."""
    pieces: list[tuple[str, bool]] = []
    for n, part in enumerate(_DAY.sub(_said, snippet).split(BEGIN)):
        found, _, rest = part.partition(END) if n else ("", "", part)
        pieces += [(_BREAK.sub(" · ", text), marked) for text, marked in ((found, True), (rest, False)) if text]
    return pieces
