"""Files that are either the old one or the new one, never something between, whatever stops us."""

import os
import stat
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


def sync_file(path: Path) -> None:
    """Flush a finished file to the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())
