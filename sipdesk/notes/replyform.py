"""The reply form that goes with a draft: two boxes to tick, ten corrections, a comment. Any PDF reader can fill it in.

The page is laid out and tagged as a note is; then its rooms become fields of a form. It is no archive, and does not claim
to be built to one: the typed words are drawn by the reader's own program, though in our font, which is in the file.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.platypus.doctemplate import BaseDocTemplate
from reportlab.platypus.flowables import Flowable, Spacer

from sipdesk.domain.base import Model
from sipdesk.domain.correction import ROWS
from sipdesk.notes import fonts, styles, typeface, words
from sipdesk.notes.fields import Field, FieldRoom
from sipdesk.notes.grids import HAIR, TIGHT, Look, grid
from sipdesk.notes.layout import ONE_AT_A_TIME, template
from sipdesk.notes.nodes import Document, Span
from sipdesk.notes.page import Furniture, NoteCanvas
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import COLUMN, Element

TITLE = "Accuracy check: reply to a draft"
_BOX, _LINE, _TALL = 12.0, 19.0, 27.0
_REFERENCE = 320.0
_MULTILINE, _READ_ONLY, _PRINTED = 1 << 12, 1, 4
_EDGE, _INK = [0.482, 0.529, 0.565], "0.110 0.129 0.149"


class FormRecord(Model):
    """What the form says before anybody fills it in."""

    reference: str
    """Finds its way back: see domain.correction.reference."""
    report: str
    """The authority's word: `Note of visit`."""
    school: str
    visit: str
    note: str
    """Short id and revision, as at the foot of the draft."""
    partner: str
    head: str = ""
    marking: str
    rehearsal: bool = False
    reply_by: dt.date | None = None


def render_reply_form(record: FormRecord) -> bytes:
    """The form as PDF; the same record gives the same bytes."""
    document = Document(
        title=f"{TITLE}, {record.visit}",
        author=record.partner,
        marking=record.marking,
        status="REPLY FORM",
        rehearsal=record.rehearsal,
        footer=f"{record.school} · {record.note}",
    )
    with ONE_AT_A_TIME:
        fonts.ready()
        setter, root = Setter(), Element("Document")
        furniture = Furniture(document, setter, root)
        form = _Form(setter.paragraph, root)
        out = BytesIO()
        laid: BaseDocTemplate = template(out, document)
        try:
            laid.build(form.story(record), canvasmaker=partial(NoteCanvas, furniture=furniture))
        finally:
            fonts.forget()
    return _fillable(out.getvalue(), record.reference)


class _Form:
    """Flowables of the page, and their elements below `root`."""

    def __init__(self, paragraph: Callable[..., Flowable], root: Element) -> None:
        self._set, self._root = paragraph, root

    def story(self, record: FormRecord) -> list[Flowable]:
        """The whole page."""
        say, add = self._set, self._root.add
        by = f"Please reply by {words.long_date(record.reply_by)}. " if record.reply_by else ""
        asked = (
            Span(f"{by}", "strong"),
            Span(
                f"This asks whether the facts in the draft are right, not whether you agree with it. Fill the form in, save it "
                f"and send it back to {record.partner}; or answer in your own words by e-mail or telephone. Silence is not taken "
                "as agreement."
            ),
        )
        row = "The line numbers are those down the margin of the draft. More than ten? Put the rest into the comment."
        return [
            say("Accuracy check", "h1", tag=add("H1")),
            say((Span(f"{record.report}: {record.school} · {record.visit}", "strong"),), "lead", tag=add("P")),
            say(asked if by else asked[1:], "body", tag=add("P")),
            self._ticked("accurate", "The facts in the draft are accurate"),
            self._ticked("corrections", "I ask for the corrections below"),
            say("Corrections", "h2", tag=add("H2")),
            say(row, "small", tag=add("P")),
            self._rows(),
            say("Comment", "h2", tag=add("H2")),
            say("It will stand in the note word for word, as yours.", "small", tag=add("P")),
            self._room("comment", "Comment, which will stand in the note word for word", styles.WIDTH, 74),
            Spacer(1, 8),
            self._dated(record.head),
            self._reference(),
        ]

    def _room(self, name: str, said: str, width: float, height: float, above: Element | None = None) -> FieldRoom:
        element = (above or self._root).add("Form")
        return FieldRoom(Field(name, said, element, 0, 0, width, height))

    def _ticked(self, name: str, words_of: str) -> Flowable:
        box = self._room(name, words_of, _BOX, _BOX)
        told = self._set(words_of, "value", tag=self._root.add("P"))
        look: Look = [*TIGHT, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        return grid([[[box], told]], [_BOX + 8, styles.WIDTH - _BOX - 8], look)

    def _rows(self) -> Flowable:
        whole = self._root.add("Table")
        labels = ("Line", "As it stands now", "What it should be")
        widths = [60.0, (styles.WIDTH - 60) / 2, (styles.WIDTH - 60) / 2]
        top = whole.add("TR")
        rows: list[list[Any]] = [[self._set(text, "head", tag=top.add("TH", COLUMN)) for text in labels]]
        for number in range(1, ROWS + 1):
            row = whole.add("TR")
            cells = zip(("line", "now", "should"), labels, widths, strict=True)
            rows.append([
                [self._room(f"{name}_{number}", f"Correction {number}: {said}", width - (0 if name == "should" else 6), _TALL, row.add("TD"))]
                for name, said, width in cells
            ])  # fmt: skip
        look: Look = [*TIGHT, ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5), ("LINEBELOW", (0, 0), (-1, 0), HAIR, styles.ACCENT),
                      ("TOPPADDING", (0, 1), (-1, 1), 4)]  # fmt: skip
        return grid(rows, widths, look, head=1)

    def _dated(self, head: str) -> Flowable:
        who = f"Headteacher: {head}" if head else "Headteacher"
        cells = [
            self._set(who, "value", tag=self._root.add("P")),
            self._set("Date", "label", tag=self._root.add("P")),
            [self._room("date", "Date of your reply, such as 14 October 2025", 120, _LINE)],
        ]
        look: Look = [*TIGHT, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]
        return grid([cells], [styles.WIDTH - 160, 40, 120], look)

    def _reference(self) -> Flowable:
        said = self._set("Finds its draft by", "label", tag=self._root.add("P"))
        room = self._room("reference", "Reference of the draft; leave it as it is", _REFERENCE, _BOX)
        look: Look = [*TIGHT, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        return grid([[said, [room]]], [styles.WIDTH - _REFERENCE, _REFERENCE], look)


def _fillable(pdf: bytes, reference: str) -> bytes:
    """The rooms as fields to type into and boxes to tick."""
    with pikepdf.open(BytesIO(pdf)) as made:
        face, form = typeface.put_into(made), made.Root.AcroForm
        form.DR = pikepdf.Dictionary(Font=pikepdf.Dictionary({typeface.NAME: face}))
        form.DA = _set_in(9)
        for field in form.Fields:
            field.MK = pikepdf.Dictionary(BC=pikepdf.Array(_EDGE), BG=pikepdf.Array([1]))
            field.F = _PRINTED
            if str(field.T) in {"accurate", "corrections"}:
                _tick(made, field)
            else:
                _text(made, field, face, reference)
        with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
                if claim in told:
                    del told[claim]
        del made.Root["/OutputIntents"]
        out = BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()


def _set_in(size: float) -> pikepdf.String:
    return pikepdf.String(f"{typeface.NAME} {size:g} Tf {_INK} rg")


def _text(made: pikepdf.Pdf, field: Any, face: Any, reference: str) -> None:
    name, given = str(field.T), ""
    field.FT = pikepdf.Name.Tx
    field.DA = _set_in(9)
    field.MaxLen = 20_000 if name == "comment" else 2_000
    if name == "comment" or name.startswith(("now", "should")):
        field.Ff = _MULTILINE
    if name == "reference":
        given = reference
        field.Ff, field.V, field.DV = _READ_ONLY, pikepdf.String(given), pikepdf.String(given)
        field.DA = _set_in(6)
    width, height = _size(field)
    said = f"BT {typeface.NAME} 6 Tf {_INK} rg 2 {height / 2 - 2:.2f} Td ({given}) Tj ET " if given else ""
    drawn = made.make_stream(f"{_framed(width, height)} /Tx BMC q {said}Q EMC".encode("ascii"))
    _dressed(drawn, width, height)
    drawn.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({typeface.NAME: face}))
    field.AP = pikepdf.Dictionary(N=drawn)


def _tick(made: pikepdf.Pdf, field: Any) -> None:
    field.FT, field.V, field.AS = pikepdf.Name.Btn, pikepdf.Name.Off, pikepdf.Name.Off
    field.MK.CA = pikepdf.String("8")  # a cross, in readers that draw their own
    width, height = _size(field)
    cross = f"q {_INK} RG 1.4 w 3 3 m {width - 3:.2f} {height - 3:.2f} l 3 {height - 3:.2f} m {width - 3:.2f} 3 l S Q"
    faces = {}
    for name, drawn in (("/Yes", cross), ("/Off", "")):
        faces[name] = made.make_stream(f"{_framed(width, height)} {drawn}".encode("ascii"))
        _dressed(faces[name], width, height)
    field.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(faces))


def _size(field: Any) -> tuple[float, float]:
    left, low, right, top = (float(one) for one in field.Rect)
    return right - left, top - low


def _framed(width: float, height: float) -> str:
    colour = " ".join(map(str, _EDGE))
    return f"q 1 g {colour} RG 0.7 w 0.35 0.35 {width - 0.7:.2f} {height - 0.7:.2f} re B Q"


def _dressed(face: Any, width: float, height: float) -> None:
    face.Type, face.Subtype, face.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, width, height])
