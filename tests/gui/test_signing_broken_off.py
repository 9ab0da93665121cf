"""Locked or closed in the middle of sealing: the note is signed and whole, or not signed at all."""

import hashlib
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.visit import ResponseKind, State
from sipdesk.gui.note.sign import SignPanel
from sipdesk.gui.shell import Shell
from tests.gui.conftest import PASSPHRASE, Going, wait
from tests.gui.inking import with_mouse
from tests.gui.test_signing_window import Visits, answered, begin, panel_of


@pytest.fixture
def panel(qtbot: QtBot, visits: Visits, go: Going, shell: Shell) -> SignPanel:
    """A checked note that nobody has signed."""
    answered(shell.note, visits["whole"], ResponseKind.ACCURATE)
    go.note(visits["whole"])
    found = panel_of(shell.note)
    wait(qtbot, found.go.isEnabled)
    return found


def whole(folder: Path, clock: Clock, visit: str) -> State:
    """The state in which the desk is found again; what is sealed is what the desk says is."""
    app = App(folder, clock)
    app.open(PASSPHRASE)
    state = app.run(app.services.visits.get, visit).state
    pdf = app.run(app.services.signing.sealed, visit)
    app.close()
    there = [file.stem for file in (folder / "sealed").glob("*.pdf")] if (folder / "sealed").is_dir() else []
    assert there == ([hashlib.sha256(pdf).hexdigest()] if pdf else [])
    assert (state is State.SIGNED) == bool(pdf)
    return state


def inked(qtbot: QtBot, panel: SignPanel) -> None:
    """Everybody has signed; the last press is still to come."""
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    panel.turn.leave.click()
    wait(qtbot, panel.end.seal.isVisible)


@pytest.mark.parametrize("how", ["lock", "close"])
def test_that_a_note_is_not_signed_where_the_window_is_locked_or_closed_while_its_signature_is_made(
    qtbot: QtBot, shell: Shell, clock: Clock, panel: SignPanel, how: str
) -> None:
    inked(qtbot, panel)
    window, gate, visit = shell.window(), threading.Event(), shell.note._visit
    folder = window.desk.folder
    held = [window.desk.background.outside(gate.wait) for _ in range(2)]  # nothing is signed before this opens
    panel.end.seal.click()
    wait(qtbot, lambda: panel.progress.text() in {"Signing…", "Making your signing key, once…"})
    if how == "lock":
        window.lock()
        assert panel._inks == {}
    threading.Timer(0.2, gate.set).start()
    if how == "lock":
        wait(qtbot, lambda: not window.desk.app.is_open)
    window.close()
    window.finish()
    assert all(work.done() for work in held)
    assert whole(folder, clock, visit) is State.CHECKED


def test_that_a_note_whose_page_is_left_while_it_is_sealed_is_signed_once_and_found_so(
    qtbot: QtBot, shell: Shell, clock: Clock, panel: SignPanel
) -> None:
    inked(qtbot, panel)
    window, visit = shell.window(), shell.note._visit
    app, folder = window.desk.app, window.desk.folder
    panel.end.seal.click()
    shell.go_caseload()
    wait(qtbot, lambda: app.run(app.services.visits.get, visit).state is State.SIGNED)
    shell.go_note(visit)
    wait(qtbot, lambda: shell.note.side.state.text() == "Signed")
    window.close()
    window.finish()
    assert whole(folder, clock, visit) is State.SIGNED
