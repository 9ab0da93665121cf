"""The desk: one folder, one encrypted database, one process, one thread.

FOLDER/current          which set is in use; replaced in one step, so a restore happens wholly or not at all
FOLDER/set-…/desk.db    the database
FOLDER/set-…/desk.keys  the key file, and its copy
FOLDER/sealed/          issued PDFs, named by their hash, shared by all sets and backups
FOLDER/in-use.lock      held while a process has the desk open
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import DeskDamaged, NotFound, Refused
from sipdesk.keys import slots
from sipdesk.store import audit, schema
from sipdesk.store.sqlite import DatabaseError, connect, refuse_newer, scalar, told
from sipdesk.system.files import private_folder, write_atomically
from sipdesk.system.folders import refuse_unsafe_desk_folder
from sipdesk.system.locks import DeskLock

DATABASE = "desk.db"
CURRENT = "current"
_COMPLETE = "complete"


class Desk:
    """An open desk. Made by `Desk.create` or `Desk.open` on the thread that will use it; no other thread may."""

    def __init__(
        self, folder: Path, db: Database, lock: DeskLock, keys: tuple[slots.KeyFile, bytes], clock: Clock
    ) -> None:
        self.folder = folder
        self.db = db
        self.keys, self.key = keys
        self.clock = clock
        self.held: dict[str, Any] = {}
        """What was read and has not changed since: nobody else can write here. Emptied when a change is rolled back."""
        self._lock = lock

    @classmethod
    def create(cls, folder: Path, passphrase: str, clock: Clock, facts: dict[str, str]) -> "Desk":
        """Make a desk in an empty or new folder. `facts` are kept in `meta`. `Refused` where there is one already."""
        refuse_unsafe_desk_folder(folder)
        slots.check_strength(passphrase)
        if (folder / CURRENT).exists():
            raise Refused(
                f"There is a desk in {folder} already. Open it, or choose another folder; nothing was changed."
            )
        private_folder(folder)
        lock = DeskLock(folder)
        lock.take()
        try:
            sweep(folder)
            name = f"set-{clock.new_id()}"
            keys, key = slots.make(clock.new_id(), passphrase, clock.random)
            home = private_folder(folder / name)
            slots.store(home, keys)
            desk = cls(folder, connect(home / DATABASE, key, create=True), lock, (keys, key), clock)
            migrate(desk.db, schema.desk)
            with desk.change("created the desk", keys.desk):
                for name_of, value in {"desk": keys.desk, **facts}.items():
                    desk.set_fact(name_of, value)
            use_set(folder, name)
        except BaseException:
            lock.release()
            raise
        return desk

    @classmethod
    def open(cls, folder: Path, passphrase: str, clock: Clock) -> "Desk":
        """Open a desk. Raises `NotFound`, `DeskBusy`, `WrongPassphrase`, `DeskTooNew` or `DeskDamaged`; each says what to do."""
        refuse_unsafe_desk_folder(folder)
        home = current_set(folder)
        lock = DeskLock(folder)
        lock.take()
        try:
            keys = slots.load(home)
            key = slots.unwrap(keys, passphrase)
            db = connect(home / DATABASE, key)
            refuse_newer(int(scalar(db, "PRAGMA user_version")), schema.SCHEMA_VERSION)
            desk = cls(folder, db, lock, (keys, key), clock)
            sweep(folder, home)
        except BaseException:
            lock.release()
            raise
        return desk

    @property
    def home(self) -> Path:
        """The set in use."""
        return current_set(self.folder)

    @property
    def needs_migration(self) -> bool:
        """True where the desk was written by an older sipdesk; a backup comes before `migrate`."""
        return bool(schema.desk.pending(self.db))

    def fact(self, key: str, default: str = "") -> str:
        """A value of `meta`."""
        found = scalar(self.db, "SELECT value FROM meta WHERE key = ?", (key,))
        return default if found is None else str(found)

    def set_fact(self, key: str, value: str) -> None:
        """Keep a value in `meta`, inside the caller's transaction."""
        self.db.conn.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction, all or nothing; database errors come out as plain sentences."""
        try:
            with self.db.atomic():
                yield self.db
        except DatabaseError as error:
            self.held.clear()
            raise told(error) from error
        except BaseException:
            self.held.clear()
            raise

    @contextmanager
    def change(self, what: str, subject: str, detail: str = "") -> Iterator[Database]:
        """One transaction with its entry in the audit."""
        with self.writing() as db:
            yield db
            who = self.fact("partner")
            audit.append(
                db,
                {
                    "at": self.clock.stamp(),
                    "who": who,
                    "what": what,
                    "subject": subject,
                    "detail": detail,
                },
            )

    def state(self) -> str:
        """Changes whenever anything in the desk changes; for backups that are made after a change only."""
        seq, digest = audit.head(self.db)
        drafts = scalar(self.db, "SELECT count(*) || '@' || coalesce(max(at), '') FROM journal")
        return f"{seq}:{digest[:16]}:{drafts}"

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same desk key for a new passphrase; the database is not touched."""
        key = slots.unwrap(self.keys, old)
        self.keys = slots.rewrap(self.keys, key, new, self.clock.random)
        slots.store(self.home, self.keys)

    def close(self) -> None:
        """Fold the write-ahead log into the database and let go of the lock."""
        try:
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.db.close()
            self._lock.release()
            self.key = b""


def migrate(db: Database, migrations: Migrations) -> None:
    """Apply what is pending, all of it or nothing."""
    with db.atomic():
        migrations.apply(db)


def use_set(folder: Path, name: str) -> None:
    """Make a finished set the one in use: the single step in which a desk appears or is replaced."""
    write_atomically(folder / name / _COMPLETE, b"")
    write_atomically(folder / CURRENT, name.encode())


def current_set(folder: Path) -> Path:
    """The folder of the set in use; `NotFound` where there is no desk."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NotFound(
            f"There is no desk in {folder}. Make one with “sipdesk --desk FOLDER new --authority ID --partner NAME”."
        ) from None
    home = folder / name
    if not name.startswith("set-") or "/" in name or "\\" in name or not home.is_dir():
        raise DeskDamaged(f"The desk in {folder} names a set that is not there. Restore the newest backup.")
    return home


def sweep(folder: Path, current: Path | None = None) -> list[Path]:
    """Tidy what a restore or a creation left beside the set in use; call with the lock held.

    An unfinished set is removed. A finished one that was replaced is kept as `replaced-…`, because it may hold drafts
    that the backup did not; the person deletes it. Returns those kept.
    """
    kept = []
    for other in folder.glob("set-*"):
        if other == current:
            continue
        if (other / _COMPLETE).exists():
            kept.append(other.rename(folder / other.name.replace("set-", "replaced-")))
        else:
            shutil.rmtree(other, ignore_errors=True)
    return kept
