"""Drafts that were sent for the accuracy check, and what came back. Writing inside the caller's transaction."""

import datetime as dt
import json
from typing import Any

from pydantic import TypeAdapter

from sipdesk.domain.base import Model
from sipdesk.domain.correction import DraftLine
from sipdesk.domain.visit import HeadResponse
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

_LINES = TypeAdapter(list[DraftLine])


class Draft(Model):
    """One draft a head was given."""

    id: str
    visit_id: str
    note_id: str
    revision: int
    sent: str
    """The instant, as text in UTC."""
    reply_by: dt.date | None = None
    stood: dict[str, str] = {}
    """How each answer stood: a digest by question, `visit` for the head of the form."""
    lines: list[DraftLine] = []
    record: str = ""
    """SHA-256 of its record."""
    sha256: str = ""
    """SHA-256 of its PDF; empty where a visit was only said to be with the head."""
    reply: HeadResponse | None = None


class Drafts:
    """Reads and writes them."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of_visit(self, visit_id: str) -> list[Draft]:
        """All drafts of a visit, the latest first."""
        found = rows(self._db, "SELECT * FROM drafts WHERE visit_id = ? ORDER BY sent DESC, id DESC", (visit_id,))
        return [_draft(row) for row in found]

    def put(self, draft: Draft) -> None:
        """Keep a draft, new or changed."""
        told: dict[str, Any] = {
            **draft.model_dump(exclude={"reply_by", "stood", "lines", "reply"}),
            "reply_by": draft.reply_by.isoformat() if draft.reply_by else None,
            "stood": json.dumps(draft.stood, sort_keys=True),
            "lines": _LINES.dump_json(draft.lines).decode(),
            "reply": draft.reply.model_dump_json() if draft.reply else "",
        }
        marks = ", ".join(f":{name}" for name in told)
        self._db.conn.execute(f"INSERT OR REPLACE INTO drafts ({', '.join(told)}) VALUES ({marks})", told)


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        **{name: row[name] for name in ("id", "visit_id", "note_id", "revision", "sent", "record", "sha256")},
        reply_by=dt.date.fromisoformat(row["reply_by"]) if row["reply_by"] else None,
        stood=json.loads(row["stood"]),
        lines=_LINES.validate_json(row["lines"]),
        reply=HeadResponse.model_validate_json(row["reply"]) if row["reply"] else None,
    )
