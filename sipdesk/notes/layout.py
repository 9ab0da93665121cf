"""The tree of a note set on A4 pages. Everything here comes from the tree; nothing looks at the clock or the machine."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from sipdesk.notes import fonts, styles
from sipdesk.notes.archive import LANGUAGE, TOOL
from sipdesk.notes.blocks import Blocks, in_company
from sipdesk.notes.document import ABOUT, remarks
from sipdesk.notes.nodes import Document, Heading, PrintedLine
from sipdesk.notes.page import Furniture, NoteCanvas
from sipdesk.notes.record import Attached
from sipdesk.notes.setting import Setter
from sipdesk.notes.tagging import Element
from sipdesk.notes.text import fold

# Pages as plain bytes: the printable detour makes a file a tenth larger and takes its time.
rl_config.useA85 = 0

# The fonts are shared by all documents of a process, and reportlab numbers their glyphs while it draws.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Laid:
    """The file, how many pages it has, what could not be printed as typed (character → how often), and the numbered lines
    of a draft."""

    pdf: bytes
    pages: int
    replaced: Counter[str]
    lines: tuple[PrintedLine, ...] = ()


def lay_out(document: Document, attached: Attached | None = None) -> Laid:
    """The tree as PDF bytes, tagged; `attached` goes into the file."""
    with ONE_AT_A_TIME:
        fonts.ready()
        setter, root = Setter(), Element("Document")
        furniture, blocks = Furniture(document, setter, root), Blocks(setter, root)
        story = _story(document, blocks, setter)
        out = BytesIO()
        pages = template(out, document)
        try:
            pages.build(story, canvasmaker=partial(NoteCanvas, furniture=furniture, attached=attached))
        finally:
            fonts.forget()
        lines = tuple(furniture.margin.lines) if furniture.margin else ()
        return Laid(out.getvalue(), pages.page, setter.replaced, lines)


def template(out: BytesIO, document: Document) -> BaseDocTemplate:
    """A4 with one frame, between the strip and the foot."""
    frame = Frame(
        styles.SIDE, styles.BOTTOM, styles.WIDTH, styles.PAGE[1] - styles.TOP - styles.BOTTOM,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    settings: dict[str, Any] = {
        "pagesize": styles.PAGE,
        "invariant": 1,
        "pageCompression": 1,
        "lang": LANGUAGE,
        "title": fold(document.title),
        "author": fold(document.author),
        "creator": TOOL,
        "pageTemplates": [PageTemplate(id="page", frames=[frame])],
    }
    return BaseDocTemplate(out, **settings)


def _story(document: Document, blocks: Blocks, setter: Setter) -> list[Flowable]:
    """All that is printed. What is said about the note itself never stands alone on a last page: what comes before keeps it
    company."""
    nodes, places = document.nodes, document.places
    at = nodes.index(Heading(ABOUT, 3)) if Heading(ABOUT, 3) in nodes else len(nodes)
    parts = blocks.parts(nodes[:at], places[:at])
    about = blocks.parts(nodes[at:], places[at:])
    about += blocks.parts(remarks(_unprintable(setter.replaced), headed=not about))
    story = [one for part in parts[:-1] for one in part]
    return story + in_company(parts[-1:] + about)


def _unprintable(replaced: Counter[str]) -> list[str]:
    if not replaced:
        return []
    found = ", ".join(f"‹U+{ord(char):04X}› ({count})" for char, count in sorted(replaced.items()))
    return [f"Characters that could not be printed, by number and how often: {found}."]
