"""One thing to do, as every list of what is due has it."""

from datetime import date
from typing import Literal

from sipdesk.domain.base import Model
from sipdesk.domain.visit import State


class Due(Model):
    """One thing to do."""

    urn: str
    """Of the school it leads to; of the first of them where it concerns many."""
    school: str
    kind: Literal["visit", "draft", "action", "forms", "clock", "decision"]
    """`clock`: a rule's cadence or longest stay. `decision`: what a rule leaves to a person."""
    what: str
    due: date | None
    overdue: bool
    rule: str
    """The sentence that says why."""
    visit: str = ""
    """Where one has been opened."""
    state: State | None = None
    rule_id: str = ""
    """Id of the rule of the programme, for a clock or a decision."""
