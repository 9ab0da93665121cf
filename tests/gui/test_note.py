"""A school's visits and the note of one of them, on its real pages."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.note.page import NotePage
from sipdesk.gui.shell import Shell
from sipdesk.services.paper import pages_of
from tests.gui.conftest import Going, wait

Visits = dict[str, str]


@pytest.fixture
def page(shell: Shell) -> NotePage:
    """The note's page."""
    return shell.note


def test_that_a_school_shows_its_facts_and_its_visits(shell: Shell, go: Going) -> None:
    go.school()
    page = shell.school
    assert page.heading.title.text() == "Alder Park Primary School"
    assert "URN 900101 · Primary · Maintained · 412 on roll · Core" in page.heading.line.text()
    rows = page.table.rows
    assert [(rows.index(n, 0).data(), rows.index(n, 2).data()) for n in range(2)] == [
        ("SIP 2: spring visit", "Writing"),
        ("SIP 1: autumn visit", "Checked"),
    ]


def test_that_a_school_without_visits_says_how_one_is_opened(shell: Shell, go: Going) -> None:
    go.school("900103")
    assert "sipdesk visit 900103" in shell.school.empty.text()
    assert shell.school.table.isHidden()


def test_that_enter_on_a_visit_shows_the_pages_of_its_note(
    qtbot: QtBot, shell: Shell, go: Going, page: NotePage
) -> None:
    go.school()
    shell.school.table.stand_on(shell.school.table.rows.key_at(1))
    qtbot.keyClick(shell.school.table, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.viewer.document.pageCount() > 0)
    text = page.viewer.text()
    assert "Note of visit" in text
    assert "Alder Park Primary School" in text
    assert page.side.lacks.text() == "Nothing is missing"
    assert [step.text for step in shell.trail.steps] == [
        "Caseload",
        "Alder Park Primary School",
        "SIP 1: autumn visit",
        "Note",
    ]
    assert page.viewer.view.hasFocus()
    assert shell.window().windowTitle() == "sipdesk · Note"


def test_that_the_pages_are_really_inked(qtbot: QtBot, visits: Visits, go: Going, page: NotePage) -> None:
    go.note(visits["whole"])

    def inked() -> bool:
        picture = page.viewer.view.grab().toImage()
        places = ((x, y) for x in range(150, 700, 3) for y in range(100, 500, 3))
        return sum(picture.pixelColor(x, y).lightness() < 100 for x, y in places) > 200

    wait(qtbot, inked)


def test_that_a_draft_says_so_and_lists_what_is_missing_by_section(visits: Visits, go: Going, page: NotePage) -> None:
    go.note(visits["draft"])
    assert "DRAFT" in page.viewer.text()
    assert page.side.status.text() == "Printed on each page: DRAFT"
    assert page.side.lacks.text().endswith("things are missing")
    told = page.side.missing.toPlainText().splitlines()
    assert told[0] == "The visit"
    assert any("not answered" in line for line in told)


def test_that_another_note_leaves_nothing_of_the_one_before(
    qtbot: QtBot, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["draft"])
    page.load(visits["whole"])
    assert page.side.missing.toPlainText() == ""
    assert page.viewer.document.pageCount() == 0
    assert not page.side.save.isVisible()
    wait(qtbot, lambda: page.viewer.document.pageCount() > 0)
    assert "DRAFT" not in page.viewer.text()


def test_that_a_saved_copy_holds_the_pages_that_were_shown(
    qtbot: QtBot, tmp_path: Path, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["whole"])
    suggested: list[str] = []

    def where(_parent: object, name: str) -> str:
        suggested.append(name)
        return str(tmp_path / "copy")

    page._where = where
    qtbot.mouseClick(page.side.save, Qt.MouseButton.LeftButton)
    wait(qtbot, page.side.done.text)
    assert suggested == ["2025-26_autumn_900101.pdf"]
    assert page.side.done.text() == "Saved as copy.pdf"
    assert page._record is not None
    assert (tmp_path / "copy.pdf").read_bytes() == pages_of(page._record).pdf


def test_that_a_copy_that_cannot_be_written_says_why(
    qtbot: QtBot, tmp_path: Path, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["whole"])
    page._where = lambda *_: str(tmp_path / "nowhere" / "copy.pdf")
    page.side.save.click()
    wait(qtbot, page.side.error.text)
    assert page.side.error.text().startswith("No copy was saved. There is no folder")
    assert page.side.save.isEnabled()


def test_that_no_file_name_saves_nothing(visits: Visits, go: Going, page: NotePage) -> None:
    go.note(visits["whole"])
    page._where = lambda *_: ""
    page.side.save.click()
    assert page.side.save.isEnabled()
    assert page.side.done.text() == ""


def test_that_a_visit_that_is_not_there_is_told_beside_empty_pages(qtbot: QtBot, shell: Shell, page: NotePage) -> None:
    shell.go_note("nothing")
    wait(qtbot, page.side.error.text)
    assert "no visit" in page.side.error.text()
    assert not page.side.save.isVisible()


def test_that_pages_grow_and_shrink_by_their_buttons(visits: Visits, go: Going, page: NotePage) -> None:
    go.note(visits["whole"])
    view, before = page.viewer.view, page.viewer.view.zoomFactor()
    page.viewer.larger.click()
    assert view.zoomFactor() > before
    for _ in range(9):
        page.viewer.smaller.click()
    assert view.zoomFactor() < before
    assert not page.viewer.smaller.isEnabled()
