"""A button that opens a list of choices and says which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme


class Choice(QPushButton):
    """`Sort: School`. The choice itself is the value that comes with each text."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._group = QActionGroup(self)
        self.setMenu(self._menu)
        self._group.triggered.connect(self._triggered)
        theme.changed.connect(self._dress)
        self.setAutoDefault(False)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        self._dress()

    def offer(self, choices: Sequence[tuple[str, object]], now: object) -> None:
        """Other choices, one of them chosen."""
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        for text, value in choices:
            action = self._menu.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            self._group.addAction(action)
        self.set(now)

    def set(self, value: object) -> None:
        """Say that a value is chosen."""
        for action in self._group.actions():
            if action.data() == value:
                action.setChecked(True)
                self.setText(f"{self._name}: {action.text()}")
                self.setAccessibleName(self.text())

    def _triggered(self, action: QAction) -> None:
        self.set(action.data())
        self.chosen.emit(action.data())

    def _dress(self) -> None:
        self.setIcon(self._theme.icon("chevron-down", "muted"))
        side = self._theme.px(tokens.ICON - 2)
        self.setIconSize(QSize(side, side))
