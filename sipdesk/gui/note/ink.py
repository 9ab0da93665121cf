"""Room to sign in: the line follows pen, finger or mouse, and is the one that will be printed.

A point is kept as it came, with the pressure of a pen. What is drawn lives in this widget alone, until it is cleared.
"""

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sipdesk.domain.ink import LOOSE, THICK, THIN, Ink, Piece, Point, Stroke, smooth
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme

_HIGH, _HIGHEST = 112, 168
_ON_SCREEN = 2.0
"""Pixels on the screen for a point on paper: the room is about twice as wide as the signature is printed."""
_NEAREST = 1.0
"""A point nearer than this to the last one says nothing new."""
_EVEN = 0.5
"""The pressure of what knows none: a mouse, a finger, some pens."""
_MOST_POINTS, _MOST_STROKES = 20_000, 500


def draw_line(painter: QPainter, pieces: Iterable[Piece], colour: QColor, width: float = _ON_SCREEN) -> None:
    """Parts of a line, each as thick as the pen pressed there. `width`: units of the painter for a point on paper."""
    for piece in pieces:
        path = QPainterPath(QPointF(*piece.start))
        path.quadTo(QPointF(*piece.control), QPointF(*piece.end))
        pen = QPen(colour, (THIN + (THICK - THIN) * piece.pressure) * width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)


class InkPad(QWidget):
    """Strokes as they are drawn. Backspace takes the last one back, Delete all of them."""

    changed = Signal()
    _TOUCHES: ClassVar = {
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel
    }  # fmt: skip

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._down = False
        self._finger = -1
        self._drawn = 0
        self._picture = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._again)

    # -- what is held --------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Nothing was drawn."""
        return not self._strokes

    def ink(self) -> Ink:
        """What was drawn."""
        return Ink(strokes=[list(stroke) for stroke in self._strokes])

    def undo(self) -> None:
        """Without the last stroke."""
        if self._strokes:
            self._down = False
            self._strokes.pop()
            self._again()
            self.changed.emit()

    def clear(self) -> None:
        """Without any: neither points nor picture stay."""
        self._down = False
        self._strokes.clear()
        self._again()
        self.changed.emit()

    # -- drawing -------------------------------------------------------------------------------------------------

    def _begin(self, at: QPointF, pressure: float) -> None:
        if len(self._strokes) < _MOST_STROKES:
            self._down, self._drawn = True, 0
            self._strokes.append([self._point(at, pressure)])
            self.update()
            self.changed.emit()

    def _go_on(self, at: QPointF, pressure: float) -> None:
        if not self._down:
            return
        stroke, point = self._strokes[-1], self._point(at, pressure)
        last = stroke[-1]
        far = abs(point.x - last.x) + abs(point.y - last.y) >= _NEAREST
        if far and sum(map(len, self._strokes)) < _MOST_POINTS:
            stroke.append(point)
            self._settle(len(stroke) - LOOSE)
            self.update()

    def _end(self) -> None:
        if self._down:
            self._down = False
            self._settle(len(self._strokes[-1]))
            self.update()
            self.changed.emit()

    def _point(self, at: QPointF, pressure: float) -> Point:
        """Within the room: what leaves it would not be seen."""
        x, y = max(0.0, min(at.x(), self.width())), max(0.0, min(at.y(), self.height()))
        return Point(x=x, y=y, pressure=max(0.0, min(pressure, 1.0)))

    def _settle(self, upto: int) -> None:
        """Put into the picture what no later point can change."""
        if upto > self._drawn and not self._picture.isNull():
            pieces = list(smooth(self._strokes[-1], self._drawn))[: upto - self._drawn]
            painter = self._painter(self._picture)
            draw_line(painter, pieces, self._theme.colour("text"))
            painter.end()
            self._drawn = upto

    def _again(self) -> None:
        """The picture anew: another size, another palette, another screen, a stroke less."""
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        if not self._picture.isNull():
            painter = self._painter(self._picture)
            for stroke in self._strokes:
                draw_line(painter, smooth(stroke), self._theme.colour("text"))
            painter.end()
        self._drawn = len(self._strokes[-1]) if self._strokes else 0
        self.updateGeometry()
        self.update()

    def _painter(self, on: "QPixmap | QWidget") -> QPainter:
        painter = QPainter(on)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The room with its line to sign on, what was drawn, and what is still moving."""
        if self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._again()
        rule, painter = self._theme.palette.rule, self._painter(self)
        room = QRectF(self.rect()).adjusted(rule / 2, rule / 2, -rule / 2, -rule / 2)
        painter.setPen(QPen(self._theme.colour("edge"), rule))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(room, tokens.RADIUS, tokens.RADIUS)
        foot = round(self.height() * 0.76)
        painter.setPen(QPen(self._theme.colour("line"), rule))
        painter.drawLine(tokens.S4, foot, self.width() - tokens.S4, foot)
        if self.empty:
            painter.setPen(self._theme.colour("muted"))
            painter.setFont(self._theme.font(tokens.LABEL))
            within = self.rect().adjusted(tokens.S4, 0, -tokens.S4, foot - self.height() - tokens.S1)
            where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(within, int(where), "Sign here with pen, finger or mouse")
        painter.drawPixmap(0, 0, self._picture)
        if self._down:
            draw_line(painter, smooth(self._strokes[-1], self._drawn), self._theme.colour("text"))
        painter.end()

    def sizeHint(self) -> QSize:
        """Wide enough for a name, as high as the text allows."""
        return QSize(tokens.S6 * 6, min(self._theme.px(_HIGH), _HIGHEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room for the same line."""
        super().resizeEvent(event)
        self._again()

    # -- mouse, pen, finger, keys --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), _EVEN)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position(), _EVEN)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick strokes are two strokes."""
        self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen, with its pressure. Accepted, or the same stroke would come once more as a mouse's."""
        event.accept()
        knows = event.pointingDevice().capabilities() & QInputDevice.Capability.Pressure
        pressure = event.pressure() if knows else _EVEN
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._begin(event.position(), pressure)
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position(), pressure)
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()

    def event(self, event: QEvent) -> bool:
        """A finger: the first one that touches, until it is lifted; a palm beside it draws nothing. And its own keys, of
        which Backspace would else lead back to another page on some systems."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _takes_back(event):
            event.accept()
            return True
        if isinstance(event, QTouchEvent) and event.type() in self._TOUCHES:
            event.accept()
            self._touched(event)
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._finger = -1
            self._end()
        for point in event.points():
            state, at = point.state(), point.position()
            if state == QEventPoint.State.Pressed and self._finger < 0 and not self._down:
                self._finger = point.id()
                self._begin(at, _EVEN)
            elif point.id() == self._finger and state == QEventPoint.State.Updated:
                self._go_on(at, _EVEN)
            elif point.id() == self._finger and state == QEventPoint.State.Released:
                self._finger = -1
                self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Back by a stroke, or to nothing."""
        if not _takes_back(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            self.undo()


def _takes_back(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}


class InkShown(QWidget):
    """A signature that was given, small."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ink = Ink()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def put(self, ink: Ink) -> None:
        """Another one; an empty one shows nothing."""
        self._ink = ink
        self.setVisible(bool(ink.strokes))
        self.update()

    def sizeHint(self) -> QSize:
        """One and a half lines."""
        return QSize(tokens.S6, min(self._theme.px(tokens.ROW), 2 * tokens.ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fitted into the room, from its left, never larger than it was drawn."""
        points = [QPointF(p.x, p.y) for stroke in self._ink.strokes for p in stroke]
        if not points:
            return
        xs, ys = [p.x() for p in points], [p.y() for p in points]
        wide, high = max(xs) - min(xs) or 1, max(ys) - min(ys) or 1
        pad = THICK * _ON_SCREEN / 2
        scale = min((self.width() - 2 * pad) / wide, (self.height() - 2 * pad) / high, 1.0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(pad, (self.height() - high * scale) / 2)
        painter.scale(scale, scale)
        painter.translate(-min(xs), -min(ys))
        for stroke in self._ink.strokes:
            draw_line(painter, smooth(stroke), self._theme.colour("text"))
        painter.end()
