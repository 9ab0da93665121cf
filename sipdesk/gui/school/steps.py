"""The steps of a visit in the diary: postponed, cancelled, planned again, with what has to be said on the way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sipdesk.domain.visit import State
from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.services.schoolyear import StepOffer
from sipdesk.services.visits import Step

_WORDS = {
    State.PLANNED: "Plan it again",
    State.POSTPONED: "Postpone it",
    State.CANCELLED: "Cancel it",
}
"""The diary's steps. Those of the note (to the head, answered, back to writing) stand beside its pages."""
_MEANS = {
    State.POSTPONED: "What was written is kept; it goes on where you left it.",
    State.CANCELLED: "What was written is kept; it can be planned again.",
}


def of_the_diary(offer: StepOffer) -> bool:
    """Whether a step belongs here."""
    return offer.to in _WORDS


def step_word(offer: StepOffer) -> str:
    """What a step is called; an ellipsis where something is asked on the way."""
    return _WORDS[offer.to] + ("…" if offer.needs else "")


class StepCard(QFrame):
    """Says what the step means and asks only for what it needs. Escape puts it away."""

    wanted = Signal(str, Step)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._visit = ""
        self._offer = StepOffer(to=State.PLANNED)
        self.title = label(role="strong", wrap=True)
        self.means = label(role="muted", wrap=True)
        self.by = Field("By whom", "A role or an office, such as the school or the authority's service")
        self.why = Field("Why", "A few words; they stay with the visit")
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self.go = button("Do it")
        self.leave = button("Leave it as it is")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        lines.setSpacing(tokens.S2)
        for widget in (self.title, self.means, self.by, self.why, self.error):
            lines.addWidget(widget)
        lines.addWidget(abreast(self.go, self.leave))
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self._close)
        for field in (self.by, self.why):
            field.edit.returnPressed.connect(self._go)
        QShortcut(QKeySequence("Esc"), self, self._close, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def begin(self, visit: str, title: str, offer: StepOffer) -> None:
        """A step of a visit."""
        self._visit, self._offer = visit, offer
        self.title.setText(f"{title}: {_WORDS[offer.to].lower()}" if title else _WORDS[offer.to])
        say(self.means, _MEANS.get(offer.to, ""))
        say(self.error, "")
        asked = {self.by: "by" in offer.needs, self.why: "why" in offer.needs}
        for field, there in asked.items():
            field.setVisible(there)
            field.tell("")
            field.edit.setText("")
        self.go.setText(_WORDS[offer.to])
        self.go.setAccessibleName(_WORDS[offer.to])
        self.show()
        first = next((field.edit for field, there in asked.items() if there), self.go)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """The service says what is missing."""
        say(self.error, sentence)
        announce(self, sentence)

    def _go(self) -> None:
        self.wanted.emit(self._visit, Step(to=self._offer.to, by=self.by.text.strip(), why=self.why.text.strip()))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
