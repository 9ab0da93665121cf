"""A button that opens a list of choices and says which one is chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme


def emptied(menu: QMenu) -> QMenu:
    """A menu to fill anew. Its old actions stay alive behind it, as in `Choice.offer` and for the same reason."""
    for action in menu.actions():
        menu.removeAction(action)
    return menu


class Choice(QPushButton):
    """`Sort: School`. The choice itself is the value that comes with each text."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, about: str = "") -> None:
        """`about`: what tells it from others of the same name on a page, for who hears them one by one."""
        super().__init__()
        self._theme = theme
        self._name = name
        self._about = about
        self._values: list[Any] = []
        self._actions: list[QAction] = []
        self.value: Any = None
        """What is chosen now."""
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
        self._values = [value for _, value in choices]
        while len(self._actions) < len(choices):
            self._actions.append(self._another())
        for action, (text, _) in zip(self._actions, choices, strict=False):
            action.setText(text)
            action.setVisible(True)
        # Never deleted while the menu lives: Qt's accessibility tree keeps pointing at an action that has gone, and the
        # next look of a screen reader would end the program.
        for spare in self._actions[len(choices) :]:
            spare.setVisible(False)
        self.set(now)

    def _another(self) -> QAction:
        action = self._menu.addAction("")
        action.setCheckable(True)
        action.setData(len(self._actions))  # not the value: Qt would hand back its own idea of it
        self._group.addAction(action)
        return action

    def set(self, value: object) -> None:
        """Say that a value is chosen."""
        self.value = value
        for action, offered in zip(self._actions, self._values, strict=False):
            if offered == value:
                action.setChecked(True)
                self.setText(f"{self._name}: {action.text()}")
                self.setAccessibleName(f"{self._about}, {self.text()}" if self._about else self.text())

    def _triggered(self, action: QAction) -> None:
        self.set(self._values[action.data()])
        self.chosen.emit(self.value)

    def _dress(self) -> None:
        self.setIcon(self._theme.icon("chevron-down", "muted"))
        side = self._theme.px(tokens.ICON - 2)
        self.setIconSize(QSize(side, side))
