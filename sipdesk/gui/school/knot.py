"""One card of the golden thread: what a visit did about a focus. Pressing it opens the visit at that very question."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import tip
from sipdesk.services.threads import Knot

_LINES = 3


class KnotCard(QAbstractButton):
    """Label above, words below: three lines of them, all of them in the tooltip and to the ear."""

    def __init__(self, theme: Theme, knot: Knot, where: str, about: str) -> None:
        super().__init__()
        self.knot = knot
        self._theme = theme
        words = ". ".join(filter(None, (knot.lead, knot.text)))
        told = (
            f"{where}, {knot.label.lower()}: {words}"
            if not about
            else f"{where}, {knot.label.lower()} of {about}: {words}"
        )
        self.setAccessibleName(told)
        self.setToolTip(tip(words))
        self.setEnabled(bool(knot.visit))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if knot.visit else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor if knot.visit else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the thread's, which knows where each card stands."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for its lines."""
        label = QFontMetrics(self._theme.font(tokens.LABEL)).height()
        body = QFontMetrics(self._theme.font()).lineSpacing()
        return QSize(self._theme.px(200), 2 * tokens.S3 + label + tokens.S1 + _LINES * body)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow, never lower."""
        return QSize(self._theme.px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card."""
        theme, rule = self._theme, self._theme.palette.rule
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.colour("accent" if self.underMouse() and self.isEnabled() else "line")
        painter.setPen(QPen(edge, rule))
        painter.setBrush(theme.colour("soft" if self.isDown() else "surface"))
        half = rule / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), tokens.RADIUS, tokens.RADIUS)
        inside = self.rect().adjusted(tokens.S4, tokens.S3, -tokens.S4, -tokens.S3)
        small = theme.font(tokens.LABEL)
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        height = QFontMetrics(small).height()
        painter.drawText(inside.left(), inside.top() + QFontMetrics(small).ascent(), self.knot.label)
        # The judgement in its colour, what was found in ink: a page of coloured prose shouts.
        painter.setPen(theme.colour("text" if self.knot.lead else self.knot.tone))
        self._draw_words(painter, QRectF(inside.adjusted(0, height + tokens.S1, 0, 0)))

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        """As many whole lines as fit; the last one ends in an ellipsis where there are more."""
        knot, theme = self.knot, self._theme
        lead = f"{knot.lead}. " if knot.lead else ""
        strong = len(lead) or (len(knot.text) if knot.label.startswith("Focus") else 0)
        text = lead + knot.text
        layout = QTextLayout(text, theme.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        bold = QTextCharFormat()
        bold.setFontWeight(tokens.SEMIBOLD)
        if lead:
            bold.setForeground(theme.colour(knot.tone))
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = 0, strong, bold
        layout.setFormats([piece])
        step = QFontMetrics(theme.font()).lineSpacing()
        layout.beginLayout()
        y, number = room.top(), 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            number += 1
            if number == _LINES and line.textStart() + line.textLength() < len(text):
                font = theme.font(strong=line.textStart() < strong)
                rest = text[line.textStart() :]
                painter.setFont(font)
                shown = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(QPointF(room.left(), y + QFontMetrics(font).ascent()), shown)
                break
            line.draw(painter, QPointF(room.left(), y - line.y()))
            y += step
        layout.endLayout()
