"""What is typed into a visit reaches the desk by itself: after a pause, on leaving, on closing, and after a failure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.visit import State
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.page import VisitPage
from sipdesk.services.visits import Step
from sipdesk.services.writing import VisitView
from tests.gui.conftest import PASSPHRASE, MakeWindow, unlock, wait

Visits = dict[str, str]
Open = Callable[..., VisitPage]


def opened(qtbot: QtBot, shell: Shell, visit: str, section: str = "", question: str = "") -> VisitPage:
    """The page of a visit, at a section or a question."""
    shell.go_visit(visit, question)
    page = shell.visit
    wait(qtbot, lambda: page.body is not None)
    if section:
        page.open_section(section)
    return page


@pytest.fixture
def open_visit(qtbot: QtBot, shell: Shell, visits: Visits) -> Open:
    """Opens the visit that is hardly begun."""
    return lambda **at: opened(qtbot, shell, visits["draft"], **at)


def kept(folder: Path, clock: Clock, visit: str) -> VisitView:
    """What the desk holds, read by another program start."""
    app = App(folder, clock)
    app.open(PASSPHRASE)
    view = app.run(app.services.writing.view, visit)
    app.close()
    return view


def now(shell: Shell, visit: str) -> VisitView:
    """What the desk holds while the window is open."""
    app = shell.window().desk.app
    return app.run(app.services.writing.view, visit)


def type_words(qtbot: QtBot, text: str) -> None:
    """Type where the keyboard is."""
    wait(qtbot, QApplication.focusWidget)
    qtbot.keyClicks(QApplication.focusWidget(), text)


def test_that_words_are_in_the_desk_after_a_pause_and_the_status_says_when(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    open_visit(question="context")
    type_words(qtbot, "A calm start.")
    assert now(shell, visits["draft"]).answers.get("context") is None
    wait(qtbot, lambda: shell.status.text().startswith("Saved "))
    assert now(shell, visits["draft"]).answers["context"] == "A calm start."


def test_that_typing_without_a_pause_is_saved_all_the_same(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    page = open_visit(question="context")
    saves: list[object] = []
    page.saved.connect(saves.append)
    field = page.body.boxes["context"].editor.field
    for _ in range(80):
        qtbot.keyClicks(field, "word ")
        qtbot.wait(30)
        if saves:
            break
    assert saves
    assert field.text().startswith(now(shell, visits["draft"]).answers["context"])


def test_that_nothing_is_saved_when_nothing_was_typed(qtbot: QtBot, open_visit: Open) -> None:
    page = open_visit(section="context")
    saves: list[object] = []
    page.saved.connect(saves.append)
    for section in ("summary", "outcomes", "visit."):
        page.open_section(section)
    qtbot.wait(600)
    assert saves == []


def test_that_a_save_leaves_the_field_and_the_cursor_alone(qtbot: QtBot, shell: Shell, open_visit: Open) -> None:
    page = open_visit(question="context")
    field = page.body.boxes["context"].editor.field
    qtbot.keyClicks(field, "one three")
    for _ in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Left)
    qtbot.keyClicks(field, "two ")
    place = field.textCursor().position()
    with qtbot.waitSignal(page.saved, timeout=10_000):
        pass
    assert field.text() == "one two three"
    assert field.textCursor().position() == place
    assert field.hasFocus()
    assert page.section == "context"


def test_that_another_section_saves_at_once_and_keeps_what_was_typed(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    page = open_visit(question="context")
    type_words(qtbot, "Before I go.")
    page.open_section("summary")
    page.open_section("context")
    assert page.body.boxes["context"].editor.value() == "Before I go."
    wait(qtbot, lambda: now(shell, visits["draft"]).answers.get("context") == "Before I go.")


def test_that_closing_the_window_with_a_pending_edit_keeps_it(
    qtbot: QtBot, desk_folder: Path, clock: Clock, visits: Visits, make_window: MakeWindow
) -> None:
    window = make_window()
    page = opened(qtbot, unlock(qtbot, window), visits["draft"], question="context")
    type_words(qtbot, "Last words.")
    assert page.body is not None
    window.close()
    window.finish()
    assert kept(desk_folder, clock, visits["draft"]).answers["context"] == "Last words."


def test_that_what_is_typed_while_a_save_is_under_way_follows_it_to_the_desk(
    qtbot: QtBot, desk_folder: Path, clock: Clock, visits: Visits, make_window: MakeWindow
) -> None:
    window = make_window()
    page = opened(qtbot, unlock(qtbot, window), visits["draft"], question="context")
    type_words(qtbot, "One")
    page.draft.save()
    type_words(qtbot, " two")
    window.close()
    window.finish()
    assert kept(desk_folder, clock, visits["draft"]).answers["context"] == "One two"


def test_that_a_date_half_typed_survives_a_quit_and_is_said_once(
    qtbot: QtBot, visits: Visits, make_window: MakeWindow
) -> None:
    window = make_window()
    page = opened(qtbot, unlock(qtbot, window), visits["draft"], question="visit.data_reviewed_on")
    type_words(qtbot, "13 Octo")
    with qtbot.waitSignal(page.saved, timeout=10_000):
        pass
    window.close()
    window.finish()
    again = make_window()
    shell = unlock(qtbot, again)
    page = opened(qtbot, shell, visits["draft"])
    wait(qtbot, lambda: "not finished" in shell.status.text())
    page.go_to("visit.data_reviewed_on")
    box = page.body.boxes["visit.data_reviewed_on"]
    assert box.editor.field.text() == "13 Octo"
    assert box.error.isVisible()
    assert box.error.text().startswith("This is not a date yet.")
    box.editor.field.setText("")
    qtbot.keyClicks(box.editor.field, "13 Oct")
    assert box.editor.beside.text() == "Monday"
    with qtbot.waitSignal(page.saved, timeout=10_000):
        pass
    assert str(page.draft.now.visit.header.data_reviewed_on) == "2025-10-13"
    assert not box.error.isVisible()


def test_that_a_refusal_waits_until_the_keyboard_has_left_the_field(qtbot: QtBot, open_visit: Open) -> None:
    page = open_visit(question="visit.date")
    box = page.body.boxes["visit.date"]
    box.editor.field.selectAll()
    qtbot.keyClicks(box.editor.field, "14 Marc")
    with qtbot.waitSignal(page.saved, timeout=10_000):
        pass
    assert not box.error.isVisible()
    qtbot.keyClick(box.editor.field, Qt.Key.Key_Tab)
    assert box.error.isVisible()


def test_that_a_desk_that_cannot_write_is_said_plainly_and_nothing_typed_is_lost(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    page = open_visit(question="context")
    app = shell.window().desk.app

    def break_desk() -> None:
        app.services.desk.db.conn.execute(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )

    app.run(break_desk)
    type_words(qtbot, "Do not lose me.")
    wait(qtbot, page.error.isVisible)
    assert page.error.text().startswith("The disk is full.")
    assert "Nothing you typed is lost" in page.error.text()
    refused: list[str] = []
    shell.flush(lambda: refused.append("saved"), refused.append)
    wait(qtbot, lambda: refused)
    assert refused[0].startswith("The disk is full.")
    shell.go_caseload()
    shell.go_visit(visits["draft"], "context")
    wait(qtbot, lambda: page.body is not None and "context" in page.body.boxes)
    assert page.body.boxes["context"].editor.value() == "Do not lose me."
    app.run(lambda: app.services.desk.db.conn.execute("DROP TRIGGER full"))
    wait(qtbot, lambda: now(shell, visits["draft"]).answers.get("context") == "Do not lose me.")
    wait(qtbot, lambda: not page.error.isVisible())


def test_that_undo_and_redo_go_on_after_a_quit(qtbot: QtBot, visits: Visits, make_window: MakeWindow) -> None:
    window = make_window()
    page = opened(qtbot, unlock(qtbot, window), visits["draft"], question="context")
    type_words(qtbot, "Keep or not.")
    window.close()
    window.finish()
    shell = unlock(qtbot, make_window())
    page = opened(qtbot, shell, visits["draft"], section="summary")
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: page.section == "context")
    box = page.body.boxes["context"]
    assert box.editor.value() == ""
    assert box.active
    qtbot.keyClick(box.editor.field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: box.editor.value() == "Keep or not.")
    assert now(shell, visits["draft"]).answers["context"] == "Keep or not."


def test_that_undo_takes_back_what_was_typed_a_moment_ago(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    page = open_visit(question="context")
    type_words(qtbot, "Oops.")
    page.columns.undo.setEnabled(True)
    page.undo()
    wait(qtbot, lambda: page.body.boxes["context"].editor.value() == "")
    assert now(shell, visits["draft"]).answers == {}
    assert page.columns.redo.isEnabled()


def test_that_a_paste_is_a_step_of_its_own_however_soon_somebody_types_on(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open
) -> None:
    page = open_visit(question="context")
    editor = page.body.boxes["context"].editor
    words = QMimeData()
    pasted = "\n".join(["What somebody else wrote."] * 40)
    words.setText(pasted)
    qtbot.keyClicks(editor.field, "Before:")
    editor.field.insertFromMimeData(words)
    qtbot.keyClicks(editor.field, "x")
    for left in (f"Before:{pasted}", "Before:", ""):
        page.undo()
        wait(qtbot, lambda left=left: editor.value() == left)
    assert now(shell, visits["draft"]).answers == {}
    for there in ("Before:", f"Before:{pasted}", f"Before:{pasted}x"):
        page.redo()
        wait(qtbot, lambda there=there: editor.value() == there)


def test_that_a_visit_that_moved_on_under_the_words_locks_and_keeps_them(
    qtbot: QtBot, shell: Shell, visits: Visits, open_visit: Open, desk_folder: Path, clock: Clock
) -> None:
    """It was postponed while somebody typed: no sentence about it keeps the desk open on a table."""
    page = open_visit(question="context")
    type_words(qtbot, "Said on the way out")
    app, window = shell.window().desk.app, shell.window()
    app.run(app.services.visits.move, visits["draft"], Step(to=State.CANCELLED, by="School", why="Flood"))
    assert not page.draft.view.read_only
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    view = kept(desk_folder, clock, visits["draft"])
    assert view.unfinished["context"].raw == "Said on the way out"
    assert "context" not in view.answers
