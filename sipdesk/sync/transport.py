"""One contract for every way a package can travel: a flat set of names, each put once and never written over.

A transport is synchronous, has time limits of its own, and belongs in the pool for outside work. What cannot be done is a
`Trouble`, which says in a sentence why, and whether to try again, to wait for somebody, or to ask what became of it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self
from urllib.parse import urlsplit

from sipdesk.domain.errors import BadInput, SipdeskError

Outcome = Literal["created", "already-same", "conflict"]
Sort = Literal["later", "person", "unknown"]

LARGEST = 64_000_000
"""Bytes of one file that is fetched; a package is far below it."""

KEPT = "The package here is whole and kept."
AGAIN = "It is tried again by itself."
ASKED = "The other side is asked what became of the package."
LOOKED = "It is looked for again."
"""How a sentence of trouble goes on when a package was under way. Who only asks how a place is leaves these out."""

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME = re.compile(
    rf"(?:{_UUID}\.[1-9][0-9]{{0,8}}\.[0-9a-f]{{16}}\.sipd"
    rf"|[0-9a-f]{{16}}\.{_UUID}\.[0-9a-f]{{16}}\.sipr"
    rf"|sipdesk-doctor\.{_UUID}\.[0-9a-f]{{16}}\.test)"
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Trouble(SipdeskError):
    """Nothing was written over, and nothing that was there is gone; `sort` says what follows.

    `later`: certainly not stored by this attempt, and may go by itself another time, after `retry_after` seconds where the
    other side named them. `person`: goes no further until somebody acts. `unknown`: it may have been stored; ask by `get`.
    `alone`: it is about this one file, and says nothing of how the next will fare.
    """

    def __init__(self, sentence: str, sort: Sort, retry_after: float | None = None, *, alone: bool = False) -> None:
        super().__init__(sentence)
        self.sort = sort
        self.retry_after = retry_after
        self.alone = alone


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves who is asking: a token from the keyring (never shown, never in settings), and a file of certificates
    (PEM) that are trusted besides the system's own, where a person named one."""

    token: str = field(default="", repr=False)
    authorities: Path | None = None


class Transport(Protocol):
    """A way to one shared place. Close it after use: `with open_transport(…) as transport`."""

    def put_new(self, name: str, data: bytes) -> Outcome:
        """Store bytes under a name that is not taken: `created`; taken by the same bytes: `already-same`; by others:
        `conflict`, and those stay as they are. `BadInput` for a name that is none of ours, else `Trouble`."""
        ...

    def get(self, name: str) -> bytes | None:
        """The bytes under a name, whatever they are; None where nothing has that name. `Trouble` where that is unknown."""
        ...

    def list(self, prefix: str = "") -> list[str]:
        """The names there that are ours and begin so, sorted; other people's files are left out. `Trouble`."""
        ...

    def describe(self) -> str:
        """The place in words for a sentence, without anything secret."""
        ...

    def close(self) -> None:
        """Let go of connections; harmless twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def is_name(name: str) -> bool:
    """Whether a name is one of a package, of a letter, or of the test file that `sipdesk doctor` leaves."""
    return bool(_NAME.fullmatch(name))


def is_test_file(name: str) -> bool:
    """Whether a name is that of a file left by `sipdesk doctor`: nothing to take, nothing to report."""
    return is_name(name) and name.endswith(".test")


def checked(name: str) -> str:
    """The name itself; `BadInput` for one that is none of ours: it would be a path, or reveal something."""
    if not is_name(name):
        raise BadInput("This is no name of a package, so nothing was sent or read. Please report it.")
    return name


def open_transport(destination: str, credentials: Credentials | None = None) -> Transport:
    """The way to a destination: the path of a folder, or an https:// address (http:// only to this machine itself).

    Nothing is reached or read yet. `BadInput` says what is wrong with a destination.
    """
    if "://" in destination:
        from sipdesk.sync.https import HttpsTransport  # noqa: PLC0415 - aiohttp takes a third of a second

        return HttpsTransport(_address(destination), credentials or Credentials())
    from sipdesk.sync.folder import FolderTransport  # noqa: PLC0415

    folder = Path(destination).expanduser()
    if not destination.strip() or not folder.is_absolute():
        raise BadInput("A destination is the whole path of a folder, or an address that begins with https://.")
    return FolderTransport(folder)


def _address(destination: str) -> str:
    try:
        parts = urlsplit(destination)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.username or parts.query or parts.fragment or any(c.isspace() for c in destination):
        raise BadInput("This is no address packages can go to. It begins with https:// and holds no name or password.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise BadInput(
            "Packages go to an https:// address only: http:// would let others on the network look and change."
        )
    return destination.rstrip("/")
