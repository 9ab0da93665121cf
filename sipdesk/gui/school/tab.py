"""What every tab of a school's page is: it asks for what it shows when it is looked at, and shows only the newest answer."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, label, say
from sipdesk.gui.widgets.table import Table

T = TypeVar("T")


class Tab(QWidget):
    """One tab. `word` stands on it."""

    visit_opened = Signal(str, str)
    """A visit, and the question to go to in it (or nothing)."""
    note_opened = Signal(str)
    brief_opened = Signal(str)
    said = Signal(str)
    changed = Signal()
    """Something that other tabs or the heading show has changed."""

    word = "Tab"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self.urn = ""
        self._asked: Ask | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._refit)
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self.empty = label(role="muted", wrap=True)
        self.empty.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, tokens.S2, 0, 0)
        self.column.setSpacing(tokens.S3)
        self.column.addWidget(self.error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width changes which tables have to scroll sideways, once the layout has settled."""
        super().resizeEvent(event)
        self._settling.start()

    def _refit(self) -> None:
        for table in self.findChildren(Table):
            if table.isVisible():
                table.refit()

    def load(self, urn: str) -> None:
        """Another school, or the same again."""
        if urn != self.urn:
            self.clear()
        self.urn = urn
        self.read()

    def read(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def clear(self) -> None:
        """Nothing of the last school stays while the next is asked for."""

    def arrive(self) -> None:
        """Put the keyboard where the work is."""

    def ask(self, call: Callable[[Services], T], then: Callable[[T], None]) -> None:
        """Ask for something to show; an earlier question is no longer waited for."""
        if self._asked is not None:
            self._asked.drop()
        say(self.error, "")
        self._asked = self.desk.ask(call, then, self.failed)

    def do(self, call: Callable[[Services], T], then: Callable[[T], None]) -> None:
        """Have something done; what is shown goes on being waited for."""
        say(self.error, "")
        self.desk.ask(call, then, self.failed)

    def failed(self, sentence: str) -> None:
        """Say what went wrong."""
        say(self.error, sentence)
        announce(self, sentence)
