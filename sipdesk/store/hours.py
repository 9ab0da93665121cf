"""Time given to schools: entries made by hand, and the visits whose headers tell the rest. Writing happens inside the caller's
transaction; what is read of many schools is one query for each table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term
from sipdesk.domain.hours import TimeEntry
from sipdesk.domain.visit import State, VisitHeader
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

_FIELDS = ("id", "urn", "on_day", "kind", "amount", "unit", "whose", "role", "visit_id", "words")
_OLDEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)


class TimedVisit(Model):
    """A visit or contact that was not called off, as far as its time goes."""

    id: str
    urn: str
    kind: str
    slot: str
    year: str
    term: Term | None
    title: str
    state: State
    header: VisitHeader


class Hours:
    """Reads and writes time."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def get(self, entry_id: str) -> TimeEntry | None:
        """One entry."""
        found = rows(self._db, f"SELECT {', '.join(_FIELDS)} FROM time_entries WHERE id = ?", (entry_id,))
        return _entry(found[0]) if found else None

    def entries(self, urn: str = "", first: date = _OLDEST, last: date = _LATEST) -> list[TimeEntry]:
        """Those of a school (or of all) in a span of days, the earliest first."""
        found = rows(
            self._db,
            f"SELECT {', '.join(_FIELDS)} FROM time_entries WHERE on_day BETWEEN ? AND ? AND (? = '' OR urn = ?) "
            "ORDER BY on_day, id",
            (first.isoformat(), last.isoformat(), urn, urn),
        )
        return [_entry(row) for row in found]

    def own_hours_on(self, day: date, but: str = "") -> Decimal:
        """Hours the partner has entered for a day at all schools, one entry left out."""
        found = rows(
            self._db,
            "SELECT amount FROM time_entries WHERE on_day = ? AND whose = 'mine' AND unit = 'hours' AND id <> ?",
            (day.isoformat(), but),
        )
        return sum((Decimal(row["amount"]) for row in found), Decimal(0))

    def put(self, entry: TimeEntry) -> None:
        """Keep an entry, new, changed or put back."""
        told = entry.model_dump(mode="json")
        values = tuple(told[{"on_day": "on", "visit_id": "visit"}.get(name, name)] for name in _FIELDS)
        marks = ", ".join("?" for _ in _FIELDS)
        sets = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS[1:])
        self._db.conn.execute(
            f"INSERT INTO time_entries ({', '.join(_FIELDS)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}",
            values,
        )

    def remove(self, entry_id: str) -> None:
        """Take an entry out."""
        self._db.conn.execute("DELETE FROM time_entries WHERE id = ?", (entry_id,))

    def visits(self, years: Sequence[str], urn: str = "") -> list[TimedVisit]:
        """Visits and contacts of school years, of a school or of all, those called off left out."""
        marks = ", ".join("?" for _ in years)
        found = rows(
            self._db,
            "SELECT id, urn, kind, slot, year, term, title, state, header FROM visits "
            f"WHERE year IN ({marks}) AND (? = '' OR urn = ?) AND state NOT IN ('postponed', 'cancelled') ORDER BY date, id",
            (*years, urn, urn),
        )
        return [
            TimedVisit.model_validate(
                {**row, "term": row["term"] or None, "header": VisitHeader.model_validate_json(row["header"])}
            )
            for row in found
        ]

    def years(self, urn: str = "") -> list[str]:
        """School years that have a visit, of a school or of all."""
        found = rows(self._db, "SELECT DISTINCT year FROM visits WHERE (? = '' OR urn = ?)", (urn, urn))
        return [str(row["year"]) for row in found]


def _entry(row: dict[str, Any]) -> TimeEntry:
    names = {"on_day": "on", "visit_id": "visit"}
    return TimeEntry.model_validate({names.get(name, name): value for name, value in row.items()})
