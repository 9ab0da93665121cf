"""One section of the settings: a title, what belongs to it, and a sentence on how the last thing went."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import announce, frame, label, say


class Section(QWidget):
    """A card with a title."""

    def __init__(self, title: str, line: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card = frame("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.lines = QVBoxLayout(card)
        self.lines.setContentsMargins(tokens.S4, tokens.S4, tokens.S4, tokens.S4)
        self.lines.setSpacing(tokens.S3)
        self.title = label(title, "section", wrap=True)
        self.lines.addWidget(self.title)
        if line:
            self.lines.addWidget(label(line, "muted", wrap=True))
        self.good = label(role="strong", wrap=True)
        self.bad = label(role="error", wrap=True)
        self.good.hide()
        self.bad.hide()

    def add(self, *widgets: QWidget) -> None:
        """Below what is there."""
        for widget in widgets:
            self.lines.addWidget(widget)

    def row(self, *widgets: QWidget) -> None:
        """Beside one another, from the left."""
        line = QHBoxLayout()
        line.setSpacing(tokens.S2)
        for widget in widgets:
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self.lines.addLayout(line)

    def end(self) -> None:
        """What is said about the last thing done stands below all else."""
        self.add(self.good, self.bad)

    def tell(self, sentence: str) -> None:
        """It went well, or is under way."""
        say(self.bad, "")
        say(self.good, sentence)
        announce(self, sentence)

    def refuse(self, sentence: str) -> None:
        """It did not go."""
        say(self.good, "")
        say(self.bad, sentence)
        announce(self, sentence)
