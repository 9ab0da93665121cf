"""What Ofsted's files said of schools, file upon file: only what changed is kept again."""

import json
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

_BETWEEN = "\x1f"
_NEWEST = "source = (SELECT max(source) FROM inspections AS later WHERE later.urn = now.urn)"


def put_inspections(
    db: Database, source: str, lines: Sequence[Sequence[str]], full: Mapping[str, Mapping[str, str]]
) -> int:
    """Keep what a file says otherwise than the files before it, inside the caller's transaction. Returns how many schools."""
    db.conn.execute("CREATE TEMP TABLE incoming (urn TEXT PRIMARY KEY, line TEXT NOT NULL, columns TEXT NOT NULL)")
    told = ((line[0], _BETWEEN.join(line), _packed(full.get(line[0]))) for line in lines)
    db.conn.executemany("INSERT INTO incoming VALUES (?, ?, ?)", told)
    made = db.conn.execute(
        "INSERT INTO inspections SELECT urn, ?, line, columns FROM incoming AS new WHERE NOT EXISTS (SELECT 1 FROM "
        f"inspections AS now WHERE now.urn = new.urn AND {_NEWEST} AND now.line = new.line "
        "AND (now.columns = new.columns OR new.columns = ''))",
        (source,),
    )
    db.conn.execute("DROP TABLE incoming")
    return int(made.rowcount)


def _packed(columns: Mapping[str, str] | None) -> str:
    return json.dumps(columns, ensure_ascii=False) if columns else ""


class Inspections:
    """Reads what the newest files say."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def columns(self, urn: str) -> tuple[dict[str, str], str]:
        """All columns of a school and the source they came with; both empty where none were kept."""
        found = rows(
            self._db,
            "SELECT columns, source FROM inspections WHERE urn = ? AND columns <> '' ORDER BY source DESC",
            (urn,),
        )
        return (json.loads(found[0]["columns"]), str(found[0]["source"])) if found else ({}, "")
