"""An invented authority with its keys, its shared folder and its inbox, for tests of the outbox."""

from collections.abc import Callable
from pathlib import Path

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.issue import Decisions
from sipdesk.domain.outbox import OutboxView, ParcelView, SyncTold
from sipdesk.domain.received import ReceiveReport
from sipdesk.services.central import Invitation, invite
from sipdesk.services.receiving import receive
from sipdesk.services.sync import Opener, open_way, run_sync
from sipdesk.sync.transport import Outcome, Transport, Trouble, open_transport
from tests.unit.services.test_signing import checked, sign


class Authority:
    """Hackwater, which does not exist."""

    def __init__(self, where: Path, clock: Clock) -> None:
        where.mkdir(parents=True, exist_ok=True)
        self.key, self.share, self.inbox = where / "central.key", where / "share", where / "inbox"
        self.share.mkdir(exist_ok=True)
        self.clock = clock

    def invitation(self, **others: object) -> bytes:
        """An enrolment file."""
        told = {"authority": "hackwater", "name": "Hackwater", "service": "Hackwater School Improvement", **others}
        wanted = Invitation(destination=str(self.share), **told)  # type: ignore[arg-type]
        return invite(self.key, wanted, self.clock).data

    def receive(self) -> ReceiveReport:
        """One look at the shared folder."""
        return receive(self.share, self.key, self.inbox, self.clock)

    @property
    def parcels(self) -> list[str]:
        """The names of what lies in the folder for it."""
        return sorted(path.name for path in self.share.glob("*.sipd"))


def enrol(app: App, authority: Authority, **others: object) -> None:
    """This desk with that authority."""
    app.run(app.services.enrolling.enrol, authority.invitation(**others))


def issue(app: App, visit: str) -> None:
    """Issue a signed note, whatever is asked."""
    plan = app.run(app.services.issue.plan, visit)
    answers = {one.id: "It is a test." for one in plan.doubts}
    app.run(app.services.issue.issue, visit, Decisions(answers=answers))


def view(app: App) -> OutboxView:
    """The outbox."""
    return app.run(app.services.outbox.view)


def note_of(app: App) -> ParcelView:
    """The one note in the outbox."""
    (found,) = [one for one in view(app).parcels if one.kind == "note"]
    return found


def sync(app: App, opener: Opener = open_way, *, agreed: bool = True, asked: bool = True) -> SyncTold:
    """One sync, agreed to."""
    if agreed:
        app.run(app.services.outbox.agree_today)
    return run_sync(app.services, app.run, opener, asked=asked)


class Wrapped:
    """A way to a folder that a test bends: each method asks `bend(method, name)` first."""

    def __init__(self, inner: Transport, bend: Callable[[str, str], object]) -> None:
        self.inner = inner
        self.bend = bend

    def put_new(self, name: str, data: bytes) -> Outcome:
        self.bend("put", name)
        outcome = self.inner.put_new(name, data)
        self.bend("put done", name)
        return outcome

    def get(self, name: str) -> bytes | None:
        told = self.bend("get", name)
        return told if isinstance(told, bytes) else self.inner.get(name)

    def list(self, prefix: str = "") -> list[str]:
        self.bend("list", prefix)
        return self.inner.list(prefix)

    def describe(self) -> str:
        return self.inner.describe()

    def close(self) -> None:
        self.inner.close()

    def __enter__(self) -> "Wrapped":
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()


def bent(bend: Callable[[str, str], object]) -> Opener:
    """Opens ways that are bent so."""

    def opener(destination: str) -> Transport:
        return Wrapped(open_transport(destination), bend)

    return opener


def failing(method: str, trouble: Trouble, times: int = 1_000_000) -> Callable[[str, str], None]:
    """Raises a trouble at a method, so many times."""
    left = [times]

    def bend(asked: str, _name: str) -> None:
        if asked == method and left[0]:
            left[0] -= 1
            raise trouble

    return bend


def greeted(app: App, authority: Authority) -> App:
    """A desk that is enrolled, and whose greeting was received."""
    enrol(app, authority)
    sync(app)
    authority.receive()
    sync(app)
    return app


def one_issued(app: App, authority: Authority) -> None:
    """A desk that has greeted that authority, with one note issued."""
    greeted(app, authority)
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
