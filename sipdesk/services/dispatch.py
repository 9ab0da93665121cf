"""What leaves: one parcel after another, each with what is known of it kept before and after. `plan` and `settle` are desk
work, `send` is not.

“Sending” is kept before the first byte. A desk that finds it again after a crash does not know what became of the parcel,
and asks the other side for its hash before anything is sent.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sipdesk.domain.changes import Changes
from sipdesk.domain.clock import stamp
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.outbox import Cause, Stage, chance_of, is_due, pause
from sipdesk.domain.parcel import read_parcel_name, sha256
from sipdesk.services.enrolled import enrolled, in_words
from sipdesk.services.packing import Packing
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import (
    WAITING,
    Letters,
    ParcelRow,
    Parcels,
    Place,
    Places,
    file_of,
    lost_files,
    read_parcel,
    take_up,
)
from sipdesk.sync.transport import Transport, Trouble

AGREED = "outbox.agreed"
_PATIENCE = 8
"""Looks at a parcel that is still arriving before it is called damaged: about two minutes."""
_READ_AGAIN = dt.timedelta(days=1)
WIPED_WORD = "send again"
_FORGIVEN = "outbox.forgiven"
"""The instant since when what lay at a destination counts, after somebody said that it was right to empty it."""
_LYING = (Stage.DELIVERED, Stage.RECEIVED)

Ending = Literal["delivered", "absent", "lost", "conflict", "altered", "later", "person", "unknown"]


@dataclass(frozen=True)
class Job:
    """What to do next with one parcel."""

    id: str
    seq: int
    name: str
    sha256: str
    file: Path
    attempts: int
    ask: bool
    """Only look whether it is there: nobody knows what became of an earlier attempt."""


@dataclass(frozen=True)
class Sent:
    """What became of it."""

    job: Job
    ending: Ending
    why: str = ""
    retry_after: float | None = None
    alone: bool = False
    """What went wrong is about this parcel, not about the place."""


@dataclass(frozen=True)
class Settled:
    """What was kept of it."""

    changes: Changes
    again: bool = False
    """It is certain now that it did not arrive: it may be sent at once."""


class Dispatch:
    """The desk's side of sending."""

    def __init__(self, desk: Desk, packing: Packing) -> None:
        self._desk = desk
        self._packing = packing
        self._parcels = Parcels(desk)
        self._places = Places(desk)
        self._sending: set[str] = set()

    @property
    def agreed(self) -> bool:
        """Whether the person has seen today what will leave."""
        return self._desk.fact(AGREED) == self._desk.clock.today().isoformat()

    def is_sending(self, parcel: str) -> bool:
        """Whether it is being sent now, by this very process."""
        return parcel in self._sending

    def waits(self) -> bool:
        """Whether anything is to be sent."""
        return self._parcels.count(*WAITING) > 0

    # -- before --------------------------------------------------------------------------------------------------

    def destinations(self, *, asked: bool) -> list[str]:
        """Where to go now: the authority's own place first; also where nothing waits, for letters may have come to each place
        a parcel ever went to. `asked`: a person asked, so what waits for a person or for its time is tried as well."""
        known = enrolled(self._desk)
        if known is None:
            return []
        self._packing.greet_again()
        if asked:
            self._try_places_again()
        found = {known.enrolment.destination: None}
        found |= dict.fromkeys(row.destination for row in self._parcels.in_stage(*WAITING, Stage.DELIVERED))
        found |= dict.fromkeys(sorted(self._parcels.destinations() & set(known.enrolment.destinations.values())))
        now = self._desk.clock.now()
        return [one for one in found if one and (asked or self._open(self._places.get(one), now))]

    def _open(self, place: Place, now: dt.datetime) -> bool:
        waits = dt.datetime.fromisoformat(place.next_try) if place.next_try else None
        return place.sort not in {"person", "wiped"} and is_due(waits, now)

    def _try_places_again(self) -> None:
        """A person asked: what waited because of its place waits no longer."""
        stuck = [row for row in self._parcels.in_stage(Stage.ATTENTION) if row.cause == "place"]
        if stuck:
            with self._desk.change("tries packages again", "", f"{len(stuck)} packages"):
                for row in stuck:
                    self._parcels.put(self._moved(row, Stage.QUEUED))

    def look_over(self, destination: str, names: Iterable[str]) -> bool:
        """The place was reached, and these names lie there; False where it was emptied, and nothing may leave.

        A parcel that was delivered and is gone waits for a person; one that was received may be tidied away there.
        """
        there, place = set(names), self._places.get(destination)
        known, lying = self._known_at(destination), self._parcels.names_at(destination, Stage.DELIVERED)
        if known and not known & there:
            self._place(place, "wiped", _wiped(destination, len(known)))
            return False
        gone = [row for name, row in lying.items() if name not in there]
        with self._desk.writing():
            self._places.put(Place(destination=destination, reached=self._desk.clock.stamp()))
        for parcel in gone:
            self._stop(
                parcel, "gone", "It lay there and is gone, and no receipt came for it. Try again sends it once more."
            )
        self._read_again(row for name, row in lying.items() if name in there)
        return True

    def _read_again(self, lying: Iterable[str]) -> None:
        """What has waited for its receipt for a day is read back once more: a copy may be spoiled after it was delivered."""
        before = self._desk.clock.now() - _READ_AGAIN
        for parcel in lying:
            row = self._parcels.get(parcel)
            if row is not None and dt.datetime.fromisoformat(row.since) <= before:
                with self._desk.writing():
                    self._parcels.put(self._moved(row, Stage.CHECKING))

    def why(self, destination: str) -> str:
        """What is wrong with a place; empty where nothing is."""
        return self._places.get(destination).why

    def _known_at(self, destination: str) -> set[str]:
        since = self._desk.fact(f"{_FORGIVEN} {destination}")
        known, home = enrolled(self._desk), set[str]()
        if known is not None and known.enrolment.destination == destination:
            home = Letters(self._desk).taken(since)
        return home | set(self._parcels.names_at(destination, *_LYING, since=since))

    def begin_anew(self, destination: str) -> None:
        """What lay at a destination before does not count any more; inside the caller's transaction."""
        self._desk.set_fact(f"{_FORGIVEN} {destination}", self._desk.clock.stamp())

    def forgive(self) -> Changes:
        """It was right to empty a place: what was delivered there without a receipt is sent again."""
        for place in [one for one in self._places.all() if one.sort == "wiped"]:
            with self._desk.change("sends again to an emptied place", place.destination):
                self.begin_anew(place.destination)
                self._places.put(Place(destination=place.destination, reached=place.reached))
                for parcel in self._parcels.names_at(place.destination, Stage.DELIVERED).values():
                    row = self._parcels.get(parcel)
                    if row is not None:
                        self._parcels.put(self._moved(row, Stage.QUEUED))
        return Changes()

    def troubled(self, destination: str, trouble: Trouble | SipdeskError) -> None:
        """A place could not be reached, or would not have anything."""
        place = self._places.get(destination)
        sort = trouble.sort if isinstance(trouble, Trouble) else "person"
        wait = trouble.retry_after if isinstance(trouble, Trouble) else None
        self._place(place, "person" if sort == "person" else "later", trouble.sentence, wait)

    def _place(
        self, place: Place, sort: Literal["later", "person", "wiped"], why: str, wait: float | None = None
    ) -> None:
        attempts = place.attempts + 1
        later = self._later(attempts, wait) if sort == "later" else ""
        with self._desk.writing():
            self._places.put(
                place.model_copy(update={"attempts": attempts, "next_try": later, "sort": sort, "why": why})
            )

    # -- one parcel ----------------------------------------------------------------------------------------------

    def plan(self, destination: str, after: int, *, asked: bool) -> Job | None:
        """The next parcel for a destination, later in the order than `after`; None where there is no more for now.

        What is to be sent is kept as “sending” before this returns.
        """
        now = self._desk.clock.now()
        row = self._parcels.after(destination, after)
        while row is not None and (row.id in self._sending or not (asked or row.due(now))):
            row = self._parcels.after(destination, row.seq)
        if row is None:
            return None
        ask = row.stage is not Stage.QUEUED
        if not ask or row.stage is Stage.SENDING:
            stage = Stage.CHECKING if ask else Stage.SENDING
            with self._desk.writing():
                self._parcels.put(self._moved(row, stage, attempts=row.attempts))
        self._sending.add(row.id)
        return Job(row.id, row.seq, row.name, row.sha256, file_of(self._desk, row.sha256), row.attempts, ask)

    def let_go(self, job: Job) -> None:
        """An attempt ended without a word of what became of it: the next one asks."""
        self._sending.discard(job.id)

    def settle(self, sent: Sent) -> Settled:
        """Keep what became of a parcel."""
        self._sending.discard(sent.job.id)
        row = self._parcels.get(sent.job.id)
        if row is None or row.name != sent.job.name or row.stage not in WAITING:
            return Settled(Changes())  # a receipt was quicker, or a person made it anew
        if sent.ending in {"later", "unknown"}:
            return Settled(self._waits(row, sent))
        if sent.ending == "absent":
            with self._desk.writing():
                self._parcels.put(self._moved(row, Stage.QUEUED, attempts=row.attempts))
            return Settled(touched(row), again=True)
        if sent.ending == "lost":
            return self._made_again(row)
        if sent.ending == "delivered":
            with self._desk.change("delivered a package", row.name, row.sha256):
                self._parcels.put(self._moved(row, Stage.DELIVERED))
            return Settled(touched(row))
        cause, why = _STOPPED.get(sent.ending, ("place", sent.why))
        self._stop(row.id, cause, why)
        return Settled(touched(row))

    def _waits(self, row: ParcelRow, sent: Sent) -> Changes:
        """It goes on by itself, later."""
        stage = Stage.CHECKING if sent.ending == "unknown" or sent.job.ask else Stage.QUEUED
        attempts = row.attempts + 1
        with self._desk.writing():
            moved = self._moved(row, stage, attempts=attempts)
            later = self._later(attempts, sent.retry_after)
            self._parcels.put(moved.model_copy(update={"why": sent.why, "next_try": later}))
        return touched(row)

    def _made_again(self, row: ParcelRow) -> Settled:
        """Its bytes are lost here, and did not arrive: it is made anew from what the desk holds."""
        known = enrolled(self._desk)
        if known is None:
            return Settled(Changes())
        try:
            content = self._packing.content_of(row, known)
        except SipdeskError as error:
            self._stop(row.id, "failed", f"The package is lost here, and cannot be made again: {error.sentence}")
            return Settled(touched(row))
        with (
            self._packing.laid(content, known, Stage.QUEUED) as fresh,
            self._desk.change("made a package anew", fresh.name, f"lost: {row.name}"),
        ):
            self._parcels.put(fresh.model_copy(update={"id": row.id, "seq": row.seq, "made": row.made}))
        return Settled(touched(row), again=fresh.stage is Stage.QUEUED)

    def _stop(self, parcel: str, cause: Cause, why: str) -> None:
        row = self._parcels.get(parcel)
        if row is not None:
            with self._desk.change("a package needs attention", row.name, f"{cause}: {why}"[:400]):
                self._parcels.put(self._moved(row, Stage.ATTENTION).model_copy(update={"cause": cause, "why": why}))

    def _moved(self, row: ParcelRow, stage: Stage, attempts: int = 0) -> ParcelRow:
        since = row.since if stage is row.stage else self._desk.clock.stamp()
        return row.model_copy(
            update={"stage": stage, "cause": "", "why": "", "next_try": "", "since": since, "attempts": attempts}
        )

    def _later(self, attempts: int, asked: float | None) -> str:
        seconds = pause(attempts, asked, chance_of(self._desk.clock.random))
        return stamp(self._desk.clock.now() + dt.timedelta(seconds=seconds))

    def sweep(self) -> None:
        """Take up the bytes that nothing needs any more: of parcels that are received, and of changes that never happened."""
        for digest in lost_files(self._desk):
            take_up(self._desk, digest)


_ALTERED = (
    "What lies there under its name is not what was sent: the copy there is damaged, or somebody changed it. The package here is "
    "whole. Try again sends it under a new name; tell the people who run that place."
)
_CONFLICT = (
    "Something else lies there under its name, and nothing is ever written over. The package here is whole. Try again sends it "
    "under a new name; tell the people who run that place."
)
_STOPPED: dict[str, tuple[Cause, str]] = {"altered": ("altered", _ALTERED), "conflict": ("conflict", _CONFLICT)}


def _wiped(destination: str, count: int) -> str:
    parcels = "the package or letter" if count == 1 else f"the {count} packages and letters"
    return (
        f"Nothing is left of {parcels} that lay in {in_words(destination)}: it was emptied, or it is another place than before. "
        f"Nothing was sent and nothing here was changed. Ask whoever runs it. If it is right, confirm with “{WIPED_WORD}”: what "
        "was never received goes there once more."
    )


def touched(row: ParcelRow) -> Changes:
    """What a change to a parcel touches."""
    return Changes(visits=[row.visit_id] if row.visit_id else [], schools=[row.urn] if row.urn else [])


def send(job: Job, transport: Transport) -> Sent:
    """One attempt, with the proof. Not for the desk's thread."""
    try:
        return _attempt(job, transport)
    except Trouble as trouble:
        return Sent(job, trouble.sort, trouble.sentence, trouble.retry_after, trouble.alone)
    except SipdeskError as error:
        return Sent(job, "person", error.sentence)


def _attempt(job: Job, transport: Transport) -> Sent:
    data = read_parcel(job.file, job.sha256)
    if job.ask or data is None:
        there = _there(job, transport, data or b"")
        return Sent(job, "lost") if there.ending == "absent" and data is None else there
    if read_parcel_name(job.name) is None:
        return Sent(job, "lost")
    if transport.put_new(job.name, data) == "conflict":
        found = _there(job, transport, data)  # the answer may have been about another attempt of ours
        return found if found.ending in {"delivered", "unknown"} else Sent(job, "conflict")
    try:
        found = _there(job, transport)
    except Trouble as trouble:
        if trouble.sort != "later":
            raise
        # It may lie there: only the proof is missing.
        return Sent(job, "unknown", trouble.sentence, trouble.retry_after, trouble.alone)
    if found.ending == "absent":
        return Sent(job, "unknown", f"{_named(transport)} took it, but does not show it yet. It is looked for again.")
    return found


def _there(job: Job, transport: Transport, earlier: bytes = b"") -> Sent:
    """Whether these very bytes lie there. `earlier`: what an attempt before may have begun to put there; its beginning alone
    may still be on its way, for a while."""
    if read_parcel_name(job.name) is None:
        return Sent(job, "absent")
    found = transport.get(job.name)
    if found is None:
        return Sent(job, "absent")
    if sha256(found) == job.sha256:
        return Sent(job, "delivered")
    if len(found) < len(earlier) and earlier.startswith(found) and job.attempts < _PATIENCE:
        return Sent(job, "unknown", f"{_named(transport)} holds its beginning alone so far. It is looked for again.")
    return Sent(job, "altered")


def _named(transport: Transport) -> str:
    told = transport.describe()
    return told[:1].upper() + told[1:]
