"""A paragraph for text that reportlab's own cannot set: joined and right-to-left scripts, marks, emoji."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus.flowables import Flowable

from sipdesk.notes import directions, fonts, shaping
from sipdesk.notes.inked import Ink, Piece, said_where_misread, spaced
from sipdesk.notes.tagging import END, Tagged

_LONGEST_WORD = 200
_FULL_WIDTH = {"body", "quote"}
"""Styles in which a paragraph that runs from the right also stands at the right."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is never parted at a line's end; `glued` to the one before where a long word had to be cut."""

    pieces: tuple[Piece, ...]
    width: float
    glued: bool = False


class MixedParagraph(Tagged, Flowable):  # type: ignore[misc]
    """Behaves like `Paragraph(style=…)`: wraps, splits between lines, takes the style's indents, colours and bullet."""

    def __init__(self, words: list[Word], style: Any, *, bullet: str = "", base: int = 0) -> None:
        super().__init__()
        self.words, self.style, self.bullet, self.base = words, style, bullet, base
        self._lines: list[list[Word]] = []
        self._room = -1.0
        self.goes_on = False
        """The rest of it stands on the next page, and begins with a word of its own."""

    @classmethod
    def of(cls, pieces: list[Piece], style: Any, bullet: str = "") -> "MixedParagraph":
        """From text in pieces; words end at spaces."""
        text = "".join(piece.text for piece in pieces)
        return cls(_words(pieces, style.fontSize), style, bullet=bullet, base=_base(text))

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Width and height taken."""
        room = availWidth - self.style.leftIndent - self.style.rightIndent
        if room != self._room:
            self._room, self._lines = room, self._broken(room)
        self.width, self.height = availWidth, len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Two paragraphs parted between lines; none where not even one line (or only a lone one of many) would fit."""
        # A table asks with the width of its column, which is more than the width the lines were broken for.
        if not self._lines:
            self.wrap(availWidth, availHeight)
        fit = int((availHeight + 0.01) / self.style.leading)
        if fit >= len(self._lines):
            return [self]
        if len(self._lines) - fit == 1 and fit > 2:
            fit -= 1
        if fit < 1 or (fit == 1 and len(self._lines) <= 3):
            return []
        parts = []
        for lines, bullet in ((self._lines[:fit], self.bullet), (self._lines[fit:], "")):
            part = MixedParagraph([word for line in lines for word in line], self.style, bullet=bullet, base=self.base)
            # The lines are known; breaking 100 kB again on every page would be felt.
            part._room, part._lines = self._room, lines
            part.tag, part.bullet_tag = self.tag, self.bullet_tag
            parts.append(part)
        parts[0].goes_on = self.base == 0 and not self._lines[fit][0].glued
        parts[1].goes_on = self.goes_on
        return parts

    def draw(self) -> None:
        """Onto the canvas, from the top line down."""
        style = self.style
        ink = Ink(self.canv, style.fontSize)
        y = self.height - style.fontSize
        code, marks = self.canv._code, self.canv.marks  # noqa: SLF001 - marked content has no method of its own
        if self.bullet:
            code.append(marks.begin(self.bullet_tag))
            ink.line(style.bulletIndent, y, [Piece(self.bullet, fonts.REGULAR, style.textColor.rgb())], 0)
            code.append(END)
        code.append(marks.begin(self.tag))
        told = ["".join(piece.text for piece in _joined(line)) for line in self._lines]
        self.canv.put(self.tag, told, y, style.leading, style.leftIndent)
        to_right = style.alignment == TA_RIGHT or (
            self.base == 1 and style.name in _FULL_WIDTH and len(self._lines) > 1
        )
        # As in a plain paragraph; where letters are shaped the structure has the whole text beside them.
        follows = [not line[0].glued and self.base == 0 for line in self._lines[1:]] + [self.goes_on]
        for line, said, more in zip(self._lines, _said(self._lines), follows, strict=False):
            width = _width(line, style.fontSize)
            x = self.width - style.rightIndent - width if to_right else style.leftIndent
            pieces = _joined(line)
            if more and said is None and all(shaping.plain(piece.text) for piece in pieces):
                pieces.append(spaced(pieces[-1]))
            ink.line(x, y, pieces, self.base, said)
            y -= style.leading
        code.append(END)

    def _broken(self, room: float) -> list[list[Word]]:
        size = self.style.fontSize
        space = _space(size)
        lines: list[list[Word]] = [[]]
        used = 0.0
        for word in self._cut(room):
            gap = space if lines[-1] and not word.glued else 0.0
            if lines[-1] and used + gap + word.width > room + 0.01:
                lines.append([])
                used = gap = 0.0
            lines[-1].append(word)
            used += gap + word.width
        return [line for line in lines if line]

    def _cut(self, room: float) -> list[Word]:
        """The words, those wider than a line cut into glued parts."""
        out = []
        for word in self.words:
            if word.width <= room:
                out.append(word)
            else:
                out += _parts(word, room, self.style.fontSize)
        return out


def _said(lines: list[list[Word]]) -> list[str | None]:
    """What each line says where that is not what stands on it: a word cut over lines is said whole on the first of them,
    or it would read back with a space inside. Too long a word is left cut. Lines of plain letters that readers would
    spoil stand here too: only lines of shaped ones are said in any case."""
    texts = ["".join(piece.text for piece in _joined(line)) for line in lines]
    said: list[str | None] = [said_where_misread(text) for text in texts]
    for place in range(len(lines) - 1, 0, -1):
        head = "".join(piece.text for word in takewhile(lambda word: word.glued, lines[place]) for piece in word.pieces)
        if not head:
            continue
        rest = texts[place].removeprefix(head)
        carried = texts[place] if said[place] is None else said[place] or ""
        # What the line below handed up already belongs to this word only if nothing else stands on this line.
        moved, kept = (carried, "") if not rest else (head, carried.removeprefix(head).lstrip())
        if len(moved) <= _LONGEST_WORD:
            said[place] = kept
            said[place - 1] = texts[place - 1] + moved
    return said


def _base(text: str) -> int:
    """1 where the paragraph begins and mostly runs from right to left."""
    kinds = [directions.kind(char) for char in text if not char.isascii() or char.isalpha()]
    strong = [what for what in kinds if what in {"L", "R"}]
    return int(bool(strong) and strong[0] == "R" and strong.count("R") * 2 > len(strong))


def _words(pieces: list[Piece], size: float) -> list[Word]:
    words: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split(" ")):
            if number:
                words.append([])
            if part:
                words[-1].append(replace(piece, text=part))
    return [Word(tuple(word), _pieces_width(word, size)) for word in words if word]


def _pieces_width(pieces: list[Piece] | tuple[Piece, ...], size: float) -> float:
    return sum(
        shaping.run_width(name, text, size, rtl=name.startswith("NoteArabic"))
        for piece in pieces
        for name, text in fonts.itemised(piece.text, piece.own)
    )


def _space(size: float) -> float:
    return float(fonts.font(fonts.REGULAR).stringWidth(" ", size))


def _parts(word: Word, room: float, size: float) -> list[Word]:
    out: list[Word] = []
    used = 0.0
    for piece in word.pieces:
        for name, text in fonts.itemised(piece.text, piece.own):
            for part in shaping.pieces_that_fit(name, text, size, room, max(room - used, 0.0)):
                if part:
                    held = replace(piece, text=part)
                    wide = _pieces_width([held], size)
                    out.append(Word((held,), wide, glued=bool(out) or word.glued))
                    used = wide
    return out


def _joined(line: list[Word]) -> list[Piece]:
    """The line's text with its spaces, neighbours of one look together."""
    out: list[Piece] = []
    for number, word in enumerate(line):
        for place, piece in enumerate(word.pieces):
            spaced = number > 0 and place == 0 and not word.glued
            text = f" {piece.text}" if spaced else piece.text
            if out and (out[-1].own, out[-1].colour) == (piece.own, piece.colour):
                out[-1] = replace(out[-1], text=out[-1].text + text)
            else:
                out.append(replace(piece, text=text))
    return out


def _width(line: list[Word], size: float) -> float:
    gaps = sum(not word.glued for word in line[1:])
    return sum(word.width for word in line) + gaps * _space(size)
