"""Draws what the aids found into a field: a wavy line under a word nobody knows, dots under words to think about.

Drawn as extra selections: they move with the words by themselves and, unlike a highlighter's, are no change of the text.
"""

import re
from collections.abc import Iterable, Iterator

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from sipdesk.domain.notice import Found
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Prose

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_WAVE, _DOTS = QTextCharFormat.UnderlineStyle.WaveUnderline, QTextCharFormat.UnderlineStyle.DotLine
_MOST = 200
"""Marks in one field; beyond it marking is no help."""


class Marker:
    """Knows where the marks of one field are."""

    def __init__(self, field: Prose, theme: Theme) -> None:
        self._field = field
        self._theme = theme
        self._words: list[QTextCursor] = []
        self._places: list[tuple[QTextCursor, Found]] = []
        self._spared: QTextCursor | None = None
        """The word being typed. It is marked once the caret has left it, never before."""

    def put(self, wrong: set[str], notices: Iterable[Found]) -> None:
        """Other findings, of the text as it stands. Where they stand as before, nothing is drawn again."""
        text = flat(self._field.toPlainText())
        caret = self._field.textCursor().position() if self._field.hasFocus() else -1
        before = {_span(word) for word in self._words}
        places = _places(text, notices)
        taken = {place for (start, end), _ in places for place in range(start, end)}
        words: list[tuple[int, int]] = []
        spared: tuple[int, int] | None = None
        for start, end in _spans(text, wrong):
            if start in taken:
                continue  # a name is not misspelt as well
            if start <= caret <= end and (start, end) not in before:
                spared = (start, end)
            elif len(words) < _MOST:
                words.append((start, end))
        self._spared = self._cursor(*spared) if spared else None
        if words != [_span(w) for w in self._words] or places != [(_span(c), n) for c, n in self._places]:
            self._words = [self._cursor(*span) for span in words]
            self._places = [(self._cursor(*span), notice) for span, notice in places]
            self.redraw()

    def release(self) -> None:
        """Mark the word that was being typed, once the caret has left it."""
        word = self._spared
        if word is None:
            return
        caret = self._field.textCursor().position()
        if not self._field.hasFocus() or not word.selectionStart() <= caret <= word.selectionEnd():
            self._spared = None
            if word.hasSelection():
                self._words.append(word)
                self.redraw()

    def redraw(self) -> None:
        """Draw all marks, in the colours of the palette in use."""
        wave, dots = self._line(_WAVE, "late"), self._line(_DOTS, "part")
        drawn = [(place, dots) for place, _ in self._places] + [(word, wave) for word in self._words]
        self._field.setExtraSelections([_selection(cursor, line) for cursor, line in drawn])

    def _line(self, style: QTextCharFormat.UnderlineStyle, tone: str) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setUnderlineStyle(style)
        made.setUnderlineColor(self._theme.colour(tone))
        return made

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._field.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # -- asking --------------------------------------------------------------------------------------------------

    def word_at(self, position: int) -> QTextCursor | None:
        """The unknown word at a place."""
        return next((word for word in self._words if word.selectionStart() <= position <= word.selectionEnd()), None)

    def next_word(self, position: int) -> QTextCursor | None:
        """The first unknown word from a place on, from the start again after the last."""
        there = sorted(self._words, key=QTextCursor.selectionStart)
        return next((word for word in there if word.selectionEnd() >= position), next(iter(there), None))

    def notice_at(self, position: int) -> Found | None:
        """What there is to think about at a place."""
        for place, notice in self._places:
            if place.selectionStart() <= position <= place.selectionEnd():
                return notice
        return None


def flat(text: str) -> str:
    """With two spaces for each sign that Qt counts as two, so that places are the same here and there."""
    return text if text.isascii() else _WIDE.sub("  ", text)


def _spans(text: str, words: set[str]) -> Iterator[tuple[int, int]]:
    if words:
        either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for found in re.finditer(rf"(?<![\w'’])(?:{either})(?!\w|['’]\w)", text):
            yield found.span()


def _starts(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))


def _places(text: str, notices: Iterable[Found]) -> list[tuple[tuple[int, int], Found]]:
    """Where the words of notices stand, the first of each sort of words speaking for all."""
    found = []
    for notice in {there.words: there for there in notices}.values():
        words = flat(notice.words)
        found += [((start, start + len(words)), notice) for start in _starts(text, words)]
    return found[:_MOST]


def _span(cursor: QTextCursor) -> tuple[int, int]:
    return cursor.selectionStart(), cursor.selectionEnd()


def _selection(cursor: QTextCursor, line: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = line
    return made
