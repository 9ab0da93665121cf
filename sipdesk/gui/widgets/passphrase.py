"""A new passphrase: typed twice, shown or hidden, its strength in words and as a bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label
from sipdesk.gui.widgets.field import Bar, Field
from sipdesk.gui.widgets.tick import Tick

_HINT = "At least 12 characters. Three or four words that have nothing to do with each other make a good one."


class NewPassphrase(QWidget):
    """Two fields. It checks what can be checked by looking; the desk has the last word."""

    entered = Signal()
    """Enter in the second field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.first = Field("New passphrase", _HINT, secret=True)
        self.again = Field("The same again", secret=True)
        self.bar = Bar(theme)
        self.strength = label("", "muted", wrap=True)
        self.show_it = Tick("Show what I type")
        self.show_it.toggled.connect(self._show)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S2)
        for widget in (self.first, self.bar, self.strength, self.again, self.show_it):
            lines.addWidget(widget)
        self.first.edit.textChanged.connect(self._weigh)
        self.first.edit.returnPressed.connect(self.again.edit.setFocus)
        self.again.edit.returnPressed.connect(self.entered)
        self.setFocusProxy(self.first)
        self._weigh("")

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.edit.setEchoMode(mode)
        self.again.edit.setEchoMode(mode)

    def _weigh(self, text: str) -> None:
        if not text:
            self.bar.put(0)
            self.strength.setText("Strength: nothing typed yet.")
            return
        from sipdesk.services.first import weigh  # noqa: PLC0415  - the services are loaded by the time anybody types

        told = weigh(text)
        tone = "late" if not told.enough else "part" if told.share < 43 else "done"
        self.bar.put(told.share, tone)
        self.strength.setText(f"Strength: {told.words[:1].lower()}{told.words[1:]}")

    def value(self) -> str:
        """The passphrase; empty where it cannot be one, which is then said beside the field."""
        from sipdesk.services.first import weigh  # noqa: PLC0415

        told = weigh(self.first.text)
        if not told.enough:
            self.first.refuse(told.words or "Type a passphrase of at least 12 characters.")
            return ""
        if self.first.text != self.again.text:
            self.again.refuse("This is not what you typed above. Type the same passphrase again.")
            return ""
        return self.first.text

    def forget(self) -> None:
        """Nothing of it stays in the window."""
        for field in (self.first, self.again):
            field.edit.clear()
            field.tell("")
        self.show_it.setChecked(False)
