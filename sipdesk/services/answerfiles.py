"""Visits filled from a file, with the same checks as the window; and such a file, empty."""

from typing import Any

from pydantic import ValidationError

from sipdesk.domain.action import Action, ActionReview
from sipdesk.domain.answers import DocumentSeen, PersonMet, RatingAnswer
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.exclusions import Comparator
from sipdesk.domain.focus import DeepDive, Evidence, EvidenceKind, Focus
from sipdesk.domain.kinds import read_answer, write_answer
from sipdesk.domain.school import Phase
from sipdesk.domain.spoken import said, where
from sipdesk.domain.visit import VisitHeader
from sipdesk.services.answers import laid_out
from sipdesk.services.visits import Step, VisitService

_PARTS = ("visit", "answers", "move", "prompts", "about", "before", "shapes")
_ABOUT = (
    "“visit” holds date, times and people; “answers” one entry for each question; a question left out stays as it is. "
    '“move” (optional) takes the visit on, such as {"to": "with head"}. “prompts”, “shapes” (what an entry looks like), “before” (what the last visit handed on) and “about” are for reading only.'
)


class AnswerFiles:
    """Reads and prepares answer files. Runs on the desk's thread."""

    def __init__(self, visits: VisitService) -> None:
        self._visits = visits

    def fill(self, visit_id: str, told: dict[str, Any]) -> None:
        """Write what a file says, then take the visit on where it asks for that. All of the writing, or none of it."""
        unknown = [part for part in told if part not in _PARTS]
        if unknown:
            raise BadInput(
                f"The file has a part “{unknown[0]}” that sipdesk does not know. It knows: {', '.join(_PARTS)}. Nothing was changed."
            )
        for part in ("visit", "answers"):
            if not isinstance(told.get(part, {}), dict):
                raise BadInput(f"“{part}” should be an object. Nothing was changed.")
        moves = self._moves(told.get("move"))
        if told.get("visit") or told.get("answers"):
            self._visits.save(visit_id, told.get("visit"), told.get("answers"))
        for place, step in enumerate(moves):
            try:
                self._visits.move(visit_id, step)
            except Refused as refused:
                kept = (
                    "What the file wrote is kept" if told.get("visit") or told.get("answers") else "Nothing was written"
                )
                before = f"; the visit went as far as “{moves[place - 1].to}”" if place else ""
                raise Refused(f"{refused.sentence} {kept}{before}.") from None

    @staticmethod
    def _moves(raw: Any) -> list[Step]:
        listed = raw if isinstance(raw, list) else [raw] if raw else []
        try:
            return [Step.model_validate(entry) for entry in listed]
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(f"move.{where(first)}: {said(first)}. Nothing was changed.") from None

    def template(self, visit_id: str) -> dict[str, Any]:
        """An empty file for a visit: what stands already is in it, the rest is blank; foci and actions due are laid out."""
        visit = self._visits.get(visit_id)
        context, given = self._visits.context(visit), self._visits.answers(visit)
        answers: dict[str, Any] = {}
        prompts: dict[str, str] = {}
        kinds: set[str] = set()
        for section in self._visits.sections(visit):
            for question in section.questions:
                empty = write_answer(question.kind, read_answer(question, laid_out(question, context)))
                answers[question.id] = given.get(question.id, empty)
                prompts[question.id] = f"{section.title} › {question.prompt} [{_asked(question)}]"
                kinds.add(question.kind)
        header = VisitHeader.model_validate(visit.header).model_dump(mode="json")
        told = {"about": _ABOUT, "visit": header, "answers": answers, "prompts": {**prompts, **_names(context)}}
        told["shapes"] = {kind: shape for kind, shape in SHAPES.items() if kind in kinds}
        handed = self._visits.handed_on(visit)
        return {**told, "before": handed} if handed else told


_COMPARED = {
    "comparators": {
        "a comparator column": Comparator(phase=Phase.PRIMARY, year=AcademicYear(start=2023)).model_dump(mode="json")
    }
}
SHAPES: dict[str, Any] = {
    "people_met": [PersonMet(role="Headteacher").model_dump(mode="json")],
    "documents_seen": [DocumentSeen(title="Self-evaluation").model_dump(mode="json")],
    "rating": RatingAnswer().model_dump(mode="json"),
    "focus_areas": [Focus(due=[Term.SPRING]).model_dump(mode="json", exclude={"id"})],
    "actions": [Action().model_dump(mode="json", exclude={"id"})],
    "action_review": [ActionReview(action_id="its words or its number").model_dump(mode="json")],
    "deep_dives": [
        DeepDive(focus_id="its words or its number", evidence=[Evidence(kind=EvidenceKind.SEEN, text="")]).model_dump(
            mode="json"
        )
    ],
    "exclusions_table": _COMPARED,
    "attendance_table": _COMPARED,
    "table": [{"row": "", "cells": {"a column": None}}],
}
"""What one entry of a list looks like."""


def _asked(question: Any) -> str:
    """The kind of a question with what may be chosen: options, points of the scale, columns."""
    choices = [entry.id for name in ("options", "scale", "columns") for entry in getattr(question, name, [])]
    return f"{question.kind}: {', '.join(choices)}" if choices else str(question.kind)


def _names(context: VisitContext) -> dict[str, str]:
    told = {entry.action.id: f"action: {entry.action.text}" for entry in context.open_actions}
    return told | {agreed.id: f"focus: {agreed.focus.title}" for agreed in context.foci}
