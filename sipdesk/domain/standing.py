"""From what is kept of a school to where it stands: its history on a day, the flags it bears, what its facts speak for."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from sipdesk.domain.category import History, Known, Match, Placing, matches, name_of, on_register, way
from sipdesk.domain.days import spoken_day
from sipdesk.domain.placement import ASPECTS, BEFORE_HISTORY, DatedFact, Entered, Flagged, Placement, Step, Way
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import Designation

BY_CATEGORY = "category-"
"""Begins the id of the rule, and of the fact, by which a category puts a school on the register."""


def counting(placements: Sequence[Placement], day: dt.date, authority: str = "") -> list[Placement]:
    """The placements that count on a day, the earliest first: made by then and not taken back; with an `authority` those by
    its rules alone, for a category of one says nothing by another's."""
    there = [one for one in placements if not one.taken_back and one.placed_on <= day]
    kept: list[Placement] = []
    for one in sorted((one for one in there if not authority or one.authority == authority), key=lambda one: one.order):
        if not (kept and (one.from_sheet or one.automatic) and _same_place(kept[-1], one)):
            kept.append(one)
    return kept


def _same_place(one: Placement, other: Placement) -> bool:
    """What a sheet or a rule repeats is no change: the earlier decision, with its reasons and steps, is the one that counts."""
    if one.authority != other.authority or one.category != other.category:
        return False
    return bool(one.category) or one.written == other.written


def history_of(placements: Sequence[Placement]) -> History:
    """The categories a school went through, for the rules. `placements` in their order."""
    return History(
        placings=[
            Placing(category=one.category, on=one.placed_on, decided_by=one.decided_by, why=one.reason)
            for one in placements
        ]
    )


def entered(programme: Programme | None, placements: Sequence[Placement]) -> list[Entered]:
    """The whole history, the newest first: those to come and those taken back among them. None is lost."""
    ends: dict[str, dt.date] = {}
    there = sorted((one for one in placements if not one.taken_back), key=lambda one: one.order)
    for one, following in pairwise(there):
        ends[one.id] = following.placed_on
    ordered = sorted(placements, key=lambda one: one.order, reverse=True)
    return [Entered(placement=one, name=name_in(programme, one), until=ends.get(one.id)) for one in ordered]


def name_in(programme: Programme | None, placement: Placement) -> str:
    """A placement's category in the programme's words; else as the sheet wrote it, or its id."""
    own = programme if programme and programme.authority == placement.authority else None
    known = own.category(placement.category) if own else None
    return known.name if known else placement.written or placement.category or "No category"


def lapsed(programme: Programme, there: Sequence[Placement]) -> str:
    """What is said of a school whose category stood in an earlier edition and stands in this one no more; empty otherwise.
    `there`: the placements that count, in their order."""
    now = there[-1] if there else None
    if now is None or not now.category or not programme.categories or programme.category(now.category):
        return ""
    told = f"{name_in(programme, now)}{f' (edition {now.edition})' if now.edition else ''}"
    return f"{told} is none of the categories of {programme.named}. Decide on its category anew."


def in_force(facts: Sequence[DatedFact], day: dt.date) -> list[str]:
    """The ids of the facts (and flags) that hold on a day."""
    return list(dict.fromkeys(one.fact for one in facts if one.holds(day)))


def known_of(programme: Programme, facts: Sequence[DatedFact], day: dt.date, left: str = "") -> Known:
    """What the rules of a programme can be asked with; facts only another programme knows are left out."""
    held = [one for one in facts if one.holds(day)]
    since = sorted((one for one in held if one.fact == ASPECTS), key=lambda one: one.since or dt.date.min)
    counted = [one.count for one in since if one.count is not None]
    asked = [fact for fact in in_force(facts, day) if fact != ASPECTS and programme.fact(fact) != fact]
    return Known(facts=asked, aspects=counted[-1] if counted else None, left=left)


def just_left(programme: Programme, history: History, day: dt.date) -> str:
    """The category a school came from, while a shortest stay after it still runs; empty otherwise."""
    now, since = history.now, history.since
    category = programme.category(now.category) if now else None
    if category is None or since is None:
        return ""
    running = [
        stay
        for stay in category.stays
        if stay.bound == "at least" and history.before in stay.after and day < since + relativedelta(months=stay.months)
    ]
    return history.before if running else ""


def speaking(programme: Programme, known: Known) -> tuple[list[Match], list[Match]]:
    """Every category that fits, and every rule that speaks for the register."""
    return matches(programme, known), on_register(programme, known)


def by_category(programme: Programme, urn: str, there: Sequence[Placement]) -> tuple[list[Match], list[DatedFact]]:
    """The rule that puts a school on the register because of the category in which it stands, and that standing as a fact with
    its first day; both empty for any other category. `there`: the placements that count, in their order."""
    category = programme.category(there[-1].category) if there else None
    register = programme.risk_register
    if category is None or register is None or not category.on_register:
        return [], []
    fact = standing_facts(urn, there)[-1]
    match = Match(
        category="",
        name=register.name,
        rule=fact.fact,
        says=f"A school in the category {category.name} is on the register.",
        because=f"It stands in {category.name}",
        automatic=True,
        source=category.source,
        fact=fact.fact,
    )
    return [match], [fact]


def standing_facts(urn: str, there: Sequence[Placement]) -> list[DatedFact]:
    """Each time in a category as a fact, from the day on which it began; without a day where the desk is older than the
    history."""
    return [
        DatedFact(
            urn=urn,
            fact=f"{BY_CATEGORY}{one.category}",
            since=None if one.import_id == BEFORE_HISTORY else one.placed_on,
        )
        for n, one in enumerate(there)
        if one.category and (n == 0 or there[n - 1].category != one.category)
    ]


def contradicted(found: Sequence[Match], category: str) -> list[Match]:
    """The automatic ones, where none of them speaks for the category in which the school stands."""
    automatic = [match for match in found if match.automatic]
    return [] if any(match.category == category for match in automatic) else automatic


def borne(programme: Programme, category: str, facts: Sequence[DatedFact], day: dt.date) -> list[Flagged]:
    """The programme's flags, borne or not, each kept apart from the category."""
    found = []
    for flag in programme.flags:
        noted = next((one for one in facts if one.fact == flag.id and one.holds(day)), None)
        brought = category in flag.set_by
        because = f"It comes with {name_of(programme, category)}" if brought else ""
        if noted and not brought:
            because = f"Noted{f' from {spoken_day(noted.since)}' if noted.since else ''}: {noted.source}".rstrip(": ")
        found.append(
            Flagged(
                id=flag.id,
                label=flag.label,
                meaning=flag.meaning,
                borne=brought or noted is not None,
                because=because,
                may_be_set=not flag.may_be_set_by or category in flag.may_be_set_by,
                source=flag.source,
            )
        )
    return found


def designation_of(programme: Programme, category: str) -> Designation | None:
    """The designation by which a school comes into a category; None where the programme has none for it."""
    return next((one for one in programme.designations if category in one.categories), None)


def steps_of(programme: Programme, category: str, placement: Placement | None) -> tuple[list[Step], list[Step]]:
    """Steps and documents of the category's designation, with the days that were kept."""
    designation = designation_of(programme, category)
    if designation is None:
        return [], []
    days = placement.steps if placement else {}
    steps, papers = (
        [Step(id=one.id, label=one.label, on=days.get(one.id), source=one.source) for one in items]
        for items in (designation.steps, designation.documents)
    )
    return steps, papers


def way_of(programme: Programme, leaving: str, goal: str, on: dt.date) -> Way:
    """If a school leaves a category on a day: when it could be in another, by the rules' own stops."""
    stops = way(programme, leaving, goal, on)
    between = ", then ".join(f"{stop.name} from {spoken_day(stop.on)}" for stop in stops[:-1])
    first = stops[-1]
    named, start = name_of(programme, leaving), spoken_day(on)
    said = f"If it leaves {named} on {start}, it could be in {first.name} from {spoken_day(first.on)} at the earliest"
    said += f": {between} first." if between else "; no rule asks for a stop on the way."
    return Way(leaving=leaving, goal=goal, on=on, stops=stops, said=said)
