"""What heads asked to be put right, and what the partner decided. Writing inside the caller's transaction."""

from typing import Any

from sipdesk.domain.correction import Correction
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows


class Corrections:
    """Reads and writes them."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of_visit(self, visit_id: str) -> list[Correction]:
        """All corrections of a visit, in the order they were asked for."""
        found = rows(
            self._db,
            "SELECT c.* FROM corrections c JOIN drafts d ON d.id = c.draft_id WHERE c.visit_id = ? "
            "ORDER BY d.sent, d.id, c.position",
            (visit_id,),
        )
        return [_correction(row) for row in found]

    def get(self, correction_id: str) -> Correction | None:
        """One of them."""
        found = rows(self._db, "SELECT * FROM corrections WHERE id = ?", (correction_id,))
        return _correction(found[0]) if found else None

    def put(self, correction: Correction) -> None:
        """Keep one, new or decided."""
        self._db.conn.execute(
            "INSERT OR REPLACE INTO corrections (id, visit_id, draft_id, position, line, now, should, source, on_day,"
            " decision, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                correction.id,
                correction.visit,
                correction.draft,
                correction.position,
                correction.line,
                correction.now,
                correction.should,
                correction.source.value if correction.source else "",
                correction.on.isoformat(),
                correction.decision.value,
                correction.reason,
            ),
        )

    def forget(self, draft_id: str) -> None:
        """What was asked for about a draft was entered by mistake."""
        self._db.conn.execute("DELETE FROM corrections WHERE draft_id = ?", (draft_id,))


def _correction(row: dict[str, Any]) -> Correction:
    return Correction(
        id=row["id"],
        visit=row["visit_id"],
        draft=row["draft_id"],
        position=row["position"],
        line=row["line"],
        now=row["now"],
        should=row["should"],
        source=row["source"] or None,
        on=row["on_day"],
        decision=row["decision"],
        reason=row["reason"],
    )
