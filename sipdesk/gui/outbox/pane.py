"""One tab of the outbox: a list, what the row one stands on has to say, and what can be done about it."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sipdesk.domain.outbox import OutboxView
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Column
from sipdesk.gui.widgets.table import Table

_LEAST = 7
"""The page scrolls rather than show fewer rows than this at a time."""


def flowing(*widgets: QWidget) -> Flow:
    """Controls in a row, from the left."""
    made = Flow()
    for widget in widgets:
        made.addWidget(widget)
    return made


class Pane(QWidget):
    """A table, its empty state, and a card on the row one stands on."""

    note_opened = Signal(str)
    """The note of a visit."""
    school_opened = Signal(str)
    word = ""

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self.today = dt.date.min
        self.view = OutboxView(enrolled=False)
        self.empty = label(role="muted", wrap=True)
        self.table = Table(theme, name, columns, lambda row: row.id)
        self.table.least = _LEAST
        self.title = label("", "strong", wrap=True)
        self.words = label("", wrap=True)
        self.more = label("", "muted", wrap=True)
        self.card = frame("card")
        self.keys = hint("Enter goes to what can be done · Ctrl+F filters · Ctrl+Tab to the next list")
        self._nothing = ""
        self.tools = Flow()
        self.buttons: list[QPushButton] = []
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S2)
        for widget in (self.title, self.words, self.more):
            inside.addWidget(widget)
        inside.addLayout(self.tools)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.S3)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 100)
        self.column.addWidget(self.card)
        self.column.addWidget(self.keys)
        self.column.addStretch(1)
        self.table.moved.connect(self._explain)
        self.table.opened.connect(lambda _key: self.to_card())

    def can(self, text: str, call: Callable[[], None], name: str = "") -> QPushButton:
        """Something that may be done with the row one stands on; shown only where it can be."""
        made = button(text, name=name)
        made.clicked.connect(call)
        self.buttons.append(made)
        self.tools.addWidget(made)
        return made

    @property
    def row(self) -> Any:
        """What one stands on; None on nothing."""
        return self.table.rows.row_at(self.table.rows.find(self.table.key))

    def put(self, rows: Sequence[Any], empty: str) -> None:
        """Other rows; `empty` is said where there are none."""
        self._nothing = empty
        self.table.put(rows)
        self._settle()

    def filter(self, text: str) -> None:
        """Only rows that hold every word."""
        self.table.filter(text)
        self._settle()

    @property
    def long(self) -> bool:
        """Whether it holds more than can be seen at a time."""
        return self.table.rows.total > _LEAST

    def _settle(self) -> None:
        """The list and the card of the row one stands on; else why there is nothing."""
        there, total = bool(self.table.rows.shown), self.table.rows.total
        hidden = f"Nothing here fits the filter. Clear it to see all {total}." if total else self._nothing
        say(self.empty, "" if there else hidden)
        self.table.setVisible(there)
        self.card.setVisible(there)
        self.keys.setVisible(there)
        self._explain(self.table.key)

    def _explain(self, _key: str) -> None:
        if self.row is not None:
            self.explain(self.row)

    def show_view(self, view: OutboxView) -> None:
        """As the desk has it."""
        raise NotImplementedError

    def explain(self, row: Any) -> None:
        """Say what there is to say of a row."""
        raise NotImplementedError

    def clear(self) -> None:
        """Nothing of the last desk or state."""
        self.put([], "")

    def to_card(self) -> None:
        """On the first thing that can be done with the row."""
        there = next((made for made in self.buttons if made.isVisibleTo(self.card) and made.isEnabled()), None)
        if there is not None:
            there.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """On the list."""
        if not self.table.isHidden():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
