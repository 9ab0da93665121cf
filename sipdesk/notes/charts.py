"""A picture as a reportlab drawing. The same drawing goes onto paper and, as SVG, onto the screen.

It must be read in grey and without a legend: each line has its own dash and its own marker and is named where it ends,
each bar is named where it stands. Measures are those of the page, or pixels at a text size of 100 %.
"""

from collections.abc import Callable
from typing import Any

from reportlab.graphics import shapes
from reportlab.lib.colors import HexColor

from sipdesk.domain.chart import Chart, Look
from sipdesk.notes import fonts, shaping
from sipdesk.notes.chart_bars import bars, progress
from sipdesk.notes.chart_lines import trend
from sipdesk.notes.chart_sheet import Sheet

# A drawing begins in this font wherever it is rendered, and no file may name one that it does not hold.
shapes.STATE_DEFAULTS["fontName"] = fonts.REGULAR

PAPER = Look("#1C2126", "#55606B", "#D5D9DC", "#0B5F73", "#FFFFFF")
_FACES = {fonts.REGULAR: {"family": "Source Sans 3"}, fonts.STRONG: {"family": "Source Sans 3", "weight": "600"}}
_WAYS: dict[str, Callable[[Sheet, Any], None]] = {"trend": trend, "bars": bars, "progress": progress}


def drawable(chart: Chart) -> bool:
    """Whether one face has all its letters; else its words have to do."""
    return shaping.plain(chart.alternative)


def draw(chart: Chart, look: Look, width: float, size: float) -> shapes.Drawing:
    """The picture `width` wide with letters of `size`, and as high as it has to be."""
    fonts.ready()
    sheet = Sheet(look, width, size)
    _WAYS[chart.kind](sheet, chart)
    return sheet.done()


def svg(chart: Chart, look: Look, width: float, size: float) -> str:
    """The picture as SVG, so that QtSvg draws it as reportlab does; empty where one face has not all its letters."""
    from reportlab.graphics.renderSVG import drawToString  # noqa: PLC0415 - paper has no need of it

    fonts.ready()
    if not drawable(chart):
        return ""
    drawing = draw(chart, look, width, size)
    told: str = drawToString(drawing, useClip=True, fontHacks={name: dict(face) for name, face in _FACES.items()})
    for tone in look:
        told = told.replace(_in_percent(HexColor(tone)), tone)
    # QtSvg fills what names no fill with black.
    return told.replace('<g id="group" ', '<g id="group" fill="none" ', 1)


def _in_percent(colour: Any) -> str:
    """How the renderer writes a colour: too roughly to be that of the window around it."""
    return f"rgb({','.join(f'{int(part * 100)}%' for part in colour.rgb())})"
