"""One person's signature: drawn, or the name typed. What is empty or only a dot is refused in words beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.errors import Refused
from sipdesk.domain.ink import Ink
from sipdesk.gui import tokens
from sipdesk.gui.note.ink import InkPad
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say
from sipdesk.gui.widgets.field import Field


class SignatureBox(QWidget):
    """Two ways to sign; the keyboard's is the typed name."""

    entered = Signal()
    """Enter after a typed name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._who = ""
        self.pad = InkPad(theme)
        self.typed = Field("Your name, as your signature", "It is printed where the signature stands.")
        self.drawing = button("Draw", "toggle", name="Draw the signature")
        self.typing = button("Type the name", "toggle")
        self.undo = button("Undo stroke", "small", name="Undo the last stroke")
        self.clear_all = button("Clear", "small", name="Clear the signature")
        self.error = label(role="error", wrap=True)
        self._tools = abreast(self.undo, self.clear_all)
        self._lay_out()
        self._connect()
        self._measure()
        self.clear()

    def _lay_out(self) -> None:
        for made in (self.drawing, self.typing):  # no group: in one, Tab would pass over the other way
            made.setCheckable(True)
        self.typed.edit.setMaxLength(100)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S2)
        for widget in (abreast(self.drawing, self.typing), self.pad, self.typed, self._tools, self.error):
            column.addWidget(widget)

    def _connect(self) -> None:
        self._theme.changed.connect(self._measure)
        self.drawing.clicked.connect(lambda: self._turn(typed=False))
        self.typing.clicked.connect(lambda: self._turn(typed=True))
        self.undo.clicked.connect(self.pad.undo)
        self.clear_all.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self._drawn)
        self.typed.edit.textChanged.connect(lambda _: say(self.error, ""))
        self.typed.edit.returnPressed.connect(self.entered)

    def _measure(self) -> None:
        """The chosen way stands in bold letters, and needs room for them."""
        metrics = QFontMetrics(self._theme.font(strong=True))
        for made in (self.drawing, self.typing):
            made.setMinimumWidth(metrics.horizontalAdvance(made.text()) + 2 * tokens.S4)

    def ask(self, who: str) -> None:
        """An empty room for somebody, by name or role."""
        self.clear()
        self._who = who
        self.pad.setAccessibleName(f"Room for the signature of {who}")

    def clear(self) -> None:
        """Nothing of anybody."""
        self._who = ""
        self.pad.clear()
        self.typed.edit.clear()
        say(self.error, "")
        self._turn(typed=False)

    def arrive(self) -> None:
        """Where the person signs."""
        target = self.typed.edit if self.typing.isChecked() else self.pad
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def ink(self) -> Ink | None:
        """The signature; None, and a sentence, where there is none."""
        given = Ink(typed=self.typed.text.strip()) if self.typing.isChecked() else self.pad.ink()
        try:
            given.refuse_empty(self._who)
        except Refused as error:
            say(self.error, error.sentence)
            announce(self, error.sentence)
            self.arrive()
            return None
        return given

    def _turn(self, *, typed: bool) -> None:
        self.typing.setChecked(typed)
        self.drawing.setChecked(not typed)
        for shown, on in ((self.pad, not typed), (self._tools, not typed), (self.typed, typed)):
            shown.setVisible(on)
        say(self.error, "")
        if typed and self.isVisible():
            self.arrive()

    def _drawn(self) -> None:
        for tool in (self.undo, self.clear_all):
            tool.setEnabled(not self.pad.empty)
        told = "Drawn." if not self.pad.empty else "Empty."
        self.pad.setAccessibleDescription(
            f"{told} Drawn with pen, finger or mouse; “Type the name” needs none of them."
        )
        say(self.error, "")
