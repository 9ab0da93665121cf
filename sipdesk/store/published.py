"""Published figures as kept, and the files of public data they came from."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from sipdesk.domain.published import Source
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar

COLUMNS = (
    "level",
    "area",
    "year",
    "period",
    "phase",
    "pupils",
    "label",
    "name",
    "region",
    "phase_label",
    "roll",
    "pex",
    "pex_rate",
    "suspension",
    "suspension_rate",
    "one_plus",
    "one_plus_rate",
    "tokens",
)
"""One line of a file; see `imports.public.FigureLine`."""

CELLS = COLUMNS[10:17]
KINDS = ("ofsted", "exclusions", "links", "gias")
_PUBLIC = ", ".join(f"'{kind}'" for kind in KINDS)


def put_figures(db: Database, source: str, lines: Iterable[Sequence[str]]) -> None:
    """Keep a file's figures beside those of other files, inside the caller's transaction."""
    marks = ", ".join("?" for _ in range(len(COLUMNS) + 1))
    db.conn.executemany(
        f"INSERT INTO published ({', '.join(COLUMNS)}, source) VALUES ({marks})", ((*line, source) for line in lines)
    )


def take_back(db: Database, source: str) -> None:
    """Undo of a file of public data: what came with it goes."""
    for table in ("published", "inspections", "links"):
        db.conn.execute(f"DELETE FROM {table} WHERE source = ?", (source,))


class Figures:
    """Reads published figures."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of(self, areas: Sequence[tuple[str, str]], phase: str, pupils: str) -> list[dict[str, Any]]:
        """All rows of some areas (level and code) for a phase and a group, the newest year first."""
        if not areas:
            return []
        where = " OR ".join("(level = ? AND area = ?)" for _ in areas)
        told = [part for area in areas for part in area]
        return rows(
            self._db,
            f"SELECT * FROM published WHERE ({where}) AND phase = ? AND pupils = ? ORDER BY year DESC, source DESC",
            (*told, phase, pupils),
        )

    def region(self, code: str) -> str:
        """The region an authority lies in, in small letters; empty where no file has said so."""
        found = scalar(
            self._db,
            "SELECT region FROM published WHERE level = 'local' AND area = ? AND region <> '' ORDER BY source DESC LIMIT 1",
            (code,),
        )
        return str(found or "")

    def held(self) -> set[tuple[str, ...]]:
        """Every line of every file, without its source: what a new file tells that is known already."""
        listed = ", ".join(COLUMNS)
        return {tuple(row) for row in self._db.conn.execute(f"SELECT {listed} FROM published")}


class Sources:
    """The files of public data that were imported and not undone."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def all(self) -> list[Source]:
        """The newest import first."""
        found = rows(self._db, f"SELECT * FROM imports WHERE undone IS NULL AND kind IN ({_PUBLIC}) ORDER BY id DESC")
        return [_source(row) for row in found]

    def one(self, source: str) -> Source | None:
        """The source of this id."""
        return next((one for one in self.all() if one.id == source), None)

    def newest(self, kind: str) -> Source | None:
        """The newest file of a kind."""
        return next((one for one in self.all() if one.kind == kind), None)


def _source(row: dict[str, Any]) -> Source:
    detail = json.loads(row["detail"])
    return Source(
        id=row["id"],
        kind=row["kind"],
        title=detail.get("title") or "Register of establishments (Get Information About Schools)",
        published=detail.get("published") or None,
        file=row["file"],
        sha256=row["sha256"],
        imported=row["at"],
        rows=detail.get("rows", 0),
        kept=detail.get("kept", detail.get("rows", 0)),
    )
