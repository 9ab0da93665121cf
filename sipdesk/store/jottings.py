"""Jottings in the desk: no journal, no search; once destroyed they are overwritten."""

import contextlib
from collections.abc import Sequence

from sqlite_utils import Database

from sipdesk.domain.jotting import Jotting
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import OperationalError, rows, scalar

_COLUMNS = "id, visit_id, section, mark, focus, words, at, placed"


class Jottings:
    """Reads and writes jottings. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._db: Database = desk.db

    def of(self, visit_id: str) -> list[Jotting]:
        """Those of a visit, in the order they were typed."""
        found = rows(self._db, f"SELECT {_COLUMNS} FROM jottings WHERE visit_id = ? ORDER BY at, id", (visit_id,))
        return [Jotting.model_validate(row) for row in found]

    def get(self, jotting_id: str) -> Jotting | None:
        """One of them."""
        found = rows(self._db, f"SELECT {_COLUMNS} FROM jottings WHERE id = ?", (jotting_id,))
        return Jotting.model_validate(found[0]) if found else None

    def put(self, jotting: Jotting) -> None:
        """Keep a new one, or one that was changed."""
        self._db.conn.execute(
            f"INSERT INTO jottings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "section = excluded.section, mark = excluded.mark, focus = excluded.focus, placed = excluded.placed",
            (
                jotting.id,
                jotting.visit_id,
                jotting.section,
                jotting.mark.value,
                jotting.focus,
                jotting.words,
                jotting.at,
                jotting.placed,
            ),
        )

    def remove(self, ids: Sequence[str]) -> None:
        """Take them out; `secure_delete` overwrites where they stood."""
        self._db.conn.executemany("DELETE FROM jottings WHERE id = ?", [(key,) for key in ids])

    def waiting(self, visit_id: str) -> int:
        """How many are neither placed nor destroyed."""
        return int(scalar(self._db, "SELECT count(*) FROM jottings WHERE visit_id = ? AND placed = ''", (visit_id,)))

    def forget(self) -> None:
        """After a transaction that removed some: the write-ahead log must not go on holding their words."""
        # Somebody may be reading just then; the log is folded in at the latest when the desk is closed.
        with contextlib.suppress(OperationalError):
            self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
