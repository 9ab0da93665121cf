"""What travels between a partner's desk and the authority's central service, as it stands in the files.

Up goes a parcel: a manifest and the files it vouches for. Down comes a letter: a receipt, a query, an answer or a snapshot
of the caseload. An enrolment makes the two known to each other. Here is only what they say; sealing and travelling are
elsewhere. Version 1 of each: fields are added with a default, never given another meaning.
"""

import datetime as dt
import hashlib
import json
import re
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeVar

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError, model_validator

from sipdesk.domain.action import Action
from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.errors import BadInput

M = TypeVar("M", bound=Model)

ParcelKind = Literal["note", "requests", "greeting"]
LetterKind = Literal["receipt", "query", "answer", "snapshot"]
AnswerOutcome = Literal["acknowledged", "placed", "declined"]
PARCEL_SUFFIX, LETTER_SUFFIX, ENROLMENT_SUFFIX = ".sipd", ".sipr", ".sipenrol"
PARCEL_VERSION: Literal[1] = 1
LETTER_VERSION: Literal[1] = 1
ENROLMENT_VERSION: Literal[1] = 1
LARGEST = 4_000_000
"""Bytes of a sealed parcel or letter, unless somebody says otherwise."""
NOTE_FILES = ("note.pdf", "record.json", "requests.json", "actions.json")
"""What a parcel of kind `note` holds beside its manifest; the last two may be missing where there is nothing to say."""

KEPT = "Nothing was changed."
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Id = Annotated[str, StringConstraints(pattern=rf"^{_UUID}$")]
"""A UUID in small letters."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Key = Sha256
"""A public key of 32 bytes, as 64 hexadecimal digits."""
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""A name inside a parcel: one component, nothing that leads elsewhere."""


class FileLine(Model):
    """One file of a parcel."""

    name: FileName
    size: int = Field(ge=0)
    """Bytes."""
    sha256: Sha256


class Cover(Model):
    """What whoever makes a parcel says about it."""

    id: Id
    """Of the parcel: a UUIDv7, made once."""
    kind: ParcelKind
    note: Id
    """Of the note, as in its record; for a parcel that is no note: the parcel's own id."""
    revision: int = Field(ge=1)
    supersedes: Annotated[str, StringConstraints(pattern=rf"^(?:{_UUID})?$")] = ""
    """Id of the note this one replaces; empty for a first revision."""
    supersedes_revision: int | None = None
    rendition: Literal["full", "wider"] = "full"
    marking: Line = ""
    """The protective marking of the note, as printed on it."""
    made: AwareDatetime
    """When, by the clock of the partner's machine (UTC)."""
    partner: Line
    """Whose parcel it is, as the certificate names them."""
    reply_to: Key
    """The partner's sealing key: letters about this parcel are sealed to it."""
    authority: Line
    """Id of the authority the parcel is meant for, as in its enrolment."""
    audit_head: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]*$", max_length=128)] = ""
    """The last link of the desk's audit chain when the parcel was made."""
    invitation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]*$", max_length=128)] = ""
    """In a greeting: the secret of the enrolment it answers."""


class Manifest(Cover):
    """What a parcel is and what it vouches for; signed by the partner. `signer`, `recipient` and `files` are put in when
    it is packed."""

    schema_name: Literal["sipdesk.parcel"] = "sipdesk.parcel"
    version: Literal[1] = PARCEL_VERSION
    signer: Sha256
    """SHA-256 of the certificate (DER) whose key signed this manifest."""
    recipient: Sha256
    """SHA-256 of the authority's sealing key: what was sealed for one cannot be passed on to another."""
    files: list[FileLine] = Field(default=[], max_length=16)


class ActionList(Model):
    """`actions.json`: the agreed actions of a note. `requests.json`: those that ask the authority to broker support."""

    schema_name: Literal["sipdesk.actions", "sipdesk.requests"]
    version: Literal[1] = 1
    note: str
    """Id of the note; empty where requests left before there was one."""
    visit: str
    urn: str
    school: Line
    date: dt.date | None = None
    """Of the visit."""
    actions: list[Action]
    """In the order of the note; an answer names an action's id."""


class Receipt(Model):
    """That the central service has a parcel, whole, or will not take it."""

    parcel: Line
    """The parcel's name."""
    sha256: Sha256
    """Of the bytes under that name."""
    note: Id
    revision: int
    audit_head: str = ""
    """As in the manifest: what the partner's audit chain had come to."""
    outcome: Literal["received", "refused"]
    why: Prose = ""
    """Why it was refused, or a remark for the partner."""
    at: AwareDatetime


class Query(Model):
    """A question of somebody who reads notes at the authority, about one note."""

    note: Id
    revision: int
    at: AwareDatetime
    by: Line
    """A role, such as `Head of service`; not a name."""
    words: Prose


class RequestAnswer(Model):
    """What became of a request for brokered support."""

    request: Line
    """Id of the action that asked."""
    outcome: AnswerOutcome
    words: Prose = ""
    at: AwareDatetime


class Snapshot(Model):
    """A term's caseload as one table of text: the same thing as an allocation file."""

    number: int = Field(ge=1)
    """Counts up with each snapshot the authority gives out; an older one never follows a newer."""
    term: Line
    """Such as `2025-26/autumn`."""
    made: AwareDatetime
    columns: list[Line] = Field(min_length=1, max_length=200)
    rows: list[list[Annotated[str, StringConstraints(max_length=20_000)]]] = Field(default=[], max_length=30_000)

    @model_validator(mode="after")
    def _square(self) -> Self:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")
        return self


class Letter(Model):
    """One message down; signed by the authority, sealed to the partner."""

    schema_name: Literal["sipdesk.letter"] = "sipdesk.letter"
    version: Literal[1] = LETTER_VERSION
    id: Id
    """A UUIDv7: read once, however often it arrives."""
    kind: LetterKind
    partner: Key
    """The partner's sealing key: a letter to one cannot be passed on to another."""
    authority: Line
    at: AwareDatetime
    body: Receipt | Query | RequestAnswer | Snapshot

    @model_validator(mode="after")
    def _kind_of_body(self) -> Self:
        if BODIES[self.kind] is not type(self.body):
            raise ValueError("the letter says it is one thing and holds another")
        return self


BODIES: dict[str, type[Model]] = {"receipt": Receipt, "query": Query, "answer": RequestAnswer, "snapshot": Snapshot}
"""What a letter of each kind holds."""


class Enrolment(Model):
    """How a partner's desk and an authority find each other; signed by the authority."""

    schema_name: Literal["sipdesk.enrolment"] = "sipdesk.enrolment"
    version: Literal[1] = ENROLMENT_VERSION
    authority: Line
    """Its id, the same for good."""
    name: Line
    service: Line = ""
    seal_key: Key
    """X25519: parcels are sealed to it."""
    sign_key: Key
    """Ed25519: letters and this file are signed with it. Its words are what two people compare by telephone."""
    recovery_key: Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{64})?$")] = ""
    """X25519: where the authority keeps a second way into a desk; empty where it does not."""
    destination: Line
    """A folder, or an https address."""
    programme: Line = ""
    """Such as `authority/edition`; empty where the partner chooses."""
    marking: Line = ""
    invitation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """A secret that one desk may use once."""
    destinations: dict[str, Line] = {}
    """By the code of another local authority: where the notes of its schools go."""
    made: AwareDatetime


class ParcelName(NamedTuple):
    """What a parcel's name tells."""

    note: str
    revision: int
    sha16: str


class LetterName(NamedTuple):
    """What a letter's name tells."""

    partner: str
    """The first 16 hexadecimal digits of the SHA-256 of the partner's sealing key."""
    id: str
    sha16: str


_PARCEL = re.compile(rf"({_UUID})\.([1-9][0-9]{{0,8}})\.([0-9a-f]{{16}}){re.escape(PARCEL_SUFFIX)}")
_LETTER = re.compile(rf"([0-9a-f]{{16}})\.({_UUID})\.([0-9a-f]{{16}}){re.escape(LETTER_SUFFIX)}")


def sha256(data: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def parcel_name(note: str, revision: int, data: bytes) -> str:
    """The name a sealed parcel travels under: nothing in it says which school."""
    return f"{note}.{revision}.{sha256(data)[:16]}{PARCEL_SUFFIX}"


def letter_name(partner_key: str, letter: str, data: bytes) -> str:
    """The name a sealed letter travels under; `partner_key` is the sealing key in hexadecimal digits."""
    return f"{partner_prefix(partner_key)}.{letter}.{sha256(data)[:16]}{LETTER_SUFFIX}"


def partner_prefix(partner_key: str) -> str:
    """How the names of all letters to one partner begin."""
    return sha256(bytes.fromhex(partner_key))[:16]


def read_parcel_name(name: str) -> ParcelName | None:
    """The parts of a parcel's name; None for anything else, copies such as `… (1).sipd` among it."""
    found = _PARCEL.fullmatch(name)
    return ParcelName(found[1], int(found[2]), found[3]) if found else None


def read_letter_name(name: str) -> LetterName | None:
    """The parts of a letter's name; None for anything else."""
    found = _LETTER.fullmatch(name)
    return LetterName(found[1], found[2], found[3]) if found else None


def canonical(model: Model) -> bytes:
    """Canonical JSON: UTF-8, keys sorted, no spaces. Equal models give equal bytes."""
    return canonical_json(model.model_dump(mode="json"))


def canonical_json(value: Any) -> bytes:
    """The same for plain values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read(model: type[M], data: bytes, what: str) -> M:
    """A model out of canonical JSON; `what` is what it should be, for the sentence of a `BadInput`."""
    try:
        value = json.loads(data)
        if canonical_json(value) != data:
            raise BadInput(f"{what} is not written the way sipdesk writes it, so it was changed on its way. {KEPT}")
        return model.model_validate_json(data)
    except ValidationError as error:
        if any(fault["loc"] == ("version",) or fault["type"] == "extra_forbidden" for fault in error.errors()):
            raise BadInput(
                f"{what} was written by a newer sipdesk. {KEPT} Bring sipdesk up to date, then try again."
            ) from error
        raise BadInput(f"{what} does not hold what it should. {KEPT}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{what} is damaged and cannot be read. {KEPT}") from error


SCHEMAS: dict[str, type[Model]] = {
    f"parcel-{PARCEL_VERSION}": Manifest,
    f"letter-{LETTER_VERSION}": Letter,
    f"enrolment-{ENROLMENT_VERSION}": Enrolment,
}
"""The schemas that ship, by the names of their files."""
