"""Fields that words are typed into. They grow with what they hold; undo is the page's, so that it survives a quit."""

from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme

_MOST = 18
"""Lines after which a field scrolls instead of growing."""
_SLACK = 2
"""Lines are a fraction higher than their font says."""


class Aids(Protocol):
    """What helps whoever types: spelling, notices, phrases, clean pasting. A field works without."""

    def attach(self, field: "Prose") -> None:
        """Help in this field from now on."""

    def cleaned(self, mime: QMimeData) -> str:
        """What is pasted, as paragraphs and `- ` bullets."""

    def part(self) -> None:
        """What was typed until now and what comes next are two steps of undo."""


class Prose(QPlainTextEdit):
    """Paragraphs and `- ` bullets. Tab goes on to the next field; Enter after a bullet begins another."""

    edited = Signal()
    """Typed, pasted or dictated: not set by the program."""
    noticed = True
    """Whether the aids point at words to think about; spelling and phrases are there either way."""
    page_undoes = True
    """Whether undo is the page's, for it holds an answer, or the field's own."""

    def __init__(self, theme: Theme, name: str, aids: Aids | None = None, least: int = 2) -> None:
        super().__init__()
        self._theme = theme
        self._aids = aids
        self._least = least
        self._setting = False
        self._foot = 0
        self._broken_for = 0
        """The width for which lines were broken, in pixels; 0 before the first time."""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(tokens.S1)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        theme.changed.connect(self.fit)
        if aids is not None:
            aids.attach(self)
        self.fit()

    def text(self) -> str:
        """What it holds."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Set what it holds without telling anybody; the cursor stays where it is as far as it can."""
        if text == self.toPlainText():
            return
        self._setting = True
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self._setting = False

    def _changed(self) -> None:
        self.fit()
        if not self._setting:
            self.edited.emit()

    def fit(self) -> None:
        """As high as its words."""
        line = self.fontMetrics().lineSpacing()
        lines = round(self.document().size().height())
        wanted = (
            max(self._least, min(_MOST, lines)) * line + 2 * (tokens.S1 + tokens.S1 + self._theme.palette.rule) + _SLACK
        )
        wanted += self._foot
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def set_foot(self, height: int) -> None:
        """Room below the words, inside the field, for a line from the aids."""
        if height != self._foot:
            self._foot = height
            self.setViewportMargins(0, 0, 0, height)
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._broken_for = event.size().width()
        self._break_lines()
        self.fit()

    def _break_lines(self) -> None:
        """Once more, where the border has come since: Qt goes on with the lines of the width before it."""
        now = self.viewport().size()
        if self._broken_for not in {0, now.width()}:
            before, self._broken_for = QSize(self._broken_for, now.height()), now.width()
            super().resizeEvent(QResizeEvent(now, before))
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the page."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_undo(event)
        if asked and self.page_undoes:
            event.ignore()
            return False
        done = super().event(event)
        self._break_lines()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on with a list; on an empty bullet it ends the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() and self._go_on():
            return
        if self.page_undoes and _is_undo(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _go_on(self) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        if not line.startswith("- ") or cursor.hasSelection() or cursor.positionInBlock() < 2:
            return False
        if line.strip() == "-":
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n- ")
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words; lists and tables keep their shape, everything else is dropped."""
        self.paste_words(self._aids.cleaned(source) if self._aids else source.text())

    def paste_words(self, words: str) -> None:
        """Put in what somebody else wrote: one step of undo, apart from what is typed before and after it."""
        if self._aids:
            self._aids.part()
        self.textCursor().insertText(words)
        self.ensureCursorVisible()
        if self._aids:
            self._aids.part()


class Line(QLineEdit):
    """One line. `edited` as for Prose; what a screen reader or a dictation program puts in counts as typed."""

    edited = Signal()

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(500)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._setting = False
        self.textChanged.connect(self._changed)

    def _changed(self) -> None:
        # Not textEdited: words that come by the accessibility tree are set, not typed, and would never be saved.
        if not self._setting:
            self.edited.emit()

    def setText(self, text: str | None, /) -> None:
        """Set by the program: nobody is told."""
        self._setting = True
        super().setText(text or "")
        self._setting = False

    def clear(self) -> None:
        """Emptied by the program."""
        self.setText("")

    def put(self, text: str) -> None:
        """Set what it holds; the cursor stays."""
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo goes to the page."""
        if _is_undo(event):
            event.ignore()
            return
        super().keyPressEvent(event)


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
