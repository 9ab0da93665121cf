"""The look, as data: palettes, type and spacing. Every colour, size and distance in the window comes from here.

The contrasts are held by a test: text and the three state colours at least 4.5:1 on `bg`, `surface` and `soft`,
borders of what can be typed in or pressed at least 3:1.
"""

from typing import NamedTuple


class Palette(NamedTuple):
    """One set of colours."""

    name: str
    bg: str
    """Behind everything."""
    surface: str
    """Pages, cards, fields."""
    text: str
    muted: str
    """Labels and hints."""
    line: str
    """Hairlines between things: decoration only."""
    edge: str
    """Borders of what can be typed in or pressed."""
    accent: str
    """The one primary action, selection, focus."""
    on_accent: str
    soft: str
    """The selected row, the place where I am."""
    done: str
    part: str
    late: str
    rule: int = 1
    """Width of borders."""


LIGHT = Palette(
    "light",
    bg="#F6F5F2",
    surface="#FFFFFF",
    text="#1C2126",
    muted="#55606B",
    line="#D5D9DC",
    edge="#7B8790",
    accent="#0B5F73",
    on_accent="#FFFFFF",
    soft="#E1EFF2",
    done="#1D6B3B",
    part="#855300",
    late="#B3261E",
)
DARK = Palette(
    "dark",
    bg="#15181B",
    surface="#1E2327",
    text="#E7EAEC",
    muted="#A7B2BB",
    line="#343B41",
    edge="#7E8A94",
    accent="#74C6D9",
    on_accent="#15181B",
    soft="#173C46",
    done="#7FCF9B",
    part="#F0B95B",
    late="#F59A92",
)
CONTRAST = Palette(
    "contrast",
    bg="#000000",
    surface="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    line="#FFFFFF",
    edge="#FFFFFF",
    accent="#FFE100",
    on_accent="#000000",
    soft="#000000",
    done="#FFFFFF",
    part="#FFFFFF",
    late="#FFE100",
    rule=2,
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK, CONTRAST)}

FAMILY = "Source Sans 3"
BODY, LABEL, SECTION, TITLE = 14, 12, 16, 22
"""Sizes in pixels at 100 %."""
SEMIBOLD = 600

S1, S2, S3, S4, S5, S6 = 4, 8, 12, 16, 24, 32
"""The spacing scale; nothing between."""
RADIUS = 6
FOCUS = 2
"""Width of the ring around what has the focus."""
TARGET = 24
"""Nothing to press is smaller than this, either way."""
ROW = 36
CONTROL = 34
ICON = 18
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
"""Sizes of text a person can choose."""
