"""Chapters of a programme as a document to read: headings, paragraphs and what stands under them, never read as markup."""

from collections.abc import Sequence

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.services.programmepage import Chapter, Entry

_LEADING = 115
"""Per cent of the face's own line."""
_SMALL = tokens.LABEL
_WHOLE = 24
"""Letters of a source that are kept on one line."""


def write(document: QTextDocument, chapters: Sequence[Chapter], theme: Theme) -> dict[str, int]:
    """Write chapters into an empty document; where each begins, by its id."""
    document.clear()
    document.setDefaultFont(theme.font())
    writer = _Writer(document, theme)
    for chapter in chapters:
        writer.chapter(chapter)
    return writer.begins


class _Writer:
    """Puts one block after the other."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._cursor = QTextCursor(document)
        self._theme = theme
        self._fresh = True
        self.begins: dict[str, int] = {}

    def chapter(self, chapter: Chapter) -> None:
        """A heading and all below it."""
        self._block(0 if self._fresh else tokens.S5, tokens.S2, level=2)
        self.begins[chapter.id] = self._cursor.block().position()
        self._put(chapter.title, size=tokens.SECTION, strong=True)
        if chapter.says:
            self._block(0, tokens.S2)
            self._put(chapter.says, tone="muted")
        for entry in chapter.entries:
            self._entry(entry, 0)

    def _entry(self, entry: Entry, depth: int) -> None:
        theme = self._theme
        self._block(0, tokens.S1 if entry.under or depth else tokens.S2, indent=depth * tokens.S5)
        # Under a thing each line has its dash: where one ends and the next begins is seen without indents too.
        self._put("– " if depth else "")
        self._put(entry.lead, strong=True)
        self._put(f"{': ' if entry.lead and entry.text else ''}{entry.text}")
        if entry.source:
            self._put(f"   {_unbroken(entry.source)}", size=_SMALL, tone="muted")
        for one in entry.under:
            self._entry(one, depth + 1)
        if entry.under and not depth:
            form = self._cursor.blockFormat()
            form.setBottomMargin(theme.px(tokens.S3))
            self._cursor.setBlockFormat(form)

    def _block(self, above: int, below: int, *, indent: int = 0, level: int = 0) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(self._theme.px(above))
        form.setBottomMargin(self._theme.px(below))
        form.setLeftMargin(self._theme.px(indent))
        form.setHeadingLevel(level)
        form.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._fresh:
            self._cursor.setBlockFormat(form)
            self._fresh = False
        else:
            self._cursor.insertBlock(form, QTextCharFormat())

    def _put(self, text: str, *, size: int = tokens.BODY, strong: bool = False, tone: str = "text") -> None:
        if text:
            form = QTextCharFormat()
            form.setFont(self._theme.font(size, strong=strong))
            form.setForeground(self._theme.colour(tone))
            self._cursor.insertText(text, form)


def _unbroken(source: str) -> str:
    """A short source goes to the next line whole."""
    return source.replace(" ", "\N{NO-BREAK SPACE}") if len(source) <= _WHOLE else source
