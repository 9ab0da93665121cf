"""The locked desk: a passphrase, one button, and the sentence that says why it did not open."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, frame, label, page, say

_WIDTH = 420


class UnlockPage(QWidget):
    """Shows what the desk says and hands over the passphrase; it opens nothing itself."""

    asked = Signal(str)
    """A passphrase to try."""
    looked = Signal()
    """See again whether there is a desk."""
    painted = Signal()
    """The first time the page stands on the screen."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        super().__init__()
        page(self)
        self._theme = theme
        self._painted = False
        self.picture = label()
        self.place = label(f"The desk in {folder}", "muted", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Passphrase")
        self.sign = label()
        self.error = label(role="error", wrap=True)
        self.go = button("Unlock", "primary")
        self.again = button("Look again")
        self._card = frame("card")
        self._lay_out()
        self.field.returnPressed.connect(self._ask)
        self.go.clicked.connect(self._ask)
        self.again.clicked.connect(self.looked)
        theme.changed.connect(self._dress)
        self._dress()
        self.tell("")
        self.again.hide()

    def _lay_out(self) -> None:
        self._name = label("Passphrase", "label")
        self._name.setBuddy(self.field)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(tokens.S6, tokens.S6, tokens.S6, tokens.S6)
        inside.setSpacing(tokens.S2)
        inside.addWidget(self.picture)
        inside.addWidget(label("sipdesk", "title"))
        inside.addWidget(self.place)
        inside.addSpacing(tokens.S3)
        inside.addWidget(self._name)
        inside.addWidget(self.field)
        inside.addLayout(_beside(self.sign, self.error))
        inside.addSpacing(tokens.S2)
        inside.addWidget(self.go)
        inside.addWidget(self.again)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self._card)
        middle.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _dress(self) -> None:
        self.picture.setPixmap(self._theme.pixmap("lock-keyhole", "accent", 28))
        self.sign.setPixmap(self._theme.pixmap("circle-alert", "late"))
        self._card.setFixedWidth(self._theme.px(_WIDTH))

    def _ask(self) -> None:
        if self.go.isEnabled() and self.field.text():
            self.asked.emit(self.field.text())
        elif self.go.isEnabled():
            self.tell("Type the passphrase of this desk.")

    def wait(self) -> None:
        """A passphrase is being tried."""
        self.tell("")
        self.go.setEnabled(False)
        self.go.setText("Unlocking…")
        self.field.setReadOnly(True)

    def refuse(self, sentence: str) -> None:
        """It did not open: say why, and let the person type again."""
        self._rest()
        self.tell(sentence)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _rest(self) -> None:
        self.go.setEnabled(True)
        self.go.setText("Unlock")
        self.field.setReadOnly(False)

    def forget(self) -> None:
        """Nothing of the passphrase stays in the window."""
        self.field.clear()
        self._rest()
        self.tell("")

    def missing(self, sentence: str) -> None:
        """There is no desk here: say how one is made, and ask for no passphrase."""
        self._show_field(there=False)
        self.tell(sentence)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def found(self) -> None:
        """There is a desk: ask for its passphrase."""
        was_missing = self.field.isHidden()
        self._show_field(there=True)
        if was_missing:
            self.tell("")
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_field(self, *, there: bool) -> None:
        for widget in (self._name, self.field, self.go):
            widget.setVisible(there)
        self.again.setVisible(not there)

    def tell(self, sentence: str) -> None:
        """A sentence below the field; empty takes it away."""
        say(self.error, sentence)
        self.sign.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        announce(self.field, sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the page is there; what takes long begins after that."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()


def _beside(sign: QLabel, text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.S2)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return row
