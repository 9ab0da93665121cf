"""Parcels and an authority for tests: invented people, keys made once in a process."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from sipdesk.domain.action import Action
from sipdesk.domain.clock import Clock
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.note import canonical as record_bytes
from sipdesk.domain.parcel import ActionList, Cover, canonical
from sipdesk.keys.identity import Identity
from sipdesk.keys.sealing import public_of
from sipdesk.services import central as authority
from sipdesk.sync import enrolment
from sipdesk.sync.central import Central, read_key
from sipdesk.sync.package import Opened, Packed, pack
from tests.unit.notes import signed

NOW = dt.datetime(2025, 10, 7, 9, tzinfo=dt.UTC)
NOTE = "0192c3a4-7d1e-7c55-8b1a-3f6f0a1b2c3d"
AUTHORITY = "invented"


class Bytes:
    """Random bytes that repeat from run to run."""

    def __init__(self, seed: str = "") -> None:
        self.seed, self.count = seed, 0

    def __call__(self, size: int) -> bytes:
        """The next ones."""
        self.count += 1
        return hashlib.shake_128(f"{self.seed} {self.count}".encode()).digest(size)


def clock(seed: str = "post") -> Clock:
    """Always the same instant, and bytes that repeat."""
    return Clock(now=lambda: NOW, random=Bytes(seed))


def uuid(number: int) -> str:
    """An id for a test."""
    return f"0192c3a4-0000-7000-8000-{number:012x}"


def private(seed: str = "partner") -> bytes:
    """A sealing key."""
    return hashlib.sha256(seed.encode()).digest()


def cover(**said: Any) -> Cover:
    """What a partner says of a parcel."""
    told = {
        "id": uuid(1), "kind": "note", "note": NOTE, "revision": 1, "marking": "OFFICIAL-SENSITIVE", "made": NOW,
        "partner": "Helen Ashdown", "reply_to": public_of(private()).hex(), "authority": AUTHORITY, "audit_head": "ab" * 32,
    }  # fmt: skip
    return Cover.model_validate(told | said)


def actions(ask: str = "a-1", note: str = NOTE) -> dict[str, bytes]:
    """Lists of a note with one action that asks for support."""
    held = Action(id=ask, text="Moderate writing with two schools.", owner="Deputy head", brokerage=True)
    common = {"note": note, "visit": uuid(7), "urn": "900101", "school": "Alder Park Primary School", "actions": [held]}
    return {
        f"{name}.json": canonical(ActionList(schema_name=f"sipdesk.{name}", **common))
        for name in ("requests", "actions")
    }


def papers(text: str = "note") -> dict[str, bytes]:
    """Files of a note that nobody looks into."""
    return {"note.pdf": f"%PDF {text}".encode(), "record.json": b"{}"}


@cache
def partner(name: str = "Helen Ashdown") -> Identity:
    """Whose certificate the invented authority issued."""
    from sipdesk.keys import identity  # noqa: PLC0415

    return (
        signed.partner() if name == "Helen Ashdown" else identity.make(name, "School improvement partner", signed.NOW)
    )


class Office:
    """An authority with its key file, a shared folder and an inbox."""

    def __init__(self, folder: Path, seed: str = "office", destination: str = "") -> None:
        self.clock = clock(seed)
        self.key_file, self.inbox, self.share = folder / "central.key", folder / "inbox", folder / "share"
        self.share.mkdir(parents=True, exist_ok=True)
        self.destination = destination or str(self.share)
        self.invited = enrolment.read(self.invite())
        self.key = read_key(self.key_file)

    def invite(self) -> bytes:
        """An enrolment file."""
        wanted = authority.Invitation(AUTHORITY, "London Borough of Somewhere", self.destination, service="Schools")
        return authority.invite(self.key_file, wanted, self.clock).data

    def central(self) -> Any:
        """The authority, alone at its register."""
        return Central.at_work(self.key_file, self.clock)

    def greeting(self, who: Identity | None = None, invitation: str = "", **said: Any) -> Packed:
        """A desk says hello."""
        said = {"id": uuid(90), "note": uuid(90), "kind": "greeting", "marking": ""} | said
        secret = invitation or self.invited.enrolment.invitation
        return self.packed({}, who, invitation=secret, **said)

    def packed(self, files: dict[str, bytes] | None = None, who: Identity | None = None, **said: Any) -> Packed:
        """A parcel sealed to this authority."""
        files = {**papers(), **actions()} if files is None else files
        return pack(cover(**said), files, who or partner(), self.key.seal_public)

    def lay(self, *parcels: Packed) -> None:
        """Put parcels into the shared folder."""
        for one in parcels:
            (self.share / one.name).write_bytes(one.data)


def unseen(opened: Opened) -> str:
    """A look that finds nothing wrong."""
    del opened
    return ""


def note_files(pdf: bytes, record: NoteRecord) -> dict[str, bytes]:
    """The files of a real note."""
    return {"note.pdf": pdf, "record.json": record_bytes(record)}
