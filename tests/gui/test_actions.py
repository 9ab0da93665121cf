"""All open actions, worked from the keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.actions.page import ActionsPage
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> ActionsPage:
    """The page, loaded."""
    shell.go_actions()
    wait(qtbot, shell.promises.heading.line.text)
    return shell.promises


def _choose(page: ActionsPage, which: str) -> None:
    next(action for action in page.which._group.actions() if action.text() == which).trigger()


def test_that_every_open_action_stands_with_school_owner_and_age(page: ActionsPage) -> None:
    lines = page.table.rows.shown
    assert len(lines) == 4
    assert {line.school for line in lines} == {"Alder Park Primary School"}
    assert page.heading.line.text().startswith("4 open")


def test_that_the_rail_says_how_many_there_are(qtbot: QtBot, shell: Shell, page: ActionsPage) -> None:
    names = [button.accessibleName() for button in shell.rail.buttons]
    assert "Actions, 4 open" in names


def test_that_the_whole_action_and_its_history_are_told(page: ActionsPage) -> None:
    line = page.table.rows.shown[0]
    assert page.detail.text() == line.text
    assert line.owner in page.history.text()
    assert "Not reviewed so far." in page.history.text()


def test_that_only_ones_own_promises_can_be_shown(page: ActionsPage) -> None:
    _choose(page, "promises I made")
    assert all(line.mine for line in page.table.rows.shown)
    if not page.table.rows.shown:
        assert page.empty.text() == "No open action fits “promises I made”."
    _choose(page, "all")
    assert len(page.table.rows.shown) == 4


def test_that_a_filter_that_nothing_fits_says_so_and_can_be_cleared_at_once(qtbot: QtBot, page: ActionsPage) -> None:
    _choose(page, "support to be brokered")
    page.field.setText("zebra")
    assert page.empty.text() == "No open action fits “zebra” and “support to be brokered”."
    assert not page.keys.isVisible()
    assert page.all.isVisible()
    page.all.setFocus()
    qtbot.keyClick(page.all, Qt.Key.Key_Space)
    assert (page.field.text(), page.which.value) == ("", "all")
    assert len(page.table.rows.shown) == 4
    assert page.keys.isVisible()
    assert not page.all.isVisible()
    assert page.table.hasFocus()


def test_that_what_waits_for_support_to_be_brokered_is_a_queue_of_its_own(page: ActionsPage) -> None:
    assert page.heading.line.text().endswith("1 for support to be brokered")
    _choose(page, "support to be brokered")
    (line,) = page.table.rows.shown
    assert line.brokered
    asked = "The authority’s service is to arrange support. Which: Through the service's specialist team"
    assert asked in page.history.text()


def test_that_typing_filters_and_escape_empties(qtbot: QtBot, page: ActionsPage) -> None:
    qtbot.keyClicks(page.field, "mathematics leader")
    assert len(page.table.rows.shown) == 1
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert len(page.table.rows.shown) == 4


def test_that_enter_opens_the_school_and_a_button_the_visit(
    qtbot: QtBot, shell: Shell, page: ActionsPage, visits: dict[str, str]
) -> None:
    with qtbot.waitSignal(page.visit_opened, timeout=10_000) as opened:
        page.visit.click()
    assert opened.args == [visits["whole"]]
    shell.go_actions()
    with qtbot.waitSignal(page.school_opened, timeout=10_000) as went:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert went.args == ["900101"]
