"""A field that takes a signature: its place on the page, its name, and what it says to those who hear the note."""

from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from sipdesk.notes.tagging import Element


@dataclass
class Field:
    """One field, once it stands on a page."""

    name: str
    said: str
    element: Element
    left: float
    low: float
    width: float
    height: float

    @property
    def corners(self) -> str:
        """As a PDF rectangle."""
        return f"{self.left:.2f} {self.low:.2f} {self.left + self.width:.2f} {self.low + self.height:.2f}"


class FieldRoom(Flowable):  # type: ignore[misc]
    """Empty room on the page that becomes a field."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """As large as the field."""
        return self._field.width, self._field.height

    def draw(self) -> None:
        """Nothing is drawn; the canvas learns where the field is."""
        canvas: Any = self.canv
        self._field.left, self._field.low = canvas.absolutePosition(0, 0)
        canvas.fields.append(self._field)
