"""Closing the window while work is under way, and results that come when nobody waits for them any more."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import Refused
from sipdesk.gui.background import Background, sentence_of
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, MakeWindow, unlock, wait


def _opens_again(folder: Path, clock: Clock) -> bool:
    app = App(folder, clock)
    app.open(PASSPHRASE)
    app.close()
    return True


def test_that_closing_while_pages_are_made_waits_and_leaves_the_desk_closed(
    qtbot: QtBot, desk_folder: Path, clock: Clock, visits: dict[str, str], make_window: MakeWindow
) -> None:
    window = make_window()
    shell = unlock(qtbot, window)
    gate = threading.Event()
    held = [
        window.desk.background.outside(gate.wait) for _ in range(2)
    ]  # the whole pool: no page is made before it opens
    shell.go_note(visits["whole"])
    wait(qtbot, shell.note.side.title.text)  # the record is there, the pages are asked for
    assert window.desk.background.busy
    threading.Timer(0.2, gate.set).start()
    window.close()
    window.finish()
    assert all(work.done() for work in held)
    assert not window.isVisible()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("outside", "desk"))]
    assert shell.note.viewer.document.pageCount() == 0
    assert _opens_again(desk_folder, clock)


def test_that_closing_while_the_desk_opens_leaves_it_closed(
    qtbot: QtBot, desk_folder: Path, clock: Clock, window: Window
) -> None:
    wait(qtbot, lambda: window.desk.warm().done())
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    window.unlock.go.click()
    window.close()
    window.finish()
    assert _opens_again(desk_folder, clock)


def test_that_closing_before_anything_was_asked_is_quiet(window: Window) -> None:
    window.close()
    window.finish()
    window.finish()


def test_that_only_the_newest_answer_is_shown(qtbot: QtBot, shell: Shell) -> None:
    for urn in ("900102", "900103", "900101"):
        shell.go_school(urn)
    wait(qtbot, lambda: shell.school.heading.title.text() == "Alder Park Primary School")
    assert not shell.window().desk.background.busy or shell.school.urn == "900101"


@pytest.fixture
def background() -> Background:
    """A bridge of its own."""
    return Background()


def test_that_results_come_back_on_the_windows_thread(qtbot: QtBot, background: Background) -> None:
    came: list[tuple[object, bool]] = []
    here = threading.current_thread()
    background.watch(
        background.outside(lambda: threading.current_thread() is not here),
        lambda elsewhere: came.append((elsewhere, threading.current_thread() is here)),
        pytest.fail,
    )
    wait(qtbot, lambda: came)
    background.stop()
    assert came == [(True, True)]


def test_that_an_error_comes_back_as_its_sentence(qtbot: QtBot, background: Background) -> None:
    def refuse() -> None:
        raise Refused("Not today.")

    came: list[str] = []
    background.watch(background.outside(refuse), pytest.fail, came.append)
    wait(qtbot, lambda: came)
    background.stop()
    assert came == ["Not today."]


def test_that_a_dropped_question_gets_no_answer(qtbot: QtBot, background: Background) -> None:
    gate, came = threading.Event(), []
    dropped = background.watch(background.outside(gate.wait), came.append, came.append)
    dropped.drop()
    gate.set()
    background.watch(background.outside(lambda: "later"), came.append, came.append)
    wait(qtbot, lambda: came)
    background.stop()
    assert came == ["later"]


def test_that_a_fault_of_ours_is_said_without_a_traceback() -> None:
    assert "KeyError" in sentence_of(KeyError("x"))
    assert sentence_of(PermissionError(13, "Permission denied", "/x")).startswith("x: This place may not be")
