"""The steps a note takes to the head and back, and the one that comes next. What each will do is said before it is done."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.accuracy import AccuracyPanel
from sipdesk.gui.note.answer import day_of
from sipdesk.gui.note.correct import CorrectPanel
from sipdesk.gui.note.issue import IssuePanel
from sipdesk.gui.note.lookback import SignedPanel
from sipdesk.gui.note.mark import StateMark
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.service import ServicePanel
from sipdesk.gui.note.sign import SignPanel
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import abreast, button, frame, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.services.overview import NoteView

_SENDS = {
    State.WITH_HEAD: (
        "Send for accuracy check",
        "A numbered draft, a reply form and an e-mail with both are put in {folder} for you to send. The text then stands still.",
        "Save the draft for the head",
    ),
    State.REVIEW: (
        "Send for review",
        "A draft for your reviewer is put in {folder}; the text stands still until the review is done.",
        "Save the draft for review",
    ),
}
_ANSWERED = {
    ResponseKind.ACCURATE: "The head found it accurate on {day}.",
    ResponseKind.CORRECTED: "The head asked for corrections on {day}.",
    ResponseKind.NO_REPLY: "No reply by {day}. Silence is not agreement.",
}


PANELS: tuple[type[Panel], ...] = (AccuracyPanel, SignPanel, IssuePanel, ServicePanel, SignedPanel, CorrectPanel)
"""In the order of a note's way; only who signed stands below what comes next, which is to be in sight on a small screen."""


class Steps(QWidget):
    """Shows where the note stands on its way and asks the page to take it on."""

    sent = Signal(object)
    """The state to take the note to, other than to the head; a draft is written first."""
    jottings_wanted = Signal()
    """The visit, to place its jottings or destroy them."""
    taken_back = Signal(str)
    """Back to writing; why."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.panels = [panel(desk, theme) for panel in PANELS]
        self._to = State.WITH_HEAD
        self.folder = ""
        self.go = button("", "primary")
        self.back = button("Take it back to write…")
        self.lack = label(role="muted", wrap=True)
        self.jottings = label(wrap=True)
        self.waiting = button("Go to the jottings", "link")
        self.confirm = label(wrap=True)
        self.do = button("", "primary")
        self.leave = button("Not now")
        self.to = label(role="muted", wrap=True)
        self.doubt = label(role="doubt", wrap=True)
        self.by_label = label(role="label", wrap=True)
        self.by = Line("Reply by")
        self.by_error = label(role="error", wrap=True)
        self.why = Line("Why it is taken back", "Why, in a few words")
        self.take = button("Take it back")
        self._card = frame("card")
        self._back_card = frame("card")
        self._rows = QGridLayout()
        self._told: list[tuple[StateMark, QLabel, QLabel]] = []
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._rows.setHorizontalSpacing(tokens.S2)
        self._rows.setVerticalSpacing(tokens.S1)
        self._rows.setColumnStretch(1, 1)
        for n in range(2):
            told = (StateMark(self._theme), label(role="strong", wrap=True), label(role="muted", wrap=True))
            self._rows.addWidget(told[0], 2 * n, 0)
            self._rows.addWidget(told[1], 2 * n, 1)
            self._rows.addWidget(told[2], 2 * n + 1, 1)
            self._told.append(told)
        _fill(
            self._card,
            [self.confirm, self.to, self.doubt, self.by_label, self.by, self.by_error, _flowing(self.do, self.leave)],
        )
        _fill(self._back_card, [label("Why is it taken back?", "label"), self.why, abreast(self.take)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S2)
        column.addLayout(self._rows)
        column.addSpacing(tokens.S1)
        for widget in (
            self.jottings,
            self.waiting,
            self.go,
            self.lack,
            self._card,
            *self.panels,
            self.back,
            self._back_card,
        ):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.go.clicked.connect(self._ask)
        self.waiting.clicked.connect(self.jottings_wanted)
        self.do.clicked.connect(self._send)
        self.by.returnPressed.connect(self._send)
        self.leave.clicked.connect(self._rest)
        self.back.clicked.connect(self._ask_why)
        self.take.clicked.connect(self._taken)
        self.why.returnPressed.connect(self._taken)

    def clear(self) -> None:
        """Nothing of the last note."""
        self.hide()
        self.why.setText("")
        self.by.setText("")
        for panel in self.panels:
            panel.clear()

    def show_view(self, view: NoteView) -> None:
        """Another note, or the same in another state."""
        self._view = view
        self._to = State.REVIEW if view.review_first and view.state is State.WRITING else State.WITH_HEAD
        first, last = self._told
        self._show_row(first, _review_row(view) if view.review_first else None)
        self._show_row(last, _check_row(view))
        words, sentence, deed = _SENDS[self._to]
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.do.setText(deed)
        self.do.setAccessibleName(deed)
        self.confirm.setText(sentence.format(folder=self.folder))
        self._show_sending(view)
        self._rest()
        for panel in self.panels:
            shown = panel.shows(view)
            panel.setVisible(shown)
            if shown:
                panel.show_view(view)
        self.show()

    def _show_row(self, row: tuple[StateMark, QLabel, QLabel], told: tuple[str, str, str] | None) -> None:
        for widget in row:
            widget.setVisible(told is not None)
        if told is not None:
            row[0].show_sign(marks.SIGNS[told[0]])
            row[1].setText(told[1])
            row[2].setText(told[2])

    def _rest(self) -> None:
        """Nothing is asked for; the next step is offered."""
        view = self._view
        sends = self._to in view.moves and view.state in {State.WRITING, State.REVIEW}
        going = view.check.going_on
        self.go.setVisible(sends and (not going or view.check.ready))
        self.go.setProperty("role", "" if going else "primary")
        self.go.style().unpolish(self.go)
        self.go.style().polish(self.go)
        self.go.setEnabled(not view.missing)
        lack = "It can go once nothing is missing." if sends and view.missing else ""
        say(self.lack, lack)
        say(self.jottings, _waiting(view.jottings) if sends else "")
        self.waiting.setVisible(not self.jottings.isHidden())
        self.back.setVisible(State.WRITING in view.moves and not view.state.open_for_writing)
        for asked in (self._card, self._back_card):
            asked.hide()

    def _ask(self) -> None:
        self._rest()
        self.go.hide()
        self._card.show()
        self.do.setFocus()

    def _show_sending(self, view: NoteView) -> None:
        """To whom, and by when an answer is asked for."""
        heads, to = self._to is State.WITH_HEAD, view.check.to
        told = f"To: {to.name} <{to.address}>" if to.address else ""
        say(self.to, told if heads else "")
        say(self.doubt, to.doubt if heads else "")
        offered = view.check.offered
        words = "Reply by" if offered else "Reply by (your programme names no day; empty: none is claimed)"
        say(self.by_label, words if heads else "")
        self.by.setVisible(heads)
        self.by.setText(w.day(offered) if offered else "")
        say(self.by_error, "")

    def _send(self) -> None:
        if self._to is not State.WITH_HEAD:
            self.sent.emit(self._to)
            return
        typed = self.by.text().strip()
        day = day_of(typed, self._view.today) if typed else None
        wrong = f"Write the day as {w.such_as(self._view.today)}."
        say(self.by_error, wrong if typed and day is None else "")
        panel = next(panel for panel in self.panels if isinstance(panel, AccuracyPanel))
        if not typed or day is not None:
            self.setEnabled(False)
            panel.send(self._view.visit, day)

    def take_reply(self, file: Path) -> None:
        """A head's reply form that was dropped elsewhere; where no answer is waited for, nothing is read."""
        panel = next(panel for panel in self.panels if isinstance(panel, AccuracyPanel))
        if panel.reply_expected:
            panel.take_in(file)

    def _ask_why(self) -> None:
        self._rest()
        self.back.hide()
        self._back_card.show()
        self.why.setFocus()

    def _taken(self) -> None:
        if self.why.text().strip():
            self.taken_back.emit(self.why.text().strip())


def _waiting(number: int) -> str:
    if not number:
        return ""
    return f"{number} jottings wait: place or destroy them." if number > 1 else "1 jotting waits: place or destroy it."


def _review_row(view: NoteView) -> tuple[str, str, str]:
    if view.state is State.WRITING:
        return "planned", "Review", "Your authority has each note read by a colleague before the head sees it."
    if view.state is State.REVIEW:
        return "writing", "Review", "With your reviewer."
    return "issued", "Review", "Done."


def _check_row(view: NoteView) -> tuple[str, str, str]:
    title = "Accuracy check by the head"
    if view.state is State.WITH_HEAD:
        return "with head", title, "With the headteacher. The text stands still until the answer is recorded."
    told: HeadResponse | None = view.record.response
    if told is not None and view.state in {State.CHECKED, State.SIGNED, State.ISSUED}:
        return "issued", title, _ANSWERED[told.kind].format(day=w.day(told.on))
    return "planned", title, "The head reads a draft and says whether the facts are right. Two clicks."


def _flowing(*widgets: QWidget) -> QWidget:
    """Beside one another while there is room, else below."""
    made, row = QWidget(), Flow()
    made.setLayout(row)
    for widget in widgets:
        row.addWidget(widget)
    return made


def _fill(card: QWidget, widgets: list[QWidget]) -> None:
    inside = QVBoxLayout(card)
    inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
    inside.setSpacing(tokens.S2)
    for widget in widgets:
        inside.addWidget(widget)
