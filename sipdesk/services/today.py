"""What a partner sees first: what is due and why, drafts, notes with a head, promises, the next visits."""

from datetime import date, timedelta
from enum import StrEnum

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.clock import local
from sipdesk.domain.visit import State
from sipdesk.services.due import DueService
from sipdesk.services.duelines import Due
from sipdesk.services.programmepage import ProgrammePageService
from sipdesk.services.promises import OpenLine, PromiseService
from sipdesk.store.agenda import Agenda, DatedVisit
from sipdesk.store.desk import Desk
from sipdesk.store.schools import Schools

_NEXT = 8
"""Visits looked ahead to."""


class Part(StrEnum):
    """The parts of the page, in order."""

    OVERDUE = "Overdue"
    WEEK = "Due this week"
    DECIDE = "Yours to decide"
    NEXT = "Your next visits"
    DRAFT = "To finish"
    HEAD = "With the head"
    PROMISE = "You promised"
    TERM = "Due this term"
    ACTION = "Schools’ actions past their date"
    FORMS = "Nobody can tell what is due"


class TodayLine(Model):
    """One thing, and where it leads: to a visit where there is one, else to the school."""

    part: Part
    what: str
    school: str
    urn: str
    why: str
    visit: str = ""
    state: State | None = None
    stateless: bool = False
    """A clock or a decision: nothing that is begun, written and issued."""
    on: date | None = None
    late: bool = False
    waiting: int | None = None
    """Days since it went to the head."""


class TodayView(Model):
    """The page."""

    today: date
    schools: int
    """On the caseload."""
    lines: list[TodayLine]
    remarks: list[str] = []
    """Sentences about the programmes themselves, once each: an edition in use that was to be looked over by now."""


class TodayService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, due: DueService, promises: PromiseService, programmes: ProgrammePageService) -> None:
        self._desk = desk
        self._due = due
        self._promises = promises
        self._programmes = programmes
        self._agenda = Agenda(desk)
        self._schools = Schools(desk)

    def view(self) -> TodayView:
        """As things stand now."""
        today = self._desk.clock.today()
        names = {row.school.urn: row.school.name for row in self._schools.caseload()}
        year = AcademicYear.of(today)
        opened = {(v.urn, v.title): v for v in self._agenda.visits(str(year)) if v.slot}
        promises = self._promises.open()
        mine = {(line.urn, line.text) for line in promises if line.mine}
        with_head = self._agenda.since(f"visit is {State.WITH_HEAD}")
        lines = [
            _of_due(one, opened, with_head, today)
            for one in self._due.on(today)
            if not (one.kind == "action" and (one.urn, one.what.partition(": ")[2]) in mine)
        ]
        lines = _once(lines, self._next(today, names))
        lines += [_of_promise(line) for line in promises if line.mine]
        order = list(Part)
        return TodayView(
            today=today,
            schools=len(names),
            lines=sorted(lines, key=lambda line: (order.index(line.part), line.on or date.max, line.school)),
            remarks=self._programmes.remarks(),
        )

    def _next(self, today: date, names: dict[str, str]) -> list[TodayLine]:
        """The nearest dated visits, of this school year and the next."""
        year = AcademicYear.of(today)
        visits = [v for which in (year, year.shifted(1)) for v in self._agenda.visits(str(which))]
        coming = [
            (v.header.date, v)
            for v in visits
            if v.header.date and v.header.date >= today and v.state in {State.PLANNED, State.WRITING} and v.urn in names
        ]
        coming.sort(key=lambda pair: (pair[0], str(pair[1].header.start or "")))
        return [_of_visit(v, on, names[v.urn]) for on, v in coming[:_NEXT]]


def _once(due: list[TodayLine], coming: list[TodayLine]) -> list[TodayLine]:
    """What is due and what comes, a dated visit one time only: with its date, if that is in time, and what asks for it.

    Before the day it takes place there is no note of it to finish.
    """
    dated = {line.visit: line for line in coming}
    kept = []
    for line in due:
        visit = dated.get(line.visit)
        if visit is None or line.late or (line.on and visit.on and visit.on > line.on):
            kept.append(line)
        elif line.part is not Part.DRAFT:
            dated[visit.visit] = visit.model_copy(update={"why": f"{visit.why} {line.why}"})
    return kept + list(dated.values())


def _of_due(one: Due, opened: dict[tuple[str, str], DatedVisit], with_head: dict[str, str], today: date) -> TodayLine:
    visit, state, waiting = one.visit, one.state, None
    if one.kind == "visit":
        there = opened.get((one.urn, one.what.rpartition(" ")[0]))
        visit, state = (there.id, there.state) if there else ("", None)
    if state is State.WITH_HEAD and visit in with_head:
        waiting = (today - local(with_head[visit]).date()).days
    return TodayLine(
        part=_part(one, today),
        what=one.what,
        school=one.school,
        urn=one.urn,
        why=one.rule,
        visit=visit,
        state=state,
        on=one.due,
        late=one.overdue,
        stateless=one.kind in {"clock", "decision"},
        waiting=waiting,
    )


def _part(one: Due, today: date) -> Part:
    if one.kind == "draft":
        return Part.HEAD if one.state is State.WITH_HEAD else Part.DRAFT
    if one.kind == "forms":
        return Part.FORMS
    if one.kind in {"action", "decision"}:
        return Part.ACTION if one.kind == "action" else Part.DECIDE
    if one.overdue:
        return Part.OVERDUE
    sunday = today + timedelta(days=6 - today.weekday())
    return Part.WEEK if one.due and one.due <= sunday else Part.TERM


def _of_promise(line: OpenLine) -> TodayLine:
    by = f", by {line.by_words}" if line.by_words and not line.by_when else ""
    return TodayLine(
        part=Part.PROMISE,
        what=line.text,
        school=line.school,
        urn=line.urn,
        why=f"Agreed at {line.agreed_at}{by}.",
        visit=line.visit,
        on=line.by_when,
        late=line.overdue,
    )


def _of_visit(visit: DatedVisit, on: date, school: str) -> TodayLine:
    times = (
        f", {visit.header.start:%H:%M} to {visit.header.end:%H:%M}" if visit.header.start and visit.header.end else ""
    )
    return TodayLine(
        part=Part.NEXT,
        what=visit.title,
        school=school,
        urn=visit.urn,
        why=f"In your calendar for {on:%A} {on.day} {on:%B}{times}.",
        visit=visit.id,
        state=visit.state,
        on=on,
    )
