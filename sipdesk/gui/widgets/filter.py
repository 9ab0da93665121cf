"""A field that narrows a list while one types. Ctrl+F goes to it, Escape empties it, Enter and Down go on to the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget


class Filter(QLineEdit):
    """One to a page."""

    left = Signal()
    """On to the list."""

    def __init__(self, page: QWidget, name: str, placeholder: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(200)
        self.returnPressed.connect(self.left)
        QShortcut(QKeySequence.StandardKey.Find, page, self.take)

    def take(self) -> None:
        """Put the keyboard here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)
