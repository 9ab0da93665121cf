"""What waits to leave the desk and what came back: the stages of a parcel, and when it is tried again. Pure rules.

A parcel is called delivered only once it was read back with an equal hash, and received only by a receipt that the
authority signed.
"""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Literal

from sipdesk.domain.base import Line, Model, Prose


class Stage(StrEnum):
    """Where a parcel stands."""

    SEALED = "sealed"
    """Made with the signature; it waits for the note to be issued."""
    QUEUED = "queued"
    SENDING = "sending"
    """Kept before the first byte leaves."""
    CHECKING = "checking"
    """Nobody knows whether it arrived; the other side is asked for its hash."""
    DELIVERED = "delivered"
    """Read back, and the hash is equal."""
    RECEIVED = "received"
    """The authority's signed receipt is here."""
    ATTENTION = "needs attention"

    @property
    def under_way(self) -> bool:
        """It goes on by itself, at the next sync."""
        return self in {Stage.QUEUED, Stage.SENDING, Stage.CHECKING}

    @property
    def left(self) -> bool:
        """Something of it may lie on the other side: it is never withdrawn."""
        return self not in {Stage.SEALED, Stage.QUEUED}


Kind = Literal["note", "requests", "greeting"]

Cause = Literal["", "place", "refused", "conflict", "altered", "gone", "large", "key", "nowhere", "failed"]
"""Why a parcel waits for a person: `place` the destination itself (gone, full, no right to it), `refused` by a receipt,
`conflict` other bytes lie there under its name, `altered` it came back changed, `gone` it lay there and does not any more,
`large` over the limit, `key` sealed for a key that is no longer the authority's, `nowhere` no destination is named for the
school, `failed` anything else."""

Can = Literal["retry", "check", "show"]
"""What a person can do with it: try it now (made anew where that is needed), ask whether it arrived, show its visit."""


class ParcelView(Model):
    """One parcel as it is shown."""

    id: str
    kind: Kind
    title: Line
    """What is in it: `SIP 1, autumn 2025-26, revision 1`."""
    school: Line = ""
    """Empty for a greeting."""
    urn: str = ""
    visit: str = ""
    revision: int = 1
    stage: Stage
    since: str
    """The instant it came to that stage, as kept."""
    made: str
    why: Prose = ""
    """What it waits for, and what to do; one or two sentences. Never empty where it needs attention."""
    cause: Cause = ""
    attempts: int = 0
    next_try: str = ""
    """The instant of the next try by itself, as kept; empty where it is tried at the next sync, or waits for a person."""
    size: int
    """Bytes."""
    to: Line
    """The destination in words."""
    can: list[Can] = []


class RequestView(Model):
    """An action for which support is to be brokered, and what the service says to it."""

    id: str
    """Of the action."""
    urn: str
    school: Line
    visit: str
    words: Prose
    asked: str
    """The instant the request was put into the outbox; empty where it was not yet."""
    stage: Stage | None = None
    """Of the parcel it leaves in."""
    outcome: Literal["", "acknowledged", "placed", "declined"] = ""
    answer: Prose = ""
    answered: str = ""


class LetterView(Model):
    """Something that came down: a question on a note, or a caseload. Receipts and answers show where they belong."""

    id: str
    kind: Literal["query", "snapshot", "warning"]
    """`warning`: something that came was not taken, and why."""
    at: str
    """When it came, as kept."""
    title: Line
    words: Prose = ""
    by: Line = ""
    """The role that asks."""
    urn: str = ""
    school: Line = ""
    visit: str = ""
    open: bool = True
    """It waits for the person: a question not dealt with, a caseload not applied."""


class OutboxView(Model):
    """All of it."""

    enrolled: bool
    authority: Line = ""
    service: Line = ""
    destination: Line = ""
    """In words."""
    parcels: list[ParcelView] = []
    """Those that are not received first, the oldest first; then the latest that are."""
    received: int = 0
    """How many are, in all."""
    waiting: int = 0
    """How many are not delivered yet, those that wait for an issue left out."""
    attention: int = 0
    oldest_days: int = 0
    """Of those waiting, in whole days."""
    letters: list[LetterView] = []
    requests: list[RequestView] = []
    first_today: bool = False
    """The person has to see what will leave before anything does."""
    leaving: list[Line] = []
    """What would leave at a sync, a line each: `Note of visit, Berger Primary School: SIP 1, revision 1`."""
    wiped: Line = ""
    """Set where what lay at the destination is gone: nothing leaves until this word is typed."""
    wiped_why: Prose = ""
    unsent: int = 0
    """Notes signed before the desk was enrolled, which can be put into the outbox."""
    last_sync: str = ""
    """The instant of the last one that reached the destination, as kept."""


class SyncTold(Model):
    """What a sync did, for whoever asked for it."""

    delivered: int = 0
    received: int = 0
    waiting: int = 0
    attention: int = 0
    letters: int = 0
    """Questions, answers and caseloads that came down."""
    troubles: list[str] = []
    """Plain sentences; empty where all went well."""


FIRST, LONGEST = 1.0, 15 * 60.0
"""Seconds between tries."""
_LONGEST_ASKED = 24 * 60 * 60.0
"""A server may ask for more patience than that; it gets a day."""


def pause(attempts: int, asked: float | None, chance: float) -> float:
    """Seconds until the next try after `attempts` (1 …) of them: doubled each time, less up to a half by chance (0 … 1), and
    never less than what the other side asked for."""
    doubled: float = min(LONGEST, FIRST * 2.0 ** min(max(attempts, 1) - 1, 20))
    return max(doubled * (1 - chance / 2), min(max(asked or 0.0, 0.0), _LONGEST_ASKED))


def is_due(next_try: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether it is time. A clock that was put back must not hold anything up, so what lies too far ahead is due too."""
    return next_try is None or next_try <= now or next_try - now > dt.timedelta(seconds=_LONGEST_ASKED)


def chance_of(random: Callable[[int], bytes]) -> float:
    """A chance between 0 and 1 from random bytes."""
    return int.from_bytes(random(2), "big") / 0xFFFF


def spoken_size(size: int) -> str:
    """`214 kB`."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
