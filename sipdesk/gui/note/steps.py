"""The steps a note takes to the head and back, and the one that comes next. What each will do is said before it is done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.note.answer import ReplyForm
from sipdesk.gui.note.mark import StateMark
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import abreast, button, frame, label, say
from sipdesk.services.overview import NoteView

_SENDS = {
    State.WITH_HEAD: (
        "Send for accuracy check",
        "A draft for the headteacher is put in {folder} for you to send; the text stands still until the answer comes.",
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


class Steps(QWidget):
    """Shows where the note stands on its way and asks the page to take it on."""

    sent = Signal(object)
    """The state to take the note to; a draft is written first."""
    replied = Signal(object)
    """A `HeadResponse`."""
    jottings_wanted = Signal()
    """The visit, to place its jottings or destroy them."""
    taken_back = Signal(str)
    """Back to writing; why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._to = State.WITH_HEAD
        self.folder = ""
        self.go = button("", "primary")
        self.answer = button("Record the head’s answer", "primary")
        self.back = button("Take it back to write…")
        self.lack = label(role="muted", wrap=True)
        self.jottings = label(wrap=True)
        self.waiting = button("Go to the jottings", "link")
        self.confirm = label(wrap=True)
        self.do = button("", "primary")
        self.leave = button("Not now")
        self.reply = ReplyForm(theme)
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
        _fill(self._card, [self.confirm, abreast(self.do, self.leave)])
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
            self.answer,
            self.lack,
            self._card,
            self.reply,
            self.back,
            self._back_card,
        ):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.go.clicked.connect(self._ask)
        self.waiting.clicked.connect(self.jottings_wanted)
        self.do.clicked.connect(lambda: self.sent.emit(self._to))
        self.leave.clicked.connect(self._rest)
        self.answer.clicked.connect(self._ask_reply)
        self.reply.given.connect(self.replied)
        self.back.clicked.connect(self._ask_why)
        self.take.clicked.connect(self._taken)
        self.why.returnPressed.connect(self._taken)

    def clear(self) -> None:
        """Nothing of the last note."""
        self.hide()
        self.why.setText("")
        self.reply.clear()

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
        self.reply.start(view.today)
        self._rest()
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
        self.go.setVisible(sends)
        self.go.setEnabled(not view.missing)
        lack = "It can go once nothing is missing." if sends and view.missing else ""
        say(self.lack, lack)
        say(self.jottings, _waiting(view.jottings) if sends else "")
        self.waiting.setVisible(not self.jottings.isHidden())
        self.answer.setVisible(view.state is State.WITH_HEAD)
        self.back.setVisible(State.WRITING in view.moves and not view.state.open_for_writing)
        for asked in (self._card, self.reply, self._back_card):
            asked.hide()

    def _ask(self) -> None:
        self._rest()
        self.go.hide()
        self._card.show()
        self.do.setFocus()

    def _ask_reply(self) -> None:
        self._rest()
        self.answer.hide()
        self.reply.show()
        self.reply.arrive()

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


def _fill(card: QWidget, widgets: list[QWidget]) -> None:
    inside = QVBoxLayout(card)
    inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
    inside.setSpacing(tokens.S2)
    for widget in widgets:
        inside.addWidget(widget)
