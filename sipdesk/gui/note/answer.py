"""The head's answer to the accuracy check, as the partner records it: what, when, and the head's own words."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.visit import HeadResponse, ResponseKind
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.controls import announce, button, label, say

_KINDS = (
    (ResponseKind.ACCURATE, "Accurate"),
    (ResponseKind.CORRECTED, "Corrections"),
    (ResponseKind.NO_REPLY, "No reply"),
)


class ReplyForm(QFrame):
    """Three answers to choose from, a day, and room for the head's words."""

    given = Signal(object)
    """A `HeadResponse`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._today = dt.date.min
        self._group = QButtonGroup(self)
        self.kinds: dict[ResponseKind, QPushButton] = {}
        self.on = Line("Day of the answer")
        self.comment = Prose(theme, "The head’s comment, word for word")
        self.error = label(role="error", wrap=True)
        self.keep = button("Keep the answer", "primary")
        self._lay_out()
        self.keep.clicked.connect(self._give)
        self.on.returnPressed.connect(self._give)

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        column.setSpacing(tokens.S2)
        row.setSpacing(tokens.S2)
        for kind, words in _KINDS:
            made = button(words, "toggle")
            made.setCheckable(True)
            self._group.addButton(made)
            self.kinds[kind] = made
            row.addWidget(made)
        row.addStretch()
        column.addWidget(label("How did the head answer?", "label"))
        column.addLayout(row)
        column.addWidget(label("On which day? For no reply, the day by which none had come.", "label", wrap=True))
        column.addWidget(self.on)
        column.addWidget(label("The head’s comment, word for word; it stands in the note", "label", wrap=True))
        column.addWidget(self.comment)
        column.addWidget(self.error)
        column.addWidget(self.keep)

    def start(self, today: dt.date) -> None:
        """Today is offered as the day."""
        self._today = today
        if not self.on.text():
            self.on.setText(w.day(today))
        say(self.error, "")

    def clear(self) -> None:
        """Nothing of the last note."""
        self.on.setText("")
        self.comment.put("")
        self._group.setExclusive(False)
        for made in self.kinds.values():
            made.setChecked(False)
        self._group.setExclusive(True)

    def arrive(self) -> None:
        """On the first answer."""
        self.kinds[ResponseKind.ACCURATE].setFocus()

    def _give(self) -> None:
        kind = next((kind for kind, made in self.kinds.items() if made.isChecked()), None)
        day = _day(self.on.text(), self._today)
        sentence = ""
        if kind is None:
            sentence = "Choose how the head answered: accurate, corrections, or no reply."
        elif day is None:
            sentence = "Write the day as 14 October 2025 or 14/10/2025."
        elif day > self._today:
            sentence = "That day has not come yet."
        say(self.error, sentence)
        announce(self, sentence)
        if not sentence and kind is not None and day is not None:
            self.given.emit(HeadResponse(kind=kind, on=day, comment=self.comment.text().strip()))


def _day(text: str, today: dt.date) -> dt.date | None:
    """A day with its year, or one of this school year without."""
    return read_day(text, Scope()).day or read_day(text, Scope(year=AcademicYear.of(today))).day
