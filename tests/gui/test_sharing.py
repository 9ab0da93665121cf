"""F9: register, categories, hours and other schools vanish at once, and come back with F9."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, Going, wait
from tests.gui.walk import faults


def _f9(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F9)


def _seen(shell: Shell) -> str:
    return "\n".join(made.text() for made in shell.window().findChildren(QLabel) if made.isVisible())


def test_that_f9_hides_the_caseload_at_once_and_shows_it_again(qtbot: QtBot, shell: Shell) -> None:
    assert shell.caseload.table.isVisible()
    _f9(qtbot, shell)
    assert not shell.caseload.isVisible()
    assert shell.sharing.badge.isVisible()
    assert "Screen sharing is on" in _seen(shell)
    assert shell.sharing.calm.leave.hasFocus()
    assert faults(shell.window()) == []
    _f9(qtbot, shell)
    assert shell.caseload.table.isVisible()
    assert not shell.sharing.badge.isVisible()


def test_that_no_way_leads_to_a_page_that_must_not_be_seen(qtbot: QtBot, shell: Shell) -> None:
    _f9(qtbot, shell)
    for button in shell.rail.buttons:
        button.click()
        assert shell.page is shell.sharing.calm or shell.page is shell.__dict__.get("settings")
    shell.go_back()
    assert not shell.caseload.isVisible()


def test_that_a_note_stays_and_a_school_shows_no_category(
    qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]
) -> None:
    go.note(visits["whole"])
    _f9(qtbot, shell)
    assert shell.page is shell.note
    assert shell.note.isVisible()
    shell.go_school("900101")
    shell.go_school("900101")
    wait(qtbot, shell.page.isVisible)
    assert "core" not in _seen(shell).casefold().split()


def test_that_a_brief_with_its_clocks_and_hours_is_out_of_sight(
    qtbot: QtBot, shell: Shell, visits: dict[str, str]
) -> None:
    shell.go_brief(visits["draft"])
    wait(qtbot, lambda: shell.brief.record)
    _f9(qtbot, shell)
    assert shell.page is shell.sharing.calm
    assert not shell.brief.isVisible()
    _f9(qtbot, shell)
    assert shell.brief.isVisible()


def test_that_a_tab_out_of_sight_is_not_shown_by_its_word(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school()
    shell.school.show_tab("Category and risk")
    _f9(qtbot, shell)
    for word in ("Category and risk", "Time"):
        shell.school.show_tab(word)
        assert shell.school.tab.word == "Year"
    _f9(qtbot, shell)
    shell.school.show_tab("Time")
    assert shell.school.tab.word == "Time"


def test_that_sharing_outlasts_a_lock(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window()
    assert isinstance(window, Window)
    _f9(qtbot, shell)
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    window.unlock.go.click()
    wait(qtbot, lambda: window.is_open)
    assert window.shell.sharing.on
    assert not window.shell.caseload.isVisible()
