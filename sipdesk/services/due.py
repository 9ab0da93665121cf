"""What is due and the rule that says so: the programme's visits, drafts to finish, actions past their date."""

from datetime import date
from typing import Literal

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot, assumed_dates
from sipdesk.domain.errors import FormProblems, NotFound, SipdeskError
from sipdesk.domain.programme import Slot
from sipdesk.domain.visit import State
from sipdesk.services.forms import FormService
from sipdesk.store.desk import Desk
from sipdesk.store.schools import CaseloadRow, Schools
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits


class Due(Model):
    """One thing to do."""

    urn: str
    school: str
    kind: Literal["visit", "draft", "action", "forms"]
    what: str
    due: date | None
    overdue: bool
    rule: str


class DueService:
    """Looks through the caseload. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._forms = forms
        self._schools = Schools(desk)
        self._visits = Visits(desk)
        self._thread = Thread(desk)

    def on(self, day: date) -> list[Due]:
        """What is due on a day, the earliest first."""
        caseload = self._schools.caseload()
        names = {row.school.urn: row.school.name for row in caseload}
        states = self._visits.states(str(TermSlot.of(day).year))
        found = [due for row in caseload for due in self._of_programme(row, day, states)]
        found += self._drafts(names, day) + self._actions(names, day)
        return sorted(found, key=lambda due: (due.due or date.max, due.school, due.what))

    def _of_programme(self, row: CaseloadRow, day: date, states: dict[tuple[str, str], tuple[str, str]]) -> list[Due]:
        now = TermSlot.of(day)
        try:
            programme = self._forms.edition(row.allocation.authority, now).programme
        except (NotFound, FormProblems) as error:
            return [_without_forms(row, error)]
        given = programme.visits_for(row.school.phase, row.school.governance, brokered=row.allocation.brokered)
        if isinstance(given, str):
            return []
        found = []
        for slot in given:
            wanted = TermSlot(year=now.year, term=slot.term)
            state = states.get((row.school.urn, slot.id), (State.PLANNED.value, ""))[0]
            waiting = state in {State.PLANNED.value, State.POSTPONED.value}
            if wanted.order <= now.order and waiting:
                found.append(_visit_due(row, slot, wanted, day, f"{programme.name} ({programme.edition})"))
        return found

    def _drafts(self, names: dict[str, str], day: date) -> list[Due]:
        words = {
            State.WRITING: "Finish writing",
            State.REVIEW: "Await the review of",
            State.WITH_HEAD: "Await the head's answer on",
            State.CHECKED: "Sign and issue",
            State.SIGNED: "Issue",
        }
        return [
            Due(
                urn=visit.urn,
                school=names.get(visit.urn, "a school that left your caseload"),
                kind="draft",
                what=f"{words[visit.state]} the note of “{visit.title}”",
                due=None,
                overdue=False,
                rule=f"The visit{_on(visit.header.date)} is “{visit.state}”.",
            )
            for visit in self._visits.drafts()
        ]

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
    return f" of {day.day} {day:%B %Y}" if day else ""


def _without_forms(row: CaseloadRow, error: SipdeskError) -> Due:
    return Due(
        urn=row.school.urn,
        school=row.school.name,
        kind="forms",
        what="Nobody can tell what is due here",
        due=None,
        overdue=False,
        rule=error.sentence.splitlines()[0],
    )


def _visit_due(row: CaseloadRow, slot: Slot, wanted: TermSlot, day: date, source: str) -> Due:
    dates = assumed_dates(wanted.year, wanted.term)
    told = " (term dates assumed)" if dates.assumed else ""
    return Due(
        urn=row.school.urn,
        school=row.school.name,
        kind="visit",
        what=f"{slot.title} {wanted.year}",
        due=dates.last,
        overdue=day > dates.last,
        rule=f"{source} asks for a visit in the {slot.term} term, by {dates.last.day} {dates.last:%B}{told}.",
    )
