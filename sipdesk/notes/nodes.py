"""The plain tree a note becomes before it becomes a PDF: what is said and in which order, nothing about where.

A tree can be read in a test without any PDF, and is what a later tagged structure is made from.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sipdesk.domain.chart import Chart

Style = Literal["plain", "strong", "muted", "em", "alert"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Span:
    """A stretch of text in one style. The text is as typed; nothing is escaped yet."""

    text: str
    style: Style = "plain"


Text = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title of the note, 2 a section, 3 a question or a group within it."""

    text: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `lead` stands under the title, `line` is a prompt with a short answer, `small` a note to a table."""

    text: Text
    tone: Literal["body", "lead", "line", "small", "quote"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list; each item is one paragraph."""

    items: tuple[Text, ...]


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Facts:
    """Labels with their values: two columns of pairs side by side, then pairs over the whole width."""

    left: Pairs
    right: Pairs = ()
    below: Pairs = ()


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` is its part of the width beside the others."""

    label: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs and lists one below the other."""

    blocks: "tuple[Paragraph | Bullets, ...]" = ()


@dataclass(frozen=True)
class Table:
    """A table with a header row that repeats; each row has as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tight: bool = False
    """Rows close together, for pages that have to hold much."""


@dataclass(frozen=True)
class Card:
    """One thing looked at closely: a title, a word beside it, and labelled fields."""

    title: str
    aside: str = ""
    fields: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True)
class Room:
    """Room for one signature."""

    statement: str
    role: str
    name: str
    field: str = ""
    """Name of the field that takes a signature; without one the room is for pen and ink."""
    unsigned: str = ""
    """Why nobody signs there."""


@dataclass(frozen=True)
class Signatures:
    """The rooms for signatures, never parted by the end of a page."""

    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class Figure:
    """A picture, with all that it shows in words."""

    chart: Chart


Node = Heading | Paragraph | Bullets | Facts | Table | Card | Figure | Signatures


class PrintedLine(NamedTuple):
    """A numbered line of a draft: its page from 1, its words from left to right, and where they were written."""

    number: int
    page: int
    text: str
    place: str
    paragraph: int = 0
    """Which paragraph of the note it belongs to, below the first heading; 0 for headings, lists and tables."""


@dataclass(frozen=True)
class Document:
    """The whole note: what stands on each page and what is read through."""

    title: str
    """For the window of a PDF reader."""
    author: str
    marking: str
    status: str
    rehearsal: bool
    footer: str
    """Left of the page number."""
    nodes: tuple[Node, ...] = field(default=())
    places: tuple[str, ...] = field(default=())
    """Where each node was written. Given for a draft whose lines are numbered down the margin, and for nothing else."""


def plain(text: str) -> Text:
    """Text in the ordinary style."""
    return (Span(text),)


def muted(text: str) -> Text:
    """Text that steps back."""
    return (Span(text, "muted"),)


def cell(text: str) -> Cell:
    """A cell with one line or with prose: its paragraphs and lists."""
    return Cell(prose(text))


# The second prints as itself; other dashes and stars are text, for what is typed comes out as typed.
_BULLETS = ("- ", "• ")


def prose(text: str) -> tuple[Paragraph | Bullets, ...]:
    """What a person typed: each line a paragraph, lines that begin with `- ` gathered into lists, blank lines dropped."""
    blocks: list[Paragraph | Bullets] = []
    items: list[Text] = []
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(_BULLETS):
            items.append(plain(bare[2:].strip()))
            continue
        if items:
            blocks.append(Bullets(tuple(items)))
            items = []
        if bare:
            blocks.append(Paragraph(plain(bare)))
    if items:
        blocks.append(Bullets(tuple(items)))
    return tuple(blocks)


def written(node: Node) -> list[str]:
    """Every piece of text in a node, in reading order; for tests and for finding what a page must carry."""
    if isinstance(node, Heading):
        return [node.text]
    if isinstance(node, Paragraph):
        return [_flat(node.text)]
    return _WRITTEN[type(node)](node)


def _flat(text: Text) -> str:
    return "".join(span.text for span in text)


def _in_cell(content: Cell) -> list[str]:
    return [text for block in content.blocks for text in written(block)]


_WRITTEN: dict[type, Callable[[Any], list[str]]] = {
    Bullets: lambda node: [_flat(item) for item in node.items],
    Facts: lambda node: [part for pair in (*node.left, *node.right, *node.below) for part in pair],
    Table: lambda node: (
        [column.label for column in node.columns] + [text for row in node.rows for c in row for text in _in_cell(c)]
    ),
    Card: lambda node: [node.title, node.aside] + [text for label, c in node.fields for text in (label, *_in_cell(c))],
    Figure: lambda node: [node.chart.alternative],
    Signatures: lambda node: [
        part for room in node.rooms for part in (room.statement, room.name, room.role, room.unsigned)
    ],
}
