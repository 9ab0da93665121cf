"""The mark of a state, as large as a letter."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui.theme import Theme


class StateMark(QWidget):
    """Shown beside the state's word, never alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sign = marks.SIGNS[""]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, sign: marks.Sign) -> None:
        """Another state."""
        self._sign = sign
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._theme.px(14), self._theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark."""
        colours = (self._theme.colour(self._sign.tone), self._theme.colour("bg"))
        marks.draw(QPainter(self), QRectF(self.rect()), self._sign.mark, colours)


def headed(mark: StateMark, title: QLabel, line: QLabel) -> QGridLayout:
    """A step of a note's way: its mark, its title, and below the title a line."""
    row = QGridLayout()
    row.setHorizontalSpacing(tokens.S2)
    row.setVerticalSpacing(tokens.S1)
    row.setColumnStretch(1, 1)
    row.addWidget(mark, 0, 0)
    row.addWidget(title, 0, 1)
    row.addWidget(line, 1, 1)
    return row
