"""What a screen reader does without a key or a click counts as done: words set, choices turned, rows selected."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sipdesk.domain.calendar import Term
from sipdesk.gui.shell import Shell
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.chips import Chip
from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.choice import Choice
from tests.gui.conftest import Going, wait
from tests.gui.editing import Stage, question


def test_that_words_set_by_a_screen_reader_count_as_typed_and_those_of_the_program_do_not(qtbot: QtBot) -> None:
    line, heard = Line("Who"), []
    qtbot.addWidget(line)
    line.edited.connect(lambda: heard.append(line.text()))
    line.put("by the program")
    line.setText("again")
    line.clear()
    assert heard == []
    QAccessible.setActive(True)
    QAccessible.queryAccessibleInterface(line).setText(QAccessible.Text.Value, "by ear")
    assert heard == ["by ear"]


def test_that_a_choice_turned_without_a_click_is_chosen(qtbot: QtBot) -> None:
    chip, heard = Chip(Theme("light"), "Yes", "Yes"), []
    qtbot.addWidget(chip)
    chip.switched.connect(heard.append)
    chip.setChecked(True)
    assert heard == []
    chip.toggle()
    assert heard == [False]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert heard == [False, True]


def test_that_the_rail_goes_where_a_screen_reader_turns_it(qtbot: QtBot, shell: Shell) -> None:
    shell.rail.buttons[0].toggle()
    wait(qtbot, lambda: shell.page is shell.today)


def test_that_a_school_selected_by_ear_is_opened_by_its_button(qtbot: QtBot, shell: Shell, go: Going) -> None:
    table = shell.caseload.table
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(table.model().index(2, 0), flags)
    wait(qtbot, lambda: table.currentIndex().row() == 2)
    qtbot.mouseClick(shell.caseload.open, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: shell.page is shell.school and shell.school.heading.title.text() == "Cedar House")


def test_that_a_cell_of_the_grid_selected_by_ear_is_a_field_below_it(qtbot: QtBot) -> None:
    editor = Stage(qtbot, ExclusionsTableEditor, question(Term.AUTUMN, "exclusions"), Term.AUTUMN).editor
    grid = editor.grid
    grid.selectionModel().select(grid.cells.index(0, 2), QItemSelectionModel.SelectionFlag.Select)
    wait(qtbot, grid.bar.isVisible)
    assert "On roll: All pupils" in grid.bar.accessibleName()
    qtbot.keyClicks(grid.bar, "409")
    assert grid.cells.index(0, 2).data() == "409"


def test_that_the_actions_of_a_menu_outlive_what_it_offered(qtbot: QtBot) -> None:
    """Qt's accessibility tree points at them for as long as the menu lives; one that has gone ended the program."""
    choice = Choice(Theme("light"), "Show")
    qtbot.addWidget(choice)
    choice.offer([("one", 1), ("two", 2), ("three", 3)], 3)
    first = list(choice.menu().actions())
    choice.offer([("only", 7)], 7)
    assert all(isValid(action) for action in first)
    assert [action.text() for action in choice.menu().actions() if action.isVisible()] == ["only"]
    assert (choice.value, choice.text()) == (7, "Show: only")
    choice.offer([("a", 1), ("b", 2), ("c", 3), ("d", 4)], 2)
    assert [action.text() for action in choice.menu().actions() if action.isVisible()] == ["a", "b", "c", "d"]
    assert choice.value == 2
