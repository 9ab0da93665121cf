"""What a signature looks like: the ink as lines, or the name as typed, and below it what was signed and when."""

from io import BytesIO
from typing import Any

from reportlab.lib.units import mm

from sipdesk.domain.ink import THICK, THIN, Ink, Point, Stroke, smooth
from sipdesk.notes import fonts, styles
from sipdesk.notes.layout import ONE_AT_A_TIME
from sipdesk.notes.page import NoteCanvas
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import Element, Marks

_PAD = 2.0


class _Nobody(Marks):
    """A field is one thing to those who hear the note; nothing within it has a place of its own."""

    def begin(self, element: Element | None) -> str:
        return "/Span BMC"


class _Face:
    """A page without strip and foot."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.margin = None

    def draw(self, *_given: object) -> None:
        """Nothing."""


def stamp(ink: Ink, line: str, width: float, height: float) -> bytes:
    """A PDF of one page, as large as the field: the signature, below it `line` in small print."""
    with ONE_AT_A_TIME:
        fonts.ready()
        try:
            out = BytesIO()
            face: Any = _Face()
            canvas = NoteCanvas(out, pagesize=(width, height), pageCompression=1, invariant=1, furniture=face)
            canvas.marks = _Nobody(0)
            low = _small_print(canvas, line, width)
            # A pad all around, or half of a line's thickness would be cut off at the edge of the field.
            room = (_PAD, low + _PAD, width - 2 * _PAD, height - low - 2 * _PAD)
            if ink.strokes:
                _strokes(canvas, ink.strokes, room)
            else:
                _typed(canvas, ink.typed, room)
            canvas.showPage()
            canvas.save()
        finally:
            fonts.forget()
    return out.getvalue()


def _small_print(canvas: Any, line: str, width: float) -> float:
    """Drawn at the foot; gives the height taken."""
    paragraph = Setter().paragraph(line, "furniture")
    _, taken = paragraph.wrapOn(canvas, width, 100)
    paragraph.drawOn(canvas, 0, 1)
    return float(taken) + 1


def _typed(canvas: Any, name: str, room: tuple[float, float, float, float]) -> None:
    left, low, width, height = room
    for style in ("signature", "signature-long"):
        paragraph = Setter().paragraph(name, style)
        _, taken = paragraph.wrapOn(canvas, width, 200)
        if taken <= height:
            break
    paragraph.drawOn(canvas, left, low + max(0.0, (height - taken) / 2))


def _strokes(canvas: Any, strokes: list[Stroke], room: tuple[float, float, float, float]) -> None:
    """The strokes fitted into the room, never enlarged beyond what a pen leaves."""
    left, low, width, height = room
    points = [point for stroke in strokes for point in stroke]
    x0, x1 = min(p.x for p in points), max(p.x for p in points)
    y0, y1 = min(p.y for p in points), max(p.y for p in points)
    scale = min(width / max(x1 - x0, 1e-6), height / max(y1 - y0, 1e-6), 45 * mm / max(x1 - x0, y1 - y0, 1e-6))
    canvas._code.append("/Span BMC")  # noqa: SLF001 - marked content has no method of its own
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeColor(styles.INK)

    def placed(point: Point) -> Point:
        return Point(x=left + (point.x - x0) * scale, y=low + (y1 - point.y) * scale, pressure=point.pressure)

    for stroke in strokes:
        _stroke(canvas, [placed(point) for point in stroke])
    canvas._code.append("EMC")  # noqa: SLF001


def _stroke(canvas: Any, points: Stroke) -> None:
    """One stroke as it ran over the screen, each piece as thick as the pen pressed there."""
    for piece in smooth(points):
        one, other = piece.cubic
        canvas.setLineWidth(THIN + (THICK - THIN) * piece.pressure)
        canvas.bezier(*piece.start, *one, *other, *piece.end)
