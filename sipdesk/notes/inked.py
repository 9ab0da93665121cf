"""Lines of mixed scripts put on a page so that they look right and read back right.

Such a line is drawn glyph by glyph, and then said: programs that take text out of a PDF do not agree on how, so it is
said in three ways, each where only one of them listens.

- `/Line` around all of it has the text in reading order, for readers that take `/ActualText` at its word.
- The glyphs stand in an empty `/Span`, which poppler leaves out, and in `/Mute`, whose unprintable sign makes pdfium
  pass over them.
- A `/Span` around one invisible glyph has the order poppler looks for; `/Mute` hides it from pdfium.
- An invisible glyph in an empty `/Span` has a ToUnicode in the order pdfium looks for.

Invisible spaces far above and far below keep pdfium from mixing the line with the cell beside it. See directions.py for
the orders.
"""

from dataclasses import dataclass, replace
from typing import Any

from sipdesk.notes import directions, fonts, shaping

Colour = tuple[float, float, float]

_EMOJI = "NoteEmoji"
_MUTE = "/Mute <</ActualText <FEFF0001>>> BDC"
_SILENT = "/Span <</ActualText ()>> BDC"
# pdfium looks at the height of the ink, so what is not seen needs a tall letter; and a place far off ends its line.
_TALL = "HN"
_MUCH = 30
# pdfium drops a text that has the size and the codes of one drawn just before, wherever the two overlap, and does not ask
# whether their fonts differ; so what it is to hear has a size that nothing seen has.
_UNLIKE = 1.01
_GAP = "\u00a0\u00a0"
_FAR = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one weight and one colour."""

    text: str
    own: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one font, colour and direction."""

    text: str
    font: str
    colour: Colour
    level: int = 0


class Ink:
    """Writes lines at places on a canvas. Coordinates are those the canvas has now."""

    def __init__(self, canvas: Any, size: float) -> None:
        self.canvas, self.size = canvas, size

    def line(self, x: float, y: float, pieces: list[Piece], base: int, said: str | None = None) -> float:
        """One line from `x`; returns where it ends. `said`: what it reads back as, if not as what stands on it."""
        text = "".join(piece.text for piece in pieces)
        runs = _visual(pieces, text, base)
        if said is None and not any(map(_needs_shaping, runs)):
            for run in runs:
                x = self._plain(x, y, run)
            return x
        return self._line(x, y, text if said is None else said, runs)

    def block(self, lines: list[tuple[float, str]], y: float, leading: float, own: str, colour: Colour) -> None:
        """Plain lines one below the other, each from its own x. One that ends in a space goes on in the next."""
        plain: list[tuple[float, float, str]] = []
        for x, text in lines:
            bare = text.removesuffix(" ")
            if said_where_misread(bare):
                # What stands above goes out first: some readers keep to the order of the file.
                self._plain_lines(plain, own, colour)
                plain = []
                self.line(x, y, [Piece(bare, own, colour)], 0, bare)
            else:
                plain.append((x, y, text))
            y -= leading
        self._plain_lines(plain, own, colour)

    def _plain_lines(self, lines: list[tuple[float, float, str]], own: str, colour: Colour) -> None:
        if not lines:
            return
        face, doc = fonts.font(own), self.canvas._doc  # noqa: SLF001 - see _show
        parts = ["BT 0 Tr {:.4f} {:.4f} {:.4f} rg".format(*colour)]
        current = -1
        for x, y, text in lines:
            parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for subset, codes in face.splitString(text, doc):
                if subset != current:
                    parts.append(f"{face.getSubsetInternalName(subset, doc)} {self.size:g} Tf")
                    current = subset
                parts.append(f"<{codes.hex()}> Tj")
        self._write(" ".join([*parts, "ET"]))

    def _line(self, x: float, y: float, text: str, runs: list[Run]) -> float:
        start = x
        self.canvas.marks.shaped()
        self.stop(x, y + _FAR)
        self._write(f"/Line {_said(text)} BDC {_SILENT} {_MUTE}")
        for run in runs:
            x = self._glyphs(x, y, run) if _needs_shaping(run) else self._plain(x, y, run)
        self._write("EMC EMC")
        self.unseen(start, y, x - start, "", f"/Span {_said(_for_poppler(text))} BDC {_MUTE}")
        if text:
            Ink(self.canvas, self.size * _UNLIKE).unseen(start, y, x - start, directions.pdfium_order(text), _SILENT)
        self._write("EMC")
        # Not in the same place, or the second would be dropped as one with the first where the line is narrow.
        self.stop(x, y - _FAR)
        self.canvas.rtl_letters += sum(directions.kind(char) == "R" for char in text)
        return x

    def _plain(self, x: float, y: float, run: Run) -> float:
        self._show(x, y, run.font, run.text, run.colour)
        return x + float(fonts.font(run.font).stringWidth(run.text, self.size))

    def _glyphs(self, x: float, y: float, run: Run) -> float:
        """Glyphs side by side go out as one string; one that is shifted, or follows a shift, is placed by itself."""
        face = fonts.font(run.font)
        together, begin, pen = "", x, x
        scale = fonts.size_of(run.font, self.size) / 1000
        for glyph in shaping.shaped(run.font, run.text, rtl=run.level % 2 == 1):
            char = face.code_for(glyph.index, glyph.said, glyph.width)
            if glyph.dx or glyph.dy or glyph.advance != glyph.width:
                if together:
                    self._show(begin, y, run.font, together, run.colour)
                self._show(pen + glyph.dx * scale, y + glyph.dy * scale, run.font, char, run.colour)
                together, begin = "", pen + glyph.advance * scale
            else:
                together += char
            pen += glyph.advance * scale
        if together:
            self._show(begin, y, run.font, together, run.colour)
        return pen

    def _show(self, x: float, y: float, font_name: str, text: str, colour: Colour | None) -> None:
        """`colour` None: invisible."""
        face, doc = fonts.font(font_name), self.canvas._doc  # noqa: SLF001 - reportlab gives no other way to a font's codes
        shade = "3 Tr" if colour is None else "0 Tr {:.4f} {:.4f} {:.4f} rg".format(*colour)
        size = fonts.size_of(font_name, self.size)
        parts = [f"BT {shade} 1 0 0 1 {x:.3f} {y:.3f} Tm"]
        for subset, codes in face.splitString(text, doc):
            parts.append(f"{face.getSubsetInternalName(subset, doc)} {size:g} Tf <{codes.hex()}> Tj")
        self._write(" ".join([*parts, "ET"]))

    def unseen(self, x: float, y: float, width: float, said: str, marks: str) -> None:
        """Glyphs as wide as the line, in marked content that ends before the old font returns: poppler asks for it then."""
        text, wide = self._standing_for(said)
        self._write(f"q {100 * width * 1000 / (wide * self.size):.2f} Tz {marks}")
        self._show(x, y, fonts.REGULAR, text, None)
        self._write(" ".join(["EMC"] * marks.count("BDC")) + " Q")

    def _standing_for(self, said: str) -> tuple[str, float]:
        """Characters that together say `said`, and their width: two or more, as pdfium cannot tell from one that it lies
        flat; none with much to say, as poppler reads only so much; all of one subset, as pdfium hears only the first."""
        parts = _parts(said)
        face = fonts.font(fonts.REGULAR)
        for letter in _TALL:
            text = "".join(_saying(part, letter) for part in parts)
            if len(face.splitString(text, self.canvas._doc)) == 1:  # noqa: SLF001 - see _show
                break
        return text, len(parts) * face.face.getCharWidth(ord(letter))

    def stop(self, x: float, y: float) -> None:
        """Ends pdfium's line, if `y` is far off."""
        self._show(x, y, fonts.REGULAR, _saying(" ", _TALL[0]) * 2, None)

    def said_only(self, x: float, y: float, text: str) -> None:
        """Text that poppler counts and nobody sees."""
        self.unseen(x, y, self.size, "", f"/Span {_said(text)} BDC {_MUTE}")

    def _write(self, operators: str) -> None:
        self.canvas._code.append(operators)  # noqa: SLF001 - marked content has no method of its own


def said_where_misread(text: str) -> str | None:
    """What a line must say for itself because readers would spoil it: they take a hyphen away from the end of a line, and
    poppler takes the spaces between single letters for wide setting."""
    return text if text.endswith("-") or text[1::2].isspace() else None


def spaced(piece: Piece) -> Piece:
    """A space that looks like the piece it follows."""
    return replace(piece, text=" ")


def _for_poppler(text: str) -> str:
    """A line in its order. A line that says nothing keeps its place, or the block would fall apart there; and a hyphen
    must not come last, or it would be taken for one that the line's end had made."""
    return (
        f"{directions.poppler_order(text)}{_GAP}" if not text or text.endswith("-") else directions.poppler_order(text)
    )


def _said(text: str) -> str:
    return f"<</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>>"


def _parts(said: str) -> list[str]:
    """Two or more parts of like length, none longer than _MUCH; the last is never a lone hyphen, which pdfium would drop."""
    if len(said) < 4:
        return [" ", said or " "]
    count = max(-(-len(said) // _MUCH), 2)
    step = -(-len(said) // count)
    return [said[n : n + step] for n in range(0, len(said), step)]


def _saying(said: str, letter: str) -> str:
    face = fonts.font(fonts.REGULAR)
    return face.code_for(face.face.charToGlyph[ord(letter)], said, face.face.getCharWidth(ord(letter)))


def _needs_shaping(run: Run) -> bool:
    return run.level % 2 == 1 or run.font == _EMOJI or not shaping.plain(run.text)


def _runs(pieces: list[Piece]) -> list[Run]:
    return [Run(text, font, piece.colour) for piece in pieces for font, text in fonts.itemised(piece.text, piece.own)]


def _visual(pieces: list[Piece], text: str, base: int) -> list[Run]:
    """Runs in the order the eye meets them."""
    level = directions.levels(text, base)
    found: list[Run] = []
    place = 0
    for run in _runs(pieces):
        begin = 0
        for end in range(1, len(run.text) + 1):
            if end == len(run.text) or level[place + end] != level[place + begin]:
                found.append(Run(run.text[begin:end], run.font, run.colour, level[place + begin]))
                begin = end
        place += len(run.text)
    return [found[n] for n in directions.visual([run.level for run in found])]
