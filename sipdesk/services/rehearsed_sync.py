"""The rehearsal of a sync: an invented authority, notes signed offline, a sync that is cut off, and what becomes of it."""

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sipdesk.domain.base import Model
from sipdesk.domain.clock import Clock
from sipdesk.domain.issue import Decisions
from sipdesk.domain.outbox import OutboxView, Stage
from sipdesk.domain.parcel import read_parcel_name
from sipdesk.domain.received import ReceiveReport
from sipdesk.services.enrolling import EnrollingService
from sipdesk.services.issue import IssueService
from sipdesk.services.receiving import receive, rehearsal_key
from sipdesk.services.sync import Opener, Run, SyncParts, open_way
from sipdesk.sync.transport import Outcome, Transport
from sipdesk.system.files import made_folder, private_folder

AUTHORITY, NAME = "rehearsal", "Rehearsal authority (invented)"
_WHY = "A rehearsal: nobody gets it."


class Parts(SyncParts, Protocol):
    """The services it is made with."""

    enrolling: EnrollingService
    issue: IssueService


class CutOff(Exception):
    """The line is gone, in the middle of a parcel."""


class Outcomes(Model):
    """What the rehearsal came to."""

    notes: int
    """Signed and issued."""
    there: int
    """Parcels of these notes that lie at the destination."""
    received: int
    """Of these notes, confirmed by a signed receipt."""

    @property
    def exact(self) -> bool:
        """Each is there once, and confirmed."""
        return self.notes == self.there == self.received


def enrolment(destination: str, clock: Clock) -> bytes:
    """An enrolment file of the rehearsal's authority, whose keys lie in this person's own data folder."""
    from sipdesk.services.central import Invitation, invite  # noqa: PLC0415 - the window does without the authority's side

    private_folder(rehearsal_key().parent)
    wanted = Invitation(AUTHORITY, NAME, destination, service="Rehearsal school improvement service")
    return invite(rehearsal_key(), wanted, clock).data


def place(central: str) -> str:
    """Where parcels go in a rehearsal: an address as it is, or a folder, which is made if need be."""
    if "://" in central:
        return central
    return str(made_folder(Path(central).absolute()).resolve())


def issue_all(parts: Parts, run: Run, visits: list[str]) -> None:
    """Issue signed notes, whatever is asked before."""
    for visit in visits:
        doubts = run(parts.issue.plan, visit).doubts
        run(parts.issue.issue, visit, Decisions(answers={one.id: _WHY for one in doubts}))


def take_in(destination: str, inbox: Path, clock: Clock) -> ReceiveReport:
    """The authority looks into the shared place. Outside work."""
    return receive(destination, rehearsal_key(), inbox, clock)


def outcomes(view: OutboxView, notes: list[str], destination: str) -> Outcomes:
    """Count on both sides. `notes`: the ids of those that were signed. Outside work."""
    with open_way(destination) as transport:
        told = [read_parcel_name(name) for name in transport.list()]
    there = [one.note for one in told if one is not None]
    received = [one for one in view.parcels if one.kind == "note" and one.stage is Stage.RECEIVED]
    return Outcomes(notes=len(notes), there=sum(there.count(note) for note in notes), received=len(received))


def cut_after(parcels: int) -> Opener:
    """Ways that break off once so many parcels were taken: the last of them arrives, and nobody hears of it."""

    def opener(destination: str) -> Transport:
        return _Cut(open_way(destination), parcels)

    return opener


class _Cut:
    """A line that is cut after a number of parcels."""

    def __init__(self, inner: Transport, parcels: int) -> None:
        self._inner = inner
        self._left = parcels

    def put_new(self, name: str, data: bytes) -> Outcome:
        """Takes a parcel; the last one without an answer."""
        outcome = self._inner.put_new(name, data)
        self._left -= 1
        if not self._left:
            raise CutOff
        return outcome

    def get(self, name: str) -> bytes | None:
        """As it is."""
        return self._inner.get(name)

    def list(self, prefix: str = "") -> list[str]:
        """As it is."""
        return self._inner.list(prefix)

    def describe(self) -> str:
        """As it is."""
        return self._inner.describe()

    def close(self) -> None:
        """As it is."""
        self._inner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
