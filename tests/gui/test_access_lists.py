"""The accessibility walk and large text on the pages that list: actions, calendar, term dates, import."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait
from tests.gui.walk import faults, reachable, tabbed

PLACES = ("actions", "calendar", "dates", "choose", "preview")


@pytest.fixture
def arrive(qtbot: QtBot, shell: Shell) -> Callable[[str], None]:
    """Goes to a page by name."""

    def calendar() -> None:
        shell.go_calendar()
        wait(qtbot, lambda: shell.calendar.plan)

    def actions() -> None:
        shell.go_actions()
        wait(qtbot, shell.promises.heading.line.text)

    def dates() -> None:
        calendar()
        shell.calendar.change.click()

    def preview() -> None:
        shell.go_import(paths.resources() / "demo" / "allocation.csv")
        wait(qtbot, lambda: shell.imports.faces.currentWidget() is shell.imports.preview)

    ways = {"actions": actions, "calendar": calendar, "dates": dates, "choose": shell.go_import, "preview": preview}
    return lambda name: ways[name]()


@pytest.mark.parametrize("place", PLACES)
def test_that_every_control_is_named_and_large_enough(shell: Shell, arrive: Callable[[str], None], place: str) -> None:
    arrive(place)
    assert faults(shell.window()) == []


@pytest.mark.parametrize("place", PLACES)
def test_that_tab_reaches_every_control(qtbot: QtBot, shell: Shell, arrive: Callable[[str], None], place: str) -> None:
    arrive(place)
    assert not set(reachable(shell.window())) - set(tabbed(qtbot, shell.window(), 80))


@pytest.mark.parametrize("place", PLACES)
def test_that_text_of_double_size_fits_the_smallest_screen(
    shell: Shell, arrive: Callable[[str], None], place: str
) -> None:
    window = shell.window()
    window.theme.resize(2.0)
    arrive(place)
    least = window.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 720
    assert (window.width(), window.height()) == (1280, 720)
