"""A partner's own phrases in the desk."""

from sqlite_utils import Database

from sipdesk.domain.phrase import Phrase
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows


class Phrases:
    """Reads and writes phrases. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._db: Database = desk.db

    def all(self) -> list[Phrase]:
        """The most used first, of those equally used the newest."""
        found = rows(self._db, "SELECT id, words, used, at FROM phrases ORDER BY used DESC, at DESC, id DESC")
        return [Phrase.model_validate(row) for row in found]

    def put(self, phrase: Phrase) -> bool:
        """Keep a phrase; False where its words are kept already."""
        before = self._db.conn.total_changes
        self._db.conn.execute(
            "INSERT OR IGNORE INTO phrases (id, words, used, at) VALUES (?, ?, ?, ?)",
            (phrase.id, phrase.words, phrase.used, phrase.at),
        )
        return bool(self._db.conn.total_changes > before)

    def count_use(self, phrase_id: str, at: str) -> None:
        """It was used once more."""
        self._db.conn.execute("UPDATE phrases SET used = used + 1, at = ? WHERE id = ?", (at, phrase_id))

    def remove(self, phrase_id: str) -> None:
        """Take a phrase out."""
        self._db.conn.execute("DELETE FROM phrases WHERE id = ?", (phrase_id,))
