"""The desk: one folder, one encrypted database, one process, one thread.

FOLDER/current          which set is in use; replaced in one step, so a restore happens wholly or not at all
FOLDER/set-…/desk.db    the database
FOLDER/set-…/desk.keys  the key file, and its copy
FOLDER/sealed/          issued PDFs, named by their hash, shared by all sets and backups
FOLDER/in-use.lock      held while a process has the desk open
"""

import contextlib
import hashlib
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
from sipdesk.system.files import DESK_MARK, private_folder, write_atomically
from sipdesk.system.folders import refuse_unsafe_desk_folder
from sipdesk.system.locks import DeskLock

DATABASE = "desk.db"
CURRENT = DESK_MARK
_COMPLETE = "complete"
_ASIDE = ("speller.words", "notices.left")
"""Facts that are kept without an entry in the audit, and that a partner would miss."""


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
        self._file = Path(str(scalar(db, "SELECT file FROM pragma_database_list WHERE name = 'main'")))
        self._inode = self._file.stat().st_ino

    @classmethod
    def create(cls, folder: Path, passphrase: str, clock: Clock, facts: dict[str, str]) -> "Desk":
        """Make a desk in an empty or new folder. `facts` are kept in `meta`. `Refused` where there is one already."""
        refuse_unsafe_desk_folder(folder)
        slots.check_strength(passphrase)
        _refuse_taken(folder)
        private_folder(folder)
        lock = DeskLock(folder)
        lock.take()
        try:
            sweep(folder)
            name = f"set-{clock.new_id()}"
            keys, key = slots.make(clock.new_id(), passphrase, clock.random)
            home = private_folder(folder / name)
            slots.store(home, keys)
            with _let_go_of(connect(home / DATABASE, key, create=True)) as db:
                desk = cls(folder, db, lock, (keys, key), clock)
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
            with _let_go_of(connect(home / DATABASE, key)) as db:
                refuse_newer(int(scalar(db, "PRAGMA user_version")), schema.SCHEMA_VERSION)
                desk = cls(folder, db, lock, (keys, key), clock)
                sweep(folder, home)
                if not (folder / CURRENT).exists() or (folder / CURRENT).read_bytes() != home.name.encode():
                    use_set(folder, home.name)
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
        self._refuse_gone()
        try:
            with self.db.atomic():
                yield self.db
        except DatabaseError as error:
            self.held.clear()
            raise told(error) from error
        except BaseException:
            self.held.clear()
            raise

    def _refuse_gone(self) -> None:
        """SQLite goes on writing into a file that was deleted or replaced under it, and all of that would be lost."""
        try:
            there = self._file.stat().st_ino == self._inode
        except OSError:
            there = False
        if not there:
            raise DeskDamaged(
                f"The desk is no longer in {self.folder}: its folder was moved, deleted or replaced while it was open. "
                "Nothing more can be saved until it is back in its place; what was saved before is in that folder."
            )

    @contextmanager
    def change(self, what: str, subject: str, detail: str = "", who: str = "") -> Iterator[Database]:
        """One transaction with its entry in the audit; the partner's, without a `who`."""
        with self.writing() as db:
            yield db
            audit.append(
                db,
                {
                    "at": self.clock.stamp(),
                    "who": who or self.fact("partner"),
                    "what": what,
                    "subject": subject,
                    "detail": detail,
                },
            )

    def state(self) -> str:
        """Changes whenever anything in the desk changes; for backups that are made after a change only."""
        seq, digest = audit.head(self.db)
        drafts = scalar(self.db, "SELECT count(*) || '@' || coalesce(max(at), '') FROM journal")
        return f"{seq}:{digest[:16]}:{drafts}:{self._asides()}"

    def _asides(self) -> str:
        """A digest of what neither the audit nor the journal knows of; empty where there is nothing of it."""
        sum_of = hashlib.sha256()
        for table in ("jottings", "phrases", "unfinished"):
            if scalar(self.db, "SELECT count(*) FROM sqlite_master WHERE name = ?", (table,)):
                for row in self.db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
                    sum_of.update(repr(tuple(row)).encode())
        for fact in _ASIDE:
            sum_of.update(self.fact(fact).encode())
        return "" if sum_of.digest() == hashlib.sha256().digest() else sum_of.hexdigest()[:16]

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same desk key for a new passphrase; the database is not touched."""
        key = slots.unwrap(self.keys, old)
        self.keys = slots.rewrap(self.keys, key, new, self.clock.random)
        slots.store(self.home, self.keys)

    def keep_recovery(self, recipient: bytes) -> None:
        """Let an authority's recovery key open this desk as well; the database is not touched."""
        keys = slots.with_recovery(self.keys, self.key, recipient)
        if keys != self.keys:
            self.keys = keys
            slots.store(self.home, self.keys)

    def close(self) -> None:
        """Fold the write-ahead log into the database and let go of the lock."""
        # The log is safe as it is: a full disk that cannot take it into the database now will do so another day.
        with contextlib.suppress(DatabaseError):
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()
        self._lock.release()
        self.key = b""


@contextmanager
def _let_go_of(db: Database) -> Iterator[Database]:
    """The database stays open, unless what is done with it fails: nobody else could open it, nor take its folder away."""
    try:
        yield db
    except BaseException:
        db.close()
        raise


def reset_passphrase(folder: Path, private: bytes, new: str, clock: Clock) -> None:
    """Wrap the desk key for a new passphrase, with the authority's recovery key (its private half) in place of the old one.
    `WrongPassphrase` where this key was never given to the desk."""
    home = current_set(folder)
    lock = DeskLock(folder)
    lock.take()
    try:
        keys = slots.load(home)
        slots.store(home, slots.rewrap(keys, slots.recovered(keys, private), new, clock.random))
    finally:
        lock.release()


def migrate(db: Database, migrations: Migrations) -> None:
    """Apply what is pending, all of it or nothing."""
    with db.atomic():
        migrations.apply(db)


def use_set(folder: Path, name: str) -> None:
    """Make a finished set the one in use: the single step in which a desk appears or is replaced."""
    write_atomically(folder / name / _COMPLETE, b"")
    write_atomically(folder / CURRENT, name.encode())


def current_set(folder: Path) -> Path:
    """The folder of the set in use; `NotFound` where there is no desk.

    Where the mark is lost or spoilt, the one finished set that lies there is the desk; between several nobody guesses.
    """
    try:
        name = (folder / CURRENT).read_bytes().decode("ascii", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        name = ""
    home = folder / name
    if name.startswith("set-") and "/" not in name and "\\" not in name and home.is_dir():
        return home
    finished = [found for found in folder.glob("set-*") if (found / _COMPLETE).exists()]
    if len(finished) == 1:
        return finished[0]
    if finished or name:
        raise DeskDamaged(
            f"The desk in {folder} does not say which of its sets is in use. Keep the folder as it is and restore the newest backup."
        )
    raise NotFound(
        f"There is no desk in {folder}. Make one with “sipdesk --desk FOLDER new --authority ID --partner NAME”."
    )


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder for the desk; nothing was changed.")
    try:
        current_set(folder)
    except NotFound:
        return
    raise Refused(f"There is a desk in {folder} already. Open it, or choose another folder; nothing was changed.")


def _whole(home: Path) -> bool:
    """Whether a set has both its database and its keys."""
    return (home / DATABASE).exists() and any((home / name).exists() for name in (slots.KEY_FILE, slots.KEY_COPY))


def sweep(folder: Path, current: Path | None = None) -> list[Path]:
    """Tidy what a restore or a creation left beside the set in use; call with the lock held.

    A finished set that was replaced is kept as `replaced-…`, because it may hold drafts that the backup did not; the
    person deletes it. An unfinished one is removed, but where no set is in use anything that might be a desk is kept too.
    Returns those kept.
    """
    kept = []
    for other in folder.glob("set-*"):
        if other == current:
            continue
        if (other / _COMPLETE).exists() or (current is None and _whole(other)):
            kept.append(other.rename(folder / other.name.replace("set-", "replaced-")))
        else:
            shutil.rmtree(other, ignore_errors=True)
    return kept
