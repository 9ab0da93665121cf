"""What the window lists: the desk itself, the caseload with its year, a school with its visits, a note with its gaps."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot, assumed_dates
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.programme import Programme, Slot
from sipdesk.domain.school import School
from sipdesk.domain.visit import State, Visit
from sipdesk.services.forms import FormService
from sipdesk.services.notes import NoteService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk, current_set
from sipdesk.store.overview import Overview, VisitRow
from sipdesk.store.schools import CaseloadRow, Schools
from sipdesk.store.visits import Visits


def find_desk(folder: Path) -> None:
    """Whether there is a desk in a folder, without opening it; `NotFound` says how to make one."""
    current_set(folder)


class DeskFacts(Model):
    """Whose desk this is. `rehearsal` is marked on every screen."""

    partner: str
    authority: str
    rehearsal: bool


class TermCell(Model):
    """A term of the year for one school."""

    title: str
    state: State | None = None
    """None while nobody has opened the visit."""
    date: dt.date | None = None
    visit: str = ""


class NextDate(Model):
    """When the school is next seen, or by when the programme wants it to be."""

    on: dt.date
    by: bool = False
    """A last day, not an appointment."""
    overdue: bool = False


class SchoolRow(Model):
    """A school of the caseload as the table shows it."""

    urn: str
    name: str
    phase: str
    category: str
    terms: dict[Term, TermCell]
    """A term is missing where the programme gives this school no visit."""
    open_actions: int = 0
    oldest: dt.date | None = None
    """When the oldest open action was agreed."""
    next: NextDate | None = None


class CaseloadView(Model):
    """The caseload in one school year."""

    year: str
    years: list[str]
    today: dt.date
    term: Term | None = None
    """The term it is now, where the year shown is this one."""
    due_by: dt.date | None = None
    """The last day of that term, by the assumed dates."""
    rows: list[SchoolRow] = []


class VisitLine(Model):
    """A visit in a school's list."""

    id: str
    title: str
    year: str
    date: dt.date | None
    state: State
    reason: str = ""


class SchoolView(Model):
    """A school's page."""

    school: School
    category: str
    left: bool
    visits: list[VisitLine] = []


class NoteView(Model):
    """A note to look at: the record its pages are made from, and what it still lacks."""

    visit: str
    urn: str
    title: str
    state: State
    record: NoteRecord
    missing: list[str]


class OverviewService:
    """Reads only, but for a note's id, which is given when it is first looked at. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService, notes: NoteService) -> None:
        self._desk = desk
        self._forms = forms
        self._service = visits
        self._notes = notes
        self._visits = Visits(desk)
        self._schools = Schools(desk)
        self._overview = Overview(desk)
        # A caseload has few authorities and one year: without this each school would ask for its edition again.
        self._programme = lru_cache(maxsize=64)(self._read_programme)

    def _read_programme(self, authority: str, slot: str) -> Programme:
        return self._forms.edition(authority, TermSlot.parse(slot)).programme

    def desk(self) -> DeskFacts:
        """Whose desk is open."""
        fact = self._desk.fact
        return DeskFacts(partner=fact("partner"), authority=fact("authority"), rehearsal=fact("rehearsal") == "yes")

    def caseload(self, year: str = "") -> CaseloadView:
        """Every school of the caseload in a year; without one, in the newest year that has an allocation or a visit."""
        today, years = self._desk.clock.today(), self._overview.years()
        shown = year or (years[0] if years else str(AcademicYear.of(today)))
        now = TermSlot.of(today)
        current = str(now.year) == shown
        visits: dict[str, list[VisitRow]] = {}
        for visit in self._overview.visits_of(shown):
            visits.setdefault(visit.urn, []).append(visit)
        actions, dates = self._overview.open_actions(), self._overview.next_dates(today.isoformat())
        rows = []
        for row in self._schools.caseload():
            urn = row.school.urn
            slots = self._slots(row, AcademicYear.parse(shown))
            count, oldest = actions.get(urn, (0, ""))
            following = NextDate(on=dt.date.fromisoformat(dates[urn])) if urn in dates else None
            terms = _terms(slots, visits.get(urn, []))
            rows.append(
                SchoolRow(
                    urn=urn,
                    name=row.school.name,
                    phase=row.school.phase.value,
                    category=self._category(row),
                    terms=terms,
                    open_actions=count,
                    oldest=dt.date.fromisoformat(oldest[:10]) if oldest else None,
                    next=following or (_due(terms, now, today) if current else None),
                )
            )
        return CaseloadView(
            year=shown,
            years=years,
            today=today,
            term=now.term if current else None,
            due_by=assumed_dates(now.year, now.term).last if current else None,
            rows=rows,
        )

    def _slots(self, row: CaseloadRow, year: AcademicYear) -> list[Slot]:
        programme = self._programme(row.allocation.authority, f"{year}/autumn")
        given = programme.visits_for(row.school.phase, row.school.governance, brokered=row.allocation.brokered)
        return [] if isinstance(given, str) else given

    def _category(self, row: CaseloadRow) -> str:
        kept = row.allocation
        known = self._programme(kept.authority, f"{kept.year}/{kept.term}").category(kept.category)
        return known.name if known else kept.category_written

    def school(self, urn: str) -> SchoolView:
        """A school and its visits, the newest first."""
        school, allocation = self._service.school(urn), self._schools.allocation(urn)
        category = self._category(CaseloadRow(school=school, allocation=allocation)) if allocation else ""
        lines = [_line(visit) for visit in self._visits.of_school(urn)]
        return SchoolView(
            school=school,
            category=category,
            left=allocation is None or allocation.status == "left",
            visits=sorted(lines, key=_newest_first),
        )

    def note(self, visit_id: str) -> NoteView:
        """A visit's note as it stands; a draft while anything is missing."""
        visit = self._service.get(visit_id)
        missing = self._service.incomplete(visit)
        return NoteView(
            visit=visit.id,
            urn=visit.urn,
            title=visit.title,
            state=visit.state,
            record=self._notes.record(visit.id, draft=bool(missing)),
            missing=missing,
        )


def _terms(slots: list[Slot], visits: list[VisitRow]) -> dict[Term, TermCell]:
    """What the programme gives, overlaid with what was opened (a brokered visit may go beyond the programme)."""
    terms = {slot.term: TermCell(title=slot.title) for slot in slots}
    for visit in visits:
        on = dt.date.fromisoformat(visit.date) if visit.date else None
        terms[visit.term] = TermCell(title=visit.title, state=visit.state, date=on, visit=visit.id)
    return terms


def _due(terms: dict[Term, TermCell], now: TermSlot, today: dt.date) -> NextDate | None:
    """The earliest visit of the year that nobody has begun, by the last day of its term."""
    waiting = [term for term in Term if term in terms and terms[term].state in {None, State.PLANNED, State.POSTPONED}]
    if not waiting:
        return None
    last = assumed_dates(now.year, waiting[0]).last
    return NextDate(on=last, by=True, overdue=last < today)


def _line(visit: Visit) -> VisitLine:
    return VisitLine(
        id=visit.id,
        title=visit.title,
        year=str(visit.year),
        date=visit.header.date,
        state=visit.state,
        reason=visit.reason,
    )


def _newest_first(line: VisitLine) -> tuple[int, int]:
    """An undated visit has yet to come, so it stands first in its year."""
    on = line.date.toordinal() if line.date else dt.date.max.toordinal()
    return (-int(line.year[:4]), -on)
