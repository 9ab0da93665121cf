"""Agreed actions: who does what by when, and what became of it."""

from datetime import date
from enum import StrEnum

from sipdesk.domain.base import Line, Model, Prose


class Action(Model):
    """One agreed action. The owner is a role ("Deputy head"), the school, the partner or a service, never a person's name."""

    id: str = ""
    text: Prose = ""
    owner: Line = ""
    by_when: date | None = None
    by_when_note: Line = ""
    """For "by half-term" and the like, beside or instead of a date."""
    success_measure: Prose = ""
    brokerage: bool = False
    """Support is to be brokered by the authority's service."""
    brokerage_note: Line = ""
    focus_id: str = ""


class Outcome(StrEnum):
    """What became of an action. `not reviewed` is itself reported."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not yet"
    DROPPED = "dropped"
    NOT_REVIEWED = "not reviewed"

    @property
    def closes(self) -> bool:
        """Done and dropped actions are not carried forward."""
        return self in {Outcome.DONE, Outcome.DROPPED}


class ActionReview(Model):
    """One earlier action looked at again on a visit."""

    action_id: str
    outcome: Outcome | None = None
    evidence: Prose = ""
    """What was seen; required where the outcome is `done`."""
    impact: Prose = ""
    new_by_when: date | None = None


class OpenAction(Model):
    """An action still open before a visit."""

    action: Action
    agreed_on: date | None
    """Date of the visit it was agreed on."""
    agreed_at: str
    """That visit's title, for reading."""
    rolled: int = 0
    """How often it has been carried over so far."""
    last_outcome: Outcome | None = None
