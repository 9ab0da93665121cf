"""Signing a note of visit, and checking one that comes back.

What touches the desk and what takes time are kept apart: `prepare` and `keep` are desk work, `make` and `check` are not.
The key leaves the desk's thread only inside `Prepared`, for the moment in which it signs.
"""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, DeskDamaged, Refused
from sipdesk.domain.ink import Ink
from sipdesk.domain.note import NoteRecord, Rendition, Signatory
from sipdesk.domain.verdict import Verdict
from sipdesk.domain.visit import ResponseKind, State, Visit
from sipdesk.services.notes import NoteService
from sipdesk.services.signatories import Here, long_date, reviewed, with_fields
from sipdesk.services.visits import Step, VisitService
from sipdesk.store import sealed
from sipdesk.store.desk import Desk
from sipdesk.store.papers import Paper, Papers
from sipdesk.system.files import beginning

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from sipdesk.keys.identity import Identity

Beside = Callable[[Visit, NoteRecord, bytes], AbstractContextManager[Callable[[], None]]]
"""What is made beside a signed note: gives what to call in the transaction that keeps the note."""
SIGNED_ALREADY = "This note is signed already, and a signed note never changes. A correction is a new note."
_KEY, CERTIFICATES, _TRUSTED = "identity.key", "identity.certificates", "identity.trusted"
_LARGEST = 50_000_000
_NOTED = 1_000
_HASH = re.compile(rb"\b[0-9A-Fa-f]{64}\b")
"""Bytes of a hash noted beside a file: sixty-four digits and a name."""


class Card(Model):
    """An identity as it may be shown: no key in it."""

    name: str
    self_signed: bool
    vouched_by: str
    until: dt.date
    fingerprint: str
    words: str


@dataclass(frozen=True)
class KeyWanted:
    """Whose key is to be made."""

    name: str
    title: str
    now: dt.datetime


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
    before: tuple[str, ...] = ()
    """The hashes the same file had before time stamps were added to it."""


class SigningService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, notes: NoteService) -> None:
        self._desk = desk
        self._service = visits
        self._notes = notes
        self._identity: Identity | None = None
        self.beside: Beside = lambda _visit, _record, _pdf: nullcontext(lambda: None)

    # -- who signs -----------------------------------------------------------------------------------------------

    def card(self) -> Card:
        """Who signs here; a desk that has no identity makes one now, which takes a second."""
        held = self._who()
        return Card(
            name=held.name, self_signed=held.self_signed, vouched_by=_above(held), until=held.until.date(),
            fingerprint=held.fingerprint, words=held.words,
        )  # fmt: skip

    def identity(self) -> "Identity":
        """The identity of this desk; one is made where there is none."""
        return self._who()

    def trust_file(self) -> bytes:
        """For whoever is to rely on these signatures (PEM)."""
        return self._who().trust_file()

    def trusted(self) -> tuple["Certificate", ...]:
        """What this desk relies on: its own certificates, former ones among them, and those it was told to."""
        from sipdesk.keys.identity import read_trust  # noqa: PLC0415 - nothing of signing is loaded before somebody signs

        told = self._desk.fact(_TRUSTED)
        own = self._desk.fact(CERTIFICATES)
        return read_trust((own + told).encode()) if own or told else ()

    def take(self, taken: "Identity") -> Card:
        """The same for one that was read already, which takes a moment."""
        with self._desk.change("took a certificate in", taken.name, taken.fingerprint):
            self._rely(self._desk.fact(CERTIFICATES))
            self._store(taken)
        return self.card()

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
            key, certificates = self._desk.fact(_KEY), self._desk.fact(CERTIFICATES)
            if key:
                self._identity = kept_again(base64.b64decode(key), certificates.encode())
            else:
                made = make(self._partner(), self._desk.fact("title"), self._desk.clock.now())
                with self._desk.change("made a signing identity", made.name, made.fingerprint):
                    self._store(made)
        if self._identity is None:
            raise DeskDamaged("The signing key in this desk is lost. Restore a backup.")
        return self._identity

    def _in_name_of(self, partner: str) -> "Identity":
        """Who signs a note by this partner. A note signed with a certificate in another name would be called untrusted
        wherever it is checked; one that was made here is made anew for a new name, and the old one is relied on still."""
        held = self._who()
        if not partner or partner.startswith(held.name) or same_person(partner, held.name):
            return self._good_still(held)
        if not held.self_signed:
            raise Refused(
                f"Your certificate is in the name of {held.name}, and this note is by {partner}. Take in a certificate in "
                "your name, or correct your name in Settings; nothing was signed."
            )
        return self._anew("changed the name of the signing identity", held)

    def _good_still(self, held: "Identity") -> "Identity":
        """One that was made here and has ended is made anew; one that was issued has to be asked for."""
        ended = held.until < self._desk.clock.now()
        return self._anew("the signing identity had ended", held) if ended and held.self_signed else held

    def _anew(self, why: str, held: "Identity") -> "Identity":
        """Another identity of our own making; the old one is relied on still."""
        with self._desk.change(why, held.name, held.fingerprint):
            self._rely(self._desk.fact(CERTIFICATES))
            self._desk.set_fact(_KEY, "")
        self._identity = None
        return self._who()

    def _store(self, identity: "Identity") -> None:
        key, certificates = identity.kept()
        self._desk.set_fact(_KEY, base64.b64encode(key).decode())
        self._desk.set_fact(CERTIFICATES, certificates.decode())
        self._identity = identity

    # -- signing -------------------------------------------------------------------------------------------------

    def key_wanted(self) -> "KeyWanted | None":
        """What a key has to be made for, where this desk has none yet; `make_key` makes it, off the desk's thread."""
        if self._identity is not None or self._desk.fact(_KEY):
            return None
        return KeyWanted(self._partner(), self._desk.fact("title"), self._desk.clock.now())

    def take_key(self, made: "Identity") -> None:
        """Keep a key that was made for this desk; the first one stays."""
        if self.key_wanted() is not None:
            with self._desk.change("made a signing identity", made.name, made.fingerprint):
                self._store(made)

    def plan(self, visit_id: str) -> list[Signatory]:
        """Who signs this note, in order, each with what is printed where they do not. For a visit whose note is checked."""
        visit = self._service.get(visit_id)
        self._refuse_signed(visit)
        if self.key_wanted() is None and not self._who().self_signed:
            self._refuse_ended(self._who())  # said before anybody draws a signature
        return with_fields(self._notes.record(visit.id, after=State.SIGNED).signatories, visit.response, Here())

    def prepare(self, visit_id: str, *, head: bool, reviewer: str = "") -> Prepared:
        """What will be signed, for a visit whose note is checked. `head`: signs now, on this machine. `reviewer`: the name
        of who reviewed the note and signs now; only where the programme asks for it."""
        visit = self._service.get(visit_id)
        self._refuse_signed(visit)
        record = self._notes.record(visit.id, after=State.SIGNED)
        if sealed.hash_of(self._desk, record.note, record.revision):
            raise Refused(SIGNED_ALREADY)
        if head and (visit.response is None or visit.response.kind is ResponseKind.NO_REPLY):
            raise Refused("The headteacher has not answered yet. Record the answer first; nothing was signed.")
        if reviewer.strip() and not reviewed(record.signatories):
            raise Refused(
                "This programme asks for no reviewer's signature. Leave the reviewer out; nothing was signed."
            )
        told = with_fields(record.signatories, visit.response, Here(head, reviewer.strip()))
        identity = self._in_name_of(told[0].name)
        self._refuse_ended(identity)
        return Prepared(
            visit.id, record.model_copy(update={"signatories": told}), self._desk.clock.now(), identity
        )  # fmt: skip

    def signs_again(self) -> "Identity":
        """The identity that a version of a signed note is signed with."""
        identity = self._in_name_of(self._partner())
        self._refuse_ended(identity)
        return identity

    def _refuse_signed(self, visit: Visit) -> None:
        if visit.state in {State.SIGNED, State.ISSUED}:
            raise Refused(SIGNED_ALREADY)

    def _refuse_ended(self, identity: "Identity") -> None:
        if identity.until < self._desk.clock.now():
            raise Refused(
                f"Your certificate ended on {long_date(identity.until.date())}. Take a new one in; nothing was signed."
            )

    def keep(self, made: Made) -> Changes:
        """Seal the file under its hash and take the visit to “signed”, all of it or nothing. The same file twice is once."""
        visit, record = self._service.get(made.visit), made.record
        known = sealed.hash_of(self._desk, record.note, record.revision)
        if known == made.sha256:
            return Changes(visits=[visit.id], schools=[visit.urn])
        if known:
            raise Refused(SIGNED_ALREADY)
        self._refuse_other(visit, record)
        # The file lies before the desk says so. Killed in between, it lies there unnamed, and the note is not signed.
        laid = sealed.put(self._desk, made.sha256, made.pdf)
        change = self._desk.change("signed the note", visit.id, made.sha256)
        try:
            with self.beside(visit, record, made.pdf) as keep, change:
                keep()
                sealed.remember(self._desk, record.note, record.revision, made.sha256)
                Papers(self._desk).add(self._paper(visit, made.sha256))
                return self._service.move(visit.id, Step(to=State.SIGNED))
        except BaseException:
            if laid:
                sealed.take_up(self._desk, made.sha256)
            raise

    def _refuse_other(self, visit: Visit, record: NoteRecord) -> None:
        """What was signed is what the desk still says: the visit may have been taken back and written on meanwhile."""
        now = self._notes.record(visit.id, after=State.SIGNED)
        bare: dict[str, Any] = {"signatories": []}
        if now.model_copy(update=bare) != record.model_copy(update=bare):
            raise Refused(
                "The note was changed while it was being signed. Nothing was kept; look at it and sign it again."
            )

    def _paper(self, visit: Visit, sha256: str) -> Paper:
        new, at = self._desk.clock.new_id(), self._desk.clock.stamp()
        return Paper(
            id=new, urn=visit.urn, visit_id=visit.id, kind="note", title="Signed note", sha256=sha256, at=at
        )  # fmt: skip

    def sealed(self, visit_id: str) -> bytes | None:
        """The signed note of a visit, byte for byte; None where there is none."""
        return sealed.of_visit(self._desk, self._service.get(visit_id).id)

    # -- checking ------------------------------------------------------------------------------------------------

    def known(self, record: dict[str, Any] | None) -> Known:
        """What the desk knows of the note whose record was found in a file."""
        if not record:
            return Known()
        note, told = str(record.get("note", "")), record.get("revision")
        revision = told if isinstance(told, int) else 0
        rendition: Rendition = "wider" if record.get("rendition") == "wider" else "full"
        return Known(
            sealed.hash_of(self._desk, note, revision, rendition),
            sealed.successor(self._desk, note),
            tuple(sealed.hashes_before(self._desk, note, revision)),
        )


def make_key(wanted: KeyWanted) -> "Identity":
    """A key and its certificate. Not for the desk's thread: it takes a second."""
    from sipdesk.keys.identity import make as made_for  # noqa: PLC0415

    return made_for(wanted.name, wanted.title, wanted.now)


def make(prepared: Prepared, partner: Ink, head: Ink | None = None, reviewer: Ink | None = None) -> Made:
    """The signed note. Not for the desk's thread: it takes a tenth of a second, the first one a second more."""
    from sipdesk.notes import render  # noqa: PLC0415
    from sipdesk.notes.signing import Seal, sign  # noqa: PLC0415 - pyHanko takes a second to load

    inks = {"partner": partner, "reviewer": reviewer, "head": head}
    for one in prepared.record.signatories:
        if one.signs:
            (inks[one.field] or Ink()).refuse_empty(one.name or one.role)
    pdf = render(prepared.record).pdf
    for number, one in enumerate(one for one in prepared.record.signatories if one.signs):
        ink = inks[one.field] or Ink()
        seal = Seal(one.field, one.name or one.role, one.statement, ink, prepared.at, first=number == 0)
        pdf = sign(pdf, seal, prepared.identity)
    return Made(prepared.visit, prepared.record, pdf, hashlib.sha256(pdf).hexdigest())


def check(pdf: bytes, trust: Sequence["Certificate"], known: Known | None = None, sha256: str = "") -> Verdict:
    """The verdict on a file. Not for the desk's thread. `known`: what the desk said of the record found in it."""
    from sipdesk.notes.verify import verify  # noqa: PLC0415 - pyHanko takes a second to load

    known = known or Known()
    wanted = (known.sha256, *known.before) if known.sha256 else (sha256,)
    return verify(pdf, trust, expected_sha256=wanted, superseded_by=known.superseded_by)


def record_in(pdf: bytes) -> bytes:
    """The record inside a note this desk sealed, byte for byte."""
    from sipdesk.notes.verify import record_of  # noqa: PLC0415

    return record_of(pdf)


def read_file(file: Path) -> tuple[bytes, str]:
    """A file to check, and the hash noted beside it (`FILE.sha256`, as any system's tool writes it) where there is one."""
    try:
        there = file.stat()
        if file.is_dir():
            raise BadInput(f"{file.name} is a folder. Choose the PDF in it.")
        if not file.is_file():
            raise BadInput(f"{file.name} is no ordinary file. It was not opened.")
        if not there.st_size:
            raise BadInput(f"{file.name} is empty: nothing of it arrived. Ask for it again.")
        if there.st_size > _LARGEST:
            raise BadInput(f"{file.name} is larger than any note of visit. It was not opened.")
        beside = file.with_name(f"{file.name}.sha256")
        noted = _HASH.search(beginning(beside, _NOTED).replace(b"\0", b"")) if beside.is_file() else None
        return file.read_bytes(), noted[0].decode().lower() if noted else ""
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}).") from None


def read_trust_file(file: Path) -> tuple["Certificate", ...]:
    """The certificates of a trust file."""
    from sipdesk.keys.identity import read_trust  # noqa: PLC0415

    return read_trust(read_file(file)[0])


def _above(identity: "Identity") -> str:
    from sipdesk.keys.identity import common_name  # noqa: PLC0415

    return common_name(identity.chain[-1]) if identity.chain else ""
