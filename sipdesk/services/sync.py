"""One sync: everything that may leave goes, oldest first, then what lies there for this desk comes down. Outside work, which
asks the desk through `run`; the command line and the window both use it.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sipdesk.domain.errors import Cancelled, Refused, SipdeskError
from sipdesk.domain.outbox import OutboxView, SyncTold
from sipdesk.services.credentials import credentials_for
from sipdesk.services.dispatch import Dispatch, Job, Sent, Settled, send
from sipdesk.services.incoming import IncomingService
from sipdesk.services.outbox import NOT_ENROLLED, OutboxService
from sipdesk.sync.transport import Transport, Trouble, open_transport

_IN_A_ROW = 3
"""Parcels or letters that fail one after another before a place is left alone for this time; what is about one of them
alone is not counted."""

Run = Callable[..., Any]
"""Runs a call on the desk's thread and waits for it."""
Opener = Callable[[str], Transport]


class SyncParts(Protocol):
    """The services a sync is made of."""

    outbox: OutboxService
    dispatch: Dispatch
    incoming: IncomingService


def open_way(destination: str) -> Transport:
    """The way to a destination, with what this device remembers for it."""
    return open_transport(destination, credentials_for(destination))


class Round:
    """One sync under way. `stop()` ends it after the parcel that is on its way; what was done stays done."""

    def __init__(
        self,
        parts: SyncParts,
        run: Run,
        opener: Opener = open_way,
        *,
        asked: bool = True,
        told: Callable[[str], None] = lambda _line: None,
    ) -> None:
        """`asked`: a person asked for it, so what waits for its time or for a person is tried as well. `told` hears a line
        for each thing done."""
        self._parts = parts
        self._run = run
        self._opener = opener
        self._asked = asked
        self._told = told
        self._stopped = False
        self._done = {"delivered": 0, "received": 0, "letters": 0}
        self._troubles: list[str] = []

    def stop(self) -> None:
        """From any thread."""
        self._stopped = True

    def sync(self) -> SyncTold:
        """Do it. `Refused` where the desk is not enrolled. Nothing leaves before the person has seen today what will."""
        view: OutboxView = self._run(self._parts.outbox.view)
        if not view.enrolled:
            raise Refused(NOT_ENROLLED)
        for destination in self._run(self._parts.dispatch.destinations, asked=self._asked):
            if not self._stopped:
                self._visit(destination)
        self._run(self._parts.dispatch.sweep)
        view = self._run(self._parts.outbox.view)
        return SyncTold(**self._done, waiting=view.waiting, attention=view.attention, troubles=self._troubles)

    def _visit(self, destination: str) -> None:
        dispatch = self._parts.dispatch
        try:
            with self._opener(destination) as transport:
                names = transport.list()
                if not self._run(dispatch.look_over, destination, names):
                    self._trouble(self._run(dispatch.why, destination))
                    return
                trouble = self._send_all(destination, transport) if self._run(lambda: dispatch.agreed) else None
                self._fetch_all(transport, names)  # also from a place that takes nothing
                if trouble is not None:
                    raise trouble
        except Cancelled:
            raise
        except (Trouble, SipdeskError) as trouble:
            self._run(dispatch.troubled, destination, trouble)
            self._trouble(trouble.sentence)

    def _trouble(self, sentence: str) -> None:
        if sentence not in self._troubles:
            self._troubles.append(sentence)
            self._told(sentence)

    def _send_all(self, destination: str, transport: Transport) -> Trouble | None:
        """Each parcel that may go, once; one that fails does not hold up the rest, several in a row are the place's fault,
        which is given back."""
        dispatch, after, failed = self._parts.dispatch, 0, 0
        again: set[str] = set()
        while not self._stopped and failed < _IN_A_ROW:
            job = self._run(dispatch.plan, destination, after, asked=self._asked)
            if job is None:
                return None
            sent = self._sent(job, transport)
            settled: Settled = self._run(dispatch.settle, sent)
            after = job.seq
            if settled.again and job.id not in again:
                again.add(job.id)
                after = job.seq - 1
            if sent.ending == "delivered":
                self._done["delivered"] += 1
                self._told(f"Delivered and read back: {job.name}")
            elif sent.ending not in {"absent", "lost"}:
                self._trouble(sent.why or f"{job.name} needs attention: {sent.ending}")
            if not sent.alone:
                failed = failed + 1 if sent.ending in {"later", "person", "unknown"} else 0
        if failed < _IN_A_ROW:
            return None
        return Trouble(sent.why, "person" if sent.ending == "person" else "later", sent.retry_after)

    def _sent(self, job: Job, transport: Transport) -> Sent:
        try:
            return send(job, transport)
        except BaseException:
            self._run(self._parts.dispatch.let_go, job)
            raise

    def _fetch_all(self, transport: Transport, names: Iterable[str]) -> None:
        failed = 0
        for name in self._run(self._parts.incoming.wanted, list(names)):
            if self._stopped:
                return
            try:
                data, failed = transport.get(name), 0
            except Trouble as trouble:
                failed += not trouble.alone
                if failed == _IN_A_ROW:
                    raise
                self._trouble(trouble.sentence)
                continue
            taken = self._run(self._parts.incoming.take, name, data) if data is not None else None
            if taken is None:
                continue
            self._done["received" if taken.kind == "receipt" else "letters"] += 1
            self._told(_FETCHED.get(taken.kind, "A letter came down."))


_FETCHED = {
    "receipt": "Received: the authority’s signed receipt is here.",
    "refusal": "The authority would not take a package; the outbox says why.",
    "query": "A question on a note came down.",
    "answer": "An answer to a request for support came down.",
    "snapshot": "A caseload came down.",
    "warning": "Something came down that was not believed; the outbox says why.",
    "repeated": "A letter came once more.",
}


def run_sync(
    parts: SyncParts,
    run: Run,
    opener: Opener = open_way,
    *,
    asked: bool = True,
    told: Callable[[str], None] = lambda _line: None,
) -> SyncTold:
    """One sync from beginning to end; see `Round`."""
    return Round(parts, run, opener, asked=asked, told=told).sync()
