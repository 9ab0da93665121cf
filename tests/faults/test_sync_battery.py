"""Two thousand packages through each transport, under everything that can go wrong: none lost, none twice, none written
over, nothing of ours left lying about. A sample runs each time; `make faults` runs all, `make sync` all of it in parts.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.https import HttpsTransport, Patience
from sipdesk.sync.server import Door
from sipdesk.sync.transport import Credentials, Transport, Trouble, is_name
from sipdesk.sync.wire import hexadecimal
from tests.faults.carrier import Carrier, Package, packages
from tests.faults.certificates import authority, server
from tests.faults.disks import CALLS, Place
from tests.faults.disks import FAULTS as DISK_FAULTS
from tests.faults.nginx import nginx
from tests.faults.place import served
from tests.faults.proxy import Proxy, proxied
from tests.faults.spoils import FAULTS

EACH = 2000
PARTS = 8
HASTY = Patience(connect=5, base=0.3, bytes_per_second=1e7)
MOST_ATTEMPTS = 8
PIECES = [
    pytest.param(range(part * EACH // PARTS, (part + 1) * EACH // PARTS), id=f"part-{part}", marks=pytest.mark.long)
    for part in range(PARTS)
]
SAMPLE = pytest.param(range(10_000, 10_000 + 2 * len(FAULTS)), id="sample")


def lying_in(folder: Path) -> "dict[str, bytes]":
    """The packages there."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if is_name(path.name)}


def carried_through(faulty: Proxy, transport: Transport, folder: Path, sent: list[Package]) -> Carrier:
    """Each package meets one fault with its PUT and another with the GET that proves it, and gets there all the same."""
    carrier = Carrier(lambda name: lies.read_bytes() if (lies := folder / name).exists() else None)
    for package in sent:
        put, get = FAULTS[package.number % len(FAULTS)], FAULTS[(package.number * 7 + 3) % len(FAULTS)]
        for only, fault in ((b"PUT", put), (b"GET", get)):
            faulty.only, faulty.coming = only, [fault.spoil] * 2
            carrier.turn(package, transport)
            if package.stage == "delivered":
                break
        faulty.coming = []
        while package.stage != "delivered":
            carrier.turn(package, transport)
        carrier.turn(package, transport)  # and once more, as a desk restored from an old backup does
    return carrier


def judge(carrier: Carrier, folder: Path, sent: list[Package]) -> None:
    """Exactly these packages lie there, whole, and nothing besides."""
    assert lying_in(folder) == {package.name: package.data for package in sent}
    assert {path.name for path in folder.iterdir()} == {package.name for package in sent}
    assert carrier.most <= MOST_ATTEMPTS
    assert not {"conflict", "altered", "lost"} & set(carrier.endings)


@pytest.mark.parametrize("numbers", [SAMPLE, *PIECES])
def test_that_every_package_gets_through_a_spoiled_line_once(numbers: range, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    sent = packages(tmp_path / "sealed", numbers)
    with ExitStack() as stack:
        port = stack.enter_context(served(Door(tmp_path / "shared").app()))
        faulty = stack.enter_context(proxied(port))
        transport = stack.enter_context(HttpsTransport(f"http://127.0.0.1:{faulty.port}", Credentials(), HASTY))
        carrier = carried_through(faulty, transport, tmp_path / "shared", sent)
    judge(carrier, tmp_path / "shared", sent)  # now that nothing is under way any more


@pytest.mark.outside
def test_that_every_package_gets_through_nginx_with_a_spoiled_line_behind_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    sent = packages(tmp_path / "sealed", range(len(FAULTS)))
    trusted = Credentials(authorities=authority().put(tmp_path, "authority")[0])
    with ExitStack() as stack:
        port = stack.enter_context(served(Door(tmp_path / "shared").app()))
        faulty = stack.enter_context(proxied(port))
        front = stack.enter_context(nginx(faulty.port, server(), tmp_path / "nginx"))
        transport = stack.enter_context(HttpsTransport(f"https://127.0.0.1:{front}", trusted, HASTY))
        carrier = carried_through(faulty, transport, tmp_path / "shared", sent)
    judge(carrier, tmp_path / "shared", sent)  # now that nothing is under way any more


class Between:
    """Two folders with a bad program between them. In the near one lies half a package from the day before yesterday."""

    def __init__(self, root: Path, seed: int, far: Path | None = None) -> None:
        self.near, self.far = root / "near", far or root / "far"
        self.near.mkdir()
        self.far.mkdir(exist_ok=True)
        self.orphan = self.near / ".sipdesk-0123.tmp"
        self.orphan.write_bytes(b"half")
        old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        os.utime(self.orphan, (old, old))
        self._stop = root / "stop"
        self._command = [sys.executable, "-m", "tests.faults.adversary", str(self.near), str(self.far), str(seed)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """It has begun, and is told to stop in the end; then what is on the way arrives."""
        work = subprocess.Popen(self._command)
        try:
            while not self._has_begun():
                assert work.poll() is None, "it ended by itself"
            yield
        finally:
            self._stop.write_bytes(b"")
            assert work.wait(120) == 0

    def await_folder(self) -> None:
        """Until the near folder is back: how often it is asked meanwhile says nothing."""
        while not self.near.is_dir():
            pass

    def once_more(self) -> None:
        """After it was stopped: what was put there since arrives as well."""
        subprocess.run(self._command, check=True, timeout=120)

    def _has_begun(self) -> bool:
        """It left something of its own."""
        with suppress(FileNotFoundError), os.scandir(self.near) as entries:
            return any(entry.name.endswith(".sipd") for entry in entries)
        return False


class Importer:
    """The other side: takes each package once, and only when it is what its name says."""

    def __init__(self, folder: Path) -> None:
        self.transport = FolderTransport(folder)
        self.taken: list[tuple[str, bytes]] = []

    def look(self) -> None:
        """Take what is new and whole."""
        known = {name for name, _data in self.taken}
        for name in self.transport.list():
            if name in known:
                continue
            try:
                data = self.transport.get(name)
            except Trouble as trouble:
                if trouble.sort == "later":
                    continue
                raise
            if data is not None and hexadecimal(data)[:16] == name.split(".")[2]:
                self.taken.append((name, data))


@pytest.mark.parametrize("numbers", [pytest.param(range(20_000, 20_060), id="sample"), *PIECES])
def test_that_every_package_gets_through_a_bad_synchronising_program_once(numbers: range, tmp_path: Path) -> None:
    sent = packages(tmp_path / "sealed", numbers)
    (tmp_path / "coming").write_text("\n".join(f"{one.name} {one.file}" for one in sent), encoding="ascii")
    between = Between(tmp_path, numbers.start)
    near, far = between.near, between.far
    places, whole = (near, far, tmp_path / "kept-by-the-service"), {one.name: one.file for one in sent}
    carrier = Carrier(lambda name: lying_somewhere(whole[name].read_bytes(), *(place / name for place in places)))
    transport, importer = FolderTransport(near), Importer(far)
    with between.at_work():
        for _round in range(8 * len(sent)):
            between.await_folder()
            waiting = [package for package in sent if package.stage != "delivered"]
            for package in waiting[:5]:
                carrier.turn(package, transport)
                sent.append(sent.pop(sent.index(package)))
            importer.look()
            if not waiting:
                break
    for package in sent * 3:  # what was hollow until the end
        if package.stage != "delivered":
            carrier.turn(package, transport)
    between.once_more()
    importer.look()
    assert all(package.stage == "delivered" for package in sent)
    assert sorted(importer.taken) == sorted((package.name, package.data) for package in sent)
    assert not between.orphan.exists()
    transport.sweep(datetime.now(UTC) + timedelta(days=2))
    assert not list(near.glob(".sipdesk-*"))
    assert carrier.endings.keys() > {"delivered"}, "the program between did nothing bad"


@pytest.mark.parametrize("numbers", [pytest.param(range(30_000, 30_000 + 3 * len(DISK_FAULTS)), id="sample"), *PIECES])
def test_that_every_package_gets_into_a_failing_folder_once(
    numbers: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    sent = packages(tmp_path / "sealed", numbers)
    carrier = Carrier(lambda name: seen(folder / name))
    for package in sent:
        fault = DISK_FAULTS[package.number % len(DISK_FAULTS)]
        before = lying_in(folder)
        with monkeypatch.context() as patched:
            fault.spoil(Place(folder, package.name, package.data, failing_in(patched)))
            planted = (
                {path: path.read_bytes() for path in folder.glob("*") if path.name not in before}
                if folder.is_dir()
                else {}
            )
            carrier.turn(package, FolderTransport(folder))
            assert all(path.read_bytes() == data for path, data in planted.items())
        set_right(folder, package, planted)
        for _again in "123":
            carrier.turn(package, FolderTransport(folder))
        assert package.stage == "delivered", fault.says
        assert before.items() <= lying_in(folder).items()
    assert lying_in(folder) == {package.name: package.data for package in sent}
    assert {path.name for path in folder.iterdir()} == {package.name for package in sent}


def failing_in(patched: pytest.MonkeyPatch) -> Callable[[str, OSError], None]:
    """Makes calls into the system fail."""

    def fail(call: str, error: OSError) -> None:
        def raising(*_args: object, **_more: object) -> None:
            raise error

        patched.setattr(*CALLS[call], raising)

    return fail


def set_right(folder: Path, package: Package, planted: dict[Path, bytes]) -> None:
    """What a person does about it: the share comes back, the damaged copy goes."""
    elsewhere = folder.with_name("elsewhere")
    if elsewhere.exists():
        if folder.exists():
            folder.unlink()
        elsewhere.rename(folder)
    for path, data in planted.items():
        if path.name != package.name or data != package.data or path.is_symlink():
            path.unlink()
    folder.with_name("private.txt").unlink(missing_ok=True)


def lying_somewhere(wanted: bytes, *places: Path) -> bytes | None:
    """The bytes, where one of the places has the whole of them; else some. The program between moves them on, and takes the
    folder away for a moment, so it is looked for them until they are found."""
    found, until = None, time.monotonic() + 30
    while found != wanted and time.monotonic() < until:
        for place in places:
            found = seen(place) or found
            if found == wanted:
                break
    return found


def seen(place: Path) -> bytes | None:
    """The bytes there; None for none."""
    with suppress(FileNotFoundError):
        return place.read_bytes() or None
    return None
