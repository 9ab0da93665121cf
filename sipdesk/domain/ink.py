"""A signature as a person gives it: drawn with pen, finger or mouse, or the name typed.

The line between the points is the same on the screen and on paper: `smooth` makes it, both only draw it.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from pydantic import Field

from sipdesk.domain.base import Line, Model
from sipdesk.domain.errors import Refused

SHORTEST = 24.0
"""Less line than this, in points of the screen, is a slip of the hand and no signature."""

THIN, THICK = 0.7, 2.1
"""Points of paper that a pen leaves with no pressure and with all of it."""


class Point(Model):
    """Where the pen was, in points of the screen from the top left, and how hard it pressed."""

    x: float = Field(allow_inf_nan=False)
    y: float = Field(allow_inf_nan=False)
    pressure: float = Field(default=0.5, ge=0, le=1)


Stroke = list[Point]


class Piece(NamedTuple):
    """A part of the line: a quadratic curve that stays within the points it came from."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]
    pressure: float

    @property
    def cubic(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two control points of the same curve as a cubic, for a page that knows no other."""
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        return (ax + (bx - ax) * 2 / 3, ay + (by - ay) * 2 / 3), (cx + (bx - cx) * 2 / 3, cy + (by - cy) * 2 / 3)


def smooth(stroke: Stroke, first: int = 0) -> Iterator[Piece]:
    """The line of a stroke, one piece for each point, from the piece `first` on.

    The hand's tremble is averaged out of the points, and curves meet half-way between them, where their directions are
    one. While the pen is down only the last two pieces (`LOOSE`) can still change.
    """
    calm = {n: _calm(stroke, n) for n in range(max(0, first - 1), len(stroke))}
    last = len(stroke) - 1
    for n in range(first, len(stroke)):
        here = calm[n]
        start = _between(calm[n - 1], here) if n else here
        end = _between(here, calm[n + 1]) if n < last else here
        yield Piece(start[:2], here[:2], end[:2], here[2])


LOOSE = 2
"""So many pieces at the end of a stroke wait for the points that follow."""

_Calm = tuple[float, float, float]


def _calm(stroke: Stroke, n: int) -> _Calm:
    """A point in the company of its neighbours; the first and the last stay where they are."""
    here = stroke[n]
    if n in {0, len(stroke) - 1}:
        return here.x, here.y, here.pressure
    before, after = stroke[n - 1], stroke[n + 1]
    return (
        (before.x + 2 * here.x + after.x) / 4,
        (before.y + 2 * here.y + after.y) / 4,
        (before.pressure + 2 * here.pressure + after.pressure) / 4,
    )


def _between(one: _Calm, other: _Calm) -> _Calm:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2, (one[2] + other[2]) / 2


class Ink(Model):
    """One signature: strokes, or a typed name where there are none."""

    typed: Line = ""
    strokes: list[Stroke] = Field(default=[], max_length=500)

    @property
    def length(self) -> float:
        """How far the pen went."""
        pairs = (pair for stroke in self.strokes for pair in pairwise(stroke))
        return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairs)

    def refuse_empty(self, who: str) -> None:
        """`Refused` for an empty signature, or one that is no more than a dot, drawn or typed."""
        if self.strokes and self.length < SHORTEST:
            raise Refused(f"The signature of {who} is only a dot. Clear it and sign again, or type the name.")
        if not self.strokes and not any(map(str.isalpha, self.typed)):
            raise Refused(f"{who} has not signed yet. Draw the signature or type the name; nothing was signed.")
