"""SQLCipher under sqlite-utils: the one place that knows the two were not made for each other.

sqlcipher3 has exceptions of its own, which are not sqlite3's, and sqlite-utils catches sqlite3's. Without the shim
below a failed INSERT … RETURNING leaves a transaction open and a later backup hangs for ever.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as cipher
import sqlite_utils.db
import sqlite_utils.utils
from sqlite_utils import Database

from sipdesk.domain.errors import DeskDamaged, DeskTooNew, Refused, SipdeskError

for _module in (sqlite_utils.db, sqlite_utils.utils):
    _module.sqlite3 = cipher  # type: ignore[attr-defined, unused-ignore]
    _module.OperationalError = cipher.OperationalError  # type: ignore[attr-defined, unused-ignore]

DatabaseError = cipher.DatabaseError
OperationalError = cipher.OperationalError
IntegrityError = cipher.IntegrityError
Connection = cipher.Connection

OLDEST_SQLITE = (3, 51, 3)
"""Versions before it can lose commits in WAL mode (sqlite.org, "the WAL-reset bug")."""

_PRAGMAS = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 1048576",
)


def check_version(version: tuple[int, ...] = cipher.sqlite_version_info) -> None:
    """Refuse an SQLite that is known to lose data."""
    if tuple(version) < OLDEST_SQLITE:
        raise Refused(
            f"This SQLite ({'.'.join(map(str, version))}) can lose what was saved; sipdesk needs 3.51.3 or newer. "
            "Install sipdesk with the versions it names."
        )


def connect(path: Path, key: bytes, *, create: bool = False) -> Database:
    """Open an encrypted database with its 32-byte key, on the calling thread, which alone may use it afterwards.

    Raises `DeskDamaged` where the file is no database of this key.
    """
    check_version()
    if not create and not path.is_file():
        raise DeskDamaged(f"The database {path.name} is not there. Restore the newest backup.")
    # isolation_level None: sqlite-utils begins and commits by itself; the driver must not do so as well.
    connection = cipher.connect(str(path), isolation_level=None, cached_statements=256)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute("BEGIN IMMEDIATE")  # takes the exclusive lock now, not at the first save
        connection.execute("COMMIT")
    except cipher.DatabaseError as error:
        connection.close()
        raise told(error, path) from None
    return Database(connection)


def told(error: Exception, path: Path | None = None) -> SipdeskError:
    """A database error as the sentence a person reads."""
    text = str(error)
    if "constraint failed" in text:  # and then names tables and columns, whose names may hold any word
        return Refused(f"This contradicts what is kept already ({text}). Nothing was changed.")
    if "locked" in text:
        return Refused("Another program has this database open. Close it and try again; nothing was changed.")
    if "full" in text:
        return Refused("The disk is full. Make room and try again; everything saved before is safe.")
    if "disk I/O" in text:
        return Refused(
            "The disk could not be written or read. Everything saved before is kept; check the disk, then try again."
        )
    if isinstance(error, cipher.IntegrityError):
        return Refused(f"This contradicts what is kept already ({text}). Nothing was changed.")
    name = path.name if path else "The desk"
    return DeskDamaged(
        f"{name} cannot be read ({text}). Nothing was changed. Keep the file, and restore the newest backup with “sipdesk restore”."
    )


def scalar(db: Database, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
    """The first value of the first row, or None."""
    row = db.conn.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


def rows(db: Database, sql: str, parameters: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
    """All rows as dictionaries."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def refuse_newer(found: int, known: int) -> None:
    """Raise `DeskTooNew` for a schema this program does not know."""
    if found > known:
        raise DeskTooNew(
            f"This desk was last opened by a newer sipdesk (schema {found}; this one knows {known}). "
            "Update sipdesk on this machine; nothing was changed."
        )
