"""What the window lists: the desk itself, the caseload with its year, a school with its visits, a note with its gaps."""

import datetime as dt
from pathlib import Path

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.clock import local
from sipdesk.domain.missing import Lack
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.placement import Clock
from sipdesk.domain.programme import Programme, Slot
from sipdesk.domain.school import School
from sipdesk.domain.visit import State, Visit
from sipdesk.services.accuracy import AccuracyService, Check
from sipdesk.services.dueclocks import next_clock
from sipdesk.services.forms import FormService
from sipdesk.services.ledger import LedgerService, TimeUse
from sipdesk.services.notes import NoteService
from sipdesk.services.sending import stem_of
from sipdesk.services.standingbook import StandingReader
from sipdesk.services.visits import VisitService
from sipdesk.store.agenda import TermBook
from sipdesk.store.desk import Desk, current_set
from sipdesk.store.jottings import Jottings
from sipdesk.store.overview import Overview, VisitRow
from sipdesk.store.schools import Allocation, CaseloadRow, Imports, Schools
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
    listed: bool = False
    """The allocation sheet names the day; nobody has put it into the calendar."""


class SchoolRow(Model):
    """A school of the caseload as the table shows it."""

    urn: str
    name: str
    phase: str
    category: str
    category_since: dt.date | None = None
    """None where nobody knows, and where it is in none."""
    to_confirm: str = ""
    """A sentence, where a rule set the category and no person has confirmed it."""
    clock: Clock | None = None
    """The rule's clock that falls due first; None where none has a day."""
    terms: dict[Term, TermCell]
    """A term is missing where the programme gives this school no visit."""
    open_actions: int = 0
    oldest: dt.date | None = None
    """When the oldest open action was agreed."""
    next: NextDate | None = None
    time: TimeUse = TimeUse()
    """What the school was given of what its category entitles it to."""
    confidential: bool = False
    """The programme lets no school's name leave the desk."""


class LastImport(Model):
    """The import that can still be undone."""

    kind: str
    file: str
    on: dt.date


class CaseloadView(Model):
    """The caseload in one school year."""

    year: str
    years: list[str]
    today: dt.date
    term: Term | None = None
    """The term it is now, where the year shown is this one."""
    due_by: dt.date | None = None
    """The last day of that term."""
    assumed: bool = True
    """Nobody has confirmed the term dates."""
    last_import: LastImport | None = None
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
    missing: list[Lack]
    moves: list[State] = []
    """Where the visit can go from here."""
    review_first: bool = False
    """The programme has a note reviewed before the head sees it."""
    today: dt.date
    jottings: int = 0
    """How many wait to be placed or destroyed."""
    check: Check = Check()
    """How the accuracy check stands."""
    stem: str = ""
    """The beginning of a copy's file name."""


class OverviewService:
    """Reads only, but for a note's id, which is given when it is first looked at. Runs on the desk's thread."""

    def __init__(
        self, desk: Desk, forms: FormService, visits: VisitService, notes: NoteService, accuracy: AccuracyService
    ) -> None:
        self._desk = desk
        self._accuracy = accuracy
        self._forms = forms
        self._service = visits
        self._notes = notes
        self._visits = Visits(desk)
        self._schools = Schools(desk)
        self._overview = Overview(desk)
        self._jottings = Jottings(desk)
        self._imports = Imports(desk)
        self._terms = TermBook(desk)
        self._ledger = LedgerService(desk, forms)
        self._standing = StandingReader(desk, forms)

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
        home = self._terms.times(self._desk.fact("authority"), now.year, now.term)
        rows, schools = [], self._schools.caseload()
        times, book = self._ledger.of_caseload(AcademicYear.parse(shown), schools), self._standing.book(today)
        for row in schools:
            urn = row.school.urn
            authority = row.allocation.authority
            programme = self._forms.usable(authority, TermSlot.parse(f"{shown}/autumn"))
            slots = self._slots(row, programme)
            count, oldest = actions.get(urn, (0, ""))
            following = (
                NextDate(on=dt.date.fromisoformat(dates[urn])) if urn in dates else _listed(row.allocation, today)
            )
            terms = _terms(slots, visits.get(urn, []))
            rows.append(
                SchoolRow(
                    urn=urn,
                    name=row.school.name,
                    phase=row.school.phase.value,
                    category=self._category(row),
                    category_since=book.since(row),
                    to_confirm=book.to_confirm(row),
                    clock=next_clock(book.clocks(row)),
                    terms=terms,
                    open_actions=count,
                    oldest=dt.date.fromisoformat(oldest[:10]) if oldest else None,
                    next=following or (self._due(authority, terms, now, today) if current else None),
                    time=times[urn],
                    confidential=programme is not None and programme.caseload_confidential,
                )
            )
        return CaseloadView(
            year=shown,
            years=years,
            today=today,
            term=now.term if current else None,
            due_by=home.last if current else None,
            assumed=home.assumed,
            last_import=self._last_import(),
            rows=rows,
        )

    def _slots(self, row: CaseloadRow, programme: Programme | None) -> list[Slot]:
        if programme is None:
            return []
        given = programme.visits_for(row.school.phase, row.school.governance, brokered=row.allocation.brokered)
        return [] if isinstance(given, str) else given

    def _category(self, row: CaseloadRow) -> str:
        kept = row.allocation
        programme = self._forms.usable(kept.authority, TermSlot.parse(f"{kept.year}/{kept.term}"))
        known = programme.category(kept.category) if programme else None
        return known.name if known else kept.category_written

    def _due(self, authority: str, terms: dict[Term, TermCell], now: TermSlot, today: dt.date) -> NextDate | None:
        """The earliest visit of the year that nobody has begun, by the last day of its term."""
        begun = {None, State.PLANNED, State.POSTPONED}
        waiting = [term for term in Term if term in terms and terms[term].state in begun]
        if not waiting:
            return None
        last = self._terms.times(authority, now.year, waiting[0]).last
        return NextDate(on=last, by=True, overdue=last < today)

    def _last_import(self) -> LastImport | None:
        made = self._imports.last()
        return LastImport(kind=made.kind, file=made.file, on=local(made.at).date()) if made else None

    def school(self, urn: str) -> SchoolView:
        """A school and its visits, the newest first."""
        school, allocation = self._service.school(urn), self._schools.allocation(urn)
        category = self._category(CaseloadRow(school=school, allocation=allocation)) if allocation else ""
        lines = [_line(visit, urn) for visit in self._visits.of_line(urn)]
        return SchoolView(
            school=school,
            category=category,
            left=allocation is None or allocation.status == "left",
            visits=sorted(lines, key=_newest_first),
        )

    def note(self, visit_id: str) -> NoteView:
        """A visit's note as it stands; a draft while anything is missing."""
        visit = self._service.get(visit_id)
        missing, programme = self._service.lacking(visit), self._forms.programme_of(visit)
        record = self._notes.record(visit.id, draft=bool(missing))
        return NoteView(
            visit=visit.id,
            urn=visit.urn,
            title=visit.title,
            state=visit.state,
            record=record,
            missing=missing,
            moves=self._service.next_states(visit),
            review_first=programme.review_before_issue,
            today=self._desk.clock.today(),
            jottings=self._jottings.waiting(visit.id),
            check=self._accuracy.view(visit.id),
            stem=stem_of(record, nameless=programme.caseload_confidential),
        )


def _terms(slots: list[Slot], visits: list[VisitRow]) -> dict[Term, TermCell]:
    """What the programme gives, overlaid with what was opened (a brokered visit may go beyond the programme)."""
    terms = {slot.term: TermCell(title=slot.title) for slot in slots}
    for visit in visits:
        on = dt.date.fromisoformat(visit.date) if visit.date else None
        # Opened, and its day taken out of the diary again: nobody would call it planned.
        state = None if visit.state is State.PLANNED and on is None else visit.state
        terms[visit.term] = TermCell(title=visit.title, state=state, date=on, visit=visit.id)
    return terms


def _listed(allocation: Allocation, today: dt.date) -> NextDate | None:
    """The first day from today on that the allocation sheet names (`Date of next visit: 14/10/2025; …`)."""
    year = Scope(year=AcademicYear.parse(allocation.year)) if allocation.year else Scope()
    written = [part.partition(": ")[2] for part in allocation.planned.split("; ") if part]
    days = [day for text in written if (day := read_day(text, year).day) and day >= today]
    return NextDate(on=min(days), listed=True) if days else None


def _line(visit: Visit, urn: str) -> VisitLine:
    return VisitLine(
        id=visit.id,
        title=visit.title if visit.urn == urn else f"{visit.title} (as URN {visit.urn})",
        year=str(visit.year),
        date=visit.header.date,
        state=visit.state,
        reason=visit.reason,
    )


def _newest_first(line: VisitLine) -> tuple[int, int]:
    """An undated visit has yet to come, so it stands first in its year."""
    on = line.date.toordinal() if line.date else dt.date.max.toordinal()
    return (-int(line.year[:4]), -on)
