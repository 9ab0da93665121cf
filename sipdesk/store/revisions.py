"""The revisions of a note: which replaces which, and why. Writing inside the caller's transaction."""

import datetime as dt
from typing import Any

from sipdesk.domain.base import Model
from sipdesk.domain.visit import HeadResponse, State, VisitHeader
from sipdesk.store.desk import Desk
from sipdesk.store.sealed import hash_of, hashes_before
from sipdesk.store.sqlite import rows


class Stood(Model):
    """How a visit stood when a correction was begun, so that it can be put back."""

    state: State
    reason: str
    response: HeadResponse | None
    header: VisitHeader
    answers: dict[str, str]
    """The texts as they are kept, by question."""


class Replacement(Model):
    """One revision that takes another's place."""

    note_id: str
    visit_id: str
    at: str
    why: str
    replaced: str
    """Id of the note it replaces."""
    replaced_on: dt.date
    """The day that one was issued, or signed where it never was."""
    replaced_sha256: str
    before: Stood | None = None
    """None once it can no longer be withdrawn."""


class NoteRow(Model):
    """A revision as it is kept."""

    id: str
    revision: int
    sha256: str
    """Of its sealed file; empty while it is not signed."""


class Revisions:
    """Reads and writes them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._db = desk.db

    def of_visit(self, visit_id: str) -> list[NoteRow]:
        """All revisions of a visit's note, the latest first."""
        found = rows(self._db, "SELECT id, revision FROM notes WHERE visit_id = ? ORDER BY revision DESC", (visit_id,))
        return [
            NoteRow(
                id=row["id"],
                revision=row["revision"],
                sha256=hash_of(self._desk, str(row["id"]), int(row["revision"])),
            )
            for row in found
        ]

    def visit_of(self, note: str) -> str:
        """The visit whose note this is, in whatever revision; empty where there is none."""
        found = rows(self._db, "SELECT visit_id FROM notes WHERE id = ?", (note,))
        return str(found[0]["visit_id"]) if found else ""

    def get(self, note: str) -> Replacement | None:
        """Why a revision took another's place; None for a first one."""
        found = rows(self._db, "SELECT * FROM revisions WHERE note_id = ?", (note,))
        return _replacement(found[0]) if found else None

    def under_way(self, visit_id: str) -> Replacement | None:
        """The correction that is being written, while it is not signed."""
        latest = next(iter(self.of_visit(visit_id)), None)
        return self.get(latest.id) if latest is not None and not latest.sha256 else None

    def begin(self, correction: Replacement, revision: int) -> None:
        """A new revision."""
        self._db.conn.execute(
            "INSERT INTO notes (id, visit_id, revision, supersedes) VALUES (?, ?, ?, ?)",
            (correction.note_id, correction.visit_id, revision, correction.replaced),
        )
        self._db.conn.execute(
            "INSERT INTO revisions (note_id, visit_id, at, why, replaced, replaced_on, replaced_sha256, before) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                correction.note_id,
                correction.visit_id,
                correction.at,
                correction.why,
                correction.replaced,
                correction.replaced_on.isoformat(),
                correction.replaced_sha256,
                correction.before.model_dump_json() if correction.before else "",
            ),
        )

    def withdraw(self, correction: Replacement) -> None:
        """A revision that was never signed is none."""
        self._db.conn.execute("DELETE FROM revisions WHERE note_id = ?", (correction.note_id,))
        self._db.conn.execute("DELETE FROM notes WHERE id = ?", (correction.note_id,))

    def settle(self, note: str) -> None:
        """Forget how the visit stood before: the old revision says it, sealed."""
        self._db.conn.execute("UPDATE revisions SET before = '' WHERE note_id = ?", (note,))

    def signed_at(self, row: NoteRow) -> str:
        """When a revision was sealed, as kept text in UTC; empty where the audit does not know."""
        first = next(iter(hashes_before(self._desk, row.id, row.revision)), row.sha256)
        found = rows(self._db, "SELECT at FROM audit WHERE what = 'signed the note' AND detail = ?", (first,))
        return str(found[0]["at"]) if found else ""


def _replacement(row: dict[str, Any]) -> Replacement:
    return Replacement.model_validate({**row, "before": None} | _before(row["before"]))


def _before(text: str) -> dict[str, Any]:
    return {"before": Stood.model_validate_json(text)} if text else {}
