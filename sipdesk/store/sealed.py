"""Signed notes: each a file of its own beside the database, named by its hash and never written again."""

import hashlib
import os
from pathlib import Path

from sipdesk.domain.errors import DeskDamaged
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows, scalar
from sipdesk.system.files import private_folder, write_atomically

FOLDER = "sealed"


def _place(desk: Desk, sha256: str) -> Path:
    return desk.folder / FOLDER / f"{sha256}.pdf"


def put(desk: Desk, sha256: str, pdf: bytes) -> None:
    """Lay a file down. One that lies there already is the same one."""
    private_folder(desk.folder / FOLDER)
    target = _place(desk, sha256)
    if not target.exists():
        write_atomically(target, pdf)
        if os.name == "posix":
            target.chmod(0o400)


def remember(desk: Desk, note: str, revision: int, sha256: str) -> None:
    """That this file is that revision of that note; inside the caller's transaction."""
    desk.set_fact(f"sealed.{note}.{revision}", sha256)


def hash_of(desk: Desk, note: str, revision: int) -> str:
    """The hash of a note's sealed file; empty where this desk has none."""
    return desk.fact(f"sealed.{note}.{revision}")


def successor(desk: Desk, note: str) -> str:
    """What took a note's place, in words; empty where nothing did."""
    found = scalar(desk.db, "SELECT revision FROM notes WHERE supersedes = ? AND supersedes <> ''", (note,))
    return f"revision {found}" if found is not None else ""


def of_visit(desk: Desk, visit_id: str) -> bytes | None:
    """The sealed note of a visit, the latest revision; `DeskDamaged` where it is not the file that was sealed."""
    for row in rows(desk.db, "SELECT id, revision FROM notes WHERE visit_id = ? ORDER BY revision DESC", (visit_id,)):
        sha256 = hash_of(desk, str(row["id"]), int(row["revision"]))
        if sha256:
            return _read(desk, sha256)
    return None


def _read(desk: Desk, sha256: str) -> bytes:
    try:
        pdf = _place(desk, sha256).read_bytes()
    except OSError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise DeskDamaged("The signed note in this desk is lost or damaged. Restore the newest backup that has it.")
    return pdf
