"""A shared folder: on this machine, on a server, or one that OneDrive and the like carry on by themselves.

A file is written under a name that such programs leave alone (`.tmp`), flushed, and given its own name only when whole, and
only where that name is free. What the folder holds besides is never touched, other than half-written files of ours that are
older than a day.
"""

import errno
import os
import secrets
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sipdesk.sync.transport import AGAIN, KEPT, LARGEST, LOOKED, Outcome, Sort, Trouble, checked, is_name
from sipdesk.system.files import place_new, sync_folder

_PART = ".sipdesk-"
_PART_END = ".tmp"
_ORPHAN = timedelta(days=1)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_TAKEN = {32, 33}
"""Windows' own numbers: another program has the file open, or a part of it locked."""
_FULL_HERE = {39, 112}
"""Windows: the disk is full."""
_RECALL = 0x1000 | 0x40000 | 0x400000
"""Windows' marks of a file that is only listed here and lies elsewhere: offline, recall on open, recall on access."""


class FolderTransport:
    """Packages in one folder. Errors name the folder, never a file in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._swept = False

    def put_new(self, name: str, data: bytes) -> Outcome:
        """See `Transport`. What is there already is compared byte for byte."""
        target = self.folder / checked(name)
        self._look()
        if not self._swept:
            self.sweep()
        part = self.folder / f"{_PART}{secrets.token_hex(8)}{_PART_END}"
        try:
            self._write(part, data)
            place_new(part, target)
        except FileExistsError:
            return self._compare(target, data)
        except OSError as error:
            raise self._trouble(error, "later") from error
        finally:
            with suppress(OSError):  # one that stays is an orphan, and swept another day
                part.unlink(missing_ok=True)
        try:
            sync_folder(self.folder)
        except OSError as error:
            if error.errno not in {
                errno.EINVAL,
                errno.ENOTSUP,
                errno.EBADF,
            }:  # some network shares cannot, and need not
                raise self._trouble(error, "unknown") from error
        return "created"

    def get(self, name: str) -> bytes | None:
        """See `Transport`. A file of no bytes, or one that is only listed here, is `Trouble` of the sort `later`."""
        checked(name)
        self._look()
        data = self._read(self.folder / name)
        if data is None:
            return self._other_spelling(name)
        return data

    def list(self, prefix: str = "") -> list[str]:
        """See `Transport`. Copies that a synchronising program made (“name-PC”, “name (1)”) are none of ours."""
        self._look()
        try:
            with os.scandir(self.folder) as entries:
                names = {entry.name.lower() for entry in entries if is_name(entry.name.lower())}
        except OSError as error:
            raise self._trouble(error, "later") from error
        return sorted(name for name in names if name.startswith(prefix))

    def describe(self) -> str:
        """The folder."""
        return f"The folder {self.folder}"

    def sweep(self, now: datetime | None = None) -> int:
        """Take away half-written files of ours that are older than a day; how many. Nothing else is touched.

        Where something was in the way (the folder gone for a moment, a file held open), the next package tries again.
        """
        oldest = ((now or datetime.now(UTC)) - _ORPHAN).timestamp()
        gone, missed = 0, False
        try:
            with os.scandir(self.folder) as entries:
                orphans = [one for one in entries if one.name.startswith(_PART) and one.name.endswith(_PART_END)]
        except OSError:
            return 0
        for orphan in orphans:
            try:
                if orphan.stat(follow_symlinks=False).st_mtime < oldest:
                    Path(orphan.path).unlink()
                    gone += 1
            except OSError:
                missed = True
        self._swept = not missed
        return gone

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _look(self) -> None:
        """`Trouble` where the folder itself is not there: nothing in it is then known to be missing."""
        try:
            mode = self.folder.stat().st_mode
        except OSError as error:
            raise self._trouble(error, "later") from error
        if not stat.S_ISDIR(mode):
            raise Trouble(
                f"{self.folder} is a file, not a folder. Nothing was sent; correct the destination.", "person"
            )

    @staticmethod
    def _write(part: Path, data: bytes) -> None:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o660)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())

    def _compare(self, target: Path, data: bytes) -> Outcome:
        there = self._read(target)
        if there is None:
            if _is_no_plain_file(target):
                return "conflict"
            # Gone between two looks, and perhaps back by now: it may be the very same.
            raise Trouble(f"{self.describe()} changed while the package was put there. {LOOKED}", "unknown")
        if there == data:
            return "already-same"
        if len(there) < len(data) and data.startswith(there):
            raise Trouble(
                f"{self.describe()} holds the beginning of this package only: it may still be on its way there. "
                f"Nothing was written over. {LOOKED}",
                "unknown",
                alone=True,
            )
        return "conflict"

    def _read(self, path: Path) -> bytes | None:
        """The bytes of a plain file; None where there is none (a link or a folder is none)."""
        try:
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode):
                return None
            self._refuse_size(about.st_size)
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble(error, "later") from error
        if not data:
            where = " only lists" if getattr(about, "st_file_attributes", 0) & _RECALL else " holds an empty file for"
            raise Trouble(
                f"{self.describe()}{where} a package whose contents have not arrived yet. {LOOKED}",
                "later",
                alone=True,
            )
        return data

    def _refuse_size(self, size: int) -> None:
        if size > LARGEST:
            raise Trouble(
                f"{self.describe()} holds a file of {size // 1_000_000} MB under the name of a package. It was not read; "
                "ask the people who run that folder to look at it.",
                "person",
                alone=True,
            )

    def _other_spelling(self, name: str) -> bytes | None:
        """Some servers give names back in capitals, and some programs leave a stand-in beside them."""
        try:
            with os.scandir(self.folder) as entries:
                found = {entry.name.lower(): entry.name for entry in entries}
        except OSError as error:
            raise self._trouble(error, "later") from error
        if f".{name}.icloud" in found:
            told = f"{self.describe()} only lists a package that has not arrived yet. {LOOKED}"
            raise Trouble(told, "later", alone=True)
        if name not in found:
            return None
        path = self.folder / found[name]
        data = self._read(path)
        if data is None and not _is_no_plain_file(path):  # listed, and gone when it was read: nobody knows
            raise Trouble(f"{self.describe()} changed while it was read. {LOOKED}", "later")
        return data

    def _trouble(self, error: OSError, otherwise: Sort) -> Trouble:
        where, kept = self.describe(), KEPT
        windows = getattr(error, "winerror", None)
        if error.errno in _FULL or windows in _FULL_HERE:
            return Trouble(f"{where} is full. {kept} Make room there, or ask for more, then try again.", "person")
        if windows in _TAKEN or error.errno in {errno.EBUSY, errno.ETXTBSY, errno.EAGAIN}:
            return Trouble(f"{where} holds the file in use by another program. {kept} {AGAIN}", otherwise)
        if error.errno in _CLOSED:
            return Trouble(
                f"{where} may not be written or read from this account. {kept} Ask the people who run it to let you in, then "
                "try again.",
                "person",
            )
        if error.errno == errno.ENAMETOOLONG:
            return Trouble(
                f"{where} has too long a path for its files. {kept} Choose a folder nearer the top.", "person"
            )
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return Trouble(
                f"{where} is not there now. {kept} Connect to the network it is on, or start the program that "
                f"synchronises it. {AGAIN}",
                otherwise,
            )
        return Trouble(f"{where} did not answer ({os.strerror(error.errno or 0)}). {kept} {AGAIN}", otherwise)


def _is_no_plain_file(path: Path) -> bool:
    """Whether a link, a folder or the like has this name for certain."""
    try:
        return not stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
