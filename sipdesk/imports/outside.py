"""Parent side: a file from outside and the child that reads it. Every way this can fail ends in a plain sentence."""

import hashlib
import json
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.system.children import ChildFailed, converse, import_child
from sipdesk.system.confine import Limits

Cancel = Callable[[], bool]
Progress = Callable[[int], None]
"""Called with the number of rows read so far."""

_KEPT = "Nothing was changed."
_HOW = {
    "stopped": "Reading the file failed: the part of sipdesk that reads files from outside stopped unexpectedly.",
    "slow": "Reading the file took too long and was stopped; the file may be damaged.",
    "flooded": "Reading the file gave far more than such a file can hold and was stopped; it may be damaged.",
}
_ADVICE = "Open it in a spreadsheet, save it under a new name, and import that."


def never() -> bool:
    """Nobody cancels."""
    return False


class Outside:
    """One file from outside, seen the same from beginning to end."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._seen = self._look()
        self.sha256 = ""

    def _look(self) -> tuple[int, ...]:
        """What tells this file from another and this state of it from a later one. Raises BadInput."""
        try:
            found = self.path.stat()
        except OSError as error:
            raise BadInput(f"There is no file {self.path.name} that can be read. {_KEPT}") from error
        if not stat.S_ISREG(found.st_mode):
            raise BadInput(f"{self.path.name} is no file but a folder or a device. {_KEPT}")
        return found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev

    def hash(self) -> str:
        """SHA-256 of the bytes."""
        digest = hashlib.sha256()
        try:
            with self.path.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError as error:
            raise BadInput(
                f"{self.path.name} cannot be read; it may be open in another program. Close it there and try again."
            ) from error
        self.sha256 = digest.hexdigest()
        return self.sha256

    def check_unchanged(self) -> None:
        """Raise BadInput if the file is not the one that was hashed."""
        if self._look() != self._seen:
            raise BadInput(f"{self.path.name} changed while it was being read. {_KEPT} Import it again.")

    def ask(
        self,
        job: str,
        more: dict[str, Any] | None = None,
        *,
        cancelled: Cancel = never,
        command: Sequence[str] | None = None,
        limits: Limits | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The child's messages up to its last word.

        Raises BadInput with the child's refusal, or with a sentence about its end where that was not a good one;
        Cancelled where the person stopped it.
        """
        request = json.dumps({"job": job, "path": str(self.path), **(more or {})}).encode()
        lines = converse(command or import_child(), request, limits=limits, cancelled=cancelled)
        try:
            for line in lines:
                message = _message(line)
                if "refused" in message:
                    raise BadInput(f"{self.path.name}: {_sentence(message['refused'])} {_KEPT}")
                if message.get("end") is True:
                    return
                yield message
        except ChildFailed as failure:
            raise BadInput(f"{self.path.name}: {_HOW[failure.how]} {_KEPT} {_ADVICE}") from failure
        raise BadInput(f"{self.path.name}: {_HOW['stopped']} {_KEPT} {_ADVICE}")


def _sentence(told: object) -> str:
    """What the child says, kept to one line of a sentence's length."""
    return " ".join(str(told).split())[:600]


def _message(line: bytes) -> dict[str, Any]:
    """One line as a message. Raises ChildFailed for anything else, and where the child says that it broke."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ChildFailed("stopped") from error
    if not isinstance(message, dict) or "broken" in message:
        raise ChildFailed("stopped")
    return message
