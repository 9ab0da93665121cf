"""Nodes of the tree as flowables: headings that stay with what follows, tables that repeat their header, cards, rooms."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, KeepTogether, Spacer

from sipdesk.notes import styles
from sipdesk.notes.grids import FIRM, HAIR, TIGHT, Grid, Look, fitted, grid
from sipdesk.notes.nodes import (
    Bullets,
    Card,
    Cell,
    Facts,
    Heading,
    Node,
    Paragraph,
    Room,
    Signatures,
    Table,
    written,
)
from sipdesk.notes.setting import Setter

BULLET = "•"
_GUTTER = 12.0
"""Wider than the letters are high: with less, a program that reads the page back takes two columns for one line."""
_WHOLE = 300.0
"""A card no taller than this never parts."""


class Blocks:
    """Makes flowables of nodes, with one `Setter` for all text."""

    def __init__(self, setter: Setter) -> None:
        self._set = setter.paragraph
        self._makers: dict[type, Callable[[Any], list[Flowable]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            Card: self._card,
            Signatures: self._signatures,
        }

    def story(self, nodes: Sequence[Node]) -> list[Flowable]:
        """The flowables in order. Headings and the first lines below them never part."""
        out: list[Flowable] = []
        held: list[Flowable] = []
        for node in nodes:
            made = self._makers[type(node)](node)
            if isinstance(node, Heading):
                held += made
                continue
            if held:
                out += [CondPageBreak(sum(map(_height, held)) + _first(made[0])), *held]
                held = []
            out += made
        return out + held

    def _heading(self, node: Heading) -> list[Flowable]:
        return [self._set(node.text, f"h{node.level}")]

    def _paragraph(self, node: Paragraph) -> list[Flowable]:
        return [self._set(node.text, node.tone)]

    def _bullets(self, node: Bullets) -> list[Flowable]:
        return [self._set(item, "bullet", BULLET) for item in node.items]

    def _facts(self, node: Facts) -> list[Flowable]:
        """What the school is on the left, what the visit was on the right, long things below."""
        label = 29 * mm
        value = styles.WIDTH / 2 - label
        rows = [self._pair(a) + self._pair(b) for a, b in zip_longest(node.left, node.right, fillvalue=("", ""))]
        rows += [[*self._pair(pair), "", ""] for pair in node.below]
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

    def _pair(self, pair: tuple[str, str]) -> list[Any]:
        return [self._set(pair[0], "label"), self._set(pair[1], "value")] if pair[0] else ["", ""]

    def _table(self, node: Table) -> list[Flowable]:
        right = [column.align == "right" for column in node.columns]
        texts = [[c.label, *(t for row in node.rows for block in row[n].blocks for t in written(block))]
                 for n, c in enumerate(node.columns)]  # fmt: skip
        widths = fitted([column.share for column in node.columns], texts, _GUTTER)
        head = [self._set(c.label, "head-right" if r else "head") for c, r in zip(node.columns, right, strict=True)]
        rows = [[self._cell(c, "cell-right" if r else "cell") for c, r in zip(row, right, strict=True)]
                for row in node.rows]  # fmt: skip
        look: Look = [
            *TIGHT,
            ("RIGHTPADDING", (0, 0), (-2, -1), _GUTTER),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), FIRM, styles.ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), HAIR, styles.LINE),
        ]
        # A figure's right edge and the next column's left edge must not meet.
        look += [("LEFTPADDING", (n, 0), (n, -1), 6) for n in range(1, len(right)) if right[n - 1] and not right[n]]
        return [grid([head, *rows], widths, look, head=1), Spacer(1, 6)]

    def _cell(self, content: Cell, style: str) -> list[Flowable]:
        out: list[Flowable] = []
        for block in content.blocks:
            if isinstance(block, Bullets):
                out += [self._set(item, "cell-bullet", BULLET) for item in block.items]
            else:
                out.append(self._set(block.text, style))
        return out

    def _card(self, node: Card) -> list[Flowable]:
        """Title and aside, then fields beside their labels, held together by a line at the left."""
        title: list[Flowable] = [self._set(node.title, "card")]
        if node.aside:
            title.append(self._set(node.aside, "aside"))
        rows: list[list[Any]] = [[title, ""]]
        rows += [[self._set(label, "label"), self._cell(content, "cell")] for label, content in node.fields]
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

    def _signatures(self, node: Signatures) -> list[Flowable]:
        half = styles.WIDTH / 2
        cells: list[Any] = [self._room(room, half - 16) for room in node.rooms]
        if len(cells) % 2:
            cells.append("")
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
        below = [[self._set(who, "value"), self._set("Date", "label")]]
        return [
            self._set(room.statement, "cell"),
            Spacer(1, 15 * mm),
            grid(below, [width - 28 * mm, 28 * mm], line),
        ]


def _height(flowable: Flowable) -> float:
    return float(flowable.wrap(styles.WIDTH, 10_000)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter())


def _first(flowable: Flowable) -> float:
    """Room for so much of what follows a heading that the two look like one."""
    if isinstance(flowable, Grid):
        return flowable.first_part(styles.WIDTH)
    if isinstance(flowable, KeepTogether):
        return sum(_height(part) for part in flowable._content)  # noqa: SLF001 - it has no name for what it holds
    return 32.0
