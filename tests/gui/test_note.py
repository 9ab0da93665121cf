"""A school's visits and the note of one of them, on its real pages."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from sipdesk.domain.visit import ResponseKind
from sipdesk.gui.note.accuracy import AccuracyPanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.shell import Shell
from sipdesk.services.paper import pages_of
from tests.gui.conftest import Going, wait

Visits = dict[str, str]


@pytest.fixture
def page(shell: Shell) -> NotePage:
    """The note's page."""
    return shell.note


def test_that_a_school_shows_its_facts_and_its_visits(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school()
    page = shell.school
    assert page.heading.title.text() == "Alder Park Primary School"
    assert "URN 900101 · Primary · Maintained · 412 on roll · Core" in page.heading.line.text()
    page.show_tab("Visits")
    rows = page.table.rows
    wait(qtbot, lambda: rows.total)
    assert [(rows.index(n, 0).data(), rows.index(n, 2).data()) for n in range(2)] == [
        ("SIP 2: spring visit", "Writing"),
        ("SIP 1: autumn visit", "Checked"),
    ]


def test_that_a_school_without_visits_says_how_one_is_opened(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school("900103")
    shell.school.show_tab("Visits")
    wait(qtbot, lambda: "opens one" in shell.school.empty.text())
    assert shell.school.table.isHidden()


def test_that_n_on_a_visit_shows_the_pages_of_its_note(qtbot: QtBot, shell: Shell, go: Going, page: NotePage) -> None:
    go.school()
    shell.school.show_tab("Visits")
    wait(qtbot, lambda: shell.school.table.rows.total)
    shell.school.table.stand_on(shell.school.table.rows.key_at(1))
    shell.school.table.setFocus()
    qtbot.keyClick(shell.school.table, Qt.Key.Key_N)
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
    told = page.side.missing.texts()
    assert told[0] == "The visit"
    assert any("Not answered" in line for line in told)


def test_that_another_note_leaves_nothing_of_the_one_before(
    qtbot: QtBot, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["draft"])
    page.load(visits["whole"])
    assert page.side.missing.texts() == []
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
    made: list[str] = []
    page._desk.ask(lambda s: [line.kind for line in s.papers.of_school("900101").made], made.extend, made.append)
    wait(qtbot, lambda: made)
    assert made == ["note"]


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


def test_that_a_click_on_what_is_missing_asks_for_its_field(
    qtbot: QtBot, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["draft"])
    with qtbot.waitSignal(page.visit_opened) as opened:
        qtbot.keyClick(page.side.missing, Qt.Key.Key_Return)
    assert opened.args == [visits["draft"], "people_met"]


def test_that_a_draft_with_gaps_cannot_be_sent_and_says_why(visits: Visits, go: Going, page: NotePage) -> None:
    go.note(visits["draft"])
    assert not page.side.steps.go.isEnabled()
    assert page.side.steps.lack.text() == "It can go once nothing is missing."


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts for the head are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


@pytest.fixture
def finished(qtbot: QtBot, papers: Path, visits: Visits, go: Going, page: NotePage) -> NotePage:
    """The note of a visit in which nothing is missing, taken back to writing."""
    assert papers
    go.note(visits["whole"])
    steps = page.side.steps
    qtbot.mouseClick(steps.back, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(steps.why, "a figure was wrong")
    qtbot.keyClick(steps.why, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.side.state.text() == "Writing" and page.side.save.isEnabled())
    app = page._desk.app  # the visit lies in the past of the tests' clock, so that an answer can have come
    app.run(app.services.visits.save, visits["whole"], {"date": "2025-10-06"}, None)
    go.note(visits["whole"])
    wait(qtbot, page.side.save.isEnabled)
    return page


def test_that_sending_to_the_head_takes_two_clicks_and_leaves_a_draft_to_send(
    qtbot: QtBot, papers: Path, finished: NotePage
) -> None:
    steps = finished.side.steps
    qtbot.mouseClick(steps.go, Qt.MouseButton.LeftButton)
    assert str(papers) in steps.confirm.text()
    qtbot.mouseClick(steps.do, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: finished.side.state.text() == "With head" and finished.side.save.isEnabled())
    assert sorted(file.name for file in papers.iterdir()) == [
        "2025-26_autumn_900101.eml",
        "2025-26_autumn_900101.pdf",
        "2025-26_autumn_900101_reply.pdf",
    ]
    assert "DRAFT FOR ACCURACY CHECK" in finished.viewer.text()
    assert not steps.go.isVisible()
    assert finished.findChild(AccuracyPanel).answer.isVisible()


def test_that_a_second_draft_never_replaces_the_first(qtbot: QtBot, papers: Path, finished: NotePage) -> None:
    papers.mkdir(parents=True)
    (papers / "2025-26_autumn_900101.pdf").write_bytes(b"kept")
    steps = finished.side.steps
    steps.go.click()
    steps.do.click()
    wait(qtbot, lambda: finished.side.state.text() == "With head")
    assert (papers / "2025-26_autumn_900101.pdf").read_bytes() == b"kept"
    assert (papers / "2025-26_autumn_900101_2.pdf").exists()


def test_that_a_draft_that_cannot_be_written_leaves_the_visit_in_writing(
    qtbot: QtBot, papers: Path, finished: NotePage
) -> None:
    papers.parent.mkdir()
    papers.write_bytes(b"a file where the folder should be")
    finished.side.steps.go.click()
    finished.side.steps.do.click()
    wait(qtbot, finished.side.error.text)
    assert finished.side.state.text() == "Writing"
    assert finished.side.steps.isEnabled()


def test_that_the_heads_answer_is_kept_with_its_day_and_words(qtbot: QtBot, finished: NotePage) -> None:
    steps = finished.side.steps
    steps.go.click()
    steps.do.click()
    wait(qtbot, lambda: finished.side.state.text() == "With head" and finished.side.save.isEnabled())
    panel = finished.findChild(AccuracyPanel)
    qtbot.mouseClick(panel.answer, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.reply.keep, Qt.MouseButton.LeftButton)
    assert "Choose how the head answered" in panel.reply.error.text()
    qtbot.keyClick(panel.reply.kinds[ResponseKind.ACCURATE], Qt.Key.Key_Space)
    panel.reply.on.clear()
    qtbot.keyClicks(panel.reply.on, "7/10/2025")
    qtbot.keyClicks(panel.reply.comment, "Thank you, <5 is right.")
    qtbot.mouseClick(panel.reply.keep, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: finished.side.state.text() == "Checked" and finished.side.save.isEnabled())
    assert "Thank you, <5 is right." in finished.viewer.text()
    assert not panel.answer.isVisible()


def test_that_the_pages_reach_the_printer(
    qtbot: QtBot, tmp_path: Path, visits: Visits, go: Going, page: NotePage
) -> None:
    go.note(visits["whole"])
    target = tmp_path / "printed.pdf"

    def printer(_parent: object) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(target))
        return made

    page._printer = printer
    qtbot.mouseClick(page.side.print, Qt.MouseButton.LeftButton)
    wait(qtbot, page.side.print.isEnabled)
    printed = QPdfDocument()
    printed.load(str(target))
    assert printed.pageCount() == page.viewer.document.pageCount()
