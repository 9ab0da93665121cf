"""Every font is in the file, draws what it says and says what it draws."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from sipdesk.notes.checking.content import Face, fonts_of, under
from sipdesk.notes.checking.fault import Found, Rule

Said = Iterator[tuple[str, str]]
_NOTHING = {"", "\u0000", "\ufeff", "\ufffe"}


def fonts(found: Found) -> Said:
    """Each font once, with all codes that any page draws with it."""
    used: dict[tuple[int, int], tuple[Any, set[int]]] = {}
    for page, sheet in zip(found.pdf.pages, found.sheets, strict=True):
        held = fonts_of(page)
        for name in sheet.shown.keys() - held.keys():
            yield "font", f"a page draws with the font {name}, which it does not have"
        for name, font in held.items():
            _, codes = used.setdefault(font.objgen, (font, set()))
            codes |= sheet.shown.get(name, set())
    for font, codes in used.values():
        yield from _one(font, codes)


def _one(font: Any, codes: set[int]) -> Said:
    name = str(font.get("/BaseFont", "/?"))[1:]
    if "/ToUnicode" not in font:
        yield "tounicode", f"{name} does not say which letters it draws"
    else:
        says = Face(font).says
        silent = sorted(code for code in codes if says.get(code, "") in _NOTHING)
        if silent:
            yield "unspoken", f"{name}: codes {silent[:5]} draw something and say nothing"
    file = under(font, "/FontDescriptor", "/FontFile2")
    if file is None:
        yield "embedded", f"{name} is not in the file"
        return
    yield from _drawn(name, font, TTFont(BytesIO(file.read_bytes())), codes)


def _drawn(name: str, font: Any, face: TTFont, codes: set[int]) -> Said:
    if "/Encoding" in font or not int(font.FontDescriptor.Flags) & 4:
        yield "symbolic", f"{name} has an encoding beside its own"
    tables = [table for table in face["cmap"].tables if (table.platformID, table.platEncID) in {(1, 0), (3, 0)}]
    if len(face["cmap"].tables) != 1 or not tables:
        yield "cmap", f"{name} has not exactly one table of codes"
        return
    glyphs, scale = tables[0].cmap, 1000 / face["head"].unitsPerEm
    order = face.getGlyphOrder()
    for code in sorted(codes):
        glyph = glyphs.get(code)
        if glyph is None or glyph == order[0]:
            yield "notdef", f"{name}: code {code} draws the box for a missing letter"
            continue
        place = code - int(font.FirstChar)
        told = float(font.Widths[place]) if 0 <= place < len(font.Widths) else -1.0
        if abs(told - face["hmtx"][glyph][0] * scale) > 1:
            yield "width", f"{name}: code {code} is said to be another width than it is"


RULES: list[Rule] = [fonts]
