"""Visits filled from a file, with the same checks as the window; and such a file, empty."""

from typing import Any

from pydantic import ValidationError

from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput
from sipdesk.domain.kinds import blank_answer
from sipdesk.domain.visit import VisitHeader
from sipdesk.services.visits import Step, VisitService

_PARTS = ("visit", "answers", "move", "prompts", "about", "before")
_ABOUT = (
    "“visit” holds date, times and people; “answers” one entry for each question; a question left out stays as it is. "
    '“move” (optional) takes the visit on, such as {"to": "with head"}. “prompts”, “about” and “before” (what the last visit handed on) are for reading only.'
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
        for step in moves:
            self._visits.move(visit_id, step)

    @staticmethod
    def _moves(raw: Any) -> list[Step]:
        listed = raw if isinstance(raw, list) else [raw] if raw else []
        try:
            return [Step.model_validate(entry) for entry in listed]
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"move.{where}: {first['msg']}. Nothing was changed.") from None

    def template(self, visit_id: str) -> dict[str, Any]:
        """An empty file for a visit: what stands already is in it, the rest is blank; foci and actions due are laid out."""
        visit = self._visits.get(visit_id)
        context, given = self._visits.context(visit), self._visits.answers(visit)
        answers: dict[str, Any] = {}
        prompts: dict[str, str] = {}
        for section in self._visits.sections(visit):
            for question in section.questions:
                blank = blank_answer(question.kind)
                answers[question.id] = given.get(question.id) or _laid_out(question.kind, context) or blank
                prompts[question.id] = f"{section.title} › {question.prompt} [{question.kind}]"
        header = VisitHeader.model_validate(visit.header).model_dump(mode="json")
        told = {"about": _ABOUT, "visit": header, "answers": answers, "prompts": {**prompts, **_names(context)}}
        handed = self._visits.handed_on(visit)
        return {**told, "before": handed} if handed else told


def _laid_out(kind: str, context: VisitContext) -> list[dict[str, Any]]:
    rows = {
        "action_review": [{"action_id": entry.action.id} for entry in context.open_actions],
        "deep_dives": [{"focus_id": agreed.id} for agreed in context.foci_due],
        "impact_review": [{"focus_id": agreed.id} for agreed in context.foci],
    }
    return rows.get(kind, [])


def _names(context: VisitContext) -> dict[str, str]:
    told = {entry.action.id: f"action: {entry.action.text}" for entry in context.open_actions}
    return told | {agreed.id: f"focus: {agreed.focus.title}" for agreed in context.foci}
