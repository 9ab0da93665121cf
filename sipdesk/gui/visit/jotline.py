"""The line a jotting is typed into: it wraps rather than hide its end, and knows spelling and phrases as every text does."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent

from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Aids, Prose

_MOST = 500
"""Letters in one jotting."""
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class JotLine(Prose):
    """One line of at most 500 letters. No notices: nothing in it is in a note, and they would stand in its way."""

    filed = Signal()
    """Enter was pressed."""
    noticed = False
    page_undoes = False  # what was taken back would be an answer, in another section perhaps

    def __init__(self, theme: Theme, name: str, placeholder: str, aids: Aids | None = None) -> None:
        super().__init__(theme, name, aids, 1)
        self.setPlaceholderText(placeholder)
        self.setUndoRedoEnabled(True)

    def text(self) -> str:
        """What it holds, on one line."""
        return self.toPlainText().replace("\n", " ")[:_MOST]

    def clear(self) -> None:
        """Emptied by the program: nobody is told."""
        self.put("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter files it; there is no second line, and no letter beyond the last that is kept."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.filed.emit()
            return
        full = len(self.toPlainText()) >= _MOST and not self.textCursor().hasSelection()
        if full and event.text().isprintable() and event.text() and not event.modifiers() & _HELD:
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line, as far as there is room."""
        taken = self.textCursor().selectionEnd() - self.textCursor().selectionStart()
        room = max(0, _MOST - len(self.toPlainText()) + taken)
        self.insertPlainText(" ".join(source.text().split())[:room])
