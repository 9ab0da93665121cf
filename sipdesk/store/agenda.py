"""The diary's tables: term dates a partner typed, a school's own days, dated visits, open actions with their reviews."""

from typing import Any

from sqlite_utils import Database

from sipdesk.domain.action import Action, ActionReview
from sipdesk.domain.agenda import SchoolDay, TermTimes, assumed_times
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.visit import State, VisitHeader
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows


class DatedVisit(Model):
    """A visit of a year as the diary needs it, dated or not."""

    id: str
    urn: str
    slot: str
    term: Term | None
    title: str
    state: State
    header: VisitHeader


class OpenRow(Model):
    """An action nobody has closed, with what visits found of it so far, the oldest first."""

    urn: str
    visit: str
    agreed_on: str
    agreed_at: str
    action: Action
    reviews: list[ActionReview] = []


class TermBook:
    """Term dates by authority: those a partner typed, else assumed ones. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def times(self, authority: str, year: AcademicYear, term: Term) -> TermTimes:
        """A term's dates and half-term."""
        return self._kept().get((authority, str(year), term.value)) or assumed_times(year, term)

    def year(self, authority: str, year: AcademicYear) -> list[TermTimes]:
        """The three terms of a year."""
        return [self.times(authority, year, term) for term in Term]

    def _kept(self) -> dict[tuple[str, str, str], TermTimes]:
        if "term dates" not in self._desk.held:
            names = ("term", "first", "last", "half_first", "half_last")
            self._desk.held["term dates"] = {
                (row["authority"], row["year"], row["term"]): TermTimes.model_validate(
                    {**{name: row[name] for name in names}, "assumed": False}
                )
                for row in rows(self._desk.db, "SELECT * FROM term_dates")
            }
        kept: dict[tuple[str, str, str], TermTimes] = self._desk.held["term dates"]
        return kept

    def keep(self, authority: str, year: AcademicYear, times: list[TermTimes]) -> None:
        """Keep confirmed dates; an assumed term loses what was kept of it."""
        self._desk.held.pop("term dates", None)
        for one in times:
            self._desk.db.conn.execute(
                "DELETE FROM term_dates WHERE authority = ? AND year = ? AND term = ?",
                (authority, str(year), one.term.value),
            )
            if not one.assumed:
                told = one.model_dump(mode="json")
                self._desk.db.conn.execute(
                    "INSERT INTO term_dates (authority, year, term, first, last, half_first, half_last) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        authority,
                        str(year),
                        *(told[name] for name in ("term", "first", "last", "half_first", "half_last")),
                    ),
                )


class Agenda:
    """Reads what the calendar, the actions and today's page show; keeps a school's own days."""

    def __init__(self, desk: Desk) -> None:
        self._db: Database = desk.db

    def visits(self, year: str) -> list[DatedVisit]:
        """Every visit and contact of a school year."""
        found = rows(
            self._db,
            "SELECT id, urn, slot, term, title, state, header FROM visits WHERE year = ? ORDER BY date, id",
            (year,),
        )
        return [
            DatedVisit.model_validate(
                {**row, "term": row["term"] or None, "header": VisitHeader.model_validate_json(row["header"])}
            )
            for row in found
        ]

    def days(self, first: str, last: str) -> list[SchoolDay]:
        """Schools' own days that touch a span of time."""
        found = rows(
            self._db,
            "SELECT id, urn, first, last, what FROM school_days WHERE last >= ? AND first <= ? ORDER BY first, id",
            (first, last),
        )
        return [SchoolDay.model_validate(row) for row in found]

    def day(self, day_id: str) -> SchoolDay | None:
        """One of them."""
        found = rows(self._db, "SELECT id, urn, first, last, what FROM school_days WHERE id = ?", (day_id,))
        return SchoolDay.model_validate(found[0]) if found else None

    def put_day(self, day: SchoolDay) -> None:
        """Keep a school's own day, new, changed or put back."""
        told = day.model_dump(mode="json")
        self._db.conn.execute(
            "INSERT INTO school_days (id, urn, first, last, what) VALUES (:id, :urn, :first, :last, :what) "
            "ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last, what = excluded.what",
            told,
        )

    def drop_day(self, day_id: str) -> None:
        """Forget it."""
        self._db.conn.execute("DELETE FROM school_days WHERE id = ?", (day_id,))

    def open_actions(self) -> list[OpenRow]:
        """Open actions of the schools on the caseload, the oldest first."""
        found = rows(
            self._db,
            "SELECT a.id, a.urn, a.visit_id, a.agreed_on, a.action, v.title, v.year FROM actions a "
            "JOIN visits v ON v.id = a.visit_id JOIN allocations m ON m.urn = a.urn AND m.status = 'mine' "
            "WHERE a.closed_by IS NULL AND v.state <> 'cancelled' ORDER BY a.agreed_on, a.visit_id, a.position",
        )
        reviews = self._reviews()
        return [
            OpenRow(
                urn=row["urn"],
                visit=row["visit_id"],
                agreed_on=row["agreed_on"],
                agreed_at=f"{row['title']}, {row['year']}",
                action=Action.model_validate_json(row["action"]),
                reviews=[ActionReview.model_validate_json(text) for text in reviews.get(row["id"], [])],
            )
            for row in found
        ]

    def _reviews(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in rows(
            self._db,
            "SELECT r.action_id, r.review FROM action_reviews r JOIN actions a ON a.id = r.action_id "
            "WHERE a.closed_by IS NULL ORDER BY r.at",
        ):
            found.setdefault(str(row["action_id"]), []).append(str(row["review"]))
        return found

    def count_open(self) -> int:
        """How many actions are open on the caseload."""
        found: Any = rows(
            self._db,
            "SELECT count(*) AS n FROM actions a JOIN visits v ON v.id = a.visit_id "
            "JOIN allocations m ON m.urn = a.urn AND m.status = 'mine' WHERE a.closed_by IS NULL AND v.state <> 'cancelled'",
        )
        return int(found[0]["n"])

    def since(self, what: str) -> dict[str, str]:
        """When each subject last became something, by the audit."""
        found = rows(self._db, "SELECT subject, max(at) AS at FROM audit WHERE what = ? GROUP BY subject", (what,))
        return {str(row["subject"]): str(row["at"]) for row in found}
