"""What an answer still lacks before a note may go to the head, said in a few words for each."""

from typing import Any

from sipdesk.domain import answers as a
from sipdesk.domain import question as q
from sipdesk.domain.action import Action, ActionReview, Outcome
from sipdesk.domain.base import Model
from sipdesk.domain.context import VisitContext
from sipdesk.domain.exclusions import TableAnswer, other_phase_named
from sipdesk.domain.focus import DeepDive, Focus, Impact
from sipdesk.domain.school import Phase


class Lack(Model):
    """One thing that is missing, and where it is mended."""

    question: str
    """The id of the question, or `visit.date` and the like for the head of the form."""
    words: str


def empty(question: q.Asked, answer: Any, _context: VisitContext) -> list[str]:
    """Nothing was answered where an answer is asked for."""
    blank = answer is None or (isinstance(answer, str) and not answer.strip()) or answer == []
    return ["not answered"] if question.required and blank else []


def summary(question: q.Summary, answer: list[str], context: VisitContext) -> list[str]:
    """No bullet yet, or too many for a busy reader."""
    if len(answer) > question.maximum:
        return [f"{len(answer)} bullets, at most {question.maximum}"]
    return empty(question, [line for line in answer if line.strip()], context)


def yes_no(question: q.YesNo, answer: a.YesNoAnswer, _context: VisitContext) -> list[str]:
    """Not answered, or an answer that needs its detail."""
    if answer.value is None:
        return ["not answered"] if question.required else []
    return ["the detail"] if answer.value in question.detail_when and not answer.detail.strip() else []


def choice(question: q.Choice, answer: list[str], context: VisitContext) -> list[str]:
    """Nothing chosen."""
    return empty(question, answer, context)


def rating(question: q.Rating, answer: a.RatingAnswer, _context: VisitContext) -> list[str]:
    """No rating, or a rating that rests on nothing."""
    if not answer.value:
        return ["not rated"] if question.required else []
    return [] if answer.evidence.strip() and answer.kinds else ["the evidence and whether it was seen, told or data"]


def focus_areas(question: q.FocusAreas, answer: list[Focus], _context: VisitContext) -> list[str]:
    """Too few or too many foci, or one without its three fields or its term."""
    found = []
    if not question.minimum <= len(answer) <= question.maximum:
        wanted = (
            str(question.minimum)
            if question.minimum == question.maximum
            else f"{question.minimum} to {question.maximum}"
        )
        found.append(f"{len(answer)} of {wanted} focus areas")
    for position, focus in enumerate(answer, 1):
        lacks = [word for word, text in (("focus", focus.title), ("rationale", focus.rationale),
                 ("who does what", focus.school_actions + focus.partner_actions)) if not text.strip()]  # fmt: skip
        if not focus.due:
            lacks.append("the visit that looks into it")
        if lacks:
            found.append(f"focus {position}: {', '.join(lacks)}")
    return found


def actions(question: q.Actions, answer: list[Action], context: VisitContext) -> list[str]:
    """An action without owner or date."""
    found = empty(question, answer, context)
    for position, action in enumerate(answer, 1):
        lacks = [word for word, text in (("what", action.text), ("who", action.owner),
                 ("by when", str(action.by_when or action.by_when_note))) if not text.strip()]  # fmt: skip
        if lacks:
            found.append(f"action {position}: {', '.join(lacks)}")
    return found


def action_review(_question: q.ReviewActions, answer: list[ActionReview], context: VisitContext) -> list[str]:
    """Earlier actions not looked at; done without evidence."""
    by_id = {review.action_id: review for review in answer}
    found = []
    for open_action in context.open_actions:
        review = by_id.get(open_action.action.id)
        if review is None or review.outcome is None:
            found.append(f"outcome of “{open_action.action.text[:60]}”")
        elif review.outcome is Outcome.DONE and not review.evidence.strip():
            found.append(f"evidence that “{open_action.action.text[:60]}” is done")
    return found


def deep_dives(_question: q.DeepDives, answer: list[DeepDive], context: VisitContext) -> list[str]:
    """A focus due now without finding, evidence or judgement; a change of focus without its reason."""
    by_id = {dive.focus_id: dive for dive in answer}
    found = []
    for agreed in context.foci_due:
        dive = by_id.get(agreed.id)
        if dive is None:
            found.append(f"“{agreed.focus.title[:60]}” not looked into")
            continue
        lacks = [word for word, there in (("finding", dive.finding.strip()), ("evidence", dive.evidence),
                 ("judgement", dive.judgement)) if not there]  # fmt: skip
        if dive.changed_to.strip() and not dive.change_reason.strip():
            lacks.append("why the focus changed")
        if lacks:
            found.append(f"“{agreed.focus.title[:60]}”: {', '.join(lacks)}")
    return found


def impact_review(_question: q.ImpactReview, answer: list[Impact], context: VisitContext) -> list[str]:
    """A focus of the year without impact or judgement."""
    by_id = {impact.focus_id: impact for impact in answer}
    found = []
    for agreed in context.foci:
        impact = by_id.get(agreed.id)
        lacks = ["impact", "judgement"] if impact is None else [
            word for word, there in (("impact", impact.impact.strip()), ("judgement", impact.judgement)) if not there]  # fmt: skip
        if lacks:
            found.append(f"“{agreed.focus.title[:60]}”: {', '.join(lacks)}")
    return found


def figures(question: q.FiguresTable, answer: TableAnswer, context: VisitContext) -> list[str]:
    """A comparator that does not say what it is, or speaks of another phase."""
    found = []
    for column_id, comparator in answer.comparators.items():
        label = next((c.label for c in question.columns if c.id == column_id), column_id)
        if not comparator.values:
            continue
        if not comparator.labelled:
            found.append(f"{label}: area, phase, year and source")
        elif context.phase is not Phase.UNKNOWN and not comparator.fits(context.phase):
            theirs = (
                other_phase_named(f"{comparator.population} {comparator.source}", context.phase) or comparator.phase
            )
            found.append(f"{label}: figures for {theirs}, but the school is {context.phase}")
    if question.required and not answer.periods:
        found.append("no counts")
    return found


def groups(question: q.GroupReview, answer: list[a.GroupAnswer], _context: VisitContext) -> list[str]:
    """A group of the form that is neither described nor marked as not discussed."""
    by_id = {group.group: group for group in answer}
    found = []
    for group in question.groups:
        given = by_id.get(group.id)
        if given is None or (given.discussed and not (given.identified + given.ambition + given.actions).strip()):
            found.append(f"{group.label}: discussed or not?")
    return found if question.required else []


def concerns(question: q.Concerns, answer: dict[str, a.ConcernAnswer], _context: VisitContext) -> list[str]:
    """A standing concern not answered; a yes without what was done about it."""
    found = []
    for item in question.items:
        given = answer.get(item.id)
        if given is None or given.value is None:
            found.append(f"{item.label}: yes, no or not discussed?")
        elif given.value is a.YesNoValue.YES:
            passed_on = given.told_at and given.told_role and given.route if item.safeguarding else given.detail.strip()
            if not passed_on:
                found.append(
                    f"{item.label}: "
                    + ("when, to which role and how it was passed on" if item.safeguarding else "what it is")
                )
    return found
