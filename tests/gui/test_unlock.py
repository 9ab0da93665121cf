"""Unlocking: each way it can fail has its sentence, and none of them loses the window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, MakeWindow, unlock, wait


def _try(qtbot: QtBot, window: Window, passphrase: str = PASSPHRASE) -> str:
    qtbot.keyClicks(window.unlock.field, passphrase)
    window.unlock.go.click()
    wait(qtbot, lambda: window.unlock.go.isEnabled() and window.unlock.error.text())
    return window.unlock.error.text()


def test_that_a_wrong_passphrase_is_told_and_the_right_one_opens_the_caseload(qtbot: QtBot, window: Window) -> None:
    assert "does not open the desk" in _try(qtbot, window, "not the words of it")
    assert window.unlock.field.hasFocus()
    assert window.unlock.field.accessibleDescription() == window.unlock.error.text()
    shell = unlock(qtbot, window)
    assert shell.page is shell.caseload
    assert window.windowTitle() == "sipdesk · Caseload"


def test_that_no_passphrase_is_asked_for_in_words(qtbot: QtBot, window: Window) -> None:
    window.unlock.go.click()
    assert window.unlock.error.text() == "Type the passphrase of this desk."


def test_that_nothing_of_the_passphrase_stays_in_the_window(qtbot: QtBot, window: Window) -> None:
    unlock(qtbot, window)
    assert window.unlock.field.text() == ""
    assert window.unlock.field.echoMode() == window.unlock.field.EchoMode.Password


def test_that_a_desk_open_elsewhere_names_host_and_process(
    qtbot: QtBot, desk_folder: Path, clock: Clock, window: Window
) -> None:
    elsewhere = App(desk_folder, clock)
    elsewhere.open(PASSPHRASE)
    try:
        assert "already open" in _try(qtbot, window)
        assert "process" in window.unlock.error.text()
    finally:
        elsewhere.close()
    unlock(qtbot, window)


@pytest.mark.parametrize("name", ["desk.db", "desk.keys*"])
def test_that_a_damaged_desk_says_what_to_do(qtbot: QtBot, desk_folder: Path, window: Window, name: str) -> None:
    for file in desk_folder.glob(f"set-*/{name}"):
        file.write_bytes(b"not what it was" * 400)
    assert "backup" in _try(qtbot, window)


def test_that_a_given_passphrase_opens_the_desk_by_itself(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(passphrase=PASSPHRASE)
    wait(qtbot, lambda: window.stack.currentWidget() is not window.unlock)
    assert window.shell.today.isVisible()


def test_that_a_rehearsal_is_marked_on_every_page(
    qtbot: QtBot, tmp_path: Path, clock: Clock, make_window: MakeWindow
) -> None:
    app = App(tmp_path / "rehearsal", clock)
    app.create(PASSPHRASE, {"authority": "hackney", "partner": "Robin Marlow", "rehearsal": "yes"})
    app.close()
    shell = unlock(qtbot, make_window(tmp_path / "rehearsal"))
    wait(qtbot, shell.badge.isVisible)
    assert shell.badge.text().startswith("REHEARSAL")
    shell.go_today()
    assert shell.badge.isVisible()
    assert "Import" in shell.caseload.empty.text()
