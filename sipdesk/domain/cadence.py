"""What comes round: how often, when last, by when next, and the rule that says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from sipdesk.domain.agenda import TermTimes, assumed_times
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.days import spoken_day
from sipdesk.domain.programme import AS_THE_CATEGORY, Programme
from sipdesk.domain.rules import Cadence
from sipdesk.domain.school import Governance, Phase

_FRIDAY = 4


class CadenceClock(Model):
    """One rule's clock on a day."""

    rule: str
    label: str
    last: date | None
    due: date | None
    """None where the document gives no number, or where there is no day to count from."""
    overdue: bool
    said: str
    source: str


def cadences_of(
    programme: Programme,
    category_id: str,
    sort: tuple[Phase, Governance],
    flags: Sequence[str] = (),
    facts: Collection[str] | None = None,
    *,
    brokered: bool = False,
) -> list[Cadence]:
    """What comes round for a school: by its category, then by what it is, with the flags its category brings.

    Without `facts` (None, not empty) what hangs on a fact is given too: nobody has said yet what is so. A kind of school for
    which the document leaves its category's time open has that word for the category's rhythm too, unless it is brokered.
    """
    borne = {*flags, *programme.flags_of(category_id)}
    category = programme.category(category_id)
    word = programme.given_to(*sort, brokered=brokered)
    own = [one if word == AS_THE_CATEGORY else one.model_copy(update={"amount": word}) for one in category.cadences] if category else []  # fmt: skip
    common = [one for one in programme.cadences if not one.flags or borne & {*one.flags}]
    return [
        one
        for one in (*own, *common)
        if one.when.holds(*sort) and (not one.facts or facts is None or {*facts} & {*one.facts})
    ]


class Span(NamedTuple):
    """One period. `begins` takes in the holiday before it; `first` is its own first day."""

    begins: date
    first: date
    ends: date


class Periods:
    """The periods of the school year before a day, of its own and of the next, worked out once for many clocks."""

    def __init__(self, today: date, times: Sequence[TermTimes] = ()) -> None:
        self.today = today
        self._given = {(AcademicYear.of(one.first).start, one.term): one for one in times}
        self._made: dict[str, list[Span]] = {}

    def of(self, per: str) -> list[Span]:
        """All of a sort, the earliest first, without a gap between them."""
        if per not in self._made:
            own = self._own_days(per)
            begins = [own[0][0].replace(month=8, day=1), *(ends + timedelta(days=1) for _, ends in own)]
            self._made[per] = [Span(start, *days) for start, days in zip(begins, own, strict=False)]
        return self._made[per]

    def _own_days(self, per: str) -> list[tuple[date, date]]:
        start = AcademicYear.of(self.today)
        years = [start.shifted(-1), start, start.shifted(1)]
        if per == "year":
            return [(date(year.start, 8, 1), date(year.start + 1, 7, 31)) for year in years]
        if per == "month":
            months = [date(years[0].start, 8, 1) + relativedelta(months=count) for count in range(36)]
            return [(day, day + relativedelta(months=1) - timedelta(days=1)) for day in months]
        terms = [self._given.get((year.start, term), assumed_times(year, term)) for year in years for term in Term]
        return [days for term in terms for days in _halves(term, whole=per == "term")]


def clock(
    cadence: Cadence,
    done: Sequence[date],
    today: date,
    times: Sequence[TermTimes] | Periods = (),
    start: date | None = None,
) -> CadenceClock:
    """When it is due next. `done` are the days it took place; `times` the terms as confirmed, assumed ones without them.

    From `start` on a period that went by without it leaves it overdue until it takes place; without one nothing is said
    of periods that have gone. What comes round less often than once a period is counted from the last one, else from `start`.
    """
    periods = times if isinstance(times, Periods) else Periods(today, times)
    past = sorted(day for day in done if day <= today)
    last = past[-1] if past else None
    due = _due(cadence, past, periods, start)
    told = [how_often(cadence), f"last {spoken_day(last)}" if last else "none yet"]
    told += [f"counted from {spoken_day(start)}"] if start and due and not last and cadence.every > 1 else []
    told.append(
        f"due by {spoken_day(due)}" if due else "no day to count from" if cadence.every > 1 else "no number is given"
    )
    return CadenceClock(
        rule=cadence.id,
        label=cadence.label,
        last=last,
        due=due,
        overdue=due is not None and due < today,
        said="; ".join(told),
        source=cadence.source,
    )


def _due(cadence: Cadence, past: Sequence[date], periods: Periods, start: date | None) -> date | None:
    if not isinstance(cadence.amount, int):
        return None
    if cadence.every > 1:
        months = {"year": 12, "month": 1, "term": 4, "half-term": 2}[cadence.per] * cadence.every
        counted = past[-1] if past else start
        return counted + relativedelta(months=months) if counted else None
    spans = periods.of(cadence.per)
    last = past[-1] if past else date.min
    for place, span in enumerate(spans):
        if span.ends >= periods.today:
            return spans[place + 1].ends if _within(span, past) >= cadence.amount else span.ends
        if start is not None and start <= span.first and last <= span.ends and _within(span, past) < cadence.amount:
            return span.ends
    return None


def _within(span: Span, past: Sequence[date]) -> int:
    """How often it took place in a period; `past` is in order."""
    return bisect_right(past, span.ends) - bisect_left(past, span.begins)


def _halves(term: TermTimes, *, whole: bool) -> list[tuple[date, date]]:
    if whole:
        return [(term.first, term.last)]
    before, after = term.half_first - timedelta(days=1), term.half_last + timedelta(days=1)
    while before.weekday() > _FRIDAY:
        before -= timedelta(days=1)
    while after.weekday() > _FRIDAY:
        after += timedelta(days=1)
    return [(term.first, before), (after, term.last)]


def how_often(cadence: Cadence) -> str:
    """`at least one a half-term`, or the word of the document where it has no number."""
    if not isinstance(cadence.amount, int):
        return cadence.amount
    number = {1: "one", 2: "two", 3: "three", 4: "four"}.get(cadence.amount, str(cadence.amount))
    period = f"a {cadence.per}" if cadence.every == 1 else f"every {cadence.every} {cadence.per}s"
    return f"{number} {period}" if cadence.bound == "exactly" else f"{cadence.bound} {number} {period}"
