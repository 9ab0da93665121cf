"""The full text of all visits. What a person types is never FTS5's language: each word is quoted before it is asked."""

import unicodedata
from dataclasses import dataclass

from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows
from sipdesk.store.visits import index_words

BEGIN, END = "\x02", "\x03"
"""Around what was found in a snippet."""
_WORDS_AT_MOST = 12
_LETTERS_AT_MOST = 200
_SNIPPET = 24
"""Words of a snippet."""

_FIND = (
    f"SELECT a.visit_id, a.question, v.urn, v.title, v.date, v.year, v.form_sha256, c.name AS school, "
    f"snippet(search, 0, '{BEGIN}', '{END}', '…', {_SNIPPET}) AS snippet FROM search s "
    "CROSS JOIN answers a ON a.id = s.rowid CROSS JOIN visits v ON v.id = a.visit_id "
    "CROSS JOIN schools c ON c.urn = v.urn WHERE search MATCH ?"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer that holds all the words."""

    visit_id: str
    question: str
    urn: str
    title: str
    date: str | None
    year: str
    form_sha256: str
    school: str
    snippet: str


@dataclass(frozen=True, slots=True)
class SchoolName:
    """A school of this desk."""

    urn: str
    name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class VisitName:
    """A visit, by what people call it."""

    id: str
    urn: str
    title: str
    term: str
    year: str
    date: str | None
    state: str


def asked(typed: str) -> str:
    """What is typed as an FTS5 query: every word there, in any order, the last one perhaps unfinished."""
    bare = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in typed[:_LETTERS_AT_MOST])
    folded = unicodedata.normalize("NFC", bare)
    words = [word.replace('"', " ") for word in folded.split() if any(map(str.isalnum, word))][:_WORDS_AT_MOST]
    if not words:
        return ""
    unfinished = "" if typed[-1:].isspace() else "*"
    return " ".join(f'"{word}"' for word in words) + unfinished


class Search:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def words(self, typed: str, urn: str = "", limit: int = 20) -> list[Hit]:
        """The answers that hold all the words, best first; with `urn`, of that school alone."""
        query = asked(typed)
        if not query:
            return []
        index_words(self._db)
        only, values = (" AND v.urn = ?", (query, urn, limit)) if urn else ("", (query, limit))
        return [Hit(**row) for row in rows(self._db, f"{_FIND}{only} ORDER BY rank LIMIT ?", values)]

    def schools(self) -> list[SchoolName]:
        """Every school that is or was on the caseload, by name; never the register."""
        found = rows(
            self._db,
            "SELECT s.urn, s.name, a.status FROM schools s LEFT JOIN allocations a USING (urn) ORDER BY s.name COLLATE NOCASE, s.urn",
        )
        return [SchoolName(row["urn"], row["name"], row["status"] == "mine") for row in found]

    def visits(self, urns: list[str]) -> list[VisitName]:
        """The visits of some schools, the newest first."""
        marks = ", ".join("?" for _ in urns)
        found = rows(
            self._db,
            f"SELECT id, urn, title, term, year, date, state FROM visits WHERE urn IN ({marks}) "
            "ORDER BY year DESC, date DESC, id DESC",
            tuple(urns),
        )
        return [VisitName(**row) for row in found]
