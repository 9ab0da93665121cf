"""What a designer's eye found: letters of other scripts, large text beside the visit, quiet words where they belong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.page import VisitPage
from sipdesk.gui.window import Window
from sipdesk.services.sections import HEAD
from tests.gui.conftest import Going, wait

Visits = dict[str, str]


def _visit(qtbot: QtBot, shell: Shell, visit: str) -> VisitPage:
    shell.go_visit(visit)
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


def _jot(shell: Shell, visit: str) -> None:
    app = shell.desk.app
    app.run(app.services.jottings.add, visit, "Corridors calm at ten past ten", "summary")


def test_that_bengali_and_arabic_stand_as_letters_in_the_window(shell: Shell) -> None:
    laid = QTextLayout("বাংলা · العربية", shell.theme.font())
    laid.beginLayout()
    laid.createLine()
    laid.endLayout()
    runs = laid.glyphRuns()
    families = {run.rawFont().familyName().casefold() for run in runs}
    assert {"noto sans bengali", "noto naskh arabic"} <= families
    assert all(glyph for run in runs for glyph in run.glyphIndexes())


def test_that_no_number_stands_in_the_rail_while_the_screen_is_shared(qtbot: QtBot, shell: Shell) -> None:
    shell.rail.count("Actions", 5)
    there = next(made for made in shell.rail.buttons if made.text() == "Actions")
    figure = there.findChild(QLabel)
    assert figure is not None
    assert figure.isVisible()
    assert there.accessibleName() == "Actions, 5 open"
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    assert not figure.isVisible()
    assert there.accessibleName() == "Actions"
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    assert figure.isVisible()


def test_that_the_note_says_which_jottings_wait_and_leads_to_them(
    qtbot: QtBot, shell: Shell, go: Going, visits: Visits
) -> None:
    _jot(shell, visits["draft"])
    go.note(visits["draft"])
    steps = shell.note.side.steps
    assert steps.jottings.text() == "1 jotting waits: place or destroy it."
    assert steps.waiting.isVisible()
    steps.waiting.click()
    assert shell.page is shell.visit


def test_that_a_visit_whose_form_is_past_its_dates_says_so_at_its_head(
    qtbot: QtBot, shell: Shell, visits: Visits
) -> None:
    page = _visit(qtbot, shell, visits["draft"])
    page.open_section(HEAD)
    assert page.body is not None
    told = "\n".join(made.text() for made in page.body.findChildren(QLabel))
    assert "ended on 31 August 2022" in told


def test_that_a_hint_joins_what_an_editor_says_of_its_keys(qtbot: QtBot, shell: Shell, visits: Visits) -> None:
    page = _visit(qtbot, shell, visits["draft"])
    page.open_section("concerns")
    assert page.body is not None
    box = page.body.boxes["concerns"]
    first = box.editor.first()
    box.refuse("Say what it is.", at_once=True)
    assert first.accessibleDescription() == "Y yes, N no, D not discussed. Say what it is."
    box.refuse("", at_once=True)
    assert first.accessibleDescription().startswith("Y yes, N no, D not discussed. ")
    assert "Say what it is" not in first.accessibleDescription()


def test_that_large_text_leaves_room_for_what_i_know_and_for_every_button(
    qtbot: QtBot, shell: Shell, visits: Visits
) -> None:
    window = shell.window()
    assert isinstance(window, Window)
    page = _visit(qtbot, shell, visits["draft"])
    window.theme.resize(2.0)
    columns = page.columns
    wait(qtbot, columns.side_switch.isVisible)
    columns.side_switch.click()
    wait(qtbot, lambda: columns.side.width() > 1000)
    pressed = [made for made in columns.strip.findChildren(QPushButton) if made.isVisible()]
    assert len(pressed) == 6
    for made in pressed:
        assert made.width() >= made.sizeHint().width()
        assert columns.strip.rect().contains(made.geometry())
    columns.side_switch.click()
    wait(qtbot, columns.pane.isVisible)
    window.theme.resize(1.0)
    wait(qtbot, columns.left.isVisible)
    wait(qtbot, columns.see_note.isVisible)
    assert columns.strip.isAncestorOf(columns.see_note) is False


def test_that_the_gap_of_a_hidden_tab_closes(qtbot: QtBot, shell: Shell, go: Going) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    go.school()
    bar = shell.school.bar
    shown = [bar.tabRect(n) for n in range(bar.count()) if bar.isTabVisible(n)]
    assert [left.right() + 1 for left in shown[:-1]] == [right.left() for right in shown[1:]]


def test_that_a_visit_that_stands_is_read_row_by_row(qtbot: QtBot, shell: Shell, visits: Visits) -> None:
    page = _visit(qtbot, shell, visits["whole"])
    page.open_section("actions")
    assert page.body is not None
    told = page.body.readings["actions"].words.text()
    assert told.startswith("1 · Action: Match the books")
    assert "\n\n2 · Action: " in told
    assert " · By when: 14 Nov 2025 · " in told


def test_that_a_picture_of_the_help_is_as_wide_as_its_column(shell: Shell) -> None:
    shell.go_help("visit")
    document = shell.help.text.document()
    block, found = document.begin(), []
    while block.isValid():
        found += [form for part in block.textFormats() if (form := part.format.toImageFormat()).isValid()]
        block = block.next()
    assert [form.name() for form in found] == ["pictures/visit.png"]
    assert 300 < found[0].width() <= shell.help.text.viewport().width()
    assert abs(found[0].width() / found[0].height() - 16 / 9) < 0.02
