"""Hands that sign: with a pen that knows how hard it presses, a finger, a mouse."""

import math
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipdesk.gui.note.ink import InkPad

_PLAIN = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton
_CAN = QInputDevice.Capability
PEN = QPointingDevice(
    "pen",
    7,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    _CAN.Position | _CAN.Pressure,
    1,
    1,
)


def path(pad: InkPad, steps: int = 40) -> list[QPointF]:
    """A wave across most of the room."""
    wide, high = pad.width(), pad.height()
    return [
        QPointF(wide * (0.1 + 0.8 * n / steps), high * (0.5 + 0.3 * math.sin(n / 3) * math.cos(n / 11)))
        for n in range(steps)
    ]


def with_pen(pad: InkPad, points: list[QPointF] | None = None) -> None:
    """One stroke that is pressed harder towards its end."""
    points = points or path(pad)
    for n, at in enumerate(points):
        _tablet(pad, QEvent.Type.TabletPress if n == 0 else QEvent.Type.TabletMove, at, n / len(points))
    _tablet(pad, QEvent.Type.TabletRelease, points[-1], 0)


def _tablet(pad: InkPad, kind: QEvent.Type, at: QPointF, pressure: float) -> None:
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else _LEFT
    place = QPointF(pad.mapToGlobal(at))
    event = QTabletEvent(kind, PEN, at, place, pressure, 0, 0, 0.0, 0.0, 0, _PLAIN, _LEFT, buttons)
    QApplication.sendEvent(pad, event)


def with_mouse(pad: InkPad, points: list[QPointF] | None = None) -> None:
    """One stroke, the button held."""
    places = [at.toPoint() for at in points or path(pad)]
    QTest.mousePress(pad, _LEFT, _PLAIN, places[0])
    for _, at in pairwise(places):
        QTest.mouseMove(pad, at)
    QTest.mouseRelease(pad, _LEFT, _PLAIN, places[-1])


def with_finger(pad: InkPad, palm: QPoint | None = None) -> None:
    """One stroke of one finger, with a palm laid down beside it if need be."""
    window = pad.window().windowHandle()
    places = [pad.mapTo(pad.window(), at.toPoint()) for at in path(pad)]
    beside = pad.mapTo(pad.window(), palm) if palm is not None else None
    touch = QTest.touchEvent(window, QTest.createTouchDevice())
    touch.press(1, places[0], window)
    touch.commit()
    for number, at in enumerate(places[1:]):
        touch.move(1, at, window)
        if beside is not None:
            (touch.move if number else touch.press)(2, beside, window)
        touch.commit()
    touch.release(1, places[-1], window)
    if beside is not None:
        touch.release(2, beside, window)
    touch.commit()
