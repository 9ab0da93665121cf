"""The visit page: sections, keys, folding, a visit that stands, and every kind of question on it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sipdesk.domain.visit import State
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.page import VisitPage
from sipdesk.services.sections import HEAD
from sipdesk.services.visits import Step
from sipdesk.services.writing import Place
from tests.gui.conftest import Going, wait
from tests.gui.walk import faults, reachable, tabbed

Visits = dict[str, str]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, visits: Visits) -> VisitPage:
    """The visit that is hardly begun."""
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


@pytest.fixture
def autumn(qtbot: QtBot, shell: Shell, visits: Visits) -> VisitPage:
    """The full autumn visit, taken back to writing."""
    app = shell.window().desk.app
    why = Step(to=State.WRITING, why="one more look")
    app.run(app.services.visits.move, visits["whole"], why)
    shell.go_visit(visits["whole"])
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


def test_that_enter_on_a_visit_of_a_school_opens_it_for_writing(
    qtbot: QtBot, shell: Shell, go: Going, visits: Visits
) -> None:
    go.school()
    shell.school.visit_opened.emit(visits["draft"])
    wait(qtbot, lambda: shell.page is shell.visit and shell.visit.body is not None)
    assert [step.text for step in shell.trail.steps] == ["Caseload", "Alder Park Primary School", "SIP 2: spring visit"]
    assert shell.window().windowTitle() == "sipdesk · Visit"


def test_that_sections_are_gone_through_by_keys_and_by_the_list(qtbot: QtBot, page: VisitPage) -> None:
    order = page.draft.order
    assert page.section == order[0] == HEAD
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CTRL)
    assert page.section == order[1]
    assert page.body.active is not None or page.body.boxes
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    assert page.section == order[0]
    page.columns.sections.setFocus()
    qtbot.keyClick(page.columns.sections, Qt.Key.Key_Down)
    assert page.section == order[1]
    assert page.columns.sections.hasFocus()
    qtbot.keyClick(page.columns.sections, Qt.Key.Key_Return)
    assert page.body.active is not None


@pytest.mark.parametrize("section", ["deep_dives", "attendance_exclusions"])
def test_that_what_has_the_keyboard_is_in_sight_however_tall_its_question(
    qtbot: QtBot, page: VisitPage, section: str
) -> None:
    pane = page.columns.pane
    for name in ("groups", section):  # the second finds a page that is as tall as the first
        page.open_section(name)
        tall = next(iter(page.body.boxes.values()))
        wait(qtbot, lambda box=tall: box.height() > pane.viewport().height())
    wait(qtbot, lambda: not page.columns._later.isActive())
    assert tall.active
    top = page.body.title.mapTo(pane.viewport(), page.body.title.rect().topLeft()).y()
    assert top >= 0


def test_that_fields_side_by_side_stay_level_where_one_of_them_is_refused(qtbot: QtBot, page: VisitPage) -> None:
    roll, reviewed = page.body.boxes["visit.roll"], page.body.boxes["visit.data_reviewed_on"]
    reviewed.editor.field.setFocus()
    qtbot.keyClicks(reviewed.editor.field, "some day")
    qtbot.keyClick(reviewed.editor.field, Qt.Key.Key_Tab)
    wait(qtbot, reviewed.error.isVisible)
    wait(qtbot, lambda: reviewed.height() > roll.height())
    left, right = (box.editor.field.mapTo(page, box.editor.field.rect().topLeft()).y() for box in (roll, reviewed))
    assert left == right


def test_that_marks_follow_what_is_written_and_are_told_in_words(qtbot: QtBot, page: VisitPage) -> None:
    model = page.columns.sections.model()

    def spoken(row: int) -> str:
        return str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    assert spoken(0) == "Date and times, done"
    at = page.draft.order.index("context")
    assert spoken(at).endswith(", empty")
    page.go_to("context")
    qtbot.keyClicks(QApplication.focusWidget(), "Calm.")
    wait(qtbot, lambda: spoken(at).endswith(", part done"))


def test_that_a_question_is_gone_to_from_the_note(qtbot: QtBot, shell: Shell, visits: Visits, page: VisitPage) -> None:
    shell.note.visit_opened.emit(visits["draft"], "visit.end")
    wait(
        qtbot, lambda: page.body is not None and page.body.active is not None and page.body.active.field == "visit.end"
    )
    shell.go_note(visits["draft"])
    assert shell.page is shell.note


def test_that_the_note_is_one_press_away(qtbot: QtBot, shell: Shell, page: VisitPage) -> None:
    page.columns.see_note.click()
    assert shell.page is shell.note


def test_that_a_visit_opens_where_it_was_left(qtbot: QtBot, shell: Shell, visits: Visits, page: VisitPage) -> None:
    page.go_to("context")
    qtbot.keyClicks(QApplication.focusWidget(), "One two")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    shell.go_caseload()
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: page.body is not None)
    assert page.place() == Place(section="context", field="context", cursor=6)
    page.restore(Place(section=HEAD, field="visit.head", cursor=0))
    assert page.place() == Place(section=HEAD, field="visit.head", cursor=0)


def test_that_a_visit_with_the_head_is_read_and_says_what_can_be_done(
    qtbot: QtBot, shell: Shell, visits: Visits
) -> None:
    shell.go_visit(visits["whole"])
    page = shell.visit
    wait(qtbot, lambda: page.body is not None)
    assert page.columns.stands.isVisible()
    assert page.columns.stands.text() == (
        "This visit is “checked”, so its text stands. Take it back to writing first, and say why."
    )
    assert not page.body.boxes
    assert page.body.readings["visit.date"].words.text() == "14 October 2025"
    assert page.body.readings["visit.start"].words.text() == "08:45"
    page.open_section("context")
    assert "The roll has fallen from 418 to 409" in page.body.readings["context"].words.text()
    assert not page.columns.undo.isVisible()
    assert faults(shell.window()) == []


def test_that_every_section_shows_what_the_desk_holds_and_gives_it_back_unchanged(
    qtbot: QtBot, shell: Shell, visits: Visits, autumn: VisitPage
) -> None:
    app = shell.window().desk.app
    before = app.run(app.services.visits.answers, app.run(app.services.visits.get, visits["whole"]))
    for section in autumn.draft.order:
        autumn.open_section(section)
        fields = {field: box.editor.value() for field, box in autumn.body.boxes.items()}
        head = {field.removeprefix(HEAD): value for field, value in fields.items() if field.startswith(HEAD)}
        answers = {field: value for field, value in fields.items() if not field.startswith(HEAD)}
        written = app.run(app.services.writing.write, visits["whole"], head, answers)
        assert not written.changed, section
        assert written.unfinished == {}
    assert app.run(app.services.visits.answers, app.run(app.services.visits.get, visits["whole"])) == before


def test_that_every_control_of_every_section_is_named_large_enough_and_reached(
    qtbot: QtBot, shell: Shell, autumn: VisitPage
) -> None:
    for section in autumn.draft.order:
        autumn.open_section(section)
        qtbot.wait(20)
        assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [shell.window()]
        assert faults(shell.window()) == [], section
        missed = set(reachable(shell.window())) - set(tabbed(qtbot, shell.window(), 200))
        assert not missed, (section, missed)


@pytest.mark.parametrize(("width", "scale", "columns"), [(1280, 1.0, 2), (1280, 2.0, 1), (1920, 2.0, 2)])
def test_that_columns_fold_where_there_is_no_room(
    qtbot: QtBot, shell: Shell, page: VisitPage, width: int, scale: float, columns: int
) -> None:
    window = shell.window()
    window.resize(width, 720)
    window.theme.resize(scale)
    qtbot.wait(50)
    assert page.columns.left.isVisible() == (columns > 1)
    assert page.columns.menu.isVisible() == (columns == 1)
    assert page.columns.see_note.isVisible()
    assert window.minimumSizeHint().width() <= width
    assert window.minimumSizeHint().height() <= 720
    for section in page.draft.order:
        page.open_section(section)
        qtbot.wait(20)
        bar = page.columns.pane.horizontalScrollBar()
        assert bar.maximum() == 0, section


def test_that_what_i_know_folds_behind_a_button(qtbot: QtBot, shell: Shell, page: VisitPage) -> None:
    side = QLabel("What I know")
    page.put_side(side)
    shell.window().resize(1280, 720)
    qtbot.wait(50)
    assert side.isVisible()
    shell.window().theme.resize(2.0)
    qtbot.wait(50)
    assert not side.isVisible()
    page.columns.side_switch.click()
    assert side.isVisible()
    page.columns.side_switch.click()
    assert not side.isVisible()


def test_that_a_summary_grows_by_enter_up_to_what_the_form_allows(qtbot: QtBot, page: VisitPage) -> None:
    page.go_to("summary")
    editor = page.body.boxes["summary"].editor
    for word in ("One", "Two", "Three", "Four", "Five"):
        qtbot.keyClicks(QApplication.focusWidget(), word)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert editor.value() == ["One", "Two", "Three", "Four", "Five"]
    assert len(editor.points) == 5


def test_that_people_are_added_by_a_suggestion_removed_and_put_back(qtbot: QtBot, page: VisitPage) -> None:
    page.go_to("people_met")
    editor = page.body.boxes["people_met"].editor
    editor.chips["Headteacher"].click()
    editor.chips["Pupils"].click()
    assert editor.value() == [{"role": "Headteacher", "name": ""}, {"role": "Pupils", "name": ""}]
    assert not editor.chips["Pupils"].isVisible()
    editor.rows[0].remove.click()
    assert [person["role"] for person in editor.value()] == ["Pupils"]
    editor.back.click()
    assert [person["role"] for person in editor.value()] == ["Headteacher", "Pupils"]


def test_that_a_visit_that_is_not_there_is_said(qtbot: QtBot, shell: Shell, visits: Visits) -> None:
    shell.go_visit("nothing")
    wait(qtbot, shell.visit.error.isVisible)
    assert "no visit" in shell.visit.error.text()
