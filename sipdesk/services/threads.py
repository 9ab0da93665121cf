"""The golden thread drawn out: each focus of a year with what every visit did about it."""

import datetime as dt
from typing import Any, Literal

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term
from sipdesk.domain.focus import AgreedFocus, DeepDive, Impact
from sipdesk.domain.kinds import read_answer
from sipdesk.domain.question import Option
from sipdesk.domain.visit import State, Visit
from sipdesk.services.visits import VisitService
from sipdesk.store.thread import Thread


class Stage(Model):
    """A visit of the year, opened or not."""

    term: Term
    title: str
    visit: str = ""
    state: State | None = None
    """None while nobody has opened it."""
    date: dt.date | None = None
    due: dt.date | None = None
    """The last day of its term."""
    assumed: bool = True
    """Nobody has confirmed the dates of that term."""


class Knot(Model):
    """What a visit did about a focus."""

    label: str
    lead: str = ""
    """A judgement, in the form's own words."""
    text: str
    tone: Literal["text", "done", "part", "muted"] = "text"
    written: bool = False
    """Something was looked at; else it is still to come."""
    visit: str = ""
    question: str = ""


class Strand(Model):
    """One focus through the year, a knot for each stage."""

    id: str
    number: int
    title: str
    rewordings: list[str] = []
    """How it was reworded, and why."""
    knots: list[Knot]


class _Told(Model):
    """Everything the visits of the year say of the foci, by (visit, focus)."""

    dives: dict[tuple[str, str], tuple[str, DeepDive, str, bool]] = {}
    impacts: dict[tuple[str, str], tuple[str, Impact, str, bool]] = {}
    agreed: dict[str, tuple[str, str]] = {}
    """Focus → the visit that agreed it and the question it stands in."""


def strands(service: VisitService, thread: Thread, stages: list[Stage], visits: list[Visit]) -> list[Strand]:
    """The thread of a year's visits."""
    if not visits:
        return []
    told = _Told()
    for visit in visits:
        _collect(service, visit, told)
    latest = max(visits, key=lambda visit: visit.term_slot.order if visit.term_slot else (0, 0))
    return [_strand(number, focus, stages, told) for number, focus in enumerate(thread.foci(latest), 1)]


def _collect(service: VisitService, visit: Visit, told: _Told) -> None:
    given = service.answers(visit)
    for section in service.sections(visit):
        for question in section.questions:
            if question.id not in given:
                continue
            if question.kind == "focus_areas":
                told.agreed.update({focus.id: (visit.id, question.id) for focus in read_answer(question, given[question.id])})  # fmt: skip
            if question.kind == "deep_dives":
                for dive in read_answer(question, given[question.id]):
                    told.dives[visit.id, dive.focus_id] = (question.id, dive, *_judged(question.scale, dive.judgement))
            if question.kind == "impact_review":
                for impact in read_answer(question, given[question.id]):
                    told.impacts[visit.id, impact.focus_id] = (question.id, impact, *_judged(question.scale, impact.judgement))  # fmt: skip


def _judged(scale: list[Option], judgement: str) -> tuple[str, bool]:
    """The label of a judgement, and whether it stands in the upper half of its scale."""
    place = next((n for n, option in enumerate(scale) if option.id == judgement), -1)
    return (scale[place].label, place * 2 < len(scale)) if place >= 0 else (judgement, False)


def _strand(number: int, focus: AgreedFocus, stages: list[Stage], told: _Told) -> Strand:
    visit, question = told.agreed.get(focus.id, ("", ""))
    begun = next((n for n, stage in enumerate(stages) if stage.visit == visit), 0)
    knots = []
    for n, stage in enumerate(stages):
        if n == begun:
            knots.append(Knot(label=f"Focus {number}", text=focus.focus.title, written=True, visit=visit, question=question))  # fmt: skip
        else:
            knots.append(_knot(stage, focus, told, last=n == len(stages) - 1, early=n < begun))
    reasons = [f"Reworded: {change.before} → {change.after} ({change.reason})" for change in focus.changes]
    return Strand(id=focus.id, number=number, title=focus.focus.title, rewordings=reasons, knots=knots)


def _knot(stage: Stage, focus: AgreedFocus, told: _Told, *, last: bool, early: bool) -> Knot:
    impact, dive = told.impacts.get((stage.visit, focus.id)), told.dives.get((stage.visit, focus.id))
    if impact is not None and _says(impact[1]):
        return _written("Impact", stage, impact[0], impact[1].impact, impact[2:])
    if dive is not None and _says(dive[1]):
        return _written("Deep dive", stage, dive[0], dive[1].finding, dive[2:])
    if early:
        return Knot(label="Before it was agreed", text="—", tone="muted", visit=stage.visit)
    label = "Impact" if last else "Deep dive"
    return Knot(label=label, text=_waiting(stage, focus, last=last), tone="muted", visit=stage.visit)


def _says(given: Any) -> bool:
    """Whether anything was found, judged or seen."""
    words = (given.judgement, getattr(given, "finding", ""), getattr(given, "impact", ""))
    return any(word.strip() for word in words) or bool(given.evidence)


def _written(label: str, stage: Stage, question: str, text: str, judged: tuple[str, bool]) -> Knot:
    lead, good = judged
    tone: Literal["text", "done", "part"] = ("done" if good else "part") if lead else "text"
    bare = " ".join(text.split()) or "Looked at; nothing found is written yet"
    return Knot(label=label, lead=lead, text=bare, tone=tone, written=True, visit=stage.visit, question=question)


def _waiting(stage: Stage, focus: AgreedFocus, *, last: bool) -> str:
    if last:
        when = f" To be judged on {stage.date.day} {stage.date:%B}" if stage.date else ""
        return f"Not yet looked at.{when}"
    if stage.term in focus.focus.due:
        when = f" on {stage.date.day} {stage.date:%B}" if stage.date else f" in {stage.term.value}"
        return f"Due{when}"
    others = [term.value for term in focus.focus.due]
    return f"Due in {' and '.join(others)}" if others else "No deep dive is planned"
