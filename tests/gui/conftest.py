"""A real window on a real desk, offscreen. Nothing is faked but the clock and the dialogue that asks for a file name."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.shell import Shell
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from tests.conftest import Ticking, october

PASSPHRASE = "four plain english words"
_HERE = Path(__file__).parent
MakeWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says this of each window; it means nothing."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The style of the program, given once: to set it again would dress anew every widget that earlier windows left."""
    return ["sipdesk", "-style", "Fusion"]


class Begun(NamedTuple):
    """A desk with visits, made once, and where its clock stood then."""

    folder: Path
    visits: dict[str, str]
    ticking: Ticking


@pytest.fixture(scope="session")
def begun(template_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Visits of the desk by name: one complete, one hardly begun, one postponed."""
    folder = Path(shutil.copytree(template_desk, tmp_path_factory.mktemp("begun") / "desk"))
    ticking = october()
    app = App(folder, ticking.clock())
    app.open(PASSPHRASE)
    services = app.services

    def opened(urn: str, term: str) -> str:
        visit, _ = app.run(services.visits.open_in_term, urn, TermSlot.parse(f"2025-26/{term}"))
        return visit.id

    found = {
        "whole": opened("900101", "autumn"),
        "draft": opened("900101", "spring"),
        "other": opened("900102", "autumn"),
    }
    told = json.loads((paths.resources() / "demo" / "autumn.json").read_text(encoding="utf-8"))
    app.run(services.files.fill, found["whole"], told)
    app.run(services.visits.save, found["draft"], {"date": "2026-03-03", "start": "09:00", "end": "12:00"}, None)
    app.close()
    return Begun(folder, found, ticking)


@pytest.fixture
def visits(begun: Begun, desk_folder: Path, clock: Clock) -> dict[str, str]:
    """The visits, in the desk of this test; its clock goes on from when they were made."""
    shutil.rmtree(desk_folder)
    shutil.copytree(begun.folder, desk_folder)
    cast("Ticking", clock.now.__self__).go_on_from(begun.ticking)
    return dict(begun.visits)


@pytest.fixture
def make_window(qtbot: QtBot, desk_folder: Path, clock: Clock) -> Iterator[MakeWindow]:
    """Makes windows that stand on the screen, and waits for their work before the test ends."""
    made: list[Window] = []

    def make(folder: Path = desk_folder, passphrase: str | None = None, look: str = "light") -> Window:
        window = Window(DeskLink(folder, Background(), lambda where: App(where, clock)), Theme(look), passphrase)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        with qtbot.waitActive(window):
            window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.finish()


@pytest.fixture
def window(make_window: MakeWindow) -> Window:
    """A window, locked."""
    return make_window()


def wait(qtbot: QtBot, there: Callable[[], object]) -> None:
    """Until something is there."""
    qtbot.waitUntil(lambda: bool(there()), timeout=10_000)


def unlock(qtbot: QtBot, window: Window) -> Shell:
    """Type the passphrase, press Enter, wait for what is due, and go on to the caseload."""
    window.unlock.field.clear()
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    window.unlock.field.returnPressed.emit()
    wait(qtbot, lambda: window.stack.currentWidget() is not window.unlock)
    shell = window.shell
    if shell.page is shell.today:  # after a lock it is where it was before
        wait(qtbot, shell.today.heading.line.text)
        shell.go_caseload()
        wait(qtbot, shell.caseload.heading.line.text)
    return window.shell


@pytest.fixture
def shell(qtbot: QtBot, visits: dict[str, str], make_window: MakeWindow) -> Shell:
    """The open desk with its visits."""
    assert visits
    return unlock(qtbot, make_window())


@pytest.fixture
def go(qtbot: QtBot, shell: Shell) -> "Going":
    """Goes to a page and waits until it shows what it was asked for."""
    return Going(qtbot, shell)


class Going:
    """Ways to the pages."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self._qtbot = qtbot
        self._shell = shell

    def today(self) -> None:
        """What is due."""
        self._shell.go_today()
        wait(self._qtbot, self._shell.today.heading.line.text)

    def school(self, urn: str = "900101") -> None:
        """A school."""
        self._shell.go_school(urn)
        wait(self._qtbot, self._shell.school.heading.title.text)

    def outbox(self) -> None:
        """What leaves, and what came back."""
        self._shell.go_outbox()
        page = self._shell.outbox
        wait(self._qtbot, lambda: page.teach.isVisible() or page.tabs.isVisible())

    def note(self, visit: str) -> None:
        """A note, its pages made."""
        self._shell.go_note(visit)
        wait(self._qtbot, lambda: self._shell.note.viewer.document.pageCount() > 0)
