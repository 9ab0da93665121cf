"""All the clocks that run for a school: stays in its category, what comes round, a head's first year, its variant."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta

from sipdesk.domain.cadence import Periods, cadences_of, clock, how_often
from sipdesk.domain.category import History, StayClock, stays
from sipdesk.domain.placement import Clock
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import Cadence
from sipdesk.domain.school import Governance, Phase

Days = Mapping[str, Sequence[dt.date]]


@dataclass(frozen=True)
class Situation:
    """What the clocks of one school are worked out from, on the day of `periods`."""

    sort: tuple[Phase, Governance]
    history: History
    periods: Periods
    category: str = ""
    """Where it stands; without a history, as an allocation sheet says."""
    flags: Sequence[str] = ()
    facts: Sequence[str] = ()
    began: dt.date | None = None
    """Since when the partner has the school: what hangs on no category is counted from then."""
    head_since: dt.date | None = None
    contacts: Days = field(default_factory=dict)
    """Days of contacts by their kind (or the slot of a visit)."""
    occurred: Days = field(default_factory=dict)
    """Days of occurrences by their rule."""
    brokered: bool = False
    """It has bought the programme, and its category's rhythm with it."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Chosen numbers a year by rule, where the document's word can be read in two ways."""


def clocks(programme: Programme, at: Situation) -> list[Clock]:
    """Every clock that runs, stays first; in the order of the programme."""
    return [*_stays(programme, at), *_cadences(programme, at)]


def _stays(programme: Programme, at: Situation) -> list[Clock]:
    now, since = at.history.now, at.history.since
    category = programme.category(now.category) if now else None
    if category is None or since is None:
        return []
    by_head = {stay.id for stay in category.stays if stay.counted_from == "head began"}
    # A head's first year that was over when the school was placed was no reason for placing it.
    return [
        _stay(one, category.name, at.periods.today, first_year=one.rule in by_head)
        for one in stays(programme, at.history, at.head_since)
        if one.rule not in by_head or one.ends is None or one.ends > since
    ]


def _stay(one: StayClock, name: str, today: dt.date, *, first_year: bool) -> Clock:
    longest = "Longest" if one.bound == "at most" else "Shortest"
    return Clock(
        rule=one.rule,
        label=f"First year of a new head ({name})" if first_year else f"{longest} time in {name}",
        kind="first year" if first_year else "stay",
        start=one.begins,
        due=one.ends,
        bound=one.bound,
        overdue=one.bound == "at most" and one.ends is not None and one.ends < today,
        said=one.said,
        source=one.source,
    )


def _cadences(programme: Programme, at: Situation) -> list[Clock]:
    category = programme.category(at.category)
    own = {one.id: one for one in category.cadences} if category else {}
    asked = cadences_of(programme, at.category, at.sort, at.flags, at.facts, brokered=at.brokered)
    return [_cadence(one, at, own.get(one.id)) for one in asked if one.amount != "none"]


def _cadence(asked: Cadence, at: Situation, own: Cadence | None) -> Clock:
    """`own`: the same as its category has it, where it comes from there."""
    if own is not None and own.amount != asked.amount:
        return _left_open(asked, at)
    by_category = own is not None
    cadence = numbered(asked, at.numbers.get(asked.id, ""))
    start = at.history.since if by_category else at.began
    counted = [*([asked.kind] if asked.kind else []), *asked.visits]
    done = [*at.occurred.get(asked.id, ()), *(day for one in counted for day in at.contacts.get(one, ()))]
    told = clock(cadence, done, at.periods.today, at.periods, start)
    open_number = not isinstance(cadence.amount, int)
    ours = "; the number is your choice for this desk" if cadence is not asked else ""
    asks = "; say how many a year you take it to mean" if open_number else ""
    return Clock(
        rule=asked.id,
        label=asked.label,
        kind="cadence",
        start=start,
        due=told.due,
        bound=asked.bound,
        overdue=told.overdue,
        said=f"{told.said}{', overdue' if told.overdue else ''}{ours}{asks}",
        source=asked.source,
        last=told.last,
        contact=asked.kind or "",
        asks_number=open_number or cadence is not asked,
        shared=asked.shared,
    )


def _left_open(asked: Cadence, at: Situation) -> Clock:
    """What its category would ask of another kind of school, and the document leaves open for this one: never due."""
    return Clock(
        rule=asked.id,
        label=asked.label,
        kind="cadence",
        start=at.history.since,
        due=None,
        bound=asked.bound,
        said=f"{asked.amount} for a school of this kind ({at.sort[1].value})",
        source=asked.source,
        contact=asked.kind or "",
        shared=asked.shared,
    )


def numbered(cadence: Cadence, number: str) -> Cadence:
    """A cadence without a number, with the one a person chose: `2` a year, or `0.5` for one in two years."""
    if isinstance(cadence.amount, int) or not number:
        return cadence
    if number == "0.5":
        return cadence.model_copy(update={"amount": 1, "every": 2, "per": "year"})
    return cadence.model_copy(update={"amount": int(number), "every": 1, "per": "year"})


def variant_said(programme: Programme, sort: tuple[Phase, Governance], *, brokered: bool) -> str:
    """What the programme gives schools of a kind, and its remark on them, in a sentence or two."""
    variant = programme.variant_for(*sort)
    given = programme.visits_for(*sort, brokered=brokered)
    count = f"“{given}”" if isinstance(given, str) else str(len(given)) if given else "none"
    bought = ", brokered" if brokered else ""
    told = f"Visits a year for a school of this kind ({sort[1].value}{bought}): {count}."
    return f"{told} {variant.remark}".strip() if variant else told


def rhythm(cadence: Cadence) -> str:
    """How often, who chairs and who attends, as a line under its label."""
    parts = [
        how_often(cadence),
        f"chaired by {cadence.chaired_by}" if cadence.chaired_by else "",
        f"with {', '.join(cadence.attends)}" if cadence.attends else "",
    ]
    return "; ".join(filter(None, parts))


def first_year_of(head_since: dt.date) -> dt.date:
    """The last day of a head's first year."""
    ends: dt.date = head_since + relativedelta(years=1, days=-1)
    return ends
