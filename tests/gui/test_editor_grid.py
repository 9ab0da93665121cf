"""The exclusions table and the form's own tables: filled by keyboard and by paste, as a spreadsheet is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import Term
from sipdesk.domain.errors import BadInput
from sipdesk.domain.question import Table
from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor
from sipdesk.gui.visit.editors.grid import Grid, block
from sipdesk.gui.visit.editors.tables import TableEditor
from tests.gui.editing import Stage, answer, here, kept, question

Key = Qt.Key
ROLL, PEX, PEX_RATE, SUSPENDED, SUSPENDED_RATE = 0, 3, 4, 9, 10


@pytest.fixture
def sheet(qtbot: QtBot) -> Stage:
    """An empty exclusions table, the keyboard on its first cell."""
    made = Stage(qtbot, ExclusionsTableEditor, question(Term.AUTUMN, "exclusions"), Term.AUTUMN)
    made.editor.grid.setFocus()
    return made


@pytest.fixture
def rows(qtbot: QtBot) -> Stage:
    """An empty table with free rows."""
    made = Stage(qtbot, TableEditor, question(Term.AUTUMN, "exclusions_detail"), Term.AUTUMN)
    made.editor.grid.setFocus()
    return made


def text(grid: Grid, row: int, column: int) -> str:
    """What a cell shows."""
    return str(grid.cells.data(grid.cells.index(row, column)))


def at(grid: Grid) -> tuple[int, int]:
    """The cell one stands on."""
    return grid.currentIndex().row(), grid.currentIndex().column()


def test_that_rates_are_worked_out_from_what_is_typed(sheet: Stage) -> None:
    grid = sheet.editor.grid
    for row, number in ((ROLL, "409"), (SUSPENDED, "12"), (PEX, "0")):
        grid.stand_on(row, 2)
        sheet.type(number)
        sheet.press(Key.Key_Return)
    assert text(grid, SUSPENDED_RATE, 2) == "2.93"
    assert text(grid, PEX_RATE, 2) == "0.00"
    assert kept(sheet.editor)["periods"] == {"to_date": {"all": {"roll": 409, "suspension": 12, "pex": 0}}}


def test_that_blank_zero_and_the_marks_are_told_apart(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.type("0")
    sheet.press(Key.Key_Return)
    sheet.type("C")
    sheet.press(Key.Key_Return)
    sheet.type("z")
    sheet.press(Key.Key_Return)
    first = kept(sheet.editor)["periods"]["two_years_before"]
    assert (first["all"]["roll"], first["black"]["roll"], first["black_caribbean"]["roll"]) == (0, "c", "z")
    grid.stand_on(0, 0)
    sheet.press(Key.Key_Delete)
    assert "all" not in kept(sheet.editor)["periods"]["two_years_before"]
    assert text(grid, 0, 0) == ""


def test_that_tab_goes_along_and_enter_comes_back_to_where_tab_began(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.type("1")
    sheet.press(Key.Key_Tab)
    sheet.type("2")
    sheet.press(Key.Key_Tab)
    sheet.type("3")
    assert at(grid) == (0, 2)
    sheet.press(Key.Key_Return)
    assert at(grid) == (1, 0)
    assert [text(grid, 0, n) for n in range(3)] == ["1", "2", "3"]


def test_that_tab_passes_cells_that_cannot_be_typed_in(sheet: Stage) -> None:
    grid = sheet.editor.grid
    grid.stand_on(PEX, 2)
    sheet.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert at(grid) == (PEX_RATE, 3)
    grid.stand_on(PEX_RATE, 0)
    sheet.type("7")
    assert text(grid, PEX_RATE, 0) == ""


def test_that_arrows_leave_a_cell_opened_by_typing_and_move_inside_one_opened_by_f2(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.type("41")
    sheet.press(Key.Key_Right)
    assert at(grid) == (0, 1)
    sheet.press(Key.Key_Left, Key.Key_F2, Key.Key_End, Key.Key_Left)
    sheet.type("5")
    sheet.press(Key.Key_Return)
    assert text(grid, 0, 0) == "451"
    assert at(grid) == (1, 0)


def test_that_escape_takes_back_what_was_typed_into_a_cell(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.type("41")
    sheet.press(Key.Key_Return, Key.Key_Up)
    sheet.type("9")
    sheet.press(Key.Key_Escape)
    assert text(grid, 0, 0) == "41"


def test_that_a_number_half_typed_is_part_of_the_answer(sheet: Stage) -> None:
    sheet.type("41")
    assert sheet.editor.value()["periods"]["two_years_before"]["all"]["roll"] == 41
    assert sheet.edits == 2


def test_that_a_block_from_a_spreadsheet_is_pasted(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.paste("418\t412\t409\r\n142\t139\t137\r\n")
    assert [[text(grid, row, n) for n in range(3)] for row in range(2)] == [
        ["418", "412", "409"],
        ["142", "139", "137"],
    ]
    assert sheet.editor.said.text() == ""
    assert sheet.edits == 1


def test_that_a_paste_says_what_did_not_fit(sheet: Stage) -> None:
    grid = sheet.editor.grid
    grid.stand_on(13, 3)
    sheet.paste("1\t2\t3\n4\t5\t6\n7\t8\t9")
    assert "1 row and 1 column did not fit" in sheet.editor.said.text()
    assert "2 cells" in sheet.editor.said.text()
    assert text(grid, 14, 4) == "5"


def test_that_cells_are_copied_as_a_spreadsheet_takes_them(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.editor.put(answer(Term.AUTUMN, "exclusions"))
    grid.stand_on(0, 0)
    sheet.press(Key.Key_Right, Key.Key_Down, held=Qt.KeyboardModifier.ShiftModifier)
    sheet.press(Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "418\t412\n142\t139\n"
    sheet.press(Key.Key_X, held=Qt.KeyboardModifier.ControlModifier)
    assert text(grid, 1, 1) == ""


def test_that_a_bad_cell_is_kept_as_typed_and_said_in_words(sheet: Stage) -> None:
    sheet.type("about 400")
    sheet.press(Key.Key_Return)
    assert text(sheet.editor.grid, 0, 0) == "about 400"
    assert sheet.editor.value()["periods"]["two_years_before"]["all"]["roll"] == "about 400"
    assert "On roll: All pupils, 2023/24: “about 400” is not a count" in sheet.editor.fault.text()
    with pytest.raises(BadInput):
        kept(sheet.editor)
    sheet.press(Key.Key_Up)
    sheet.type("400")
    assert sheet.editor.fault.text() == ""


def test_that_a_comparator_says_what_it_is(sheet: Stage) -> None:
    editor = sheet.editor
    editor.grid.stand_on(PEX_RATE, 4)
    sheet.type("0.02")
    sheet.press(Key.Key_Return)
    strip = editor.strips[1]
    assert "area, phase, school year, source" in strip.wanted.text()
    sheet.type("England", strip.fields["area"])
    sheet.type("2019/20", strip.fields["year"])
    sheet.type("DfE", strip.fields["source"])
    strip.phase.chosen.emit("primary")
    assert strip.wanted.text() == ""
    told = kept(editor)["comparators"]
    assert list(told) == ["national"]
    assert (told["national"]["year"], told["national"]["values"]) == ("2019-20", {"pex_rate": "0.02"})
    assert editor.figures.column_head(4) == "England, primary, 2019/20"


def test_that_each_cell_says_where_it_stands(sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.editor.put(answer(Term.AUTUMN, "exclusions"))

    def said(row: int, column: int) -> str:
        return str(grid.cells.data(grid.cells.index(row, column), Qt.ItemDataRole.AccessibleTextRole))

    assert said(SUSPENDED, 2) == "Suspensions: number, 2025/26 to date: 1"
    assert said(SUSPENDED_RATE, 2) == "Suspensions: rate, 2025/26 to date: 0.24, not typed"
    assert said(0, 3) == "On roll: All pupils, Hackney, primary, 2023/24: empty, not typed"


def test_that_the_keyboard_is_never_trapped_in_a_table(qtbot: QtBot, sheet: Stage) -> None:
    grid = sheet.editor.grid
    sheet.press(Key.Key_Escape, Key.Key_Tab)
    assert here() is not grid
    grid.setFocus()
    grid.stand_on(0, 0)
    sheet.press(Key.Key_Tab)
    assert here() is grid
    grid.stand_on(14, 4)
    sheet.press(Key.Key_Tab)
    assert here() is not grid


def test_that_undo_is_left_to_the_page(qtbot: QtBot, sheet: Stage) -> None:
    heard = []
    sheet.window.keyPressEvent = lambda event: heard.append(event.key())
    sheet.press(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert heard[-1] == Key.Key_Z


def test_that_typing_into_the_last_row_makes_another(rows: Stage) -> None:
    grid = rows.editor.grid
    rows.type("Susp")
    rows.press(Key.Key_Tab)
    rows.type("2")
    rows.press(Key.Key_Return)
    assert grid.cells.rowCount() == 2
    assert at(grid) == (1, 0)
    assert kept(rows.editor) == [{"row": "", "cells": {"kind": "suspension", "number": 2.0}}]


def test_that_a_paste_makes_the_rows_it_needs(rows: Stage) -> None:
    grid = rows.editor.grid
    rows.paste('Panel concluded\t1\t\tGirls\t"Returned,\nwith a plan"\nPermanent exclusion (PEX)\t1\n')
    first, second = kept(rows.editor)
    assert first["cells"] == {"kind": "panel", "number": 1.0, "gender": "girls", "outcome": "Returned,\nwith a plan"}
    assert second["cells"] == {"kind": "pex", "number": 1.0}
    assert grid.cells.rowCount() == 3


def test_that_an_option_no_longer_offered_is_shown_and_said(rows: Stage) -> None:
    old = [{"row": "", "cells": {"kind": "fixed", "number": 1}}]
    rows.editor.put(old)
    assert rows.editor.value() == old
    assert text(rows.editor.grid, 0, 0) == "fixed"
    assert "“fixed” is not offered" in rows.editor.fault.text()


def test_that_a_row_is_removed_and_put_back(rows: Stage) -> None:
    rows.editor.put(answer(Term.AUTUMN, "exclusions_detail"))
    before = rows.editor.value()
    rows.editor.grid.setFocus()
    rows.editor.leave.click()
    assert rows.editor.value() == []
    assert isinstance(here(), QPushButton)
    rows.press(Key.Key_Space)
    assert rows.editor.value() == before
    assert not rows.editor.back.isVisible()


def test_that_columns_read_what_belongs_in_them(qtbot: QtBot) -> None:
    asked = Table.model_validate({
        "id": "t", "prompt": "T",
        "columns": [{"id": "on", "label": "On", "type": "date"}, {"id": "share", "label": "Share", "type": "percent"}],
        "rows": [{"id": "one", "label": "One"}, {"id": "two", "label": "Two"}],
    })  # fmt: skip
    made = Stage(qtbot, TableEditor, asked, Term.AUTUMN)
    grid = made.editor.grid
    grid.setFocus()
    grid.stand_on(1, 0)
    made.paste("14 Oct\t82.5%\n")
    assert kept(made.editor) == [{"row": "two", "cells": {"on": "2025-10-14", "share": 82.5}}]
    assert text(grid, 1, 0) == "14 October 2025"
    grid.stand_on(0, 1)
    made.type("120")
    assert "not between 0 and 100" in made.editor.fault.text()
    old = [{"row": "gone", "cells": {"share": 3}}, {"row": "one", "cells": {"share": 2}}]
    made.editor.put(old)
    assert made.editor.value() == old
    assert "gone (no longer asked)" in [made.editor.records.row_head(n) for n in range(3)]


def test_that_what_a_spreadsheet_copies_is_read_cell_by_cell() -> None:
    assert block("a\tb\r\nc\td\r\n") == [["a", "b"], ["c", "d"]]
    assert block('"two\nlines"\t"say ""x"""\n') == [["two\nlines", 'say "x"']]
    assert block("") == []


def test_that_writing_a_cell_of_a_long_table_stays_quick(qtbot: QtBot, rows: Stage) -> None:
    cells = {"kind": "suspension", "number": 1, "ethnicity": "Not stated", "outcome": "Returned, with a plan " * 5}
    rows.editor.put([{"row": "", "cells": dict(cells)} for _ in range(300)])
    grid = rows.editor.grid
    grid.setFocus()
    grid.stand_on(150, 4)
    before = rows.edits
    with qtbot.waitSignal(grid.edited, timeout=10_000):
        rows.type("q")
    rows.type("uick")
    assert rows.edits - before == 5
    assert rows.editor.value()[150]["cells"]["outcome"] == "quick"


def test_that_a_whole_workbook_pasted_fills_a_table_of_a_note_and_says_what_was_left_out(rows: Stage) -> None:
    """5,000 rows are a slip of the mouse; laid out one by one they would hold up the window for seconds."""
    grid = rows.editor.grid
    QGuiApplication.clipboard().setText("\n".join(f"suspension\tGroup {n}" for n in range(5000)))
    grid.paste()
    assert grid.cells.rowCount() == 201
    assert len(rows.editor.value()) == 200
    assert "did not fit" in rows.editor.said.text()
    assert rows.editor.said.text().startswith("4800 rows")
    assert text(grid, 199, 1) == "Group 199"


def test_that_each_comparator_s_phase_is_told_apart_by_ear(sheet: Stage) -> None:
    names = [strip.phase.accessibleName() for strip in sheet.editor.strips]
    assert len(names) > 1
    assert len(set(names)) == len(names)
    assert all(name.endswith("Phase: not said") for name in names)
