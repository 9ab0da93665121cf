"""A school's time: what it is entitled to, sums by kind, entries typed with the keyboard, undo, statements."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import Term
from sipdesk.gui.school.time import TimeTab
from sipdesk.gui.shell import Shell
from sipdesk.gui.widgets.table import Table
from sipdesk.services.casebook import Shown
from sipdesk.store.schools import Allocation, put_allocation
from tests.gui.conftest import Going, wait

URN = "900101"


def column(table: Table, title: str) -> list[str]:
    """The cells of a column from top to bottom."""
    at = next(n for n, one in enumerate(table.rows.columns) if one.title == title)
    return [table.rows.columns[at].cell(row).text for row in table.rows.shown]


def typed(tab: TimeTab) -> list[str]:
    """The time that was typed, the newest first; the autumn visit of the desk has three lines of its own."""
    return [f"{line.amount.normalize():f} {line.unit}" for line in tab.table.rows.shown if line.entry]


def stand(tab: TimeTab) -> None:
    """With the keyboard on what was typed last."""
    tab.table.setFocus()
    tab.table.stand_on(next(line.key for line in tab.table.rows.shown if line.entry))


def place(shell: Shell, category: str, authority: str = "hackney") -> None:
    """The school in a category."""

    def write() -> None:
        app = shell.desk.app
        with app.services.desk.change("put a category in place", URN) as db:
            told = Allocation(urn=URN, authority=authority, year="2025-26", term="autumn", category=category)
            put_allocation(db, told, app.clock.stamp(), "")

    shell.desk.app.run(write)


@pytest.fixture
def tab(qtbot: QtBot, shell: Shell, go: Going) -> TimeTab:
    """The time of a school that has 14 hours a term."""
    place(shell, "enhanced")
    go.school(URN)
    shell.school.show_tab("Time")
    time = shell.school.time
    wait(qtbot, lambda: time.view is not None)
    return time


def add(qtbot: QtBot, tab: TimeTab, much: str, on: str, kind: str = "officer", role: str = "") -> None:
    """Type an entry and press Enter, as the partner does."""
    before = len(typed(tab))
    if tab.card.isHidden():
        tab.add.click()
    tab.card.kind.set(kind)
    if role:
        tab.card.whose.set("colleague")
        tab.card.whose.chosen.emit("colleague")
        tab.card.role.edit.setText(role)
    qtbot.keyClicks(tab.card.much.edit, much)
    tab.card.on.edit.setText(on)
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: len(typed(tab)) > before)


def test_that_each_entitlement_stands_in_its_own_unit_and_period(tab: TimeTab) -> None:
    assert column(tab.entitled, "Given") == [
        "14 hours a term", "1 meeting a term", "3 visits a year", "1 review a year", "not stated",
    ]  # fmt: skip
    assert column(tab.entitled, "Left")[:3] == ["14 h", "1", "3"]
    assert column(tab.entitled, "Mine")[-1] == "—"
    assert "Source: slides, line 35." in tab.said_of.text()


def test_that_time_typed_with_enter_counts_at_once_and_the_card_waits_for_more(qtbot: QtBot, tab: TimeTab) -> None:
    add(qtbot, tab, "2:30", "3 Oct", role="mathematics adviser")
    assert tab.card.isVisible()
    assert tab.card.much.text == ""
    assert tab.card.much.edit.hasFocus()
    assert (column(tab.entitled, "All")[0], column(tab.entitled, "Mine")[0], column(tab.entitled, "Left")[0]) == (
        "2½ h", "0 h", "11½ h",
    )  # fmt: skip
    assert column(tab.table, "Whose")[-1] == "mathematics adviser"
    assert column(tab.kinds, "Kind")[-1] == "Additional officer time"


def test_that_more_than_is_given_is_told_in_words(qtbot: QtBot, tab: TimeTab) -> None:
    add(qtbot, tab, "9 h", "3 Oct")
    add(qtbot, tab, "9 h", "6 Oct")
    assert column(tab.entitled, "Left")[0] == "4 h over"


def test_that_beyond_at_least_nothing_is_over(qtbot: QtBot, tab: TimeTab, shell: Shell) -> None:
    place(shell, "intensive-a")
    add(qtbot, tab, "9 h", "3 Oct")
    add(qtbot, tab, "9 h", "6 Oct")
    wait(qtbot, lambda: column(tab.entitled, "Given")[0] == "at least 14 hours a term")
    assert column(tab.entitled, "Left")[0] == "reached"


def test_that_time_that_cannot_be_read_is_refused_beside_its_field(qtbot: QtBot, tab: TimeTab) -> None:
    tab.add.click()
    qtbot.keyClicks(tab.card.much.edit, "a while")
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Return)
    wait(qtbot, tab.card.much.error.isVisible)
    assert "Write 2½ h" in tab.card.much.error.text()
    assert tab.card.much.text == "a while"
    tab.card.much.edit.setText("2 h")
    tab.card.on.edit.setText("32 Oct")
    qtbot.keyClick(tab.card.on.edit, Qt.Key.Key_Return)
    wait(qtbot, tab.card.on.error.isVisible)
    assert typed(tab) == []


def test_that_escape_keeps_what_is_whole_and_lets_go_of_what_is_not(qtbot: QtBot, tab: TimeTab) -> None:
    tab.add.click()
    tab.card.much.edit.setText("2 h")
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Escape)
    wait(qtbot, tab.card.isHidden)
    wait(qtbot, lambda: typed(tab) == ["2 hours"])
    tab.add.click()
    tab.card.much.edit.setText("soon")
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Escape)
    wait(qtbot, tab.card.much.error.isVisible)
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Escape)
    wait(qtbot, tab.card.isHidden)
    assert typed(tab) == ["2 hours"]


def test_that_an_entry_is_changed_with_enter_and_removed_with_delete_and_both_come_back(
    qtbot: QtBot, tab: TimeTab
) -> None:
    add(qtbot, tab, "2 h", "3 Oct")
    tab.card.close_card()
    stand(tab)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    wait(qtbot, tab.card.isVisible)
    assert tab.card.much.text == "2 hours"
    tab.card.much.edit.setText("3 h")
    qtbot.keyClick(tab.card.much.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: typed(tab) == ["3 hours"])
    assert tab.card.isHidden()
    stand(tab)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    wait(qtbot, lambda: typed(tab) == [])
    tab.undo.click()
    wait(qtbot, lambda: typed(tab) == ["3 hours"])
    tab.undo.click()
    wait(qtbot, lambda: typed(tab) == ["2 hours"])
    tab.undo.click()
    wait(qtbot, lambda: typed(tab) == [])
    assert tab.undo.isHidden()


def test_that_a_visit_brings_its_hours_and_enter_opens_it(
    qtbot: QtBot, tab: TimeTab, shell: Shell, visits: dict[str, str]
) -> None:
    tab.period.chosen.emit(Shown(year="2025-26", term=Term.SPRING))
    wait(qtbot, lambda: column(tab.table, "Time") == ["3 h booked"])
    assert column(tab.entitled, "Booked")[2] != "—"
    assert not tab.remove.isEnabled()
    with qtbot.waitSignal(tab.visit_opened, timeout=10_000) as opened:
        tab.table.opened.emit(tab.table.key)
    assert opened.args == [visits["draft"], ""]


def test_that_a_school_without_a_number_shows_the_documents_word(qtbot: QtBot, tab: TimeTab, shell: Shell) -> None:
    place(shell, "cat-3c", "havering")
    tab.read()
    wait(qtbot, lambda: column(tab.entitled, "Given") == ["not stated", "not stated"])
    assert column(tab.entitled, "Left") == ["—", "—"]
    assert tab.empty.isVisible() == (tab.table.rows.total == 0)


def test_that_a_period_without_time_says_what_belongs_there(qtbot: QtBot, tab: TimeTab) -> None:
    tab.period.chosen.emit(Shown(year="2025-26", term=Term.SUMMER))
    wait(qtbot, tab.empty.isVisible)
    assert "Visits bring theirs" in tab.empty.text()
    assert tab.table.isHidden()


def test_that_everything_on_the_tab_has_a_name_and_room(tab: TimeTab) -> None:
    tab.add.click()
    for control in tab.findChildren(QAbstractButton):
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.accessibleName()
            assert min(control.width(), control.height()) >= 24
    for table in (tab.entitled, tab.kinds, tab.table):
        assert table.accessibleName()


def test_that_the_statement_is_saved_as_pdf_and_csv(qtbot: QtBot, tab: TimeTab, tmp_path: Path) -> None:
    add(qtbot, tab, "2 h", "3 Oct")
    offered: list[str] = []
    for n, ending in enumerate((".pdf", ".csv")):
        target = tmp_path / f"time{ending}"
        tab.saver.ask = lambda _parent, _title, name, _kinds, to=target: offered.append(name) or str(to)  # type: ignore[misc]
        tab.statement.menu().actions()[n].trigger()
        wait(qtbot, target.exists)
    assert offered == [f"time_autumn-2025-26_{URN}.pdf", f"time_autumn-2025-26_{URN}.csv"]
    assert (tmp_path / "time.pdf").read_bytes().startswith(b"%PDF-")
    assert "Additional officer time" in (tmp_path / "time.csv").read_text(encoding="utf-8-sig")


def test_that_the_caseloads_statement_lies_in_its_export_menu(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "all.csv"
    exporter = shell.caseload.exporter
    exporter.statements.ask = lambda *_: str(target)
    action = next(
        one for one in exporter.button.menu().actions() if one.text() == "Statement of time, CSV, plain text…"
    )
    action.trigger()
    wait(qtbot, target.exists)
    told = target.read_text(encoding="utf-8-sig")
    assert "Alder Park Primary School" in told
    assert "Cedar House" in told


def test_that_time_is_out_of_sight_while_the_screen_is_shared(qtbot: QtBot, tab: TimeTab, shell: Shell) -> None:
    tab.add.click()
    shell.school.share(on=True)
    assert tab.isHidden()
    assert not tab.card.isVisible()
    shell.school.share(on=False)
    QApplication.processEvents()
