"""Signed notes for tests: invented people, keys made once in a process."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from cryptography.x509 import Certificate

from sipdesk import notes
from sipdesk.domain.ink import Ink, Point
from sipdesk.domain.note import NoteRecord
from sipdesk.keys import identity
from sipdesk.keys.identity import Identity
from sipdesk.notes.signing import Seal, sign
from tests.unit.notes import samples

NOW = dt.datetime(2025, 10, 7, 9, tzinfo=dt.UTC)
PEN = Ink(strokes=[[Point(x=4 * n, y=30 + (n * 7) % 23, pressure=(n % 10) / 10) for n in range(40)]])


@cache
def authority() -> Identity:
    """An authority that nobody knows outside the tests."""
    return identity.make_authority("Invented authority", NOW)


@cache
def partner() -> Identity:
    """Whose certificate that authority issued."""
    return identity.issue(authority(), "Helen Ashdown", "School improvement partner", NOW)


@cache
def impostor() -> Identity:
    """Somebody of the same name, vouched for by nobody."""
    return identity.make("Helen Ashdown", "School improvement partner", NOW)


def trust() -> tuple[Certificate, ...]:
    """What a reader relies on who relies on the authority."""
    return (authority().certificate,)


def with_fields(record: NoteRecord, *, head: bool = True) -> NoteRecord:
    """The record with a field for each who signs."""
    names = ("partner", "head")
    told = [
        one.model_copy(update={"field": name, "signs": head or name == "partner"})
        for one, name in zip(record.signatories, names, strict=True)
    ]
    return record.model_copy(update={"signatories": told})


def small() -> NoteRecord:
    """A note of one page with two fields."""
    return with_fields(
        samples.record(
            samples.section(
                "Findings", samples.item("long_text", "What was found?", "Leaders know their school well.")
            ),
            signatories=samples.SIGNATORIES,
        )
    )


def signed_by(pdf: bytes, record: NoteRecord, who: Identity, fields: Sequence[str] = ("partner", "head")) -> bytes:
    """The file with these fields signed."""
    for minute, one in enumerate(record.signatories):
        if one.field in fields:
            ink = PEN if one.field == "partner" else Ink(typed=one.name)
            at = NOW + dt.timedelta(minutes=minute)
            seal = Seal(one.field, one.name, one.statement, ink, at, first=one.field == "partner")
            pdf = sign(pdf, seal, who)
    return pdf


@cache
def both() -> bytes:
    """The small note, signed by both."""
    return signed_by(notes.render(small()).pdf, small(), partner())
