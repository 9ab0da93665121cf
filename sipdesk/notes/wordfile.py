"""A note of visit as a Word file, for whoever insists: the same words, without signature and without the record.

It says on each page that it is a copy. Everything a person typed comes in through `_door`, and only there: Word cannot
hold control characters or halves of characters, and reads some marks as orders.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.notes import text
from sipdesk.notes.document import document
from sipdesk.notes.nodes import Bullets, Card, Cell, Facts, Heading, Node, Paragraph, Signatures, Span, Table, written
from sipdesk.notes.record import short_hash

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph as WordParagraph

COPY = "COPY, NOT THE RECORD"
_GREY = (0x55, 0x60, 0x6B)
# The same for the same note: a clock would make another file each time.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def word_copy(record: NoteRecord, sha256: str = "") -> bytes:
    """The note as .docx. `sha256`: of the signed file, where there is one. Not for the desk's thread."""
    from docx import Document  # noqa: PLC0415 - takes a third of a second to load

    tree = document(record)
    made: WordFile = Document()
    _about(made, record, tree.title)
    _frame(made, f"{tree.marking} · {COPY}", tree.footer)
    mark = f"note {record.note}, revision {record.revision}, record {short_hash(canonical(record))}"
    where = f"The record is the signed PDF whose SHA-256 is {sha256}" if sha256 else "There is no signed PDF of it yet"
    _runs(made.add_paragraph(), (Span(f"Copy, not the record. {where} ({mark}).", "strong"),))
    for line in (tree.status, "REHEARSAL · NOT A RECORD" if tree.rehearsal else ""):
        if line:
            _runs(made.add_paragraph(), (Span(line, "muted"),))
    for node in tree.nodes:
        write: Callable[[Any, Any], None] = _NODES.get(type(node), _other)
        write(made, node)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _door(typed: str) -> str:
    """Text as a Word file can hold it: one line, without control characters; others are written `‹U+0007›`."""
    return text.printable(typed, _legal, Counter())


def _legal(char: str) -> bool:
    """What XML allows, and no half of a pair."""
    code = ord(char)
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _about(made: "WordFile", record: NoteRecord, title: str) -> None:
    about = made.core_properties
    about.title, about.author, about.last_modified_by = _door(title)[:255], _door(record.partner)[:255], ""
    about.comments, about.subject, about.language = COPY, _door(record.authority.report)[:255], record.language
    about.created = about.modified = _EPOCH
    about.revision = record.revision


def _frame(made: "WordFile", head: str, foot: str) -> None:
    """What stands on each page."""
    section = made.sections[0]
    _runs(section.header.paragraphs[0], (Span(head, "muted"),))
    line = section.footer.paragraphs[0]
    _runs(line, (Span(f"{foot} · page ", "muted"),))
    _page_number(line)


def _page_number(line: "WordParagraph") -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)  # noqa: SLF001 - the library has no fields of its own


def _runs(line: "WordParagraph", spans: tuple[Span, ...]) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    for span in spans:
        run = line.add_run(_door(span.text))
        run.bold = True if span.style in {"strong", "alert"} else None
        run.italic = True if span.style == "em" else None
        if span.style == "muted":
            run.font.color.rgb = RGBColor(*_GREY)


def _heading(made: Any, node: Heading) -> None:
    made.add_heading(_door(node.text), node.level)


def _paragraph(made: Any, node: Paragraph) -> None:
    _runs(made.add_paragraph(style="Quote" if node.tone == "quote" else None), node.text)


def _bullets(made: Any, node: Bullets) -> None:
    for item in node.items:
        _runs(made.add_paragraph(style="List Bullet"), item)


def _facts(made: Any, node: Facts) -> None:
    pairs = (*node.left, *node.right, *node.below)
    if not pairs:
        return
    grid = made.add_table(rows=0, cols=2)
    grid.style = "Table Grid"
    for name, value in pairs:
        cells = grid.add_row().cells
        _runs(cells[0].paragraphs[0], (Span(name, "strong"),))
        _runs(cells[1].paragraphs[0], (Span(value),))
    made.add_paragraph()


def _table(made: Any, node: Table) -> None:
    grid = made.add_table(rows=1, cols=len(node.columns))
    grid.style = "Table Grid"
    for cell, column in zip(grid.rows[0].cells, node.columns, strict=True):
        _runs(cell.paragraphs[0], (Span(column.label, "strong"),))
    _repeats(grid.rows[0])
    for row in node.rows:
        for cell, told, column in zip(grid.add_row().cells, row, node.columns, strict=True):
            _fill(cell, told, right=column.align == "right")
    made.add_paragraph()


def _repeats(row: Any) -> None:
    """A row that heads the table on each page, and is read out as its heads."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no such switch


def _fill(cell: Any, told: Cell, *, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    fresh = cell.paragraphs[0]
    for block in told.blocks:
        items = [(item, "List Bullet") for item in block.items] if isinstance(block, Bullets) else [(block.text, None)]
        for spans, style in items:
            line = fresh if fresh is not None else cell.add_paragraph()
            fresh = None
            if style:
                line.style = style
            if right:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _runs(line, spans)


def _card(made: Any, node: Card) -> None:
    made.add_heading(_door(f"{node.title} · {node.aside}" if node.aside else node.title), 3)
    for name, told in node.fields:
        _runs(made.add_paragraph(), (Span(name, "strong"),))
        for block in told.blocks:
            _NODES[type(block)](made, block)


def _signatures(made: Any, node: Signatures) -> None:
    """Who was to sign. Signatures are in the signed file alone."""
    for room in node.rooms:
        who = ", ".join(filter(None, (room.name, room.role)))
        told = f" {room.unsigned}" if room.unsigned else ""
        _runs(made.add_paragraph(), (Span(f"{room.statement}: ", "strong"), Span(f"{who}.{told}")))


def _other(made: Any, node: Node) -> None:
    for said in written(node):
        _runs(made.add_paragraph(), (Span(said),))


_NODES: dict[type, Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Table: _table,
    Card: _card,
    Signatures: _signatures,
}
"""One way into Word for each kind of node; of any other kind the words alone are written."""
