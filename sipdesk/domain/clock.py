"""Time, randomness and ids are handed in, so that a test can fix them."""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The present instant (aware, UTC) and random bytes, both replaceable."""

    now: Callable[[], datetime] = _now
    random: Callable[[int], bytes] = os.urandom

    def today(self) -> date:
        """Today as the calendar in London has it."""
        return self.now().astimezone(LONDON).date()

    def stamp(self) -> str:
        """The instant as RFC 3339 text in UTC with milliseconds, the way it is kept."""
        return stamp(self.now())

    def new_id(self) -> str:
        """A UUIDv7 (RFC 9562): made once, sorts by time, the key that makes retries harmless."""
        millis = int(self.now().timestamp() * 1000)
        tail = int.from_bytes(self.random(10), "big")
        value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
        value |= 0b10 << 62 | tail & (1 << 62) - 1
        return str(uuid.UUID(int=value))


def stamp(instant: datetime) -> str:
    """An aware instant as kept text, such as `2025-10-07T09:30:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local(text: str) -> datetime:
    """A kept instant as London time, for showing."""
    return datetime.fromisoformat(text).astimezone(LONDON)
