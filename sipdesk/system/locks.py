"""One process at a desk. The lock dies with its process, so a stale one never locks anybody out."""

import contextlib
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from sipdesk.domain.errors import DeskBusy
from sipdesk.system.files import write_atomically


class DeskLock:
    """Held while a desk is open. The operating system releases it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "in-use.lock", timeout=0, thread_local=False)
        self._holder = folder / "in-use.json"

    def take(self) -> None:
        """Take the lock, or raise `DeskBusy` naming host and process."""
        try:
            self._lock.acquire()
        except Timeout:
            raise DeskBusy(self._sentence()) from None
        note = {"host": socket.gethostname(), "process": os.getpid()}
        with contextlib.suppress(OSError):  # on a full or read-only disk the lock holds without its note
            write_atomically(self._holder, json.dumps(note).encode())

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):  # the note may stay; the lock must not
                self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _sentence(self) -> str:
        try:
            note = json.loads(self._holder.read_text(encoding="utf-8"))
            who = f"on {note['host']}, process {note['process']}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "by another process"
        return f"This desk is already open {who}. Close sipdesk there first; nothing was changed."
