"""The accessibility walk over every page, and each of its checks shown to fail on a seeded fault."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import Going, wait
from tests.gui.walk import faults, reachable, tabbed

PLACES = ("caseload", "today", "school", "note", "outbox", "programme")


@pytest.fixture
def arrive(qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]) -> Callable[[str], None]:
    """Goes to a page by name."""

    def programme() -> None:
        shell.go_programme()
        wait(qtbot, lambda: shell.programme.view)
        shell.page.arrive()

    ways = {
        "caseload": lambda: None,
        "today": go.today,
        "school": go.school,
        "note": lambda: go.note(visits["draft"]),
        "outbox": go.outbox,
        "programme": programme,
    }
    return lambda name: ways[name]()


def test_that_the_locked_window_is_named_and_large_enough(qtbot: QtBot, window: Window) -> None:
    assert faults(window) == []
    window.unlock.field.setFocus()
    assert set(tabbed(qtbot, window)) == set(reachable(window)) == {window.unlock.field, window.unlock.go}


@pytest.mark.parametrize("place", PLACES)
def test_that_every_control_of_a_page_is_named_and_large_enough(
    shell: Shell, arrive: Callable[[str], None], place: str
) -> None:
    arrive(place)
    assert len(reachable(shell.window())) >= 4
    assert faults(shell.window()) == []


@pytest.mark.parametrize("place", PLACES)
def test_that_tab_reaches_every_control_and_is_never_trapped(
    qtbot: QtBot, shell: Shell, arrive: Callable[[str], None], place: str
) -> None:
    arrive(place)
    missed = set(reachable(shell.window())) - set(tabbed(qtbot, shell.window()))
    assert not missed


def test_that_the_walk_fails_on_a_control_without_a_name(qtbot: QtBot, shell: Shell) -> None:
    bare = QPushButton(shell)
    bare.resize(40, 40)
    bare.show()
    assert faults(shell.window()) == ["QPushButton has no name"]


def test_that_the_walk_fails_on_a_target_that_is_too_small(qtbot: QtBot, shell: Shell) -> None:
    small = QPushButton(shell)
    small.setAccessibleName("small")
    small.setStyleSheet("min-height: 0; min-width: 0; padding: 0; border: 0")
    small.setFixedSize(20, 30)
    small.show()
    assert faults(shell.window()) == ["QPushButton “small” is 20 × 30"]


def test_that_the_walk_fails_on_a_trap_for_tab(qtbot: QtBot, shell: Shell) -> None:
    trap = QTextEdit(shell)
    trap.setAccessibleName("trap")
    trap.resize(60, 60)
    trap.show()
    trap.setFocus()
    assert set(reachable(shell.window())) - set(tabbed(qtbot, shell.window()))
