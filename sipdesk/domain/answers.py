"""The shapes of answers, one for each kind of question, as they are kept and as an answers file gives them."""

from datetime import date, datetime
from enum import StrEnum

from sipdesk.domain.action import ActionReview, Outcome
from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.exclusions import Count
from sipdesk.domain.focus import DeepDive, EvidenceKind, Impact

Cell = str | float | bool | date | None


class YesNoValue(StrEnum):
    """Three honest answers."""

    YES = "yes"
    NO = "no"
    NOT_DISCUSSED = "not discussed"


class YesNoAnswer(Model):
    """Yes, no or not discussed, with detail."""

    value: YesNoValue | None = None
    detail: Prose = ""


class RatingAnswer(Model):
    """A point on the question's scale with what it rests on."""

    value: str = ""
    evidence: Prose = ""
    kinds: list[EvidenceKind] = []


class PersonMet(Model):
    """Somebody met, by role; a name is optional and may be left out for good."""

    role: Line
    name: Line = ""


class DocumentSeen(Model):
    """A document with the date it carries."""

    title: Line
    dated: date | None = None
    note: Line = ""


class TableRow(Model):
    """One row: the id of a fixed row, or empty, and cells by column id."""

    row: str = ""
    cells: dict[str, Cell] = {}


class GroupAnswer(Model):
    """What was said about one group of pupils. Counts only, never names."""

    group: str = ""
    """Id of a group in the question, or empty for one added by hand."""
    label: Line = ""
    pupils: Count = None
    """A whole number, or `c` where it is too small to be told."""
    identified: Prose = ""
    ambition: Prose = ""
    actions: Prose = ""
    discussed: bool = True


class ConcernAnswer(Model):
    """One standing concern. For safeguarding, a yes keeps only when, to which role and by which route it was passed on."""

    value: YesNoValue | None = None
    detail: Prose = ""
    action: Prose = ""
    told_at: datetime | None = None
    told_role: Line = ""
    route: Line = ""


class ReviewedAction(Model):
    """An earlier action as the note prints it."""

    text: str
    owner: str
    due: date | None
    due_note: str = ""
    agreed_at: str
    outcome: Outcome
    evidence: str
    impact: str
    new_due: date | None = None
    rolled: int = 0
    """How often it has been carried over, this visit included."""


class PrintedDive(Model):
    """A deep dive with the words of its focus."""

    title: str
    rationale: str = ""
    dive: DeepDive


class PrintedImpact(Model):
    """An impact with the words of its focus."""

    title: str
    finding_in_spring: str = ""
    impact: Impact


Reviews = list[ActionReview]
