"""Categories of support as an engine: which ones fit a school and why, how it came to be where it is, how long it stays.

Facts go in, rules that exist come out; a person decides. A grade of one scale of inspection is never read as another's.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Literal

from dateutil.relativedelta import relativedelta
from pydantic import model_validator

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.programme import Category, Entitlement, Programme
from sipdesk.domain.rules import Stay, Trigger, Unstated


class Match(Model):
    """A category (or, with an empty one, the register) that a rule speaks for."""

    category: str
    name: str
    rule: str
    """Id of the trigger."""
    says: str
    because: str
    """The fact that met it, in words."""
    automatic: bool
    source: str
    fact: str = ""
    """Its id."""


class Known(Model):
    """What is known of a school on a day."""

    facts: list[str] = []
    aspects: int | None = None
    """How many aspects need to improve; None while nobody has counted."""
    left: str = ""
    """The category it is just leaving."""


def matches(programme: Programme, known: Known) -> list[Match]:
    """All categories that fit, each with every rule that says so; automatic ones first, else in the programme's order."""
    _refuse_unknown(programme, known.facts)
    found = [
        Match(category=category.id, name=category.name, because=because, fact=fact, **_told(trigger))
        for category in programme.categories
        for trigger in category.triggers
        for fact, because in _met(programme, trigger, known)
    ]
    return sorted(found, key=lambda match: not match.automatic)


def on_register(programme: Programme, known: Known) -> list[Match]:
    """Every rule that puts the school on the programme's register; none where there is no register."""
    _refuse_unknown(programme, known.facts)
    register = programme.risk_register
    if register is None:
        return []
    return [
        Match(category="", name=register.name, because=because, fact=fact, **_told(trigger))
        for trigger in register.triggers
        for fact, because in _met(programme, trigger, known)
    ]


def _told(trigger: Trigger) -> dict[str, str | bool]:
    return {"rule": trigger.id, "says": trigger.says, "automatic": trigger.automatic, "source": trigger.source}


def _refuse_unknown(programme: Programme, facts: Collection[str]) -> None:
    unknown = [fact for fact in facts if programme.fact(fact) == fact]
    if unknown:
        raise BadInput(f"{programme.name} knows no fact “{unknown[0]}”. Nothing was changed.")


def _met(programme: Programme, trigger: Trigger, known: Known) -> list[tuple[str, str]]:
    """Each fact that meets a rule, by id and in words."""
    met = [(fact, programme.fact(fact)) for fact in trigger.facts if fact in known.facts]
    if known.left and known.left in trigger.came_from:
        met.append((f"leaves-{known.left}", f"Leaves {name_of(programme, known.left)}"))
    if known.aspects is not None and _within(trigger, known.aspects):
        counted = "No aspect to improve" if known.aspects == 0 else f"Aspects to improve: {known.aspects}"
        met.append(("aspects", counted))
    return met


def _within(trigger: Trigger, aspects: int) -> bool:
    if trigger.aspects_from is None and trigger.aspects_to is None:
        return False
    return (trigger.aspects_from or 0) <= aspects and (trigger.aspects_to is None or aspects <= trigger.aspects_to)


def name_of(programme: Programme, category_id: str) -> str:
    """A category's name; `NotFound` where the programme has none of that id."""
    return _category(programme, category_id).name


def _category(programme: Programme, category_id: str) -> Category:
    found = programme.category(category_id)
    if found is None:
        raise NotFound(f"{programme.name} has no category “{category_id}”.")
    return found


# -- where a school has been -----------------------------------------------------------------------------------------


class Placing(Model):
    """A school placed in a category: when, by whom, with whose agreement, and why."""

    category: str
    on: date
    decided_by: Line
    why: Prose
    agreed_by: list[Line] = []
    imposed: bool = False
    discussed_on: date | None = None
    discussed_with: list[Line] = []
    told: list[Line] = []
    """Who was told, and how."""


class History(Model):
    """Every category a school has been in, the earliest first. Nothing is ever taken out."""

    placings: list[Placing] = []

    @model_validator(mode="after")
    def _in_order(self) -> "History":
        days = [placing.on for placing in self.placings]
        if days != sorted(days):
            raise ValueError("a school is placed in one category after another")
        return self

    @property
    def now(self) -> Placing | None:
        """Where the school is."""
        return self.placings[-1] if self.placings else None

    @property
    def before(self) -> str:
        """The category it came from; empty for its first."""
        earlier = [placing.category for placing in self.placings if self.now and placing.category != self.now.category]
        return earlier[-1] if earlier else ""

    @property
    def since(self) -> date | None:
        """Since when it has been where it is: a decision to stay begins no stay anew."""
        began = None
        for placing in reversed(self.placings):
            if self.now is None or placing.category != self.now.category:
                break
            began = placing.on
        return began

    def placed(self, placing: Placing, programme: Programme) -> "History":
        """The history with one more entry. `Refused` where it would say too little, or come before the last one."""
        _category(programme, placing.category)
        if not placing.why.strip() or not placing.decided_by:
            raise Refused("Say who decided on the category, and why; it stays in the history. Nothing was changed.")
        if self.now and placing.on < self.now.on:
            raise Refused(
                f"The school was placed on {spoken_day(self.now.on)}; a later entry begins after that. Nothing was changed."
            )
        if placing.imposed and placing.agreed_by:
            raise Refused(
                "A category that was imposed was not agreed to. Take one of the two out. Nothing was changed."
            )
        return History(placings=[*self.placings, placing])


# -- how long it stays -----------------------------------------------------------------------------------------------


class StayClock(Model):
    """A shortest or longest time in a category, with its end and the rule that says so."""

    rule: str
    bound: Literal["at least", "at most"]
    begins: date | None
    """None where the day it is counted from is not known."""
    ends: date | None
    said: str
    source: str


def stays(programme: Programme, history: History, head_since: date | None = None) -> list[StayClock]:
    """The clocks that run for a school in its category."""
    now, since = history.now, history.since
    if now is None or since is None:
        return []
    category = _category(programme, now.category)
    running = [stay for stay in category.stays if not stay.after or history.before in stay.after]
    return [_clock(stay, head_since if stay.counted_from == "head began" else since) for stay in running]


def _clock(stay: Stay, begins: date | None) -> StayClock:
    ends = begins + relativedelta(months=stay.months) if begins else None
    counted = f"Counted from {spoken_day(begins)}" if begins else "The day it is counted from is not known"
    limit = "not before" if stay.bound == "at least" else "no later than"
    due = f"; {limit} {spoken_day(ends)}" if ends else ""
    then = f" {stay.then}" if stay.then else ""
    return StayClock(
        rule=stay.id,
        bound=stay.bound,
        begins=begins,
        ends=ends,
        said=f"{stay.says} {counted}{due}.{then}",
        source=stay.source,
    )


class Stop(Model):
    """One category on the way, and from when a school could be in it."""

    category: str
    name: str
    on: date
    source: str = ""
    """The rule that keeps a school there; empty at the end of the way."""


def way(programme: Programme, leaving: str, goal: str, on: date) -> list[Stop]:
    """If a school leaves one category on a day: the stops the rules ask for, and the first day on which it could be in
    another. Where two rules ask for a stop after the same category, the narrower one counts."""
    _category(programme, leaving)
    stops: list[Stop] = []
    seen = {leaving}
    here, day = leaving, on
    while True:
        stop = _next_stop(programme, here, seen)
        if stop is None or stop[0].id == goal:
            return [*stops, Stop(category=goal, name=name_of(programme, goal), on=day)]
        category, stay = stop
        stops.append(Stop(category=category.id, name=category.name, on=day, source=stay.source))
        seen.add(category.id)
        here, day = category.id, day + relativedelta(months=stay.months)


def _next_stop(programme: Programme, left: str, seen: set[str]) -> tuple[Category, Stay] | None:
    asked = [
        (category, stay)
        for category in programme.categories
        for stay in category.stays
        if stay.bound == "at least" and left in stay.after and category.id not in seen
    ]
    return min(asked, key=lambda pair: len(pair[1].after), default=None)


# -- what it gives ---------------------------------------------------------------------------------------------------

TIMES = {"year": 1, "term": 3, "half-term": 6, "month": 12, "once": 1}
"""How often each period comes in a school year."""


class Standing(Model):
    """An entitlement against what was used of it, in its own unit and period."""

    label: str
    amount: Decimal | Unstated
    unit: str
    per: str
    bound: Literal["exactly", "at least", "at most"]
    a_year: Decimal | Unstated
    """Over a whole school year; the word of the document where it has no number."""
    mine: Decimal
    everybody: Decimal
    """This partner's share among it."""
    left: Decimal | None
    """None where the document has no number to count against; never below zero."""
    over: Decimal
    """Beyond the amount. Beyond an “at least” nothing is over."""
    source: str


def standing(given: Entitlement, mine: Decimal, everybody: Decimal) -> Standing:
    """How an entitlement stands in one of its periods. `mine` and `everybody` are in its unit, `mine` within the other."""
    if mine > everybody:
        raise BadInput("A partner's own time is a part of everybody's and cannot be more. Nothing was changed.")
    counted = isinstance(given.amount, Decimal)
    amount = given.amount if isinstance(given.amount, Decimal) else Decimal(0)
    beyond = max(everybody - amount, Decimal(0)) if counted and given.bound != "at least" else Decimal(0)
    return Standing(
        label=given.label,
        amount=given.amount,
        unit=given.unit,
        per=given.per,
        bound=given.bound,
        a_year=amount * TIMES[given.per] if counted else given.amount,
        mine=mine,
        everybody=everybody,
        left=max(amount - everybody, Decimal(0)) if counted else None,
        over=beyond,
        source=given.source,
    )
