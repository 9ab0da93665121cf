"""A part of a column that is as high as what it holds, and scrolls where there is less room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme


class Snug(QScrollArea):
    """`column` is where to put things."""

    def __init__(self, theme: Theme, least: int) -> None:
        super().__init__()
        self._theme = theme
        self._least = least
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, tokens.S2, 0)  # away from the scroll bar
        self.setWidgetResizable(True)
        self.setWidget(self._inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inside.installEventFilter(self)

    def _content(self) -> int:
        width = self.viewport().width()
        high = self.column.heightForWidth(width) if self.column.hasHeightForWidth() else -1
        return max(high, self.column.minimumSize().height()) if high >= 0 else self.column.sizeHint().height()

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(self._inside.minimumSizeHint().width(), self._content())

    def minimumSizeHint(self) -> QSize:
        """A few lines of it."""
        return QSize(0, min(self._content(), self._theme.px(self._least)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
