"""The marks for a visit's state, each with its word: an empty ring, half, full, a tick. Never the colour alone."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


class Mark(Enum):
    """A shape."""

    EMPTY = auto()
    HALF = auto()
    FULL = auto()
    TICK = auto()
    PAUSED = auto()
    OFF = auto()


@dataclass(frozen=True)
class Sign:
    """How a state is shown: its word, its shape, the token of its colour, and where it stands in order."""

    word: str
    mark: Mark
    tone: str
    order: int


# By the state's own word, so that this file needs no model; "" is a visit nobody has opened.
SIGNS = {
    "": Sign("Not begun", Mark.EMPTY, "muted", 0),
    "planned": Sign("Planned", Mark.EMPTY, "muted", 2),
    "writing": Sign("Writing", Mark.HALF, "part", 3),
    "review": Sign("In review", Mark.HALF, "part", 4),
    "with head": Sign("With head", Mark.FULL, "part", 5),
    "checked": Sign("Checked", Mark.FULL, "done", 6),
    "signed": Sign("Signed", Mark.FULL, "done", 7),
    "issued": Sign("Issued", Mark.TICK, "done", 8),
    "postponed": Sign("Postponed", Mark.PAUSED, "muted", 1),
    "cancelled": Sign("Cancelled", Mark.OFF, "muted", 9),
}


def draw(painter: QPainter, rect: QRectF, mark: Mark, colours: tuple[QColor, QColor]) -> None:
    """Draw a mark into a square. `colours`: the mark's own, and what it stands on (for the tick)."""
    colour, ground = colours
    width = max(1.5, rect.width() / 8)
    ring = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(colour if mark in {Mark.FULL, Mark.TICK} else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    _INSIDE.get(mark, _nothing)(painter, ring, colour, ground)
    painter.restore()


def _nothing(_painter: QPainter, _ring: QRectF, _colour: QColor, _ground: QColor) -> None:
    """The ring says it all."""


def _half(painter: QPainter, ring: QRectF, colour: QColor, _ground: QColor) -> None:
    painter.setBrush(colour)
    painter.drawChord(ring, -90 * 16, 180 * 16)


def _tick(painter: QPainter, ring: QRectF, _colour: QColor, ground: QColor) -> None:
    painter.setPen(QPen(ground, ring.width() / 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))  # fmt: skip
    points = [(0.27, 0.53), (0.44, 0.69), (0.73, 0.34)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([_at(ring, x, y) for x, y in points]))


def _paused(painter: QPainter, ring: QRectF, _colour: QColor, _ground: QColor) -> None:
    for x in (0.39, 0.61):
        painter.drawLine(_at(ring, x, 0.32), _at(ring, x, 0.68))


def _off(painter: QPainter, ring: QRectF, _colour: QColor, _ground: QColor) -> None:
    painter.drawLine(_at(ring, 0.17, 0.17), _at(ring, 0.83, 0.83))


def _at(ring: QRectF, x: float, y: float) -> QPointF:
    return QPointF(ring.left() + ring.width() * x, ring.top() + ring.height() * y)


_INSIDE = {Mark.HALF: _half, Mark.TICK: _tick, Mark.PAUSED: _paused, Mark.OFF: _off}
