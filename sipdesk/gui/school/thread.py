"""The golden thread, drawn: a column for each visit, a row for each focus, lines between; stacked where room is short."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.school.knot import KnotCard
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label, tip
from sipdesk.services.threads import Stage, Strand

_ABREAST = 230
"""Columns narrower than this are stacked."""
_MARK = 14


class _Mark(QWidget):
    """The mark of a state."""

    def __init__(self, theme: Theme, sign: marks.Sign) -> None:
        super().__init__()
        self._theme = theme
        self._sign = sign
        self.setFixedSize(theme.px(_MARK), theme.px(_MARK))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Drawn by marks.py, as everywhere."""
        painter = QPainter(self)
        colours = (self._theme.colour(self._sign.tone), self._theme.colour("bg"))
        marks.draw(painter, QRectF(self.rect()), self._sign.mark, colours)


class StageHead(QWidget):
    """The term, its date, and where its visit stands."""

    def __init__(self, theme: Theme, stage: Stage) -> None:
        super().__init__()
        if stage.date:
            when = f"{stage.date.day} {stage.date:%B}"
        else:
            when = f"by {stage.due.day} {stage.due:%B}" if stage.due else ""
        sign = marks.SIGNS[stage.state.value if stage.state else ""]
        self.setAccessibleName(f"{stage.title}, {when}: {sign.word.lower()}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.S2)
        row.addWidget(label(w.sentence(stage.term.value), "section"))
        row.addWidget(label(when, "muted"))
        row.addStretch(1)
        row.addWidget(_Mark(theme, sign))
        row.addWidget(label(sign.word, "muted"))
        self.setToolTip(stage.title)


class ThreadView(QWidget):
    """Draws strands. Arrows move between the cards, Enter opens the visit."""

    opened = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stages: list[Stage] = []
        self._strands: list[Strand] = []
        self.cards: list[list[KnotCard]] = []
        self._heads: list[StageHead] = []
        self._stacked: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.S5)
        self._grid.setVerticalSpacing(tokens.S3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._again)

    def put(self, stages: list[Stage], strands: list[Strand]) -> None:
        """Another year."""
        self._stages, self._strands = stages, strands
        self._again()

    def _again(self) -> None:
        for widget in (*self._heads, *(card for row in self.cards for card in row)):
            widget.hide()
            widget.deleteLater()
        theme = self._theme
        self._heads = [StageHead(theme, stage) for stage in self._stages]
        self.cards = []
        for strand in self._strands:
            row = []
            for stage, knot in zip(self._stages, strand.knots, strict=True):
                first = knot.label.startswith("Focus")
                card = KnotCard(theme, knot, w.sentence(stage.term.value), "" if first else strand.title)
                if first and strand.rewordings:
                    card.setToolTip(tip("\n".join((knot.text, *strand.rewordings))))
                    card.setAccessibleDescription(" ".join(strand.rewordings))
                card.clicked.connect(
                    lambda _=False, shown=card: self.opened.emit(shown.knot.visit, shown.knot.question)
                )
                row.append(card)
            self.cards.append(row)
        self._stacked = None
        self._place()

    @property
    def stacked(self) -> bool:
        """Whether the cards of a focus stand below one another."""
        return bool(self._stacked)

    def _place(self) -> None:
        count = max(1, len(self._stages))
        stacked = self.width() < count * self._theme.px(_ABREAST) + (count - 1) * tokens.S5
        if stacked == self._stacked:
            return
        self._stacked = stacked
        while self._grid.count():
            self._grid.takeAt(0)
        for n in range(count):
            self._grid.setColumnStretch(n, 0 if stacked and n else 1)
        for n, head in enumerate(self._heads):
            self._grid.addWidget(head, n if stacked else 0, 0 if stacked else n)
        row = len(self._heads) if stacked else 1
        for cards in self.cards:
            for n, card in enumerate(cards):
                self._grid.addWidget(card, row, 0 if stacked else n)
                row += 1 if stacked else 0
            row += 0 if stacked else 1
        before: QWidget | None = None
        for card in (card for cards in self.cards for card in cards):
            if before is not None:
                self.setTabOrder(before, card)
            before = card
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may stack the cards or set them side by side."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines: solid to what was looked at, dashed to what is still to come."""
        painter = QPainter(self)
        for cards in self.cards:
            for one, other in pairwise(cards):
                written = other.knot.written and one.knot.written
                pen = QPen(self._theme.colour("accent" if written else "edge"), 2)
                if not written:
                    pen.setDashPattern([3, 2])
                painter.setPen(pen)
                painter.drawLine(*self._between(one, other))

    def _between(self, one: KnotCard, other: KnotCard) -> tuple[QPoint, QPoint]:
        if self._stacked:
            x = one.geometry().left() + tokens.S5
            return QPoint(x, one.geometry().bottom()), QPoint(x, other.geometry().top())
        y = one.geometry().center().y()
        return QPoint(one.geometry().right(), y), QPoint(other.geometry().left(), y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card."""
        step = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }.get(Qt.Key(event.key()))  # fmt: skip
        here = next(((y, x) for y, row in enumerate(self.cards) for x, card in enumerate(row) if card.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        y, x = here[0] + step[0], here[1] + step[1]
        if 0 <= y < len(self.cards) and 0 <= x < len(self.cards[y]) and self.cards[y][x].isEnabled():
            self.cards[y][x].setFocus(Qt.FocusReason.TabFocusReason)
