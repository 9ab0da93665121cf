"""A question before a note goes: answered by a tick and a reason, never a wall."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.issue import Doubt
from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import label
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.tick import Tick

_UNANSWERED = "Tick it and say why in a few words, or issue the note another time."


class DoubtRow(QWidget):
    """The sentence, a tick, and room for the reason once it is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.id = ""
        self.words = label(wrap=True)
        self.tick = Tick("Yes, all the same")
        self.why = Field("Why")
        self.why.edit.setMaxLength(400)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, tokens.S2)
        lines.setSpacing(tokens.S1)
        for widget in (self.words, self.tick, self.why):
            lines.addWidget(widget)
        self.tick.toggled.connect(self._ticked)
        self.clear()

    def clear(self) -> None:
        """No question."""
        self.id = ""
        self.tick.setChecked(False)
        self.why.edit.setText("")
        self.why.hide()
        self.hide()

    def ask(self, doubt: Doubt) -> None:
        """A question; the same one keeps its answer."""
        if doubt.id != self.id:
            self.clear()
        self.id = doubt.id
        self.words.setText(doubt.words)
        self.tick.setAccessibleDescription(doubt.words)
        self.why.edit.setAccessibleDescription(doubt.words)
        self.show()

    @property
    def answer(self) -> str:
        """The reason; empty while it is not answered."""
        return self.why.text.strip() if self.tick.isChecked() else ""

    def refuse(self) -> None:
        """Say what is wanted, and put the keyboard there."""
        if self.tick.isChecked():
            self.why.refuse(_UNANSWERED)
        else:
            self.why.show()
            self.why.tell(_UNANSWERED)
            self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self, on: bool) -> None:
        self.why.setVisible(on)
        self.why.tell("")
        if on and self.isVisible():
            self.why.edit.setFocus(Qt.FocusReason.OtherFocusReason)
