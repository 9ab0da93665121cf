"""A day on which nothing comes in order: files twice, files too small, the look changed half-way, large screens."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QStandardPaths, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.domain.calendar import TermSlot
from sipdesk.gui.caseload.page import CaseloadPage
from sipdesk.gui.first.backup import ask_backup
from sipdesk.gui.imports.page import ImportPage
from sipdesk.gui.settings.page import SettingsPage
from sipdesk.gui.settings.safety import ask_to_open, ask_to_save
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.page import VisitPage
from sipdesk.gui.visit.side import Beside
from sipdesk.gui.widgets.tick import Tick
from tests.gui.conftest import wait
from tests.unit.imports import public

REGISTER = paths.resources() / "demo" / "register.csv"
HEAD = ["URN", "School", "Link adviser", "Category"]
MINE = (
    ["900101", "Alder Park Primary School", "Robin Marlow", "Core"],
    ["900102", "Bramble Lane Academy", "Robin Marlow", "Core"],
    ["900103", "Cedar House", "Robin Marlow", "Core"],
)


def _sheet(folder: Path, *rows: list[str], name: str = "sheet.csv") -> Path:
    file = folder / name
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEAD, *rows])
    return file


@pytest.fixture
def page(shell: Shell) -> ImportPage:
    """The import, waiting for a file."""
    shell.go_import()
    return shell.imports


@pytest.fixture
def bring(qtbot: QtBot, page: ImportPage) -> Callable[[Path], ImportPage]:
    """Take a file in by the page's own button, to the end."""

    def done(file: Path) -> ImportPage:
        page.load(file)
        wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
        page.preview.go.click()
        wait(qtbot, lambda: page.faces.currentWidget() is page._done)
        return page

    return done


@pytest.fixture
def visit(qtbot: QtBot, shell: Shell, visits: dict[str, str]) -> VisitPage:
    """A visit hardly begun."""
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


# -- files -------------------------------------------------------------------------------------------------------------


def test_that_a_register_that_comes_twice_offers_no_undo_of_the_import_before_it(
    shell: Shell, bring: Callable[[Path], ImportPage]
) -> None:
    assert bring(REGISTER).undo.isVisible()
    page = bring(REGISTER)
    assert page.told.text() == "register.csv was in the desk already"
    assert page.undo.isHidden()
    last = shell.desk.app.run(shell.desk.app.services.overview.caseload, "").last_import
    assert last is not None
    assert last.file == "register.csv"


def test_that_the_same_sheet_takes_the_caseload_on_to_the_next_term(
    qtbot: QtBot, shell: Shell, page: ImportPage, bring: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    bring(_sheet(tmp_path, *MINE, name="allocation 2025-26 autumn.csv"))
    page.load(_sheet(tmp_path, *MINE, name="allocation 2025-26 spring.csv"))
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
    assert page.preview.go.text() == "Take 3 schools on to spring 2025-26"
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    assert page.after.text() == "For spring 2025-26: 3 schools went on to this term unchanged."
    terms = {row.allocation.term for row in shell.desk.app.run(shell.desk.app.services.caseload.schools)}
    assert terms == {"spring"}


def test_that_a_row_without_a_number_says_that_the_register_comes_first(
    qtbot: QtBot, page: ImportPage, bring: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    sheet = _sheet(
        tmp_path, *MINE, ["900109", "Dunnock Road", "Robin Marlow", ""], ["", "Elder Mews", "Robin Marlow", ""]
    )
    page.load(sheet)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
    assert "Import “All establishment data”" in page.preview.remarks.text()
    after = bring(sheet).after.text()
    assert "1 row could not be settled and was left out. No register is in this desk." in after
    assert "0 changed" not in after


def test_that_a_much_smaller_register_says_what_is_lost_with_it(
    qtbot: QtBot, page: ImportPage, bring: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    bring(REGISTER)
    lines = REGISTER.read_bytes().splitlines(keepends=True)
    few = tmp_path / "few.csv"
    few.write_bytes(b"".join(lines[:4]))
    page.load(few)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
    assert f"holds {len(lines) - 1} establishments, this file 3." in page.preview.remarks.text()


def test_that_the_caseload_names_the_file_whose_import_it_takes_back(
    qtbot: QtBot, shell: Shell, bring: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    bring(_sheet(tmp_path, *MINE, name=f"{'a very long name of a sheet ' * 3}final v2.csv"))
    shell.go_caseload()
    page: CaseloadPage = shell.caseload
    wait(qtbot, page.undo.isVisible)
    assert page.undo.text() == "Undo the import of a very long name of …inal v2.csv"
    assert "final v2.csv on 7 October 2025" in page.undo.accessibleName()


def test_that_titles_that_differ_at_their_end_are_shown_whole_where_there_is_room(
    qtbot: QtBot, shell: Shell, page: ImportPage
) -> None:
    shell.window().resize(1920, 1080)
    page.load(public.SERIES)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    page.another.click()
    table = page.sources.table
    wait(qtbot, table.isVisible)
    assert table.columnWidth(0) >= table._widths[0]
    assert table.verticalScrollBar().maximum() == 0


def test_that_a_column_with_nothing_in_it_is_left_out_of_the_preview(qtbot: QtBot, page: ImportPage) -> None:
    page.load(REGISTER)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)
    assert page.preview.table.isColumnHidden(1)


def test_that_a_dialogue_for_backups_begins_where_people_keep_papers(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def ask(_parent: QWidget, _title: str, where: str, _kinds: str) -> tuple[str, str]:
        begun.append(where)
        return "", ""

    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, ask)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_backup(parent) == ask_to_open(parent, "") == ask_to_save(parent, "desk.sipbackup") == ""
    papers = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    there = papers if papers.is_dir() else Path.home()
    assert begun == [str(there), str(there), str(there / "desk.sipbackup")]


def test_that_a_draft_of_a_school_that_left_is_called_by_its_name(
    qtbot: QtBot, shell: Shell, bring: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    """The import of a school is undone after its visit was begun: the words stay, and Today still says whose they are."""
    app = shell.desk.app
    page = bring(_sheet(tmp_path, *MINE, ["900109", "Dunnock Road Primary School", "Robin Marlow", "Core"]))
    visit = app.run(app.services.visits.open_in_term, "900109", TermSlot.parse("2025-26/autumn"))[0].id
    app.run(app.services.visits.save, visit, {"date": "2025-10-07"}, None)
    page.undo.click()
    wait(qtbot, lambda: page.told.text() == "The import is undone")
    shell.go_today()
    wait(qtbot, lambda: visit in [line.visit for _, line in shell.today.table.rows.shown])
    told = {line.visit: line.school for _, line in shell.today.table.rows.shown}
    assert told[visit] == "Dunnock Road Primary School (left your caseload)"


# -- the look ----------------------------------------------------------------------------------------------------------


def _fill(tick: Tick) -> str:
    """The colour just inside the box, at its left."""
    side = round(tick.fontMetrics().ascent() * 1.2)
    at = QPoint(5, (tick.height() + side) // 2 - 4)
    return tick.grab().toImage().pixelColor(at * tick.devicePixelRatioF()).name()


def test_that_a_ticked_box_takes_the_colours_of_another_palette_at_once(shell: Shell) -> None:
    shell.go_settings()
    tick = shell.settings.look.still
    for look in ("dark", "contrast", "light", "dark"):
        shell.theme.choose(look)
        tick.setChecked(False)
        assert _fill(tick) == shell.theme.palette.surface.lower(), look
        tick.setChecked(True)
        assert _fill(tick) == shell.theme.palette.accent.lower(), look


def test_that_the_written_column_stands_in_the_middle_of_a_large_screen(
    qtbot: QtBot, shell: Shell, visit: VisitPage
) -> None:
    shell.window().resize(1920, 1080)
    visit.open_section("context")
    body, pane = visit.body, visit.columns.pane
    assert body is not None
    wait(qtbot, lambda: body.width() == 700)
    left = body.mapTo(pane, QPoint(0, 0)).x()
    right = pane.viewport().width() - left - body.width()
    assert abs(left - right) <= 2
    shell.window().resize(1280, 720)
    wait(qtbot, lambda: body.mapTo(pane, QPoint(0, 0)).x() < 40)


def test_that_the_settings_put_what_keeps_the_desk_safe_before_its_looks(shell: Shell) -> None:
    shell.go_settings()
    page: SettingsPage = shell.settings
    order = [page.who, page.backup, page.lock, page.passphrase, page.look]
    tops = [made.mapTo(page, QPoint(0, 0)).y() for made in order]
    assert tops == sorted(tops)


def _beside(visit: VisitPage) -> Beside:
    found = visit.findChild(Beside)
    assert found is not None
    return found


# -- the line of a jotting ---------------------------------------------------------------------------------------------


def test_that_a_jotting_is_spelt_like_any_text_and_nothing_else_stands_in_its_way(
    qtbot: QtBot, visit: VisitPage
) -> None:
    visit.open_section("context")
    beside = _beside(visit)
    entry = beside.side.jottings.entry
    entry.setFocus()
    qtbot.keyClicks(entry, "a third prioritee, the head says Jayden Brown hit him ")
    wait(qtbot, lambda: beside.aids.ready)

    def marked() -> list[str]:
        wave = QTextCharFormat.UnderlineStyle.WaveUnderline
        return [one.cursor.selectedText() for one in entry.extraSelections() if one.format.underlineStyle() == wave]

    wait(qtbot, lambda: "prioritee" in marked())
    lines = [one.format.underlineStyle() for one in entry.extraSelections()]
    assert QTextCharFormat.UnderlineStyle.DotLine not in lines
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    wait(qtbot, lambda: len(beside.side.jottings.rows) == 1)
    assert entry.text() == ""


def test_that_a_jotting_takes_five_hundred_letters_and_no_line_break(qtbot: QtBot, visit: VisitPage) -> None:
    entry = _beside(visit).side.jottings.entry
    entry.put("x" * 499)
    entry.moveCursor(entry.textCursor().MoveOperation.End)
    qtbot.keyClicks(entry, "yz")
    assert entry.text() == "x" * 499 + "y"
    entry.clear()
    shown: list[bool] = []
    entry.edited.connect(lambda: shown.append(True))
    pasted = QMimeData()
    pasted.setText("one\ntwo\n" + "w" * 600)
    entry.insertFromMimeData(pasted)
    assert entry.text().startswith("one two w")
    assert len(entry.toPlainText()) == 500
    assert shown


def test_that_what_the_check_of_notes_says_is_shown_whole_on_a_large_screen(qtbot: QtBot, shell: Shell) -> None:
    shell.window().resize(1920, 1080)
    shell.go_verify()
    told = shell.verify._what
    wait(qtbot, lambda: told.width() > 500 and told.height() >= told.heightForWidth(told.width()))
