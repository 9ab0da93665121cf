"""Tables on the page: widths that no word overflows, a header that repeats at the top of a page and nowhere else."""

from collections.abc import Sequence
from heapq import nlargest
from typing import Any

from reportlab.platypus.flowables import CondPageBreak, Flowable
from reportlab.platypus.tables import Table, TableStyle

from sipdesk.notes import fonts, shaping, styles
from sipdesk.notes.tagging import END, RULES
from sipdesk.notes.text import fold

Look = list[tuple[Any, ...]]
HAIR, FIRM = 0.5, 0.8
TIGHT: Look = [
    # Even an empty cell names its font in the file; it must be one that is embedded.
    ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]
_FRAME = styles.PAGE[1] - styles.TOP - styles.BOTTOM
_WORTH_BEGINNING = 90.0
_LONGEST = 82.0
"""No column is widened for a word longer than this; the word is broken instead."""


class Grid(Table):  # type: ignore[misc]
    """A table that parts between rows, and inside a row only where the row is taller than a page."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The parts; what follows the first begins on a new page, or its header would stand in the middle of this one."""
        self.splitInRow = 0
        parts: list[Flowable] = super().split(availWidth, availHeight)
        if not parts and self._too_tall() and availHeight > _WORTH_BEGINNING:
            self.splitInRow = 1
            parts = super().split(availWidth, availHeight)
        if len(parts) < 2 or not self.repeatRows:
            return parts
        return [parts[0], CondPageBreak(_FRAME - 1), *parts[1:]]

    def _drawLines(self) -> None:  # noqa: N802 - reportlab's name
        """The rules, which say nothing."""
        self.canv._code.append(RULES)  # noqa: SLF001 - marked content has no method of its own
        super()._drawLines()
        self.canv._code.append(END)  # noqa: SLF001

    def _too_tall(self) -> bool:
        """True where the header and the next row do not fit on any page."""
        heights: Sequence[float] = self._rowHeights[: self.repeatRows + 1]
        return bool(sum(heights) > _FRAME)

    def first_part(self, width: float) -> float:
        """Height of the header and the first row, as far as they have to stay together."""
        self.wrap(width, _FRAME)
        heights: Sequence[float] = self._rowHeights[: self.repeatRows + 1]
        return min(sum(heights), 150.0)


def grid(rows: list[list[Any]], widths: list[float], look: Look, head: int = 0) -> Grid:
    """A table of flowables with fixed widths."""
    return Grid(
        rows, colWidths=widths, style=TableStyle(look), repeatRows=head, splitByRow=1, hAlign="LEFT"
    )  # fmt: skip


def fitted(shares: list[float], columns: list[list[str]], padding: float) -> list[float]:
    """Widths that share the page as asked, but give each column room for its longest word (`columns`: texts of each)."""
    widths = [styles.WIDTH * share / sum(shares) for share in shares]
    needs = [_longest(texts) + padding for texts in columns]
    short = [max(need - width, 0.0) for need, width in zip(needs, widths, strict=True)]
    spare = [max(width - need, 0.0) for need, width in zip(needs, widths, strict=True)]
    if not sum(short) or sum(spare) < sum(short):
        return widths
    given = sum(short) / sum(spare)
    return [width + lack - extra * given for width, lack, extra in zip(widths, short, spare, strict=True)]


def _longest(texts: list[str]) -> float:
    # The longest by letters is near enough the widest; measuring every word of a long note would be felt.
    # Of words of one length the same are taken each time: a set has another order in each process.
    words = nlargest(3, {word for text in texts for word in text[:4000].split()}, key=lambda word: (len(word), word))
    return min(max(map(_word_width, words), default=0.0), _LONGEST) + 1


def _word_width(word: str) -> float:
    return sum(shaping.run_width(name, text, 9) for name, text in fonts.itemised(fold(word[:80]), fonts.STRONG))
