"""A file comes in: every row's fate in view, nothing changed before the one button, everything back by another."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.gui.imports.page import ImportPage
from sipdesk.gui.shell import Shell
from sipdesk.services.fates import Kind
from tests.gui.conftest import wait

HEAD = ["URN", "School", "Link adviser", "Category", "Autumn visit"]
ROWS = [
    ["900101", "Alder Park Primary School", "Robin Marlow", "Enhanced", ""],
    ["900102", "Bramble Lane Academy", "Robin Marlow", "Core", ""],
    ["900109", "Dunnock Road Primary School", "Robin Marlow", "Core", ""],
    ["", "Elder Mews Infants", "Robin Marlow", "Core", ""],
    ["900111", "Fenwick Fields", "Jess Okonkwo", "Core", ""],
    ["Total", "", "", "", ""],
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """One school changed, one as it was, one new, one that cannot be settled, one of somebody else's, one gone."""
    file = tmp_path / "allocation.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEAD, *ROWS])
    return file


@pytest.fixture
def page(shell: Shell) -> ImportPage:
    """The page, waiting for a file."""
    shell.go_import()
    return shell.imports


def _seen(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    page.load(file)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)


def _fates(page: ImportPage) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for row in page.preview._all:
        found.setdefault(row.kind, []).append(row.name)
    return found


def test_that_every_row_has_its_fate_and_nothing_is_changed_yet(
    qtbot: QtBot, shell: Shell, page: ImportPage, sheet: Path
) -> None:
    _seen(qtbot, page, sheet)
    fates = _fates(page)
    assert fates[Kind.CHANGED] == ["Alder Park Primary School"]
    assert fates[Kind.NEW] == ["Dunnock Road Primary School"]
    assert fates[Kind.UNREADABLE] == ["Elder Mews Infants"]
    assert fates[Kind.OTHERS] == ["Fenwick Fields"]
    assert "Bramble Lane Academy" in fates[Kind.SAME]
    assert fates[Kind.GONE] == ["Cedar House"]
    assert Kind.NO_SCHOOL in fates
    assert page.preview.heading.line.text().startswith("Nothing is changed yet. 7 rows in the file = 5 schools + ")
    assert shell.caseload.table.rows.total == 3


def test_that_a_change_is_told_field_by_field_and_rows_are_filtered_by_fate(
    qtbot: QtBot, page: ImportPage, sheet: Path
) -> None:
    _seen(qtbot, page, sheet)
    page.preview.table.stand_on("school 900101")
    assert "Category: Core → Enhanced" in page.preview.more.text()
    new = next(action for action in page.preview.kinds._group.actions() if action.text() == "New · 1")
    new.trigger()
    assert [row.kind for row in page.preview.table.rows.shown] == [Kind.NEW]


def test_that_one_button_imports_and_another_takes_it_back(
    qtbot: QtBot, shell: Shell, page: ImportPage, sheet: Path
) -> None:
    _seen(qtbot, page, sheet)
    assert page.preview.go.text() == "Import 2 schools, let 1 go"
    page.preview.go.click()
    wait(qtbot, lambda: page.told.text() == "allocation.csv is imported")
    assert "1 joined your caseload, 1 changed, 1 left" in page.after.text()
    shell.go_caseload()
    wait(qtbot, lambda: "Dunnock Road Primary School" in [row.name for row in shell.caseload.table.rows.shown])
    assert shell.caseload.undo.isVisible()
    shell.caseload.undo.click()
    wait(qtbot, lambda: [row.name for row in shell.caseload.table.rows.shown][-1] == "Cedar House")
    assert shell.caseload.undo.isHidden()


def test_that_the_import_is_undone_from_its_own_page(qtbot: QtBot, page: ImportPage, sheet: Path) -> None:
    _seen(qtbot, page, sheet)
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    page.undo.click()
    wait(qtbot, lambda: page.told.text() == "The import is undone")
    assert page.undo.isHidden()


def test_that_a_file_that_cannot_be_read_gets_one_sentence(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.xlsx"
    wrong.write_bytes(b"\x89PNG not a workbook")
    page.load(wrong)
    wait(qtbot, page.error.text)
    assert "photo.xlsx" in page.error.text()
    assert page.faces.currentWidget() is page._choosing
    assert "Traceback" not in page.error.text()


def test_that_an_unclear_adviser_is_asked_for(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "others.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEAD, ["900101", "Alder Park Primary School", "Jess Okonkwo", "Core", ""]])
    _seen(qtbot, page, file)
    assert page.preview.unclear.text()
    assert not page.preview.go.isEnabled()
    jess = next(action for action in page.preview.advisers._group.actions() if action.text() == "Jess Okonkwo")
    page.preview.advisers._group.triggered.emit(jess)
    wait(qtbot, lambda: not page.preview.unclear.text())
    assert page.preview.table.rows.total > 0


def test_that_another_term_reads_the_file_again(qtbot: QtBot, page: ImportPage, sheet: Path) -> None:
    _seen(qtbot, page, sheet)
    spring = next(action for action in page.preview.terms._group.actions() if action.text() == "spring 2025-26")
    page.preview.terms._group.triggered.emit(spring)
    wait(qtbot, lambda: page._seen is not None and str(page._seen.term) == "2025-26/spring")


def test_that_a_doubtful_row_is_settled_by_choosing_one_of_its_candidates(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    _seen(qtbot, page, paths.resources() / "demo" / "register.csv")
    assert page.preview.go.text().startswith("Import 16 ")
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    file = tmp_path / "doubt.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(
            [
                HEAD,
                ["900102", "Alder Park Primary School", "Robin Marlow", "Core", ""],
                ["900103", "Canalside Community Primary School", "Robin Marlow", "Core", ""],
            ]
        )
    _seen(qtbot, page, file)
    doubtful = [row for row in page.preview._all if row.kind is Kind.DOUBTFUL]
    assert doubtful
    row = doubtful[0]
    page.preview.table.stand_on(row.key)
    page.preview.candidate_chosen.emit(row.key, row.candidates[0].urn)
    wait(qtbot, lambda: f"school {row.candidates[0].urn}" in {one.key for one in page.preview._all})
    assert page.preview.undo.isVisible()
    page.preview.undo.click()
    wait(qtbot, lambda: row.key in {one.key for one in page.preview._all})


def test_that_cancelling_leaves_everything_as_it_was(qtbot: QtBot, shell: Shell, page: ImportPage) -> None:
    page.load(paths.resources() / "demo" / "register.csv")
    page.cancel.click()
    assert page.faces.currentWidget() is page._choosing
    assert shell.status.text() == "Reading was cancelled; nothing was changed."
    assert not page.error.text()


def test_that_a_file_dropped_on_the_caseload_is_previewed(qtbot: QtBot, shell: Shell, sheet: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sheet))])
    shell.caseload.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    wait(qtbot, lambda: shell.page is shell.imports and shell.imports.faces.currentWidget() is shell.imports.preview)
