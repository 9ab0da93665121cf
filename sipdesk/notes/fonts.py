"""The fonts a note is set in: found on disk once per process, chosen character by character by what they cover."""

import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from sipdesk import paths

REGULAR, STRONG, ITALIC = "NoteSans", "NoteSans-SemiBold", "NoteSans-Italic"
_FILES = {
    REGULAR: "SourceSans3_400Regular.ttf",
    STRONG: "SourceSans3_600SemiBold.ttf",
    ITALIC: "SourceSans3_400Regular_Italic.ttf",
    "NoteArabic": "NotoNaskhArabic_400Regular.ttf",
    "NoteArabic-SemiBold": "NotoNaskhArabic_600SemiBold.ttf",
    "NoteBengali": "NotoSansBengali_400Regular.ttf",
    "NoteBengali-SemiBold": "NotoSansBengali_600SemiBold.ttf",
    "NoteEmoji": "NotoEmoji_400Regular.ttf",
}
# Naskh letters are drawn small, Bengali ones large, beside Latin of the same size.
_SCALE = {"NoteArabic": 1.14, "NoteArabic-SemiBold": 1.14, "NoteBengali": 0.94, "NoteBengali-SemiBold": 0.94}
# Tried in this order for what the text's own font lacks. Emoji last: it has digits and a few signs of its own.
_FALLBACK = {
    REGULAR: ("NoteArabic", "NoteBengali", "NoteEmoji"),
    ITALIC: (REGULAR, "NoteArabic", "NoteBengali", "NoteEmoji"),
    STRONG: ("NoteArabic-SemiBold", "NoteBengali-SemiBold", "NoteEmoji"),
}
# Glyphs that shaping chose get a code of their own in this private plane; `said` keeps what each stands for.
_FIRST_CODE = 0xF0000
_NO_WIDTH = "\u200b"
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


class _Widths(dict[str, float]):
    """Widths by character, filled as they are asked for."""

    def __init__(self, widths: dict[int, float], otherwise: float) -> None:
        super().__init__()
        self._known, self._otherwise = widths, otherwise

    def __missing__(self, char: str) -> float:
        wide = self[char] = self._known.get(32 if char == "\u00a0" else ord(char), self._otherwise)
        return wide


class NoteFont(TTFont):  # type: ignore[misc]
    """A TrueType font that can also hold shaped glyphs, and writes a ToUnicode map that is right for every one."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, asciiReadable=True)
        self._widths = _Widths(self.face.charWidths, self.face.defaultWidth)
        self._codes: dict[tuple[int, str], int] = {}
        self._said: dict[int, str] = {}

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab's names
        """Width of a string; the greater part of setting a page is asking for it."""
        return float(sum(map(self._widths.__getitem__, text)) * size * 0.001)

    def code_for(self, glyph: int, said: str, width: float) -> str:
        """A character that draws this glyph and reads back as `said`."""
        key = (glyph, said)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = _FIRST_CODE + len(self._codes)
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = width
            self._said[code] = said
        return chr(code)

    def forget(self) -> None:
        """Let go of the codes of a finished document, or a program that is left open would gather every line ever set."""
        for code in self._said:
            del self.face.charToGlyph[code], self.face.charWidths[code]
        self._widths.clear()
        self._codes.clear()
        self._said.clear()

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """One Font object for each subset of at most 256 glyphs, as reportlab does it, with our own ToUnicode."""
        state = self._assignState(doc)
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, doc)[1:]
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            base = b"".join(parts).decode("pdfdoc")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = internal, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = f"[{' '.join(f'{self.face.getCharWidth(code):g}' for code in subset)}]"
            stream = pdfdoc.PDFStream()
            stream.content = self._to_unicode(subset)
            if doc.compression:
                stream.filters = [pdfdoc.PDFZCompress]
            font.ToUnicode = doc.Reference(stream, f"toUnicodeCMap:{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, internal)
            doc.idToObject["BasicFonts"].dict[internal] = font
        del self.state[doc]

    def _to_unicode(self, subset: list[int]) -> str:
        """At most 100 codes to a block, astral characters as surrogate pairs. An archive wants every glyph to say something:
        one whose cluster is said by its first glyph says a space of no width."""
        said = [(n, self._said.get(code, chr(code)) or _NO_WIDTH) for n, code in enumerate(subset) if code]
        return to_unicode(said)


def to_unicode(said: list[tuple[int, str]]) -> str:
    """The map of a font from its codes to what they say."""
    lines = [f"<{n:02X}> <{text.encode('utf-16-be').hex().upper()}>" for n, text in said]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


_MADE: dict[str, NoteFont] = {}


def forget() -> None:
    """After a document: its codes go, the fonts stay."""
    for made in _MADE.values():
        made.forget()


def font(name: str) -> NoteFont:
    """A font by name, read and registered at first use."""
    if name in _MADE:
        return _MADE[name]
    made = NoteFont(name, str(file_of(name)))
    pdfmetrics.registerFont(made)
    # Where the same face is registered under another name already, reportlab would quietly use that one.
    pdfmetrics._fonts[name] = made  # noqa: SLF001
    # Each face is a family of its own: reportlab must never make up a bold or slanted one.
    for bold, italic in product((0, 1), repeat=2):
        addMapping(name, bold, italic, name)
    _MADE[name] = made
    return made


def file_of(name: str) -> Path:
    """Where a font lies."""
    return paths.resources() / "fonts" / _FILES[name]


def ready() -> None:
    """Register what every note needs; the others follow when a character asks for them."""
    for name in (REGULAR, STRONG, ITALIC):
        font(name)


def size_of(name: str, size: float) -> float:
    """The size at which a font stands well beside Latin text of `size`."""
    return size * _SCALE.get(name, 1.0)


@lru_cache(maxsize=8192)
def font_for(char: str, own: str) -> str:
    """Which font prints this character in text set in `own`; empty where none does."""
    code = ord(char)
    for name in (own, *_FALLBACK[own]):
        if code in font(name).face.charToGlyph and code < _FIRST_CODE:
            return name
    return ""


def covered(char: str) -> bool:
    """True where some font prints the character. Joiners and variation selectors shape what stands beside them."""
    if char in _JOINERS:
        return True
    return not unicodedata.category(char).startswith(("Cc", "Cs", "Co", "Cn")) and bool(font_for(char, REGULAR))


def itemised(text: str, own: str) -> list[tuple[str, str]]:
    """The text in stretches of one font: [(font, text)]. Joiners, marks and spaces stay with what they follow."""
    runs: list[tuple[str, str]] = []
    for char in text:
        sticks = runs and (char in _JOINERS or unicodedata.category(char) in {"Mn", "Me", "Mc"})
        if sticks and (char in _JOINERS or ord(char) in font(runs[-1][0]).face.charToGlyph):
            name = runs[-1][0]
        else:
            name = font_for(char, own) or own
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + char)
        else:
            runs.append((name, char))
    return runs
