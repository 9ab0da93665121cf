"""The lock: what was typed is kept first, nothing stays on the screen or in a widget, and one comes back to the place."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sipdesk.gui.lock import logind
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, Going, MakeWindow, unlock, wait


def _window(shell: Shell) -> Window:
    window = shell.window()
    assert isinstance(window, Window)
    return window


def _locked(qtbot: QtBot, window: Window) -> None:
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())


def _words() -> str:
    """Whatever any widget of the program still holds."""
    found = []
    for widget in QApplication.allWidgets():
        if isinstance(widget, (QLabel, QLineEdit)):
            found.append(widget.text())
        elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
            found.append(widget.toPlainText())
        found += [widget.accessibleName(), widget.toolTip(), widget.windowTitle()]
    return "\n".join(found)


def test_that_nothing_stays_on_the_screen_or_in_a_widget(
    qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]
) -> None:
    window = _window(shell)
    go.note(visits["whole"])
    go.school()
    assert "Alder Park" in _words()
    QGuiApplication.clipboard().setText("Alder Park is in category 3")
    window.lock()
    _locked(qtbot, window)
    wait(qtbot, lambda: not isValid(shell))
    gc.collect()
    assert "Alder Park" not in _words()
    assert "Robin Marlow" not in _words()
    assert QGuiApplication.clipboard().text() == ""
    assert window.windowTitle() == "sipdesk · Locked"
    assert not window.desk.app.is_open
    assert window.unlock.field.hasFocus()


def test_that_unlocking_comes_back_to_the_page(qtbot: QtBot, shell: Shell, go: Going) -> None:
    window = _window(shell)
    go.school("900102")
    window.lock()
    _locked(qtbot, window)
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    window.unlock.go.click()
    wait(qtbot, lambda: window.is_open)
    again = window.shell
    assert again is not shell
    assert again.page is again.school
    wait(qtbot, lambda: "Bramble Lane" in again.school.heading.title.text())


def test_that_a_wrong_passphrase_after_a_lock_is_told_and_the_right_one_opens(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.lock()
    _locked(qtbot, window)
    for _ in range(3):
        window.unlock.field.setText("not the words of it")
        window.unlock.go.click()
        wait(qtbot, lambda: window.unlock.go.isEnabled() and window.unlock.error.text())
    unlock(qtbot, window)


def test_that_ctrl_l_and_the_button_lock(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    assert shell.foot.lock.text() == "Locks after 5 minutes"
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    _locked(qtbot, window)
    shell = unlock(qtbot, window)
    shell.foot.lock.click()
    _locked(qtbot, window)


def test_that_an_idle_desk_locks_and_says_why(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.watch.wind(5 * 60 - 5)
    window.watch.look()
    assert window.is_open
    window.watch.wind(5 * 60 + 1)
    window.watch.look()
    _locked(qtbot, window)
    assert window.unlock.why.text() == "Nobody touched it for 5 minutes."


def test_that_an_open_visit_waits_longer(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.watch.patient = True
    window.watch.wind(19 * 60)
    window.watch.look()
    assert window.is_open
    window.watch.wind(20 * 60)
    window.watch.look()
    _locked(qtbot, window)


def test_that_a_key_begins_the_time_anew(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.watch.wind(4.9 * 60)
    handle = window.windowHandle()
    wait(qtbot, lambda: QGuiApplication.focusWindow() is handle)
    window.watch.wind(6 * 60)
    qtbot.keyClick(handle, Qt.Key.Key_Down)
    window.watch.look()
    assert window.is_open


def test_that_a_machine_that_slept_is_locked_on_waking(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.watch._looked -= 600
    window.watch.look()
    _locked(qtbot, window)
    assert "asleep" in window.unlock.why.text()


def test_that_sleep_and_a_locked_session_lock_the_desk(qtbot: QtBot, shell: Shell) -> None:
    window = _window(shell)
    window.watch.sleeping(False)
    assert window.is_open
    window.watch.sleeping(True)
    _locked(qtbot, window)
    unlock(qtbot, window)
    window.watch.session_locked()
    _locked(qtbot, window)


def test_that_a_machine_without_logind_is_no_obstacle(shell: Shell) -> None:
    nowhere = QDBusConnection("there is no such bus")
    assert logind(_window(shell).watch, nowhere) is False


def test_that_a_failed_save_stays_on_the_page_and_says_why(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _window(shell)

    def refuse(_then: Callable[[], None], failed: Callable[[str], None]) -> None:
        failed("The disk is full.")

    monkeypatch.setattr(shell.page, "flush", refuse, raising=False)
    field = shell.caseload.field
    field.setFocus()
    field.setText("words that must not be lost")
    window.lock()
    assert window.is_open
    assert window.stack.currentWidget() is shell
    assert shell.status.text() == "Not locked. The disk is full."
    assert field.text() == "words that must not be lost"
    wait(qtbot, field.hasFocus)


def test_that_a_failed_save_keeps_the_window_open_once(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _window(shell)

    def refuse(_then: Callable[[], None], failed: Callable[[str], None]) -> None:
        failed("The disk is full.")

    monkeypatch.setattr(shell.page, "flush", refuse, raising=False)
    window.close()
    assert window.isVisible()
    assert "Close the window again" in shell.status.text()
    window.close()
    assert not window.isVisible()


def test_that_looks_can_change_after_many_locks(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    for look in ("dark", "light"):
        unlock(qtbot, window)
        window.lock()
        _locked(qtbot, window)
        window.theme.choose(look)
    unlock(qtbot, window)
    window.theme.choose("contrast")
    assert window.grab().toImage().pixelColor(5, window.height() // 2).name() == "#000000"
