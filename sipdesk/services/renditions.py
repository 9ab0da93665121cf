"""Versions of a signed note for others than its own readers.

Each is a note of its own: its pages are made from its own record, and that record alone lies inside it. What the full
note holds and a version does not show is nowhere in that version's file.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipdesk.domain.disclosure import Earlier
from sipdesk.domain.ink import Ink
from sipdesk.domain.note import NoteRecord, Signatory, read_record
from sipdesk.domain.widening import Widening, doubtful, tables_of, widened
from sipdesk.services.signing import Made, Prepared, make, record_in

if TYPE_CHECKING:
    from sipdesk.keys.identity import Identity

_HEAD = "Not signed here. What the headteacher signed, or why not, stands in the full note."
_ABOUT = (
    "This is the wider version, made because somebody specifically asked for the note to be shared more widely. The full "
    "note went to its own readers; it is the record of the visit."
)


@dataclass(frozen=True)
class Source:
    """A sealed note and what a version of it is signed with, so that no desk is needed."""

    visit: str
    pdf: bytes = field(repr=False)
    at: dt.datetime
    identity: "Identity" = field(repr=False)
    small_numbers: int = 2
    """Counts from 1 up to this are taken out, as the programme says."""
    earlier: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    """Notes of the school whose wider version has left the desk: the full file and that version."""


def wider(record: NoteRecord, how: Widening | None = None) -> NoteRecord:
    """The record of the wider version: without small numbers, and without lines that may let a pupil be known."""
    if record.rendition == "wider":
        return record
    record = widened(record, how)
    return record.model_copy(
        update={
            "rendition": "wider",
            "status": f"{record.status} · WIDER VERSION",
            "recipients": [],
            "invitation": "",
            "signatories": [_signatory(one) for one in record.signatories],
            "remarks": [_ABOUT, *record.remarks],
        }
    )


def _signatory(one: Signatory) -> Signatory:
    """The partner vouches for a version alone; nobody else has seen it."""
    if one.field == "partner":
        return one.model_copy(update={"signs": True, "unsigned": ""})
    return one.model_copy(update={"signs": False, "unsigned": _HEAD})


def left_out(source: Source) -> list[str]:
    """The lines that the wider version leaves out, as they were written. Not for the desk's thread."""
    return doubtful(read_record(record_in(source.pdf)), source.small_numbers)


def make_wider(source: Source, kept: Collection[str] = ()) -> Made:
    """The wider version of a sealed note, signed by the partner as typed. `kept`: lines somebody has looked at and vouches
    for, word for word. Not for the desk's thread."""
    earlier = [one for full, told in source.earlier for one in _told(full, told)]
    how = Widening(threshold=source.small_numbers, earlier=earlier, kept=kept)
    record = wider(read_record(record_in(source.pdf)), how)
    return make(Prepared(source.visit, record, source.at, source.identity), Ink(typed=record.partner), None)


def _told(full: bytes, told: bytes) -> list[Earlier]:
    """The tables of a note as they were written, each with what its wider version told of it."""
    records = [read_record(record_in(pdf)) for pdf in (full, told)]
    written, shown = ({table.question.id: table for table in tables_of(record)} for record in records)
    return [Earlier(table, shown[name].answer) for name, table in written.items() if name in shown]
