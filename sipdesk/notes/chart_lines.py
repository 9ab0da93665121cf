"""Lines over the years: a gap where there is no figure, a name where a line ends."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from reportlab.graphics import shapes

from sipdesk.domain.chart import Line, Point, Trend, spoken_year
from sipdesk.notes.chart_sheet import SMALL, Sheet

_HIGH = 12.0
"""Of the room between the axes, in letters."""
_DASHES: tuple[tuple[float, ...] | None, ...] = (None, (5, 3), (1.5, 2.5), (8, 2, 1.5, 2))
_NAME = 0.36
"""At most this part of the width is for the names of the lines."""


@dataclass(frozen=True)
class _Plot:
    """Where years and rates stand."""

    years: list[int]
    left: float
    right: float
    top: float
    low: float
    most: float

    def x(self, year: int) -> float:
        steps = max(1, len(self.years) - 1)
        return self.left + (self.right - self.left) * (year - self.years[0]) / steps

    def y(self, value: Decimal | float) -> float:
        return self.low - (self.low - self.top) * float(value) / self.most


def trend(sheet: Sheet, chart: Trend) -> None:
    """The whole picture."""
    sheet.head(chart.title, chart.unit)
    size = sheet.size
    names = [sheet.fit(_name(line, chart.years[-1]), sheet.width * _NAME, strong=line.own) for line in chart.lines]
    values = [point.value for line in chart.lines for point in line.known if point.value is not None]
    ticks = scale(float(max(values)))
    marks = [_figure(tick, ticks[1]) for tick in ticks]
    half = sheet.wide(spoken_year(chart.years[0])) / 2
    plot = _Plot(
        years=chart.years,
        left=max(*(sheet.wide(mark) for mark in marks), half) + size * 0.8,
        right=sheet.width - max(sheet.wide(name, strong=True) for name in names) - size * 1.6,
        top=sheet.low + size * 0.3,
        low=sheet.low + size * (_HIGH + 0.3),
        most=ticks[-1],
    )
    _axes(sheet, plot, list(zip(ticks, marks, strict=True)))
    # The school's own line lies on top of the others.
    for place, line in reversed(list(enumerate(chart.lines))):
        _line(sheet, plot, line, place)
    _gaps(sheet, plot, chart.lines[0])
    _names(sheet, plot, chart.lines, names)
    sheet.low = plot.low + size * 1.75
    sheet.foot(chart.footnotes)


def scale(most: float) -> list[float]:
    """Even steps from nought to at least `most`, three to six of them."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / 4
    power = 10 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough)
    return [step * n for n in range(ceil(most / step - 1e-9) + 1)]


def _figure(value: float, step: float) -> str:
    places = max(0, -floor(log10(step) + 1e-9)) + (0 if f"{step:.1e}"[2] == "0" else 1)
    return f"{value:.{places}f}"


def _name(line: Line, newest: int) -> str:
    last = line.known[-1]
    return (
        f"{line.label} {last.value}"
        if last.year == newest
        else f"{line.label} {last.value} in {spoken_year(last.year)}"
    )


def _axes(sheet: Sheet, plot: _Plot, ticks: list[tuple[float, str]]) -> None:
    size = sheet.size
    for value, mark in ticks:
        y = plot.y(value)
        sheet.path([(plot.left, y), (plot.right, y)], "line" if value else "muted", 0.6)
        sheet.text(plot.left - size * 0.6, y + size * 0.33, mark, "muted", anchor="end")
    room = sheet.wide(spoken_year(plot.years[0])) + size * 0.7
    every = 1
    while len(plot.years) > 1 and (plot.x(plot.years[1]) - plot.left) * every < room and every < len(plot.years):
        every += 1
    for year in plot.years[::-1][::every]:
        sheet.text(plot.x(year), plot.low + size * 1.45, spoken_year(year), "muted", anchor="middle")


def _line(sheet: Sheet, plot: _Plot, line: Line, place: int) -> None:
    tone, wide = ("own", sheet.size / 5) if line.own else ("muted", sheet.size / 8)
    for run in line.stretches:
        points = [(plot.x(point.year), plot.y(point.value or 0)) for point in run]
        if len(points) > 1:
            sheet.path(points, tone, wide, _DASHES[place % len(_DASHES)])
        for x, y in points:
            _marker(sheet, x, y, place)


def _marker(sheet: Sheet, x: float, y: float, place: int) -> None:
    """A full disc for the school, then an open square, an open triangle, an open disc."""
    r = sheet.size * (0.3 if place == 0 else 0.26)
    tone = sheet.colour("own" if place == 0 else "muted")
    look = {
        "fillColor": tone if place == 0 else sheet.colour("ground"),
        "strokeColor": tone,
        "strokeWidth": sheet.size / 10,
    }
    if place % 4 == 1:
        sheet.put(shapes.Rect(x - r, -y - r, 2 * r, 2 * r, **look))
    elif place % 4 == 2:
        sheet.put(shapes.Polygon([x - 1.2 * r, -y - r, x + 1.2 * r, -y - r, x, -y + 1.2 * r], **look))
    else:
        sheet.put(shapes.Circle(x, -y, r, **look))


def _gaps(sheet: Sheet, plot: _Plot, line: Line) -> None:
    """The word where the school's own line is broken, on the ground line."""
    size = sheet.size
    for point in line.gaps:
        wide = sheet.wide(point.why, size=size * SMALL)
        x = min(max(plot.x(point.year), plot.left + wide / 2 + 2), plot.right - wide / 2)
        sheet.box(x - wide / 2 - 2, plot.low - size * 1.45, wide + 4, size * 1.15, "ground")
        sheet.text(x, plot.low - size * 0.6, point.why, "muted", anchor="middle", small=True)


def _names(sheet: Sheet, plot: _Plot, lines: list[Line], names: list[str]) -> None:
    """At the right, as near to the ends of the lines as they fit."""
    size = sheet.size
    ends = [line.known[-1] for line in lines]
    places = apart([plot.y(end.value or 0) for end in ends], size * 1.35, (plot.top, plot.low))
    left = plot.right + size * 1.2
    for line, name, end, y in zip(lines, names, ends, places, strict=True):
        _leader(sheet, plot, end, (left - size * 0.3, y))
        sheet.text(left, y + size * 0.33, name, "own" if line.own else "muted", strong=line.own)


def _leader(sheet: Sheet, plot: _Plot, end: Point, name: tuple[float, float]) -> None:
    """From the end of a line to its name, where the two are not side by side."""
    x, y = plot.x(end.year), plot.y(end.value or 0)
    start = x + sheet.size * 0.5
    if abs(y - name[1]) > 1 or end.year != plot.years[-1]:
        sheet.path([(start, y), (max(start, plot.right + sheet.size * 0.4), y), name], "line", 0.7)


def apart(wanted: list[float], least: float, room: tuple[float, float]) -> list[float]:
    """Heights as wanted, but no two nearer than `least`; in the room as far as it reaches."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    found = [max(wanted[n], room[0]) for n in order]
    for n in range(1, len(found)):
        found[n] = max(found[n], found[n - 1] + least)
    over = found[-1] - max(room[1], wanted[order[-1]])
    for n in range(len(found) - 1, -1, -1):
        limit = found[n + 1] - least if n + 1 < len(found) else found[n] - max(0.0, over)
        found[n] = min(found[n], limit)
    placed = dict(zip(order, found, strict=True))
    return [placed[n] for n in range(len(wanted))]
