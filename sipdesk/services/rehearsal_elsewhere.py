"""The rehearsal's year by any programme: its visits, a contact on each of its other forms, its categories and clocks."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term, TermSlot
from sipdesk.domain.context import VisitContext
from sipdesk.domain.placement import SchoolStanding
from sipdesk.domain.programme import ContactKind, Programme
from sipdesk.domain.question import Section
from sipdesk.domain.visit import Visit
from sipdesk.services import demo, rehearsed
from sipdesk.services.caseload import Preview
from sipdesk.services.demo import Parts, Run
from sipdesk.services.forms import FormService
from sipdesk.services.rehearsal_sheets import stage
from sipdesk.services.rehearsed_standing import StandingParts, stand
from sipdesk.services.settings import SettingsService

PLACED = date(2025, 9, 15)
"""The day on which the school is placed in its category."""


class AllParts(Parts, StandingParts, Protocol):
    """The services that a year elsewhere is made with."""

    forms: FormService
    settings: SettingsService


class Encounter(Model):
    """A visit or a contact of a rehearsal elsewhere: a day, and the kind of contact or (empty) the term's visit."""

    on: date
    kind: str = ""
    told: str = ""
    """Which sentences of the bank serve the contact."""

    @property
    def name(self) -> str:
        """For a file: `2025-26_autumn`, `2025-26_2025-11-18_meeting`."""
        slot = TermSlot.of(self.on)
        return f"{slot.year}_{f'{self.on}_{self.kind}' if self.kind else slot.term}"


def elsewhere(parts: AllParts, run: Run, programme: Programme) -> list[Encounter]:
    """A year by any programme, in the order of its days: the visit of each term, and one contact for each form that no
    visit has, of the first kind that is written on it."""
    forms = {slot.form for slot in programme.visits}
    kinds: dict[str, ContactKind] = {}
    for kind in programme.contacts:
        if kind.form not in forms:
            kinds.setdefault(kind.form, kind)
    asked = {kind.id: _ids(run(parts.forms.form, programme, kind.form).sections) for kind in kinds.values()}
    contacts = [
        Encounter(on=on, kind=kind, told=told) for kind, ids in asked.items() for told, on in [rehearsed.occasion(ids)]
    ]
    return sorted([*(Encounter(on=_VISITS[slot.term]) for slot in programme.visits), *contacts], key=lambda one: one.on)


_VISITS = {Term.AUTUMN: date(2025, 10, 14), Term.SPRING: date(2026, 2, 10), Term.SUMMER: date(2026, 6, 9)}


def write_elsewhere(parts: Parts, run: Run, programme: Programme, encounter: Encounter) -> tuple[Visit, list[str]]:
    """Open a visit or contact of the rehearsal's school and write invented answers into whatever form it has. A programme that the rehearsal has answers
    of its own for gets those on its visits."""
    script, term = demo.plan(), TermSlot.of(encounter.on)
    urn = script.school
    if not encounter.kind and programme.authority == script.authority:
        visit, remarks = run(parts.visits.open_in_term, urn, term)
        _own_answers(parts, run, visit, str(term))
        return visit, remarks
    if encounter.kind:
        visit, remarks = run(parts.visits.open_contact, urn, encounter.kind, encounter.on)
    else:
        visit, remarks = run(parts.visits.open_in_term, urn, term)
    sentences = rehearsed.bank(term.term, encounter.told)
    run(parts.files.fill, visit.id, {"visit": {**sentences["header"], "date": str(encounter.on)}})
    visit = run(parts.visits.get, visit.id)
    sections, context = run(parts.visits.sections, visit), run(parts.visits.context, visit)
    run(parts.files.fill, visit.id, {"answers": rehearsed.answers(sections, context, sentences)})
    return visit, remarks


def _own_answers(parts: Parts, run: Run, visit: Visit, term: str) -> None:
    """The answers written for that term; they know nothing of what contacts agreed, so that is reviewed from the bank."""
    written = demo.answers(term)
    run(parts.files.fill, visit.id, {part: written[part] for part in ("visit", "answers")})
    visit = run(parts.visits.get, visit.id)
    context: VisitContext = run(parts.visits.context, visit)
    asked = [q for section in run(parts.visits.sections, visit) for q in section.questions if q.kind == "action_review"]
    for question in asked:
        given = written["answers"].get(question.id, [])
        known = {one["action_id"] for one in given}
        rest = [one for one in context.open_actions if one.action.text not in known]
        reviews = rehearsed.bank(TermSlot.parse(term).term)["reviews"]
        more = [{"action_id": one.action.id, **reviews[n % len(reviews)]} for n, one in enumerate(rest)]
        run(parts.files.fill, visit.id, {"answers": {question.id: [*given, *more]}})


def _ids(sections: Sequence[Section]) -> set[str]:
    return {question.id for section in sections for question in section.questions}


def take_sheets(parts: Parts, run: Run, programme: Programme) -> Preview:
    """Read the register and the sheet in as that authority would have sent them. For another thread than the desk's."""
    script = demo.plan()
    term = TermSlot.parse(script.terms[0])
    home: Programme = run(parts.caseload.programme, script.authority, term)
    with TemporaryDirectory() as sheets:
        stage(
            Path(sheets), (demo.source("register.csv"), demo.source("allocation.csv")), home, programme, script.school
        )
        return demo.take_caseload(parts, run, term, Path(sheets))


def place(parts: StandingParts, run: Run, programme: Programme) -> SchoolStanding:
    """Place the rehearsal's school in its category, with its facts and whatever else the programme asks for."""
    return stand(parts, run, demo.plan().school, programme, PLACED)


def follow(parts: AllParts, run: Run, told: Callable[[str], None]) -> None:
    """The year on an empty desk, by the programme of the desk's own authority. `told` hears how far it is."""
    told("Reading the invented caseload…")
    term = TermSlot.parse(demo.plan().terms[0])
    programme: Programme = run(parts.caseload.programme, run(parts.settings.home), term)
    take_sheets(parts, run, programme)
    place(parts, run, programme)
    encounters = elsewhere(parts, run, programme)
    for number, encounter in enumerate(encounters, 1):
        told(f"Writing visit {number} of {len(encounters)}…")
        write_elsewhere(parts, run, programme, encounter)
