"""The golden thread through the year: foci, deep dives, actions and their reviews, found by index.

They are copied out of the answers in the same transaction that keeps the answer, so that opening a visit costs the same
with ten years behind it as with none.
"""

from typing import Any

from sqlite_utils import Database

from sipdesk.domain.action import Action, ActionReview, OpenAction
from sipdesk.domain.calendar import assumed_dates
from sipdesk.domain.focus import AgreedFocus, DeepDive, Focus, FocusChange
from sipdesk.domain.visit import Visit
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar


def _day(visit: Visit) -> str:
    """Its date; while it has none, the last day of its term."""
    if visit.header.date is None and visit.term_slot is not None:
        return assumed_dates(visit.term_slot.year, visit.term_slot.term).last.isoformat()
    return (visit.header.date.isoformat() if visit.header.date else "") or visit.opened[:10]


class Thread:
    """Reads and writes the thread. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._db: Database = desk.db

    def keep_foci(self, visit: Visit, foci: list[Focus]) -> None:
        """The foci that a visit agreed, in order."""
        self._db.conn.execute("DELETE FROM foci WHERE visit_id = ?", (visit.id,))
        self._db.conn.executemany(
            "INSERT INTO foci VALUES (?, ?, ?, ?, ?, ?)",
            [(f.id, visit.urn, str(visit.year), visit.id, n, f.model_dump_json()) for n, f in enumerate(foci, 1)],
        )

    def keep_dives(self, visit: Visit, dives: list[DeepDive]) -> None:
        """The deep dives of a visit."""
        self._db.conn.execute("DELETE FROM dives WHERE visit_id = ?", (visit.id,))
        self._db.conn.executemany(
            "INSERT INTO dives VALUES (?, ?, ?, ?)",
            [(d.focus_id, visit.id, _day(visit), d.model_dump_json()) for d in dives],
        )

    def keep_actions(self, visit: Visit, actions: list[Action]) -> None:
        """The actions a visit agreed. One that later visits have reviewed keeps its reviews."""
        self._db.conn.execute("DELETE FROM actions WHERE visit_id = ?", (visit.id,))
        self._db.conn.executemany(
            "INSERT INTO actions (id, urn, visit_id, position, agreed_on, action) VALUES (?, ?, ?, ?, ?, ?)",
            [(a.id, visit.urn, visit.id, n, _day(visit), a.model_dump_json()) for n, a in enumerate(actions, 1)],
        )
        self._db.conn.execute(
            "UPDATE actions SET (closed_by, closed_on) = (SELECT r.visit_id, r.at FROM action_reviews r "
            "WHERE r.action_id = actions.id AND r.outcome IN ('done', 'dropped') ORDER BY r.at LIMIT 1) WHERE visit_id = ?",
            (visit.id,),
        )

    def keep_reviews(self, visit: Visit, reviews: list[ActionReview]) -> None:
        """What a visit found of earlier actions; done and dropped ones close."""
        self._db.conn.execute("UPDATE actions SET closed_by = NULL, closed_on = NULL WHERE closed_by = ?", (visit.id,))
        self._db.conn.execute("DELETE FROM action_reviews WHERE visit_id = ?", (visit.id,))
        given = [review for review in reviews if review.outcome is not None]
        self._db.conn.executemany(
            "INSERT INTO action_reviews VALUES (?, ?, ?, ?, ?)",
            [(r.action_id, visit.id, _day(visit), str(r.outcome), r.model_dump_json()) for r in given],
        )
        closing = [(visit.id, _day(visit), r.action_id) for r in given if r.outcome is not None and r.outcome.closes]
        self._db.conn.executemany("UPDATE actions SET closed_by = ?, closed_on = ? WHERE id = ?", closing)

    def foci(self, visit: Visit) -> list[AgreedFocus]:
        """The foci of a school in the visit's year, in the words they had when this visit ended."""
        found = rows(
            self._db,
            "SELECT id, position, focus FROM foci WHERE urn = ? AND year = ? ORDER BY visit_id, position",
            (visit.urn, str(visit.year)),
        )
        return [self._agreed(row, visit) for row in found]

    def _agreed(self, row: dict[str, Any], visit: Visit) -> AgreedFocus:
        focus, changes = Focus.model_validate_json(row["focus"]), []
        dives = rows(
            self._db,
            "SELECT visit_id, dive FROM dives WHERE focus_id = ? AND at <= ? ORDER BY at, visit_id",
            (row["id"], _day(visit)),
        )
        for kept in dives:
            dive = DeepDive.model_validate_json(kept["dive"])
            if dive.changed_to.strip():
                changes.append(
                    FocusChange(
                        before=focus.title, after=dive.changed_to, reason=dive.change_reason, visit=kept["visit_id"]
                    )
                )
                focus = focus.model_copy(update={"title": dive.changed_to})
        return AgreedFocus(id=row["id"], year=str(visit.year), position=row["position"], focus=focus, changes=changes)

    def finding(self, focus_id: str, visit: Visit) -> str:
        """The latest finding about a focus before a visit."""
        found = scalar(
            self._db,
            "SELECT dive FROM dives WHERE focus_id = ? AND visit_id <> ? AND at <= ? ORDER BY at DESC LIMIT 1",
            (focus_id, visit.id, _day(visit)),
        )
        return DeepDive.model_validate_json(found).finding if found else ""

    def open_before(self, visit: Visit) -> list[OpenAction]:
        """Actions of earlier visits that were open when this one came, in the order they were agreed.

        One that this visit or a later one closes was still open before it, so an old note reads the same for ever.
        """
        found = rows(
            self._db,
            "SELECT a.id, a.action, a.agreed_on, v.title, v.year, a.visit_id, a.position FROM actions a "
            "JOIN visits v ON v.id = a.visit_id WHERE a.urn = ?1 AND a.closed_on IS NULL AND a.visit_id <> ?2 "
            "AND a.agreed_on <= ?3 UNION ALL "
            "SELECT a.id, a.action, a.agreed_on, v.title, v.year, a.visit_id, a.position FROM actions a "
            "JOIN visits v ON v.id = a.visit_id WHERE a.urn = ?1 AND a.closed_on >= ?3 AND a.visit_id <> ?2 "
            "AND a.agreed_on <= ?3 ORDER BY 3, 6, 7",
            (visit.urn, visit.id, _day(visit)),
        )
        return [self._open(row, visit) for row in found]

    def _open(self, row: dict[str, Any], visit: Visit) -> OpenAction:
        action = Action.model_validate_json(row["action"])
        reviews = rows(
            self._db,
            "SELECT review FROM action_reviews WHERE action_id = ? AND visit_id <> ? AND at <= ? ORDER BY at",
            (row["id"], visit.id, _day(visit)),
        )
        kept = [ActionReview.model_validate_json(entry["review"]) for entry in reviews]
        moved = [review.new_by_when for review in kept if review.new_by_when]
        return OpenAction(
            action=action.model_copy(update={"by_when": moved[-1]}) if moved else action,
            agreed_on=row["agreed_on"],
            agreed_at=f"{row['title']}, {row['year']}",
            rolled=sum(1 for review in kept if review.outcome and not review.outcome.closes),
            last_outcome=kept[-1].outcome if kept else None,
        )

    def overdue(self, on: str) -> list[tuple[str, Action]]:
        """(urn, action) of open actions whose date has passed; what a cancelled visit would have agreed is none."""
        found = rows(
            self._db,
            "SELECT a.urn, a.action, (SELECT json_extract(r.review, '$.new_by_when') FROM action_reviews r WHERE r.action_id = a.id"
            " AND json_extract(r.review, '$.new_by_when') IS NOT NULL ORDER BY r.at DESC LIMIT 1) AS moved "
            "FROM actions a JOIN visits v ON v.id = a.visit_id WHERE a.closed_by IS NULL AND v.state <> 'cancelled' "
            "ORDER BY a.agreed_on, a.visit_id, a.position",
        )
        listed = []
        for row in found:
            action = Action.model_validate_json(row["action"])
            due = row["moved"] or (action.by_when.isoformat() if action.by_when else "")
            if due and due < on:
                listed.append((str(row["urn"]), action))
        return listed

    def note_id(self, visit_id: str, new_id: str) -> tuple[str, int, str]:
        """Id, revision and predecessor of the visit's note; made once."""
        found = rows(
            self._db,
            "SELECT id, revision, supersedes FROM notes WHERE visit_id = ? ORDER BY revision DESC",
            (visit_id,),
        )
        if not found:
            self._db.conn.execute("INSERT INTO notes (id, visit_id, revision) VALUES (?, ?, 1)", (new_id, visit_id))
            return new_id, 1, ""
        return str(found[0]["id"]), int(found[0]["revision"]), str(found[0]["supersedes"])
