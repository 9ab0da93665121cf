"""A signature as a person gives it: drawn with pen, finger or mouse, or the name typed."""

from itertools import pairwise
from math import hypot

from pydantic import Field

from sipdesk.domain.base import Line, Model
from sipdesk.domain.errors import Refused

SHORTEST = 24.0
"""Less line than this, in points of the screen, is a slip of the hand and no signature."""


class Point(Model):
    """Where the pen was, in points of the screen from the top left, and how hard it pressed."""

    x: float = Field(allow_inf_nan=False)
    y: float = Field(allow_inf_nan=False)
    pressure: float = Field(default=0.5, ge=0, le=1)


Stroke = list[Point]


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
        """`Refused` for an empty signature, or one that is no more than a dot."""
        if self.strokes and self.length < SHORTEST:
            raise Refused(f"The signature of {who} is only a dot. Clear it and sign again, or type the name.")
        if not self.strokes and not self.typed.strip():
            raise Refused(f"{who} has not signed yet. Draw the signature or type the name; nothing was signed.")
