"""The exclusions table in a visit: rates and their limits as it is typed, and published figures of the school's phase only."""

import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.exclusions import Comparator
from sipdesk.domain.published import Level
from sipdesk.domain.school import Phase
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor
from sipdesk.services.offers import Offer
from tests.gui.conftest import Going, wait
from tests.gui.editing import Stage, answer, kept, question

SECONDARY = {
    "area": "England", "phase": "secondary", "year": "2023-24", "source": "DfE",
    "values": {"pex_rate": "77.77", "suspension_rate": "88.88"},
}  # fmt: skip


@pytest.fixture
def sheet(qtbot: QtBot) -> Stage:
    """An empty exclusions table of a primary school."""
    made = Stage(qtbot, ExclusionsTableEditor, question(Term.AUTUMN, "exclusions"), Term.AUTUMN)
    made.editor.grid.setFocus()
    return made


def shown_on(widget: QWidget) -> str:
    """Everything a window says, to the eye and to a screen reader."""
    told: list[str] = []
    for child in (widget, *widget.findChildren(QWidget)):
        told += [child.accessibleName(), child.accessibleDescription(), child.toolTip()]
        if isinstance(child, QLabel | QAbstractButton):
            told.append(child.text())
        if isinstance(child, QPushButton) and child.menu():
            told += [action.text() for action in child.menu().actions() if action.isVisible()]
    for grid in (child for child in widget.findChildren(QWidget) if hasattr(child, "cells")):
        cells, roles = grid.cells, Qt.ItemDataRole
        for row in range(cells.rowCount()):
            for column in range(cells.columnCount()):
                index = cells.index(row, column)
                told += [
                    str(cells.data(index, role))
                    for role in (roles.DisplayRole, roles.AccessibleTextRole, roles.ToolTipRole)
                ]
        told += [str(cells.headerData(n, Qt.Orientation.Horizontal)) for n in range(cells.columnCount())]
    return "\n".join(told)


def test_that_figures_of_another_phase_are_neither_shown_nor_offered(sheet: Stage) -> None:
    sheet.editor.put({"comparators": {"national": SECONDARY}})
    told = shown_on(sheet.editor)
    assert "77.77" not in told
    assert "88.88" not in told
    assert "figures of secondary schools and this school is primary: they are neither shown nor printed" in told
    strip = sheet.editor.strips[1]
    offered = [action.text() for action in strip.phase.menu().actions() if action.isVisible()]
    assert offered == ["not said", "Primary"]
    assert not strip.phase.isEnabled()
    assert sheet.editor.value()["comparators"] == {"national": SECONDARY}  # kept until somebody takes it out
    assert strip.drop.isVisible()
    strip.drop.click()
    assert "comparators" not in sheet.editor.value() or not sheet.editor.value()["comparators"]
    assert strip.fields["area"].isEnabled()


def test_that_nothing_can_be_typed_into_a_column_of_another_phase(sheet: Stage) -> None:
    sheet.editor.put({"comparators": {"national": SECONDARY}})
    sheet.editor.grid.stand_on(5, 4)
    sheet.paste("9.99")
    assert sheet.editor.value()["comparators"]["national"] == SECONDARY


def test_that_no_page_of_a_primary_school_shows_a_secondary_figure(
    qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]
) -> None:
    """Entered from outside, where nobody sees the window: visit, note, brief and the school's pages show nothing of it."""
    desk, visit = shell.desk, visits["draft"]
    given = {
        "periods": {"year_before": {"all": {"pex": 0, "suspension": 31, "roll": 410}}},
        "comparators": {"national": SECONDARY},
    }
    done: list[object] = []
    desk.ask(lambda services: services.visits.save(visit, None, {"exclusions": given}), done.append, done.append)
    wait(qtbot, lambda: done)
    assert not isinstance(done[0], str), done
    shell.go_visit(visit, "exclusions")
    wait(qtbot, lambda: shell.visit.body is not None and "exclusions" in shell.visit.body.boxes)
    assert "88.88" not in shown_on(shell)
    assert "figures of secondary schools" in shown_on(shell)
    go.note(visit)
    pages = "\n".join(
        shell.note.viewer.document.getAllText(n).text() for n in range(shell.note.viewer.document.pageCount())
    )
    assert "7.56" in pages  # the school's own
    assert "88.88" not in pages
    assert "England" not in pages
    go.school()
    tab = shell.school.exclusions
    shell.school.show_tab(tab.word)
    wait(qtbot, lambda: tab.table is not None)
    assert "88.88" not in shown_on(tab)
    assert tab.table is not None
    assert not any(
        "England" in str(tab.table.model().headerData(n, Qt.Orientation.Horizontal))
        for n in range(tab.table.model().columnCount())
    )


def test_that_a_published_figure_is_taken_with_all_its_labels(sheet: Stage) -> None:
    told = Comparator(
        area="England", phase=Phase.PRIMARY, year=AcademicYear(start=2023), source="DfE statistics 2023/24",
        population="state-funded primary schools, England", values={"suspension_rate": Decimal("1.61")}, rolls={"all": 4500000},
    )  # fmt: skip
    strip = sheet.editor.strips[1]
    sheet.editor._offered([Offer(label="England, primary, 2023/24", level=Level.NATIONAL, comparator=told)])
    assert strip.published.isVisible()
    strip.published.chosen.emit(0)
    assert strip.fields["source"].text() == "DfE statistics 2023/24"
    assert strip.wanted.text() == ""
    found = kept(sheet.editor)["comparators"]["national"]
    assert (found["phase"], found["population"], found["rolls"]) == (
        "primary",
        "state-funded primary schools, England",
        {"all": 4500000},
    )
    assert "state-funded primary schools, England" in sheet.editor.notes.text()
    assert "two years before this visit’s" in sheet.editor.notes.text()


def test_that_a_count_and_a_rate_that_contradict_are_told_with_the_arithmetic(sheet: Stage) -> None:
    labels = {"area": "Hackney", "phase": "primary", "year": "2023-24", "source": "slides"}
    values = {"pex_number": 24, "pex_rate": "0.19", "suspension_number": 1617, "suspension_rate": "11.28"}
    sheet.editor.put({"comparators": {"authority": {**labels, "values": values}}})
    assert "24 at 0.19 would need 12,308 to 12,972 pupils" in sheet.editor.doubt.text()
    grid = sheet.editor.grid
    row = next(n for n, line in enumerate(sheet.editor.figures.lines) if line.row == "pex_rate")
    assert "would need" in str(grid.cells.data(grid.cells.index(row, 3), Qt.ItemDataRole.AccessibleTextRole))
    grid.setFocus()
    grid.stand_on(row, 3)
    sheet.type("0.17")
    assert sheet.editor.doubt.text() == ""


def test_that_small_numbers_are_too_few_to_say(sheet: Stage) -> None:
    sheet.editor.put(answer(Term.AUTUMN, "exclusions"))
    assert "Too few to say how these compare" in sheet.editor.notes.text()
    assert "One episode more or fewer moves a rate by" in sheet.editor.notes.text()


def test_that_a_group_is_added_filled_and_taken_out_again(sheet: Stage) -> None:
    editor = sheet.editor
    rows = editor.grid.cells.rowCount()
    editor.groups.add.chosen.emit("girls")
    assert editor.grid.cells.rowCount() == rows + 5  # the roll, and a number and a rate for each measure
    place = next(n for n, line in enumerate(editor.figures.lines) if line.row == "girls-suspension-number")
    editor.grid.setFocus()
    editor.grid.stand_on(place, 1)
    sheet.type("12")
    assert kept(editor)["periods"]["year_before"]["girls"]["suspension"] == 12
    assert kept(editor)["added"] == ["girls"]
    assert editor.groups.leave["girls"].isVisible()
    editor.groups.leave["girls"].click()
    assert editor.grid.cells.rowCount() == rows
    assert kept(editor)["added"] == []
    assert "girls" not in str(editor.value())


def test_that_the_table_is_worked_out_anew_within_five_milliseconds_of_a_key(sheet: Stage) -> None:
    editor = sheet.editor
    editor.put(answer(Term.AUTUMN, "exclusions"))
    times = []
    for number in range(60):
        editor.figures.write(0, 1, str(400 + number))
        begun = time.perf_counter()
        editor.figures.weigh()
        editor.figures.faults()
        editor.figures.reading()
        times.append(time.perf_counter() - begun)
    assert sorted(times)[len(times) // 2] <= 0.005
