"""What is known of schools before their time is reckoned, and the reckoning by their programme: one case for each school."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.entitled import Occasion, TimeStanding, kind_of, standings
from sipdesk.domain.errors import NotFound
from sipdesk.domain.hours import TimeEntry
from sipdesk.domain.pieces import Since, period
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import School
from sipdesk.services.forms import FormService
from sipdesk.services.timed import pieces_of
from sipdesk.store.agenda import TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.hours import Hours, TimedVisit
from sipdesk.store.schools import Allocation, CaseloadRow, Schools
from sipdesk.store.standing import Standings

_LEFT = "This school has left your caseload."
_NO_FORMS = "There are no forms that can be read for this school’s authority, so nothing says what it is entitled to."
_NO_CATEGORY = "This school is in no category, so nothing says what it is entitled to."
_UNKNOWN = "“{written}” is none of the programme’s categories, so nothing says what this school is entitled to."
_NOTHING = "Its category gives no time."


class Shown(Model):
    """What can be chosen to look at: a term, or (without one) the whole year."""

    year: str
    term: Term | None = None

    @property
    def words(self) -> str:
        """`Autumn 2025/26`, `2025/26, whole year`."""
        slashed = self.year.replace("-", "/")
        return f"{self.term.value.capitalize()} {slashed}" if self.term else f"{slashed}, whole year"


class Case(NamedTuple):
    """One school."""

    school: School
    allocation: Allocation | None
    history: list[Since]
    """Its categories, the earliest first."""
    visits: list[TimedVisit]
    """Those of the year and the two beside it: a visit may be dated outside its own school year."""
    entries: list[TimeEntry]

    @property
    def authority(self) -> str:
        """Whose programme it follows; empty where nothing says."""
        return self.allocation.authority if self.allocation else ""


class Casebook:
    """Gathers and reckons. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._desk = desk
        self._forms = forms
        self._hours = Hours(desk)
        self._schools = Schools(desk)
        self._placed = Standings(desk)
        self._terms = TermBook(desk)

    # -- gathering -----------------------------------------------------------------------------------------------

    def school(self, urn: str) -> School:
        """A school of this desk; `NotFound`."""
        found = self._schools.school(urn)
        if found is None:
            raise NotFound(f"There is no school {urn} in this desk. Import the caseload first.")
        return found

    def case(self, urn: str, year: AcademicYear) -> Case:
        """One school in a year; `NotFound`."""
        school, allocation = self.school(urn), self._schools.allocation(urn)
        placed = [(one.authority, Since(one.category, one.placed_on)) for one in self._placed.placements(urn) if not one.taken_back]  # fmt: skip
        visits = self._hours.visits(_around(year), urn)
        return Case(school, allocation, _history(allocation, placed), visits, self._hours.entries(urn))

    def cases(self, year: AcademicYear, schools: Sequence[CaseloadRow]) -> list[Case]:
        """Many schools: one query for each table, however many there are."""
        visits: dict[str, list[TimedVisit]] = {}
        for visit in self._hours.visits(_around(year)):
            visits.setdefault(visit.urn, []).append(visit)
        entries: dict[str, list[TimeEntry]] = {}
        for entry in self._hours.entries():
            entries.setdefault(entry.urn, []).append(entry)
        placed: dict[str, list[tuple[str, Since]]] = {}
        for one in self._placed.placements():
            if not one.taken_back:
                placed.setdefault(one.urn, []).append((one.authority, Since(one.category, one.placed_on)))
        return [
            Case(
                row.school,
                row.allocation,
                _history(row.allocation, placed.get(row.school.urn, [])),
                visits.get(row.school.urn, []),
                entries.get(row.school.urn, []),
            )
            for row in schools
        ]

    def programme(self, case: Case, year: AcademicYear) -> Programme | None:
        """The programme a school follows in a year; None where nothing says."""
        return self._forms.usable(case.authority, TermSlot(year=year, term=Term.AUTUMN)) if case.allocation else None

    def times(self, authority: str, year: AcademicYear) -> list[TermTimes]:
        """The terms of a year, as confirmed or assumed."""
        return self._terms.year(authority, year)

    # -- reckoning -----------------------------------------------------------------------------------------------

    def on_day(self, case: Case, on: date, times: Sequence[TermTimes], units: Sequence[str] = ()) -> list[TimeStanding]:
        """Each entitlement in the period in which a day lies, of all units or of some."""
        programme = self.programme(case, AcademicYear.of(on))
        if programme is None or case.allocation is None:
            return []
        today = self._desk.clock.today()
        sort = (case.school.phase, case.school.governance)
        word, visits = kind_of(programme, sort, brokered=case.allocation.brokered)
        occasion = Occasion(on=on, today=today, times=times, visits=visits, word=word, units=units)
        return standings(programme, case.history, pieces_of(case, programme, times, today), occasion)

    def within(self, case: Case, shown: Shown, times: Sequence[TermTimes]) -> list[TimeStanding]:
        """The standings of a term; of a year those of each of its terms, each once."""
        spans = [span_of(shown, times)]
        if shown.term is None:
            spans += [span_of(Shown(year=shown.year, term=term), times) for term in Term]
        found: dict[tuple[object, ...], TimeStanding] = {}
        for first, last in spans:
            nearest = min(max(self._desk.clock.today(), first), last)
            for one in self.on_day(case, nearest, times):
                found.setdefault((one.id, one.label, one.given, one.first), one)
        order = list(dict.fromkeys(one.id for one in found.values()))
        return sorted(found.values(), key=lambda one: (order.index(one.id), one.first or date.min))

    def remarks(self, case: Case, programme: Programme | None) -> list[str]:
        """Why there is nothing to count against, and whether the school has left."""
        left = case.allocation is None or case.allocation.status == "left"
        return [*([_LEFT] if left else []), *_why_nothing(case, programme)]


def span_of(shown: Shown, times: Sequence[TermTimes]) -> tuple[date, date]:
    """First and last day of a term or a year; holidays belong to the term before them."""
    first = date(AcademicYear.parse(shown.year).start, 8, 1)
    if shown.term is Term.SPRING or shown.term is Term.SUMMER:
        first = times[shown.term.order].first
    found = period("term" if shown.term else "year", first, times)
    return found if found is not None else (first, first)


def _why_nothing(case: Case, programme: Programme | None) -> list[str]:
    if programme is None:
        return [_NO_FORMS]
    category = programme.category(case.history[-1].category) if case.history else None
    if category is None and not programme.categories:
        return [f"{programme.name} has no categories and gives no time."]
    if category is None:
        written = case.allocation.category_written if case.allocation else ""
        return [_UNKNOWN.format(written=written) if written else _NO_CATEGORY]
    return [] if category.entitlements else [_NOTHING]


def _around(year: AcademicYear) -> list[str]:
    return [str(year.shifted(step)) for step in (-1, 0, 1)]


def _history(allocation: Allocation | None, placed: list[tuple[str, Since]]) -> list[Since]:
    """The categories of a school by its authority, the earliest first; without any, the one its allocation names."""
    if allocation is None:
        return []
    own = [since for authority, since in placed if authority == allocation.authority]
    return own or ([Since(allocation.category, date.min)] if allocation.category else [])
