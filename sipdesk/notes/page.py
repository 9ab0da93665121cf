"""What stands on every page: the strip at its head, the line at its foot, and the count of pages."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from sipdesk.notes import directions, fonts, styles
from sipdesk.notes.inked import Ink
from sipdesk.notes.nodes import Document, Span
from sipdesk.notes.setting import Setter

REHEARSAL = "REHEARSAL"
# Poppler reads a whole page from the right once right-to-left letters are in the majority on it.
_FEW = 40


class NoteCanvas(Canvas):  # type: ignore[misc]
    """Keeps each page until the last is known, then draws strip and foot."""

    def __init__(self, *args: Any, furniture: "Furniture", **kwargs: Any) -> None:
        # Else the first thing in the file is a font that is not embedded.
        super().__init__(*args, **kwargs | {"initialFontName": fonts.REGULAR})
        self._furniture = furniture
        self._pages: list[dict[str, Any]] = []
        self.rtl_letters = 0
        self.setViewerPreference("DisplayDocTitle", "true")

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Put the page aside."""
        self._pages.append(dict(self.__dict__))
        self._startPage()
        self.rtl_letters = 0

    def save(self) -> None:
        """Finish every page, then the file."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._furniture.draw(self, number, len(self._pages))
            super().showPage()
        super().save()


class Furniture:
    """Strip and foot of one note."""

    def __init__(self, document: Document, setter: Setter) -> None:
        self._document, self._setter = document, setter
        # Set once before any page, so that what cannot be printed is counted once and not on every page.
        status = [Span(document.status), *([Span(f" · {REHEARSAL}", "alert")] if document.rehearsal else [])]
        self._marking = setter.paragraph(document.marking, "furniture")
        self._status = setter.paragraph(tuple(status), "status")
        self._foot = setter.paragraph(document.footer, "furniture")

    def draw(self, canvas: NoteCanvas, number: int, of: int) -> None:
        """On the canvas as it stands, page `number` of `of`."""
        left, width = styles.SIDE, styles.WIDTH
        top = styles.PAGE[1] - 15 * mm
        canvas.saveState()
        split = width * 0.42
        low = top - max(
            _place(self._marking, canvas, left, top, split - 8),
            _place(self._status, canvas, left + split, top, width - split),
        )
        canvas.setStrokeColor(styles.ACCENT)
        canvas.setLineWidth(0.9)
        canvas.line(left, low - 3.5, left + width, low - 3.5)
        foot = 14 * mm
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(left, foot + 4, left + width, foot + 4)
        _place(self._foot, canvas, left, foot, width - 90)
        count = self._setter.paragraph(f"page {number} of {of}", "furniture-right")
        _place(count, canvas, left + width - 80, foot, 80)
        if canvas.rtl_letters > _FEW:
            Ink(canvas, 6).said_only(left, foot - 14, directions.MARK * canvas.rtl_letters)
        canvas.restoreState()


def _place(paragraph: Flowable, canvas: Any, x: float, top: float, width: float) -> float:
    """Draw below `top`; returns the height taken."""
    _, height = paragraph.wrapOn(canvas, width, 100)
    paragraph.drawOn(canvas, x, top - height)
    return float(height)
