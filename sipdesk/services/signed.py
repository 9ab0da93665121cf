"""What a signed note says of its signatures, for whoever looks back on it: `held` is desk work, `look_back` is not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipdesk.domain.base import Model
from sipdesk.domain.clock import LONDON
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.verdict import Finding
from sipdesk.services.signing import Known, SigningService, check

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_WORDS = 4
"""Words of a fingerprint that tell one certificate from another at a glance; all twelve stand in Settings."""


class Signature(Model):
    """One that was given."""

    name: str
    role: str
    statement: str
    at: dt.datetime | None
    """London time, as printed in the field."""
    words: str
    """The first words of the fingerprint of the certificate that sealed it."""


class Absence(Model):
    """One that was not, and why, as printed."""

    name: str
    role: str
    why: str


class Signed(Model):
    """A signed note, looked back on."""

    whole: bool
    """The file is as it was signed."""
    why: str
    signatures: list[Signature]
    absent: list[Absence]
    sha256: str


@dataclass(frozen=True)
class Held:
    """What a desk has of a signed note."""

    pdf: bytes | None = field(repr=False)
    trust: Sequence["Certificate"]
    known: Known


def held(signing: SigningService, visit: str, note: str, revision: int) -> Held:
    """The sealed file of a visit's note, and what is needed to check it."""
    known = signing.known({"note": note, "revision": revision})
    return Held(signing.sealed(visit), signing.trusted(), known)


def look_back(pdf: bytes, trust: Sequence["Certificate"], known: Known) -> Signed:
    """Check a sealed note and tell who signed it. Takes a quarter of a second; the first one a second more."""
    found = check(pdf, trust, known)
    record = NoteRecord.model_validate(found.record) if found.record else None
    given = {one.field for one in found.signatures}
    return Signed(
        whole=found.verdict in {Finding.INTACT, Finding.SUPERSEDED},
        why=found.why,
        signatures=[
            Signature(
                name=one.name,
                role=one.role,
                statement=one.statement,
                at=one.at.astimezone(LONDON) if one.at else None,
                words=_first_words(one.fingerprint),
            )
            for one in found.signatures
        ],
        absent=[
            Absence(name=one.name, role=one.role, why=one.unsigned)
            for one in (record.signatories if record else ())
            if one.field and one.field not in given
        ],
        sha256=found.sha256,
    )


def _first_words(fingerprint: str) -> str:
    from sipdesk.keys.words import WORDS  # noqa: PLC0415 - nothing of signing is loaded before somebody signs

    return " ".join(WORDS[byte] for byte in bytes.fromhex(fingerprint)[:_WORDS])
