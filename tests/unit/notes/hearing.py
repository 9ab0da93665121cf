"""A note as somebody hears it who cannot see it, and what its record says they must hear."""

import io
from collections import Counter

import pikepdf

from sipdesk.domain.note import NoteRecord
from sipdesk.notes import fonts
from sipdesk.notes.checking.aloud import Heard, listen, spoken
from sipdesk.notes.document import document
from sipdesk.notes.nodes import Node, Signatures, written
from sipdesk.notes.page import REHEARSAL
from sipdesk.notes.text import printable
from tests.unit.notes.reading import fold


def heard(pdf: bytes) -> Heard:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = listen(opened)
    assert found is not None
    return found


def aloud(pdf: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(kind, fold(words)) for kind, words in spoken(opened)]


def in_order(record: NoteRecord) -> list[str]:
    """What has to be said, from the tree alone."""
    tree = document(record)
    status = f"{tree.status} · {REHEARSAL}" if tree.rehearsal else tree.status
    said = [tree.marking, status, *(text for node in tree.nodes for text in words(node))]
    return [text for text in (fold(printable(one, fonts.covered, Counter())) for one in said) if text]


def words(node: Node) -> list[str]:
    if not isinstance(node, Signatures):
        return written(node)
    rooms = ((room.statement, f"{room.name}, {room.role}" if room.name else room.role) for room in node.rooms)
    return [text for statement, who in rooms for text in (statement, who, "Date")]
