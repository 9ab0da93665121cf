"""One person's turn at the laptop: who signs, what the signature says, and the room for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sipdesk.domain.ink import Ink
from sipdesk.domain.note import Signatory
from sipdesk.gui import tokens
from sipdesk.gui.note.signature import SignatureBox
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import abreast, announce, button, label
from sipdesk.gui.widgets.field import Field

_TITLES = {"partner": "You sign", "reviewer": "Hand over to the reviewer", "head": "Hand over to the headteacher"}
_SAYS = {
    "partner": "You sign that you wrote this note. Your key seals the file.",
    "reviewer": (
        "You sign that you reviewed this note. On this machine {partner}’s key seals your signature, and {partner} is its "
        "witness."
    ),
    "head": (
        "You sign that you received the note beside this and that its facts are right. You do not sign that you agree with "
        "it. On this machine {partner}’s key seals your signature, and {partner} is its witness."
    ),
}


class Turn(QFrame):
    """Shown for each in order."""

    given = Signal(str, object)
    """The name of a reviewer (else empty) and the ink."""
    declined = Signal()
    """Not now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._field = ""
        self.step = label(role="caption")
        self.title = label(role="section", wrap=True)
        self.who = label(role="strong", wrap=True)
        self.says = label(role="muted", wrap=True)
        self.reviewer = Field("Name of the reviewer", "As it should stand in the note.")
        self.box = SignatureBox(theme)
        self.sign = button("", "primary")
        self.leave = button("Not now")
        self._lay_out()
        self.sign.clicked.connect(self._give)
        self.leave.clicked.connect(self.declined)
        self.box.entered.connect(self._give)
        self.reviewer.edit.returnPressed.connect(self._named)

    def _lay_out(self) -> None:
        self.reviewer.edit.setMaxLength(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        column.setSpacing(tokens.S2)
        for widget in (self.step, self.title, self.who, self.says, self.reviewer, self.box):
            column.addWidget(widget)
        column.addWidget(abreast(self.sign, self.leave))

    def ask(self, one: Signatory, partner: str, place: tuple[int, int]) -> None:
        """Somebody's turn. `place`: which of how many."""
        self._field = one.field
        self.clear()
        self.step.setText(f"Signature {place[0]} of {place[1]}")
        self.title.setText(_TITLES[one.field])
        who = ", ".join(filter(None, (one.name, one.role)))
        self.who.setText(f"{who}: “{one.statement}”" if one.field == "head" else who)
        self.says.setText(_SAYS[one.field].format(partner=partner))
        self.reviewer.setVisible(one.field == "reviewer")
        self.box.ask(one.name or f"the {one.role.lower()}")
        last = place[0] == place[1]
        words = "Sign" if last else "Sign, then hand over"
        self.sign.setText(words)
        self.sign.setAccessibleName(words)
        self.leave.setText("Cancel" if one.field == "partner" else "Not now")
        self.leave.setAccessibleName(
            "Cancel signing" if one.field == "partner" else f"The {one.role.lower()} does not sign now"
        )
        self.show()
        announce(self, f"{self.title.text()}. {self.who.text()}. {self.says.text()}")
        self.arrive()

    def arrive(self) -> None:
        """Where the person begins."""
        if self._field == "reviewer":
            self.reviewer.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.arrive()

    def clear(self) -> None:
        """Nothing of anybody."""
        self.box.clear()
        self.reviewer.edit.clear()
        self.reviewer.tell("")

    def _named(self) -> None:
        self.box.arrive()

    def _give(self) -> None:
        name = self.reviewer.text.strip() if self._field == "reviewer" else ""
        if self._field == "reviewer" and not name:
            self.reviewer.refuse("Write the name of the reviewer; it stands in the note.")
            return
        ink: Ink | None = self.box.ink()
        if ink is not None:
            self.given.emit(name, ink)
