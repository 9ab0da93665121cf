"""What a note still lacks, section by section, as words that can be read aloud, selected and scrolled by key."""

from itertools import groupby

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme

_JOINT = " › "
_LEADING = 110
"""Per cent of the face's own line, which makes 1.4 of the size of its letters."""


class MissingList(QTextEdit):
    """Read only. Text goes in by cursor, never as markup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._missing: list[str] = []
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("What is missing")
        theme.changed.connect(self._write)

    def put(self, missing: list[str]) -> None:
        """Other gaps."""
        self._missing = missing
        self._write()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for section, lacks in groupby(self._missing, key=lambda line: line.partition(_JOINT)[0]):
            told = [line.partition(_JOINT)[2] for line in lacks]
            self._line(cursor, section, strong=True)
            for lack in filter(None, told):
                self._line(cursor, lack)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _line(self, cursor: QTextCursor, text: str, *, strong: bool = False) -> None:
        block, letters = QTextBlockFormat(), QTextCharFormat()
        block.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setTopMargin(tokens.S2 if strong and not cursor.atStart() else 0)
        letters.setFont(self._theme.font(strong=strong))
        letters.setForeground(self._theme.colour("text"))
        if not cursor.atStart():
            cursor.insertBlock(block, letters)
        cursor.setBlockFormat(block)
        cursor.insertText(text, letters)
