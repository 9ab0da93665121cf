"""The one door by which a person's text comes to the page, and what is done to it on the way.

Every string is made one line of printable characters here, and only here. It never becomes markup (see setting.py).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

# Invisible directions and break hints: they print as nothing, and an override could make a name read backwards.
_DROPPED = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2061, 0x2065),
     *range(0x2066, 0x2070), 0xFEFF]
)  # fmt: skip
_SPACES = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_TABLE = _DROPPED | _SPACES

_ASCII = {chr(code) for code in range(0x20, 0x7F)}
_WHITE = re.compile(r"\s+")

Covered = Callable[[str], bool]


def fold(text: str) -> str:
    """NFC, invisible direction marks dropped, each run of white space one space, trimmed: the text as it can be read back."""
    return _tidy(text).strip()


def _tidy(text: str) -> str:
    flat = unicodedata.normalize("NFC", text.translate(_TABLE)) if not text.isascii() else text.translate(_TABLE)
    return _WHITE.sub(" ", flat)


def printable(text: str, covered: Covered, replaced: Counter[str]) -> str:
    """The text tidied (`fold`, but for spaces at its ends); a character that no font has is written `‹U+XXXX›` and
    counted in `replaced`."""
    tidied = _tidy(text)
    strange = set(tidied) - _ASCII
    unknown = {char for char in strange if not covered(char)}
    if not unknown:
        return tidied
    replaced.update({char: tidied.count(char) for char in unknown})
    return tidied.translate({ord(char): f"‹U+{ord(char):04X}›" for char in unknown})
