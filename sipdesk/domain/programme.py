"""What one authority asks of its partners, as its folder in forms/ says it. Nothing here knows any authority by name."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sipdesk.domain.base import Identifier, Line, Model, Prose
from sipdesk.domain.calendar import Term
from sipdesk.domain.hours import TimeKind
from sipdesk.domain.question import Condition, Group
from sipdesk.domain.rules import Cadence, Rules, Stay, Trigger, Unstated
from sipdesk.domain.school import Governance, Phase

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
    report: Line = ""
    """What its note is called, where that is not the programme's own word."""


AS_THE_CATEGORY: Literal["as the category"] = "as the category"


class Variant(Model):
    """Which visits of the programme a kind of school has."""

    id: Identifier
    when: Condition
    visits: list[Identifier] | Unstated
    brokered: list[Identifier] = []
    """The visits such a school has when it has brokered (bought) the programme."""
    remark: Line = ""
    entitlements: Literal["as the category"] | Unstated = "as the category"
    """What such a school has of its category's time, where the document says something else, or nothing. One that has brokered
    the programme has it as the category gives it."""


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
    draws: list[TimeKind] = []
    """Which kinds of time count against it; empty where the document does not say."""
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
    group: Line = ""
    """The wider category it is a part of, where the document counts fewer than it names."""
    triggers: list[Trigger] = []
    stays: list[Stay] = []
    cadences: list[Cadence] = []
    expects: list[Line] = []
    """What the authority asks of such a school, or offers it, in our words."""
    on_register: bool = False
    source: Line = ""


class ContactKind(Model):
    """A kind of contact outside the term's visits."""

    id: Identifier
    title: Line
    form: Identifier
    report: Line = ""
    """What its note is called, where that is not the programme's own word."""
    counts_as: TimeKind | Literal["contact"] = "contact"
    """As which kind of time it counts; a contact counts against nothing."""


Version = Literal["full", "wider", "copy for the service"]


class Recipient(Model):
    """Who receives a note, and why."""

    role: Line
    version: Version = "full"
    reason: Line = ""


class RecipientRule(Recipient):
    """Who receives which notes: of every school, or only of those in a category or with a flag; of every kind, or of some."""

    categories: list[Identifier] = []
    flags: list[Identifier] = []
    """Either is enough; both empty for every school."""
    kinds: list[Identifier] = []
    """Visits by their slot, contacts by their kind; empty for all."""
    source: Line = ""


class Programme(Rules):
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
    note_for_all_contact: bool = False
    """Then a telephone call is written up in a note as a visit is."""
    recipients: list[RecipientRule] = []
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

    @property
    def named(self) -> str:
        """Its name with its edition, which most names hold already."""
        return self.name if self.edition in self.name else f"{self.name} ({self.edition})"

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

    def given_to(
        self, phase: Phase, governance: Governance, *, brokered: bool = False
    ) -> Literal["as the category"] | Unstated:
        """What such a school has of its category's time and rhythm: as the category gives it, or the word the document leaves."""
        variant = self.variant_for(phase, governance)
        return AS_THE_CATEGORY if variant is None or (brokered and variant.brokered) else variant.entitlements

    def flags_of(self, category_id: str) -> list[str]:
        """The flags that a category brings with it."""
        return [flag.id for flag in self.flags if category_id in flag.set_by]

    def recipients_for(self, category_id: str, kind: str, flags: Sequence[str] = ()) -> list[Recipient]:
        """Who receives a note of a school in that category (or with those flags besides), by visit or kind of contact."""
        borne = {*flags, *self.flags_of(category_id)}
        return [
            Recipient(role=rule.role, version=rule.version, reason=rule.reason)
            for rule in self.recipients
            if (not rule.kinds or kind in rule.kinds)
            and (not (rule.categories or rule.flags) or category_id in rule.categories or borne & {*rule.flags})
        ]

    def report_of(self, kind: str) -> str:
        """What a note is called: by the slot of a visit or the kind of a contact."""
        own = {slot.id: slot.report for slot in self.visits} | {one.id: one.report for one in self.contacts}
        return own.get(kind) or self.vocabulary.report

    def category(self, category_id: str) -> Category | None:
        """A category by id."""
        return next((c for c in self.categories if c.id == category_id), None)
