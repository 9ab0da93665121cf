"""The record beside its pages: its short hash on each of them, and the file it makes inside the PDF."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from sipdesk.domain.note import NoteRecord

NAME = "record.json"
SAID = "The record this note was made from"
_SHORT = 12
# Where a record names no day at all; a fixed one, so that its bytes stay the same.
_NO_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Attached:
    """A file inside the file: the data its pages were made from."""

    name: str
    data: bytes
    said: str
    """What it is, in a line."""
    modified: str
    """A PDF date; the format asks for one."""


def short_hash(data: bytes) -> str:
    """So much of the record's SHA-256 as a person can compare."""
    return hashlib.sha256(data).hexdigest()[:_SHORT]


def attached(record: NoteRecord, data: bytes) -> Attached:
    """The canonical record (`data`) as it goes into the file. Its date is the last day the record speaks of: the clock of
    the machine would make another file each time."""
    days = [record.visit.date, record.response.on if record.response else None]
    return Attached(NAME, data, SAID, f"D:{max(filter(None, days), default=_NO_DAY):%Y%m%d}000000Z")
