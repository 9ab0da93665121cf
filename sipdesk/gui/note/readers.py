"""Exactly who gets a note: by name and role, with the address and the reason."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from sipdesk.domain.issue import Distribution
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.widgets.controls import label, say
from sipdesk.services.issue import Plan

_SYNC = "Waits for sync; it does not leave by itself."


class Readers(QFrame):
    """One block for each reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._blocks = [(label(role="strong", wrap=True), label(role="muted", wrap=True))]
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        self._lines.setSpacing(tokens.S1)
        self._lines.addWidget(self._blocks[0][0])
        self._lines.addWidget(self._blocks[0][1])
        self.clear()

    def clear(self) -> None:
        """Nobody."""
        for block in self._blocks:
            for told in block:
                say(told, "")
        self.hide()

    def texts(self) -> list[str]:
        """Who is named."""
        return [block[0].text() for block in self._blocks if not block[0].isHidden()]

    def put(self, plan: Plan) -> None:
        """Other readers."""
        self.clear()
        while len(self._blocks) < len(plan.lines):
            block = (label(role="strong", wrap=True), label(role="muted", wrap=True))
            self._blocks.append(block)
            self._lines.addSpacing(tokens.S1)
            self._lines.addWidget(block[0])
            self._lines.addWidget(block[1])
        for block, line, said in zip(self._blocks, plan.lines, plan.said, strict=False):
            say(block[0], said)
            say(block[1], _about(line))
        self.show()


def _about(line: Distribution) -> str:
    if line.by_sync:
        return f"{line.reason}. {_SYNC}" if line.reason else _SYNC
    address = line.address or "No address"
    if line.version == "wider":
        day = f" on {w.day(line.asked_on)}" if line.asked_on else ""
        return f"{address}\n{line.reason}{day}: {line.asked_why}"
    return f"{address}\n{line.reason}" if line.reason else address
