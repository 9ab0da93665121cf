"""Shared by all tests: a fixed clock, and desks made ready so that each test opens its own copy of one."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.keys import slots
from sipdesk.store.desk import Desk, current_set
from sipdesk.store.schools import Allocation, put_allocation, put_school
from sipdesk.system.display import missing_packages

# A shared machine pauses when it likes: how long one example takes says nothing. The same examples in each run, so that a
# change breaks a test and luck does not.
settings.register_profile("sipdesk", deadline=None, derandomize=True)
settings.load_profile("sipdesk")

PASSPHRASE = "four plain english words"
CHEAP = slots.Argon2(iterations=1, lanes=1, memory_kib=64)
"""Tests open hundreds of desks; the real cost is measured in its own test."""


class Ticking:
    """A clock that moves one second at each look, and random bytes that repeat from run to run."""

    def __init__(self, start: datetime) -> None:
        self.at = start
        self.count = 0

    def now(self) -> datetime:
        """The next second."""
        self.at += timedelta(seconds=1)
        return self.at

    def random(self, size: int) -> bytes:
        """Bytes that depend on nothing but how often they were asked for."""
        self.count += 1
        return hashlib.shake_128(f"sipdesk {self.count}".encode()).digest(size)

    def clock(self) -> Clock:
        """As the program takes it."""
        return Clock(now=self.now, random=self.random)

    def go_on_from(self, other: "Ticking") -> None:
        """Where the other one stands now, so that nothing is made twice with the same bytes."""
        self.at, self.count = other.at, other.count


def october() -> Ticking:
    """7 October 2025, 09:00 UTC."""
    return Ticking(datetime(2025, 10, 7, 9, tzinfo=UTC))


def pytest_configure() -> None:
    """On a bare machine say what to install, instead of showing an ImportError from deep inside Qt."""
    missing = missing_packages()
    if missing:
        pytest.exit(
            f"Qt needs some system libraries here. Install them with: apt install {' '.join(missing)}", returncode=4
        )


@pytest.fixture
def clock() -> Clock:
    """7 October 2025, 09:00 UTC, and deterministic bytes."""
    return october().clock()


SCHOOLS = (
    School(urn="900101", name="Alder Park Primary School", laestab="2049101", phase=Phase.PRIMARY, governance=Governance.MAINTAINED, roll=412),
    School(urn="900102", name="Bramble Lane Academy", laestab="2049102", phase=Phase.SECONDARY, governance=Governance.ACADEMY),
    School(urn="900103", name="Cedar House", laestab="2049103", phase=Phase.PRIMARY, governance=Governance.INDEPENDENT),
)  # fmt: skip


def opened_cheaply(folder: Path) -> Path:
    """The same desk for the same passphrase, which from now on costs hardly anything to open."""
    home = current_set(folder)
    keys = slots.load(home)
    slots.store(home, slots.rewrap(keys, slots.unwrap(keys, PASSPHRASE), PASSPHRASE, october().random, CHEAP))
    return folder


@pytest.fixture(scope="session")
def template_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three invented schools, made once."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    made = Ticking(datetime(2025, 9, 1, 9, tzinfo=UTC)).clock()
    desk = Desk.create(folder, PASSPHRASE, made, {"partner": "Robin Marlow", "authority": "hackney"})
    with desk.change("put schools in place", "") as db:
        for school in SCHOOLS:
            put_school(db, school)
            allocation = Allocation(urn=school.urn, authority="hackney", year="2025-26", term="autumn", category="core")
            put_allocation(db, allocation, made.stamp(), "")
    desk.close()
    return opened_cheaply(folder)


@pytest.fixture(scope="session")
def bare_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with nothing in it, made once."""
    folder, facts = tmp_path_factory.mktemp("bare") / "desk", {"partner": "Alex Example", "authority": "hackney"}
    Desk.create(folder, PASSPHRASE, Ticking(datetime(2025, 9, 1, 9, tzinfo=UTC)).clock(), facts).close()
    return opened_cheaply(folder)


@pytest.fixture
def desk_folder(template_desk: Path, tmp_path: Path) -> Path:
    """A desk of this test's own, closed."""
    return Path(shutil.copytree(template_desk, tmp_path / "desk"))


@pytest.fixture
def app(desk_folder: Path, clock: Clock) -> Iterator[App]:
    """The application with its desk open."""
    app = App(desk_folder, clock)
    app.open(PASSPHRASE)
    yield app
    app.close()


@pytest.fixture
def desk(desk_folder: Path, clock: Clock) -> Iterator[Desk]:
    """A desk open on the test's own thread."""
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    yield desk
    desk.close()


@pytest.fixture
def on_desk(app: App) -> Callable[..., object]:
    """Runs a call on the desk's thread."""
    return app.run
