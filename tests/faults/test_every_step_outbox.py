"""Killed at every statement and every file event while a note is signed, issued or sent, each note arrives exactly once."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sipdesk.app import App, Services
from sipdesk.domain.clock import Clock
from sipdesk.domain.issue import Decisions
from sipdesk.domain.outbox import Stage
from sipdesk.forms.loader import Library, load_programmes
from sipdesk.paths import forms as shipped_forms
from sipdesk.services import signing
from sipdesk.services.sync import run_sync
from sipdesk.store import audit, sealed
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import Parcels, lost_files
from tests.conftest import PASSPHRASE, Ticking
from tests.faults.killer import at_every_step
from tests.unit.services.central import Authority, greeted
from tests.unit.services.test_signing import NAME, checked

pytestmark = pytest.mark.long


class Bench:
    """An enrolled desk with a checked note, and the shared folder, to be put back before each try."""

    def __init__(self, where: Path, authority: Authority, library: Library) -> None:
        self.desk, self.template = where / "desk", where / "template"
        self.share, self.shared = authority.share, where / "shared"
        self.authority = authority
        self.library = library
        self.made: signing.Made | None = None

    def keep(self) -> None:
        """What lies there now is the state that each try begins with."""
        shutil.rmtree(self.template, ignore_errors=True)
        shutil.rmtree(self.shared, ignore_errors=True)
        shutil.copytree(self.desk, self.template)
        shutil.copytree(self.share, self.shared)

    def fresh(self) -> None:
        """That state again."""
        for place, kept in ((self.desk, self.template), (self.share, self.shared)):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(kept, place)

    def on(self, operation: Callable[[Services], None]) -> None:
        """Open the desk on this thread, operate, close."""
        ticking = Ticking(datetime(2025, 11, 3, 9, tzinfo=UTC))
        desk = Desk.open(self.desk, PASSPHRASE, Clock(now=ticking.now))
        try:
            operation(Services(desk, self.library))
        finally:
            desk.close()


def sync(services: Services) -> None:
    services.outbox.agree_today()
    run_sync(services, lambda call, *args, **named: call(*args, **named))


@pytest.fixture
def bench(app: App, desk_folder: Path, clock: Clock, tmp_path: Path) -> Bench:
    authority = Authority(tmp_path / "central", clock)
    greeted(app, authority)
    visit = checked(app)
    prepared = app.run(app.services.signing.prepare, visit, head=False)
    bench = Bench(tmp_path / "bench", authority, load_programmes(shipped_forms()))
    bench.made = signing.make(prepared, NAME)
    app.close()
    bench.desk.parent.mkdir()
    shutil.copytree(desk_folder, bench.desk)
    bench.keep()
    return bench


def sign(bench: Bench) -> None:
    bench.on(lambda services: services.signing.keep(bench.made))


def issue(bench: Bench) -> None:
    def do(services: Services) -> None:
        plan = services.issue.plan(bench.made.visit)
        services.issue.issue(bench.made.visit, Decisions(answers={one.id: "a test" for one in plan.doubts}))

    bench.on(do)


def parcels(services: Services) -> list[Stage]:
    return [one.stage for one in services.outbox.view().parcels if one.kind == "note"]


def test_that_a_signature_and_its_parcel_are_both_there_or_neither(bench):
    seen = set()

    def look(step: int) -> None:
        def compare(services: Services) -> None:
            record = bench.made.record
            signed = bool(sealed.hash_of(services.desk, record.note, record.revision))
            row = Parcels(services.desk).of_note(record.note, record.revision)
            assert signed == (row is not None), f"half a signature after step {step}"
            assert row is None or (services.desk.folder / "sealed" / f"{row.sha256}.sipd").is_file()
            services.dispatch.sweep()
            assert lost_files(services.desk) == []
            audit.verify(services.desk.db)
            seen.add(signed)

        bench.on(compare)

    assert at_every_step(bench.fresh, lambda: sign(bench), look) > 20
    assert seen == {True, False}


def test_that_an_issue_and_the_queue_agree(bench):
    sign(bench)
    bench.keep()
    seen = set()

    def look(step: int) -> None:
        def compare(services: Services) -> None:
            issued = services.visits.get(bench.made.visit).state == "issued"
            assert parcels(services) == [Stage.QUEUED if issued else Stage.SEALED], f"after step {step}"
            seen.add(issued)

        bench.on(compare)

    assert at_every_step(bench.fresh, lambda: issue(bench), look) > 10
    assert seen == {True, False}


def test_that_a_note_killed_on_its_way_at_any_step_arrives_exactly_once(bench):
    sign(bench)
    issue(bench)
    bench.keep()
    before = len(bench.authority.parcels)
    stages = set()

    def look(step: int) -> None:
        bench.on(lambda services: stages.update(parcels(services)))
        bench.on(sync)
        bench.on(lambda services: _delivered(services, step))
        assert len(bench.authority.parcels) == before + 1, f"after step {step}"

    assert at_every_step(bench.fresh, lambda: bench.on(sync), look) > 20
    assert stages == {Stage.QUEUED, Stage.CHECKING, Stage.DELIVERED}


def _delivered(services: Services, step: int) -> None:
    assert parcels(services) == [Stage.DELIVERED], f"after step {step}"
