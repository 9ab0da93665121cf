"""Signing a note of visit, and checking one that comes back.

What touches the desk and what takes time are kept apart: `prepare` and `keep` are desk work, `make` and `check` are not.
The key leaves the desk's thread only inside `Prepared`, for the moment in which it signs.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, DeskDamaged, Refused
from sipdesk.domain.ink import Ink
from sipdesk.domain.note import NoteRecord, Signatory
from sipdesk.domain.verdict import Verdict
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.services.notes import NoteService
from sipdesk.services.visits import Step, VisitService
from sipdesk.store import sealed
from sipdesk.store.desk import Desk

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from sipdesk.keys.identity import Identity

FIELDS = ("partner", "head")
_KEY, _CERTIFICATES, _TRUSTED = "identity.key", "identity.certificates", "identity.trusted"
_LARGEST = 50_000_000


class Card(Model):
    """An identity as it may be shown: no key in it."""

    name: str
    self_signed: bool
    vouched_by: str
    until: dt.date
    fingerprint: str
    words: str


@dataclass(frozen=True)
class Prepared:
    """All that is needed to sign, so that no desk is."""

    visit: str
    record: NoteRecord
    at: dt.datetime
    identity: "Identity" = field(repr=False)


@dataclass(frozen=True)
class Made:
    """A signed note, not yet kept."""

    visit: str
    record: NoteRecord
    pdf: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True)
class Known:
    """What a desk knows of a note: the hash of the file it sealed, and what took its place."""

    sha256: str = ""
    superseded_by: str = ""


class SigningService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, notes: NoteService) -> None:
        self._desk = desk
        self._service = visits
        self._notes = notes
        self._identity: Identity | None = None

    # -- who signs -----------------------------------------------------------------------------------------------

    def card(self) -> Card:
        """Who signs here; a desk that has no identity makes one now, which takes a second."""
        held = self._who()
        return Card(
            name=held.name, self_signed=held.self_signed, vouched_by=_above(held), until=held.until.date(),
            fingerprint=held.fingerprint, words=held.words,
        )  # fmt: skip

    def trust_file(self) -> bytes:
        """For whoever is to rely on these signatures (PEM)."""
        return self._who().trust_file()

    def trusted(self) -> tuple["Certificate", ...]:
        """What this desk relies on: its own certificates, former ones among them, and those it was told to."""
        from sipdesk.keys.identity import read_trust  # noqa: PLC0415 - nothing of signing is loaded before somebody signs

        told = self._desk.fact(_TRUSTED)
        own = self._desk.fact(_CERTIFICATES)
        return read_trust((own + told).encode()) if own or told else ()

    def take_in(self, p12: bytes, passphrase: str) -> Card:
        """An authority's certificate takes the place of the present identity; `BadInput` says what is wrong with it."""
        from sipdesk.keys.identity import from_p12  # noqa: PLC0415

        taken = from_p12(p12, passphrase, self._desk.clock.now())
        with self._desk.change("took a certificate in", taken.name, taken.fingerprint):
            self._rely(self._desk.fact(_CERTIFICATES))
            self._store(taken)
        return self.card()

    def rely_on(self, pem: bytes) -> None:
        """Rely on the certificates of a trust file from now on."""
        from sipdesk.keys.identity import common_name, read_trust  # noqa: PLC0415

        names = ", ".join(common_name(one) for one in read_trust(pem))
        with self._desk.change("relies on", names, hashlib.sha256(pem).hexdigest()):
            self._rely(pem.decode("ascii", "ignore"))

    def rehearse(self) -> bytes:
        """For a desk of the rehearsal: an identity issued by an invented authority; gives that one's trust file."""
        from sipdesk.keys.identity import issue, make_authority  # noqa: PLC0415

        now = self._desk.clock.now()
        issued = issue(make_authority("Rehearsal authority (invented)", now), self._partner(), "", now)
        with self._desk.change("took a certificate in", issued.name, issued.fingerprint):
            self._store(issued)
        return issued.trust_file()

    def _rely(self, pem: str) -> None:
        if pem and pem not in self._desk.fact(_TRUSTED):
            self._desk.set_fact(_TRUSTED, self._desk.fact(_TRUSTED) + pem)

    def _partner(self) -> str:
        return self._desk.fact("partner") or "Partner"

    def _who(self) -> "Identity":
        from sipdesk.keys.identity import kept_again, make  # noqa: PLC0415

        if self._identity is None:
            key, certificates = self._desk.fact(_KEY), self._desk.fact(_CERTIFICATES)
            if key:
                self._identity = kept_again(base64.b64decode(key), certificates.encode())
            else:
                made = make(self._partner(), self._desk.fact("title"), self._desk.clock.now())
                with self._desk.change("made a signing identity", made.name, made.fingerprint):
                    self._store(made)
        if self._identity is None:
            raise DeskDamaged("The signing key in this desk is lost. Restore a backup.")
        return self._identity

    def _store(self, identity: "Identity") -> None:
        key, certificates = identity.kept()
        self._desk.set_fact(_KEY, base64.b64encode(key).decode())
        self._desk.set_fact(_CERTIFICATES, certificates.decode())
        self._identity = identity

    # -- signing -------------------------------------------------------------------------------------------------

    def prepare(self, visit_id: str, *, head: bool) -> Prepared:
        """What will be signed, for a visit whose note is checked. `head`: signs now, on this machine."""
        visit = self._service.get(visit_id)
        if self.sealed(visit.id) is not None:
            raise Refused("This note is signed already, and a signed note never changes. A correction is a new note.")
        record = self._notes.record(visit.id, after=State.SIGNED)
        if head and (visit.response is None or visit.response.kind is ResponseKind.NO_REPLY):
            raise Refused("The headteacher has not answered yet. Record the answer first; nothing was signed.")
        told = _with_fields(record.signatories, visit.response, head=head)
        identity = self._who()
        self._refuse_ended(identity)
        return Prepared(
            visit.id, record.model_copy(update={"signatories": told}), self._desk.clock.now(), identity
        )  # fmt: skip

    def _refuse_ended(self, identity: "Identity") -> None:
        if identity.until < self._desk.clock.now():
            raise Refused(
                f"Your certificate ended on {_long_date(identity.until.date())}. Take a new one in; nothing was signed."
            )

    def keep(self, made: Made) -> Changes:
        """Seal the file under its hash and take the visit to “signed”, all of it or nothing."""
        visit = self._service.get(made.visit)
        sealed.put(self._desk, made.sha256, made.pdf)
        with self._desk.change("signed the note", visit.id, made.sha256):
            sealed.remember(self._desk, made.record.note, made.record.revision, made.sha256)
            return self._service.move(visit.id, Step(to=State.SIGNED))

    def sealed(self, visit_id: str) -> bytes | None:
        """The signed note of a visit, byte for byte; None where there is none."""
        return sealed.of_visit(self._desk, self._service.get(visit_id).id)

    # -- checking ------------------------------------------------------------------------------------------------

    def known(self, record: dict[str, Any] | None) -> Known:
        """What the desk knows of the note whose record was found in a file."""
        if not record:
            return Known()
        note, revision = str(record.get("note", "")), record.get("revision")
        return Known(
            sealed.hash_of(self._desk, note, revision if isinstance(revision, int) else 0),
            sealed.successor(self._desk, note),
        )


def make(prepared: Prepared, partner: Ink, head: Ink | None) -> Made:
    """The signed note. Not for the desk's thread: it takes a tenth of a second, the first one a second more."""
    from sipdesk.notes import render  # noqa: PLC0415
    from sipdesk.notes.signing import Seal, sign  # noqa: PLC0415 - pyHanko takes a second to load

    pdf = render(prepared.record).pdf
    for number, (signatory, ink) in enumerate(zip(prepared.record.signatories, (partner, head), strict=False)):
        if signatory.signs:
            seal = Seal(
                signatory.field, signatory.name or signatory.role, signatory.statement, ink or Ink(), prepared.at,
                first=number == 0,
            )  # fmt: skip
            pdf = sign(pdf, seal, prepared.identity)
    return Made(prepared.visit, prepared.record, pdf, hashlib.sha256(pdf).hexdigest())


def check(pdf: bytes, trust: Sequence["Certificate"], known: Known | None = None, sha256: str = "") -> Verdict:
    """The verdict on a file. Not for the desk's thread. `known`: what the desk said of the record found in it."""
    from sipdesk.notes.verify import verify  # noqa: PLC0415 - pyHanko takes a second to load

    known = known or Known()
    return verify(pdf, trust, expected_sha256=known.sha256 or sha256, superseded_by=known.superseded_by)


def record_in(pdf: bytes) -> bytes:
    """The record inside a note this desk sealed, byte for byte."""
    from sipdesk.notes.verify import record_of  # noqa: PLC0415

    return record_of(pdf)


def read_file(file: Path) -> tuple[bytes, str]:
    """A file to check, and the hash noted beside it (`FILE.sha256`, as sha256sum writes it) where there is one."""
    try:
        if file.stat().st_size > _LARGEST:
            raise BadInput(f"{file.name} is larger than any note of visit. It was not opened.")
        beside = file.with_name(f"{file.name}.sha256")
        noted = beside.read_text("ascii", "ignore").split() if beside.is_file() else []
        return file.read_bytes(), noted[0].lower() if noted else ""
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}).") from None


def read_trust_file(file: Path) -> tuple["Certificate", ...]:
    """The certificates of a trust file."""
    from sipdesk.keys.identity import read_trust  # noqa: PLC0415

    return read_trust(read_file(file)[0])


def _above(identity: "Identity") -> str:
    from sipdesk.keys.identity import common_name  # noqa: PLC0415

    return common_name(identity.chain[-1]) if identity.chain else ""


def _with_fields(given: list[Signatory], response: HeadResponse | None, *, head: bool) -> list[Signatory]:
    """The signatories with their fields: the partner signs always, the head where the head is here."""
    partner, other = (one.model_copy(update={"field": name}) for one, name in zip(given, FIELDS, strict=True))
    if head:
        return [partner.model_copy(update={"signs": True}), other.model_copy(update={"signs": True})]
    return [partner.model_copy(update={"signs": True}), other.model_copy(update={"unsigned": _why_not(response)})]


def _why_not(response: HeadResponse | None) -> str:
    if response is None:
        return "Not signed"
    day = _long_date(response.on)
    if response.kind is ResponseKind.NO_REPLY:
        return f"Not signed: no reply by {day}. This is not taken as agreement."
    return f"Not signed. The answer of {day} stands above."


def _long_date(day: dt.date) -> str:
    from sipdesk.notes.words import long_date  # noqa: PLC0415 - the window starts without the room of notes

    return long_date(day)
