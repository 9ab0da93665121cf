"""The registry of kinds: for each, the question's model, the answer's type, an empty answer and what is still missing.

notes/ holds a registry of how each kind prints, and gui/ of how each is edited; an architecture test compares them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sipdesk.domain import answers as a
from sipdesk.domain import checks as c
from sipdesk.domain import missing as m
from sipdesk.domain import question as q
from sipdesk.domain.action import Action, ActionReview
from sipdesk.domain.attendance import AttendanceAnswer
from sipdesk.domain.base import Line, Prose
from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput
from sipdesk.domain.exclusions import ExclusionsAnswer
from sipdesk.domain.focus import DeepDive, Focus, Impact
from sipdesk.domain.spoken import said, where

Missing = Callable[[Any, Any, VisitContext], list[str]]


@dataclass(frozen=True)
class Kind:
    """One kind of question. `printed` is the answer's type in a record, where it differs from the kept one."""

    question: type[q.Asked]
    answer: Any
    blank: Callable[[], Any]
    missing: Missing
    check: Callable[[Any, Any], None] = c.anything
    printed: Any = None


def _nothing() -> None:
    return None


KINDS: dict[str, Kind] = {
    "short_text": Kind(q.ShortText, Line, str, m.empty),
    "long_text": Kind(q.LongText, Prose, str, m.empty),
    "summary": Kind(q.Summary, list[Prose], list, m.summary),
    "yes_no": Kind(q.YesNo, a.YesNoAnswer, a.YesNoAnswer, m.yes_no),
    "choice": Kind(q.Choice, list[str], list, m.choice, c.choice),
    "rating": Kind(q.Rating, a.RatingAnswer, a.RatingAnswer, m.rating, c.rating),
    "date": Kind(q.DateAsked, date | None, _nothing, m.empty, c.day),
    "number": Kind(q.NumberAsked, float | None, _nothing, m.empty, c.number),
    "people_met": Kind(q.PeopleMet, list[a.PersonMet], list, m.empty),
    "documents_seen": Kind(q.DocumentsSeen, list[a.DocumentSeen], list, m.empty),
    "table": Kind(q.Table, list[a.TableRow], list, m.empty, c.table),
    "focus_areas": Kind(q.FocusAreas, list[Focus], list, m.focus_areas),
    "actions": Kind(q.Actions, list[Action], list, m.actions),
    "action_review": Kind(q.ReviewActions, list[ActionReview], list, m.action_review, printed=list[a.ReviewedAction]),
    "deep_dives": Kind(q.DeepDives, list[DeepDive], list, m.deep_dives, c.judgements, list[a.PrintedDive]),
    "impact_review": Kind(q.ImpactReview, list[Impact], list, m.impact_review, c.judgements, list[a.PrintedImpact]),
    "exclusions_table": Kind(q.ExclusionsTable, ExclusionsAnswer, ExclusionsAnswer, m.figures, c.figures),
    "attendance_table": Kind(q.AttendanceTable, AttendanceAnswer, AttendanceAnswer, m.figures, c.figures),
    "group_review": Kind(q.GroupReview, list[a.GroupAnswer], list, m.groups, c.groups),
    "concerns": Kind(q.Concerns, dict[str, a.ConcernAnswer], dict, m.concerns, c.concerns),
}


@cache
def _adapter(kind: str, *, printed: bool = False) -> TypeAdapter[Any]:
    entry = KINDS[kind]
    return TypeAdapter(entry.printed if printed and entry.printed is not None else entry.answer)


def read_answer(question: q.Asked, raw: Any) -> Any:
    """An answer from JSON, checked against its kind and its question; a plain sentence where it does not fit."""
    kind = str(getattr(question, "kind", ""))
    try:
        answer = KINDS[kind].blank() if raw is None else _adapter(kind).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(filter(None, (question.id, where(first))))
        raise BadInput(f"{place}: {said(first)}. Nothing was changed.") from None
    KINDS[kind].check(question, answer)
    return answer


def write_answer(kind: str, answer: Any) -> Any:
    """An answer as plain JSON values."""
    return _adapter(kind).dump_python(answer, mode="json")


def blank_answer(kind: str) -> Any:
    """An answer nobody has given yet, as plain JSON values."""
    return write_answer(kind, KINDS[kind].blank())


def read_printed(kind: str, raw: Any) -> Any:
    """An answer as it stands in a note record."""
    return _adapter(kind, printed=True).validate_python(raw)


def write_printed(kind: str, answer: Any) -> Any:
    """A printed answer as plain JSON values."""
    return _adapter(kind, printed=True).dump_python(answer, mode="json")


def what_is_missing(question: q.Asked, answer: Any, context: VisitContext) -> list[str]:
    """What the answer lacks, each after the question's prompt: `Context: not answered`, `Who took part? Not answered`."""
    lacks = KINDS[str(getattr(question, "kind", ""))].missing(question, answer, context)
    if question.prompt.endswith("?"):
        return [f"{question.prompt} {lack[:1].upper()}{lack[1:]}" for lack in lacks]
    return [f"{question.prompt}: {lack}" for lack in lacks]
