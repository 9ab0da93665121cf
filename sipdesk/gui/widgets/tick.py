"""Boxes to tick and dots to choose by, drawn by us: the style's own outline is too faint to see on our grounds."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QRadioButton

from sipdesk.gui import tokens

_SIDE = 1.2
"""The mark's side, in heights of the letters' body."""
_GROUND = QPalette.ColorRole.AlternateBase
"""The fill of an empty mark. The window's style sheet turns Base into its own ground, and leaves this one alone."""


def _geometry(button: QAbstractButton) -> QRectF:
    side = round(button.fontMetrics().ascent() * _SIDE)
    return QRectF(1.5, (button.height() - side) / 2 + 0.5, side, side)


def _hint(button: QAbstractButton) -> QSize:
    metrics = button.fontMetrics()
    box = round(metrics.ascent() * _SIDE)
    wide = box + tokens.S2 + metrics.horizontalAdvance(button.text().replace("&&", "&")) + tokens.S2
    return QSize(wide, max(tokens.TARGET, metrics.height() + tokens.S1))


def _start(button: QAbstractButton) -> tuple[QPainter, QRectF]:
    painter, palette, role = QPainter(button), button.window().palette(), QPalette.ColorRole
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = _geometry(button)
    live = button.isEnabled()
    tone = palette.color(role.Accent) if button.isChecked() and live else palette.color(role.Mid)
    painter.setPen(QPen(tone, 1.5))
    words = QRectF(button.rect()).adjusted(box.right() + tokens.S2, 0, 0, 0)
    painter.save()
    painter.setPen(palette.color(role.WindowText if live else role.PlaceholderText))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, button.text())
    painter.restore()
    return painter, box


class Tick(QCheckBox):
    """Yes or no."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """The mark and the words."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than can be hit."""
        return _hint(self)

    def hitButton(self, pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A box, filled and ticked when it is on."""
        painter, box = _start(self)
        palette = self.window().palette()
        on = self.isChecked()
        painter.setBrush(palette.color(QPalette.ColorRole.Accent if on else _GROUND))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            side, corner = box.width(), box.topLeft()
            points = [QPointF(0.24, 0.52), QPointF(0.43, 0.72), QPointF(0.77, 0.3)]
            painter.drawPolyline(QPolygonF([corner + point * side for point in points]))


class Dot(QRadioButton):
    """One of several."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """The mark and the words."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than can be hit."""
        return _hint(self)

    def hitButton(self, pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring, with a dot in it when it is chosen."""
        painter, box = _start(self)
        painter.setBrush(self.window().palette().color(_GROUND))
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.window().palette().color(QPalette.ColorRole.Accent))
            inset = box.width() * 0.26
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


class UnderWords(QObject):
    """Keeps a line of text below the words of a box or a dot, whatever the size of text. Lives with the box."""

    def __init__(self, mark: QAbstractButton, told: QLabel) -> None:
        super().__init__(mark)
        self._mark, self._told = mark, told
        mark.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box has another size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FontChange):
            self._told.setIndent(round(_geometry(self._mark).right()) + tokens.S2)
        return super().eventFilter(watched, event)
