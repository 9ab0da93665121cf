"""The head's corrections one by one: accept, or decline with a reason; then those that wait to be worked in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.correction import Decision
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line as Field
from sipdesk.gui.widgets.controls import abreast, announce, button, frame, label, say
from sipdesk.services.accuracy import Check, Line

_SAYS, _GUESSED = "The draft says", "The draft says, if the head counted paragraphs from the top"
_SHOWN = 600
"""Characters of a draft's lines; a whole paragraph is in the pages beside."""


class CorrectionCard(QFrame):
    """The one to decide now, beside the words of its line."""

    decided = Signal(str, object, str)
    """Id, `Decision`, reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._id = ""
        self.place = label(role="strong", wrap=True)
        self.words = label(wrap=True)
        self.now = label(wrap=True)
        self.should = label(wrap=True)
        self.accept = button("Accept", "primary", name="Accept this correction")
        self.decline = button("Decline…", name="Decline this correction")
        self.why = Field("Why the text stands", "Why the text stands, in a few words")
        self.error = label(role="error", wrap=True)
        self.do = button("Decline it", "primary")
        self._reason = frame("plain")
        self._said: list[tuple[QWidget, QWidget]] = []
        self._lay_out()
        self.accept.clicked.connect(lambda: self.decided.emit(self._id, Decision.ACCEPTED, ""))
        self.decline.clicked.connect(self._ask)
        self.do.clicked.connect(self._declined)
        self.why.returnPressed.connect(self._declined)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        column.setSpacing(tokens.S1)
        column.addWidget(self.place)
        for words, field in (
            (_SAYS, self.words),
            ("The head quotes", self.now),
            ("It should be", self.should),
        ):
            told = label(words, "label", wrap=True)
            column.addSpacing(tokens.S1)
            column.addWidget(told)
            column.addWidget(field)
            self._said.append((told, field))
        column.addSpacing(tokens.S2)
        self._pair = abreast(self.accept, self.decline)
        column.addWidget(self._pair)
        inside = QVBoxLayout(self._reason)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(tokens.S2)
        inside.addWidget(
            label("Why does the text stand? The reason is printed under the head’s answer.", "label", wrap=True)
        )
        for widget in (self.why, self.error, abreast(self.do)):
            inside.addWidget(widget)
        column.addWidget(self._reason)

    def show_line(self, line: Line) -> None:
        """Another correction."""
        asked = line.correction
        self._id = asked.id
        self.place.setText(place_of(line))
        told = (_words(line), asked.now, asked.should or "The head does not say.")
        self._said[0][0].setText(_GUESSED if line.guessed else _SAYS)  # type: ignore[attr-defined]
        for (heading, field), text in zip(self._said, told, strict=True):
            field.setText(text)  # type: ignore[attr-defined]
            heading.setVisible(bool(text))
            field.setVisible(bool(text))
        self.why.setText("")
        say(self.error, "")
        self._reason.hide()
        self._pair.show()

    def _ask(self) -> None:
        self._pair.hide()
        self._reason.show()
        self.why.setFocus()
        reveal(self)

    def _declined(self) -> None:
        reason = self.why.text().strip()
        sentence = "" if reason else "Say in a few words why the text stands."
        say(self.error, sentence)
        announce(self, sentence)
        if reason:
            self.decided.emit(self._id, Decision.DECLINED, reason)


class CorrectionsList(QWidget):
    """What was decided, line by line, each with the way to its question or back to deciding."""

    wanted = Signal(str)
    """The question to go to; empty where it cannot be told."""
    again = Signal(str)
    """Think again about a correction."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S2)
        self._rows: list[QWidget] = []

    def put(self, check: Check, *, writing: bool) -> None:
        """The decided ones. `writing`: the visit is open, so one can go to the question."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        decided = [line for line in check.lines if line.correction.decision is not Decision.OPEN]
        self._rows = [self._row(line, writing=writing) for line in decided]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def texts(self) -> list[str]:
        """The lines as they stand."""
        return [str(row.property("told")) for row in self._rows]

    def _row(self, line: Line, *, writing: bool) -> QWidget:
        made = QWidget()
        told = label(f"{place_of(line)}: {_state(line)}", wrap=True)
        made.setProperty("told", told.text())
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.S2)
        accepted = line.correction.decision is Decision.ACCEPTED
        if accepted and writing:
            go = button("Go there", "small", name=f"Go to the question of {place_of(line)}")
            go.clicked.connect(lambda: self.wanted.emit(line.question))
            buttons.addWidget(go)
        think = button("Think again", "small", name=f"Think again about {place_of(line)}")
        think.clicked.connect(lambda: self.again.emit(line.correction.id))
        buttons.addWidget(think)
        buttons.addStretch(1)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S1)
        column.addWidget(told)
        column.addLayout(buttons)
        return made


def place_of(line: Line) -> str:
    """`Line 42`, or the head's own word for the place."""
    named = line.correction.line
    if not named:
        return f"Correction {line.correction.position}"
    return f"Line {named}" if named[:1].isdigit() else w.sentence(named)


def _words(line: Line) -> str:
    told = "\n".join(f"{one.number}  {one.text}" for one in line.words)
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]} …"


def _state(line: Line) -> str:
    if line.correction.decision is Decision.DECLINED:
        return f"declined. {line.correction.reason}"
    return "accepted and worked in." if line.worked_in else "accepted, not worked in yet."
