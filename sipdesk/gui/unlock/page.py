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
        self.why = label(role="strong", wrap=True)
        self.why.hide()
        self._free = self._closing = self._pressed = False
        """No passphrase is needed; the desk is still being closed; Enter was pressed meanwhile."""
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
        inside.addWidget(self.why)
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
        if self.go.isEnabled() and (self.field.text() or self._free):
            self.asked.emit(self.field.text())
        elif self._closing:
            self._pressed = True
        elif self.go.isEnabled():
            self.tell("Type the passphrase of this desk.")

    def wait(self) -> None:
        """A passphrase is being tried."""
        self.tell("")
        self.go.setEnabled(False)
        self.go.setText("Unlocking…")
        self.field.setReadOnly(True)

    def busy(self, words: str) -> None:
        """Something takes a while before the desk can be unlocked."""
        self.wait()
        self.go.setText(words)

    def refuse(self, sentence: str) -> None:
        """It did not open: say why, and let the person type again."""
        self._rest()
        self.tell(sentence)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _rest(self) -> None:
        self._closing = False
        self.go.setEnabled(True)
        self.go.setText("Unlock")
        self.field.setReadOnly(False)

    def forget(self) -> None:
        """Nothing of the passphrase stays in the window."""
        self.field.clear()
        say(self.why, "")
        self._rest()
        self.tell("")

    def damaged(self, sentence: str) -> None:
        """What lies here cannot be opened: say what to do, and ask for no passphrase."""
        self._show_field(there=False)
        self.tell(sentence)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def found(self) -> None:
        """There is a desk: ask for its passphrase."""
        was_damaged = self.field.isHidden()
        self._show_field(there=True)
        if was_damaged:
            self.tell("")
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_field(self, *, there: bool) -> None:
        for widget in (self._name, self.field, self.go):
            widget.setVisible(there)
        self.again.setVisible(not there)

    def closing(self, why: str) -> None:
        """The desk is being closed: a passphrase may be typed already; it is tried once `try_typed` is called."""
        self.forget()
        self._closing, self._pressed = True, False
        say(self.why, why)
        self.go.setEnabled(False)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def locked(self) -> None:
        """The desk is closed."""
        self._rest()
        self.arrive()

    def try_typed(self) -> None:
        """Try what was typed, and ended with Enter, while the desk was still being closed."""
        if self._pressed:
            self._pressed = False
            self._ask()

    def arrive(self) -> None:
        """Where the passphrase is typed; without one, on the button."""
        target = self.go if self._free else self.field if not self.field.isHidden() else self.again
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def inform(self, sentence: str) -> None:
        """Something went well while the desk was closed."""
        self.locked()
        say(self.why, sentence)
        announce(self.field, sentence)

    def about(self, folder: Path, *, rehearsal: bool = False) -> None:
        """Another desk. The rehearsal asks for no passphrase."""
        self._free = rehearsal
        self.place.setText("The rehearsal. It needs no passphrase." if rehearsal else f"The desk in {folder}")
        self._name.setVisible(not rehearsal)
        self.field.setVisible(not rehearsal)

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
