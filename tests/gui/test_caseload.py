"""The caseload's table, worked from the keyboard."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.caseload.page import CaseloadPage
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait


@pytest.fixture
def page(shell: Shell) -> CaseloadPage:
    """The page, loaded."""
    return shell.caseload


def _column(page: CaseloadPage, title: str) -> list[str]:
    rows = page.table.rows
    place = [column.title for column in rows.columns].index(title)
    return [rows.index(n, place).data() for n in range(rows.rowCount())]


def test_that_each_school_shows_where_its_three_visits_stand(page: CaseloadPage) -> None:
    assert _column(page, "School") == ["Alder Park Primary School", "Bramble Lane Academy", "Cedar House"]
    assert _column(page, "Category") == ["Core", "Core", "Core"]
    assert _column(page, "Autumn") == ["Checked", "Not begun", "—"]
    assert _column(page, "Spring") == ["Writing", "—", "—"]
    assert _column(page, "Summer") == ["Not begun", "Not begun", "—"]


def test_that_open_actions_and_the_next_date_come_from_the_visits(page: CaseloadPage) -> None:
    assert int(_column(page, "Open actions")[0]) > 0
    assert _column(page, "Open actions")[1] == "0"
    assert _column(page, "Next date") == ["14 Oct", "by 19 Dec", "—"]


def test_that_a_state_is_said_in_words_with_its_visit(page: CaseloadPage) -> None:
    index = page.table.rows.index(0, 4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "SIP 2: spring visit: writing"


def test_that_a_head_of_a_column_sorts_and_the_row_one_stands_on_stays(qtbot: QtBot, page: CaseloadPage) -> None:
    page.table.stand_on("900102")
    head = page.table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert _column(page, "School") == ["Cedar House", "Bramble Lane Academy", "Alder Park Primary School"]
    assert page.table.key == "900102"
    assert (page.sort.text(), page.order.text()) == ("Sort: School", "Order: descending")


def test_that_sorting_needs_no_mouse(qtbot: QtBot, page: CaseloadPage) -> None:
    page.sort.chosen.emit([column.title for column in page.table.rows.columns].index("Open actions"))
    page.order.chosen.emit(Qt.SortOrder.DescendingOrder)
    assert _column(page, "School")[0] == "Alder Park Primary School"
    page.order.chosen.emit(Qt.SortOrder.AscendingOrder)
    assert _column(page, "School")[-1] == "Alder Park Primary School"


def test_that_what_has_no_value_stands_last_whichever_way(page: CaseloadPage) -> None:
    for order in Qt.SortOrder:
        page.table.sort_by(3, order)
        assert _column(page, "Autumn")[-1] == "—"


def test_that_typing_filters_by_every_word_in_any_column(qtbot: QtBot, page: CaseloadPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page.field.hasFocus)
    qtbot.keyClicks(page.field, "primary writing")
    assert _column(page, "School") == ["Alder Park Primary School"]
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert page.table.hasFocus()


def test_that_a_filter_that_fits_nothing_says_so(qtbot: QtBot, page: CaseloadPage) -> None:
    qtbot.keyClicks(page.field, "zzz")
    assert page.empty.text() == "No school fits “zzz”. Clear the filter to see all 3."
    assert page.table.isHidden()
    page.field.clear()
    assert page.table.rows.rowCount() == 3


def test_that_enter_opens_the_school_and_alt_left_comes_back(qtbot: QtBot, shell: Shell) -> None:
    assert shell.caseload.table.hasFocus()
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_Down)
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_Return)
    wait(qtbot, lambda: shell.school.heading.title.text() == "Bramble Lane Academy")
    assert shell.window().windowTitle() == "sipdesk · School"
    qtbot.keyClick(shell.school.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait(qtbot, lambda: shell.page is shell.caseload)


def test_that_v_writes_the_next_visit_of_a_school_and_b_shows_its_brief(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_B)
    wait(qtbot, lambda: shell.page is shell.brief and shell.brief.heading.title.text() == "Alder Park Primary School")
    shell.go_caseload()
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_V)
    wait(qtbot, lambda: shell.page is shell.visit and shell.visit.view is not None)
    assert shell.visit.view.school == "Alder Park Primary School"


def test_that_v_says_so_where_no_visit_waits_to_be_written(qtbot: QtBot, shell: Shell) -> None:
    shell.caseload.table.stand_on("900103")
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_V)
    wait(qtbot, lambda: shell.status.text().startswith("No visit waits"))
    assert shell.page is shell.caseload


def _choose(page: CaseloadPage, name: str) -> None:
    action = next(action for action in page.groups._group.actions() if action.text() == name)
    action.trigger()


def test_that_schools_are_grouped_under_headings_nobody_stands_on(qtbot: QtBot, page: CaseloadPage) -> None:
    page.table.stand_on("900102")
    _choose(page, "phase")
    assert _column(page, "School") == [
        "Primary · 2",
        "Alder Park Primary School",
        "Cedar House",
        "Secondary · 1",
        "Bramble Lane Academy",
    ]
    assert page.table.key == "900102"
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.table.key == "900103"
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.table.key
    qtbot.keyClicks(page.field, "cedar")
    assert _column(page, "School") == ["Primary · 1", "Cedar House"]
    page.field.clear()
    _choose(page, "none")
    assert len(_column(page, "School")) == 3


def test_that_grouped_rows_are_sorted_inside_their_groups(page: CaseloadPage) -> None:
    _choose(page, "phase")
    page.table.sort_by(0, Qt.SortOrder.DescendingOrder)
    assert _column(page, "School")[:3] == ["Primary · 2", "Cedar House", "Alder Park Primary School"]


def test_that_the_hours_of_the_visits_are_added_up(page: CaseloadPage) -> None:
    assert _column(page, "Time used")[0].endswith(" h")
    assert _column(page, "Time used")[2] == "—"


def test_that_what_is_shown_is_exported_as_it_is_shown(qtbot: QtBot, page: CaseloadPage, tmp_path: Path) -> None:
    asked: list[str] = []
    target = tmp_path / "out.csv"

    def answer(_parent: object, _title: str, suggested: str, _kinds: str) -> str:
        asked.append(suggested)
        return str(target)

    page.exporter.ask = answer
    page.table.sort_by(0, Qt.SortOrder.DescendingOrder)
    qtbot.keyClicks(page.field, "primary")
    page.exporter.button.menu().actions()[1].trigger()
    wait(qtbot, target.exists)
    wait(qtbot, page.exporter.button.isEnabled)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["School", "Cedar House", "Alder Park Primary School"]
    assert asked == ["sipdesk caseload 2025-10-07.csv"]


def test_that_an_export_that_cannot_be_written_says_so(qtbot: QtBot, page: CaseloadPage, tmp_path: Path) -> None:
    page.exporter.ask = lambda *_: str(tmp_path / "nowhere" / "out.xlsx")
    page.exporter.export(".xlsx")
    wait(qtbot, page.error.text)
    assert page.error.text().startswith("Nothing was exported. There is no folder")
    assert page.exporter.button.isEnabled()


def test_that_a_shared_screen_shows_nothing_of_the_caseload(page: CaseloadPage) -> None:
    page.share(True)
    assert not page.table.isVisible()
    page.share(False)
    assert page.table.isVisible()


def test_that_the_phase_gives_way_before_the_table_scrolls_sideways(qtbot: QtBot, page: CaseloadPage) -> None:
    phase = [column.title for column in page.table.rows.columns].index("Phase")
    bar = page.table.horizontalScrollBar()
    page.table.setFixedWidth(1400)
    wait(qtbot, lambda: not page.table.isColumnHidden(phase))
    needed = sum(page.table._widths[1:]) + page.table._theme.px(180)
    page.table.setFixedWidth(needed - 30)
    wait(qtbot, lambda: page.table.isColumnHidden(phase))
    wait(qtbot, lambda: bar.maximum() == 0)
    page.table.setFixedWidth(1400)
    wait(qtbot, lambda: not page.table.isColumnHidden(phase))
