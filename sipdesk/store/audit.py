"""The audit: what was done, by whom and when; append-only, each row bound to the one before by its hash."""

import hashlib
import json
from typing import Any

from sqlite_utils import Database

from sipdesk.domain.errors import DeskDamaged
from sipdesk.store.sqlite import rows

ORIGIN = "0" * 64


def _hash(row: dict[str, Any], previous: str) -> str:
    told = [row["seq"], row["at"], row["who"], row["what"], row["subject"], row["detail"], previous]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def append(db: Database, entry: dict[str, str]) -> None:
    """Add an entry (`at`, `who`, `what`, `subject`, `detail`) inside the caller's transaction."""
    last = db.conn.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    row: dict[str, Any] = {"seq": (last[0] if last else 0) + 1, **entry}
    previous = last[1] if last else ORIGIN
    db.conn.execute(
        "INSERT INTO audit (seq, at, who, what, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row["seq"],
            row["at"],
            row["who"],
            row["what"],
            row["subject"],
            row["detail"],
            previous,
            _hash(row, previous),
        ),
    )


def head(db: Database) -> tuple[int, str]:
    """Number and hash of the last entry: what a backup and later a receipt remember."""
    last = db.conn.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (last[0], last[1]) if last else (0, ORIGIN)


def verify(db: Database) -> int:
    """Walk the whole chain; its length, or `DeskDamaged` naming the first entry that does not fit."""
    previous, count = ORIGIN, 0
    for row in rows(db, "SELECT * FROM audit ORDER BY seq"):
        count += 1
        if row["seq"] != count or row["previous"] != previous or row["hash"] != _hash(row, previous):
            raise DeskDamaged(
                f"The audit was altered at entry {count}. Keep this desk as it is and restore a backup beside it."
            )
        previous = row["hash"]
    return count
