"""How far each section of a visit has come: empty, part or done, with a count where there is a natural one."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sipdesk.domain.base import Model
from sipdesk.domain.context import VisitContext
from sipdesk.domain.question import Question, Section

HEAD = "visit."
"""The section of the page that is no section of the form: date, times and people of the visit. No id of a form has a
full stop, and the fields of the head begin with this."""


class Mark(StrEnum):
    """How far a section is."""

    EMPTY = "empty"
    PART = "part"
    DONE = "done"


class SectionState(Model):
    """A section's mark and count."""

    mark: Mark = Mark.EMPTY
    count: str = ""


def mark_of(*, said: bool, lacking: bool) -> Mark:
    """Done is what says something and lacks nothing."""
    if not said:
        return Mark.EMPTY
    return Mark.PART if lacking else Mark.DONE


def count_of(section: Section, given: dict[str, Any], context: VisitContext) -> str:
    """The count of the first question of a section that has one."""
    for question in section.questions:
        count = _COUNTS.get(question.kind)
        if count:
            return count(question, given.get(question.id), context)
    return ""


def nothing_to_do(question: Question, context: VisitContext) -> bool:
    """Whether there is nothing a question could be about."""
    about: dict[str, list[Any]] = {
        "action_review": context.open_actions,
        "deep_dives": context.foci_due,
        "impact_review": context.foci,
    }
    return not about.get(question.kind, [question])


def _foci(question: Any, given: Any, _context: VisitContext) -> str:
    return f"{len(given or [])} of {question.maximum}"


def _actions(_question: Any, given: Any, _context: VisitContext) -> str:
    return str(len(given)) if given else ""


def _of(wanted: int, there: int) -> str:
    return f"{there} of {wanted}" if wanted else "none"


def _reviews(_question: Any, given: Any, context: VisitContext) -> str:
    return _of(len(context.open_actions), sum(1 for review in given or [] if review.get("outcome")))


def _dives(_question: Any, given: Any, context: VisitContext) -> str:
    return _of(len(context.foci_due), sum(1 for dive in given or [] if dive.get("judgement")))


def _impacts(_question: Any, given: Any, context: VisitContext) -> str:
    return _of(len(context.foci), sum(1 for impact in given or [] if impact.get("judgement")))


def _concerns(question: Any, given: Any, _context: VisitContext) -> str:
    return _of(len(question.items), sum(1 for concern in (given or {}).values() if concern.get("value")))


_COUNTS: dict[str, Callable[[Any, Any, VisitContext], str]] = {
    "focus_areas": _foci,
    "actions": _actions,
    "action_review": _reviews,
    "deep_dives": _dives,
    "impact_review": _impacts,
    "concerns": _concerns,
}
