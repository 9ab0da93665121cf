"""The golden thread: a focus agreed in autumn, looked into in spring, judged for impact in summer."""

from enum import StrEnum

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.calendar import Term


class EvidenceKind(StrEnum):
    """Where a finding comes from; the note says so."""

    SEEN = "seen"
    TOLD = "told"
    DATA = "data"


class Evidence(Model):
    """One piece of evidence with its kind."""

    kind: EvidenceKind
    text: Prose


class Focus(Model):
    """One focus area. `due` says in which terms it is looked at in depth."""

    id: str = ""
    title: Line = ""
    rationale: Prose = ""
    school_actions: Prose = ""
    partner_actions: Prose = ""
    due: list[Term] = []
    evidence: Prose = ""
    """What the choice rests on."""
    plan_link: Line = ""
    """The priority of the school's development plan that it serves."""
    activities: list[Line] = []
    success_measure: Prose = ""


class DeepDive(Model):
    """What was done about one focus on a later visit, and what was found."""

    focus_id: str
    activities: list[Line] = []
    evidence: list[Evidence] = []
    finding: Prose = ""
    judgement: str = ""
    """An option of the question's scale."""
    next_steps: Prose = ""
    changed_to: Line = ""
    """A new wording of the focus, if it was changed; then `change_reason` says why."""
    change_reason: Prose = ""


class Impact(Model):
    """What came of one focus by the end of the year."""

    focus_id: str
    impact: Prose = ""
    evidence: list[Evidence] = []
    judgement: str = ""
    school_actions_impact: Prose = ""
    """What the school's own actions achieved."""
    next_year: Prose = ""
    """What carries over into next autumn."""


class AgreedFocus(Model):
    """A focus as later visits know it: its words as they stand now and how it got there."""

    id: str
    year: str
    position: int
    focus: Focus
    changes: list["FocusChange"] = []


class FocusChange(Model):
    """A focus reworded on a later visit, with the reason."""

    before: str
    after: str
    reason: str
    visit: str


AgreedFocus.model_rebuild()
