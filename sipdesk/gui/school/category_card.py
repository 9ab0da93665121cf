"""A small form that stands in its place on the page while it is filled. Escape puts it away; nothing is kept before its button."""

import datetime as dt
import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.typed import dated, typed_day
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say
from sipdesk.gui.widgets.field import Field

DAY = "As you would write it, such as {}"
_SHORT = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d\d)$")
"""`3/9/19`: nobody decided on a school in the last century."""
_MOST = 500
"""Characters of a line."""
Today = Callable[[], dt.date]


class Paragraph(QWidget):
    """A field of several lines, its name above and a hint below."""

    def __init__(self, theme: Theme, name: str, hint: str = "") -> None:
        super().__init__()
        self.edit = Prose(theme, name)
        self.edit.setAccessibleDescription(hint)
        self.name = label(name, "label", wrap=True)
        self.name.setBuddy(self.edit)
        self.hint = label(hint, "hint", wrap=True)
        self.hint.setVisible(False)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S1)
        for widget in (self.name, self.edit, self.hint):
            lines.addWidget(widget)
        lines.setAlignment(self.edit, Qt.AlignmentFlag.AlignTop)
        if hint:
            self.hint.show()
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What stands in it, trimmed."""
        return self.edit.text().strip()

    def put(self, text: str) -> None:
        """Set what stands in it."""
        self.edit.put(text)


class DayField(Field):
    """A day as a person writes it; may be left empty."""

    def __init__(self, name: str, today: Today, hint: str = DAY) -> None:
        super().__init__(name, hint.format(w.such_as(today())))
        self._today = today

    def put(self, on: dt.date | None) -> None:
        """A day, or none."""
        self.edit.setText(w.day(on))
        self.tell("")

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text.strip()

    def read(self) -> dt.date | None:
        """The day; None where nothing is written, or (and then it says so) no day."""
        if self.empty:
            return None
        on = read_day(self.text, self._today())
        if on is None:
            self.refuse(w.no_day(self._today()))
        return on

    def sound(self) -> bool:
        """Whether it is empty or a day; says so where it is neither."""
        return self.empty or self.read() is not None

    def glance(self) -> dt.date | None:
        """The day as far as it is typed, without a word of what is wrong."""
        return read_day(self.text, self._today())


def read_day(text: str, today: dt.date) -> dt.date | None:
    """A day, however long ago it was; without a year, the day of this school year."""
    text = _SHORT.sub(r"\1/\2/20\3", text.strip())
    return dated(text, today) or typed_day(text, AcademicYear.of(today))


class AskCard(QFrame):
    """Title, what it means, its fields, what is wrong, and two buttons."""

    given = Signal()
    """The button was pressed: whoever made the card reads its fields."""
    closed = Signal()

    def __init__(self, go: str, leave: str = "Leave it as it is") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label(role="strong", wrap=True)
        self.means = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.means.hide()
        self.error.hide()
        self.go, self.leave = button(go), button(leave)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(tokens.S3)
        self._buttons = abreast(self.go, self.leave)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        self._lines.setSpacing(tokens.S2)
        self._lines.addWidget(self.title)
        self._lines.addWidget(self.means)
        self._lines.addLayout(self.fields)
        self._lines.addWidget(self.error)
        self._lines.addWidget(self._buttons)
        self.go.clicked.connect(self.given)
        self.leave.clicked.connect(self.close_card)
        QShortcut(QKeySequence("Esc"), self, self.close_card, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(
            QKeySequence("Ctrl+Return"), self, self.given.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self.hide()

    def add(self, *widgets: QWidget) -> None:
        """Fields below one another."""
        for widget in widgets:
            self.fields.addWidget(widget)
            self._hear(widget)
        self.buttons_last()

    def add_pair(self, one: QWidget, other: QWidget) -> None:
        """Two fields side by side, in columns of the same width."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        for n, widget in enumerate((one, other)):
            grid.addWidget(widget, 0, n, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(n, 1)
            self._hear(widget)
        self.fields.addLayout(grid)
        self.buttons_last()

    def buttons_last(self) -> None:
        """The keyboard comes to a card's parts in the order in which they were put there: the buttons after the fields."""
        self._lines.removeWidget(self._buttons)
        self._buttons.setParent(None)
        self._lines.addWidget(self._buttons)

    def _hear(self, widget: QWidget) -> None:
        if isinstance(widget, Field):
            widget.edit.setMaxLength(_MOST)
            widget.edit.returnPressed.connect(self.given)

    def begin(self, title: str, means: str = "") -> None:
        """Show it; what was wrong before is forgotten."""
        self.title.setText(title)
        say(self.means, means)
        say(self.error, "")
        self.show()

    def refuse(self, sentence: str) -> None:
        """Say what is missing; what was typed stays."""
        say(self.error, sentence)
        announce(self, sentence)

    def close_card(self) -> None:
        """Put it away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()
