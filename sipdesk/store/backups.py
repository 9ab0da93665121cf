"""Backups: one file that restores a desk anywhere its passphrase is known. Verified before it is put in place.

The file is a ZIP (stored): `manifest.json`, `desk.db` (encrypted with the desk key), `desk.keys`, `sealed/…`.
"""

import hashlib
import shutil
import tempfile
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import ValidationError
from sqlite_utils import Database

from sipdesk.domain.base import Model
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import DeskDamaged, Refused
from sipdesk.keys import slots
from sipdesk.store import audit, schema, sealed
from sipdesk.store.desk import CURRENT, DATABASE, Desk, migrate, sweep, use_set
from sipdesk.store.sqlite import DatabaseError, connect, refuse_newer, rows, scalar, told
from sipdesk.store.visits import index_words
from sipdesk.system.files import private_folder, refuse_target, sync_file, write_atomically
from sipdesk.system.folders import refuse_unsafe_desk_folder
from sipdesk.system.locks import DeskLock

SEALED = sealed.FOLDER
_CHUNK = 1 << 20
_NO_ZIP = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""How an archive that is damaged, locked or of another kind fails."""


class Part(Model):
    """One file inside a backup."""

    sha256: str
    size: int


class Manifest(Model):
    """What a backup says of itself."""

    format: Literal["sipdesk backup 1"] = "sipdesk backup 1"
    desk: str
    made: str
    state: str
    schema_version: int
    audit_length: int
    audit_head: str
    counts: dict[str, int]
    files: dict[str, Part]


def counts(db: Database) -> dict[str, int]:
    """Rows in each table of ours; the search is left out, as it may lag behind."""
    tables = rows(
        db,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' AND name NOT IN ('indexed', 'unindexed')",
    )
    return {
        row["name"]: int(scalar(db, f"SELECT count(*) FROM {row['name']}"))
        for row in sorted(tables, key=lambda r: r["name"])
    }


def verify_database(db: Database) -> None:
    """Every page's seal, every index, every reference, the search and the audit chain; `DeskDamaged` at the first fault."""
    try:
        faults = [row[0] for row in db.conn.execute("PRAGMA cipher_integrity_check").fetchall()]
        faults += [row[0] for row in db.conn.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        faults += [
            f"a row of {row[0]} refers to nothing" for row in db.conn.execute("PRAGMA foreign_key_check").fetchall()
        ]
        index_words(db)
        db.conn.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        raise told(error) from None
    if faults:
        raise DeskDamaged(
            f"The database is damaged ({faults[0]}). Keep it as it is and restore the newest backup beside it."
        )
    audit.verify(db)


def _digest(stream: BinaryIO) -> Part:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Part(sha256=digest.hexdigest(), size=size)


def _part(path: Path) -> Part:
    with path.open("rb") as stream:
        return _digest(stream)


def read_manifest(file: Path) -> Manifest | None:
    """What an existing backup says of itself; None where the file is no backup."""
    try:
        with zipfile.ZipFile(file) as archive:
            return Manifest.model_validate_json(archive.read("manifest.json"))
    except (*_NO_ZIP, KeyError, ValidationError):
        return None


def make(desk: Desk, target: Path) -> Manifest | None:
    """Write a verified backup to `target`; None where that file already holds exactly this state of this desk.

    `Refused` where it holds something else, `DeskDamaged` where it is the last to hold a signed note whole.
    """
    refuse_target(target)
    there = read_manifest(target)
    if there is None and target.exists() and target.stat().st_size:
        raise Refused(f"{target} holds something else than a sipdesk backup. Choose another name; nothing was written.")
    if there and there.desk != desk.keys.desk:
        raise Refused(f"{target} holds the backup of another desk. Choose another name; nothing was written.")
    return None if there and there.state == desk.state() else _write(desk, target, there)


def make_before_update(desk: Desk) -> Path:
    """The backup that an update of the tables begins with. It lies in the desk's own folder, where nothing else may, and
    nothing that lies there keeps the desk from being opened."""
    target = desk.folder / f"before-update-from-{scalar(desk.db, 'PRAGMA user_version')}.sipbackup"
    _write(desk, target, None)
    return target


def _write(desk: Desk, target: Path, there: Manifest | None) -> Manifest:
    """`there`: what the backup says of itself whose place the new one takes, where that has to be asked."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=desk.folder) as scratch:
        copy = Path(scratch) / DATABASE
        try:
            desk.db.conn.execute("VACUUM INTO ?", (str(copy),))
        except DatabaseError as error:
            raise told(error) from None
        manifest = _verified(desk, copy)
        sources = {DATABASE: copy, slots.KEY_FILE: desk.home / slots.KEY_FILE, **_sealed(desk.folder)}
        files = {name: _part(path) for name, path in sources.items()}
        _refuse_poorer(desk, target, there, files)
        manifest = manifest.model_copy(update={"files": files})
        write_atomically(target, lambda out: _pack(out, manifest, sources), _check_archive)
    return manifest


def _refuse_poorer(desk: Desk, target: Path, there: Manifest | None, files: dict[str, Part]) -> None:
    """`DeskDamaged` where the backup to be replaced is the last to hold a signed note whole."""
    if there is None:
        return
    for name in (f"{SEALED}/{sha256}.pdf" for sha256 in sealed.hashes(desk)):
        if _whole(name, there.files.get(name)) and not _whole(name, files.get(name)):
            raise DeskDamaged(
                f"A signed note in this desk is lost or damaged, and the backup {target.name} still has it whole: restore that, "
                "or write the new backup under another name. Nothing was written."
            )


def _whole(name: str, part: Part | None) -> bool:
    """Whether a sealed file is the one its name says."""
    return part is not None and part.sha256 == Path(name).stem


def _verified(desk: Desk, copy: Path) -> Manifest:
    db = connect(copy, desk.key)
    try:
        verify_database(db)
        length, head = audit.head(db)
        told_counts = counts(db)
        if (length, head) != audit.head(desk.db) or told_counts != counts(desk.db):
            raise DeskDamaged("The copy differs from the desk; no backup was made. Try again.")
    finally:
        fold(db)
        db.close()
    return Manifest(
        desk=desk.keys.desk,
        made=desk.clock.stamp(),
        state=desk.state(),
        schema_version=int(scalar(desk.db, "PRAGMA user_version")),
        audit_length=length,
        audit_head=head,
        counts=told_counts,
        files={},
    )


def fold(db: Database) -> None:
    """Fold the write-ahead log into the database file, which is about to travel alone."""
    try:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError as error:
        raise told(error) from None


def _sealed(folder: Path) -> dict[str, Path]:
    return {f"{SEALED}/{path.name}": path for path in sorted((folder / SEALED).glob("*"))}


def _pack(out: BinaryIO, manifest: Manifest, sources: dict[str, Path]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", manifest.model_dump_json(indent=1))
        for name, path in sources.items():
            archive.write(path, name)


def _check_archive(file: Path) -> None:
    """Compare each file inside with the manifest; `DeskDamaged` where one is missing, cut or changed."""
    damaged = DeskDamaged(f"{file.name} is not a whole sipdesk backup. Use another one; nothing was changed.")
    manifest = read_manifest(file)
    if manifest is None:
        raise damaged
    try:
        with zipfile.ZipFile(file) as archive:
            names = sorted(archive.namelist())
            if names != sorted(["manifest.json", *manifest.files]) or {DATABASE, slots.KEY_FILE} - set(names):
                raise damaged
            for name, part in manifest.files.items():
                with archive.open(name) as stream:
                    if _digest(stream) != part:  # type: ignore[arg-type]
                        raise damaged
    except (*_NO_ZIP, ValueError):
        raise damaged from None


def restore(folder: Path, file: Path, passphrase: str, clock: Clock) -> tuple[Manifest, list[Path]]:
    """Put a backup in place of (or as) the desk in a folder: wholly, or not at all.

    Returns the manifest and the folders where replaced desks are kept. Raises `DeskDamaged`, `WrongPassphrase`,
    `DeskBusy` or `DeskTooNew`, and then nothing has changed.
    """
    refuse_unsafe_desk_folder(folder)
    if file.is_dir():
        raise DeskDamaged(f"{file} is a folder, not a backup. Nothing was changed.")
    if not file.is_file():
        raise DeskDamaged(f"There is no file {file}. Nothing was changed.")
    _check_archive(file)
    manifest = read_manifest(file)
    if manifest is None:  # vanished between two looks
        raise DeskDamaged(f"{file.name} cannot be read. Nothing was changed.")
    private_folder(folder)
    lock = DeskLock(folder)
    lock.take()
    name = f"set-{clock.new_id()}"
    try:
        _unpack(folder / name, file, manifest)
        _try(folder / name, passphrase, manifest)
        _unpack_sealed(folder, file, manifest)
        use_set(folder, name)
        return manifest, sweep(folder, folder / name)
    except BaseException:
        if not _in_use(folder, name):
            shutil.rmtree(folder / name, ignore_errors=True)
        raise
    finally:
        lock.release()


def _in_use(folder: Path, name: str) -> bool:
    current = folder / CURRENT
    return current.exists() and current.read_text(encoding="utf-8").strip() == name


def _unpack(home: Path, file: Path, manifest: Manifest) -> None:
    """The database and its keys, as a set of their own."""
    if any(inside not in _SET and inside != f"{SEALED}/{_bare(inside)}" for inside in manifest.files):
        raise DeskDamaged(f"{file.name} holds a file that does not belong there. Nothing was changed.")
    private_folder(home)
    with zipfile.ZipFile(file) as archive:
        for inside in _SET:
            write_atomically(home / inside, partial(_copy, archive, inside))


def _unpack_sealed(folder: Path, file: Path, manifest: Manifest) -> None:
    """The signed notes that are not there whole. They lie under their hash beside all sets, so nothing good is replaced."""
    with zipfile.ZipFile(file) as archive:
        for inside, part in manifest.files.items():
            if inside in _SET:
                continue
            target = private_folder(folder / SEALED) / _bare(inside)
            if not target.exists() or (_whole(inside, part) and not _whole(inside, _part(target))):
                write_atomically(target, partial(_copy, archive, inside))


_SET = (DATABASE, slots.KEY_FILE)


def _bare(inside: str) -> str:
    """The name of a sealed file without its folder; “-” for a name that no file can have."""
    name = Path(inside).name
    return name if name not in {"", ".", ".."} else "-"


def _copy(archive: zipfile.ZipFile, inside: str, out: BinaryIO) -> None:
    with archive.open(inside) as source:
        shutil.copyfileobj(source, out, _CHUNK)


def _try(home: Path, passphrase: str, manifest: Manifest) -> None:
    """Open the unpacked desk as it will be opened, before anything is replaced."""
    keys = slots.load(home)
    db = connect(home / DATABASE, slots.unwrap(keys, passphrase))
    try:
        refuse_newer(int(scalar(db, "PRAGMA user_version")), schema.SCHEMA_VERSION)
        verify_database(db)
        if counts(db) != manifest.counts or audit.head(db) != (manifest.audit_length, manifest.audit_head):
            raise DeskDamaged("The backup does not hold what it says. Use another one; nothing was changed.")
        migrate(db, schema.desk)
        fold(db)
    finally:
        db.close()
    sync_file(home / DATABASE)
