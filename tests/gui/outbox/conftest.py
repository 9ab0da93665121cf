"""A desk that is enrolled with a service in a real folder, and the service's own side, run between two syncs."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.ink import Ink
from sipdesk.domain.issue import Decisions
from sipdesk.domain.person import HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui.outbox.page import OutboxPage
from sipdesk.gui.shell import Shell
from sipdesk.services import central, receiving, signing
from sipdesk.services.visits import Step
from sipdesk.sync import wire
from tests.gui.conftest import wait

Visits = dict[str, str]


class Service:
    """The authority's side: its keys, its shared folder, its inbox."""

    def __init__(self, folder: Path, clock: Clock, destination: str = "", key: str = "central") -> None:
        self.share, self.key = folder / "share", folder / "authority" / f"{key}.key"
        self.inbox = folder / "authority" / "inbox"
        self.destination = destination or str(self.share)
        self.clock = clock
        for made in (self.share, self.key.parent):
            made.mkdir(exist_ok=True)

    def invitation(self, authority: str = "hackney", name: str = "Hackney Education", recovery_key: str = "") -> bytes:
        """An enrolment file."""
        wanted = central.Invitation(
            authority=authority, name=name, destination=self.destination, recovery_key=recovery_key
        )
        return central.invite(self.key, wanted, self.clock).data

    def file(self, **told: str) -> Path:
        """The same on the disk."""
        made = self.key.with_name("partner.sipenrol")
        made.write_bytes(self.invitation(**told))
        return made

    def look(self) -> receiving.ReceiveReport:
        """Take what lies there and answer."""
        return receiving.receive(self.share, self.key, self.inbox, self.clock)

    def lying(self, ending: str = ".sipd") -> list[Path]:
        """What lies in the shared folder."""
        return sorted(self.share.glob(f"*{ending}"))


@pytest.fixture
def service(tmp_path: Path, clock: Clock) -> Service:
    """A service with a folder."""
    return Service(tmp_path, clock)


@pytest.fixture
def app(shell: Shell) -> App:
    """The application behind the window; nothing begins by itself."""
    shell.outgoing.by_itself = False
    return shell.desk.app


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where e-mail drafts are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


@pytest.fixture
def enrolled(app: App, service: Service, papers: Path) -> App:
    """The desk has joined the service."""
    assert papers
    app.run(app.services.enrolling.enrol, service.invitation())
    return app


def signed(app: App, visit: str) -> None:
    """The note of a visit, answered by the head and signed by both."""
    run, services = app.run, app.services
    run(services.people.save, "900101", {"role": HEAD, "name": "Amara Osei", "email": "head@alderpark.example"})
    run(services.visits.move, visit, Step(to=State.WRITING, why="worked in"))
    run(services.visits.move, visit, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 16))
    run(services.visits.move, visit, Step(to=State.CHECKED, response=answer))
    prepared = run(services.signing.prepare, visit, head=True)
    run(services.signing.keep, signing.make(prepared, Ink(typed="Robin Marlow"), Ink(typed="Amara Osei")))


@pytest.fixture
def issued(enrolled: App, visits: Visits) -> App:
    """One note is signed and issued; its package and the greeting wait."""
    signed(enrolled, visits["whole"])
    enrolled.run(enrolled.services.issue.issue, visits["whole"], Decisions())
    return enrolled


@pytest.fixture
def page(qtbot: QtBot, issued: App, shell: Shell) -> OutboxPage:
    """The outbox with what waits."""
    assert issued
    shell.go_outbox()
    wait(qtbot, lambda: shell.outbox.view.enrolled and shell.outbox.going.table.rows.shown)
    return shell.outbox


class Turn:
    """Syncs by the page's own buttons and waits for the end."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot, self.shell = qtbot, shell

    def sync(self) -> str:
        """What the page says of it."""
        page, ended = self.shell.outbox, []
        page.viewed.connect(lambda _view: ended.append(not page.told.text().startswith("Syncing")))
        (page.leaving.go if page.leaving.asks else page.sync).click()
        wait(self.qtbot, lambda: not self.shell.outgoing.syncer.busy and any(ended))
        self.settle()
        return page.told.text()

    def again(self) -> None:
        """“Try now” on the package one stands on."""
        assert self.shell.outbox.going.retry.isVisible()
        syncer = self.shell.outgoing.syncer
        with self.qtbot.waitSignals([syncer.began, syncer.ended], timeout=20_000):
            self.click(self.shell.outbox.going.retry)
        self.settle()

    def click(self, there: QWidget) -> None:
        """With the mouse."""
        self.qtbot.mouseClick(there, Qt.MouseButton.LeftButton)

    def until(self, there: Callable[[], object]) -> None:
        """Wait for it."""
        wait(self.qtbot, there)

    def settle(self) -> None:
        """The page shows what the desk has."""
        page, seen = self.shell.outbox, []
        page.viewed.connect(seen.append)
        page.reload()
        wait(self.qtbot, lambda: seen)


@pytest.fixture
def turn(qtbot: QtBot, shell: Shell) -> Turn:
    """Syncs."""
    return Turn(qtbot, shell)


class Answers(BaseHTTPRequestHandler):
    """Takes nothing, each time for the same reason; one that knows the token's owner lists what lies there: nothing."""

    status = 401

    def do_GET(self) -> None:
        listing = self.path.partition("?")[0].endswith(wire.PATH)
        if self.status == 401:
            self._say(401, b"", wire.NAMES)
        else:
            self._say(200 if listing else 404, b"[]" if listing else b"", wire.NAMES)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._say(self.status, b"", wire.STORED)

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in ((wire.HEADER, wire.VERSION), ("Content-Type", kind), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Nothing."""


@pytest.fixture
def answering() -> Iterator[Callable[[int], str]]:
    """A server on this machine that answers with one status; its address."""
    servers = []

    def serve(status: int) -> str:
        server = HTTPServer(("127.0.0.1", 0), type("Said", (Answers,), {"status": status}))
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
