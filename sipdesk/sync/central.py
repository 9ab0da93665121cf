"""The authority's side: its keys in one file that only its owner reads, and beside it what it knows.

Beside `central.key` lies the folder `central.key.kept`: `register.json` (partners, invitations, every parcel taken or
refused, numbers given out), `letters` (on their way) and `letters-put` (in the shared place). None of it goes into the
shared place, and none of it says what stands in a note.
"""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import AwareDatetime, ValidationError

from sipdesk.domain.base import Line, Model
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.parcel import Key, Letter, LetterKind, Sha256, partner_prefix, sha256
from sipdesk.keys.sealing import KEY_BYTES, key_words, public_of, verify_key_of
from sipdesk.sync import letters
from sipdesk.system.files import private_folder, write_atomically

_KEPT = "Nothing was changed."
_PATIENCE = 10.0
"""Seconds to wait for another sipdesk at the same register."""


class KeyFile(Model):
    """What the key file holds. The halves that must stay secret are in it: it is never copied into a shared place."""

    schema_name: Literal["sipdesk.central-key"] = "sipdesk.central-key"
    version: Literal[1] = 1
    authority: Line
    name: Line
    service: Line = ""
    seal: Sha256
    """The private sealing key, as hexadecimal digits."""
    sign: Sha256
    made: AwareDatetime

    def __repr__(self) -> str:
        return f"KeyFile({self.authority})"

    __str__ = __repr__

    @property
    def seal_private(self) -> bytes:
        """Opens parcels."""
        return bytes.fromhex(self.seal)

    @property
    def sign_private(self) -> bytes:
        """Signs letters and enrolments."""
        return bytes.fromhex(self.sign)

    @property
    def seal_public(self) -> bytes:
        """Parcels are sealed to it."""
        return public_of(self.seal_private)

    @property
    def sign_public(self) -> bytes:
        """Letters are checked with it."""
        return verify_key_of(self.sign_private)

    @property
    def words(self) -> str:
        """What two people compare by telephone, the same as a desk shows of the enrolment."""
        return key_words(self.sign_public + self.seal_public)


class Partner(Model):
    """One who may send."""

    signer: Sha256
    """SHA-256 of the certificate."""
    name: Line
    reply_to: Key
    since: AwareDatetime
    """By the clock of the partner's machine, when the last greeting was made."""
    greeting: Line = ""
    """That greeting's name: of two made in the same instant the later name counts, whichever comes first."""


class Invitation(Model):
    """A secret that was given out. Only its hash is kept."""

    sha256: Sha256
    made: AwareDatetime
    used_by: str = ""
    """The signer who answered it; empty while nobody has."""


class Taken(Model):
    """A parcel that was settled: taken in, or refused for good."""

    name: Line
    sha256: Sha256
    kind: Literal["note", "requests", "greeting"]
    note: str
    revision: int
    rendition: Literal["full", "wider"] = "full"
    signer: Sha256
    reply_to: Key
    content: Sha256
    """Of what it says, whenever and however often it was sealed."""
    outcome: Literal["received", "refused"]
    why: str = ""
    at: AwareDatetime
    supersedes: str = ""
    supersedes_revision: int | None = None
    requests: list[str] = []
    """Ids of the actions in it that ask for brokered support."""


class Book(Model):
    """`register.json`."""

    version: Literal[1] = 1
    partners: list[Partner] = []
    invitations: list[Invitation] = []
    taken: list[Taken] = []
    snapshot: int = 0
    """The number of the last snapshot given out."""


@dataclass
class Register:
    """The book in memory; `save` keeps it."""

    place: Path
    partners: dict[str, Partner] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    """By the parcel's name."""
    snapshot: int = 0

    @classmethod
    def read(cls, place: Path) -> "Register":
        """What was kept; an empty one where nothing was. `BadInput` where it is damaged: it is not begun anew."""
        try:
            book = Book.model_validate_json(place.read_bytes())
        except FileNotFoundError:
            book = Book()
        except (ValidationError, ValueError) as error:
            raise BadInput(
                f"{place} is damaged, and without it packages would be taken twice. Put a copy of it back. {_KEPT}"
            ) from error
        return cls(
            place,
            {one.signer: one for one in book.partners},
            {one.sha256: one for one in book.invitations},
            {one.name: one for one in book.taken},
            book.snapshot,
        )

    def save(self) -> None:
        """All of it, or what was there before."""
        book = Book(
            partners=sorted(self.partners.values(), key=lambda one: one.signer),
            invitations=sorted(self.invitations.values(), key=lambda one: one.sha256),
            taken=sorted(self.taken.values(), key=lambda one: one.name),
            snapshot=self.snapshot,
        )
        write_atomically(self.place, book.model_dump_json(indent=1).encode())

    def signer_of(self, note: str) -> Taken:
        """The latest revision taken in of a note; `NotFound`."""
        found = [one for one in self.taken.values() if one.note == note and one.outcome == "received"]
        if not found:
            raise NotFound(f"No note {note} was taken in here. {_KEPT}")
        return max(found, key=lambda one: (one.revision, one.name))

    def asked(self, request: str) -> Taken:
        """Whose request this is; `NotFound`."""
        found = [one for one in self.taken.values() if request in one.requests and one.outcome == "received"]
        if not found:
            raise NotFound(f"No request {request} was taken in here. {_KEPT}")
        return max(found, key=lambda one: (one.at, one.name))

    def desks(self) -> list[Partner]:
        """Each desk once, as it greeted last: one that signs with another certificate than before is still the same."""
        latest = {
            one.reply_to: one for one in sorted(self.partners.values(), key=lambda one: (one.since, one.greeting))
        }
        return sorted(latest.values(), key=lambda one: (one.name, one.signer))

    def may_use(self, invitation: Invitation, signer: str, reply_to: str) -> bool:
        """Whether an invitation lets somebody in: it is unused, or was used by this very desk, which alone knows the secret
        in it and the key its own letters are sealed to."""
        before = self.partners.get(invitation.used_by)
        return invitation.used_by in {"", signer} or (before is not None and before.reply_to == reply_to)

    def partner(self, told: str) -> Partner:
        """By name, or by the beginning of the certificate's hash; `NotFound`, and `Refused` where two people fit."""
        wanted = told.strip().casefold()
        found = [
            one for one in self.partners.values() if one.name.casefold() == wanted or one.signer.startswith(wanted)
        ]
        if not wanted or not found:
            raise NotFound(f"No partner “{told}” has said hello here. {_KEPT}")
        if len({one.reply_to for one in found}) > 1:
            raise Refused(
                f"“{told}” is {len(found)} partners. Give the first digits of the certificate's hash. {_KEPT}"
            )
        return max(found, key=lambda one: (one.since, one.greeting))


class Central:
    """The authority: keys, register, and the letters it has written."""

    def __init__(self, key_file: Path, clock: Clock) -> None:
        self.clock = clock
        self.key = read_key(key_file)
        self.kept = kept_beside(key_file)
        self.outgoing, self.put = self.kept / "letters", self.kept / "letters-put"
        self.register = Register.read(self.kept / "register.json")
        self._written = {
            _address(path.name): path for folder in (self.outgoing, self.put) for path in folder.glob("*.sipr")
        }

    @classmethod
    @contextlib.contextmanager
    def at_work(cls, key_file: Path, clock: Clock) -> Iterator["Central"]:
        """The authority's side, alone at its register; `Refused` while another process is at it."""
        read_key(key_file)
        kept = private_folder(kept_beside(key_file))
        for name in ("letters", "letters-put"):
            private_folder(kept / name)
        try:
            with FileLock(kept / "at-work.lock", timeout=_PATIENCE):
                yield cls(key_file, clock)
        except Timeout:
            raise Refused(
                f"Another sipdesk is at work with {key_file}. {_KEPT} Try again when it has finished."
            ) from None

    def write(self, kind: LetterKind, partner_key: str, body: Model, letter_id: str = "") -> str:
        """Write a letter and lay it down to go; its name. The same `letter_id` to the same partner is written once."""
        letter_id = letter_id or self.clock.new_id()
        if there := self.written(partner_key, letter_id):
            return there.name
        letter = Letter(
            id=letter_id,
            kind=kind,
            partner=partner_key,
            authority=self.key.authority,
            at=self.clock.now(),
            body=body,
        )
        name, data = letters.write(letter, self.key.sign_private, bytes.fromhex(partner_key))
        write_atomically(self.outgoing / name, data)
        self._written[_address(name)] = self.outgoing / name
        return name

    def written(self, partner_key: str, letter_id: str) -> Path | None:
        """A letter written before, wherever it lies."""
        return self._written.get(f"{partner_prefix(partner_key)}.{letter_id}")

    def letters_waiting(self) -> list[Path]:
        """Those not in the shared place yet, the oldest first."""
        return sorted(self.outgoing.glob("*.sipr"), key=lambda path: path.name.partition(".")[2])

    def is_put(self, letter: Path) -> None:
        """It lies in the shared place now."""
        self._written[_address(letter.name)] = letter.replace(self.put / letter.name)


def _address(name: str) -> str:
    """Partner and id in a letter's name."""
    return ".".join(name.split(".")[:2])


def receipt_id(parcel_sha256: str, outcome: str) -> str:
    """The id of a receipt: the same for the same parcel, so that it is written once and read once (UUID version 8)."""
    digest = int(sha256(f"sipdesk receipt {parcel_sha256} {outcome}".encode())[:32], 16)
    digest = digest & ~(0xF << 76) | 0x8 << 76
    digest = digest & ~(0b11 << 62) | 0b10 << 62
    return str(uuid.UUID(int=digest))


def make_key(place: Path, authority: str, name: str, service: str, clock: Clock) -> KeyFile:
    """The authority's keys, made once. `Refused` where there is a file already: it is never written over."""
    if place.exists():
        raise Refused(f"{place} is there already, and keys are made once. {_KEPT}")
    if not authority.strip() or not name.strip():
        raise BadInput(f"An authority needs an id and a name. {_KEPT}")
    private_folder(kept_beside(place))
    made = KeyFile(
        authority=authority.strip(),
        name=name.strip(),
        service=service.strip(),
        seal=clock.random(KEY_BYTES).hex(),
        sign=clock.random(KEY_BYTES).hex(),
        made=clock.now(),
    )
    write_atomically(place, made.model_dump_json(indent=1).encode() + b"\n")
    return made


def read_key(place: Path) -> KeyFile:
    """The authority's keys; `NotFound`, or `BadInput` where the file is none."""
    try:
        return KeyFile.model_validate_json(place.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no key file {place}. `sipdesk central invite` makes one. {_KEPT}") from None
    except IsADirectoryError:
        raise BadInput(f"{place} is a folder; name the key file. {_KEPT}") from None
    except (ValidationError, ValueError) as error:
        raise BadInput(f"{place} is no key file of a central service, or it is damaged. {_KEPT}") from error


def kept_beside(key_file: Path) -> Path:
    """Where register and letters lie."""
    return key_file.with_name(f"{key_file.name}.kept")


def invite(central: Central) -> str:
    """A new invitation: a secret for one enrolment file, as hexadecimal digits. Only its hash is kept."""
    secret = central.clock.random(KEY_BYTES)
    hashed = sha256(secret)
    central.register.invitations[hashed] = Invitation(sha256=hashed, made=central.clock.now())
    central.register.save()
    return secret.hex()
