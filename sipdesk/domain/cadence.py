"""What comes round: how often, when last, by when next, and the rule that says so."""

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sipdesk.domain.agenda import TermTimes, assumed_times
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import Cadence
from sipdesk.domain.school import Governance, Phase


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
    programme: Programme, category_id: str, sort: tuple[Phase, Governance], flags: Sequence[str] = ()
) -> list[Cadence]:
    """What comes round for a school: by its category, then by what it is, with the flags its category brings."""
    borne = {*flags, *programme.flags_of(category_id)}
    category = programme.category(category_id)
    own = category.cadences if category else []
    common = [one for one in programme.cadences if not one.flags or borne & {*one.flags}]
    return [one for one in (*own, *common) if one.when.holds(*sort)]


def clock(cadence: Cadence, done: Sequence[date], today: date, times: Sequence[TermTimes] = ()) -> CadenceClock:
    """When it is due next. `done` are the days it took place; `times` the terms as confirmed, assumed ones without them."""
    past = sorted(day for day in done if day <= today)
    last = past[-1] if past else None
    due = _due(cadence, past, today, times)
    told = [_how_often(cadence), f"last {_day(last)}" if last else "none yet"]
    told.append(f"due by {_day(due)}" if due else "no day to count from" if cadence.every > 1 else "no number is given")
    return CadenceClock(
        rule=cadence.id,
        label=cadence.label,
        last=last,
        due=due,
        overdue=due is not None and due < today,
        said="; ".join(told),
        source=cadence.source,
    )


def _due(cadence: Cadence, past: Sequence[date], today: date, times: Sequence[TermTimes]) -> date | None:
    if not isinstance(cadence.amount, int):
        return None
    if cadence.every > 1:
        months = {"year": 12, "month": 1, "term": 4, "half-term": 2}[cadence.per] * cadence.every
        return past[-1] + relativedelta(months=months) if past else None
    now, following = [one for one in _periods(cadence, today, times) if one[1] >= today][:2]
    there = sum(now[0] <= day <= now[1] for day in past)
    return following[1] if there >= cadence.amount else now[1]


Span = tuple[date, date]


def _periods(cadence: Cadence, today: date, times: Sequence[TermTimes]) -> list[Span]:
    """The periods of this school year and the next; in a holiday the one that follows it counts."""
    start = AcademicYear.of(today)
    if cadence.per == "month":
        first = today.replace(day=1)
        months = [first + relativedelta(months=count) for count in range(3)]
        return [(day, day + relativedelta(months=1) - timedelta(days=1)) for day in months]
    if cadence.per == "year":
        years = [start, start.shifted(1)]
        return [(date(year.start, 8, 1), date(year.start + 1, 7, 31)) for year in years]
    given = {(AcademicYear.of(one.first).start, one.term): one for one in times}
    terms = [
        given.get((year.start, term), assumed_times(year, term)) for year in (start, start.shifted(1)) for term in Term
    ]
    spans = [span for term in terms for span in _halves(term, whole=cadence.per == "term")]
    starts = [date(start.start, 8, 1), *(span[0] for span in spans[1:])]
    return [(begins, ends) for begins, (_, ends) in zip(starts, spans, strict=True)]


def _halves(term: TermTimes, *, whole: bool) -> list[Span]:
    if whole:
        return [(term.first, term.last)]
    return [(term.first, term.half_first - timedelta(days=1)), (term.half_last + timedelta(days=1), term.last)]


def _how_often(cadence: Cadence) -> str:
    if not isinstance(cadence.amount, int):
        return cadence.amount
    number = {1: "one", 2: "two", 3: "three", 4: "four"}.get(cadence.amount, str(cadence.amount))
    period = f"a {cadence.per}" if cadence.every == 1 else f"every {cadence.every} {cadence.per}s"
    return f"{number} {period}" if cadence.bound == "exactly" else f"{cadence.bound} {number} {period}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
