"""Words as they are painted, page by page and in each palette; the check is shown to fail on a seeded fault."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import Going, wait
from tests.gui.contrast import faint

PLACES = (
    "today",
    "caseload",
    "school",
    "note",
    "visit",
    "actions",
    "calendar",
    "outbox",
    "settings",
    "help",
    "programme",
)


@pytest.fixture
def arrive(qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]) -> Callable[[str], None]:
    """Goes to a page by name and waits until it stands."""

    def visit() -> None:
        shell.go_visit(visits["draft"], "context")
        wait(qtbot, lambda: shell.visit.body is not None)

    def actions() -> None:
        shell.go_actions()
        wait(qtbot, shell.promises.heading.line.text)

    def calendar() -> None:
        shell.go_calendar()
        wait(qtbot, lambda: shell.calendar.plan)

    def programme() -> None:
        shell.go_programme()
        wait(qtbot, lambda: shell.programme.view)

    ways: dict[str, Callable[[], None]] = {
        "today": go.today,
        "caseload": shell.go_caseload,
        "school": go.school,
        "note": lambda: go.note(visits["draft"]),
        "visit": visit,
        "actions": actions,
        "calendar": calendar,
        "outbox": go.outbox,
        "settings": shell.go_settings,
        "help": lambda: shell.go_help("first-visit"),
        "programme": programme,
    }
    return lambda name: ways[name]()


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("place", PLACES)
def test_that_words_stand_out_as_they_are_painted(
    shell: Shell, arrive: Callable[[str], None], place: str, look: str
) -> None:
    shell.window().theme.choose(look)
    arrive(place)
    assert faint(shell.window()) == []


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_that_words_on_the_locked_window_stand_out(window: Window, look: str) -> None:
    window.theme.choose(look)
    window.unlock.tell("That passphrase does not open the desk.")
    assert faint(window) == []


def test_that_the_check_fails_on_words_that_are_too_faint(shell: Shell) -> None:
    grey = QLabel("grey on grey", shell)
    grey.setStyleSheet("color: #A9AEB2; background: #FFFFFF; font-size: 20px")
    grey.resize(200, 40)
    grey.show()
    grey.raise_()
    assert [line.split("”")[0] for line in faint(shell.window()) if "grey" in line] == ["QLabel “grey on grey"]
