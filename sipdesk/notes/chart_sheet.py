"""What the pictures are drawn on: shapes from the top down, in the colours of a look and the letters of a note."""

from collections.abc import Sequence
from typing import Any

from reportlab.graphics import shapes
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit

from sipdesk.domain.chart import Look
from sipdesk.notes import fonts

TITLE, SMALL = 1.14, 0.94
"""Sizes of letters beside the ordinary one."""


class Sheet:
    """Shapes from the top down: `y` is measured from the upper edge, and grows."""

    def __init__(self, look: Look, width: float, size: float) -> None:
        self.look, self.width, self.size = look, width, size
        self.low = 0.0
        """How far down it is drawn on so far."""
        self._shapes: list[Any] = []

    def done(self) -> shapes.Drawing:
        """The drawing, cut to its height."""
        height = int(self.low + 1)
        whole = shapes.Group(*self._shapes, transform=(1, 0, 0, 1, 0, height))
        return shapes.Drawing(int(self.width), height, whole)

    def head(self, title: str, unit: str) -> None:
        """What is shown, and in what."""
        self.low += self.size * TITLE
        self.text(0, self.low, self.fit(title, self.width, strong=True, size=self.size * TITLE), strong=True, big=True)
        for line in self.split(unit, self.width):
            self.low += self.size * 1.35
            self.text(0, self.low, line, "muted")
        self.low += self.size * 0.9

    def foot(self, notes: Sequence[str]) -> None:
        """What has to be said of single figures."""
        small = self.size * SMALL
        for note in notes:
            self.low += self.size * 0.2
            for line in self.split(note, self.width, small):
                self.low += small * 1.3
                self.text(0, self.low, line, "muted", small=True)
        self.low += self.size * 0.4

    def text(
        self, x: float, y: float, text: str, tone: str = "text", *, strong: bool = False, anchor: str = "start", **sized: bool
    ) -> None:  # fmt: skip
        """One line, its feet at `y`. `sized`: `big` or `small`."""
        size = self.size * (TITLE if sized.get("big") else SMALL if sized.get("small") else 1.0)
        # The SVG renderer rounds twice the height to a whole number.
        self._shapes.append(
            shapes.String(
                round(x, 1), -round(y * 2) / 2, text, fontSize=size, textAnchor=anchor,
                fontName=fonts.STRONG if strong else fonts.REGULAR, fillColor=self.colour(tone),
            )
        )  # fmt: skip

    def path(
        self, points: Sequence[tuple[float, float]], tone: str, wide: float, dash: Sequence[float] | None = None
    ) -> None:
        """A line through points."""
        flat = [value for x, y in points for value in (round(x, 2), round(-y, 2))]
        made = shapes.PolyLine(flat, strokeColor=self.colour(tone), strokeWidth=wide, strokeDashArray=dash)
        made.strokeLineJoin = 1
        self._shapes.append(made)

    def box(self, x: float, y: float, wide: float, high: float, fill: Any, edge: str | None = None) -> None:
        """A rectangle down from `y`; `fill` is a tone or a colour."""
        self._shapes.append(
            shapes.Rect(
                round(x, 2), round(-y - high, 2), round(wide, 2), round(high, 2),
                fillColor=self.colour(fill) if isinstance(fill, str) else fill,
                strokeColor=self.colour(edge) if edge else None, strokeWidth=0.9 if edge else 0,
            )
        )  # fmt: skip

    def put(self, shape: Any) -> None:
        """A shape whose heights are negative already."""
        self._shapes.append(shape)

    def colour(self, tone: str) -> Any:
        """The colour of a tone of the look."""
        return HexColor(getattr(self.look, tone))

    def mixed(self, share: float) -> Any:
        """The school's own colour thinned with the ground."""
        own, ground = self.colour("own"), self.colour("ground")
        return type(own)(*(a * share + b * (1 - share) for a, b in zip(own.rgb(), ground.rgb(), strict=True)))

    def wide(self, text: str, *, strong: bool = False, size: float = 0) -> float:
        """How wide a text is."""
        return fonts.font(fonts.STRONG if strong else fonts.REGULAR).stringWidth(text, size or self.size)

    def split(self, text: str, width: float, size: float = 0) -> list[str]:
        """The lines a text takes."""
        return [str(line) for line in simpleSplit(text, fonts.REGULAR, size or self.size, width)]

    def fit(self, text: str, width: float, *, strong: bool = False, size: float = 0) -> str:
        """A text cut to a width; the words beside the picture have all of it."""
        if self.wide(text, strong=strong, size=size) <= width:
            return text
        while text and self.wide(f"{text}…", strong=strong, size=size) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"
