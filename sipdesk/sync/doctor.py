"""The contract of a transport, tried with dummy data against the place itself, and told in plain words.

Two things are looked for: whether packages get there and come back whole, and whether the place keeps the promise that
nothing is ever written over. One small test file stays there, for nothing may be taken away from a shared place.
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import SipdeskError
from sipdesk.sync.transport import AGAIN, ASKED, KEPT, LOOKED, Transport, Trouble
from sipdesk.sync.wire import hexadecimal

Finding = Literal["fine", "wrong", "not tried"]
SIZE = 200_000
"""Bytes of the test file: those of a usual package."""
_HELLO = b"A test file, left by sipdesk doctor. It holds nothing, and whoever runs this place may delete it.\n"


class Step(NamedTuple):
    """One thing that was tried."""

    id: str
    tried: str
    finding: Finding
    says: str = ""
    """What is wrong and what to do; empty where nothing is."""
    sort: str = ""
    """Of the trouble: later, person or unknown."""


class _Wrong(Exception):
    """The place answered, and not as promised."""


class _Patient:
    """The place, the test file, and each thing that is asked of it."""

    def __init__(self, transport: Transport, name: str, data: bytes) -> None:
        self.place = transport
        self.name, self.data = name, data

    def reach(self) -> None:
        self.place.list("sipdesk-doctor.")

    def absent(self) -> None:
        if self.place.get(self.name) is not None:
            raise _Wrong("It shows a file that was never put there. Tell the people who run it.")

    def put(self) -> None:
        outcome = self.place.put_new(self.name, self.data)
        if outcome != "created":
            raise _Wrong(f"It says “{outcome}” of a file that is new. Tell the people who run it.")

    def back(self) -> None:
        if self.place.get(self.name) != self.data:
            raise _Wrong(
                "What comes back is not what was put there: it is stored damaged, cut short, or not at once. Packages would "
                "never count as delivered. Tell the people who run it."
            )

    def again(self) -> None:
        outcome = self.place.put_new(self.name, self.data)
        if outcome != "already-same":
            raise _Wrong(
                f"Put a second time, the same file is “{outcome}” instead of already there. Tell the people who run it."
            )

    def other(self) -> None:
        outcome = self.place.put_new(self.name, self.data[::-1])
        if outcome != "conflict":
            raise _Wrong(
                f"Other contents under a name that is taken are “{outcome}” instead of refused: files there can be written "
                "over. Tell the people who run it that PUT must heed “If-None-Match: *”."
            )
        if self.place.get(self.name) != self.data:
            raise _Wrong("It refused other contents, and wrote over the file all the same. Tell the people who run it.")

    def listed(self) -> None:
        if self.name not in self.place.list("sipdesk-doctor."):
            raise _Wrong(
                "The file is there, but not in the list: letters for you would not be found. Tell the people who run it."
            )


_TRIES: tuple[tuple[str, str, Callable[[_Patient], None]], ...] = (
    ("reach", "It can be reached, proves who it is, and lets you in", _Patient.reach),
    ("absent", "What is not there is said not to be there", _Patient.absent),
    ("put", "A new file can be put there", _Patient.put),
    ("back", "It comes back byte for byte", _Patient.back),
    ("again", "Put a second time, it is known to be there already", _Patient.again),
    ("other", "Nothing can be written over", _Patient.other),
    ("listed", "It is in the list", _Patient.listed),
)


def dummy(clock: Clock) -> tuple[str, bytes]:
    """Name and bytes of a test file nobody has put anywhere before."""
    data = (_HELLO + clock.random(SIZE))[:SIZE]
    return f"sipdesk-doctor.{clock.new_id()}.{hexadecimal(data)[:16]}.test", data


def examine(transport: Transport, name: str, data: bytes) -> Iterator[Step]:
    """Each thing tried, as it is done. After the first that cannot be done at all the rest is “not tried”; a place that
    answers other than promised is asked the rest all the same."""
    patient, ended = _Patient(transport, name, data), False
    for key, tried, ask in _TRIES:
        if ended:
            yield Step(key, tried, "not tried")
            continue
        try:
            ask(patient)
        except _Wrong as wrong:
            ended = key == "put"
            yield Step(key, tried, "wrong", str(wrong), "person")
        except SipdeskError as trouble:
            ended = True
            sort = trouble.sort if isinstance(trouble, Trouble) else "person"
            yield Step(key, tried, "wrong", without_a_package(trouble.sentence), sort)
        else:
            yield Step(key, tried, "fine")


def without_a_package(sentence: str) -> str:
    """What is wrong and what to do, without what would become of a package: none was under way."""
    for part in (KEPT, AGAIN, ASKED, LOOKED):
        sentence = sentence.replace(part, "")
    return " ".join(sentence.split())
