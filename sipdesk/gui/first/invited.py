"""An enrolment file beside the choice of an authority: it names the programme and where notes go, in one step."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.outbox.joining import KINDS, read_file
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say

if TYPE_CHECKING:
    from sipdesk.services.invited import Invited

_TOLD = (
    "If your authority gave you an enrolment file (.sipenrol), open it: it chooses the programme and where notes go."
)
_RECOVERY = " By this file your authority could open your desk for you if you forget your passphrase."


class InvitedPart(QWidget):
    """Nothing counts before the desk is made."""

    named = Signal(str)
    """Id of the authority whose programme the file names."""
    recovers = Signal(bool)
    """Whether the authority could open the desk by the file that is read now."""

    def __init__(self, desk: DeskLink, choose: AskOpen = ask_open) -> None:
        super().__init__()
        self._desk, self.choose = desk, choose
        self.data = b""
        """The file, once one is read; empty for none."""
        self.hint = label(_TOLD, "hint", wrap=True)
        self.name, self.words = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.open, self.drop = button("Open an enrolment file…"), button("Leave it out")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S2)
        for widget in (self.hint, self.name, self.words, self.error, abreast(self.open, self.drop)):
            lines.addWidget(widget)
        self.open.clicked.connect(self._choose)
        self.drop.clicked.connect(self.clear)
        self.clear()

    def clear(self) -> None:
        """No file."""
        back = self.drop.hasFocus()
        self.data = b""
        for shown in (self.name, self.words, self.error):
            say(shown, "")
        self.drop.hide()
        self.recovers.emit(False)  # noqa: FBT003  - a signal knows no names
        if back:
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        chosen = self.choose(self, "Choose the enrolment file", KINDS)
        if chosen:
            self.take(Path(chosen))

    def take(self, file: Path) -> None:
        """Read a file, outside."""
        loading = self._desk.warm()

        def read() -> "tuple[bytes, Invited]":
            loading.result()
            from sipdesk.services.invited import invited  # noqa: PLC0415

            data = read_file(file)
            return data, invited(data)

        self._desk.outside(read, self._show, self._refuse)

    def _show(self, told: "tuple[bytes, Invited]") -> None:
        self.data, said = told
        say(self.error, "")
        say(self.name, f"{said.name} · notes go to {said.to}")
        compare = "Compare them with your authority by telephone before the first note leaves."
        say(self.words, f"Its twelve words: {said.words}. {compare}{_RECOVERY if said.recovery else ''}")
        self.recovers.emit(said.recovery)
        self.drop.show()
        announce(self, f"{self.name.text()}. {self.words.text()}")
        self.named.emit(said.authority)

    def _refuse(self, sentence: str) -> None:
        self.clear()
        say(self.error, sentence)
        announce(self, sentence)
