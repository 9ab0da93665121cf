"""The year's plan: what still wants a date, what is dated and what speaks against it, term dates, schools' own days."""

from datetime import date, time
from itertools import pairwise

from sipdesk.domain.agenda import (
    Appointment,
    SchoolDay,
    TermTimes,
    Undated,
    checked_times,
    clashes,
    read_date,
    read_times,
)
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, FormProblems, NotFound, Refused
from sipdesk.domain.programme import Slot
from sipdesk.domain.visit import State, Visit
from sipdesk.services.forms import FormService
from sipdesk.services.visits import VisitService
from sipdesk.store.agenda import Agenda, DatedVisit, TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.schools import CaseloadRow, Schools
from sipdesk.store.visits import Visits

_NO_LONGER = {State.POSTPONED, State.CANCELLED}
"""A date that was put off or called off is no appointment."""


class Planned(Model):
    """A dated visit in the diary."""

    visit: str
    urn: str
    school: str
    title: str
    state: State
    on: date
    start: time | None = None
    end: time | None = None
    against: list[str] = []
    """What speaks against the day, in sentences."""
    movable: bool = True
    """Its date can still be changed here."""


class YearPlan(Model):
    """A school year as the calendar shows it, for one authority's term dates."""

    year: AcademicYear
    today: date
    authority: str
    authorities: list[str]
    """Whose schools are on the caseload; term dates belong to each."""
    terms: list[TermTimes]
    undated: list[Undated]
    planned: list[Planned]
    days: list[SchoolDay]
    schools: dict[str, str]
    """Name by URN."""


class Put(Model):
    """A date that was given, and what stood there before, for whoever undoes it."""

    visit: str
    school: str
    on: date | None
    before: dict[str, str | None]
    state: State
    """Before: a visit that had been put off goes back to being so."""
    reason: str = ""
    remarks: list[str] = []


class AgendaService:
    """Everything the calendar does. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService) -> None:
        self._desk = desk
        self._forms = forms
        self._visits = visits
        self._agenda = Agenda(desk)
        self._kept = Visits(desk)
        self._terms = TermBook(desk)
        self._schools = Schools(desk)

    def year(self, year: AcademicYear | None = None, authority: str = "") -> YearPlan:
        """The plan of a year, by default this one."""
        today = self._desk.clock.today()
        shown = year or AcademicYear.of(today)
        caseload = self._schools.caseload()
        authorities = sorted({row.allocation.authority for row in caseload})
        whose = authority or self._desk.fact("authority") or next(iter(authorities), "")
        visits = self._agenda.visits(str(shown))
        names = {row.school.urn: row.school.name for row in caseload}
        days = self._agenda.days(f"{shown.start}-08-01", f"{shown.start + 1}-07-31")
        return YearPlan(
            year=shown,
            today=today,
            authority=whose,
            authorities=authorities or [whose],
            terms=self._terms.year(whose, shown),
            undated=self._undated(caseload, shown, visits),
            planned=self._planned({row.school.urn: row for row in caseload}, shown, visits, days),
            days=[day for day in days if day.urn in names],
            schools=names,
        )

    def _undated(self, caseload: list[CaseloadRow], year: AcademicYear, visits: list[DatedVisit]) -> list[Undated]:
        called_off = {(v.urn, v.slot) for v in visits if v.slot and v.state is State.CANCELLED}
        dated = {(v.urn, v.slot) for v in visits if v.slot and v.header.date and v.state not in _NO_LONGER} | called_off
        given: dict[tuple[str, str, str, bool], list[Slot]] = {}
        found = []
        for row in caseload:
            kind = (
                row.allocation.authority,
                row.school.phase.value,
                row.school.governance.value,
                row.allocation.brokered,
            )
            if kind not in given:
                given[kind] = self._slots(row, year)
            for slot in given[kind]:
                if (row.school.urn, slot.id) not in dated:
                    term = self._terms.times(row.allocation.authority, year, slot.term)
                    found.append(
                        Undated(
                            urn=row.school.urn,
                            school=row.school.name,
                            slot=TermSlot(year=year, term=slot.term),
                            title=slot.title,
                            due=term.last,
                        )
                    )
        return sorted(found, key=lambda one: (one.due, one.school))

    def _slots(self, row: CaseloadRow, year: AcademicYear) -> list[Slot]:
        try:
            programme = self._forms.edition(row.allocation.authority, TermSlot(year=year, term=Term.AUTUMN)).programme
        except (NotFound, FormProblems):  # Today says so; the others' schools are planned all the same
            return []
        given = programme.visits_for(row.school.phase, row.school.governance, brokered=row.allocation.brokered)
        return [] if isinstance(given, str) else given

    def _planned(
        self, caseload: dict[str, CaseloadRow], year: AcademicYear, visits: list[DatedVisit], days: list[SchoolDay]
    ) -> list[Planned]:
        there = [v for v in visits if v.header.date and v.state not in _NO_LONGER and v.urn in caseload]
        against = self._against(caseload, year, there, days)
        return [
            Planned(
                visit=v.id,
                urn=v.urn,
                school=caseload[v.urn].school.name,
                title=v.title,
                state=v.state,
                on=v.header.date,
                start=v.header.start,
                end=v.header.end,
                against=against.get(v.id, []),
                movable=v.state.open_for_writing,
            )
            for v in there
            if v.header.date
        ]

    def _against(
        self, caseload: dict[str, CaseloadRow], year: AcademicYear, there: list[DatedVisit], days: list[SchoolDay]
    ) -> dict[str, list[str]]:
        """Only visits yet to come can still be moved out of each other's way; each by its own authority's terms."""
        coming = [v for v in there if v.state in {State.PLANNED, State.WRITING}]
        found: dict[str, list[str]] = {}
        told = [
            Appointment(
                visit=v.id,
                urn=v.urn,
                school=caseload[v.urn].school.name,
                on=v.header.date,
                start=v.header.start,
                end=v.header.end,
            )
            for v in coming
            if v.header.date
        ]
        for authority in {caseload[v.urn].allocation.authority for v in coming}:
            own = {v.id for v in coming if caseload[v.urn].allocation.authority == authority}
            every = clashes(told, self._terms.year(authority, year), days)
            found.update({visit: sentences for visit, sentences in every.items() if visit in own})
        return found

    # -- giving a date -------------------------------------------------------------------------------------------

    def plan(self, urn: str, slot: TermSlot, written: str, times: str = "") -> Put:
        """Open the term's visit, in state planned, on a day as it was typed. All of it or nothing."""
        on = read_date(written, slot.year)
        with self._desk.writing():
            visit, remarks = self._visits.open_in_term(urn, slot)
            return self._put(visit.id, _header(on, times), remarks)

    def move(self, visit_id: str, written: str, times: str | None = None) -> Put:
        """Another day for a visit, as typed. None leaves the times as they are."""
        visit = self._visits.get(visit_id)
        on = read_date(written, visit.year)
        with self._desk.writing():
            return self._put(visit_id, {"date": on.isoformat()} if times is None else _header(on, times), [])

    def clear(self, visit_id: str) -> Put:
        """Take the day out of the diary; the visit wants one again."""
        with self._desk.writing():
            return self._put(visit_id, {"date": None, "start": None, "end": None}, [])

    def put_back(self, put: Put) -> Put:
        """Undo what giving, moving or clearing a date did."""
        with self._desk.writing():
            return self._put(put.visit, dict(put.before), [], put)

    def _put(self, visit_id: str, header: dict[str, str | None], remarks: list[str], undone: Put | None = None) -> Put:
        visit = self._visits.get(visit_id)
        told = visit.header.model_dump(mode="json")
        with self._desk.change("planned a visit", visit.id, str(header.get("date") or "no date")):
            self._visits.save(visit.id, header)
            self._not_begun(visit, undone)
        after = self._visits.get(visit_id)
        return Put(
            visit=visit.id,
            school=self._visits.school(visit.urn).name,
            on=after.header.date,
            before={name: told[name] for name in header},
            state=visit.state,
            reason=visit.reason,
            remarks=remarks,
        )

    def _not_begun(self, before: Visit, undone: Put | None) -> None:
        """A date in the diary begins no writing: a planned visit stays planned, and one put off is planned again."""
        if before.state is State.WRITING:
            return
        state, reason = State.PLANNED, ""
        if undone is not None and undone.state is State.POSTPONED:
            state, reason = undone.state, undone.reason
        self._kept.update(self._visits.get(before.id).model_copy(update={"state": state, "reason": reason}))

    # -- term dates and schools' own days ------------------------------------------------------------------------

    def set_terms(self, authority: str, year: AcademicYear, times: list[TermTimes]) -> list[TermTimes]:
        """Confirm an authority's term dates; returns those that stood before. Assumed ones take a confirmation back."""
        before = self._terms.year(authority, year)
        kept = [one if one.assumed else checked_times(one, year) for one in times]
        for earlier, later in pairwise(kept):
            if later.first <= earlier.last:
                raise BadInput(
                    f"The {later.term} term begins before the {earlier.term} term ends. Nothing was changed."
                )
        with self._desk.change("set term dates", authority, str(year)):
            self._terms.keep(authority, year, kept)
        return before

    def add_day(self, urn: str, first: str, last: str, what: str, year: AcademicYear) -> SchoolDay:
        """Note a school's own days, as typed; `last` may be left out."""
        begins = read_date(first, year)
        ends = read_date(last, year) if last.strip() else begins
        if ends < begins:
            raise BadInput("The last day lies before the first. Nothing was changed.")
        if not what.strip():
            raise BadInput("Say what is on: INSET, a trip, mock examinations. Nothing was changed.")
        school = self._visits.school(urn)
        day = SchoolDay(id=self._desk.clock.new_id(), urn=school.urn, first=begins, last=ends, what=what)
        self.keep_day(day)
        return day

    def keep_day(self, day: SchoolDay) -> Changes:
        """Keep a school's own day, or put it back."""
        with self._desk.change("noted a school's own days", day.urn, f"{day.first} {day.last}"):
            self._agenda.put_day(day)
        return Changes(schools=[day.urn])

    def drop_day(self, day_id: str) -> SchoolDay:
        """Take a school's own day out; returns it for whoever puts it back."""
        day = self._agenda.day(day_id)
        if day is None:
            raise Refused("That day is no longer in the calendar.")
        with self._desk.change("dropped a school's own days", day.urn, f"{day.first} {day.last}"):
            self._agenda.drop_day(day_id)
        return day


def _header(on: date, times: str) -> dict[str, str | None]:
    told = read_times(times)
    header: dict[str, str | None] = {"date": on.isoformat()}
    if told:
        header |= {"start": told[0].isoformat(), "end": told[1].isoformat()}
    return header
