"""The standing of schools: facts with dates, placements, register entries, occurrences. Writing is the caller's transaction."""

import json
from collections.abc import Iterable
from typing import TypeVar

from sqlite_utils import Database

from sipdesk.domain.automatic import BY_RULE
from sipdesk.domain.base import Model
from sipdesk.domain.person import same_role
from sipdesk.domain.placement import DatedFact, Occurrence, Placement, RegisterEntry
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar

M = TypeVar("M", bound=Model)
_KEPT = ("facts", "placements", "risk_register", "occurrences")
_NUMBER = "number a year"
_NOT_YET = ("planned", "postponed", "cancelled")


class Standings:
    """Runs on the desk's thread. What was taken back stays where it is and says so."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._db = desk.db

    # -- facts ---------------------------------------------------------------------------------------------------

    def facts(self, urn: str = "") -> list[DatedFact]:
        """The facts kept of a school, or of all, in the order they were entered."""
        return self._read("facts", DatedFact, urn)

    def fact(self, fact_id: str) -> DatedFact | None:
        """One of them."""
        return self._one("facts", DatedFact, fact_id)

    def put_fact(self, fact: DatedFact) -> None:
        """Keep a fact, new or changed."""
        self._put("facts", fact.id, fact.urn, fact)

    def drop_fact(self, fact_id: str) -> None:
        """Take a fact out; the page it stood on is overwritten."""
        self._db.conn.execute("DELETE FROM facts WHERE id = ?", (fact_id,))

    # -- placements ----------------------------------------------------------------------------------------------

    def placements(self, urn: str = "") -> list[Placement]:
        """Every placement of a school, or of all, in the order of their days; those taken back among them."""
        found = self._read("placements", Placement, urn)
        return sorted(found, key=lambda one: one.order)

    def placement(self, placement_id: str) -> Placement | None:
        """One of them."""
        return self._one("placements", Placement, placement_id)

    def put_placement(self, placement: Placement) -> None:
        """Keep a placement, new or added to."""
        put_placement(self._db, placement)

    # -- register ------------------------------------------------------------------------------------------------

    def entries(self, urn: str = "") -> list[RegisterEntry]:
        """A school's time on the register, or that of all, the earliest first."""
        return sorted(self._read("risk_register", RegisterEntry, urn), key=lambda one: (one.on, one.id))

    def put_entry(self, entry: RegisterEntry) -> None:
        """Keep an entry, new or changed."""
        self._put("risk_register", entry.id, entry.urn, entry)

    def drop_entry(self, entry_id: str) -> None:
        """Take an entry out that was never a person's; the page it stood on is overwritten."""
        self._db.conn.execute("DELETE FROM risk_register WHERE id = ?", (entry_id,))

    # -- what came round -----------------------------------------------------------------------------------------

    def occurrences(self, urn: str | None = None) -> list[Occurrence]:
        """Of a school and of all schools at once; without one, everything."""
        if urn is None:
            return self._read("occurrences", Occurrence, "")
        found = self._db.conn.execute("SELECT detail FROM occurrences WHERE urn IN (?, '') ORDER BY id", (urn,))
        return [Occurrence.model_validate_json(row[0]) for row in found]

    def occurrence(self, occurrence_id: str) -> Occurrence | None:
        """One of them."""
        return self._one("occurrences", Occurrence, occurrence_id)

    def put_occurrence(self, occurrence: Occurrence) -> None:
        """Keep it, new or put back."""
        self._put("occurrences", occurrence.id, occurrence.urn, occurrence)

    def drop_occurrence(self, occurrence_id: str) -> None:
        """Take it out."""
        self._db.conn.execute("DELETE FROM occurrences WHERE id = ?", (occurrence_id,))

    def contacts(self, day: str, urn: str = "") -> Iterable[tuple[str, str, str, str]]:
        """School, kind, slot and date of each contact that took place by a day."""
        marks = ", ".join("?" for _ in _NOT_YET)
        only, given = (" AND urn = ?", [urn]) if urn else ("", [])
        found = self._db.conn.execute(
            f"SELECT urn, kind, slot, date FROM visits WHERE date <= ? AND state NOT IN ({marks}){only}",
            (day, *_NOT_YET, *given),
        )
        return [(str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in found]

    def heads(self, role: str) -> dict[str, str]:
        """Since when somebody holds a role at each school, in the words as typed; those who left are not among them."""
        found = rows(self._db, "SELECT urn, role, since FROM people WHERE until = '' ORDER BY id")
        return {str(row["urn"]): str(row["since"]) for row in found if same_role(str(row["role"]), role)}

    def public_state(self) -> str:
        """Changes whenever a public file is read in or taken back."""
        return str(
            scalar(self._db, "SELECT count(*) || ' ' || coalesce(max(id), '') || ' ' || count(undone) FROM imports")
        )

    def inspections(self) -> list[tuple[str, dict[str, str], str]]:
        """Of each school of this desk: all columns of the newest inspection file that had it, and the file's source."""
        found = self._db.conn.execute(
            "SELECT now.urn, now.columns, now.source FROM inspections AS now JOIN schools USING (urn) WHERE columns <> '' "
            "AND source = (SELECT max(source) FROM inspections AS newest WHERE newest.urn = now.urn AND newest.columns <> '')"
        )
        return [(str(row[0]), json.loads(row[1]), str(row[2])) for row in found]

    def numbers(self, authority: str) -> dict[str, str]:
        """Numbers a year that a person chose for this desk, by rule."""
        start = f"{_NUMBER} {authority} "
        found = rows(self._db, "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ? AND value <> ''", (len(start), start))  # fmt: skip
        return {str(row["key"])[len(start) :]: str(row["value"]) for row in found}

    def choose(self, authority: str, rule: str, number: str) -> None:
        """Keep such a number; an empty one takes it back."""
        self._desk.set_fact(f"{_NUMBER} {authority} {rule}", number)

    def since(self, urn: str = "") -> dict[str, str]:
        """The instant at which each allocation was last written, by school."""
        only, given = (" WHERE urn = ?", (urn,)) if urn else ("", ())
        return {str(row["urn"]): str(row["since"]) for row in rows(self._db, f"SELECT urn, since FROM allocations{only}", given)}  # fmt: skip

    def joined(self, urn: str = "") -> dict[str, str]:
        """The instant of the import with which each school last came to this caseload, or to another authority, by school; the
        next term's sheet changes nothing. None for a school that no import brought."""
        only, given = (" AND key = ?", (urn,)) if urn else ("", ())
        found = rows(
            self._db,
            "SELECT key, max(at) AS at FROM import_changes JOIN imports ON imports.id = import_id WHERE entity = 'allocation' "
            "AND undone IS NULL AND json_extract(after, '$.status') = 'mine' AND (before IS NULL "
            "OR json_extract(before, '$.status') <> 'mine' "
            f"OR json_extract(before, '$.authority') <> json_extract(after, '$.authority')){only} GROUP BY key",
            given,
        )
        return {str(row["key"]): str(row["at"]) for row in found}

    def mirror(self, urn: str, category: str, written: str) -> None:
        """Let the allocation name the category in which the school is now, by id and in words."""
        self._db.conn.execute(
            "UPDATE allocations SET category = ?, category_written = ? WHERE urn = ?", (category, written, urn)
        )

    # -- rows ----------------------------------------------------------------------------------------------------

    def _read(self, table: str, kind: type[M], urn: str) -> list[M]:
        only, given = (" WHERE urn = ?", (urn,)) if urn else ("", ())
        found = self._db.conn.execute(f"SELECT detail FROM {table}{only} ORDER BY id", given)
        return [kind.model_validate_json(row[0]) for row in found]

    def _one(self, table: str, kind: type[M], row_id: str) -> M | None:
        found = scalar(self._db, f"SELECT detail FROM {table} WHERE id = ?", (row_id,))
        return None if found is None else kind.model_validate_json(str(found))

    def _put(self, table: str, row_id: str, urn: str, model: Model) -> None:
        _put(self._db, table, (row_id, urn), model)


def _put(db: Database, table: str, key: tuple[str, str], model: Model) -> None:
    db.conn.execute(
        f"INSERT INTO {table} (id, urn, detail) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET detail = excluded.detail",
        (*key, model.model_dump_json()),
    )


def put_placement(db: Database, placement: Placement) -> None:
    """Keep a placement, new or added to."""
    _put(db, "placements", (placement.id, placement.urn), placement)


def take_back_import(db: Database, import_id: str, at: str) -> None:
    """What an import placed no longer counts."""
    for row in db.conn.execute("SELECT detail FROM placements").fetchall():
        placement = Placement.model_validate_json(row[0])
        if placement.import_id == import_id and not placement.taken_back:
            put_placement(db, placement.model_copy(update={"taken_back": at}))


def placed_since(db: Database, import_id: str, urn: str) -> bool:
    """Whether a person has placed the school after an import (ids sort by the time they were made)."""
    found = db.conn.execute("SELECT detail FROM placements WHERE urn = ? AND id > ?", (urn, import_id))
    kept = [Placement.model_validate_json(row[0]) for row in found]
    return any(not one.import_id and not one.taken_back and not one.automatic for one in kept)


def set_since(db: Database, import_id: str, urn: str) -> bool:
    """Whether a rule has set the school's category in or after an import."""
    found = db.conn.execute("SELECT detail FROM placements WHERE urn = ? AND id > ?", (urn, import_id))
    kept = [Placement.model_validate_json(row[0]) for row in found]
    return any(one.automatic and not one.taken_back for one in kept)


def known(db: Database, urn: str) -> bool:
    """Whether a person has entered anything about the standing of a school; what came with a sheet, and what rules set and
    nobody has added to, does not count."""
    by_rule = "coalesce(json_array_length(detail, '$.automatic'), 0) > 0"
    answered = " OR ".join(f"json_array_length(detail, '$.{name}') > 0" for name in ("told", "attempts", "assessments"))
    told = scalar(
        db,
        "SELECT EXISTS (SELECT 1 FROM facts WHERE urn = ?1) OR EXISTS (SELECT 1 FROM occurrences WHERE urn = ?1) "
        f"OR EXISTS (SELECT 1 FROM risk_register WHERE urn = ?1 AND (NOT {by_rule} OR {answered} "
        "OR json_extract(detail, '$.off') IS NOT NULL OR json_extract(detail, '$.internal') <> '' "
        f"OR json_extract(detail, '$.decided_by') <> '{BY_RULE}')) "
        f"OR EXISTS (SELECT 1 FROM placements WHERE urn = ?1 AND json_extract(detail, '$.import_id') = '' AND NOT {by_rule})",
        (urn,),
    )
    return bool(told)


def forget(db: Database, urn: str) -> None:
    """Everything of a school that leaves the desk altogether; each page is overwritten."""
    for table in _KEPT:
        db.conn.execute(f"DELETE FROM {table} WHERE urn = ?", (urn,))
