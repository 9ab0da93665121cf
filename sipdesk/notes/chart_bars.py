"""Bars: groups of pupils side by side, and how far the visits of a year have come."""

from sipdesk.domain.chart import Bar, Bars, Progress, Row
from sipdesk.notes.chart_sheet import Sheet

_PITCH = 1.6
"""From bar to bar, in letters."""
_LABEL = 0.34
"""At most this part of the width is for the names of the bars."""
_DONE = (0.0, 0.22, 0.55, 1.0)
"""How dark a part is, by how far it has come."""


def bars(sheet: Sheet, chart: Bars) -> None:
    """The name, the bar, and its rate where it ends. The school's own is full, what it is set beside is hollow."""
    sheet.head(chart.title, chart.unit)
    every = [bar for block in chart.blocks for bar in block.bars]
    named = min(sheet.width * _LABEL, max(sheet.wide(bar.label, strong=bar.own) for bar in every) + 2)
    left = named + sheet.size * 0.8
    room = sheet.width - left - max(sheet.wide(bar.said, strong=True) for bar in every) - sheet.size * 0.8
    most = max((float(bar.value) for bar in every if bar.value is not None), default=0.0)
    for block in chart.blocks:
        sheet.low += sheet.size * 0.85
        sheet.text(0, sheet.low, sheet.fit(block.label, sheet.width, strong=True), strong=True)
        sheet.low += sheet.size * 0.35
        top = sheet.low
        for bar in block.bars:
            _bar(sheet, bar, (named, left), room / most if most else 0)
        sheet.path([(left, top), (left, sheet.low)], "muted", 0.7)
        sheet.low += sheet.size * 0.55
    sheet.foot(chart.notes)


def _bar(sheet: Sheet, bar: Bar, columns: tuple[float, float], unit: float) -> None:
    size = sheet.size
    named, left = columns
    foot = sheet.low + size * 1.15
    sheet.text(0, foot, sheet.fit(bar.label, named, strong=bar.own), "own" if bar.own else "muted", strong=bar.own)
    end = left + float(bar.value or 0) * unit
    if bar.value:
        sheet.box(
            left, sheet.low + size * 0.3, end - left, size * 1.05, *(("own",) if bar.own else ("ground", "muted"))
        )
    known = bar.value is not None
    sheet.text(end + size * 0.45, foot, bar.said, "text" if known else "muted", strong=known and bar.own)
    sheet.low += size * _PITCH


def progress(sheet: Sheet, chart: Progress) -> None:
    """A row for each term, a box for each visit while they are few, the furthest first; the words beside it say how many."""
    sheet.head(chart.title, f"{chart.finding.rstrip('.')}; {chart.unit}")
    size = sheet.size
    named = max(sheet.wide(row.label, strong=True) for row in chart.rows) + size
    wide = min(size * 1.1, sheet.width * 0.4 / chart.most)
    for row in chart.rows:
        said = named + chart.most * wide + size
        lines = sheet.split(row.spoken, sheet.width - said)
        foot = sheet.low + size * 1.05
        sheet.text(0, foot, row.label, strong=True)
        _boxes(sheet, row, (named, wide), boxed=chart.boxed)
        for n, line in enumerate(lines):
            sheet.text(said, foot + n * size * 1.3, line, "muted")
        sheet.low += size * (_PITCH + 0.25 + 1.3 * max(0, len(lines) - 1))


def _boxes(sheet: Sheet, row: Row, columns: tuple[float, float], *, boxed: bool) -> None:
    left, wide = columns
    gap = min(sheet.size * 0.2, wide * 0.25) if boxed else sheet.size * 0.1
    top, high = sheet.low + sheet.size * 0.22, sheet.size * 0.95
    for part in row.parts:
        widths = [wide] * part.count if boxed else [wide * part.count]
        for one in widths:
            sheet.box(left, top, max(one - gap, 0.5), high, sheet.mixed(_DONE[part.done]), "own")
            left += one
