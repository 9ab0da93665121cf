"""What is due and the rule that says so: the programme's visits and clocks, drafts to finish, actions past their date."""

from dataclasses import dataclass
from datetime import date

from sipdesk.domain.calendar import TermDates, TermSlot
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import FormProblems, NotFound, SipdeskError
from sipdesk.domain.programme import Slot
from sipdesk.domain.school import Governance, Phase
from sipdesk.domain.visit import State
from sipdesk.services.dueclocks import clock_lines
from sipdesk.services.duelines import Due
from sipdesk.services.forms import FormService
from sipdesk.services.standing import StandingService
from sipdesk.store.agenda import TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.drafts import Drafts
from sipdesk.store.schools import CaseloadRow, Schools
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits

_Kind = tuple[str, Phase, Governance, bool]
_WAITING = {State.PLANNED.value, State.POSTPONED.value}


class DueService:
    """Looks through the caseload. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, standing: StandingService) -> None:
        self._forms = forms
        self._standing = standing
        self._schools = Schools(desk)
        self._visits = Visits(desk)
        self._thread = Thread(desk)
        self._terms = TermBook(desk)
        self._sent = Drafts(desk)

    def on(self, day: date) -> list[Due]:
        """What is due on a day, the earliest first."""
        caseload = self._schools.caseload()
        names = {row.school.urn: row.school.name for row in caseload}
        states = self._visits.states(str(TermSlot.of(day).year))
        asked: dict[_Kind, list[_Asked] | SipdeskError] = {}
        found: list[Due] = []
        for row in caseload:
            kind = (row.allocation.authority, row.school.phase, row.school.governance, row.allocation.brokered)
            if kind not in asked:  # a caseload has few kinds of school, however many schools
                asked[kind] = self._asked(row, day)
            found += _of_programme(row, asked[kind], states)
        found += clock_lines(self._standing.book(day), caseload, self._ends(caseload, day))
        found += self._drafts(names, day) + self._actions(names, day)
        return sorted(found, key=lambda due: (due.due or date.max, due.school, due.what))

    def _ends(self, caseload: list[CaseloadRow], day: date) -> dict[str, date]:
        """The last day of the term that a day lies in, by authority."""
        now = TermSlot.of(day)
        return {name: self._terms.times(name, now.year, now.term).last for name in {row.allocation.authority for row in caseload}}  # fmt: skip

    def _asked(self, row: CaseloadRow, day: date) -> "list[_Asked] | SipdeskError":
        """What the programme asks by a day of schools like this one; the error where there are no forms to say so."""
        now, authority = TermSlot.of(day), row.allocation.authority
        try:
            programme = self._forms.edition(authority, now).programme
        except (NotFound, FormProblems) as error:
            return error
        given = programme.visits_for(row.school.phase, row.school.governance, brokered=row.allocation.brokered)
        if isinstance(given, str):
            return []
        source = programme.named
        wanted = [(slot, TermSlot(year=now.year, term=slot.term)) for slot in given]
        return [
            _ask(slot, term, self._terms.times(authority, term.year, term.term).dates, day, source)
            for slot, term in wanted
            if term.order <= now.order
        ]

    def _drafts(self, names: dict[str, str], day: date) -> list[Due]:
        words = {
            State.WRITING: "Finish writing",
            State.REVIEW: "Await the review of",
            State.WITH_HEAD: "Await the head's answer on",
            State.CHECKED: "Sign and issue",
            State.SIGNED: "Issue",
        }
        found = []
        for visit in self._visits.drafts():
            by = self._reply_by(visit.id) if visit.state is State.WITH_HEAD else None
            asked = f" The head was asked to reply by {spoken_day(by)}." if by else ""
            found.append(
                Due(
                    urn=visit.urn,
                    school=names.get(visit.urn) or self._left(visit.urn),
                    kind="draft",
                    what=f"{words[visit.state]} the note of “{visit.title}”",
                    due=by,
                    overdue=by is not None and by < day,
                    rule=f"The visit{_on(visit.header.date)} is “{visit.state}”.{asked}",
                    visit=visit.id,
                    state=visit.state,
                )
            )
        return found

    def _left(self, urn: str) -> str:
        """A school whose visits are kept after it has left the caseload."""
        school = self._schools.school(urn)
        return f"{school.name} (left your caseload)" if school else "A school that left your caseload"

    def _reply_by(self, visit_id: str) -> date | None:
        """The day by which the head was asked to answer; None where there is none, or where the answer came."""
        sent = self._sent.of_visit(visit_id)
        return sent[0].reply_by if sent and sent[0].reply is None else None

    def _actions(self, names: dict[str, str], day: date) -> list[Due]:
        return [
            Due(
                urn=urn,
                school=names[urn],
                kind="action",
                what=f"{action.owner}: {action.text}",
                due=action.by_when,
                overdue=True,
                rule="The date agreed for the action has passed.",
            )
            for urn, action in self._thread.overdue(day.isoformat())
            if urn in names
        ]


def _on(day: date | None) -> str:
    return f" of {spoken_day(day)}" if day else ""


def _without_forms(row: CaseloadRow, error: SipdeskError) -> Due:
    return Due(
        urn=row.school.urn,
        school=row.school.name,
        kind="forms",
        what="Nobody can tell what is due here",
        due=None,
        overdue=False,
        rule=str(error.problems[0]) if isinstance(error, FormProblems) else error.sentence,
    )


@dataclass(frozen=True)
class _Asked:
    """A visit that the programme asks for, the same for all schools of a kind."""

    slot: str
    what: str
    due: date
    overdue: bool
    rule: str


def _ask(slot: Slot, term: TermSlot, dates: TermDates, day: date, source: str) -> _Asked:
    told = " (term dates assumed)" if dates.assumed else ""
    rule = f"{source} asks for a visit in the {slot.term} term, by {dates.last.day} {dates.last:%B}{told}."
    return _Asked(slot.id, f"{slot.title} {term.year}", dates.last, day > dates.last, rule)


def _of_programme(
    row: CaseloadRow, asked: list[_Asked] | SipdeskError, states: dict[tuple[str, str], tuple[str, str]]
) -> list[Due]:
    if isinstance(asked, SipdeskError):
        return [_without_forms(row, asked)]
    urn, school = row.school.urn, row.school.name
    return [
        Due(urn=urn, school=school, kind="visit", what=one.what, due=one.due, overdue=one.overdue, rule=one.rule)
        for one in asked
        if states.get((urn, one.slot), (State.PLANNED.value, ""))[0] in _WAITING
    ]
