"""What a field held that is no answer yet, such as a date half typed: kept as it was typed, with the reason."""

import json
from typing import Any

from sqlite_utils import Database

from sipdesk.domain.base import Model
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows


class Unfinished(Model):
    """What was typed, and the sentence that says why it is no answer."""

    raw: Any
    why: str


class UnfinishedEntries:
    """Reads and writes them. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._db: Database = desk.db

    def of(self, visit_id: str) -> dict[str, Unfinished]:
        """Those of a visit, by field."""
        key = f"unfinished {visit_id}"
        if key not in self._desk.held:
            found = rows(self._db, "SELECT field, raw, why FROM unfinished WHERE visit_id = ? ORDER BY at", (visit_id,))
            self._desk.held[key] = {
                row["field"]: Unfinished(raw=json.loads(row["raw"]), why=row["why"]) for row in found
            }
        kept: dict[str, Unfinished] = self._desk.held[key]
        return kept

    def put(self, visit_id: str, field: str, entry: Unfinished | None, at: str) -> bool:
        """Keep one, or (None) forget it; False when nothing changed."""
        kept = self.of(visit_id)
        if kept.get(field) == entry:
            return False
        if entry is None:
            self._db.conn.execute("DELETE FROM unfinished WHERE visit_id = ? AND field = ?", (visit_id, field))
            del kept[field]
            return True
        self._db.conn.execute(
            "INSERT INTO unfinished VALUES (?, ?, ?, ?, ?) ON CONFLICT (visit_id, field) "
            "DO UPDATE SET raw = excluded.raw, why = excluded.why, at = excluded.at",
            (visit_id, field, json.dumps(entry.raw, ensure_ascii=False), entry.why, at),
        )
        kept[field] = entry
        return True
