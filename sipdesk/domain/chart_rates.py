"""Pictures of tables of figures, of exclusions and of attendance: made of whole years alone, of figures of the school's own phase, and only
where there is enough to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sipdesk.domain import comparison
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.chart import MISSING, Bar, Bars, Block, Chart, Line, Point, Trend, spoken_year
from sipdesk.domain.exclusions import Comparator, Count, Figure, Measure, Pupils, TableAnswer, figure_of
from sipdesk.domain.question import ExclusionsColumn, ExclusionsGroup, FiguresTable
from sipdesk.domain.rates import FEWEST, against_rate, share_against
from sipdesk.domain.school import Phase

OWN = "This school"
_UNITS = {
    Measure.ABSENCE: "sessions missed, of 100 possible, in a whole school year",
    Measure.PERSISTENT: "pupils of 100, in a whole school year",
}
_EPISODES = "episodes per 100 pupils in a whole school year"
TOO_FEW = "too few to say"
_YEARS = 8
"""No more years than this stand side by side."""
_LEAST = 3
"""With fewer years of the school's own there is no course to see: the table says it better."""


@dataclass(frozen=True)
class Told:
    """The school's own figures of one whole year."""

    year: int
    count: Count | Figure
    roll: Count
    rate: Decimal | None
    why: str = ""


def unit(measure: Measure) -> str:
    """What a rate of it is per."""
    return _UNITS.get(measure, _EPISODES)


def own_point(year: int, counts: Pupils, measure: Measure) -> Told:
    """What a table says of a year: a rate, or the word for why there is none."""
    count, figure = counts.of(measure), figure_of(counts, measure, "rate")
    if isinstance(figure, Decimal):
        return Told(year, count, counts.roll, figure)
    return Told(year, count, counts.roll, None, MISSING[figure if isinstance(figure, str) else ""])


def own_years(question: FiguresTable, answer: TableAnswer, year: AcademicYear, measure: Measure) -> list[Told]:
    """The whole years a table tells of all its pupils (its first group), blank ones left out."""
    group, found = question.groups[0].id, []
    for column in question.columns:
        counts = answer.of(column.id, group)
        if column.source == "school" and not column.to_date and counts.of(measure) is not None:
            found.append(own_point(year.start + column.year, counts, measure))
    return found


def trend(measure: Measure, phase: Phase, own: Iterable[Told], others: Sequence[Line], least: int = 1) -> Trend | None:
    """The school's rate over the years beside published ones of its phase. None where there is no course to see: fewer
    than `least` years of the school's own, or no line with two years, or no episode anywhere in the school's."""
    told = sorted(own, key=lambda one: one.year)
    mine = Line(label=OWN, own=True, points=[Point(year=t.year, value=t.rate, why=t.why) for t in told])
    if len(mine.known) < least or not any(point.value for point in mine.known):
        return None
    newest = max(point.year for line in (mine, *others) for point in line.points)
    lines = [cut for line in (mine, *others) if (cut := _since(line, newest - _YEARS + 1)).known]
    if not lines or not lines[0].own or all(len(line.known) < 2 for line in lines):
        return None
    years = sorted({point.year for line in lines for point in line.known})
    cautions = [comparison.caution(AcademicYear(start=year)) for year in years]
    return Trend(
        title=f"{measure.short}, all pupils",
        unit=_unit(measure, phase, beside=len(lines) > 1),
        finding=_finding(told, lines, phase, measure),
        lines=lines,
        notes=list(filter(None, cautions)),
    )


def _since(line: Line, first: int) -> Line:
    return line.model_copy(update={"points": [point for point in line.points if point.year >= first]})


def _finding(told: Sequence[Told], lines: Sequence[Line], phase: Phase, measure: Measure) -> str:
    """The school's latest year, the one before, and how it stands to each published rate of that year."""
    mine = lines[0].known
    last = mine[-1]
    first = f"This school had {last.value} in {spoken_year(last.year)}"
    counted = next(one for one in told if one.year == last.year)
    if len(mine) > 1:
        first += f", after {mine[-2].value} in {spoken_year(mine[-2].year)}"
        before = next(one for one in told if one.year == mine[-2].year)
        if measure.counted and any(isinstance(one.count, int) and one.count < FEWEST for one in (counted, before)):
            first += f": {TOO_FEW} whether that is a change"
    beside = "; ".join(_beside(line, told, measure) for line in lines[1:])
    return f"{first}. Of {_counted(phase)} schools, {beside}." if beside else f"{first}."


def _counted(phase: Phase) -> str:
    """The statistics count all-through schools among the secondary ones."""
    return Phase.SECONDARY.value if phase is Phase.ALL_THROUGH else phase.value


def _unit(measure: Measure, phase: Phase, *, beside: bool) -> str:
    """What a rate is per, and whose stand beside the school's."""
    return f"{unit(measure)}; beside it, {_counted(phase)} schools" if beside else unit(measure)


def _beside(line: Line, told: Sequence[Told], measure: Measure) -> str:
    """What a published line has for the last year that both tell, or else for its own last one."""
    by_year = {one.year: one for one in told if one.rate is not None}
    theirs = next((point for point in reversed(line.known) if point.year in by_year), line.known[-1])
    value, when = theirs.value or Decimal(0), spoken_year(theirs.year)
    own = by_year.get(theirs.year)
    if own is None:
        return f"{line.label} last had {value}, in {when}, another year"
    then = "" if own.year == max(by_year) else f" in {when}, when this school had {own.rate}"
    return f"{line.label} had {value}{then}: {_compared(own, value, measure)}"


def _compared(own: Told, theirs: Decimal, measure: Measure) -> str:
    if not isinstance(own.count, int) or not isinstance(own.roll, int) or own.roll < 1:
        return "how sure the difference is cannot be said without the counts"
    held = share_against if measure is Measure.PERSISTENT else against_rate
    ratio = held(own.count, own.roll, theirs)
    if ratio is None:
        return f"{TOO_FEW} how the school compares"
    spread = f"{ratio.low:.1f} to {ratio.high:.1f} times, as chance allows"
    return (
        f"the school’s is {ratio.value:.1f} times that ({spread})"
        if ratio.differs
        else f"no clear difference ({spread})"
    )


# -- groups --------------------------------------------------------------------------------------------------------


def groups(
    question: FiguresTable, answer: TableAnswer, year: AcademicYear, phase: Phase, measure: Measure
) -> Bars | None:
    """The groups of a table side by side in its latest whole year, each with the published rates of the same group.
    None where fewer than two groups have anything to show, or where no bar of the school's own can be drawn."""
    asked = question.with_added(answer.added)
    column = _latest(asked, answer, measure)
    if column is None:
        return None
    others = comparison.shown(answer, phase)
    when = year.shifted(column.year)
    told = {row.group for row in asked.rows if row.measure is measure}
    blocks = [
        Block(
            label=group.label[:1].upper() + group.label[1:],
            bars=[own, *_published(asked, others, group, measure, when)],
        )
        for group in asked.groups
        if group.id in told and (own := _own(answer.of(column.id, group.id), measure)) is not None
    ]
    drawn = [block for block in blocks if block.bars[0].value is not None]
    if len(blocks) < 2 or not any(block.bars[0].value for block in drawn):
        return None
    few = [block.label for block in blocks if block.bars[0].said == TOO_FEW]
    said = "; ".join(f"{block.label} {block.bars[0].said}" for block in drawn)
    finding = f"In {when.slashed} this school had: {said}."
    return Bars(
        title=f"{measure.short} by group, {when.slashed}",
        unit=_unit(measure, phase, beside=any(len(block.bars) > 1 for block in blocks)),
        finding=f"{finding} Too few to say: {', '.join(few)}." if few else finding,
        blocks=blocks,
        notes=list(filter(None, [comparison.caution(when)])),
    )


def _latest(asked: FiguresTable, answer: TableAnswer, measure: Measure) -> ExclusionsColumn | None:
    whole = [
        column
        for column in asked.columns
        if column.source == "school"
        and not column.to_date
        and any(answer.of(column.id, group.id).of(measure) is not None for group in asked.groups)
    ]
    return max(whole, key=lambda column: column.year, default=None)


def _own(counts: Pupils, measure: Measure) -> Bar | None:
    """Nothing where nothing was written down; a word where episodes are fewer than a rate can bear."""
    count, figure = counts.of(measure), figure_of(counts, measure, "rate")
    if count is None:
        return None
    if not isinstance(figure, Decimal):
        return Bar(label=OWN, said=MISSING[figure if isinstance(figure, str) else ""], own=True)
    if measure.counted and isinstance(count, int) and 0 < count < FEWEST:
        return Bar(label=OWN, said=TOO_FEW, own=True)
    return Bar(label=OWN, value=figure, said=str(figure) if count else "none", own=True)


def _published(
    asked: FiguresTable, others: dict[str, Comparator], group: ExclusionsGroup, measure: Measure, when: AcademicYear
) -> list[Bar]:
    wanted = (group.id, measure, "rate")
    row = next((row.id for row in asked.rows if (row.group, row.measure, row.shows) == wanted), "")
    made = []
    for given in others.values():
        figure = given.values.get(row)
        if given.to_date or given.year is None or figure is None:
            continue
        label = given.area if given.year == when else f"{given.area}, {given.year.slashed}"
        known = isinstance(figure, Decimal)
        said = str(figure) if known else MISSING[str(figure)]
        made.append(Bar(label=label, value=figure if isinstance(figure, Decimal) else None, said=said))
    return made


# -- a table alone -------------------------------------------------------------------------------------------------


def compared(
    question: FiguresTable, answer: TableAnswer, phase: Phase, measure: Measure
) -> dict[str, dict[int, Point]]:
    """The published rates of all pupils in a table, whole years only: by area, then by year."""
    wanted = (question.groups[0].id, measure, "rate")
    row = next((row.id for row in question.rows if (row.group, row.measure, row.shows) == wanted), "")
    found: dict[str, dict[int, Point]] = {}
    for given in comparison.shown(answer, phase).values():
        figure = given.values.get(row)
        if given.year is None or given.to_date or figure is None:
            continue
        known = isinstance(figure, Decimal)
        why = "" if known else MISSING[str(figure)]
        value = figure if isinstance(figure, Decimal) else None
        found.setdefault(given.area, {})[given.year.start] = Point(year=given.year.start, value=value, why=why)
    return found


def lines_of(found: dict[str, dict[int, Point]]) -> list[Line]:
    """A line for each area, its years in order."""
    return [Line(label=area, points=[by[year] for year in sorted(by)]) for area, by in found.items()]


def of_table(question: FiguresTable, answer: TableAnswer, year: AcademicYear, phase: Phase) -> list[Chart]:
    """The pictures that one table bears by itself, for the note it stands in."""
    made: list[Chart | None] = []
    for measure in question.measures:
        own = own_years(question, answer, year, measure)
        made += [
            trend(measure, phase, own, lines_of(compared(question, answer, phase, measure)), _LEAST),
            groups(question, answer, year, phase, measure),
        ]
    return [chart for chart in made if chart is not None]
