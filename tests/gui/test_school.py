"""A school's page: its year drawn, its tabs by keyboard, and everything kept of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import TermSlot
from sipdesk.gui.school.page import SchoolPage
from sipdesk.gui.shell import Shell
from tests.gui.conftest import Going, wait
from tests.gui.walk import faults, reachable, tabbed

Visits = dict[str, str]


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, go: Going) -> SchoolPage:
    """A school with a whole autumn visit and a spring one hardly begun."""
    go.school()
    wait(qtbot, lambda: shell.school.year.view)
    return shell.school


def show(qtbot: QtBot, page: SchoolPage, word: str) -> None:
    """A tab, once it has asked for what it shows."""
    page.show_tab(word)
    qtbot.waitUntil(lambda: not page._desk.background.busy, timeout=10_000)


def test_that_the_year_is_drawn_focus_by_focus(qtbot: QtBot, page: SchoolPage, visits: Visits) -> None:
    cards = page.year.thread_view.cards
    assert [row[0].knot.label for row in cards] == ["Focus 1", "Focus 2", "Focus 3"]
    assert cards[0][0].accessibleName() == "Autumn, focus 1: Early reading that reaches every pupil in Year 2"
    assert "deep dive of Early reading" in cards[0][1].accessibleName()
    assert not cards[0][1].knot.written
    assert not cards[0][2].isEnabled()  # nobody has opened the summer visit


def test_that_a_card_opens_the_visit_at_its_question(qtbot: QtBot, page: SchoolPage, visits: Visits) -> None:
    card = page.year.thread_view.cards[1][0]
    card.setFocus()
    with qtbot.waitSignal(page.question_opened, timeout=10_000) as opened:
        qtbot.keyClick(card, Qt.Key.Key_Space)
    assert opened.args == [visits["whole"], "focus_areas"]


def test_that_arrows_go_from_card_to_card(qtbot: QtBot, page: SchoolPage) -> None:
    cards = page.year.thread_view.cards
    cards[0][0].setFocus()
    qtbot.keyClick(cards[0][0], Qt.Key.Key_Down)
    assert cards[1][0].hasFocus()
    qtbot.keyClick(cards[1][0], Qt.Key.Key_Right)
    assert cards[1][1].hasFocus()


def test_that_large_text_stacks_the_cards(page: SchoolPage) -> None:
    assert not page.year.thread_view.stacked
    page.window().theme.resize(2.0)
    assert page.year.thread_view.stacked
    cards = page.year.thread_view.cards[0]
    assert cards[0].width() == cards[1].width()


def test_that_tab_goes_from_the_tabs_into_the_year(qtbot: QtBot, page: SchoolPage) -> None:
    first, second = page.year.thread_view.cards[0][:2]
    page.bar.setFocus()
    for wanted in (first, second):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted


def test_that_keys_go_from_tab_to_tab(qtbot: QtBot, page: SchoolPage) -> None:
    words = []
    for _ in range(8):
        qtbot.keyClick(page.bar, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        words.append(page.tab.word)
    assert words == ["Visits", "Actions", "Exclusions", "Category and risk", "Time", "People", "Papers", "Year"]
    qtbot.keyClick(page.bar, Qt.Key.Key_Right)
    assert page.tab.word == "Visits"


@pytest.mark.parametrize(
    "word", ["Year", "Visits", "Actions", "Exclusions", "Category and risk", "Time", "People", "Papers"]
)
@pytest.mark.parametrize("urn", ["900101", "900103"])
def test_that_every_control_of_a_tab_is_named_large_enough_and_reached(
    qtbot: QtBot, shell: Shell, page: SchoolPage, word: str, urn: str
) -> None:
    shell.go_school(urn)
    wait(qtbot, lambda: page.year.view is not None and page.year.view.urn == urn)
    show(qtbot, page, word)
    assert faults(shell.window()) == []
    page.bar.setFocus()
    assert not set(reachable(shell.window())) - set(tabbed(qtbot, shell.window()))


def test_that_the_tabs_of_a_school_nobody_visited_teach(qtbot: QtBot, shell: Shell, page: SchoolPage) -> None:
    shell.go_school("900103")
    wait(qtbot, lambda: page.year.view is not None and page.year.view.urn == "900103")
    for tab in page.tabs:
        show(qtbot, page, tab.word)
        wait(qtbot, lambda tab=tab: len(tab.empty.text()) > 40)
    assert page.write.isHidden()


def test_that_writing_the_next_visit_opens_it(qtbot: QtBot, shell: Shell, page: SchoolPage) -> None:
    shell.go_school("900102")
    wait(qtbot, lambda: page.year.view is not None and page.year.view.urn == "900102")
    assert page.write.text() == "Write the autumn visit"
    with qtbot.waitSignal(page.visit_opened, timeout=10_000):
        page.write.click()


def test_that_n_shows_the_note_and_enter_the_visit(qtbot: QtBot, page: SchoolPage, visits: Visits) -> None:
    show(qtbot, page, "Visits")

    def stood() -> bool:
        page.table.stand_on(visits["whole"])
        page.table.setFocus()
        return page.table.rows.find(visits["whole"]) >= 0 and page.table.hasFocus()

    wait(qtbot, stood)
    with qtbot.waitSignal(page.note_opened, timeout=10_000) as noted:
        qtbot.keyClick(page.table, Qt.Key.Key_N)
    page.table.setFocus()
    with qtbot.waitSignal(page.visit_opened, timeout=10_000) as opened:
        page.table.opened.emit(visits["whole"])
    assert noted.args == opened.args == [visits["whole"]]


def test_that_a_contact_is_opened_on_a_typed_day(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "Visits")
    kind = page.year.view.contacts[0]
    page.visits._begin_contact(kind)
    card = page.visits.contact
    card.day.edit.setText("99 Nonsense")
    card.go.click()
    assert "no day" in card.day.error.text()
    card.day.edit.setText("6 October 2025")
    with qtbot.waitSignal(page.visit_opened, timeout=10_000):
        card.go.click()
    assert card.isHidden()


def test_that_a_visit_is_taken_a_step_further_with_its_reason(qtbot: QtBot, page: SchoolPage, visits: Visits) -> None:
    show(qtbot, page, "Visits")
    page.table.stand_on(visits["draft"])
    found: list[object] = []
    page._desk.ask(lambda services: services.schoolyear.steps(visits["draft"]), found.append, found.append)
    wait(qtbot, lambda: found)
    postpone = next(offer for offer in found[0] if offer.to.value == "postponed")
    page.visits._begin_step(visits["draft"], postpone)
    card = page.visits.move_on
    card.go.click()
    wait(qtbot, card.error.text)
    assert "by whom" in card.error.text()
    card.by.edit.setText("the school")
    card.why.edit.setText("boiler")
    card.go.click()
    wait(qtbot, lambda: page.table.rows.row_at(0).state.value == "postponed")
    assert card.isHidden()


def test_that_an_action_shows_what_became_of_it(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "Actions")
    tab = page.agreed
    wait(qtbot, lambda: tab.table.rows.total)
    assert tab.count.text() == "4 open of 4 actions"
    assert tab.title.text()
    assert tab.history.text() == "No visit has looked at it yet."


def test_that_a_contact_is_kept_while_typed_and_undone(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "People")
    tab = page.people
    tab.add.click()
    qtbot.keyClicks(tab.card.fields["role"].edit, "Headteacher")
    qtbot.keyClicks(tab.card.fields["since"].edit, "September 2023")
    tab.card.done.click()
    wait(qtbot, lambda: tab.table.rows.total == 1)
    wait(qtbot, lambda: "Head since September 2023" in page.heading.line.text())
    assert tab.undo.isVisible()
    tab.undo.click()
    wait(qtbot, lambda: tab.table.rows.total == 0)


def test_that_a_removed_contact_is_put_back(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "People")
    tab = page.people
    tab._save("", {"role": "Office", "name": "Reception"})
    wait(qtbot, lambda: tab.table.rows.total == 1)
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    wait(qtbot, lambda: tab.table.rows.total == 0)
    tab.undo.click()
    wait(qtbot, lambda: tab.table.rows.total == 1)


def test_that_figures_have_a_column_for_each_period(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "Exclusions")
    wait(qtbot, lambda: page.exclusions.table)
    titles = [column.title for column in page.exclusions.table.rows.columns]
    assert titles[1:4] == ["2023/24", "2024/25", "2025/26 to 14 Oct"]
    assert "100 pupils" in page.exclusions.notes.text()


def test_that_hours_vanish_while_the_screen_is_shared(qtbot: QtBot, page: SchoolPage) -> None:
    show(qtbot, page, "Time")
    page.share(True)
    assert page.tab.word == "Year"
    assert not page.bar.isTabVisible(page.tabs.index(page.time))
    assert not page.bar.isTabVisible(page.tabs.index(page.category))
    assert "Core" not in page.heading.line.text()
    page.share(False)
    assert "Core" in page.heading.line.text()


def test_that_another_school_leaves_nothing_of_the_one_before(qtbot: QtBot, shell: Shell, page: SchoolPage) -> None:
    show(qtbot, page, "Actions")
    wait(qtbot, lambda: page.agreed.table.rows.total)
    shell.go_school("900103")
    assert page.heading.title.text() == ""
    assert page.year.thread_view.cards == []
    assert page.agreed.table.rows.total == 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_every_tab_fits_the_smallest_screen(qtbot: QtBot, page: SchoolPage, scale: float) -> None:
    window = page.window()
    window.theme.resize(scale)
    for tab in page.tabs:
        show(qtbot, page, tab.word)
        assert window.minimumSizeHint().width() <= 1280, tab.word
        assert window.minimumSizeHint().height() <= 720, tab.word
        QApplication.processEvents()
        assert page._scroll.widget().width() <= page._scroll.viewport().width(), tab.word


def test_that_the_leaf_is_saved_and_stands_among_the_papers(
    qtbot: QtBot, shell: Shell, page: SchoolPage, visits: Visits, tmp_path: Path
) -> None:
    with qtbot.waitSignal(shell.papers.saved, timeout=20_000):
        shell.papers.make_leaf(visits["whole"], tmp_path / "leaf")
    assert (tmp_path / "leaf.pdf").read_bytes().startswith(b"%PDF")
    show(qtbot, page, "Papers")
    wait(qtbot, lambda: page.papers.made.rows.total == 1)
    shell.papers.where = lambda *_: ""
    with qtbot.waitSignal(page.leaf_wanted, timeout=10_000):
        page.papers.again.click()


def test_that_a_school_opens_in_the_year_the_caseload_shows(qtbot: QtBot, shell: Shell) -> None:
    app = shell.window().desk.app
    app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2024-25/summer"))
    shell.go_caseload()
    shell.caseload.show_year("2024-25")
    wait(qtbot, lambda: shell.caseload.heading.line.text().endswith("2024/25"))
    shell.caseload.school_opened.emit("900101")
    wait(qtbot, lambda: shell.school.year.view is not None and shell.school.year.view.urn == "900101")
    assert shell.school.year.view.year == "2024-25"
    assert shell.school.year.years.text() == "Year: 2024/25"
    shell.go_school("900102")
    wait(qtbot, lambda: shell.school.year.view is not None and shell.school.year.view.urn == "900102")
    assert shell.school.year.view.year == "2025-26"
