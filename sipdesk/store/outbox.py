"""Parcels that wait to leave, how each destination answered last, what came down. Writing inside the caller's transaction.

The bytes of a parcel lie beside the signed notes, named by their hash, so that backups hold them too.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from sipdesk.domain.base import Model
from sipdesk.domain.errors import DeskDamaged
from sipdesk.domain.outbox import Cause, Kind, Stage, is_due
from sipdesk.store.audit import ORIGIN
from sipdesk.store.desk import Desk
from sipdesk.store.sealed import FOLDER
from sipdesk.store.sqlite import rows, scalar
from sipdesk.system.files import private_folder, write_atomically

WAITING = (Stage.QUEUED, Stage.SENDING, Stage.CHECKING)
_MARKS = "(?, ?, ?)"


class ParcelRow(Model):
    """A parcel as it is kept."""

    seq: int = 0
    """Its place in the order; given when it is put in."""
    id: str
    kind: Kind
    note: str
    revision: int
    visit_id: str
    urn: str
    title: str
    name: str
    """Under which it travels."""
    sha256: str
    """Of its bytes; empty where they could not be made."""
    size: int
    audit_head: str
    recipient: str
    """The authority's sealing key it was made for, in hexadecimal digits."""
    destination: str
    """Empty where none is named for its school."""
    stage: Stage
    cause: Cause = ""
    why: str = ""
    since: str
    made: str
    attempts: int = 0
    next_try: str = ""

    def due(self, now: dt.datetime) -> bool:
        """Whether it may be tried."""
        return is_due(dt.datetime.fromisoformat(self.next_try) if self.next_try else None, now)


class Place(Model):
    """How a destination answered last."""

    destination: str
    attempts: int = 0
    next_try: str = ""
    sort: Literal["", "later", "person", "wiped"] = ""
    why: str = ""
    reached: str = ""
    """The instant it last did as asked."""


class LetterRow(Model):
    """Something that came down, as it is kept."""

    id: str
    name: str
    kind: Literal["receipt", "query", "answer", "snapshot", "warning"]
    at: str
    open: bool
    detail: str


class RequestRow(Model):
    """A request as it was put into the outbox."""

    action: str
    visit_id: str
    urn: str
    words: str
    parcel: str
    asked: str
    outcome: Literal["", "acknowledged", "placed", "declined"] = ""
    answer: str = ""
    answered: str = ""


def file_of(desk: Desk, sha256: str) -> Path:
    """Where the bytes of a parcel lie."""
    return desk.folder / FOLDER / f"{sha256}.sipd"


def lay_down(desk: Desk, sha256: str, data: bytes) -> bool:
    """Put the bytes where they belong; True where they did not lie there already."""
    private_folder(desk.folder / FOLDER)
    target = file_of(desk, sha256)
    if target.exists():
        return False
    write_atomically(target, data)
    return True


def take_up(desk: Desk, sha256: str) -> None:
    """Take bytes away that nothing needs: of a change that did not happen, or of a parcel that is received or withdrawn."""
    if sha256:
        file_of(desk, sha256).unlink(missing_ok=True)


def read_parcel(file: Path, sha256: str) -> bytes | None:
    """The bytes of a parcel, whole; None where they are lost or damaged. For any thread."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def refuse_shortened(desk: Desk) -> None:
    """`DeskDamaged` where the audit no longer holds what it had come to when a parcel was made: its end was cut off."""
    missing = scalar(
        desk.db,
        "SELECT count(*) FROM parcels WHERE audit_head NOT IN ('', ?) AND audit_head NOT IN (SELECT hash FROM audit)",
        (ORIGIN,),
    )
    if missing:
        raise DeskDamaged(
            "The audit is shorter than it was when notes were sent to the central service. Keep this desk as it is and restore "
            "the newest backup beside it."
        )


def lost_files(desk: Desk) -> list[str]:
    """The hashes of parcels that lie beside the desk and are not needed: received, withdrawn, or never put in."""
    there = {path.stem for path in (desk.folder / FOLDER).glob("*.sipd")}
    needed = rows(desk.db, "SELECT sha256 FROM parcels WHERE stage <> ?", (Stage.RECEIVED.value,))
    return sorted(there - {str(row["sha256"]) for row in needed})


class Parcels:
    """Reads and writes them."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def get(self, parcel: str) -> ParcelRow | None:
        """By its id."""
        return self._first("WHERE id = ?", parcel)

    def named(self, name: str) -> ParcelRow | None:
        """By the name it travels under."""
        return self._first("WHERE name = ?", name)

    def of_note(self, note: str, revision: int) -> ParcelRow | None:
        """That of a revision of a note."""
        return self._first("WHERE kind = 'note' AND note = ? AND revision = ?", note, revision)

    def of_visit(self, visit_id: str) -> list[ParcelRow]:
        """All of a visit, in order."""
        return self._all("WHERE visit_id = ? ORDER BY seq", visit_id)

    def in_stage(self, *stages: Stage) -> list[ParcelRow]:
        """All in these stages, the oldest first."""
        return self._all(f"WHERE stage IN ({', '.join('?' * len(stages))}) ORDER BY seq", *map(str, stages))

    def open(self) -> list[ParcelRow]:
        """All that are not received, the oldest first."""
        return self._all("WHERE stage <> ? ORDER BY seq", Stage.RECEIVED.value)

    def received(self, most: int) -> list[ParcelRow]:
        """The latest that are."""
        return self._all("WHERE stage = ? ORDER BY since DESC, seq DESC LIMIT ?", Stage.RECEIVED.value, most)

    def notes(self) -> list[str]:
        """The ids of all notes among them, in order."""
        return [str(row["note"]) for row in rows(self._db, "SELECT note FROM parcels WHERE kind = 'note' ORDER BY seq")]

    def of_requests(self) -> list[ParcelRow]:
        """Those that carry requests which were asked for."""
        return self._all("WHERE id IN (SELECT parcel FROM requests)")

    def school_names(self) -> dict[str, str]:
        """The names of the schools of all parcels, by URN."""
        found = rows(self._db, "SELECT urn, name FROM schools WHERE urn IN (SELECT urn FROM parcels)")
        return {str(row["urn"]): str(row["name"]) for row in found}

    def count(self, *stages: Stage) -> int:
        """How many are in these stages."""
        marks = ", ".join("?" * len(stages))
        found = scalar(self._db, f"SELECT count(*) FROM parcels WHERE stage IN ({marks})", tuple(map(str, stages)))
        return int(found)

    def after(self, destination: str, seq: int) -> ParcelRow | None:
        """The first for a destination that goes on by itself, later in the order than `seq`."""
        return self._first(
            f"WHERE destination = ? AND stage IN {_MARKS} AND seq > ? ORDER BY seq LIMIT 1",
            destination,
            *map(str, WAITING),
            seq,
        )

    def destinations(self) -> set[str]:
        """All that any of them is for."""
        return {str(row["destination"]) for row in rows(self._db, "SELECT DISTINCT destination FROM parcels")}

    def names_at(self, destination: str, *stages: Stage, since: str = "") -> dict[str, str]:
        """Of those in these stages at a destination, since an instant: id by name."""
        marks = ", ".join("?" * len(stages))
        found = rows(
            self._db,
            f"SELECT name, id FROM parcels WHERE destination = ? AND since >= ? AND stage IN ({marks})",
            (destination, since, *map(str, stages)),
        )
        return {str(row["name"]): str(row["id"]) for row in found}

    def add(self, parcel: ParcelRow) -> None:
        """Put one in, last in the order."""
        told = parcel.model_dump(mode="json", exclude={"seq"})
        marks = ", ".join(f":{name}" for name in told)
        self._db.conn.execute(f"INSERT INTO parcels ({', '.join(told)}) VALUES ({marks})", told)

    def put(self, parcel: ParcelRow) -> None:
        """Keep one that has changed."""
        told = parcel.model_dump(mode="json")
        given = ", ".join(f"{name} = :{name}" for name in told if name not in {"seq", "id"})
        self._db.conn.execute(f"UPDATE parcels SET {given} WHERE id = :id", told)

    def withdraw(self, parcel: ParcelRow) -> None:
        """One that never left is none."""
        self._db.conn.execute("DELETE FROM parcels WHERE id = ?", (parcel.id,))

    def unsent_notes(self) -> list[tuple[str, int, str]]:
        """(note, revision, visit) of sealed notes without a parcel, in the order they were made; only the latest of a visit."""
        found = rows(
            self._db,
            "SELECT n.id, n.revision, n.visit_id FROM notes n JOIN meta m ON m.key = 'sealed.' || n.id || '.' || n.revision "
            "LEFT JOIN parcels p ON p.note = n.id AND p.revision = n.revision AND p.kind = 'note' WHERE p.id IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM notes later JOIN meta k ON k.key = 'sealed.' || later.id || '.' || later.revision "
            "WHERE later.visit_id = n.visit_id AND later.revision > n.revision) ORDER BY n.id",
        )
        return [(str(row["id"]), int(row["revision"]), str(row["visit_id"])) for row in found]

    def _all(self, where: str, *given: Any) -> list[ParcelRow]:
        return [ParcelRow.model_validate(row) for row in rows(self._db, f"SELECT * FROM parcels {where}", given)]

    def _first(self, where: str, *given: Any) -> ParcelRow | None:
        return next(iter(self._all(where, *given)), None)


class Places:
    """How destinations answered."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def get(self, destination: str) -> Place:
        """One; a new one answered nothing yet."""
        found = rows(self._db, "SELECT * FROM places WHERE destination = ?", (destination,))
        return Place.model_validate(found[0]) if found else Place(destination=destination)

    def all(self) -> list[Place]:
        """All that were ever tried."""
        return [Place.model_validate(row) for row in rows(self._db, "SELECT * FROM places ORDER BY destination")]

    def put(self, place: Place) -> None:
        """Keep how it answered."""
        told = place.model_dump()
        self._db.conn.execute(
            "INSERT OR REPLACE INTO places (destination, attempts, next_try, sort, why, reached) "
            "VALUES (:destination, :attempts, :next_try, :sort, :why, :reached)",
            told,
        )


class Letters:
    """What came down."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def taken(self, since: str = "") -> set[str]:
        """The names of all that did since an instant."""
        return {str(row["name"]) for row in rows(self._db, "SELECT name FROM letters WHERE at >= ?", (since,))}

    def get(self, letter: str) -> LetterRow | None:
        """One by its id."""
        return next(iter(self._all("WHERE id = ?", letter)), None)

    def of_kinds(self, *kinds: str) -> list[LetterRow]:
        """Those of these kinds, the newest first."""
        return self._all(f"WHERE kind IN ({', '.join('?' * len(kinds))}) ORDER BY at DESC, id DESC", *kinds)

    def add(self, letter: LetterRow) -> None:
        """Take one in."""
        told = letter.model_dump()
        self._db.conn.execute(
            "INSERT INTO letters (id, name, kind, at, open, detail) VALUES (:id, :name, :kind, :at, :open, :detail)",
            told,
        )

    def close(self, letters: Iterable[str]) -> None:
        """They do not wait for the person any more."""
        self._db.conn.executemany("UPDATE letters SET open = 0 WHERE id = ?", [(one,) for one in letters])

    def _all(self, where: str, *given: Any) -> list[LetterRow]:
        found = rows(self._db, f"SELECT * FROM letters {where}", given)
        return [LetterRow.model_validate({**row, "open": bool(row["open"])}) for row in found]


class Requests:
    """Support that was asked for."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def all(self) -> list[RequestRow]:
        """The newest first."""
        return [
            RequestRow.model_validate(row)
            for row in rows(self._db, "SELECT * FROM requests ORDER BY asked DESC, action")
        ]

    def get(self, action: str) -> RequestRow | None:
        """That of an action, where it was asked."""
        found = rows(self._db, "SELECT * FROM requests WHERE action = ?", (action,))
        return RequestRow.model_validate(found[0]) if found else None

    def put(self, request: RequestRow) -> None:
        """Keep one, new or answered."""
        told = request.model_dump()
        marks = ", ".join(f":{name}" for name in told)
        self._db.conn.execute(f"INSERT OR REPLACE INTO requests ({', '.join(told)}) VALUES ({marks})", told)
