"""Carries packages until each has arrived, as the outbox does: the same attempt, the same reading of its ending.

Nothing here waits; a turn that must come later comes in the next round.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sipdesk.services.dispatch import Job, Sent, send
from sipdesk.sync.transport import Transport
from sipdesk.sync.wire import hexadecimal


@dataclass
class Package:
    """One package, and where it stands."""

    number: int
    file: Path
    name: str
    stage: str = "queued"
    attempts: int = 0

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.file.read_bytes()


def invented(number: int, size: int) -> tuple[str, bytes]:
    """Name and bytes of a package."""
    data = random.Random(number).randbytes(size)
    return f"{UUID(int=number + 1)}.1.{hexadecimal(data)[:16]}.sipd", data


def packages(folder: Path, numbers: range) -> list[Package]:
    """Packages of invented bytes, of every size a package has up to 60 kB."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in numbers:
        chance = random.Random(number)
        name, data = invented(number, chance.choice((1, 300, 5_000, 20_000, 60_000)))
        file = folder / hexadecimal(data)
        file.write_bytes(data)
        made.append(Package(number, file, name))
    return made


def sent(transport: Transport, name: str, data: bytes, folder: Path, *, ask: bool = False) -> Sent:
    """One attempt of the outbox with one package, whose bytes lie in a folder meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / hexadecimal(data)
    file.write_bytes(data)
    return send(Job(id=name, seq=1, name=name, sha256=hexadecimal(data), file=file, attempts=0, ask=ask), transport)


@dataclass
class Carrier:
    """The outbox' part. `lies(name)`: the bytes that really lie on the other side, looked at past everything in between."""

    lies: Callable[[str], bytes | None]
    endings: Counter[str] = field(default_factory=Counter)
    most: int = 0

    def turn(self, package: Package, transport: Transport) -> None:
        """One attempt. What is called delivered must lie there."""
        data = package.data
        package.attempts += 1
        self.most = max(self.most, package.attempts)
        job = Job(
            id=str(package.number),
            seq=package.number,
            name=package.name,
            sha256=hexadecimal(data),
            file=package.file,
            attempts=package.attempts,
            ask=package.stage == "checking",
        )
        ending = send(job, transport).ending
        self.endings[ending] += 1
        if ending == "delivered":
            assert self.lies(package.name) == data, f"{package.name} is called delivered, and is not there"
        package.stage = {
            "delivered": "delivered",
            "unknown": "checking",
            "absent": "queued",
            "later": package.stage,
        }.get(ending, "queued")
        """What waits for a person is tried again by that person, and so queued here."""
