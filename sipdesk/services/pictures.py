"""Pictures of what the desk knows: a school's rates over the years and by group, and how far the visits of a year have come."""

import datetime as dt
from decimal import Decimal

from sipdesk.domain import chart_rates
from sipdesk.domain.calendar import Term
from sipdesk.domain.chart import BOXES, MISSING, Chart, Look, Part, Point, Progress, Row, Trend
from sipdesk.domain.chart_rates import Told
from sipdesk.domain.exclusions import Measure
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.published import Level, Published
from sipdesk.domain.school import Phase
from sipdesk.domain.visit import State
from sipdesk.services.overview import CaseloadView
from sipdesk.services.published import PublishedService
from sipdesk.services.schoolyear import SchoolYearService

_KIND = "exclusions_table"
_MEASURES = (Measure.SUSPENSION, Measure.PEX)
_WHOLE = "all"
_BESIDE = (Level.LOCAL, Level.NATIONAL)
_DONE: dict[State | None, tuple[str, int]] = {
    State.ISSUED: ("issued", 3),
    State.SIGNED: ("signed", 2),
    State.CHECKED: ("checked", 2),
    State.WITH_HEAD: ("with the head", 2),
    State.REVIEW: ("in review", 1),
    State.WRITING: ("being written", 1),
    State.PLANNED: ("planned", 0),
    State.POSTPONED: ("postponed", 0),
    None: ("not begun", 0),
}
"""The furthest first: what a visit in each state is called, and how much of it is done. A cancelled one is not counted."""


class PictureService:
    """Reads only. Runs on the desk's thread; `drawn` runs anywhere else."""

    def __init__(self, years: SchoolYearService, published: PublishedService) -> None:
        self._years = years
        self._published = published

    def school(self, urn: str, before: dt.date | None = None) -> list[Chart]:
        """What a school's figures bear: the course over the years, then groups. With `before`, of visits before that day.

        The school's own line is what its visits wrote down, and what is published of it where they say nothing.
        """
        tables = self._years.tables(urn, _KIND, before)
        made: list[Chart | None] = []
        for measure in _MEASURES:
            made += [self._trend(urn, tables, measure), _groups(tables[-1], measure) if tables else None]
        return [chart for chart in made if chart is not None]

    def _trend(self, urn: str, tables: list[TableOfVisit], measure: Measure) -> Trend | None:
        own = {one.year.start: _told(one) for one in reversed(self._published.own(urn, measure=measure.value))}
        phase = self._published.phase_of(urn)
        found: dict[str, dict[int, Point]] = {}
        for table in tables:
            asked = table.question
            own |= {told.year: told for told in chart_rates.own_years(asked, table.answer, table.year, measure)}
            for area, points in chart_rates.compared(asked, table.answer, table.phase, measure).items():
                found.setdefault(area, {}).update(points)
        if phase is not None:
            for one in self._published.trend(urn, measure=measure.value, group=_WHOLE, phase=phase):
                if one.area.level in _BESIDE:
                    found.setdefault(one.area.name, {})[one.year.start] = _point(one)
        return chart_rates.trend(measure, phase or Phase.UNKNOWN, own.values(), chart_rates.lines_of(found))


def visits_of(view: CaseloadView) -> Progress | None:
    """The visits of a caseload's year, a row for each term the programmes give visits in; None where there is none."""
    rows = [row for term in Term if (row := _term(view, term)).total]
    if not rows:
        return None
    year = view.year.replace("-", "/")
    issued = sum(part.count for row in rows for part in row.parts if part.done == _DONE[State.ISSUED][1])
    total = sum(row.total for row in rows)
    finding = f"{issued} of {total} {'is' if issued == 1 else 'are'} issued."
    boxed = max(row.total for row in rows) <= BOXES
    return Progress(
        title=f"Visits in {year}",
        unit="a box is a visit, the furthest first" if boxed else "the furthest first",
        finding=finding,
        rows=rows,
    )


def drawn(chart: Chart, look: Look, width: float, size: float) -> str:
    """The picture as SVG; empty where its letters are not all in one face. Takes a moment: not for the desk's thread."""
    from sipdesk.notes.charts import svg  # noqa: PLC0415 - reportlab takes a fifth of a second to load
    from sipdesk.notes.layout import ONE_AT_A_TIME  # noqa: PLC0415

    with ONE_AT_A_TIME:
        return svg(chart, look, width, size)


def _term(view: CaseloadView, term: Term) -> Row:
    states = [cell.state for row in view.rows if (cell := row.terms.get(term)) is not None]
    parts = [
        Part(label=label, count=count, done=done)
        for state, (label, done) in _DONE.items()
        if (count := states.count(state))
    ]
    return Row(label=term.value.capitalize(), parts=parts)


def _groups(table: TableOfVisit, measure: Measure) -> Chart | None:
    return chart_rates.groups(table.question, table.answer, table.year, table.phase, measure)


def _told(one: Published) -> Told:
    """A figure published of the school itself."""
    figure = one.figure
    count, roll = (int(value) if isinstance(value, Decimal) else None for value in (one.count, one.roll))
    if isinstance(figure, Decimal):
        return Told(one.year.start, count, roll, figure)
    return Told(one.year.start, count, roll, None, MISSING[figure or ""])


def _point(one: Published) -> Point:
    figure = one.figure
    if isinstance(figure, Decimal):
        return Point(year=one.year.start, value=figure)
    return Point(year=one.year.start, why=MISSING[figure or ""])
