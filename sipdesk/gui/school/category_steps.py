"""The steps of a cycle, drawn as the year is: a card each, a solid line to what is done, a dashed one to what is to come."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import tip

_LEAST = 200
"""A card is never narrower than this, in pixels of normal text; the row goes on below."""
_MOST = 4
_LINES = 2
_MARK = 14
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True)
class Drawn:
    """One step: `on` is the day it was taken, None where it is still to come."""

    id: str
    label: str
    on: dt.date | None
    source: str = ""

    @property
    def when(self) -> str:
        """The day, or that there is none."""
        return w.day(self.on) or "not yet"


class StepCard(QAbstractButton):
    """Its number and its day above, its words below. Pressing it asks for the day."""

    def __init__(self, theme: Theme, number: int, step: Drawn) -> None:
        super().__init__()
        self.step = step
        self._number = number
        self._theme = theme
        self.setAccessibleName(f"Step {number}, {step.label}: {step.when}")
        self.setAccessibleDescription(f"Source: {step.source}" if step.source else "")
        self.setToolTip(tip(" · ".join(filter(None, (step.label, step.source)))))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the cycle's, which knows where each card stands."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for its words: two lines of them, more where the card is narrow."""
        return QSize(self._theme.px(_LEAST), self.height_at(self.width() or self._theme.px(_LEAST)))

    def height_at(self, width: int) -> int:
        """How high it has to be for all its words."""
        body = QFontMetrics(self._theme.font(strong=True))
        room = max(40, width - 2 * tokens.S3)
        words = body.boundingRect(QRect(0, 0, room, 10_000), _WRAPPED, self.step.label).height()
        label = QFontMetrics(self._theme.font(tokens.LABEL)).height()
        return 2 * tokens.S3 + label + tokens.S1 + max(_LINES * body.lineSpacing(), words)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow, never lower."""
        return QSize(self._theme.px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card."""
        theme, rule = self._theme, self._theme.palette.rule
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self.underMouse() else "line"), rule)
        painter.setPen(pen)
        ground = theme.colour("soft" if self.isDown() else "surface")
        painter.setBrush(ground)
        half = rule / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), tokens.RADIUS, tokens.RADIUS)
        inside = self.rect().adjusted(tokens.S3, tokens.S3, -tokens.S3, -tokens.S3)
        small = theme.font(tokens.LABEL)
        high = QFontMetrics(small).height()
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        side = theme.px(_MARK)
        done = self.step.on is not None
        head = QRect(inside.left(), inside.top(), inside.width() - side - tokens.S1, high)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, f"{self._number} · {w.sentence(self.step.when)}")
        square = QRectF(inside.right() - side, inside.top() + (high - side) / 2, side, side)
        mark, tone = (marks.Mark.TICK, "done") if done else (marks.Mark.EMPTY, "muted")
        marks.draw(painter, square, mark, (theme.colour(tone), ground))
        painter.setFont(theme.font(strong=done))
        painter.setPen(theme.colour("text"))
        painter.drawText(inside.adjusted(0, high + tokens.S1, 0, 0), _WRAPPED, self.step.label)


class StepsView(QWidget):
    """Draws the steps. Arrows move between the cards, Enter asks for a day."""

    wanted = Signal(str)
    """The id of a step."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: list[Drawn] = []
        self._across = 0
        self.cards: list[StepCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.S5)
        self._grid.setVerticalSpacing(tokens.S3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._again)

    def put(self, steps: list[Drawn]) -> None:
        """Another cycle, or other days."""
        self._steps = steps
        self._again()

    def _again(self) -> None:
        here = next((card.step.id for card in self.cards if card.hasFocus()), "")
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [StepCard(self._theme, number, step) for number, step in enumerate(self._steps, 1)]
        for card in self.cards:
            card.clicked.connect(lambda _=False, step=card.step.id: self.wanted.emit(step))
        self._across = 0
        self._place()
        self.stand_on(here)

    def stand_on(self, step: str) -> None:
        """Put the keyboard on a step, if it is there."""
        for card in self.cards:
            if card.step.id == step:
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def across(self) -> int:
        """How many cards stand side by side."""
        return self._across

    def _place(self) -> None:
        room = (self.width() + tokens.S5) // (self._theme.px(_LEAST) + tokens.S5)
        across = max(1, min(_MOST, room, len(self.cards) or 1))
        if len(self.cards) > across > 1:  # no lonely last card: as even as it goes
            rows = -(-len(self.cards) // across)
            across = -(-len(self.cards) // rows)
        if across != self._across:
            self._across = across
            while self._grid.count():
                self._grid.takeAt(0)
            for n in range(_MOST):
                self._grid.setColumnStretch(n, 1 if n < across else 0)
            for n, card in enumerate(self.cards):
                self._grid.addWidget(card, n // across, n % across)
            for before, after in pairwise(self.cards):
                self.setTabOrder(before, after)
        self._level()
        self.updateGeometry()
        self.update()

    def _level(self) -> None:
        """All cards of a row as high as the highest."""
        wide = (self.width() - tokens.S5 * (self._across - 1)) // self._across
        for start in range(0, len(self.cards), self._across):
            row = self.cards[start : start + self._across]
            high = max(card.height_at(wide) for card in row)
            for card in row:
                if card.height() != high or card.minimumHeight() != high:
                    card.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width sets more or fewer side by side."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between the cards of a row, or down the column where there is one card to a row."""
        painter = QPainter(self)
        for one, other in pairwise(self.cards):
            done = one.step.on is not None and other.step.on is not None
            pen = QPen(self._theme.colour("accent" if done else "edge"), 2)
            if not done:
                pen.setDashPattern([3, 2])
            painter.setPen(pen)
            a, b = one.geometry(), other.geometry()
            if self._across == 1:
                painter.drawLine(a.left() + tokens.S5, a.bottom(), a.left() + tokens.S5, b.top())
            elif a.top() == b.top():
                painter.drawLine(a.right(), a.center().y(), b.left(), b.center().y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card."""
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self._across, Qt.Key.Key_Down: self._across,
        }.get(Qt.Key(event.key()))  # fmt: skip
        here = next((n for n, card in enumerate(self.cards) if card.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        if 0 <= here + step < len(self.cards):
            self.cards[here + step].setFocus(Qt.FocusReason.TabFocusReason)
