"""A note, tagged and with its record inside, by the side of the same words through bare platypus and of its own pages
without structure, in the same run. Used by bench.py."""

import gc
import io
import statistics
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[1]))

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from sipdesk import paths
from sipdesk.domain.note import NoteRecord
from sipdesk.notes import fonts, layout, render
from sipdesk.notes.document import document
from sipdesk.notes.nodes import written
from sipdesk.notes.page import NoteCanvas
from sipdesk.notes.tagging import Element, Marks
from tests.unit.notes import samples

PROSE = (
    "The school knows its pupils well and leaders act on what they find. Teachers plan from prior learning, and "
    "pupils talk about their work with confidence. Phonics is taught daily and books match what pupils know. "
)
WORDS = 2900


def a_note(number: int) -> NoteRecord:
    """A rich autumn note with parts added until it has the words; each number gives other words."""
    base, more = samples.autumn(), []
    record = base
    while _count(record) < WORDS:
        at = len(more)
        told = f"{PROSE * 3} ({number}.{at})\n{PROSE * 2}"
        detail = {"value": "yes", "detail": PROSE}
        questions = (
            samples.item("long_text", f"What was found {at}?", told),
            samples.item("yes_no", "Is it enough?", detail),
        )
        more.append(samples.section(f"Part {at}", *questions))
        record = base.model_copy(update={"sections": [*base.sections, *more]})
    return record


def _texts(record: NoteRecord) -> list[str]:
    return [text for node in document(record).nodes for text in written(node) if text.strip()]


def _count(record: NoteRecord) -> int:
    return sum(len(text.split()) for text in _texts(record))


def note_ratio(times: int = 15) -> float:
    """Median of rendering by the median of bare platypus; both are warm, each call has words of its own."""
    pdfmetrics.registerFont(TTFont("Bare", str(paths.resources() / "fonts" / "SourceSans3_400Regular.ttf")))
    style = ParagraphStyle("bare", fontName="Bare", fontSize=10, leading=14)
    render(a_note(0))
    ours, bare = [], []
    for number in range(1, times + 1):
        record = a_note(number)
        texts = _texts(record)
        gc.collect()
        start = time.perf_counter()
        render(record)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        SimpleDocTemplate(io.BytesIO(), invariant=1).build([Paragraph(escape(text), style) for text in texts])
        bare.append(time.perf_counter() - start)
    return statistics.median(ours) / statistics.median(bare)


class _NoMarks(Marks):
    def begin(self, element: Element | None) -> str:
        return ""


class _Plain(NoteCanvas):
    """The same pages as reportlab itself would write them: no structure, no metadata, no record. Only its time is of use."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        furniture, _ = kwargs.pop("furniture"), kwargs.pop("attached")
        Canvas.__init__(self, *args, **kwargs | {"initialFontName": fonts.REGULAR})
        self._furniture, self._pages, self.rtl_letters, self.marks = furniture, [], 0, _NoMarks(0)
        self.fields, self.drawn = [], None

    def showPage(self) -> None:
        super().showPage()
        self.marks = _NoMarks(0)

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._furniture.draw(self, number, len(self._pages))
            Canvas.showPage(self)
        Canvas.save(self)


def _untagged(record: NoteRecord) -> None:
    layout.NoteCanvas = _Plain
    try:
        layout.lay_out(document(record))
    finally:
        layout.NoteCanvas = NoteCanvas


def tagging_ratio(times: int = 15) -> float:
    """Median of a note as it is issued by the median of its own pages through plain reportlab."""
    render(a_note(0))
    ours, plain = [], []
    for number in range(1, times + 1):
        record = a_note(number)
        for made, kept in ((render, ours), (_untagged, plain)):
            gc.collect()
            start = time.perf_counter()
            made(record)
            kept.append(time.perf_counter() - start)
    return statistics.median(ours) / statistics.median(plain)
