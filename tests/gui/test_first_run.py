"""The first run: four steps, by keyboard; nothing is written before the last, and a making that fails leaves nothing."""

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.first.page import FirstPage
from sipdesk.gui.first.steps import EMPTY, REHEARSAL
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from sipdesk.services import care
from sipdesk.services.first import weigh
from tests.gui.conftest import PASSPHRASE, MakeWindow, unlock, wait
from tests.gui.walk import faults, reachable, tabbed


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, make_window: MakeWindow) -> FirstPage:
    """A window where there is no desk, its authorities listed."""
    window = make_window(tmp_path / "new" / "desk")
    _settle(qtbot, window)
    assert window.first is not None
    return window.first


def _settle(qtbot: QtBot, window: Window, authority: str = "hackney") -> None:
    """The authorities are listed, and one of them is chosen."""

    def offered() -> dict[str, QRadioButton]:
        dots = window.first.authority.findChildren(QRadioButton) if window.first is not None else []
        return {str(dot.property("authority")): dot for dot in dots}

    wait(qtbot, lambda: authority in offered())
    offered()[authority].setChecked(True)


def _window(first: FirstPage) -> Window:
    window = first.window()
    assert isinstance(window, Window)
    return window


def _enter(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def _to_the_last_step(qtbot: QtBot, first: FirstPage) -> None:
    qtbot.keyClicks(first.who.name.edit, "Robin Marlow")
    _enter(qtbot, first.who.name.edit)
    _enter(qtbot, first.authority)
    qtbot.keyClicks(first.passphrase.typed.first.edit, PASSPHRASE)
    _enter(qtbot, first.passphrase.typed.first.edit)
    qtbot.keyClicks(first.passphrase.typed.again.edit, PASSPHRASE)
    _enter(qtbot, first.passphrase.typed.again.edit)
    assert first.at == 3


def test_that_four_steps_by_keyboard_make_a_desk_and_end_in_the_caseload(
    qtbot: QtBot, first: FirstPage, clock: Clock
) -> None:
    window = _window(first)
    folder = window.desk.folder
    assert first.number.text() == "Step 1 of 4"
    _to_the_last_step(qtbot, first)
    assert not folder.exists()
    first.schools.choose(EMPTY)
    _enter(qtbot, first.schools)
    wait(qtbot, lambda: window.is_open)
    assert window.shell.page is window.shell.caseload
    assert window.first is None
    window.close()
    window.finish()
    app = App(folder, clock)
    app.open(PASSPHRASE)
    assert app.run(app.services.settings.view).partner == "Robin Marlow"
    app.close()


def test_that_one_press_of_enter_is_one_step(qtbot: QtBot, first: FirstPage) -> None:
    window = _window(first)
    qtbot.keyClicks(first.who.name.edit, "Robin Marlow")
    _enter(qtbot, first.who.name.edit)
    assert first.at == 1
    _enter(qtbot, first.authority)
    assert first.at == 2
    qtbot.keyClicks(first.passphrase.typed.first.edit, PASSPHRASE)
    _enter(qtbot, first.passphrase.typed.first.edit)
    assert first.passphrase.typed.again.error.text() == ""
    qtbot.keyClicks(first.passphrase.typed.again.edit, PASSPHRASE)
    _enter(qtbot, first.passphrase.typed.again.edit)
    assert (first.at, first.stack.isEnabled()) == (3, True)
    assert not window.desk.folder.exists()


def test_that_importing_goes_on_to_the_import(qtbot: QtBot, first: FirstPage) -> None:
    window = _window(first)
    _to_the_last_step(qtbot, first)
    first.next.click()
    wait(qtbot, lambda: window.is_open)
    assert window.shell.page is not window.shell.today
    assert window.windowTitle() != "sipdesk · First run"


def test_that_each_step_says_what_it_lacks(qtbot: QtBot, first: FirstPage) -> None:
    first.next.click()
    assert first.at == 0
    assert "Type your name" in first.who.name.error.text()
    qtbot.keyClicks(first.who.name.edit, "R")
    assert first.who.name.error.isHidden()
    first.go(2)
    qtbot.keyClicks(first.passphrase.typed.first.edit, "short")
    first.next.click()
    assert "7 more characters needed" in first.passphrase.typed.first.error.text()
    qtbot.keyClicks(first.passphrase.typed.first.edit, " but longer now")
    qtbot.keyClicks(first.passphrase.typed.again.edit, "short but other")
    first.next.click()
    assert "not what you typed above" in first.passphrase.typed.again.error.text()
    assert first.at == 2


def test_that_back_keeps_what_was_typed(qtbot: QtBot, first: FirstPage) -> None:
    _to_the_last_step(qtbot, first)
    for _ in range(3):
        first.back.click()
    assert first.who.name.text == "Robin Marlow"
    for _ in range(3):
        first.next.click()
    assert first.at == 3
    assert first.passphrase.typed.first.text == PASSPHRASE


def test_that_the_passphrase_can_be_seen_and_is_weighed_in_words(qtbot: QtBot, first: FirstPage) -> None:
    typed = first.passphrase.typed
    first.go(2)
    qtbot.keyClicks(typed.first.edit, "aaaaaaaaaaaaa")
    assert "weak" in typed.strength.text()
    assert typed.bar.share < 43
    typed.show_it.click()
    assert typed.first.edit.echoMode() == typed.first.edit.EchoMode.Normal
    assert weigh("correct horse battery staple").share > weigh("Password2025").share
    assert not weigh("twelve less").enough


def test_that_a_making_that_fails_leaves_nothing_and_what_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    def full(size: int) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = tmp_path / "a" / "desk"
    link = DeskLink(folder, Background(), lambda where: App(where, Clock(random=full)))
    window = Window(link, Theme("light"))
    qtbot.addWidget(window)
    window.show()
    _settle(qtbot, window)
    first = window.first
    assert first is not None
    _to_the_last_step(qtbot, first)
    first.next.click()
    wait(qtbot, first.error.text)
    assert "The disk is full" in first.error.text()
    assert not (tmp_path / "a").exists()
    assert first.passphrase.typed.first.text == PASSPHRASE
    window.close()
    window.finish()


def test_that_the_rehearsal_stands_beside_the_desk_and_is_left_for_it(qtbot: QtBot, first: FirstPage) -> None:
    window = _window(first)
    _to_the_last_step(qtbot, first)
    first.schools.choose(REHEARSAL)
    first.next.click()
    wait(qtbot, lambda: window.is_open)
    shell = window.shell
    wait(qtbot, shell.badge.isVisible)
    shell.go_caseload()
    wait(qtbot, lambda: shell.caseload.table.rows.total == 12)
    window.lock()
    wait(qtbot, window.unlock.go.isEnabled)
    assert window.unlock.field.isHidden()  # its passphrase is nobody's
    window.unlock.go.click()
    wait(qtbot, lambda: window.is_open)
    window.shell.go_settings()
    wait(qtbot, lambda: "Leave" in window.shell.settings.rehearsal.go.text())
    window.shell.settings.rehearsal.go.click()
    wait(qtbot, lambda: not window.is_open and window.unlock.field.isVisible())
    unlock(qtbot, window)
    assert window.shell.badge.isHidden()


def test_that_one_can_look_round_before_there_is_a_desk(qtbot: QtBot, first: FirstPage) -> None:
    window = _window(first)
    first.who.look.click()
    wait(qtbot, lambda: window.is_open)
    assert not (window._home.folder / "current").exists()
    window.shell.go_settings()
    wait(qtbot, lambda: "Leave" in window.shell.settings.rehearsal.go.text())
    window.shell.settings.rehearsal.go.click()
    wait(qtbot, lambda: window.first is not None)


def test_that_a_backup_becomes_the_desk_of_a_new_machine(
    qtbot: QtBot, desk_folder: Path, clock: Clock, tmp_path: Path, first: FirstPage
) -> None:
    file = tmp_path / "mine.sipbackup"
    app = App(desk_folder, clock)
    app.open(PASSPHRASE)
    app.run(care.backup, app.services.desk, file)
    app.close()
    window = _window(first)
    first.who.backup.click()
    first.backup.go.click()
    assert "Choose the backup first" in first.backup.error.text()
    first.backup._ask = lambda _parent: str(file)
    first.backup.choose.click()
    qtbot.keyClicks(first.backup.passphrase.edit, "not the words of it")
    first.backup.go.click()
    wait(qtbot, first.error.text)
    assert "does not open" in first.error.text()
    first.backup.passphrase.edit.setText(PASSPHRASE)
    first.backup.go.click()
    wait(qtbot, lambda: window.stack.currentWidget() is window.unlock)
    assert "is in place" in window.unlock.why.text()
    shell = unlock(qtbot, window)
    wait(qtbot, lambda: shell.caseload.table.rows.total == 3)


def test_that_the_way_on_from_all_the_authorities_stands_on_the_smallest_screen(qtbot: QtBot, first: FirstPage) -> None:
    first.window().resize(1280, 720)
    wait(qtbot, lambda: len(first.authority._choices) >= 6)
    first.go(1)
    wait(qtbot, lambda: first.next.isVisible() and first._scroll.verticalScrollBar().value() == 0)
    wait(qtbot, lambda: first.next.mapTo(first, first.next.rect().bottomLeft()).y() <= 720)
    told = [dot.accessibleDescription() for dot in first.authority._group.buttons()]
    assert "Ended on 31 August 2022. It serves until there is a newer edition." in told
    assert "A draft, not in force. Ended on 31 August 2023." in told


def test_that_an_authoritys_mistakes_stand_beside_it(qtbot: QtBot, first: FirstPage) -> None:
    from sipdesk.services.first import AuthorityChoice  # noqa: PLC0415

    wrong = AuthorityChoice(id="anyshire", name="anyshire", problem="Its files cannot be used yet.", own=True)
    first.authority.offer([*first.authority._choices, wrong])
    assert first.authority.chosen == "hackney"
    assert not first.authority._group.buttons()[-1].isEnabled()


@pytest.mark.parametrize("step", range(4))
def test_that_every_control_of_a_step_is_named_reached_and_large_enough(
    qtbot: QtBot, first: FirstPage, step: int
) -> None:
    window = _window(first)
    first.go(step)
    assert faults(window) == []
    missed = set(reachable(window)) - set(tabbed(qtbot, window))
    assert not {widget for widget in missed if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _radio(widget)}
    window.theme.resize(2.0)
    assert window.minimumSizeHint().height() <= 720


def _radio(widget: QWidget) -> bool:
    """Tab comes to the chosen one of a group; the arrows go on from it."""
    return widget.inherits("QRadioButton")
