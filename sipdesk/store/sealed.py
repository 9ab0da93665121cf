"""Signed notes: each a file of its own beside the database, named by its hash and never written again.

A note has one file for each revision, and beside it one for a wider rendition where somebody asked for that.
"""

import hashlib
import os
from pathlib import Path

from sipdesk.domain.errors import DeskDamaged
from sipdesk.domain.note import Rendition
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows
from sipdesk.system.files import private_folder, write_atomically

FOLDER = "sealed"
_SEALED = "sealed."
"""How the names of the facts begin that say which file is which note."""


def _place(desk: Desk, sha256: str) -> Path:
    return desk.folder / FOLDER / f"{sha256}.pdf"


def _key(note: str, revision: int, rendition: Rendition) -> str:
    return f"{_SEALED}{note}.{revision}" + ("" if rendition == "full" else f".{rendition}")


def put(desk: Desk, sha256: str, pdf: bytes) -> bool:
    """Lay a file down. One that lies there already is the same one; True where it did not."""
    private_folder(desk.folder / FOLDER)
    target = _place(desk, sha256)
    if target.exists():
        return False
    write_atomically(target, pdf)
    if os.name == "posix":
        target.chmod(0o400)
    return True


def take_up(desk: Desk, sha256: str) -> None:
    """Take a file away that was laid down for a change which then did not happen."""
    _place(desk, sha256).unlink(missing_ok=True)


def remember(desk: Desk, note: str, revision: int, sha256: str, rendition: Rendition = "full") -> None:
    """That this file is that revision of that note; inside the caller's transaction."""
    desk.set_fact(_key(note, revision, rendition), sha256)


def hash_of(desk: Desk, note: str, revision: int, rendition: Rendition = "full") -> str:
    """The hash of a note's sealed file; empty where this desk has none."""
    return desk.fact(_key(note, revision, rendition))


def remember_stamped(desk: Desk, note: str, revision: int, sha256: str) -> None:
    """That this file, with a time stamp more, is given out from now on; inside the caller's transaction."""
    before = [*hashes_before(desk, note, revision), hash_of(desk, note, revision)]
    desk.set_fact(f"{_key(note, revision, 'full')}.before", " ".join(before))
    remember(desk, note, revision, sha256)


def hashes_before(desk: Desk, note: str, revision: int) -> list[str]:
    """The hashes of the same note before time stamps were added to it, the oldest first."""
    return desk.fact(f"{_key(note, revision, 'full')}.before").split()


def successor(desk: Desk, note: str) -> str:
    """The latest signed revision that took a note's place, in words; empty while there is none.

    A correction that is still being written replaces nothing.
    """
    later = rows(
        desk.db,
        "SELECT new.id, new.revision FROM notes old JOIN notes new ON new.visit_id = old.visit_id "
        "AND new.revision > old.revision WHERE old.id = ? ORDER BY new.revision DESC",
        (note,),
    )
    signed = (int(row["revision"]) for row in later if hash_of(desk, str(row["id"]), int(row["revision"])))
    found = next(signed, None)
    return f"revision {found}" if found is not None else ""


def of_visit(desk: Desk, visit_id: str) -> bytes | None:
    """The sealed note of a visit; None while its latest revision is not signed.

    `DeskDamaged` where the file is not the one that was sealed.
    """
    latest = rows(
        desk.db, "SELECT id, revision FROM notes WHERE visit_id = ? ORDER BY revision DESC LIMIT 1", (visit_id,)
    )
    sha256 = hash_of(desk, str(latest[0]["id"]), int(latest[0]["revision"])) if latest else ""
    return read(desk, sha256) if sha256 else None


def hashes(desk: Desk) -> list[str]:
    """Of every file that the desk says it sealed: each revision and rendition, with its time stamps and before them."""
    found = rows(desk.db, "SELECT value FROM meta WHERE substr(key, 1, ?) = ?", (len(_SEALED), _SEALED))
    return sorted({sha256 for row in found for sha256 in str(row["value"]).split()})


def read(desk: Desk, sha256: str) -> bytes:
    """A sealed file by its hash; `DeskDamaged` where it is lost or is not the one that was sealed."""
    try:
        pdf = _place(desk, sha256).read_bytes()
    except OSError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise DeskDamaged("The signed note in this desk is lost or damaged. Restore the newest backup that has it.")
    return pdf
