"""The rehearsal's school under its programme's rules: a fact, a decision, the steps, the register; whatever the rules are.

Everything here is invented, and comes from the programme alone: which category, which rule speaks for it, whom it tells.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol

from sipdesk.domain.errors import Refused
from sipdesk.domain.placement import (
    ASPECTS,
    Assessment,
    DatedFact,
    Judged,
    Occurrence,
    PlacementDraft,
    SchoolStanding,
    Told,
)
from sipdesk.domain.programme import Category, Programme
from sipdesk.domain.rules import Trigger
from sipdesk.domain.standing import designation_of
from sipdesk.services.placing import PlacingService
from sipdesk.services.risk import RiskService
from sipdesk.services.standing import StandingService

Run = Callable[..., Any]
"""Runs a call on the desk's thread and waits for it."""
_SOURCE = "Invented for the rehearsal"


class StandingParts(Protocol):
    """The services that place a school."""

    standing: StandingService
    placing: PlacingService
    risk: RiskService


def prominent(programme: Programme) -> Category | None:
    """The category that shows most of a programme: whose notes have most readers, where most comes round, with whose head one
    speaks first; of equals one that is neither the lightest nor the heaviest. None where there are no categories."""
    register = programme.risk_register
    first = register.talk_first if register else []

    def weight(at: int) -> tuple[int, int, int]:
        one = programme.categories[at]
        readers = sum(len(programme.recipients_for(one.id, kind.id)) for kind in programme.contacts)
        return readers, len(one.cadences) + (one.id in first), -abs(at - 1)

    places = range(len(programme.categories))
    return programme.categories[max(places, key=weight)] if places else None


def stand(parts: StandingParts, run: Run, urn: str, programme: Programme, on: date) -> SchoolStanding:
    """Place the school as its allocation says, on a day in the past, and give how it then stands. For another thread than the
    desk's. A school in no category of the programme stays there."""
    standing: SchoolStanding = run(parts.standing.of_school, urn)
    category = programme.category(standing.category)
    if category is None:
        return standing
    trigger = next((one for one in category.triggers if not one.came_from or one.facts), None)
    if trigger is not None:
        run(parts.standing.note_fact, _fact(trigger, urn, on - timedelta(days=14)))
    draft = _draft(programme, category, trigger, on)
    asked = run(parts.placing.asks, urn, draft)
    why = {one.id: "In the rehearsal the rule is shown, and a person decided otherwise." for one in asked}
    run(parts.placing.place, urn, draft.model_copy(update={"not_followed": why}))
    for one in standing.history:
        if one.placement.from_sheet:  # the sheet was read in later and says the same; the decision is what counts
            run(parts.placing.take_back, one.placement.id)
    now = run(parts.standing.of_school, urn)
    entered = {(one.rule, one.on) for one in now.occurrences}  # what is shared may be there by another school
    for cadence in now.enters:
        if (cadence.id, on) in entered:
            continue
        took_place = Occurrence(urn="" if cadence.shared else urn, rule=cadence.id, on=on, words=_SOURCE)
        run(parts.standing.occurred, took_place)
    if category.on_register:
        _register(parts, run, urn, on)
    placed: SchoolStanding = run(parts.standing.of_school, urn)
    return placed


def _fact(trigger: Trigger, urn: str, since: date) -> DatedFact:
    if trigger.facts:
        return DatedFact(urn=urn, fact=trigger.facts[0], since=since, source=_SOURCE)
    return DatedFact(
        urn=urn, fact=ASPECTS, since=since, source=_SOURCE, count=trigger.aspects_from or trigger.aspects_to or 0
    )


def _draft(programme: Programme, category: Category, trigger: Trigger | None, on: date) -> PlacementDraft:
    designation = designation_of(programme, category.id)
    steps = designation.steps if designation else []
    register = programme.risk_register
    heard = bool(register and category.id in register.talk_first)
    says = trigger.says if trigger else category.meaning.strip() or category.name
    told = [Told(who=role, how="Letter", on=on + timedelta(days=2)) for role in designation.told] if designation else []
    return PlacementDraft(
        category=category.id,
        placed_on=on,
        reason=says,
        agreed_with=designation.agreed_by if designation else [],
        discussed_on=on - timedelta(days=7),
        discussed_with=["Headteacher", "Chair of governors"],
        steps={step.id: on for step in steps[: (len(steps) + 1) // 2]},
        told=told,
        heard="accepted" if heard else "",
        heard_words="The head had drawn the same conclusion from the figures." if heard else "",
        reasons_for_head=says,
        internal="An invented remark that never leaves the desk.",
    )


def _register(parts: StandingParts, run: Run, urn: str, on: date) -> None:
    """Onto the register, with one look at its indicators and the head told. A programme without one is left alone."""
    try:
        view = run(parts.risk.enter, urn, on, "The rule that speaks for it, looked at with the head.")
    except Refused:
        return
    sheet = view.sheet
    looked = {one.id: Judged(answer="no") for one in sheet.indicators}
    if looked:
        looked[next(iter(looked))] = Judged(answer="yes", evidence="Results of two years, by class", confidence="high")
    sources = {one.id: on - timedelta(days=3) for one in sheet.sources}
    run(parts.risk.assess, urn, Assessment(on=on, indicators=looked, sources=sources, words=_SOURCE))
    run(parts.risk.tell, urn, Told(who="Headteacher", how="Meeting", on=on))
