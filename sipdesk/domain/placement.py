"""Where a school stands by a programme's rules: facts with dates, its categories one after another, the register, its clocks.

Facts and entries are never mended in silence: what ended has an end, what was taken back says so. A person decides.
"""

import datetime as dt
from typing import Literal

from pydantic import model_validator

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.category import Match, Stop
from sipdesk.domain.days import spoken_day
from sipdesk.domain.programme import Entitlement
from sipdesk.domain.rules import Cadence, Indicator, Item, Reference

ASPECTS = "aspects"
"""The fact that has a count: how many aspects need to improve."""
BEFORE_HISTORY = "before this history"
"""Import of a placement that an allocation names and no history holds: the desk is older than its histories."""

Heard = Literal["", "accepted", "disputed"]
"""What the head said to the reasons: nothing kept, accepted, disputed."""


class DatedFact(Model):
    """A fact about a school, or a flag it bears, with its days. Both days are included; None where nobody knows."""

    id: str = ""
    """Empty for a fact that is read from elsewhere and not kept here."""
    urn: str
    fact: str
    """Id of a common fact, of the programme's own, of one of its flags, or `aspects`."""
    since: dt.date | None = None
    until: dt.date | None = None
    source: Line = ""
    """Where it is known from, in words: an inspection file, the register, the school's people, or who typed it."""
    scale: Line = ""
    """The framework of an inspection; its grades are never read as another's."""
    count: int | None = None
    """For `aspects` alone; None while nobody has counted."""

    @model_validator(mode="after")
    def _in_order(self) -> "DatedFact":
        if self.since and self.until and self.until < self.since:
            raise ValueError("a fact ends on the day it began, or later")
        if self.count is not None and (self.fact != ASPECTS or self.count < 0):
            raise ValueError("only the aspects to improve are counted, from none upwards")
        return self

    def holds(self, day: dt.date) -> bool:
        """Whether it is so on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Told(Model):
    """Somebody was told, or was tried to be told. Roles, never a pupil or a family."""

    id: str = ""
    who: Line
    """The role."""
    how: Line
    """Letter, meeting, telephone …"""
    on: dt.date
    outcome: Line = ""
    """What came of it; for an attempt that reached nobody, so."""


class SetBy(Model):
    """A rule that set something by itself, because the document calls it automatic."""

    rule: str
    """Id of the trigger."""
    says: str
    because: str
    """The fact that met it, in words."""
    fact: Line = ""
    """That fact's id and day: for the same fact nothing is set twice."""
    source: str = ""


class Override(Model):
    """A rule of the programme that was not followed, and why."""

    rule: str
    """Id of what was asked: `category/trigger`, `category/stay`, `talk-first` or `designation/id`."""
    says: str
    why: Line
    source: str = ""
    fact: Line = ""
    """Id and day of the fact that met an automatic rule; empty for other rules."""


class PlacementDraft(Model):
    """What a person decides of a school's category. Nothing of it is kept before `StandingService.place`."""

    category: str
    """Id in the programme; empty for “in no category”."""
    placed_on: dt.date
    reason: Prose = ""
    agreed_with: list[Line] = []
    """Roles that agreed."""
    discussed_on: dt.date | None = None
    discussed_with: list[Line] = []
    imposed: bool = False
    imposed_why: Line = ""
    not_followed: dict[str, Line] = {}
    """Why a rule is not followed, by the id of what was asked."""
    steps: dict[str, dt.date] = {}
    """Steps of the designation or cycle that were done, by id."""
    told: list[Told] = []
    heard: Heard = ""
    heard_words: Prose = ""
    reasons_for_head: Prose = ""
    """What the head is told; the only reasons that may ever leave the desk."""
    internal: Prose = ""
    """Never leaves the desk."""


class Placement(PlacementDraft):
    """A decision as it is kept. None is ever taken out; one taken back keeps the day on which it was."""

    id: str
    urn: str
    authority: str
    edition: str
    written: Line = ""
    """The category as an allocation sheet writes it, or by its name on the day it was placed."""
    decided_at: str
    """The instant, as kept text in UTC."""
    decided_by: Line
    overrides: list[Override] = []
    designation: str = ""
    """Id of the designation whose steps these are; empty where the category has none."""
    import_id: str = ""
    """The import that brought it; empty where a person decided here."""
    automatic: list[SetBy] = []
    """The rules that set it by themselves; empty where a person or a sheet decided."""
    taken_back: str = ""
    """The instant at which it was taken back; empty while it counts."""

    @property
    def order(self) -> tuple[dt.date, str, str]:
        """By its day; of one day, by when it was decided; of one instant, the sheet's first."""
        return (self.placed_on, self.decided_at, f"{'0' if self.from_sheet else '1'} {self.id}")

    @property
    def from_sheet(self) -> bool:
        """Whether an allocation sheet brought it."""
        return bool(self.import_id) and not self.automatic


class Asked(Model):
    """Something a rule asks of a decision and the decision does not have. A reason (by `id` in `not_followed`) is enough."""

    id: str
    says: str
    """A sentence: the rule, and what is missing."""
    source: str = ""
    automatic: bool = False
    """The document calls it automatic."""
    fact: Line = ""
    """Id and day of the fact that met an automatic rule."""


class Judged(Model):
    """One indicator of a register, as it was looked at."""

    answer: Literal["yes", "no", "not assessed"] = "not assessed"
    evidence: Prose = ""
    on: dt.date | None = None
    confidence: Literal["", "low", "medium", "high"] = ""


class Assessment(Model):
    """One look at the risks of a school: the indicators then, and what it rests on."""

    id: str = ""
    on: dt.date
    indicators: dict[str, Judged] = {}
    sources: dict[str, dt.date] = {}
    """What was used, by id of the programme's list of sources, with the day of what was used."""
    words: Prose = ""


class RegisterEntry(Model):
    """A school's time on the register. Confidential: it never leaves the desk, and each opening is in the audit."""

    id: str
    urn: str
    authority: str
    edition: str
    on: dt.date
    off: dt.date | None = None
    off_why: Prose = ""
    rules: list[str] = []
    """Triggers that spoke for it."""
    rests_on: list[Line] = []
    """Those triggers with the fact, and its day, that met each."""
    automatic: list[SetBy] = []
    """The rules that made the entry by themselves; empty where a person did."""
    import_id: str = ""
    """The import that brought the facts for it; empty for any other."""
    decided_by: Line = ""
    reason: Prose = ""
    indicators: dict[str, Judged] = {}
    """As they stand after the newest assessment."""
    assessments: list[Assessment] = []
    told: list[Told] = []
    attempts: list[Told] = []
    """To tell those who answer for an academy; what came of each is in its outcome."""
    internal: Prose = ""


class Occurrence(Model):
    """Something that came round and was no contact of this partner's: a meeting of others, a review, an assessment."""

    id: str = ""
    urn: str
    """Empty for what took place for all schools of an authority at once; the service sees to it."""
    authority: str = ""
    """Of which, where it took place for all its schools."""
    rule: str
    """Id of the cadence."""
    on: dt.date
    who: Line = ""
    words: Line = ""


ClockKind = Literal["stay", "cadence", "variant", "first year"]


class Clock(Model):
    """One rule that runs for a school, with its start, its due day and the sentence that explains it."""

    rule: str
    """Id of a rule of the programme."""
    label: str
    kind: ClockKind
    start: dt.date | None
    """From when it counts; None where nobody knows."""
    due: dt.date | None
    """None where the document gives no number, or where there is no day to count from."""
    bound: Literal["exactly", "at least", "at most"]
    """`at least` of a stay: not before its due day. All else: by its due day."""
    overdue: bool = False
    said: str
    source: str
    last: dt.date | None = None
    contact: str = ""
    """Kind of contact of the partner's that counts for it; empty where an occurrence is entered."""
    asks_number: bool = False
    """The document's word can be read in two ways: a number a year is asked for, the person's own choice for this desk."""
    shared: bool = False
    """It comes round for all schools of the authority at once, not for each."""


class Step(Model):
    """A step of the programme's cycle or designation, and when it was taken."""

    id: str
    label: str
    on: dt.date | None = None
    source: str = ""


class Flagged(Model):
    """Something a school is beside its category."""

    id: str
    label: str
    meaning: str = ""
    borne: bool
    because: str = ""
    """Its category, or the fact with its day; empty where it is not borne."""
    may_be_set: bool = False
    """In this category it is a matter of judgement."""
    source: str = ""


class Entered(Model):
    """One entry of a school's history of categories, as a list shows it."""

    placement: Placement
    name: str
    """The category in the programme's words, or as the sheet wrote it."""
    until: dt.date | None = None
    """The day on which the next one began; None for where the school is, and for one taken back."""


class RegisterSheet(Model):
    """The programme's register as it asks for it. Says nothing of any school: an entry is opened, and opening is kept."""

    name: str
    short: str = ""
    confidential: bool = True
    indicators: list[Indicator] = []
    sources: list[Item] = []
    """What an assessment rests on, where the programme lists it."""
    told: list[Item] = []
    """Who is to hear of it, and by which rule."""
    source: str = ""


class RegisterView(Model):
    """A school's page of the register, opened. Whoever is shown it has been written into the audit."""

    sheet: RegisterSheet
    urn: str
    entry: RegisterEntry | None = None
    """The one that runs; None while the school is not on the register."""
    earlier: list[RegisterEntry] = []
    """Those that ended, the newest first; one that ended on the day it began says why the school was left off."""
    matches: list[Match] = []
    """Every rule that speaks for it."""
    maintained: bool = True
    """Else those who answer for the school are told, or tried to be told."""
    held: dict[str, list[str]] = {}
    """What this desk holds that bears on an indicator, a sentence each, by its id. It answers nothing: a person does."""
    remarks: list[str] = []
    """What is still to be done: an automatic rule without entry, nobody told yet, a safeguarding indicator."""


class SchoolStanding(Model):
    """How a school stands on a day, all from one engine. Holds the category: never shown to another school."""

    urn: str
    school: str
    day: dt.date
    authority: str = ""
    programme: str = ""
    """Empty where there are no forms to say."""
    edition: str = ""
    left: bool = False
    """It has left the caseload."""
    trouble: str = ""
    """Why nothing can be said (no forms), as a sentence."""
    categories: list[tuple[str, str, str]] = []
    """Id, name and meaning of each the programme has; empty where it has none."""
    category: str = ""
    name: str = ""
    """Where it stands, in words; empty for nowhere."""
    meaning: str = ""
    since: dt.date | None = None
    placement: Placement | None = None
    matches: list[Match] = []
    """Every category that fits, with rule, fact and source; automatic ones first."""
    contradicted: list[Match] = []
    """Automatic ones among them that speak for another category than where it stands."""
    to_confirm: str = ""
    """A sentence, where a rule set the category and no person has confirmed it; else empty."""
    lapsed: str = ""
    """A sentence, where the edition in use now has no such category; else empty."""
    facts: list[DatedFact] = []
    """Those that hold on the day and those that ended, the newest first; read ones (no id) among them."""
    known_facts: dict[str, str] = {}
    """What can be entered: each fact the programme asks about, by id, in words; its flags are not among them."""
    flags: list[Flagged] = []
    clocks: list[Clock] = []
    entitlement: list[Entitlement] = []
    expects: list[str] = []
    designation: str = ""
    steps: list[Step] = []
    documents: list[Step] = []
    agreed_by: list[str] = []
    """Roles whose agreement the designation asks for."""
    tells: list[str] = []
    """Roles who get the letter."""
    may_be_imposed: bool | Literal["not stated"] = "not stated"
    imposed_when: str = ""
    talk_first: list[str] = []
    """Categories for which a conversation with the head is kept, with whether the reasons were accepted."""
    risk_register: RegisterSheet | None = None
    """None where the programme keeps none."""
    references: list[Reference] = []
    """Things to look up in the programme: powers, grounds of a warning, how the authority works with a school."""
    variant: str = ""
    """What the programme says of schools of this kind, in a sentence."""
    occurrences: list[Occurrence] = []
    enters: list[Cadence] = []
    """What an occurrence can be entered for."""
    history: list[Entered] = []
    """The newest first; those taken back among them."""

    @property
    def place(self) -> str:
        """Where it stands and since when, in a line; `no category` for nowhere."""
        since = f" since {spoken_day(self.since)}" if self.since else ""
        return f"{self.name}{since}" if self.name else "No category"


class Way(Model):
    """If a school leaves where it is on a day: the stops the rules ask for, and when it could be in the goal."""

    leaving: str
    goal: str
    on: dt.date
    stops: list[Stop]
    said: str
    """In a sentence or two."""
