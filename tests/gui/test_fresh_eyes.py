"""What a first day with the window stumbled over: the cursor after a click, dates as they are left, who locks when."""

import locale
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import TermSlot
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.jottings import JottingsBox
from sipdesk.gui.visit.page import VisitPage
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, Going, MakeWindow, wait

Visits = dict[str, str]


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, visits: Visits) -> VisitPage:
    """The visit that is hardly begun."""
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


def test_that_a_click_on_a_section_puts_the_cursor_into_it(qtbot: QtBot, page: VisitPage) -> None:
    listed = page.columns.sections
    row = page.draft.order.index("summary") if "summary" in page.draft.order else 2
    index = listed.model().index(row, 0)
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualRect(index).center())
    assert page.section == page.draft.order[row]
    assert page.body is not None
    assert page.body.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S)
    assert page.section == page.draft.order[row]


def test_that_the_example_in_a_date_field_is_a_day_of_the_visits_school_year(
    qtbot: QtBot, shell: Shell, page: VisitPage
) -> None:
    assert page.body.boxes["visit.date"].editor.field.placeholderText() == "14 Oct 2025"
    app = shell.window().desk.app
    service, slot = app.services.visits, TermSlot.parse("2026-27/autumn")
    visit, _ = app.run(lambda: service.open_in_term("900101", slot))
    shell.go_visit(visit.id, "visit.date")
    wait(qtbot, lambda: page.body is not None and page.draft.visit == visit.id)
    assert page.body.boxes["visit.date"].editor.field.placeholderText() == "14 Oct 2026"


@pytest.mark.parametrize("typed", ["1h30", "1:30", "1½", "90 min"])
def test_that_hours_may_be_typed_as_time_and_stand_there_in_figures(qtbot: QtBot, page: VisitPage, typed: str) -> None:
    box = page.body.boxes["visit.write_up_hours"]
    box.editor.field.setFocus()
    box.editor.field.insert(typed)
    qtbot.keyClick(box.editor.field, Qt.Key.Key_Tab)
    assert box.editor.field.text() == "1.5"
    wait(qtbot, lambda: str(page.draft.now.visit.header.write_up_hours) == "1.5")
    assert page.draft.why("visit.write_up_hours") == ""


def test_that_a_date_is_spelt_out_in_its_field_once_it_is_left(qtbot: QtBot, page: VisitPage) -> None:
    box = page.body.boxes["visit.date"]
    field = box.editor.field
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "24 mar")
    assert box.editor.beside.text() == "Tuesday"
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "24 Mar 2026"
    assert field.fontMetrics().horizontalAdvance("30 Sep 2026") < field.width() - 16
    with qtbot.waitSignal(page.saved, timeout=10_000):
        pass
    assert str(page.draft.now.visit.header.date) == "2026-03-24"


def test_that_what_is_no_date_stays_as_it_was_typed(qtbot: QtBot, page: VisitPage) -> None:
    field = page.body.boxes["visit.date"].editor.field
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "after half-term")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "after half-term"


def test_that_the_foot_says_how_long_the_lock_really_waits(
    qtbot: QtBot, shell: Shell, page: VisitPage, go: Going
) -> None:
    assert page.isVisible()
    assert shell.foot.lock.text() == "Locks after 20 minutes"
    go.today()
    assert shell.foot.lock.text() == "Locks after 5 minutes"
    shell.go_settings()
    wait(qtbot, lambda: shell.page is shell.settings)
    shell.idle_chosen.emit(10)
    shell.go_today()
    assert shell.foot.lock.text() == "Locks after 10 minutes"


def test_that_dates_are_english_whatever_language_the_machine_speaks(make_window: MakeWindow) -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C.UTF-8")  # as Qt does with what the machine is set to
        make_window()
        assert locale.setlocale(locale.LC_TIME) == "C"
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_that_words_wait_on_the_page_while_the_desk_is_not_in_its_place(
    qtbot: QtBot, shell: Shell, visits: Visits, page: VisitPage, desk_folder: Path
) -> None:
    page.go_to("context")
    away = desk_folder.with_name("away")
    desk_folder.rename(away)
    field = page.body.boxes["context"].editor.field
    qtbot.keyClicks(field, "Typed while the folder was away.")
    wait(qtbot, lambda: "no longer in" in page.error.text())
    assert shell.status.text() == "Not saved yet"
    window = shell.window()
    window.lock()
    wait(qtbot, lambda: shell.status.text().startswith("Not locked."))
    away.rename(desk_folder)
    wait(qtbot, lambda: shell.status.text().startswith("Saved "))
    app = window.desk.app
    assert app.run(app.services.writing.view, visits["draft"]).answers["context"] == field.text()


def test_that_screen_sharing_takes_the_last_message_from_the_screen(qtbot: QtBot, shell: Shell) -> None:
    assert qtbot is not None
    shell.caseload.said.emit("Alder Park Primary School planned for 3 March")
    shell.sharing.toggle()
    assert shell.status.text() == ""


def test_that_a_passphrase_typed_while_the_desk_still_closes_opens_it(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window()
    assert isinstance(window, Window)
    window.lock()
    assert not window.unlock.go.isEnabled()
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    qtbot.keyClick(window.unlock.field, Qt.Key.Key_Return)
    wait(qtbot, lambda: window.is_open and window.shell is not shell)


def test_that_a_second_trouble_on_closing_is_told_again(
    qtbot: QtBot, shell: Shell, page: VisitPage, desk_folder: Path
) -> None:
    window, away = shell.window(), desk_folder.with_name("away")
    page.go_to("context")
    field = page.body.boxes["context"].editor.field
    for words in ("First. ", "Second. "):
        desk_folder.rename(away)
        qtbot.keyClicks(field, words)
        window.close()
        wait(qtbot, lambda: "Close the window again" in shell.status.text())
        assert window.isVisible()
        away.rename(desk_folder)
        wait(qtbot, lambda: shell.status.text().startswith("Saved "))


def test_that_how_many_jottings_stand_elsewhere_is_a_line_of_its_own(qtbot: QtBot, page: VisitPage) -> None:
    jottings = page.findChild(JottingsBox)
    jottings.entry.setFocus()
    qtbot.keyClicks(jottings.entry, "twelve of fifteen are back on track")
    qtbot.keyClick(jottings.entry, Qt.Key.Key_Return)
    wait(qtbot, jottings.empty.isHidden)
    page.open_section("summary")
    wait(qtbot, lambda: jottings.empty.text().endswith("\n1 under other sections."))
