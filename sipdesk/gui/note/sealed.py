"""Before the last press: who signed and how, what will be printed for who did not, and what cannot be undone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from sipdesk.domain.ink import Ink
from sipdesk.domain.note import Signatory
from sipdesk.gui import tokens
from sipdesk.gui.note.ink import InkShown
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import abreast, button, label, say

_FOR_GOOD = (
    "After this the text of the note never changes; a correction is a new note that names this one. Nothing is sent to "
    "anybody yet."
)
_Row = tuple[QLabel, InkShown, QLabel]


class End(QFrame):
    """Shown once everybody had their turn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._rows: list[_Row] = []
        self.sentence = label(_FOR_GOOD, wrap=True)
        self.seal = button("Seal it for good", "primary")
        self.again = button("Start again")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        column.setSpacing(tokens.S3)
        column.addWidget(label("Ready to seal", "section"))
        for _ in range(3):
            row = (label(role="strong", wrap=True), InkShown(theme), label(role="muted", wrap=True))
            group = QVBoxLayout()
            group.setSpacing(tokens.S1)
            for widget in row:
                group.addWidget(widget)
            column.addLayout(group)
            self._rows.append(row)
        column.addWidget(self.sentence)
        column.addWidget(abreast(self.seal, self.again))
        self.clear()

    def clear(self) -> None:
        """Nobody."""
        for row in self._rows:
            _fill(row, "", Ink(), "")

    def ask(self, plan: list[Signatory], inks: dict[str, Ink], reviewer: str) -> None:
        """For these signatures."""
        self.clear()
        for row, one in zip(self._rows, plan, strict=False):
            name = (reviewer if one.field == "reviewer" else "") or one.name or one.role
            ink = inks.get(one.field)
            if ink is None:
                _fill(row, name, Ink(), one.unsigned)
            else:
                typed = f"Typed: {ink.typed} · " if ink.typed else ""
                _fill(row, name, ink, f"{typed}{one.statement}")
        self.show()
        self.seal.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> list[str]:
        """What is said of each."""
        return [f"{who.text()}: {how.text()}" for who, _, how in self._rows if who.text()]


def _fill(row: _Row, who: str, ink: Ink, told: str) -> None:
    say(row[0], who)
    row[1].put(ink)
    say(row[2], told)
