"""What was made on paper and when: never the paper itself, only its hash. Writing inside the caller's transaction."""

from typing import Literal

from sipdesk.domain.base import Model
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

PaperKind = Literal["brief", "leaf", "note"]


class Paper(Model):
    """One file that left the desk."""

    id: str
    urn: str
    visit_id: str
    kind: PaperKind
    title: str
    sha256: str
    at: str


class Papers:
    """Reads and writes the list."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of_school(self, urn: str) -> list[Paper]:
        """What was made for a school, the newest first."""
        found = rows(self._db, "SELECT * FROM papers WHERE urn = ? ORDER BY at DESC, id DESC", (urn,))
        return [Paper.model_validate(row) for row in found]

    def add(self, paper: Paper) -> None:
        """Remember one."""
        told = paper.model_dump()
        marks = ", ".join(f":{name}" for name in told)
        self._db.conn.execute(f"INSERT INTO papers ({', '.join(told)}) VALUES ({marks})", told)
