"""Numbers down the margin of a draft, through the whole note: so that a head can say “line 42”.

They are artifacts: who reads by ear or copies the text by its structure meets the words alone. The words of each numbered
line are kept, for they are what the head will speak of.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sipdesk.notes import styles
from sipdesk.notes.nodes import PrintedLine
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import Element

_SAME = 3.5
"""Letters whose feet are so near stand on one line, as the cells of a row do."""
_GAP = 11.0
_WIDTH = 30.0


class Drawn(NamedTuple):
    """A stretch of words as it was put on a page; measures in points from the lower left."""

    left: float
    foot: float
    text: str
    tag: Element


class Margin:
    """Counts through the pages of one note."""

    def __init__(self, setter: Setter) -> None:
        self._setter = setter
        self.lines: list[PrintedLine] = []
        self._begun, self._paragraphs = False, 0
        self._last: Element | None = None

    def number(self, canvas: Any, drawn: Sequence[Drawn], page: int) -> None:
        """Number what was drawn on this page, from the top."""
        for row in _rows(drawn):
            number = len(self.lines) + 1
            text = " · ".join(" ".join(one.text.split()) for one in row)
            place = next(filter(None, map(_place, row)), "")
            self.lines.append(PrintedLine(number, page, text, place, self._paragraph(row[0].tag)))
            told = self._setter.paragraph(str(number), "furniture-right")
            _, height = told.wrapOn(canvas, _WIDTH, 100)
            size = styles.styles()["furniture-right"].fontSize
            told.drawOn(canvas, styles.SIDE - _GAP - _WIDTH, row[0].foot + size - height)

    def _paragraph(self, tag: Element) -> int:
        """As a reader counts them: those that stand by themselves, below the first heading of a section."""
        self._begun = self._begun or tag.kind == "H2"
        alone = tag.kind == "P" and tag.parent is not None and tag.parent.parent is None
        if not (self._begun and alone):
            return 0
        if tag is not self._last:
            self._paragraphs += 1
        self._last = tag
        return self._paragraphs


def _rows(drawn: Sequence[Drawn]) -> list[list[Drawn]]:
    rows: list[list[Drawn]] = []
    for one in sorted((one for one in drawn if one.text.strip()), key=lambda one: -one.foot):
        if rows and rows[-1][0].foot - one.foot < _SAME:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _place(one: Drawn) -> str:
    """That of the outermost element below the root: a whole node."""
    element = one.tag
    while element.parent is not None and element.parent.parent is not None:
        element = element.parent
    return element.place
