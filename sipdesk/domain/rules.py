"""What a programme rules beyond its visits: who belongs in a category, how long for, what recurs, what is written down.

Every rule carries `source`, the line of the authority's document that says so. What a document leaves open stays open.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from sipdesk.domain.base import Identifier, Line, Model, Prose
from sipdesk.domain.question import Condition

Unstated = Literal["not stated", "to be agreed", "none"]
"""Three different things, and none of them is zero."""

Period = Literal["half-term", "term", "month", "year"]

FACTS: dict[str, str] = {
    "grade-1": "Graded outstanding overall",
    "grade-2": "Graded good overall",
    "grade-3": "Graded 3 overall: requires improvement",
    "satisfactory": "Graded 3 overall: satisfactory (inspections before September 2012)",
    "grade-4": "Graded 4 overall: inadequate",
    "serious-weaknesses": "Judged to have serious weaknesses",
    "special-measures": "Judged to need special measures",
    "notice-to-improve": "Given a notice to improve (inspections before September 2012)",
    "no-overall-grade": "Inspected without an overall grade",
    "report-card": "Inspected under the report card",
    "significant-improvement": "Report card: significant improvement required",
    "no-substantive-head": "No substantive headteacher",
    "new-head": "A new headteacher",
}
"""Facts about a school that mean the same everywhere, by id. One scale of inspection is never mapped onto another."""


class Fact(Model):
    """A fact that this authority's rules ask about and the common list does not have."""

    id: Identifier
    label: Line
    source: Line = ""


class Trigger(Model):
    """One rule that speaks for a category or for the register."""

    id: Identifier
    says: Line
    """The rule in our words, as an explanation prints it."""
    facts: list[Identifier] = []
    """Any one of these is enough."""
    aspects_from: int | None = Field(default=None, ge=0)
    aspects_to: int | None = Field(default=None, ge=0)
    """How many aspects need to improve, both included."""
    came_from: list[Identifier] = []
    """Categories a school has just left."""
    automatic: bool = False
    """The document says so: it is set, and leaving it out needs a reason. All else is suggested."""
    source: Line


class Stay(Model):
    """The shortest or the longest time in a category, and the day it is counted from."""

    id: Identifier
    bound: Literal["at least", "at most"]
    months: int = Field(ge=1, le=120)
    counted_from: Literal["placed", "head began"]
    after: list[Identifier] = []
    """Only where the school came from one of these; empty for wherever it came from."""
    says: Line
    then: Line = ""
    """What is to happen at the end of it."""
    source: Line


class Cadence(Model):
    """Something that comes round: a visit, a meeting, a review."""

    id: Identifier
    label: Line
    amount: int | Unstated = 1
    every: int = Field(default=1, ge=1)
    per: Period = "term"
    """`amount` in each `every` periods: one in three years is amount 1, every 3, per year."""
    bound: Literal["exactly", "at least", "at most"] = "at least"
    kind: Identifier | None = None
    """The kind of contact that counts for it; none where it is not a contact of the partner's."""
    visits: list[Identifier] = []
    """The year's visits that count for it as well."""
    chaired_by: Line = ""
    attends: list[Line] = []
    when: Condition = Condition()
    flags: list[Identifier] = []
    """Only for schools with one of these flags; empty for all."""
    facts: list[Identifier] = []
    """Only for schools of which one of these is so; empty for all."""
    shared: bool = False
    """It comes round once for all schools of the authority, not for each."""
    source: Line


class Item(Model):
    """An entry of a list: a step, an indicator, a ground, a power, a piece of evidence."""

    id: Identifier
    label: Line
    safeguarding: bool = False
    """Then it goes by the safeguarding route at once."""
    source: Line = ""


LooksAt = Literal["exclusions", "attendance", "actions", "leadership"]
"""What a desk holds of a school: tables of its visits, actions past their day, what is known of its leaders."""


class Indicator(Item):
    """Something that speaks for a school's place on a register; a person looks at it, with evidence."""

    looks_at: list[LooksAt] = []
    """What this desk holds that bears on it. It is shown beside the indicator, and answers nothing."""


class Flag(Model):
    """Something a school may be beside its category."""

    id: Identifier
    label: Line
    meaning: Prose = ""
    set_by: list[Identifier] = []
    """Categories that bring it with them."""
    may_be_set_by: list[Identifier] = []
    """Categories in which it is a matter of judgement."""
    source: Line = ""


class Register(Model):
    """A register of schools that is kept apart, and what puts a school on it."""

    name: Line
    short: Line = ""
    confidential: bool = True
    """Then it never stands in a note, a brief for the head, a calendar file, a file name or a window title."""
    indicators: list[Indicator] = []
    triggers: list[Trigger] = []
    told: list[Item] = []
    """Who hears of it, and by which rule."""
    talk_first: list[Identifier] = []
    """Categories for which a conversation with the head is kept, with whether the reasons were accepted."""
    source: Line


class Priority(Model):
    """A priority of the authority, with its parts."""

    id: Identifier
    label: Line
    parts: list[Item] = []
    source: Line = ""


class Partner(Model):
    """A body that has a part in school improvement."""

    id: Identifier
    name: Line
    roles: list[Line] = []
    offers: Literal["core", "traded", "both", "not stated"] = "not stated"
    source: Line = ""


class Word(Model):
    """A word of the authority's own."""

    word: Line
    means: Line
    source: Line = ""


class Gap(Model):
    """Something the document speaks of and does not hold. It stays empty until the authority fills it."""

    id: Identifier
    label: Line
    why: Line
    held: list[Line] = []
    """What an authority puts here, a line each; empty as shipped."""
    source: Line = ""


class Reference(Model):
    """Things to look up: powers, grounds, evidence, bodies. Nothing here does anything."""

    id: Identifier
    title: Line
    items: list[Item] = Field(min_length=1)
    source: Line = ""


class Designation(Model):
    """How a school comes to be placed in some categories."""

    id: Identifier
    categories: list[Identifier] = Field(min_length=1)
    steps: list[Item] = Field(min_length=1)
    agreed_by: list[Line] = []
    may_be_imposed: bool | Literal["not stated"] = "not stated"
    imposed_when: Line = ""
    documents: list[Item] = []
    told: list[Line] = []
    """Who gets the letter, by role."""
    source: Line


class Doubt(Model):
    """A place where the document contradicts itself or can be read in two ways, and what we do about it."""

    id: Identifier
    says: Line
    ours: Line
    source: Line


class Rules(Model):
    """All of these, as a programme holds them."""

    facts: list[Fact] = []
    flags: list[Flag] = []
    cadences: list[Cadence] = []
    """Those of every school, whatever its category."""
    risk_register: Register | None = None
    designations: list[Designation] = []
    priorities: list[Priority] = []
    strands: list[Item] = []
    partners: list[Partner] = []
    glossary: list[Word] = []
    gaps: list[Gap] = []
    references: list[Reference] = []
    doubts: list[Doubt] = []
    guidance: Line = ""
    """The edition of the statutory guidance the document follows; empty where it names none."""
    half_day_hours: Decimal | Unstated = "not stated"

    @model_validator(mode="after")
    def _facts_are_new(self) -> "Rules":
        taken = [fact.id for fact in self.facts if fact.id in FACTS]
        if taken:
            raise ValueError(f"the facts {', '.join(taken)} mean the same everywhere and are not declared again")
        return self

    def fact(self, fact_id: str) -> str:
        """The words of a fact, the common ones among them; the id itself where nobody knows it."""
        own = {fact.id: fact.label for fact in self.facts}
        return own.get(fact_id) or FACTS.get(fact_id, fact_id)
