"""The look of a note: one face, one accent, a few sizes. Measures in points."""

from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from sipdesk.notes import fonts

INK = HexColor("#1C2126")
MUTED = HexColor("#55606B")
LINE = HexColor("#D5D9DC")
ACCENT = HexColor("#0B5F73")
LATE = HexColor("#B3261E")

PAGE = A4
SIDE = 22 * mm
TOP = 27 * mm
BOTTOM = 23 * mm
WIDTH = PAGE[0] - 2 * SIDE
MEASURE = 148 * mm
"""A written column no wider than the eye follows; tables use the whole width."""


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    settings: dict[str, object] = {
        "fontName": fonts.REGULAR,
        "fontSize": size,
        "leading": leading,
        "textColor": INK,
        "splitLongWords": 1,
        "allowWidows": 0,
        "allowOrphans": 0,
        "uriWasteReduce": 0,
        "alignment": TA_LEFT,
        **more,
    }
    return ParagraphStyle(name, **settings)


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Every style by name; made once, after the fonts are there."""
    aside = WIDTH - MEASURE
    strong = {"fontName": fonts.STRONG}
    made = [
        _style("h1", 21, 25, spaceAfter=1, **strong),
        _style("h2", 12.5, 16, spaceBefore=15, spaceAfter=4, textColor=ACCENT, **strong),
        _style("h3", 10, 14, spaceBefore=8, spaceAfter=2, rightIndent=aside, **strong),
        _style("lead", 11.5, 16, spaceAfter=9, **strong),
        _style("body", 10, 14.2, spaceAfter=4, rightIndent=aside),
        _style("line", 10, 14.2, spaceBefore=5, spaceAfter=4, rightIndent=aside),
        _style("bullet", 10, 14.2, spaceAfter=2.5, leftIndent=11, bulletIndent=1, rightIndent=aside),
        _style("quote", 10, 14.2, spaceAfter=4, leftIndent=11, rightIndent=aside, fontName=fonts.ITALIC),
        _style("small", 8.2, 11, spaceBefore=3, spaceAfter=2, textColor=MUTED, rightIndent=aside),
        _style("cell", 9, 12.2, spaceAfter=1.5),
        _style("cell-right", 9, 12.2, spaceAfter=1.5, alignment=TA_RIGHT),
        _style("cell-bullet", 9, 12.2, spaceAfter=1.5, leftIndent=8, bulletIndent=0),
        _style("head", 8.2, 10.6, textColor=MUTED, **strong),
        _style("head-right", 8.2, 10.6, textColor=MUTED, alignment=TA_RIGHT, **strong),
        _style("label", 8.6, 12.2, textColor=MUTED),
        _style("value", 9.2, 12.2),
        _style("card", 10.5, 14, **strong),
        _style("signature", 17, 21, fontName=fonts.ITALIC),
        _style("signature-long", 11, 14, fontName=fonts.ITALIC),
        _style("aside", 8.8, 12, textColor=ACCENT, spaceAfter=2, **strong),
        _style("furniture", 7.8, 10, textColor=MUTED),
        _style("status", 7.8, 10, textColor=ACCENT, alignment=TA_RIGHT, **strong),
        _style("furniture-right", 7.8, 10, textColor=MUTED, alignment=TA_RIGHT),
    ]
    return {style.name: style for style in made}
