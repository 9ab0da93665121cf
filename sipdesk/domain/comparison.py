"""What a school's figures can be held against, and what may be said of it: same phase, labelled years, enough numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.days import spoken_day
from sipdesk.domain.exclusions import Comparator, Measure, TableAnswer, rate
from sipdesk.domain.question import ExclusionsColumn, ExclusionsGroup, FiguresTable
from sipdesk.domain.rates import (
    Ratio,
    Told,
    against_rate,
    between,
    contradictions,
    one_episode,
    share_against,
    shares_between,
)
from sipdesk.domain.school import Phase

_CLOSED = {2019, 2020}
"""School years in which schools were closed to most pupils for months."""
_SMALL = 1000
"""With more pupils than this one episode moves no rate that anybody reads."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TOO_FEW = "Too few to say how these compare"
INTERVALS = "In brackets is the range that chance alone allows, 95 times in 100."
SEVERAL = " Where one pupil has several episodes, less can be said than it shows."


def caution(year: AcademicYear) -> str:
    """What has to be said of a year that is like no other; empty for the rest."""
    if year.start not in _CLOSED:
        return ""
    return (
        f"{year.slashed}: schools were closed to most pupils for part of the year, so it compares with no other year."
    )


def gap(visit: AcademicYear, year: AcademicYear) -> str:
    """How far back a published year lies: `two years before this visit’s`; empty for the visit's own year."""
    apart = visit.start - year.start
    if apart == 0:
        return ""
    number = _NUMBERS[abs(apart)] if abs(apart) < len(_NUMBERS) else str(abs(apart))
    return f"{number} year{'' if abs(apart) == 1 else 's'} {'before' if apart > 0 else 'after'} this visit’s"


def label(given: Comparator) -> str:
    """`England, primary, 2023/24`: how a column of published figures is headed."""
    year = given.year.slashed if given.year else ""
    part = "part of the year" if given.to_date else ""
    return ", ".join(filter(None, (given.area, given.phase.value if given.phase else "", year, part)))


def footnote(given: Comparator, visit: AcademicYear | None = None) -> str:
    """Whose pupils, how old, and who says so: the line below the table."""
    population = given.population or f"{given.phase.value if given.phase else ''} schools".strip()
    published = given.published
    day = f"published {spoken_day(published)}" if published else ""
    told = ", ".join(filter(None, (f"{given.source.rstrip('.')}", day)))
    old = gap(visit, given.year) if given.year and visit else ""
    words = f"{label(given)}: {population}. {told}."
    words += f" The year is {old}." if old else ""
    return words + (" It counts a part of the year only: not to be set against a whole one." if given.to_date else "")


def shown(answer: TableAnswer, phase: Phase) -> dict[str, Comparator]:
    """The comparators that may stand beside a school of this phase, by column."""
    return {column: given for column, given in answer.comparators.items() if given.values and given.fits(phase)}


def may_be(theirs: Phase | None, phase: Phase) -> bool:
    """Whether figures of one phase may stand beside a school of another, whatever else is still to be said of them."""
    return Comparator(area="-", phase=theirs, year=AcademicYear(start=2000), source="-").fits(phase)


def why_apart(theirs: str, phase: Phase) -> str:
    """Why figures of a phase are not shown beside a school of another."""
    if phase is Phase.UNKNOWN:
        return "The school’s phase is not known, so no published figures are shown beside it. The register tells the phase."
    return (
        f"These are figures of {theirs} schools and this school is {phase.value}: they are neither shown nor printed."
    )


def without_others(answer: TableAnswer, phase: Phase) -> TableAnswer:
    """The answer with the comparators that may be printed alone: a note holds nothing that its pages do not show."""
    return answer.model_copy(update={"comparators": shown(answer, phase)})


def left_out(answer: TableAnswer, phase: Phase) -> dict[str, str]:
    """Why a comparator with figures is not shown, by column; nothing of those that are only not labelled yet."""
    return {
        column: why_apart(given.phase.value, phase)
        for column, given in answer.comparators.items()
        if given.values and given.phase not in {None, Phase.UNKNOWN} and given.phase and not may_be(given.phase, phase)
    }


def cautions(question: FiguresTable, answer: TableAnswer, year: AcademicYear, phase: Phase) -> list[str]:
    """A line for each year in the table that compares with no other."""
    own = [year.shifted(column.year) for column in question.columns if answer.periods.get(column.id)]
    theirs = [given.year for given in shown(answer, phase).values() if given.year]
    years = sorted({told.start for told in (*own, *theirs)})
    return [line for line in (caution(AcademicYear(start=start)) for start in years) if line]


def doubts(question: FiguresTable, given: Comparator) -> dict[str, str]:
    """Counts and rates of a comparator that cannot all be right, by row of the rate, with the arithmetic."""
    found: dict[str, str] = {}
    for group in question.groups:
        pairs = list(_pairs(question, group, given))
        roll = given.rolls.get(group.id)
        found |= contradictions(pairs, roll if isinstance(roll, int) and roll > 0 else None)
    return found


def _pairs(question: FiguresTable, group: ExclusionsGroup, given: Comparator) -> Iterator[Told]:
    for measure in question.measures:
        number, printed = (_row(question, group.id, measure, shows) for shows in ("number", "rate"))
        count, figure = given.values.get(number), given.values.get(printed)
        if (
            isinstance(count, Decimal)
            and isinstance(figure, Decimal)
            and count >= 0
            and count == int(count)
            and figure >= 0
        ):
            yield Told(printed, int(count), figure)


def _row(question: FiguresTable, group: str, measure: Measure, shows: str) -> str:
    found = (row.id for row in question.rows if (row.group, row.measure, row.shows) == (group, measure, shows))
    return next(found, "")


@dataclass(frozen=True)
class Findings:
    """What can be said in words: `lines` of comparisons, the rows of which too `few` speak, what one episode weighs."""

    lines: list[str]
    few: list[tuple[Measure, str]]
    points: list[str]
    one: str = "episode"

    def notes(self) -> list[str]:
        """What has to be known beside the comparisons, a line each."""
        told = []
        for measure in dict.fromkeys(measure for measure, _ in self.few):
            groups = ", ".join(group for other, group in self.few if other is measure)
            told.append(f"{TOO_FEW}: {measure.short.lower()} ({groups}).")
        told += [INTERVALS + (SEVERAL if self.one == "episode" else "")] if self.lines else []
        weighs = f"One {self.one} more or fewer moves a rate by: {'; '.join(self.points)}."
        return told + ([weighs] if self.points else [])


def findings(question: FiguresTable, answer: TableAnswer, year: AcademicYear, phase: Phase) -> Findings:
    """Ratios to published rates, differences between groups, and what one episode weighs. A year to date is held
    against nothing but itself."""
    asked = question.with_added(answer.added)
    told = Findings([], [], [], asked.one)
    for group in asked.groups:
        for measure in filter(lambda measure: measure.counted, asked.measures):
            look = _Look(asked, answer, year, group, measure)
            said = [*_published(look, shown(answer, phase)), *_beside(look)]
            few = [one for one in said if one == ""]
            told.lines.extend(filter(None, said))
            if few and len(few) == len(said):
                told.few.append((measure, group.label))
        _points(asked, answer, group, told)
    return told


@dataclass(frozen=True)
class _Look:
    """One measure of one group."""

    asked: FiguresTable
    answer: TableAnswer
    year: AcademicYear
    group: ExclusionsGroup
    measure: Measure

    @property
    def called(self) -> str:
        return f"{self.measure.short}, {self.group.label}"

    def counts(self, column: ExclusionsColumn, group: str | None = None) -> tuple[int, int] | None:
        """Episodes and pupils of a period, where both are known."""
        found = self.answer.of(column.id, group or self.group.id)
        count, roll = found.of(self.measure), found.roll
        return (count, roll) if isinstance(count, int) and isinstance(roll, int) and roll > 0 else None

    def against(self, count: int, roll: int, published: Decimal) -> Ratio | None:
        """Held against a published rate; a pupil is persistently absent once, an episode may be anybody's again."""
        share = self.asked.one == "pupil"
        return share_against(count, roll, published) if share else against_rate(count, roll, published)

    def between(self, count: int, roll: int, other: int, other_roll: int) -> Ratio | None:
        """Held against the others."""
        how = shares_between if self.asked.one == "pupil" else between
        return how(count, roll, other, other_roll)

    @property
    def whole_years(self) -> list[ExclusionsColumn]:
        """Periods of a whole year with figures, the latest first."""
        whole = [c for c in self.asked.columns if c.source == "school" and not c.to_date and self.counts(c)]
        return sorted(whole, key=lambda column: -column.year)


def _published(look: _Look, others: dict[str, Comparator]) -> Iterator[str]:
    """A line for the published rates; an empty one where they are there and the school's numbers are too small."""
    years = look.whole_years
    row, told, few = _row(look.asked, look.group.id, look.measure, "rate"), [], False
    own, counts = None, None
    for given in others.values():
        figure = given.values.get(row)
        if not isinstance(figure, Decimal) or not years or given.to_date or given.year is None:
            continue
        wanted = given.year.start - look.year.start
        own = next((c for c in years if c.year == wanted), years[0])
        counts = look.counts(own) or (0, 1)
        ratio = look.against(*counts, figure)
        when = "" if own.year == wanted else f" in {given.year.slashed}, another year"
        few = few or ratio is None
        told += [f"{given.area} {figure}{when}: {_spoken(ratio)}"] if ratio else []
    if own is not None and counts is not None and told:
        yield f"{look.called}, {look.year.shifted(own.year).slashed}: {rate(*counts)} here. {'. '.join(told)}."
    elif few:
        yield ""


def _beside(look: _Look) -> Iterator[str]:
    """The latest whole year: a group beside those of its parent who are not in it."""
    for parent in look.asked.parents(look.group)[:1]:
        for column in look.whole_years[:1]:
            own, all_of = look.counts(column), look.counts(column, parent.id)
            if own is None or all_of is None or own[0] > all_of[0] or own[1] >= all_of[1]:
                continue
            rest = all_of[0] - own[0], all_of[1] - own[1]
            ratio = look.between(*own, *rest)
            of = parent.label if parent.within else parent.label[:1].lower() + parent.label[1:]
            when = look.year.shifted(column.year).slashed
            yield (
                f"{look.called}, {when}: {rate(*own)}, and {rate(*rest)} for the rest of {of}: {_spoken(ratio)}."
                if ratio
                else ""
            )


def _points(asked: FiguresTable, answer: TableAnswer, group: ExclusionsGroup, told: Findings) -> None:
    """What one episode weighs in the latest period whose roll is known."""
    for column in sorted((c for c in asked.columns if c.source == "school"), key=lambda column: -column.year):
        roll = answer.of(column.id, group.id).roll
        if isinstance(roll, int) and 0 < roll <= _SMALL:
            told.points.append(f"{group.label} ({roll}): {one_episode(roll)}")
            return


def _spoken(ratio: Ratio) -> str:
    spread = f"{ratio.low:.1f} to {ratio.high:.1f} times"
    return f"{ratio.value:.1f} times as high ({spread})" if ratio.differs else f"no clear difference ({spread})"
