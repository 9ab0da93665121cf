"""Nodes of the tree as flowables: headings that stay with what follows, tables that repeat their header, cards, rooms.

Beside the flowables grows the structure for those who hear the note: elements in the order of the nodes, whatever the
place on the page. What looks like columns of facts, or a card, is a table of labels and values to them.
"""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, KeepTogether, Spacer

from sipdesk.notes import styles
from sipdesk.notes.charts import drawable
from sipdesk.notes.fields import Field, FieldRoom
from sipdesk.notes.figure import Picture
from sipdesk.notes.grids import FIRM, HAIR, TIGHT, Grid, Look, fitted, grid
from sipdesk.notes.nodes import (
    Bullets,
    Card,
    Cell,
    Facts,
    Figure,
    Heading,
    Node,
    Paragraph,
    Room,
    Signatures,
    Table,
    written,
)
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import COLUMN, DISC, ROW, Element
from sipdesk.notes.text import fold

BULLET = "•"
_GUTTER = 12.0
"""Wider than the letters are high: with less, a program that reads the page back takes two columns for one line."""
FIELD_HEIGHT = 19 * mm
_WHOLE = 300.0
"""What should stay together and is no taller than this never parts."""


class Blocks:
    """Makes flowables of nodes, with one `Setter` for all text, and their elements below `root`."""

    def __init__(self, setter: Setter, root: Element) -> None:
        self._setter = setter
        self._set, self._root, self._level = setter.paragraph, root, 0
        self._makers: dict[type, Callable[[Any], list[Flowable]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            Card: self._card,
            Figure: self._figure,
            Signatures: self._signatures,
        }

    def parts(self, nodes: Sequence[Node], places: Sequence[str] = ()) -> list[list[Flowable]]:
        """The flowables in order, in parts. Headings and the first lines below them are one part, and stand on one page.
        `places`: where each was written."""
        out: list[list[Flowable]] = []
        held: list[Flowable] = []
        for node, place in zip_longest(nodes, places[: len(nodes)], fillvalue=""):
            before = len(self._root.kids)
            made = self._makers[type(node)](node)
            for element in self._root.kids[before:]:
                element.place = place
            if isinstance(node, Heading):
                held += made
                continue
            if held:
                made = [CondPageBreak(sum(map(_height, held)) + _first(made[0])), *held, *made]
                held = []
            out.append(made)
        return [*out, held] if held else out

    def _heading(self, node: Heading) -> list[Flowable]:
        # No level may be left out on the way down, even where a note has no section above.
        self._level = min(node.level, self._level + 1)
        return [self._set(node.text, f"h{node.level}", tag=self._root.add(f"H{self._level}"))]

    def _paragraph(self, node: Paragraph) -> list[Flowable]:
        above = self._root.add("BlockQuote") if node.tone == "quote" else self._root
        return [self._set(node.text, node.tone, tag=above.add("P"))]

    def _bullets(self, node: Bullets) -> list[Flowable]:
        return self._list(node, "bullet", self._root)

    def _list(self, node: Bullets, style: str, above: Element) -> list[Flowable]:
        whole = above.add("L", DISC)
        made = []
        for item in node.items:
            entry = whole.add("LI")
            mark = entry.add("Lbl")
            paragraph = self._set(item, style, BULLET, entry.add("LBody"))
            paragraph.bullet_tag = mark
            made.append(paragraph)
        return made

    def _facts(self, node: Facts) -> list[Flowable]:
        """What the school is on the left, what the visit was on the right, long things below."""
        label = 29 * mm
        value = styles.WIDTH / 2 - label
        whole = self._root.add("Table")
        left, right, below = (
            [self._pair(pair, whole) for pair in part] for part in (node.left, node.right, node.below)
        )
        rows = [a + b for a, b in zip_longest(left, right, fillvalue=[(), ()])]
        rows += [[*pair, (), ()] for pair in below]
        wide: Look = [("SPAN", (1, n), (3, n)) for n in range(len(rows) - len(node.below), len(rows))]
        look: Look = [
            *TIGHT,
            ("RIGHTPADDING", (0, 0), (2, -1), _GUTTER),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("TOPPADDING", (0, 0), (-1, 0), 6),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
            ("LINEABOVE", (0, 0), (-1, 0), HAIR, styles.LINE),
            ("LINEBELOW", (0, -1), (-1, -1), HAIR, styles.LINE),
            *wide,
        ]
        return [grid(rows, [label, value, label, value], look)]

    def _pair(self, pair: tuple[str, str], whole: Element) -> list[Any]:
        row = whole.add("TR")
        return [self._set(pair[0], "label", tag=row.add("TH", ROW)), self._set(pair[1], "value", tag=row.add("TD"))]

    def _table(self, node: Table) -> list[Flowable]:
        right = [column.align == "right" for column in node.columns]
        texts = [[c.label, *(t for row in node.rows for block in row[n].blocks for t in written(block))]
                 for n, c in enumerate(node.columns)]  # fmt: skip
        widths = fitted([column.share for column in node.columns], texts, _GUTTER)
        whole = self._root.add("Table")
        top = whole.add("TR")
        head = [
            self._head(c.label, "head-right" if r else "head", top) for c, r in zip(node.columns, right, strict=True)
        ]
        # A column without a head of its own holds the heads of the rows.
        heads = [not column.label for column in node.columns]
        rows = [self._row(row, right, heads, whole.add("TR")) for row in node.rows]
        look: Look = [
            *TIGHT,
            ("RIGHTPADDING", (0, 0), (-2, -1), _GUTTER),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5 if node.tight else 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1 if node.tight else 3),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), FIRM, styles.ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), HAIR, styles.LINE),
        ]
        # A figure's right edge and the next column's left edge must not meet.
        look += [("LEFTPADDING", (n, 0), (n, -1), 6) for n in range(1, len(right)) if right[n - 1] and not right[n]]
        return [grid([head, *rows], widths, look, head=1), Spacer(1, 6)]

    def _head(self, label: str, style: str, row: Element) -> Flowable:
        element = row.add("TH", COLUMN) if label else row.add("TD")
        element.once = True
        return self._set(label, style, tag=element)

    def _row(self, cells: Sequence[Cell], right: list[bool], heads: list[bool], row: Element) -> list[Any]:
        return [
            self._cell(content, "cell-right" if r else "cell", row.add("TH", ROW) if h else row.add("TD"))
            for content, r, h in zip(cells, right, heads, strict=True)
        ]

    def _cell(self, content: Cell, style: str, element: Element) -> list[Flowable]:
        blocks = content.blocks
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return [self._set(blocks[0].text, style, tag=element)]
        out: list[Flowable] = []
        for block in blocks:
            if isinstance(block, Bullets):
                out += self._list(block, "cell-bullet", element)
            else:
                out.append(self._set(block.text, style, tag=element.add("P")))
        return out

    def _card(self, node: Card) -> list[Flowable]:
        """Title and aside, then fields beside their labels, held together by a line at the left."""
        title: list[Flowable] = [self._set(node.title, "card", tag=self._root.add(f"H{self._level + 1}"))]
        if node.aside:
            title.append(self._set(node.aside, "aside", tag=self._root.add("P")))
        rows: list[list[Any]] = [[title, ()]]
        rows += self._fields(node)
        label = 30 * mm
        look: Look = [
            *TIGHT,
            ("SPAN", (0, 0), (1, 0)),
            ("LEFTPADDING", (0, 0), (0, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBEFORE", (0, 0), (0, -1), 1.6, styles.ACCENT),
            ("LINEABOVE", (0, 2), (-1, -1), HAIR, styles.LINE),
        ]
        table = grid(rows, [label, styles.WIDTH - label], look)
        whole = _height(table) <= _WHOLE
        return [KeepTogether([table]) if whole else table, Spacer(1, 11)]

    def _fields(self, node: Card) -> list[list[Any]]:
        if not node.fields:
            return []
        whole = self._root.add("Table")
        rows: list[list[Any]] = []
        for label, content in node.fields:
            row = whole.add("TR")
            head = self._set(label, "label", tag=row.add("TH", ROW))
            rows.append([head, self._cell(content, "cell", row.add("TD"))])
        return rows

    def _figure(self, node: Figure) -> list[Flowable]:
        """A picture with its words; the words alone where they are in letters that no picture can be labelled with."""
        if not drawable(node.chart):
            return [self._set(node.chart.alternative, "small", tag=self._root.add("P"))]
        element = self._root.add("Figure")
        element.alternative = fold(self._setter.said(node.chart.alternative))
        return [Spacer(1, 7), Picture(node.chart, element), Spacer(1, 4)]

    def _signatures(self, node: Signatures) -> list[Flowable]:
        half = styles.WIDTH / 2
        cells: list[Any] = [self._room(room, half - 16) for room in node.rooms]
        if len(cells) % 2:
            cells.append(())
        rows = [cells[n : n + 2] for n in range(0, len(cells), 2)]
        look: Look = [*TIGHT, ("BOTTOMPADDING", (0, 0), (-1, -1), 12)]
        return [KeepTogether([grid(rows, [half, half], look)])]

    def _room(self, room: Room, width: float) -> list[Flowable]:
        who = f"{room.name}, {room.role}" if room.name else room.role
        line: Look = [
            ("LINEABOVE", (0, 0), (-1, 0), FIRM, styles.MUTED),
            *TIGHT,
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (0, -1), _GUTTER),
        ]
        said = self._set(room.statement, "cell", tag=self._root.add("P"))
        middle = self._place(room, width) if room.field else [Spacer(1, 15 * mm)]
        name = self._set(who, "value", tag=self._root.add("P"))
        if room.field:
            # Who signs in the file signs with the time; only pen and ink need room for a date.
            return [said, *middle, grid([[name]], [width], line)]
        date = self._set("Date", "label", tag=self._root.add("P"))
        return [said, *middle, grid([[name, date]], [width - 28 * mm, 28 * mm], line)]

    def _place(self, room: Room, width: float) -> list[Flowable]:
        """Where somebody signs in the file; and where nobody does, why."""
        purpose = f"Signature of {room.name or room.role}: {room.statement}"
        field = Field(room.field, fold(purpose), self._root.add("Form"), 0, 0, width, FIELD_HEIGHT)
        why = [self._set(room.unsigned, "cell", tag=self._root.add("P"))] if room.unsigned else []
        return [FieldRoom(field), *why]


def in_company(parts: list[list[Flowable]]) -> list[Flowable]:
    """Parts that go on to the next page all together where they would be parted by its end, if they are no longer than is
    good to look at."""
    flowables = [one for part in parts for one in part]
    tall = sum(map(_height, flowables))
    return [CondPageBreak(tall), *flowables] if len(parts) > 1 and tall <= _WHOLE else flowables


def _height(flowable: Flowable) -> float:
    if isinstance(flowable, CondPageBreak):
        return 0.0
    if isinstance(flowable, KeepTogether):
        return sum(map(_height, flowable._content))  # noqa: SLF001 - it has no name for what it holds
    return float(flowable.wrap(styles.WIDTH, 10_000)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter())


def _first(flowable: Flowable) -> float:
    """Room for so much of what follows a heading that the two look like one."""
    if isinstance(flowable, Grid):
        return flowable.first_part(styles.WIDTH)
    return _height(flowable) if isinstance(flowable, KeepTogether) else 32.0
