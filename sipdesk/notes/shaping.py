"""Letters that join, stack or take marks: HarfBuzz chooses the glyphs, and this says where they stand and what they say."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from sipdesk.notes import fonts

_LATIN = {fonts.REGULAR, fonts.STRONG, fonts.ITALIC}
# Plain text is set without kerning, so a shaped word of the same face must be as wide as it was measured.
_FEATURES = {True: {"kern": False, "liga": False}, False: {}}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph; lengths in thousandths of the size. `said` is the text of its cluster, on the cluster's first glyph only."""

    index: int
    said: str
    start: int
    advance: float
    dx: float
    dy: float
    width: float


@lru_cache(maxsize=4096)
def is_plain(char: str) -> bool:
    """True where the text's own font prints the character by itself: no joining, no marks, no other font."""
    return (
        unicodedata.category(char) not in {"Mn", "Me", "Mc", "Cf"}
        and fonts.font_for(char, fonts.REGULAR) == fonts.REGULAR
    )


def plain(text: str) -> bool:
    """True where the whole text can be set without shaping."""
    return text.isascii() or all(map(is_plain, set(text)))


@lru_cache(maxsize=20000)
def shaped(font_name: str, text: str, *, rtl: bool = False) -> tuple[Glyph, ...]:
    """The glyphs of a stretch of one font, from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    face = fonts.font(font_name)
    font = hb.Font(face.hbFace)
    hb.shape(font, buffer, _FEATURES[font_name in _LATIN])
    scale = 1000 / face.hbFace.upem
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    seen: set[int] = set()
    glyphs = []
    for info, place in zip(infos, positions, strict=True):
        said = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
        seen.add(info.cluster)
        glyphs.append(
            Glyph(
                info.codepoint, said, info.cluster, place.x_advance * scale, place.x_offset * scale,
                place.y_offset * scale, font.get_glyph_h_advance(info.codepoint) * scale,
            )
        )  # fmt: skip
    return tuple(glyphs)


def run_width(font_name: str, text: str, size: float, *, rtl: bool = False) -> float:
    """Width of a stretch of one font."""
    if font_name in _LATIN and plain(text):
        return float(fonts.font(font_name).stringWidth(text, size))
    return sum(glyph.advance for glyph in shaped(font_name, text, rtl=rtl)) * fonts.size_of(font_name, size) / 1000


def pieces_that_fit(font_name: str, text: str, size: float, room: float, first: float) -> list[str]:
    """A stretch cut between clusters so that no piece is wider than `room` (the first: than `first`, so it may be empty);
    nothing is lost. Only a cluster that is itself wider than `room` stands out."""
    rtl = font_name.startswith("NoteArabic")
    scale = fonts.size_of(font_name, size) / 1000
    advances: dict[int, float] = {}
    for glyph in shaped(font_name, text, rtl=rtl):
        advances[glyph.start] = advances.get(glyph.start, 0.0) + glyph.advance * scale
    starts = sorted(advances)
    bounds = [*starts, len(text)]
    pieces, begin, allowed = [], 0, first
    while begin < len(starts):
        least = begin + (allowed >= room)
        end, width = begin, 0.0
        while end < len(starts) and width + advances[starts[end]] <= allowed:
            width += advances[starts[end]]
            end += 1
        end = max(end, least)
        # Cut off from its neighbour a letter takes another form, and that may be wider.
        while end > least and run_width(font_name, text[bounds[begin] : bounds[end]], size, rtl=rtl) > allowed:
            end -= 1
        pieces.append(text[bounds[begin] : bounds[end]])
        begin, allowed = end, room
    return pieces
