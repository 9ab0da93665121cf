"""A school's page: the golden thread of a year, its next visit, its actions with their history, its exclusions."""

import datetime as dt
from typing import Literal

from sipdesk.domain.action import Outcome
from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot, assumed_dates
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.figures import Figures, TableOfVisit, side_by_side
from sipdesk.domain.kinds import read_answer
from sipdesk.domain.programme import ContactKind, Programme, Slot
from sipdesk.domain.question import FiguresTable
from sipdesk.domain.visit import MOVES, State, Visit
from sipdesk.services.forms import FormService
from sipdesk.services.inspections import InspectionService
from sipdesk.services.people import PeopleService
from sipdesk.services.threads import Stage, Strand, strands
from sipdesk.services.visits import VisitService
from sipdesk.store.agenda import TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.history import ActionRow, History, ReviewRow
from sipdesk.store.schools import Schools
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits

_DONE = {State.REVIEW, State.WITH_HEAD, State.CHECKED, State.SIGNED, State.ISSUED, State.CANCELLED}
"""Nothing is to be written there now."""
_NO_FOCI = (
    "This programme’s visits agree no focus areas, so there is no thread to draw. What was agreed with the school stands "
    "under Actions, what its visits found under Visits."
)


class NextVisit(Model):
    """The visit to write next, opened or not."""

    slot: str
    """`2025-26/autumn`."""
    term: Term
    title: str
    visit: str = ""
    begun: bool = False


class YearView(Model):
    """A school's year."""

    urn: str
    year: str
    years: list[str]
    stages: list[Stage] = []
    strands: list[Strand] = []
    clocks: list[str] = []
    next: NextVisit | None = None
    contacts: list[ContactKind] = []
    head_since: str = ""
    why_empty: str = ""
    public: list[str] = []
    """What public data says of inspections and of the schools before, a sentence each."""


class Look(Model):
    """One look at an action."""

    visit: str
    visit_title: str
    on: dt.date | None
    outcome: Outcome | None
    evidence: str = ""
    impact: str = ""
    new_due: dt.date | None = None


class ActionLine(Model):
    """An action with what became of it."""

    id: str
    text: str
    owner: str
    due: dt.date | None
    due_note: str
    success_measure: str
    agreed_on: dt.date | None
    agreed_at: str
    visit: str
    open: bool
    outcome: Outcome | None
    rolled: int
    looks: list[Look]


class ActionsView(Model):
    """All actions of a school, the open ones first, the oldest first among them."""

    today: dt.date
    lines: list[ActionLine] = []


class StepOffer(Model):
    """A state that a visit can go to, with what has to be said."""

    to: State
    needs: tuple[Literal["complete", "by", "why", "response", "reviewed"], ...] = ()


class SchoolYearService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService, people: PeopleService) -> None:
        self._desk = desk
        self.forms = forms
        self.visits = visits
        self.people = people
        self._kept = Visits(desk)
        self._schools = Schools(desk)
        self._thread = Thread(desk)
        self._history = History(desk)
        self._inspections = InspectionService(desk)
        self._terms = TermBook(desk)

    # -- the year ------------------------------------------------------------------------------------------------

    def year(self, urn: str, year: str = "") -> YearView:
        """The year asked for; without one, the newest that has a visit or an allocation, as the caseload shows it."""
        now = AcademicYear.of(self._desk.clock.today())
        visits = self._kept.of_line(urn)
        begun = {str(visit.year) for visit in visits} | self._allocated(urn)
        shown = year or max(begun, default=str(now))
        years = sorted({str(now), shown, *begun}, reverse=True)
        of_year = [visit for visit in visits if str(visit.year) == shown and visit.kind == "visit"]
        slots, why = self._slots(urn, AcademicYear.parse(shown))
        stages = _stages(self._times(urn, AcademicYear.parse(shown)), slots, of_year)
        head = self.people.head(urn)
        thread = strands(self.visits, self._thread, stages, of_year)
        return YearView(
            urn=urn,
            year=shown,
            years=years,
            stages=stages,
            strands=thread,
            clocks=self._clocks(urn, stages),
            next=self.next_visit(urn),
            contacts=self._contacts(urn),
            head_since=head.since if head else "",
            why_empty="" if thread else why,
            public=self._inspections.lines(urn),
        )

    def _times(self, urn: str, year: AcademicYear) -> list[TermTimes]:
        """The terms of a year as the school's authority has them, confirmed or assumed."""
        allocation = self._schools.allocation(urn)
        return self._terms.year(allocation.authority if allocation else self._desk.fact("authority"), year)

    def _allocated(self, urn: str) -> set[str]:
        """The year of the allocation a school stands in."""
        allocation = self._schools.allocation(urn)
        return {allocation.year} if allocation and allocation.year and allocation.status == "mine" else set()

    def _programme(self, urn: str, slot: TermSlot) -> Programme | None:
        allocation = self._schools.allocation(urn)
        if allocation is None:
            return None
        try:
            return self.forms.edition(allocation.authority, slot).programme
        except SipdeskError:  # an authority whose forms are not here any more: what was written is still shown
            return None

    def _slots(self, urn: str, year: AcademicYear) -> tuple[list[Slot], str]:
        """The programme's visits of a year, or why there are none."""
        programme = self._programme(urn, TermSlot(year=year, term=Term.AUTUMN))
        if programme is None:
            return [], "Nobody knows the programme of this school here, so no visits are planned for it."
        school, allocation = self.visits.school(urn), self._schools.allocation(urn)
        brokered = bool(allocation and allocation.brokered)
        given = programme.visits_for(school.phase, school.governance, brokered=brokered)
        if isinstance(given, str):
            return [], f"The programme gives no number of visits for this school: “{given}”."
        return given, "" if self.forms.asks(programme, "focus_areas") else _NO_FOCI

    def _contacts(self, urn: str) -> list[ContactKind]:
        programme = self._programme(urn, TermSlot.of(self._desk.clock.today()))
        return programme.contacts if programme else []

    def next_visit(self, urn: str) -> NextVisit | None:
        """This term's visit if it is still to be written, else the year's next one, else one left behind."""
        allocation = self._schools.allocation(urn)
        now = TermSlot.of(self._desk.clock.today())
        slots, _ = self._slots(urn, now.year)
        there = {
            v.term_slot.term: v for v in self._kept.of_school(urn) if v.slot and v.term_slot and v.year == now.year
        }
        waiting = [slot for slot in slots if slot.term not in there or there[slot.term].state not in _DONE]
        if allocation is None or allocation.status == "left":
            waiting = [slot for slot in waiting if slot.term in there]
        ordered = sorted(waiting, key=lambda slot: (slot.term.order < now.term.order, slot.term.order))
        if not ordered:
            return None
        slot = ordered[0]
        visit = there.get(slot.term)
        return NextVisit(
            slot=str(TermSlot(year=now.year, term=slot.term)),
            term=slot.term,
            title=slot.title,
            visit=visit.id if visit else "",
            begun=bool(visit and visit.state is not State.PLANNED),
        )  # fmt: skip

    def open_next(self, urn: str) -> str:
        """The id of the next visit, opened if it was not; empty where there is none."""
        found = self.next_visit(urn)
        if found is None:
            return ""
        return found.visit or self.visits.open_in_term(urn, TermSlot.parse(found.slot))[0].id

    def _clocks(self, urn: str, stages: list[Stage]) -> list[str]:
        today = self._desk.clock.today()
        told = []
        for stage in stages:
            if stage.state in {None, State.PLANNED, State.POSTPONED} and stage.due and stage.date is None:
                late = "was" if stage.due < today else "is"
                sure = " (term dates assumed)" if stage.assumed else ""
                told.append(f"{stage.term.value.capitalize()} visit {late} due by {stage.due.day} {stage.due:%B}{sure}")
                break
        rolled = [line for line in self.actions(urn).lines if line.open and line.rolled]
        if rolled:
            most = max(line.rolled for line in rolled)
            times = {1: "once", 2: "twice"}.get(most, f"{most} times")
            one = "One action has" if len(rolled) == 1 else f"{len(rolled)} actions have"
            told.append(f"{one} been carried over{', up to ' if len(rolled) > 1 and most > 1 else ' '}{times}")
        return told

    # -- actions -------------------------------------------------------------------------------------------------

    def actions(self, urn: str) -> ActionsView:
        """Every action that was ever agreed with the school."""
        looks = self._history.reviews(urn)
        lines = [_action(row, looks.get(row.action.id, [])) for row in self._history.actions(urn)]
        lines.sort(
            key=lambda line: (not line.open, (line.agreed_on or dt.date.max).toordinal() * (1 if line.open else -1))
        )
        return ActionsView(today=self._desk.clock.today(), lines=lines)  # fmt: skip

    # -- figures -------------------------------------------------------------------------------------------------

    def exclusions(self, urn: str, before: dt.date | None = None, *, brief: bool = False) -> Figures:
        """The tables of the school's visits side by side; with `before`, of those before that day."""
        return self._figures(urn, "exclusions_table", before, brief=brief)

    def attendance(self, urn: str, before: dt.date | None = None, *, brief: bool = False) -> Figures:
        """The same of attendance."""
        return self._figures(urn, "attendance_table", before, brief=brief)

    def _figures(self, urn: str, kind: str, before: dt.date | None, *, brief: bool) -> Figures:
        return side_by_side(self.tables(urn, kind, before), brief=brief)

    def tables(self, urn: str, kind: str, before: dt.date | None = None) -> list[TableOfVisit]:
        """The tables of figures of one kind that the school's visits filled, oldest first."""
        tables = []
        for visit in sorted(self._kept.of_line(urn), key=_when):
            if before is None or (visit.header.date is not None and visit.header.date < before):
                tables += self._tables(visit, kind)
        return tables

    def _tables(self, visit: Visit, kind: str) -> list[TableOfVisit]:
        given = self.visits.answers(visit)
        return [
            TableOfVisit(
                question=question,
                answer=read_answer(question, given[question.id]),
                year=visit.year,
                on=visit.header.date,
                phase=self.visits.school(visit.urn).phase,
            )
            for section in self.visits.sections(visit)
            for question in section.questions
            if isinstance(question, FiguresTable) and question.kind == kind and question.id in given
        ]

    # -- states --------------------------------------------------------------------------------------------------

    def steps(self, visit_id: str) -> list[StepOffer]:
        """Where a visit can go from here, and what has to be said on the way."""
        visit = self.visits.get(visit_id)
        reviewed = self.forms.programme_of(visit).review_before_issue
        onward = self.visits.next_states(visit)
        moves = [move for move in MOVES if move.source is visit.state and move.target in onward]
        offers = [StepOffer(to=move.target, needs=move.needs) for move in moves]
        # Opening a visit for writing needs no step: typing does it.
        offers = [offer for offer in offers if not (offer.to is State.WRITING and not offer.needs)]
        return [offer for offer in offers if reviewed or offer.to is not State.REVIEW]


def _when(visit: Visit) -> tuple[int, str]:
    """An undated visit has its place in its term."""
    term = visit.term_slot.term if visit.term_slot else Term.AUTUMN
    day = visit.header.date or assumed_dates(visit.year, term).last
    return visit.year.start, day.isoformat()


def _stages(times: list[TermTimes], slots: list[Slot], visits: list[Visit]) -> list[Stage]:
    """What the programme gives and what was opened beyond it, in the order of the terms. `times`: those of the year."""
    by_term = {visit.term_slot.term: visit for visit in visits if visit.slot and visit.term_slot}
    titles = {slot.term: slot.title for slot in slots}
    stages = []
    for one in times:
        term, visit = one.term, by_term.get(one.term)
        if visit is None and term not in titles:
            continue
        stages.append(
            Stage(
                term=term,
                title=visit.title if visit else titles[term],
                visit=visit.id if visit else "",
                state=_begun(visit) if visit else None,
                date=visit.header.date if visit else None,
                due=one.last,
                assumed=one.assumed,
            )
        )
    return stages


def _begun(visit: Visit) -> State | None:
    """How a visit stands in its year; one that is opened and has no day yet is not planned."""
    return None if visit.state is State.PLANNED and visit.header.date is None else visit.state


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _action(row: ActionRow, reviews: list[ReviewRow]) -> ActionLine:
    looks = [
        Look(
            visit=entry.visit_id,
            visit_title=entry.visit,
            on=_day(entry.at),
            outcome=entry.review.outcome,
            evidence=entry.review.evidence,
            impact=entry.review.impact,
            new_due=entry.review.new_by_when,
        )
        for entry in reviews
    ]
    moved = [look.new_due for look in looks if look.new_due]
    action = row.action
    return ActionLine(
        id=action.id,
        text=action.text,
        owner=action.owner,
        due=moved[-1] if moved else action.by_when,
        due_note=action.by_when_note,
        success_measure=action.success_measure,
        agreed_on=_day(row.agreed_on),
        agreed_at=f"{row.visit}, {row.year.replace('-', '/')}",
        visit=row.visit_id,
        open=row.closed_on is None,
        outcome=looks[-1].outcome if looks else None,
        rolled=sum(1 for look in looks if look.outcome and not look.outcome.closes),
        looks=looks,
    )
