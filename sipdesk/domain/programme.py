"""What one authority asks of its partners, as its folder in forms/ says it. Nothing here knows any authority by name."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sipdesk.domain.base import Identifier, Line, Model, Prose
from sipdesk.domain.calendar import Term
from sipdesk.domain.question import Condition, Group
from sipdesk.domain.school import Governance, Phase

Unstated = Literal["not stated", "to be agreed", "none"]
"""Three different things, and none of them is zero."""


LaCode = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
"""Three digits, as text."""


class Vocabulary(Model):
    """The authority's own words."""

    authority: Line
    service: Line
    role: Line = "School improvement partner"
    role_short: Line = "SIP"
    report: Line = "Note of visit"
    permanent_exclusion: Line = "permanent exclusion (PEX)"
    suspension: Line = "suspension"


class Slot(Model):
    """One visit of the year's programme."""

    id: Identifier
    term: Term
    number: int = Field(ge=1)
    title: Line
    purpose: Prose
    form: Identifier
    days: Decimal | Unstated = "not stated"
    """Length in days."""


class Variant(Model):
    """Which visits of the programme a kind of school has."""

    id: Identifier
    when: Condition
    visits: list[Identifier] | Unstated
    brokered: list[Identifier] = []
    """The visits such a school has when it has brokered (bought) the programme."""
    remark: Line = ""


class Entitlement(Model):
    """Something a category gives, with its own unit and period."""

    id: Identifier
    label: Line
    amount: Decimal | Unstated
    unit: Literal["hours", "days", "half days", "visits", "meetings", "reviews", "access"] = "hours"
    per: Literal["year", "term", "half-term", "month", "once"] = "year"
    bound: Literal["exactly", "at least", "at most"] = "exactly"
    by: Line = ""
    """Who gives it, where the document says so."""
    source: Line = ""


class Category(Model):
    """A category of support."""

    id: Identifier
    name: Line
    also: list[Line] = []
    """Other spellings a sheet may use."""
    meaning: Prose = ""
    automatic: list[Line] = []
    """What places a school here by the document's own words (ours, not quoted)."""
    entitlements: list[Entitlement] = []
    source: Line = ""


class ContactKind(Model):
    """A kind of contact outside the term's visits."""

    id: Identifier
    title: Line
    form: Identifier


Version = Literal["full", "wider", "copy for the service"]


class Recipient(Model):
    """Who receives a note, and why."""

    role: Line
    version: Version = "full"
    reason: Line = ""


class Programme(Model):
    """An edition of an authority's programme. `authority` and `edition` are the folder names."""

    authority: Identifier
    edition: Line
    name: Line
    version: Line = "1"
    status: Literal["in force", "draft", "historic", "example"] = "in force"
    valid_from: date
    valid_to: date
    review_by: date | None = None
    source: Line
    marking: Line
    """Stands at the head of each page of a note."""
    la_codes: list[LaCode] = []
    """Three-digit codes of the authority in the register."""
    caseload_confidential: bool = False
    """Then nothing outside the desk names a school."""
    review_before_issue: bool = False
    """Then a note goes to a reviewer before the head sees it."""
    reply_working_days: int | Unstated = "not stated"
    invitation: Prose = ""
    """Printed under the distribution list: what the head may do with the note."""
    wider_sharing: Literal["on request", "never"] = "on request"
    """Whether a note may go to others than its recipients: where somebody specifically asks, and who, when and why is kept."""
    small_numbers: int = Field(default=2, ge=0, le=10)
    """Counts of pupils or episodes from 1 up to this are taken out of a wider version, with those that give them away."""
    vocabulary: Vocabulary
    visits: list[Slot] = Field(min_length=1)
    variants: list[Variant] = Field(min_length=1)
    contacts: list[ContactKind] = []
    categories: list[Category] = []
    recipients: list[Recipient] = []
    groups: list[Group] = []

    @model_validator(mode="after")
    def _names_meet(self) -> "Programme":
        slots = [slot.id for slot in self.visits]
        if len(set(slots)) != len(slots):
            raise ValueError("two visits have the same id")
        for variant in self.variants:
            named = list(variant.brokered) + ([] if isinstance(variant.visits, str) else list(variant.visits))
            missing = [name for name in named if name not in slots]
            if missing:
                raise ValueError(f"variant {variant.id} names visits that are not there: {', '.join(missing)}")
        return self

    def slot(self, slot_id: str) -> Slot | None:
        """A visit of the programme by id."""
        return next((slot for slot in self.visits if slot.id == slot_id), None)

    def slot_in(self, term: Term) -> Slot | None:
        """The programme's visit of a term."""
        return next((slot for slot in self.visits if slot.term is term), None)

    def variant_for(self, phase: Phase, governance: Governance) -> Variant | None:
        """The first variant whose condition such a school meets."""
        return next((v for v in self.variants if v.when.holds(phase, governance)), None)

    def visits_for(self, phase: Phase, governance: Governance, *, brokered: bool = False) -> list[Slot] | Unstated:
        """The visits such a school has in a year, or the word the document leaves."""
        variant = self.variant_for(phase, governance)
        if variant is None:
            return "not stated"
        if brokered and variant.brokered:
            return [slot for slot in self.visits if slot.id in variant.brokered]
        if isinstance(variant.visits, str):
            return variant.visits
        return [slot for slot in self.visits if slot.id in variant.visits]

    def category(self, category_id: str) -> Category | None:
        """A category by id."""
        return next((c for c in self.categories if c.id == category_id), None)
