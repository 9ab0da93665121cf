"""The head's answer to the accuracy check, entered by hand or read out of a form or an e-mail, and looked over before it is kept."""

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.correction import Asked, Reply, Understood
from sipdesk.domain.visit import ResponseKind, Source
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.note.asked import AskedRows
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say
from sipdesk.gui.widgets.flow import Flow

_KINDS = (
    (ResponseKind.ACCURATE, "Accurate"),
    (ResponseKind.CORRECTED, "Corrections"),
    (ResponseKind.NO_REPLY, "No reply"),
)
_FROM = {
    Source.FORM: "Read from the returned form. Look it over, then keep it.",
    Source.EMAIL: "Read from the e-mail by rules. Look it over, then keep it.",
    Source.CALL: "",
}


class Held(NamedTuple):
    """An answer that is half entered."""

    source: Source | None
    kind: ResponseKind | None
    on: str
    asked: list[Asked]
    comment: str
    mail: str


class ReplyForm(QFrame):
    """Three ways in, three answers to choose from, a day, corrections, and room for the head's words."""

    given = Signal(object)
    """A `Reply`."""
    file_wanted = Signal()
    """A returned form or a saved e-mail is to be chosen."""
    pasted = Signal(str)
    """The words of an e-mail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._today = dt.date.min
        self._source: Source | None = None
        self._group = QButtonGroup(self)
        self.kinds: dict[ResponseKind, QPushButton] = {}
        self.open = button("Open the returned form…")
        self.paste = button("Paste the head’s e-mail")
        self.mail = Prose(theme, "The head’s e-mail", least=5)
        self.read = button("Read it")
        self.told = label(role="muted", wrap=True)
        self.on = Line("Day of the answer")
        self.asked = AskedRows(theme)
        self.comment = Prose(theme, "The head’s comment, word for word")
        self.error = label(role="error", wrap=True)
        self.keep = button("Keep the answer", "primary")
        told = label("Paste the whole e-mail; what it answers and the signature are left out.", "label", wrap=True)
        self._mail = (told, self.mail, abreast(self.read))
        self._theme = theme
        self._lay_out()
        self._measure()
        self._show_mail(shown=False)
        self._connect()

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), Flow()
        column.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        column.setSpacing(tokens.S2)
        for kind, words in _KINDS:
            made = button(words, "toggle")
            made.setCheckable(True)
            self._group.addButton(made)
            self.kinds[kind] = made
            row.addWidget(made)
        for widget in (self.open, self.paste, *self._mail, self.told):
            column.addWidget(widget)
        # A field that takes in many lines at once shrinks while it is laid out; it must not stay in the middle of its old room.
        column.setAlignment(self.mail, Qt.AlignmentFlag.AlignTop)
        column.addWidget(label("How did the head answer?", "label"))
        column.addLayout(row)
        column.addWidget(label("On which day? For no reply, the day by which none had come.", "label", wrap=True))
        column.addWidget(self.on)
        column.addWidget(self.asked)
        column.addWidget(label("The head’s comment, word for word; it stands in the note", "label", wrap=True))
        column.addWidget(self.comment)
        column.addWidget(self.error)
        column.addWidget(self.keep)

    def _connect(self) -> None:
        self._theme.changed.connect(self._measure)
        self.open.clicked.connect(self.file_wanted)
        self.paste.clicked.connect(self._ask_mail)
        self.read.clicked.connect(self._read)
        self.keep.clicked.connect(self._give)
        self.on.returnPressed.connect(self._give)
        self._group.buttonToggled.connect(lambda *_: self._fit())

    def _measure(self) -> None:
        """The chosen answer stands in bold letters, and needs room for them."""
        metrics = QFontMetrics(self._theme.font(strong=True))
        for made in self.kinds.values():
            made.setMinimumWidth(metrics.horizontalAdvance(made.text()) + 2 * tokens.S4)

    def start(self, today: dt.date) -> None:
        """Today is offered as the day."""
        self._today = today
        if not self.on.text():
            self.on.setText(w.day(today))
        say(self.error, "")

    def clear(self) -> None:
        """Nothing of the last note."""
        self._source = None
        self.on.setText("")
        self.comment.put("")
        self.mail.put("")
        self._show_mail(shown=False)
        self.asked.put([])
        say(self.told, "")
        say(self.error, "")
        self._group.setExclusive(False)
        for made in self.kinds.values():
            made.setChecked(False)
        self._group.setExclusive(True)
        self._fit()

    def held(self) -> Held | None:
        """What is entered and not kept yet; None for nothing."""
        asked = self.asked.given()
        made = Held(self._source, self._kind(), self.on.text(), asked, self.comment.text(), self.mail.text())
        return made if made.kind or asked or made.comment.strip() or made.mail.strip() else None

    def put_back(self, held: Held) -> None:
        """The same again, after the page was left and come back to."""
        self.clear()
        self._source = held.source
        self.on.setText(held.on)
        self.comment.put(held.comment)
        self.asked.put(held.asked)
        self.mail.put(held.mail)
        self._show_mail(shown=bool(held.mail.strip()))
        if held.kind is not None:
            self.kinds[held.kind].setChecked(True)
        self._fit()

    def arrive(self) -> None:
        """On the first answer."""
        self.kinds[ResponseKind.ACCURATE].setFocus()

    def show_understood(self, found: Understood) -> None:
        """What was read out of the head's answer; the partner may change it."""
        self.clear()
        self._source = found.source
        self.on.setText(w.day(found.on or self._today))
        self.comment.put(found.comment)
        self.asked.put(found.asked)
        if found.kind is not None:
            self.kinds[found.kind].setChecked(True)
        told = "\n".join(filter(None, [_FROM[found.source], *found.remarks]))
        say(self.told, told)
        announce(self, told)
        self._fit()
        self.keep.setFocus()

    def refuse(self, sentence: str) -> None:
        """The answer could not be read or kept."""
        say(self.error, sentence)
        announce(self, sentence)

    def _ask_mail(self) -> None:
        self._show_mail(shown=True)
        self.mail.setFocus()

    def _show_mail(self, *, shown: bool) -> None:
        for widget in self._mail:
            widget.setVisible(shown)

    def _read(self) -> None:
        if self.mail.text().strip():
            self.pasted.emit(self.mail.text())

    def _kind(self) -> ResponseKind | None:
        return next((kind for kind, made in self.kinds.items() if made.isChecked()), None)

    def _fit(self) -> None:
        """Lines to correct are asked for where there are any."""
        self.asked.setVisible(self._kind() is ResponseKind.CORRECTED)

    def _give(self) -> None:
        kind, day = self._kind(), day_of(self.on.text(), self._today)
        asked = self.asked.given() if kind is ResponseKind.CORRECTED else []
        sentence = ""
        if kind is None:
            sentence = "Choose how the head answered: accurate, corrections, or no reply."
        elif day is None:
            sentence = f"Write the day as {w.such_as(self._today)}."
        elif day > self._today:
            sentence = "That day has not come yet."
        elif kind is ResponseKind.CORRECTED and not asked:
            sentence = "Enter at least one correction: the line, what stands there, what it should be."
        self.refuse(sentence)
        if not sentence and kind is not None and day is not None:
            source = None if kind is ResponseKind.NO_REPLY else self._source or Source.CALL
            self.given.emit(Reply(kind=kind, on=day, source=source, asked=asked, comment=self.comment.text().strip()))


def day_of(text: str, today: dt.date) -> dt.date | None:
    """A day with its year, or one of this school year without."""
    return read_day(text, Scope()).day or read_day(text, Scope(year=AcademicYear.of(today))).day
