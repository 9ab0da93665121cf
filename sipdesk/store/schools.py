"""Schools and their allocation: rows and models, and the changes of an import with its undo."""

import json
from typing import Any, Literal

from sqlite_utils import Database

from sipdesk.domain.base import Model
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.store import published, register, standing
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar

_SCHOOL = tuple(School.model_fields)
_ALLOCATION = (
    "urn",
    "authority",
    "year",
    "term",
    "status",
    "category",
    "category_written",
    "brokered",
    "planned",
    "notes",
)


class Allocation(Model):
    """A school on (or once on) the caseload: whose programme it follows, its category, what the sheet said."""

    urn: str
    authority: str
    year: str
    term: str
    status: Literal["mine", "left"] = "mine"
    category: str = ""
    category_written: str = ""
    brokered: bool = False
    planned: str = ""
    notes: str = ""


class CaseloadRow(Model):
    """A school with its allocation."""

    school: School
    allocation: Allocation


def _put(db: Database, table: str, names: tuple[str, ...], told: dict[str, Any]) -> None:
    listed, marks = ", ".join(names), ", ".join("?" for _ in names)
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != "urn")
    db.conn.execute(
        f"INSERT INTO {table} ({listed}) VALUES ({marks}) ON CONFLICT (urn) DO UPDATE SET {sets}",
        tuple(told[name] for name in names),
    )


def put_school(db: Database, school: School) -> None:
    """Keep a school, new or changed."""
    _put(db, "schools", _SCHOOL, school.model_dump(mode="json"))


def put_allocation(db: Database, allocation: Allocation, since: str, import_id: str) -> None:
    """Keep an allocation, new or changed."""
    told = {**allocation.model_dump(), "since": since, "import_id": import_id}
    _put(db, "allocations", (*_ALLOCATION, "since", "import_id"), told)


def _school(row: dict[str, Any]) -> School:
    return School.model_validate({**row, "provisional": bool(row["provisional"])})


class Schools:
    """Reads schools and allocations."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def school(self, urn: str) -> School | None:
        """One school of this desk."""
        found = rows(self._db, "SELECT * FROM schools WHERE urn = ?", (urn,))
        return _school(found[0]) if found else None

    def sort_of(self, urn: str) -> tuple[Phase, Governance]:
        """Phase and governance of a school: what a form may depend on."""
        found = self._db.conn.execute("SELECT phase, governance FROM schools WHERE urn = ?", (urn,)).fetchone()
        return (Phase(found[0]), Governance(found[1])) if found else (Phase.UNKNOWN, Governance.UNKNOWN)

    def allocation(self, urn: str) -> Allocation | None:
        """The allocation of one school."""
        listed = ", ".join(_ALLOCATION)
        found = rows(self._db, f"SELECT {listed} FROM allocations WHERE urn = ?", (urn,))
        return Allocation.model_validate({**found[0], "brokered": bool(found[0]["brokered"])}) if found else None

    def caseload(self, *, left: bool = False) -> list[CaseloadRow]:
        """The schools of the caseload by name; with `left`, those that have left it instead."""
        wanted = "left" if left else "mine"
        schools = rows(
            self._db,
            "SELECT s.* FROM schools s JOIN allocations a USING (urn) WHERE a.status = ? ORDER BY s.name COLLATE NOCASE, s.urn",
            (wanted,),
        )
        listed = ", ".join(_ALLOCATION)
        found = rows(self._db, f"SELECT {listed} FROM allocations WHERE status = ?", (wanted,))
        by_urn = {row["urn"]: Allocation.model_validate({**row, "brokered": bool(row["brokered"])}) for row in found}
        return [CaseloadRow(school=_school(row), allocation=by_urn[row["urn"]]) for row in schools]

    def urns(self) -> set[str]:
        """All schools of this desk, those that left included."""
        return {str(row["urn"]) for row in rows(self._db, "SELECT urn FROM schools")}


class ImportRow(Model):
    """One import as it is remembered."""

    id: str
    kind: str
    file: str
    sha256: str
    at: str
    detail: dict[str, Any]


def record_import(db: Database, made: ImportRow) -> None:
    """Remember an import, so that it can be shown and undone."""
    db.conn.execute(
        "INSERT INTO imports (id, kind, file, sha256, at, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (
            made.id,
            made.kind,
            made.file,
            made.sha256,
            made.at,
            json.dumps(made.detail, ensure_ascii=False),
        ),
    )


def record_change(
    db: Database, import_id: str, entity: str, key: str, before: Model | None, after: Model | None
) -> None:
    """Remember one thing an import changed."""
    db.conn.execute(
        "INSERT INTO import_changes (import_id, entity, key, before, after) VALUES (?, ?, ?, ?, ?)",
        (
            import_id,
            entity,
            key,
            before and before.model_dump_json(),
            after and after.model_dump_json(),
        ),
    )


class Imports:
    """Past imports and their undo."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def holds(self, kind: str, sha256: str) -> bool:
        """Whether the newest import of a kind that was not undone is this very file."""
        found = scalar(
            self._db, "SELECT sha256 FROM imports WHERE undone IS NULL AND kind = ? ORDER BY id DESC LIMIT 1", (kind,)
        )
        return bool(found == sha256)

    def last(self) -> ImportRow | None:
        """The newest import that was not undone."""
        found = rows(
            self._db,
            "SELECT id, kind, file, sha256, at, detail FROM imports WHERE undone IS NULL ORDER BY id DESC LIMIT 1",
        )
        return ImportRow.model_validate({**found[0], "detail": json.loads(found[0]["detail"])}) if found else None

    def undone(self) -> set[str]:
        """Ids of the imports that were taken back."""
        return {str(row["id"]) for row in rows(self._db, "SELECT id FROM imports WHERE undone IS NOT NULL")}

    def stands_as_left(self, import_id: str) -> list[str]:
        """URNs among the import's changes that have changed again since; empty where undo loses nothing."""
        moved = []
        for row in rows(
            self._db,
            "SELECT * FROM import_changes WHERE import_id = ? AND entity <> 'register'",
            (import_id,),
        ):
            now = self._now(row["entity"], row["key"])
            same = now == row["after"] or (row["entity"] == "allocation" and self._but_for_rules(import_id, row, now))
            if not same or standing.placed_since(self._db, import_id, row["key"]):
                moved.append(str(row["key"]))
        return moved

    def _but_for_rules(self, import_id: str, row: dict[str, Any], now: str | None) -> bool:
        """Whether an allocation differs in nothing but a category that a rule has set by itself."""
        if now is None or row["after"] is None or not standing.set_since(self._db, import_id, row["key"]):
            return False
        left, there = Allocation.model_validate_json(row["after"]), Allocation.model_validate_json(now)
        named = {"category": there.category, "category_written": there.category_written}
        return left.model_copy(update=named) == there

    def _now(self, entity: str, key: str) -> str | None:
        if entity == "school":
            found = rows(self._db, "SELECT * FROM schools WHERE urn = ?", (key,))
            return _school(found[0]).model_dump_json() if found else None
        listed = ", ".join(_ALLOCATION)
        found = rows(self._db, f"SELECT {listed} FROM allocations WHERE urn = ?", (key,))
        return (
            Allocation.model_validate({**found[0], "brokered": bool(found[0]["brokered"])}).model_dump_json()
            if found
            else None
        )

    def undo(self, made: ImportRow, at: str) -> None:
        """Put everything back as it was before, inside the caller's transaction."""
        if made.detail.get("register_was_empty"):
            register.clear(self._db)
        published.take_back(self._db, made.id)
        standing.take_back_import(self._db, made.id, at)
        changes = rows(
            self._db,
            "SELECT * FROM import_changes WHERE import_id = ? ORDER BY id DESC",
            (made.id,),
        )
        for row in changes:
            self._put_back(row, at, made.id)
        self._db.conn.execute("UPDATE imports SET undone = ? WHERE id = ?", (at, made.id))

    def _put_back(self, row: dict[str, Any], at: str, import_id: str) -> None:
        entity, key, before = row["entity"], row["key"], row["before"]
        if entity == "register":
            register.put_back(self._db, key, before)
        elif entity == "school":
            if before is not None:
                put_school(self._db, School.model_validate_json(before))
            elif not self._kept(key):
                standing.forget(self._db, key)
                self._db.conn.execute("DELETE FROM schools WHERE urn = ?", (key,))
        elif before is not None:
            put_allocation(self._db, Allocation.model_validate_json(before), at, import_id)
        else:
            # A school that has been visited since keeps its visits, as one that left the caseload.
            if not self._kept(key):
                self._db.conn.execute("DELETE FROM allocations WHERE urn = ?", (key,))
            self._db.conn.execute("UPDATE allocations SET status = 'left' WHERE urn = ?", (key,))

    def _kept(self, urn: str) -> bool:
        """Whether a person has written anything about a school, so that it stays in the desk."""
        visited = (
            "SELECT EXISTS (SELECT 1 FROM (SELECT urn FROM visits UNION SELECT urn FROM time_entries) WHERE urn = ?)"
        )
        return bool(scalar(self._db, visited, (urn,))) or standing.known(self._db, urn)
