"""Everything a shared folder can do to one question, with what sipdesk must make of it: the folder's part of the table.

The system's own answers are put in at the calls into the system, for a test has no full network share at hand.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sipdesk.sync import folder

CALLS: dict[str, tuple[Any, str]] = {
    "open": (os, "open"),
    "lstat": (Path, "lstat"),
    "fsync": (os, "fsync"),
    "link": (Path, "hardlink_to"),
    "sync": (folder, "sync_folder"),
}
"""The calls into the system that a fault can be put into."""

Spoiled = Callable[["Place"], None]


class Place(NamedTuple):
    """A folder, the name and bytes of a package, and a way to make a call into the system fail from now on."""

    folder: Path
    name: str
    data: bytes
    fail: Callable[[str, OSError], None]


class DiskFault(NamedTuple):
    """One thing that goes wrong."""

    says: str
    spoil: Spoiled
    put: str
    get: str
    """As in the faults of a line, and `None` as "none": nothing there."""


def failing(call: str, number: int, winerror: int | None = None) -> Spoiled:
    """A call into the system fails with this number."""

    def spoil(place: Place) -> None:
        error = OSError(number, os.strerror(number))
        if winerror is not None:
            error.winerror = winerror  # type: ignore[attr-defined]
        place.fail(call, error)

    return spoil


def there(data: Callable[[bytes], bytes]) -> Spoiled:
    """A file of that name lies there already."""
    return lambda place: (place.folder / place.name).write_bytes(data(place.data)) and None


def away(place: Place) -> None:
    """The folder is gone."""
    place.folder.rename(place.folder.with_name("elsewhere"))


def no_folder(place: Place) -> None:
    """A file where the folder was."""
    away(place)
    place.folder.write_bytes(b"")


def link(place: Place) -> None:
    """A link to another file under the package's name."""
    secret = place.folder.with_name("private.txt")
    secret.write_bytes(place.data)
    (place.folder / place.name).symlink_to(secret)


def stand_in(place: Place) -> None:
    """What iCloud leaves of a file it has not fetched."""
    (place.folder / f".{place.name}.icloud").write_bytes(b"bplist")


def capitals(place: Place) -> None:
    """A server that gives names back in capitals."""
    (place.folder / place.name.upper()).write_bytes(place.data)


def copies(place: Place) -> None:
    """What synchronising programs leave of a quarrel."""
    stem, _, end = place.name.rpartition(".")
    for name in (f"{stem}-OFFICE-PC.{end}", f"{stem} (1).{end}", f"{stem} - Copy.{end}", f"{place.name}.partial"):
        (place.folder / name).write_bytes(place.data[:7])


FAULTS = (
    DiskFault("the folder is gone", away, "later", "later"),
    DiskFault("a file where the folder was", no_folder, "person", "person"),
    DiskFault("the folder may only be read", failing("open", errno.EACCES), "person", "none"),
    DiskFault("the share is read-only", failing("open", errno.EROFS), "person", "none"),
    DiskFault("the folder may not be read", failing("lstat", errno.EACCES), "", "person"),
    DiskFault("the disk is full", failing("fsync", errno.ENOSPC), "person", "none"),
    DiskFault("the quota is used up", failing("fsync", errno.EDQUOT), "person", "none"),
    DiskFault("the disk is full (Windows)", failing("fsync", errno.EINVAL, 112), "person", "none"),
    DiskFault("the disk fails while it is written", failing("fsync", errno.EIO), "later", "none"),
    DiskFault("the share goes away while it is written", failing("fsync", errno.ESTALE), "later", "none"),
    DiskFault("the share goes away before it has its name", failing("link", errno.EHOSTDOWN), "later", "none"),
    DiskFault("the share goes away after it has its name", failing("sync", errno.EIO), "unknown", "none"),
    DiskFault("another program holds the file (Windows)", failing("link", errno.EACCES, 32), "later", "none"),
    DiskFault("another program locks a part of it (Windows)", failing("link", errno.EACCES, 33), "later", "none"),
    DiskFault("the path is too long", failing("open", errno.ENAMETOOLONG), "person", "none"),
    DiskFault("the file system knows no links", failing("link", errno.EPERM), "", "none"),
    DiskFault("nothing can be flushed to a network share", failing("sync", errno.EINVAL), "", "none"),
    DiskFault("the same package is there", there(bytes), "", "same"),
    DiskFault("another file has its name", there(lambda data: b"other " + data), "conflict", "other"),
    DiskFault("its beginning only has arrived", there(lambda data: data[: len(data) // 2]), "unknown", "other"),
    DiskFault("an empty placeholder has its name", there(lambda _data: b""), "later", "later"),
    DiskFault("a stand-in lies beside it", stand_in, "", "later"),
    DiskFault("the server answers in capitals", capitals, "", "same"),
    DiskFault("copies made in a quarrel lie beside it", copies, "", "none"),
    DiskFault("a link to another file has its name", link, "conflict", "none"),
)
