"""The contacts of a school: rows and models. Writing happens inside the caller's transaction."""

from sipdesk.domain.person import Person
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows

_FIELDS = ("id", "urn", "role", "name", "email", "phone", "since", "until", "checked")


class People:
    """Reads and writes contacts."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of_school(self, urn: str) -> list[Person]:
        """Everybody at a school, in the order they were entered."""
        found = rows(self._db, f"SELECT {', '.join(_FIELDS)} FROM people WHERE urn = ? ORDER BY id", (urn,))
        return [Person.model_validate({**row, "checked": row["checked"] or None}) for row in found]

    def schools_with(self, domain: str, but: str) -> list[str]:
        """The schools (URN), but for one, whose people now have an address of this domain; in small letters."""
        found = rows(
            self._db,
            "SELECT DISTINCT urn FROM people WHERE urn <> ? AND until = ''"
            " AND lower(trim(substr(email, instr(email, '@') + 1))) = ? AND instr(email, '@') > 0 ORDER BY urn",
            (but, domain),
        )
        return [str(row["urn"]) for row in found]

    def get(self, person_id: str) -> Person | None:
        """One contact."""
        found = rows(self._db, f"SELECT {', '.join(_FIELDS)} FROM people WHERE id = ?", (person_id,))
        return Person.model_validate({**found[0], "checked": found[0]["checked"] or None}) if found else None

    def put(self, person: Person) -> None:
        """Keep a contact, new or changed."""
        told = person.model_dump(mode="json")
        values = tuple(told[name] or "" for name in _FIELDS)
        marks = ", ".join("?" for _ in _FIELDS)
        sets = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS[1:])
        self._db.conn.execute(
            f"INSERT INTO people ({', '.join(_FIELDS)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}", values
        )

    def remove(self, person_id: str) -> None:
        """Take a contact out; the page it stood on is overwritten."""
        self._db.conn.execute("DELETE FROM people WHERE id = ?", (person_id,))
