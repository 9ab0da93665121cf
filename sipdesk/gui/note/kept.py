"""Lines that a wider version leaves out, each with a tick for whoever has looked at it and vouches for it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import abreast, button, label
from sipdesk.gui.widgets.tick import Tick

_MEANS = "These lines count few pupils, or seem to speak of one, and are left out. Keep one only where nobody could be known by it."


class LineRow(QWidget):
    """A line in its own words, and whether it is kept."""

    def __init__(self, line: str, *, kept: bool) -> None:
        super().__init__()
        self.line = line
        self.tick = Tick("Keep this line")
        self.tick.setAccessibleDescription(line)
        self.tick.setChecked(kept)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, tokens.S1)
        lines.setSpacing(0)
        lines.addWidget(label(f"“{line}”", wrap=True))
        lines.addWidget(self.tick)


class KeptLines(QWidget):
    """Nothing where nothing was left out."""

    again = Signal()
    """Make the version again with the lines that are ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[LineRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(tokens.S1)
        self.make = button("Make it again with these")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(tokens.S2)
        whole.addWidget(label("Lines left out", "strong"))
        whole.addWidget(label(_MEANS, "muted", wrap=True))
        whole.addLayout(self._column)
        whole.addWidget(abreast(self.make))
        self.make.clicked.connect(self.again)
        self.hide()

    @property
    def kept(self) -> list[str]:
        """The lines that are ticked, word for word."""
        return [row.line for row in self.rows if row.tick.isChecked()]

    def put(self, lines: Sequence[str], kept: Collection[str]) -> None:
        """Other lines; the button comes once a tick differs from what was made."""
        self.clear()
        for line in lines:
            row = LineRow(line, kept=line in kept)
            row.tick.toggled.connect(lambda _on, made=set(kept): self.make.setVisible(set(self.kept) != made))
            self.rows.append(row)
            self._column.addWidget(row)
        self.make.hide()
        self.setVisible(bool(lines))

    def clear(self) -> None:
        """None, and nothing of the last note."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self.hide()
