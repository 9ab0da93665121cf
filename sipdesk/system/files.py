"""Files that are either the old one or the new one, never something between, whatever stops us."""

import contextlib
import ctypes
import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sipdesk.domain.errors import Refused

DESK_MARK = "current"
"""The file by which a folder is known as a desk."""


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can read (on POSIX; on Windows the user's profile sees to that)."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(stat.S_IRWXU)
    return folder


def made_folder(folder: Path) -> Path:
    """Make a folder for papers, with those above it. `Refused` where it cannot be made, with what stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Refused(
            f"{folder} cannot be a folder: there is a file where it should be. Nothing was written."
        ) from None
    return folder


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut. Windows has no such call and needs none for NTFS."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refuse_target(target: Path) -> None:
    """Raise `Refused` for a place that must not be written over: a folder, a device, or anything that belongs to a desk."""
    if target.is_dir():
        raise Refused(f"{target} is a folder; name the file. Nothing was written.")
    if target.exists() and not target.is_file():
        raise Refused(f"{target} is no ordinary file. Nothing was written.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}. Nothing was written.")
    for folder in target.absolute().resolve().parents:
        if (folder / DESK_MARK).is_file() and (any(folder.glob("set-*")) or (folder / "in-use.lock").exists()):
            raise Refused(f"{folder} is a desk; put the file somewhere else. Nothing was written.")


def write_atomically(
    target: Path, fill: bytes | Callable[[BinaryIO], None], check: Callable[[Path], None] | None = None
) -> None:
    """Write a file beside its target, flush it to the disk, let `check` read it, and put it in place in one step.

    Whoever is killed half-way leaves the old file as it was; a leftover `.part` file is harmless.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            if os.name == "posix":
                part.chmod(stat.S_IRUSR | stat.S_IWUSR)
            if callable(fill):
                fill(out)
            else:
                out.write(fill)
            out.flush()
            os.fsync(out.fileno())
        if check:
            check(part)
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def beginning(path: Path, most: int) -> bytes:
    """At most so many bytes of a file, however large it is. `OSError` where it cannot be read."""
    with path.open("rb") as held:
        return held.read(most)


def sync_file(path: Path) -> None:
    """Flush a finished file to the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def place_new(part: Path, target: Path) -> None:
    """Give a finished file its name where that name is free; `FileExistsError` where it is not, and `part` stays.

    Nothing is ever replaced. Windows refuses a rename onto a file by itself. Elsewhere a second link is made and the first
    taken away, which is the same in one step of the file system; where links are not to be had (some network and memory-stick
    file systems), the system's own rename without replacing; and where that is missing too, a rename after a look.
    """
    if os.name == "nt":
        part.rename(target)
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_new(part, target)
    else:
        with contextlib.suppress(OSError):  # it has its name: one that cannot be taken away is only litter
            part.unlink()


_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
_HERE = -100  # AT_FDCWD on Linux


def _rename_new(part: Path, target: Path) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(part), os.fsencode(target))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, 0x4)  # RENAME_EXCL
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, names[0], _HERE, names[1], 0x1)  # RENAME_NOREPLACE
    else:
        failed = -1
        ctypes.set_errno(errno.ENOSYS)
    if not failed:
        return
    number = ctypes.get_errno()
    if number not in _NO_LINKS:
        raise OSError(number, os.strerror(number), str(target))
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    part.rename(target)
