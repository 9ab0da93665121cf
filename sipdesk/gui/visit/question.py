"""A question on the page: its words, its editor, and in words what is wrong with what was typed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from sipdesk.domain.question import Asked
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.widgets.controls import label, say

NOTHING = "Nothing was written here."


class QuestionBox(QWidget):
    """Prompt above, editor, hint and error below."""

    edited = Signal(str)
    """The field that was edited."""

    def __init__(self, field: str, question: Asked, make: type[Editor], around: Surroundings) -> None:
        super().__init__()
        self.field = field
        self.editor = make(question, around)
        self.prompt = label(question.prompt, "strong", wrap=True)
        self.hint = label(question.hint, "hint", wrap=True)
        self.error = label(role="error", wrap=True)
        self._why = ""
        self._told = ""
        self.prompt.setBuddy(self.editor.first())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S1)
        for widget in (self.prompt, self.editor, self.hint, self.error):
            column.addWidget(widget)
        self.hint.setVisible(bool(question.hint))
        self.error.hide()
        self.editor.edited.connect(lambda: self.edited.emit(self.field))

    def put(self, value: Any) -> None:
        """Show an answer, or what was typed for one."""
        self.editor.put(value)
        self._describe()

    @property
    def active(self) -> bool:
        """Whether the keyboard is in it."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def refuse(self, why: str, *, at_once: bool = False) -> None:
        """Say what is wrong, or (empty) nothing. Nobody is told off in the middle of a word: while the keyboard is in
        the field the sentence waits until it goes."""
        self._why = why
        if at_once or not why or not self.active:
            self.settle()

    def settle(self) -> None:
        """Say what is wrong now: the keyboard has gone on."""
        if self._why != self.error.text() or self.error.isHidden() == bool(self._why):
            say(self.error, self._why)
            self._describe()

    def _describe(self) -> None:
        """What is wrong, else the hint, after what the editor itself says of its keys."""
        first = self.editor.first()
        own = first.accessibleDescription().removesuffix(self._told).strip()
        self._told = self._why or self.hint.text()
        first.setAccessibleDescription(" ".join(filter(None, (own and own.rstrip(".") + ".", self._told))))

    def focus(self, cursor: int = 0) -> None:
        """Put the keyboard into the field."""
        first = self.editor.first()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first, QLineEdit):
            first.setCursorPosition(min(cursor, len(first.text())))
        elif isinstance(first, QPlainTextEdit):
            place = first.textCursor()
            place.setPosition(max(0, min(cursor, first.document().characterCount() - 1)))
            first.setTextCursor(place)


class Reading(QWidget):
    """A question whose answer stands: words to read and to copy."""

    def __init__(self, theme: Theme, field: str, prompt: str, lines: list[str]) -> None:
        super().__init__()
        self.field = field
        self._theme = theme
        self.words = label("\n".join(lines) or NOTHING, "" if lines else "muted", wrap=True)
        flags = Qt.TextInteractionFlag
        self.words.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.words.setAccessibleName(f"{prompt} {self.words.text()}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S1)
        column.addWidget(label(prompt, "strong", wrap=True))
        column.addWidget(self.words)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.words.setMinimumHeight(self._theme.px(tokens.TARGET))

    def focus(self, _cursor: int = 0) -> None:
        """Put the keyboard onto the words."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
