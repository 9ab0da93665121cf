"""Sync keeps out of the way: of typing, of closing, of a lock; and it begins by itself only when nobody is at it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from sipdesk.app import App
from sipdesk.gui.outbox.page import OutboxPage
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from sipdesk.services import sync
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.transport import Outcome, Transport
from tests.gui.conftest import wait
from tests.gui.outbox.conftest import Service, Turn, Visits
from tests.gui.walk import faults


class Stalled(FolderTransport):
    """A network that takes the first byte and then says nothing until it is let go."""

    gate = threading.Event()
    begun = threading.Event()

    def put_new(self, name: str, data: bytes) -> Outcome:
        """Wait, then go on."""
        self.begun.set()
        self.gate.wait(60)
        return super().put_new(name, data)


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch, service: Service) -> Iterator[type[Stalled]]:
    """Every way is stalled until the gate opens."""
    Stalled.gate.clear()
    Stalled.begun.clear()

    def opened(_destination: str) -> Transport:
        return Stalled(service.share)

    monkeypatch.setattr(sync.Round.__init__, "__defaults__", (opened,))
    yield Stalled
    Stalled.gate.set()


def _window(shell: Shell) -> Window:
    window = shell.window()
    assert isinstance(window, Window)
    return window


def test_that_typing_goes_on_while_the_network_says_nothing(
    page: OutboxPage, turn: Turn, visits: Visits, stalled: type[Stalled]
) -> None:
    shell, qtbot = turn.shell, turn.qtbot
    page.leaving.go.click()
    wait(qtbot, stalled.begun.is_set)
    shell.go_visit(visits["draft"], "summary")
    wait(qtbot, lambda: shell.visit.body is not None)
    said: list[str] = []
    shell.visit.draft.saved.connect(said.append)
    field = shell.visit.focusWidget()
    qtbot.keyClicks(field, "Calm corridors and good reading. ")
    wait(qtbot, lambda: said)
    assert shell.outgoing.syncer.busy, "it was saved while the network said nothing"
    assert "syncing" in shell.outgoing.foot.button.text()


def test_that_closing_waits_a_moment_for_what_can_leave_and_then_closes(
    page: OutboxPage, turn: Turn, service: Service
) -> None:
    shell = turn.shell
    window = _window(shell)
    _agreed(page, turn)
    shell.outgoing.patience = 60_000
    window.close()
    assert window.isVisible()
    assert window.stack.currentWidget() is not shell
    turn.until(lambda: not window.isVisible())
    assert len(service.lying()) == 2


def test_that_closing_is_never_held_up_by_a_dead_network(
    page: OutboxPage, turn: Turn, stalled: type[Stalled], service: Service
) -> None:
    shell = turn.shell
    window = _window(shell)
    _agreed(page, turn)
    shell.outgoing.sync()
    turn.until(stalled.begun.is_set)
    shell.outgoing.patience = 300
    window.close()
    assert window.isVisible()
    turn.until(lambda: not window.isVisible())
    window.finish()
    assert not service.lying(), "nobody waited until the network went on"


@pytest.mark.parametrize("by", ["button", "escape", "again"])
def test_that_waiting_at_the_end_can_be_skipped(page: OutboxPage, turn: Turn, stalled: type[Stalled], by: str) -> None:
    window = _window(turn.shell)
    _agreed(page, turn)
    window.close()
    face = window.stack.currentWidget()
    assert isinstance(window.stack, QStackedWidget)
    assert face.skip.hasFocus()
    assert faults(window) == []
    if by == "button":
        turn.click(face.skip)
    elif by == "escape":
        turn.qtbot.keyClick(face, Qt.Key.Key_Escape)
    else:
        window.close()
    turn.until(lambda: not window.isVisible())


def _agreed(page: OutboxPage, turn: Turn) -> None:
    """The person has seen today what leaves; syncs may begin by themselves again."""
    app = page._desk.app
    app.run(app.services.outbox.agree_today)
    turn.settle()
    turn.shell.outgoing.by_itself = True
    assert turn.shell.outgoing.worth_waiting


def test_that_closing_does_not_wait_where_nothing_was_agreed(page: OutboxPage, turn: Turn) -> None:
    turn.shell.outgoing.by_itself = True
    assert page.view.first_today
    _window(turn.shell).close()
    turn.until(lambda: not turn.shell.window().isVisible())


def test_that_a_lock_in_the_middle_ends_in_the_truth(
    page: OutboxPage, turn: Turn, stalled: type[Stalled], service: Service, desk_folder: Path
) -> None:
    window = _window(turn.shell)
    page.leaving.go.click()
    turn.until(stalled.begun.is_set)
    window.lock()
    turn.until(lambda: not window.is_open and window.unlock.go.isEnabled())
    stalled.gate.set()
    turn.qtbot.keyClicks(window.unlock.field, "four plain english words")
    window.unlock.go.click()
    turn.until(lambda: window.is_open)
    app: App = window.desk.app
    told = app.run(app.services.outbox.view).parcels
    assert {row.stage.value for row in told} <= {"checking", "queued", "delivered"}
    window.shell.outgoing.by_itself = False
    window.shell.outgoing.sync()
    turn.until(lambda: len(service.lying()) == 2 and not window.shell.outgoing.syncer.busy)
    told = app.run(app.services.outbox.view).parcels
    assert {row.stage.value for row in told} == {"delivered"}


def test_that_a_sync_begins_by_itself_once_nobody_types(page: OutboxPage, turn: Turn, service: Service) -> None:
    outgoing = turn.shell.outgoing
    app = page._desk.app
    app.run(app.services.outbox.agree_today)
    turn.settle()
    outgoing.by_itself = True
    outgoing.rested = lambda: 0.5
    outgoing._due()
    assert not outgoing.syncer.busy
    outgoing.rested = lambda: 60.0
    outgoing._due()
    turn.until(lambda: len(service.lying()) == 2)
