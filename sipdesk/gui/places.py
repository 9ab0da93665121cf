"""Where I am in the open desk, and ways to leave it: what shell and window tell each other."""

from enum import Enum
from pathlib import Path
from typing import NamedTuple

IDLE_CHOICES = (1, 2, 5, 10, 15)
IDLE = 5
"""Minutes without a key or the mouse before the desk locks."""
IDLE_VISIT = 20
"""The same while a visit is open: somebody is talking."""


class Spot(NamedTuple):
    """A place to come back to after a lock: names and ids alone, never a word that was written."""

    way: str
    """The shell's method that leads there."""
    given: tuple[object, ...] = ()
    inner: object = None
    """Where on the page: what the page itself gave."""
    sharing: bool = False


class To(Enum):
    """What happens to the desk that is left."""

    LOCK = "lock"
    RESTORE = "restore"
    REHEARSAL = "rehearsal"
    HOME = "home"
    """From the rehearsal back to one's own desk."""


class Leaving(NamedTuple):
    """The desk is to be left."""

    to: To = To.LOCK
    why: str = ""
    backup: Path | None = None
    passphrase: str = ""
    """Of the backup."""
    authority: str = ""
    """Whose programme the rehearsal follows; empty for its own."""

    def __repr__(self) -> str:
        """Without the passphrase."""
        return f"Leaving({self.to})"
