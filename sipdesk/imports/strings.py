"""Child side: the texts that the cells of a workbook share."""

import re
from collections.abc import Iterable

from sipdesk.domain.errors import BadInput
from sipdesk.imports.grid import MOST_TEXT
from sipdesk.imports.xml import stream

_MOST_STRINGS = 500_000
_MOST_CHARACTERS = 40_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """`_x000D_` and its like are characters that XML cannot carry."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class TextRuns:
    """Collects the text of a string item: its runs joined, the reading aids (phonetics) left out.

    Words struck through count as taken out where others stand beside them: ~~Alex Example~~ Sam Sample.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.dropped = False
        """Whether any words were left out because they are struck through."""
        self._kept: list[str] = []
        self._phonetic = 0
        self._inside = self._struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag inside the item opens."""
        if tag == "rPh":
            self._phonetic += 1
        elif tag == "r":
            self._struck = False
        elif tag == "strike":
            self._struck = attributes.get("val", "1").casefold() in {"1", "true"}
        self._inside = tag == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        """A tag inside the item closes."""
        if tag == "rPh":
            self._phonetic -= 1
        self._inside = False

    def text(self, piece: str) -> None:
        """Characters."""
        if self._inside:
            self.pieces.append(piece)
            if not self._struck:
                self._kept.append(piece)

    def taken(self) -> str:
        """The whole text; the next one begins."""
        whole, kept = "".join(self.pieces), "".join(self._kept)
        self.pieces.clear()
        self._kept.clear()
        self._struck = False
        if not kept.strip() or kept == whole:
            return unescaped(whole)
        self.dropped = True
        return unescaped(kept)


def read_strings(name: str, chunks: Iterable[bytes], runs: TextRuns) -> list[str]:
    """The shared texts in order, collected by `runs`. Raises BadInput when there is more text than an allocation can have."""
    strings: list[str] = []
    characters = 0

    def end(tag: str) -> None:
        nonlocal characters
        runs.end(tag)
        if tag == "si":
            strings.append(runs.taken())
            characters += len(strings[-1])
            if len(strings) > _MOST_STRINGS or characters > _MOST_CHARACTERS or len(strings[-1]) > MOST_TEXT:
                raise BadInput("The workbook holds far more text than an allocation has; it was not read.")

    def text(piece: str) -> None:
        nonlocal characters
        runs.text(piece)
        characters += len(piece)
        if characters > 2 * _MOST_CHARACTERS:
            raise BadInput("The workbook holds far more text than an allocation has; it was not read.")

    stream(name, chunks, runs.start, end, text)
    return strings
