"""The journal of a draft: every change, and every change taken back. It is a draft's audit, and what undo goes by.

An `edit` can be taken back (`undone` 1) and done again (0); the first new edit makes those taken back final (2). Taking
back and doing again are entries themselves (`undo`, `redo`), so the journal tells everything in the order it happened.

What was typed but is no answer yet (see unfinished.py) is entered under the field's name with `~` before it.
"""

from datetime import datetime

from sqlite_utils import Database

from sipdesk.domain.base import Model
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar

BURST = 10
"""Seconds of typing in one field that make one entry of the journal."""
RAW = "~"
"""Stands before the name of a field whose words are no answer yet."""


class JournalEntry(Model):
    """One change of one field of a draft; `before` and `after` are JSON, None where nothing stood."""

    field: str
    before: str | None
    after: str | None
    at: str


class Turn(Model):
    """What a field comes to when one change is taken back or done again."""

    seq: int
    field: str
    answered: bool
    """The change was to the answer; else only to what was typed beside it."""
    value: str | None
    raw: str | None


class _Tail:
    """The end of a visit's journal."""

    def __init__(self, seq: int, *, undone: bool) -> None:
        self.seq = seq
        self.undone = undone
        """Changes that were taken back could still be done again."""
        self.burst: tuple[str, str] = ("", "")
        """The field of the last entry and when that entry was begun."""


class Journal:
    """Reads and writes the journal. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._db: Database = desk.db

    def _tail(self, visit_id: str) -> _Tail:
        key = f"journal {visit_id}"
        tail = self._desk.held.get(key)
        if not isinstance(tail, _Tail):
            last = scalar(self._db, "SELECT max(seq) FROM journal WHERE visit_id = ?", (visit_id,))
            undone = scalar(self._db, "SELECT EXISTS (SELECT 1 FROM journal WHERE visit_id = ? AND undone = 1)", (visit_id,))  # fmt: skip
            tail = _Tail(int(last or 0), undone=bool(undone))
            self._desk.held[key] = tail
        return tail

    def record(self, visit_id: str, entry: JournalEntry) -> None:
        """Add one change. `before` is needed only where no earlier entry tells it.

        Pauses in one spell of typing belong together: what follows within ten seconds on the same field amends the entry.
        An answer that stands is never amended into words that are none, for then nothing would tell of it.
        """
        tail = self._tail(visit_id)
        field, begun = tail.burst
        same = field == entry.field or field == RAW + entry.field
        if same and _seconds(begun, entry.at) < BURST:
            if field == entry.field:
                self._db.conn.execute(
                    "UPDATE journal SET after = ?, at = ? WHERE visit_id = ? AND seq = ?",
                    (entry.after, entry.at, visit_id, tail.seq),
                )
            else:
                self._db.conn.execute(
                    "UPDATE journal SET field = ?, before = ?, after = ?, at = ? WHERE visit_id = ? AND seq = ?",
                    (entry.field, entry.before, entry.after, entry.at, visit_id, tail.seq),
                )
                tail.burst = (entry.field, begun)
            return
        if tail.undone:
            self._db.conn.execute("UPDATE journal SET undone = 2 WHERE visit_id = ? AND undone = 1", (visit_id,))
            tail.undone = False
        self._add(visit_id, entry, "edit")
        tail.burst = (entry.field, entry.at)

    def part(self, visit_id: str) -> None:
        """What comes next is a change of its own, however soon it comes."""
        self._tail(visit_id).burst = ("", "")

    def _add(self, visit_id: str, entry: JournalEntry, kind: str) -> None:
        tail = self._tail(visit_id)
        tail.seq += 1
        self._db.conn.execute(
            "INSERT INTO journal (visit_id, seq, field, before, after, at, kind) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (visit_id, tail.seq, entry.field, entry.before, entry.after, entry.at, kind),
        )

    def entries(self, visit_id: str) -> list[JournalEntry]:
        """The changes of a draft, oldest first."""
        found = rows(
            self._db,
            "SELECT field, coalesce(lag(after) OVER (PARTITION BY field ORDER BY seq), before) AS before, after, at "
            "FROM journal WHERE visit_id = ? ORDER BY seq",
            (visit_id,),
        )
        return [JournalEntry.model_validate(row) for row in found]

    # -- taking back and doing again -----------------------------------------------------------------------------

    def back(self, visit_id: str) -> Turn | None:
        """What taking the last change back comes to; None where there is none."""
        found = rows(
            self._db,
            "SELECT seq, field FROM journal WHERE visit_id = ? AND kind = 'edit' AND undone = 0 ORDER BY seq DESC LIMIT 1",
            (visit_id,),
        )
        if not found:
            return None
        seq, written = int(found[0]["seq"]), str(found[0]["field"])
        field = written.removeprefix(RAW)
        before = rows(
            self._db,
            "SELECT field, after FROM journal WHERE visit_id = ? AND seq < ? AND kind = 'edit' AND undone = 0 "
            "AND field IN (?, ?) ORDER BY seq DESC LIMIT 1",
            (visit_id, seq, field, RAW + field),
        )
        raw = before[0]["after"] if before and before[0]["field"] != field else None
        value = None if written != field else self._value_before(visit_id, field, seq)
        return Turn(seq=seq, field=field, answered=written == field, value=value, raw=raw)

    def _value_before(self, visit_id: str, field: str, seq: int) -> str | None:
        live = rows(
            self._db,
            "SELECT after FROM journal WHERE visit_id = ? AND field = ? AND seq < ? AND kind = 'edit' AND undone = 0 "
            "ORDER BY seq DESC LIMIT 1",
            (visit_id, field, seq),
        )
        if live:
            return None if live[0]["after"] is None else str(live[0]["after"])
        # Nothing earlier stands: the field comes to what it held before anybody wrote in it.
        first = scalar(
            self._db, "SELECT before FROM journal WHERE visit_id = ? AND field = ? ORDER BY seq LIMIT 1", (visit_id, field)
        )  # fmt: skip
        return None if first is None else str(first)

    def on(self, visit_id: str) -> Turn | None:
        """What doing the change again comes to that was taken back last; None where there is none."""
        if not self._tail(visit_id).undone:
            return None
        found = rows(
            self._db,
            "SELECT seq, field, after FROM journal WHERE visit_id = ? AND kind = 'edit' AND undone = 1 ORDER BY seq LIMIT 1",
            (visit_id,),
        )
        if not found:
            return None
        written, after = str(found[0]["field"]), found[0]["after"]
        field, answered = written.removeprefix(RAW), not written.startswith(RAW)
        value, raw = (after, None) if answered else (None, after)
        return Turn(seq=int(found[0]["seq"]), field=field, answered=answered, value=value, raw=raw)

    def turned(self, visit_id: str, turn: Turn, at: str, *, back: bool) -> None:
        """Enter that a change was taken back (or done again). It ends the spell of typing."""
        self._db.conn.execute(
            "UPDATE journal SET undone = ? WHERE visit_id = ? AND seq = ?", (int(back), visit_id, turn.seq)
        )
        field, after = (turn.field, turn.value) if turn.answered else (RAW + turn.field, turn.raw)
        self._add(visit_id, JournalEntry(field=field, before=None, after=after, at=at), "undo" if back else "redo")
        self.part(visit_id)
        tail = self._tail(visit_id)
        tail.undone = back or self._any_undone(visit_id)

    def _any_undone(self, visit_id: str) -> bool:
        return bool(
            scalar(self._db, "SELECT EXISTS (SELECT 1 FROM journal WHERE visit_id = ? AND undone = 1)", (visit_id,))
        )


def _seconds(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()
