"""The year's plan on screen: typed, dragged, moved, undone, exported; term dates confirmed."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import Term
from sipdesk.gui.calendar.grid import CARRIED
from sipdesk.gui.calendar.page import CalendarPage
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> CalendarPage:
    """The page, loaded; one visit of the summer and one of the autumn want a date."""
    shell.go_calendar()
    wait(qtbot, lambda: shell.calendar.plan)
    return shell.calendar


def _on(page: CalendarPage, on: date) -> list[str]:
    index = page.grid.weeks.place(on)
    return [one.school for one in page.grid.weeks.day(index).visits] if index.isValid() else []


def _planned(page: CalendarPage, on: date) -> None:
    page.planner.day.setText(on.isoformat())
    page.planner.go.click()


def test_that_dated_visits_stand_on_their_days_and_others_wait(page: CalendarPage) -> None:
    assert page._term is Term.AUTUMN
    assert _on(page, date(2025, 10, 14)) == ["Alder Park Primary School"]
    assert [one.school for one in page.planner.table.rows.shown] == ["Bramble Lane Academy"]
    assert page.grid.day is not None
    assert page.grid.day.on == date(2025, 10, 7)


def test_that_another_term_shows_its_own_weeks_and_schools(page: CalendarPage) -> None:
    next(action for action in page.terms._group.actions() if action.text() == "Summer").trigger()
    assert page.grid.weeks.mondays[0] == date(2026, 4, 13)
    assert len(page.planner.table.rows.shown) == 2


def test_that_a_typed_day_plans_the_visit_and_ctrl_z_takes_it_back(qtbot: QtBot, page: CalendarPage) -> None:
    page.planner.table.setFocus()
    qtbot.keyClick(page.planner.table, Qt.Key.Key_Return)
    wait(qtbot, page.planner.day.hasFocus)
    qtbot.keyClicks(page.planner.day, "4 Nov")
    qtbot.keyClicks(page.planner.times, "9-12")
    qtbot.keyClick(page.planner.times, Qt.Key.Key_Return)
    wait(qtbot, lambda: _on(page, date(2025, 11, 4)) == ["Bramble Lane Academy"])
    assert page.planner.empty.text() == "Every visit of the autumn has its date."
    assert page.undo.text() == "Undo: Bramble Lane Academy, Tuesday 4 November"
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: _on(page, date(2025, 11, 4)) == [])
    assert page.undo.isHidden()


def test_that_a_day_that_is_none_is_refused_in_words_and_kept(qtbot: QtBot, page: CalendarPage) -> None:
    page.planner.day.setText("31 Feb")
    page.planner.go.click()
    wait(qtbot, page.planner.error.text)
    assert "is no day of 2025/26" in page.planner.error.text()
    assert page.planner.day.text() == "31 Feb"


def test_that_enter_on_a_free_day_plans_the_chosen_school(qtbot: QtBot, page: CalendarPage) -> None:
    page.grid.stand_on(date(2025, 11, 5))
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    wait(qtbot, lambda: _on(page, date(2025, 11, 5)) == ["Bramble Lane Academy"])


def test_that_enter_on_a_visit_opens_it_and_delete_takes_its_date_out(qtbot: QtBot, page: CalendarPage) -> None:
    _planned(page, date(2025, 11, 5))
    wait(qtbot, lambda: _on(page, date(2025, 11, 5)))
    page.grid.stand_on(date(2025, 11, 5))
    with qtbot.waitSignal(page.visit_opened, timeout=10_000):
        page.open.click()
    page.window().shell.go_calendar()
    wait(qtbot, lambda: _on(page, date(2025, 11, 5)))
    page.grid.stand_on(date(2025, 11, 5))
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    wait(qtbot, lambda: not _on(page, date(2025, 11, 5)))


def _drop(page: CalendarPage, key: str, on: date) -> None:
    index = page.grid.weeks.place(on)
    page.grid.scrollTo(index)
    where: QPoint = page.grid.visualRect(index).center()
    mime = QMimeData()
    mime.setData(CARRIED, key.encode())
    page.grid.dropEvent(
        QDropEvent(
            QPointF(where), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_that_a_school_dropped_on_a_day_is_planned_and_moved_by_another_drop(qtbot: QtBot, page: CalendarPage) -> None:
    _drop(page, f"slot {page.planner.table.rows.key_at(0)}", date(2025, 11, 6))
    wait(qtbot, lambda: _on(page, date(2025, 11, 6)) == ["Bramble Lane Academy"])
    visit = page.grid.weeks.day(page.grid.weeks.place(date(2025, 11, 6))).visits[0].visit
    _drop(page, f"visit {visit}", date(2025, 11, 13))
    wait(qtbot, lambda: _on(page, date(2025, 11, 13)) == ["Bramble Lane Academy"])
    assert _on(page, date(2025, 11, 6)) == []


def test_that_a_clash_is_said_in_words_and_to_the_ear(qtbot: QtBot, page: CalendarPage) -> None:
    _planned(page, date(2025, 10, 28))
    wait(qtbot, lambda: _on(page, date(2025, 10, 28)))
    page.grid.stand_on(date(2025, 10, 28))
    assert page.against.text() == "Tuesday 28 October 2025 is in half-term."
    spoken = page.grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "half-term" in spoken
    assert "Bramble Lane Academy" in spoken
    assert "1 date to look at" in page.heading.line.text()


def test_that_confirmed_term_dates_stand_in_place_of_assumed_ones(qtbot: QtBot, page: CalendarPage) -> None:
    page.change.click()
    card = page.dates.card
    assert "assumed" in card.state.text()
    field = card.fields[0, "last"]
    field.setText("17 Dec")
    card.confirm.click()
    wait(qtbot, lambda: card.state.text().startswith("Confirmed"))
    assert field.text() == "17 Dec 2025"
    field.setText("nonsense")
    card.confirm.click()
    assert "is no day of 2025/26" in card.error.text()
    card.assume.click()
    wait(qtbot, lambda: "assumed" in card.state.text())


def test_that_a_schools_own_days_are_noted_removed_and_put_back(qtbot: QtBot, page: CalendarPage) -> None:
    page.change.click()
    face = page.dates
    for field, text in ((face.school, "alder"), (face.first, "4 Nov"), (face.what, "INSET")):
        field.setText(text)
    face.add.click()
    wait(qtbot, lambda: face.table.rows.total == 1)
    face.drop.click()
    wait(qtbot, lambda: face.table.rows.total == 0)
    page.undo.click()
    wait(qtbot, lambda: face.table.rows.total == 1)
    face.school.setText("nowhere")
    face.add.click()
    assert face.error.text() == "No school of your caseload fits. Type more of its name."


def test_that_the_dated_visits_are_exported_under_a_neutral_name(
    qtbot: QtBot, page: CalendarPage, tmp_path: Path
) -> None:
    target, asked = tmp_path / "visits.ics", []

    def answer(_parent: object, _title: str, suggested: str, _kinds: str) -> str:
        asked.append(suggested)
        return str(target)

    page.ask = answer
    page.export.click()
    wait(qtbot, target.exists)
    assert asked == ["sipdesk visits 2025-10-07.ics"]
    assert b"BEGIN:VEVENT" in target.read_bytes()
