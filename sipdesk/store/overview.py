"""Reads for pages that show many schools at once: one query for each table, never one for each school."""

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term
from sipdesk.domain.visit import State
from sipdesk.store.desk import Desk
from sipdesk.store.links import Links
from sipdesk.store.sqlite import rows


class VisitRow(Model):
    """A term's visit as a list shows it."""

    id: str
    urn: str
    slot: str
    term: Term
    title: str
    state: State
    date: str | None


class Overview:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db
        self._links = Links(desk)

    def years(self) -> list[str]:
        """The school years that have an allocation or a visit, the newest first."""
        found = rows(self._db, "SELECT year FROM allocations WHERE status = 'mine' UNION SELECT year FROM visits ORDER BY 1 DESC")  # fmt: skip
        return [str(row["year"]) for row in found if row["year"]]

    def visits_of(self, year: str) -> list[VisitRow]:
        """The terms' visits of a year; those under the URN a school had before stand under its own."""
        found = rows(self._db, "SELECT id, urn, slot, term, title, state, date FROM visits WHERE year = ? AND slot <> '' AND term <> ''", (year,))  # fmt: skip
        now = self._links.carried({row["urn"] for row in found})
        return [VisitRow.model_validate({**row, "urn": now.get(row["urn"], row["urn"])}) for row in found]

    def open_actions(self) -> dict[str, tuple[int, str]]:
        """How many actions are open, and when the oldest was agreed, by school; what a cancelled visit would have agreed is none."""
        found = rows(
            self._db,
            "SELECT a.urn, count(*) AS n, min(a.agreed_on) AS oldest FROM actions a JOIN visits v ON v.id = a.visit_id "
            "WHERE a.closed_by IS NULL AND v.state <> 'cancelled' GROUP BY a.urn",
        )
        return {str(row["urn"]): (int(row["n"]), str(row["oldest"])) for row in found}

    def next_dates(self, day: str) -> dict[str, str]:
        """The next dated contact from a day on, by school; what was called off does not count."""
        found = rows(
            self._db,
            "SELECT urn, min(date) AS next FROM visits WHERE date >= ? AND state NOT IN ('postponed', 'cancelled') GROUP BY urn",
            (day,),
        )
        return {str(row["urn"]): str(row["next"]) for row in found}
