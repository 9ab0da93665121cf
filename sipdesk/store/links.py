"""The register's links between schools, file upon file, and the line of schools that went before one."""

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from sipdesk.domain.published import Link
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

_LAST = (
    "source = (SELECT max(source) FROM links AS later "
    "WHERE later.urn = now.urn AND later.other = now.other AND later.kind = now.kind)"
)
_AS_FAR_BACK = 12
"""Schools in a line; a chain longer than that is a ring or a mistake."""


def put_links(db: Database, source: str, lines: Sequence[Sequence[str]]) -> int:
    """URN, other URN, name, kind, day, way. Keep the links a file has and those before it had not, and that others are gone. Returns how many changed."""
    db.conn.execute(
        "CREATE TEMP TABLE incoming (urn TEXT, other TEXT, name TEXT, kind TEXT, since TEXT, way TEXT, PRIMARY KEY (urn, other, kind))"
    )
    db.conn.executemany("INSERT OR IGNORE INTO incoming VALUES (?, ?, ?, ?, ?, ?)", lines)
    db.conn.execute("CREATE TEMP TABLE standing AS SELECT * FROM links AS now WHERE gone = 0 AND " + _LAST)
    db.conn.execute("CREATE INDEX temp.standing_links ON standing (urn, other, kind)")
    made = db.conn.execute(
        "INSERT INTO links (urn, other, kind, source, name, since, way, gone) SELECT urn, other, kind, ?, name, since, way, 0 "
        "FROM incoming AS new WHERE NOT EXISTS (SELECT 1 FROM standing AS old WHERE old.urn = new.urn "
        "AND old.other = new.other AND old.kind = new.kind AND old.name = new.name AND old.since = new.since AND old.way = new.way)",
        (source,),
    ).rowcount
    # A file of some schools says nothing of the others.
    gone = db.conn.execute(
        "INSERT INTO links (urn, other, kind, source, name, since, way, gone) SELECT urn, other, kind, ?, name, since, way, 1 "
        "FROM standing AS old WHERE urn IN (SELECT urn FROM incoming) AND NOT EXISTS (SELECT 1 FROM incoming AS new "
        "WHERE new.urn = old.urn AND new.other = old.other AND new.kind = old.kind)",
        (source,),
    ).rowcount
    db.conn.execute("DROP TABLE standing")
    db.conn.execute("DROP TABLE incoming")
    return int(made) + int(gone)


class Links:
    """Reads the register's links."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def before(self, urn: str) -> list[Link]:
        """The schools that went directly before one, under either's URN. `shared` where more than one school did, or
        where one school became several: then a history is not wholly this school's."""
        found = self._linked(urn, "before", "after")
        whole = {one.urn for one in found if not one.shared}
        alone = {one for one in whole if not self._beyond(one, whole)}
        return [
            one.model_copy(update={"shared": one.shared or len(alone) > 1 or self._split(one.urn)}) for one in found
        ]

    def line(self, urn: str) -> list[str]:
        """The schools whose history is this school's, the nearest first: each the one school that went before."""
        found = [urn]
        while len(found) <= _AS_FAR_BACK:
            nearest = [one.urn for one in self.before(found[-1]) if not one.shared and one.urn not in found]
            nearest = [one for one in nearest if not self._beyond(one, set(nearest))] or nearest
            if not nearest:
                break
            found.append(nearest[0])
        return found[1:]

    def carried(self, urns: Iterable[str]) -> dict[str, str]:
        """Of schools that are not on the caseload, the one on it that carries on their history under a new URN, by the old one."""
        mine = {str(row["urn"]) for row in rows(self._db, "SELECT urn FROM allocations WHERE status = 'mine'")}
        found = {}
        for old in {*urns} - mine:
            seen, near = {old}, {old}
            for _ in range(_AS_FAR_BACK):
                near = {one.urn for here in near for one in self._linked(here, "after", "before")} - seen
                seen |= near
            for urn in seen & mine:
                if old in self.line(urn):
                    found[old] = urn
        return found

    def _beyond(self, urn: str, others: set[str]) -> bool:
        """Whether a school went before another of these: a conversion of a conversion, told twice."""
        return any(one.urn in others for one in self._linked(urn, "after", "before"))

    def _split(self, urn: str) -> bool:
        after = {one.urn for one in self._linked(urn, "after", "before") if not one.shared}
        return (
            len({one for one in after if not any(other.urn in after for other in self._linked(one, "before", "after"))})
            > 1
        )

    def _linked(self, urn: str, own: str, others: str) -> list[Link]:
        """Links this school has in one way, or other schools have to it in the opposite way; each school once."""
        found = rows(
            self._db,
            "SELECT other AS urn, name, kind, since, way FROM links AS now WHERE urn = ? AND way IN (?, ?) AND gone = 0 "
            f"AND {_LAST} UNION ALL SELECT urn, '', kind, since, way FROM links AS now WHERE other = ? AND way IN (?, ?) "
            f"AND gone = 0 AND {_LAST} ORDER BY since DESC, urn",
            (urn, own, f"part {own}", urn, others, f"part {others}"),
        )
        told: dict[str, Link] = {}
        for row in found:
            there = told.get(row["urn"])
            shared = row["way"].startswith("part") or bool(there and there.shared)
            name = row["name"] or (there.name if there else "")
            told[row["urn"]] = Link(
                urn=row["urn"],
                name=name,
                kind=row["kind"],
                on=row["since"] or (there.on if there else None),
                shared=shared,
            )
        return list(told.values())
