"""The register of establishments: matching columns of every school, all columns for the caseload."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from sipdesk.domain.school import RegisterRow
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar

COLUMNS = tuple(RegisterRow.model_fields)
_LIST = ", ".join(COLUMNS)
_PLACES = ", ".join("?" for _ in COLUMNS)
# A file may hold one authority or all of England: only the authorities in it are replaced.
_GONE = "r.urn NOT IN (SELECT urn FROM incoming) AND r.la_code IN (SELECT la_code FROM incoming)"
_SAME = " AND ".join(f"r.{c} = i.{c}" for c in COLUMNS)

Line = Sequence[str]
"""One establishment as text in the order of `RegisterRow`'s fields."""


def replace_all(db: Database, lines: Iterable[Line], import_id: str) -> dict[str, int]:
    """Make the register what a file says, inside the caller's transaction; what changed can be undone.

    Returns counts of `new`, `changed` and `gone` establishments.
    """
    if not scalar(db, "SELECT EXISTS (SELECT 1 FROM register)"):
        made = db.conn.executemany(
            f"INSERT OR IGNORE INTO register ({_LIST}) VALUES ({_PLACES})",
            lines,
        )
        return {"new": made.rowcount, "changed": 0, "gone": 0}
    db.conn.execute("CREATE TEMP TABLE incoming AS SELECT * FROM register WHERE 0")
    db.conn.execute("CREATE UNIQUE INDEX temp.incoming_urn ON incoming (urn)")
    db.conn.executemany(f"INSERT OR IGNORE INTO incoming ({_LIST}) VALUES ({_PLACES})", lines)
    counts = _journal(db, import_id)
    db.conn.execute(f"DELETE FROM register AS r WHERE {_GONE}")
    db.conn.execute(
        f"DELETE FROM register AS r WHERE EXISTS (SELECT 1 FROM incoming i WHERE i.urn = r.urn AND NOT ({_SAME}))"
    )
    db.conn.execute("INSERT INTO register SELECT * FROM incoming WHERE urn NOT IN (SELECT urn FROM register)")
    db.conn.execute("DROP TABLE incoming")
    return counts


def _journal(db: Database, import_id: str) -> dict[str, int]:
    """Keep what the register said before, for undo: `before` is the old row, or NULL for a new one."""
    old = "json_object(" + ", ".join(f"'{c}', r.{c}" for c in COLUMNS) + ")"
    new = db.conn.execute(
        "INSERT INTO import_changes (import_id, entity, key) SELECT ?, 'register', urn FROM incoming "
        "WHERE urn NOT IN (SELECT urn FROM register)",
        (import_id,),
    ).rowcount
    changed = db.conn.execute(
        f"INSERT INTO import_changes (import_id, entity, key, before) SELECT ?, 'register', r.urn, {old} "
        f"FROM register r JOIN incoming i ON i.urn = r.urn WHERE NOT ({_SAME})",
        (import_id,),
    ).rowcount
    gone = db.conn.execute(
        f"INSERT INTO import_changes (import_id, entity, key, before) SELECT ?, 'register', r.urn, {old} "
        f"FROM register r WHERE {_GONE}",
        (import_id,),
    ).rowcount
    return {"new": new, "changed": changed, "gone": gone}


def clear(db: Database) -> None:
    """Empty the register: undo of the first file read into it."""
    db.conn.execute("DELETE FROM register")


def put_back(db: Database, urn: str, before: str | None) -> None:
    """Undo one change of the register."""
    db.conn.execute("DELETE FROM register WHERE urn = ?", (urn,))
    if before is not None:
        told = json.loads(before)
        line = [str(told[column]) for column in COLUMNS]
        db.conn.execute(
            f"INSERT INTO register ({_LIST}) VALUES ({_PLACES})",
            line,
        )


def keep_full(db: Database, full: dict[str, dict[str, str]]) -> None:
    """Keep all columns for the schools of the caseload."""
    db.conn.executemany(
        "INSERT INTO register_full VALUES (?, ?) ON CONFLICT (urn) DO UPDATE SET columns = excluded.columns",
        [(urn, json.dumps(columns, ensure_ascii=False)) for urn, columns in full.items()],
    )


class StoredRegister:
    """The register as matching rules ask it."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    @property
    def empty(self) -> bool:
        """True until a register file was read."""
        return not scalar(self._db, "SELECT EXISTS (SELECT 1 FROM register)")

    @property
    def size(self) -> int:
        """How many establishments it holds."""
        return int(scalar(self._db, "SELECT count(*) FROM register"))

    def _found(self, where: str, parameters: tuple[Any, ...]) -> list[RegisterRow]:
        found = rows(self._db, f"SELECT {_LIST} FROM register WHERE {where} ORDER BY urn", parameters)
        return [RegisterRow.model_validate(row) for row in found]

    def by_urn(self, urn: str) -> RegisterRow | None:
        """The establishment with this URN."""
        return next(iter(self._found("urn = ?", (urn,))), None)

    def by_laestab(self, laestab: str) -> list[RegisterRow]:
        """All establishments with this authority and number, closed ones included."""
        return self._found("la_code = ? AND estab = ?", (laestab[:3], laestab[3:]))

    def in_authorities(self, la_codes: Sequence[str]) -> list[RegisterRow]:
        """All establishments of these authorities."""
        marks = ", ".join("?" for _ in la_codes)
        return self._found(f"la_code IN ({marks})", tuple(la_codes)) if la_codes else []

    def la_code(self, written: str) -> str:
        """The code of an authority given by code or name, without regard to case; empty where it is unknown."""
        bare = written.strip()
        found = scalar(self._db, "SELECT la_code FROM register WHERE la_code = ? LIMIT 1", (bare,))
        if found is None:
            found = scalar(self._db, "SELECT la_code FROM register WHERE la_name = ? COLLATE NOCASE LIMIT 1", (bare,))
        return str(found or "")
