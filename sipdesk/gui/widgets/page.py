"""What every page of the shell is: a ground, a heading, a place in the trail, and a way to say that something failed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.background import Ask
from sipdesk.gui.widgets.controls import announce, label, page, say


@dataclass(frozen=True)
class Step:
    """One step of the trail. The last one is where I am and leads nowhere."""

    text: str
    go: Callable[[], None] | None = None


class Page(QWidget):
    """One page. It asks for what it shows each time it is gone to; only the newest answer is shown."""

    trail_changed = Signal()
    said = Signal(str)
    """A sentence for the status line."""

    word = "sipdesk"
    """What the window's title says: never a school, never a category."""

    def __init__(self) -> None:
        super().__init__()
        page(self)
        self.trail: list[Step] = []
        self._asked: Ask | None = None
        self.error = label(role="error", wrap=True)
        self.error.hide()

    def asked(self, ask: Ask) -> None:
        """Wait for this answer and for no earlier one."""
        if self._asked is not None:
            self._asked.drop()
        self._asked = ask
        say(self.error, "")

    def failed(self, sentence: str) -> None:
        """Show why there is nothing to show."""
        say(self.error, sentence)
        announce(self, sentence)

    def arrive(self) -> None:
        """Put the keyboard where the work is."""

    def place(self) -> object:
        """Where on the page I am, without a word of what stands there; None where that is no matter."""
        return None

    def restore(self, place: object) -> None:
        """Back to a place that this page gave."""

    @property
    def wants_room(self) -> bool:
        """Whether the rail should fold away for this page."""
        return False


class Heading(QWidget):
    """A title with a line below it, and room for controls at its right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = label(title, "title", wrap=True)
        self.line = label(role="muted", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(tokens.S1)
        texts.addWidget(self.title)
        texts.addWidget(self.line)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(tokens.S2)
        self._row.addLayout(texts, 1)

    def add(self, *controls: QWidget) -> None:
        """Controls at its right, the primary one last."""
        for control in controls:
            self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignBottom)


def column(page_widget: QWidget) -> QVBoxLayout:
    """The one column most pages are."""
    made = QVBoxLayout(page_widget)
    made.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S4)
    made.setSpacing(tokens.S3)
    return made


def scrolling_column(page_widget: QWidget) -> tuple[QVBoxLayout, QScrollArea]:
    """The same, for a page that large text may make higher than the window."""
    inside, scroll = QWidget(), QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    outer = QVBoxLayout(page_widget)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroll)
    return column(inside), scroll


def hint(text: str) -> QLabel:
    """A line below a list that says what the keys do."""
    return label(text, "hint", wrap=True)
