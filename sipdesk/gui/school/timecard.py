"""One piece of time, to be typed: Enter keeps it and waits for the next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from sipdesk.domain.hours import KINDS, TimeEntry, spoken
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, label
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.services.hours import EntryDraft

_MINE, _COLLEAGUE = "mine", "colleague"


class TimeCard(QFrame):
    """What for, how much, on which day, whose. Escape puts it away, and keeps what is whole."""

    typed = Signal(str, object)
    """The entry's id (empty for a new one) and its `EntryDraft`."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.id = ""
        self._leaving = False
        self.title = label(role="strong")
        self.kind = Choice(theme, "Kind")
        self.whose = Choice(theme, "Whose")
        self.visit = Choice(theme, "Visit")
        self.much = Field("How much", "2½ h, 2:30, 45 min, 1 day, 2 half days")
        self.on = Field("Day", "Empty for today")
        self.role = Field("Whose, by role", "Such as mathematics adviser; never a name")
        self.words = Field("What for", "A few words; they stand in no note")
        self.keep = button("Keep")
        self.done = button("Done", "quiet")
        self.kind.offer([(name, kind) for kind, name in KINDS.items()], "meeting")
        self.whose.offer([("mine", _MINE), ("a colleague’s", _COLLEAGUE)], _MINE)
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (self.much, self.on, self.words, self.role)

    def _lay_out(self) -> None:
        choices = Flow()
        for choice in (self.kind, self.whose, self.visit):
            choices.addWidget(choice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S2)
        for n, field in enumerate(self._fields):
            grid.addWidget(field, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        row.addWidget(self.keep)
        row.addWidget(self.done)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        lines.setSpacing(tokens.S2)
        lines.addWidget(self.title)
        lines.addLayout(choices)
        lines.addLayout(grid)
        lines.addLayout(row)

    def _connect(self) -> None:
        for field in self._fields:
            field.edit.returnPressed.connect(self.flush)
            field.edit.textEdited.connect(self._stay)
        self.whose.chosen.connect(lambda _: self._dress())
        self.keep.clicked.connect(self.flush)
        self.done.clicked.connect(self.close_card)
        QShortcut(QKeySequence("Esc"), self, self.close_card, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _stay(self) -> None:
        """Whoever types on has not left: the next Escape keeps what is whole again."""
        self._leaving = False

    def _dress(self) -> None:
        self.role.setVisible(self.whose.value == _COLLEAGUE)

    def offer_visits(self, visits: list[tuple[str, str]]) -> None:
        """The visits that time may belong to, by title and id."""
        there = {visit for _, visit in visits}
        self.visit.offer([("none", ""), *visits], self.visit.value if self.visit.value in there else "")
        self.visit.setVisible(bool(visits))

    def begin(self, entry: TimeEntry | None) -> None:
        """Time that is there, or new time."""
        self.id, self._leaving = entry.id if entry else "", False
        self.title.setText("Change this time" if entry else "New time")
        self.kind.set(entry.kind if entry else "meeting")
        self.whose.set(entry.whose if entry else _MINE)
        self.visit.set(entry.visit if entry else "")
        told = (spoken(entry.amount, entry.unit), f"{entry.on:%d/%m/%Y}", entry.words, entry.role) if entry else ("",) * 4  # fmt: skip
        for field, text in zip(self._fields, told, strict=True):
            field.tell("")
            field.edit.setText(text)
        self._dress()
        self.show()
        self.much.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """The service says what is wrong; what was typed stays."""
        (self.on if " day. Write it" in sentence or "Check the date" in sentence else self.much).refuse(sentence)

    def kept(self) -> None:
        """The desk has it: ready for the next one, unless it was one to change or the card is being put away."""
        if self.id or self._leaving:
            self._put_away()
            return
        for field in (self.much, self.words):
            field.edit.clear()
        self.much.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Have what was typed kept."""
        draft = EntryDraft(
            kind=self.kind.value,
            much=self.much.text,
            on=self.on.text,
            whose=self.whose.value,
            role=self.role.text.strip(),
            visit=self.visit.value or "",
            words=self.words.text.strip(),
        )
        self.typed.emit(self.id, draft)

    def close_card(self) -> None:
        """Put the card away: what is whole is kept, what cannot be read is said once and then let go."""
        if self.isHidden():
            return
        if self.much.text.strip() and not self._leaving:
            self._leaving = True
            self.flush()
        else:
            self._put_away()

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
