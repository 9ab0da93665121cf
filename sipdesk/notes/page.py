"""What stands on every page: the strip at its head, the line at its foot, and the count of pages."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from sipdesk.notes import directions, fonts, styles
from sipdesk.notes.archive import Archive
from sipdesk.notes.fields import Field
from sipdesk.notes.inked import Ink
from sipdesk.notes.lined import Drawn, Margin
from sipdesk.notes.nodes import Document, Span
from sipdesk.notes.record import Attached
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import END, RULES, Element, Marks

REHEARSAL = "REHEARSAL"
# Poppler reads a whole page from the right once right-to-left letters are in the majority on it.
_FEW = 40


class NoteCanvas(Canvas):  # type: ignore[misc]
    """Keeps each page until the last is known, then draws strip and foot, and writes the file as an archive."""

    def __init__(self, *args: Any, furniture: "Furniture", attached: Attached | None = None, **kwargs: Any) -> None:
        # Else the first thing in the file is a font that is not embedded.
        super().__init__(*args, **kwargs | {"initialFontName": fonts.REGULAR})
        Archive.begin(self._doc)
        self._furniture, self._attached = furniture, attached
        self.marks = Marks(0)
        self.fields: list[Field] = []
        """On the page that is drawn."""
        self._pages: list[dict[str, Any]] = []
        self.rtl_letters = 0
        self.drawn: list[Drawn] | None = [] if furniture.margin else None
        """The words on the page, where its lines are numbered."""
        self.setViewerPreference("DisplayDocTitle", "true")

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Put the page aside."""
        self._pages.append(dict(self.__dict__))
        self._startPage()
        self.rtl_letters = 0
        self.marks = Marks(len(self._pages))
        self.fields = []
        self.drawn = [] if self._furniture.margin else None

    def put(self, tag: Element | None, lines: list[str], foot: float, leading: float, left: float = 0) -> None:
        """Lines of a paragraph were put on the page, the first at height `foot`; remembered where lines are numbered."""
        if self.drawn is not None and tag is not None:
            for line in lines:
                x, y = self.absolutePosition(left, foot)
                self.drawn.append(Drawn(x, y, line, tag))
                foot -= leading

    def save(self) -> None:
        """Finish every page, then the file."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            drawn, self.drawn = self.drawn, None
            if self._furniture.margin:
                self._furniture.margin.number(self, drawn or [], number)
            self._furniture.draw(self, number, len(self._pages))
            self._doc.fields_here = page["fields"]
            super().showPage()
        self._doc.finish(self._furniture.root, [page["marks"].owners for page in self._pages], self._attached)
        super().save()


class Furniture:
    """Strip and foot of one note. The strip is read aloud on the first page only; the foot never."""

    def __init__(self, document: Document, setter: Setter, root: Element) -> None:
        self._document, self._setter, self.root = document, setter, root
        self.margin = Margin(setter) if document.places else None
        # Set once before any page, so that what cannot be printed is counted once and not on every page.
        status = [Span(document.status), *([Span(f" · {REHEARSAL}", "alert")] if document.rehearsal else [])]
        self._marking = setter.paragraph(document.marking, "furniture", tag=_first_time(root, document.marking))
        self._status = setter.paragraph(tuple(status), "status", tag=_first_time(root, document.status))
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
        foot = 14 * mm
        _rule(canvas, low - 3.5, styles.ACCENT, 0.9)
        _rule(canvas, foot + 4, styles.LINE, 0.5)
        _place(self._foot, canvas, left, foot, width - 90)
        count = self._setter.paragraph(f"page {number} of {of}", "furniture-right")
        _place(count, canvas, left + width - 80, foot, 80)
        if canvas.rtl_letters > _FEW:
            canvas._code.append(RULES)  # noqa: SLF001 - marked content has no method of its own
            Ink(canvas, 6).said_only(left, foot - 14, directions.MARK * canvas.rtl_letters)
            canvas._code.append(END)  # noqa: SLF001
        canvas.restoreState()


def _first_time(root: Element, text: str) -> Element | None:
    if not text.strip():
        return None
    element = root.add("P")
    element.once = True
    return element


def _rule(canvas: Any, y: float, colour: Any, width: float) -> None:
    canvas._code.append(RULES)  # noqa: SLF001 - marked content has no method of its own
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.line(styles.SIDE, y, styles.SIDE + styles.WIDTH, y)
    canvas._code.append(END)  # noqa: SLF001


def _place(paragraph: Flowable, canvas: Any, x: float, top: float, width: float) -> float:
    """Draw below `top`; returns the height taken."""
    _, height = paragraph.wrapOn(canvas, width, 100)
    paragraph.drawOn(canvas, x, top - height)
    return float(height)
