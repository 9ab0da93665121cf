"""A picture on a page: tagged as one figure, with its place and its words."""

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.platypus.flowables import Flowable

from sipdesk.domain.chart import Chart
from sipdesk.notes import styles
from sipdesk.notes.charts import PAPER, draw
from sipdesk.notes.tagging import END, Element

_LETTERS = 8.4


class Picture(Flowable):  # type: ignore[misc]
    """One chart over the written column, never parted by the end of a page."""

    def __init__(self, chart: Chart, tag: Element) -> None:
        super().__init__()
        self._tag = tag
        self._drawing = draw(chart, PAPER, styles.MEASURE, _LETTERS)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """As large as the drawing."""
        return float(self._drawing.width), float(self._drawing.height)

    def draw(self) -> None:
        """Onto the canvas, as a figure that knows where on the page it is."""
        canvas: Any = self.canv
        left, low = canvas.absolutePosition(0, 0)
        right, top = left + self._drawing.width, low + self._drawing.height
        self._tag.attributes = f"<</O/Layout/Placement/Block/BBox[{left:.2f} {low:.2f} {right:.2f} {top:.2f}]>>"
        canvas._code.append(canvas.marks.begin(self._tag))  # noqa: SLF001 - marked content has no method of its own
        renderPDF.draw(self._drawing, canvas, 0, 0)
        canvas._code.append(END)  # noqa: SLF001
