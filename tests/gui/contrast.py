"""How far words stand out from their ground: by the tokens, and as they are really painted."""

from collections import Counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

LEAST = 4.5
_SLACK = 0.05
"""Anti-aliasing leaves thin strokes a little short of their colour."""


def _light(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    brighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _painted(picture: QImage) -> float:
    """The contrast of the commonest colour, the ground, with the colour that is furthest from it: the strokes' own."""
    if picture.isNull():
        return 21.0
    points = picture.convertToFormat(QImage.Format.Format_ARGB32)  # four bytes each, and no gap between the lines
    colours = Counter(memoryview(points.constBits()).cast("I"))
    ground, *others = (f"#{point & 0xFFFFFF:06x}" for point, _ in colours.most_common())
    return max((contrast(ground, colour) for colour in others), default=1.0)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def faint(window: QWidget) -> list[str]:
    """Words on the screen that stand out too little. What cannot be used now may be faint, as WCAG has it."""
    screen = window.grab().toImage()
    ratio = screen.devicePixelRatio()
    found = []
    for widget in window.findChildren(QWidget):
        words = _words(widget)
        if not words.strip() or not widget.isVisible() or not widget.isEnabled():
            continue
        seen = widget.visibleRegion().boundingRect()
        if seen.width() < 8 or seen.height() < 8:
            continue
        inside = seen.adjusted(3, 3, -3, -3) if isinstance(widget, QAbstractButton | QLineEdit) else seen
        place = QRect(widget.mapTo(window, QPoint(0, 0)) + inside.topLeft(), inside.size())
        part = screen.copy(QRect(place.topLeft() * ratio, place.size() * ratio))
        told = _painted(part)
        if told < LEAST - _SLACK:
            found.append(f"{type(widget).__name__} “{words[:40]}” has a contrast of {told:.1f}")
    return found
