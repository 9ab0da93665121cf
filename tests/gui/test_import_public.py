"""Public data comes in through the same page: recognised, previewed, dated by the person, listed with its source, taken back."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.gui.imports.page import ImportPage
from sipdesk.gui.shell import Shell
from sipdesk.services.fates import Kind
from tests.gui.conftest import Going, wait
from tests.unit.imports import public
from tests.unit.imports.public import csv_bytes
from tests.unit.imports.test_ofsted import HEAD, row


@pytest.fixture
def page(shell: Shell) -> ImportPage:
    """The page, waiting for a file."""
    shell.go_import()
    return shell.imports


@pytest.fixture
def inspections(tmp_path: Path) -> Path:
    """Ofsted's file with one school of mine, judged while it was another school, and one that is not mine."""
    own = "Does the latest OEIF graded inspection relate to the URN of the current school?"
    then = "URN at time of latest OEIF graded inspection"
    mine = row(**{own: "No", then: "900999"})
    file = tmp_path / "ofsted.csv"
    title = ["Management information - latest inspections as at 31 May 2026"]
    file.write_bytes(csv_bytes(title, HEAD, list(mine.values()), list(row(URN="123456").values())))
    return file


def _seen(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    page.load(file)
    wait(qtbot, lambda: page.faces.currentWidget() is page.preview)


def _imported(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    _seen(qtbot, page, file)
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)


def test_that_a_file_of_figures_says_what_of_it_is_kept_before_anything_is_changed(
    qtbot: QtBot, shell: Shell, page: ImportPage
) -> None:
    _seen(qtbot, page, public.SERIES)
    line = page.preview.heading.line.text()
    assert line.startswith("Nothing is changed yet. Local Authority Interactive Tool (DfE), up to 2023/24.")
    assert "2,808 rows read; 144 are of your authorities, their regions or England." in line
    assert page.preview.go.text() == "Import 144 rows of figures"
    assert {row.kind for row in page.preview._all} == {Kind.NEW}
    assert page.preview._all[0].name == "Hackney"
    assert shell.desk.app.run(shell.desk.app.services.publicdata.sources) == []


def test_that_the_person_says_when_it_was_published_and_nonsense_is_refused_in_place(
    qtbot: QtBot, shell: Shell, page: ImportPage
) -> None:
    _seen(qtbot, page, public.SERIES)
    page.preview.published.edit.setText("the other day")
    page.preview.go.click()
    assert "is no date" in page.preview.published.error.text()
    assert page.faces.currentWidget() is page.preview
    page.preview.published.edit.setText("10 July 2025")
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    assert "published 10 July 2025" in page.after.text()
    (line,) = shell.desk.app.run(shell.desk.app.services.publicdata.sources)
    assert line.source.published is not None
    assert line.source.published.isoformat() == "2025-07-10"


def test_that_what_is_here_is_listed_with_its_source_and_hash_and_taken_back(qtbot: QtBot, page: ImportPage) -> None:
    assert page.sources.empty.isVisible()
    _imported(qtbot, page, public.SERIES)
    page.another.click()
    wait(qtbot, lambda: page.sources.table.rows.total == 1)
    assert page.sources.table.isVisible()
    assert public.SERIES.name in page.sources.detail.text()
    assert "SHA-256" in page.sources.detail.text()
    assert "Open Government Licence" in page.sources.detail.text()
    page.sources.undo.click()
    wait(qtbot, lambda: page.sources.table.rows.total == 0)
    assert page.sources.empty.isVisible()


def test_that_the_same_file_again_has_nothing_new(qtbot: QtBot, page: ImportPage) -> None:
    _imported(qtbot, page, public.SERIES)
    _seen(qtbot, page, public.SERIES)
    assert page.preview.go.text() == "Nothing new to import"
    assert not page.preview.go.isEnabled()
    assert page.preview.published.isHidden()


def test_that_an_inspection_stands_on_the_schools_page_with_whose_it_was(
    qtbot: QtBot, shell: Shell, page: ImportPage, go: Going, inspections: Path
) -> None:
    _seen(qtbot, page, inspections)
    assert page.preview.go.text() == "Import 2 schools’ inspections"
    mine = next(row for row in page.preview._all if row.urn == "900101")
    assert "grades of the predecessor school (URN 900999)" in mine.what
    page.preview.go.click()
    wait(qtbot, lambda: page.faces.currentWidget() is page._done)
    go.school()
    wait(qtbot, shell.school.year.public.text)
    told = shell.school.year.public.text()
    assert told.startswith("Graded inspection, 14 March 2023: Good.")
    assert "These are the grades of the predecessor school (URN 900999)." in told
    assert shell.school.year.public_title.isVisible()


def test_that_another_schools_page_says_nothing_of_this_ones_inspections(
    qtbot: QtBot, shell: Shell, page: ImportPage, go: Going, inspections: Path
) -> None:
    _imported(qtbot, page, inspections)
    go.school()
    wait(qtbot, shell.school.year.public.text)
    go.school("900102")
    wait(qtbot, lambda: shell.school.year.view is not None and shell.school.year.view.urn == "900102")
    assert shell.school.year.public.isHidden()
    assert not shell.school.year.public.text()


def test_that_rows_left_out_are_told_first(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    text = public.MAJOR.read_text(encoding="utf-8").replace("202324,Academic year", "2023,Academic year", 1)
    file.write_text(text, encoding="utf-8")
    _seen(qtbot, page, file)
    assert page.preview._all[0].kind is Kind.UNREADABLE
    assert "“2023” is no year" in page.preview._all[0].what


def test_that_a_bad_file_of_public_data_gets_one_sentence(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "ofsted.csv"
    file.write_bytes(csv_bytes(HEAD))
    page.load(file)
    wait(qtbot, page.error.text)
    assert "has no row of your schools" in page.error.text()
    assert page.faces.currentWidget() is page._choosing
