"""Beside the section being written: jottings that file themselves, what is known, and words taken into the text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.visit.page import VisitPage
from sipdesk.gui.visit.side import Beside
from tests.gui.conftest import wait
from tests.gui.walk import faults


class Writing:
    """A visit open on its page, with what stands beside it."""

    def __init__(self, qtbot, shell, visit):
        self.qtbot, self.shell, self.visit = qtbot, shell, visit
        shell.window().resize(1600, 900)
        shell.go_visit(visit)
        self.page: VisitPage = shell.visit
        wait(qtbot, lambda: self.page.view is not None and self.page.body is not None)
        self.beside = self.page.findChild(Beside)
        self.side = self.beside.side
        self.box = self.side.jottings
        self.until(lambda: self.side.known._known is not None and self.box._told.parts)

    def until(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def open(self, section):
        self.page.open_section(section)
        assert self.page.section == section

    def jot(self, line):
        number = len(self.box._told.jottings)
        self.box.entry.setFocus()
        self.qtbot.keyClicks(self.box.entry, line)
        self.qtbot.keyClick(self.box.entry, Qt.Key.Key_Return)
        self.until(lambda: len(self.box._told.jottings) == number + 1)

    def words(self):
        return [row.jotting.words for row in self.box.rows]

    def kept(self):
        """What the desk itself holds."""
        app = self.shell.desk.app
        return app.run(lambda: app.services.jottings.of(self.visit)).jottings


@pytest.fixture
def writing(qtbot, shell, visits):
    return Writing(qtbot, shell, visits["draft"])


def test_that_a_button_files_a_line_too_and_the_field_has_the_keyboard_again(writing):
    writing.open("context")
    writing.box.entry.setFocus()
    writing.qtbot.keyClicks(writing.box.entry, "? do governors visit")
    writing.qtbot.mouseClick(writing.box.file, Qt.MouseButton.LeftButton)
    writing.until(lambda: writing.words() == ["do governors visit"])
    assert writing.box.entry.text() == ""
    assert writing.box.entry.hasFocus()
    assert writing.box.file.accessibleName() == "File the jotting"


def test_that_enter_files_a_line_under_the_open_section_and_the_field_is_free_again(writing):
    writing.open("context")
    writing.jot("~ Y2 lowest 20 % read daily")
    writing.jot("do governors visit?")
    assert writing.words() == ["Y2 lowest 20 % read daily", "do governors visit?"]
    assert [(j.section, j.mark.word) for j in writing.kept()] == [("context", "evidence"), ("context", "question")]
    assert writing.box.entry.text() == ""
    assert writing.box.entry.hasFocus()


def test_that_another_section_shows_its_own_and_all_can_be_seen(writing, qtbot):
    writing.open("context")
    writing.jot("here")
    writing.jot("there #curr")
    assert writing.words() == ["here"]
    qtbot.mouseClick(writing.box.scope, Qt.MouseButton.LeftButton)
    assert writing.words() == ["here", "there"]
    writing.open("curriculum")
    assert writing.words() == ["there"]


def test_that_a_key_goes_to_the_jottings_and_escape_back_to_the_text(writing, qtbot):
    writing.open("context")
    box = next(b for b in writing.page.body.boxes.values() if b.editor.question.kind == "long_text")
    writing.page.go_to(box.field)
    field = QApplication.focusWidget()
    qtbot.keyClick(field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert writing.box.entry.hasFocus()
    qtbot.keyClick(writing.box.entry, Qt.Key.Key_Escape)
    assert box.active


def test_that_enter_places_a_jotting_into_the_text_and_it_is_saved(writing, qtbot):
    writing.open("context")
    writing.jot("new deputy from January")
    row = writing.box.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    writing.until(lambda: writing.kept()[0].placed)
    field = writing.kept()[0].placed
    assert "new deputy from January" in writing.page.body.boxes[field].editor.value()
    app = writing.shell.desk.app
    writing.until(
        lambda: "new deputy" in str(app.run(lambda: app.services.writing.view(writing.visit).answers.get(field)))
    )
    writing.until(lambda: "placed" in writing.box.rows[0].accessibleName())
    assert app.run(lambda: app.services.jottings.waiting(writing.visit)) == 0


def test_that_an_action_becomes_a_line_of_the_actions(writing, qtbot):
    writing.open("actions")
    writing.jot("! ask for a phonics specialist")
    row = writing.box.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    writing.until(lambda: writing.kept()[0].placed == "actions")
    assert any("phonics specialist" in item["text"] for item in writing.page.body.boxes["actions"].editor.value())


def test_that_a_jotting_is_moved_from_its_menu(writing):
    writing.open("context")
    writing.jot("about pupils")
    row = writing.box.rows[0]
    row.open_menu()
    move = next(action for action in row.menu.actions() if action.text() == "Move to").menu()
    next(action for action in move.actions() if action.text().startswith("Curriculum")).trigger()
    row.menu.close()
    writing.until(lambda: writing.kept()[0].section == "curriculum")
    writing.until(lambda: writing.words() == [])


def test_that_delete_destroys_one_and_put_back_keeps_it_again(writing, qtbot):
    writing.open("context")
    writing.jot("gone")
    row = writing.box.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    writing.until(lambda: writing.kept() == [] and writing.box.back.isVisible())
    qtbot.mouseClick(writing.box.back, Qt.MouseButton.LeftButton)
    writing.until(lambda: writing.words() == ["gone"])


def test_that_the_rest_goes_in_one_go_after_one_sentence_that_says_so(writing, qtbot):
    writing.open("context")
    for word in ("one", "two", "three"):
        writing.jot(word)
    qtbot.mouseClick(writing.box.sweep, Qt.MouseButton.LeftButton)
    assert "3 jottings of this visit go for good" in writing.box.sentence.text()
    assert len(writing.kept()) == 3
    qtbot.mouseClick(writing.box.sure, Qt.MouseButton.LeftButton)
    writing.until(lambda: writing.kept() == [])
    writing.until(lambda: not writing.box.sweep.isVisible())


def test_that_the_law_is_said_once_for_the_desk(writing, qtbot, shell, visits):
    assert "information law" in writing.box.law.text()
    qtbot.mouseClick(writing.box.understood, Qt.MouseButton.LeftButton)
    writing.until(lambda: not writing.box.law.isVisible())
    again = Writing(qtbot, shell, visits["other"])
    assert not again.box.law.isVisible()


def test_that_arrows_walk_the_jottings_and_tab_has_one_stop_for_all(writing, qtbot):
    writing.open("context")
    for word in ("one", "two", "three"):
        writing.jot(word)
    first = writing.box.rows[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert writing.box.rows[1].hasFocus()
    stops = [row for row in writing.box.rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [writing.box.rows[1]]


def test_that_last_visits_words_stand_beside_their_section_and_can_be_copied(writing, qtbot):
    writing.open("context")
    writing.until(lambda: any(item.copy.isVisible() for item in writing.side.known.items))
    item = next(item for item in writing.side.known.items if item._item.heading == "Where the school stands")
    qtbot.mouseClick(item.copy, Qt.MouseButton.LeftButton)
    values = [str(box.editor.value()) for box in writing.page.body.boxes.values()]
    assert any(item._item.words in value for value in values)


def test_that_what_is_known_follows_the_section_and_says_where_there_is_nothing(writing):
    writing.open("earlier_actions")
    told = [item._item.source for item in writing.side.known.items]
    assert any(source.startswith("Open action") for source in told)
    writing.open("visit.")
    assert writing.side.known.empty.isVisible() or writing.side.known.items


def test_that_undo_in_the_jotting_field_takes_back_what_is_typed_there_and_no_answer(writing, qtbot):
    writing.open("context")
    field = next(iter(writing.page.body.findChildren(Prose)))
    field.setFocus()
    qtbot.keyClicks(field, "Two new governors.")
    writing.until(lambda: writing.page.draft.now.can_undo)
    entry = writing.box.entry
    entry.setFocus()
    qtbot.keyClicks(entry, "ask for")
    for _ in range(3):
        qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert entry.text() == ""
    assert entry.hasFocus()
    assert field.text() == "Two new governors."


def test_that_the_line_just_filed_is_seen_whole(writing, qtbot):
    writing.shell.window().resize(1280, 720)
    writing.open("context")
    for n in range(5):
        writing.jot(f"? number {n}: a line that is long enough to be broken more than once in so narrow a column")
    pane, last = writing.box.pane, writing.box.rows[-1]
    writing.until(lambda: last.mapTo(pane.viewport(), last.rect().bottomLeft()).y() <= pane.viewport().height())
    assert last.mapTo(pane.viewport(), last.rect().topLeft()).y() >= 0


def test_that_the_entries_of_the_last_visit_have_round_bullets_beside_the_text(writing):
    writing.open("summary")
    writing.until(lambda: writing.side.known.items)
    told = "\n".join(item.words.text() for item in writing.side.known.items)
    assert "• Pupils learn to read well" in told
    assert "- Pupils" not in told


def test_that_everything_beside_the_text_has_a_name_and_is_large_enough(writing):
    writing.open("context")
    writing.jot("one")
    writing.jot("! two")
    QAccessible.setActive(True)
    assert faults(writing.side) == []


def test_that_a_visit_left_behind_shows_nothing_of_itself(writing, qtbot, shell, visits):
    writing.open("context")
    writing.jot("of the first")
    other = Writing(qtbot, shell, visits["other"])
    other.open("context")
    assert other.words() == []
    assert "first visit to this school" in other.side.known.empty.text()
