"""The register in the window, shut until it is opened; every part by keyboard, in every look and size."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.domain.placement import DatedFact
from sipdesk.gui.school.category import CategoryTab
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, wait
from tests.gui.contrast import faint
from tests.gui.placed import (
    ACADEMY,
    PARTS,
    at,
    audit,
    missed,
    quiet,
    seen,
    shell,
)
from tests.gui.walk import faults

__all__ = ["shell"]


def on_the_register(qtbot: QtBot, shell: Shell) -> CategoryTab:
    """The register of an academy, open, and the school put on it."""
    tab = at(qtbot, shell, ACADEMY, "Register")
    register = tab.register
    register.open.click()
    wait(qtbot, register.sheet.isVisible)
    register.put_on.click()
    register.on_why.edit.setPlainText("Special measures.")
    register.on_card.go.click()
    wait(qtbot, lambda: register.state.text() == "On the WL since 7 October 2025")
    return tab


# -- the register ----------------------------------------------------------------------------------------------------


def test_that_the_register_is_shut_until_it_is_opened_and_opening_is_kept(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, ACADEMY, "Register")
    register = tab.register
    assert register.sheet.isHidden()
    assert "audit" in register.door.text()
    assert audit(shell, "opened the register") == 0
    qtbot.keyClick(register.open, Qt.Key.Key_Space)
    wait(qtbot, register.sheet.isVisible)
    assert audit(shell, "opened the register") == 1
    assert "is on the watch list" in register.remarks.text()
    assert register.rules.rows.columns[1].cell(register.rules.rows.shown[0]).text == "Automatic"
    assert "WL" not in shell.window().windowTitle()
    tab.show_part("History")
    assert register.page is None
    tab.show_part("Register")
    assert register.sheet.isHidden()


def test_that_an_academy_keeps_its_attempts_and_an_assessment_its_indicators(qtbot: QtBot, shell: Shell) -> None:
    tab = on_the_register(qtbot, shell)
    register = tab.register
    register.tried.click()
    card = register.tried_card
    card.who.edit.setText("Trust")
    card.how.edit.setText("Letter")
    card.outcome.edit.setText("No answer")
    card.go.click()
    wait(qtbot, lambda: "Tried: Trust, letter, 7 October 2025: No answer" in register.hears.text())
    register.assess.click()
    sheet = register.assess_card
    sheet.table.setFocus()
    qtbot.keyClick(sheet.table, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.table, Qt.Key.Key_Y)
    assert sheet.box.route.isVisible()
    sheet.go.click()
    wait(qtbot, sheet.error.text)
    assert "evidence" in sheet.error.text()
    sheet.box.evidence.edit.setPlainText("A door that does not lock.")
    sheet.sources[0].tick.setChecked(True)
    sheet.go.click()
    wait(qtbot, sheet.isHidden)
    assert register.page.entry.indicators["safety"].answer == "yes"
    assert "Visits (7 October 2025)" in register.assessed.text()
    assert audit(shell, "opened the register") == 1
    tab.undo.click()
    wait(qtbot, lambda: "Tried" not in register.hears.text())


def test_that_what_the_desk_holds_stands_beside_its_indicator_and_answers_nothing(qtbot: QtBot, shell: Shell) -> None:
    fact = DatedFact(urn=ACADEMY, fact="no-substantive-head", since=dt.date(2025, 9, 12))
    window = shell.window()
    assert isinstance(window, Window)
    app = window.desk.app
    app.run(app.services.standing.note_fact, fact)
    tab = on_the_register(qtbot, shell)
    register = tab.register
    register.assess.click()
    box = register.assess_card.box
    assert box.held.text().splitlines()[1:] == ["No substantive headteacher, since 12 September 2025."]
    assert "12 September" in box.evidence.edit.accessibleDescription()
    assert box.answers["not assessed"].isChecked()
    assert box.evidence.text == ""
    qtbot.keyClick(register.assess_card.table, Qt.Key.Key_Down)
    assert box.held.isHidden()


def test_that_an_assessment_half_made_is_kept_when_one_goes_elsewhere(qtbot: QtBot, shell: Shell) -> None:
    tab = on_the_register(qtbot, shell)
    register = tab.register
    register.assess.click()
    register.assess_card.box.answer("no")
    tab.show_part("Facts")
    quiet(qtbot, shell)
    tab.show_part("Register")
    register.open.click()
    wait(qtbot, register.sheet.isVisible)
    assert register.page.entry.indicators["results"].answer == "no"


def test_that_a_lock_keeps_a_half_made_assessment_and_shuts_the_register(qtbot: QtBot, shell: Shell) -> None:
    app, window = shell.desk.app, shell.window()
    app.run(app.services.risk.enter, ACADEMY, dt.date(2025, 10, 1), "Special measures.")
    tab = at(qtbot, shell, ACADEMY, "Register")
    tab.register.open.click()
    wait(qtbot, tab.register.sheet.isVisible)
    tab.register.assess.click()
    tab.register.assess_card.box.answer("no")
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    qtbot.keyClicks(window.unlock.field, PASSPHRASE)
    window.unlock.go.click()
    wait(qtbot, lambda: window.is_open and window.shell.__dict__.get("school"))
    assert window.shell.school.category.register.sheet.isHidden()
    page = app.run(app.services.risk.open, ACADEMY)
    assert page.entry.indicators["results"].answer == "no"


def test_that_f9_hides_all_of_it_at_once(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, ACADEMY, "Register")
    tab.register.open.click()
    wait(qtbot, tab.register.sheet.isVisible)
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F9)
    assert not tab.isVisible()
    assert tab.register.page is None
    assert tab.view is None
    for word in ("Watch list", "WL", "Red", "special measures"):
        assert word not in seen(shell)
    assert "Category and risk" not in [
        shell.school.bar.tabText(n) for n in range(8) if shell.school.bar.isTabVisible(n)
    ]
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F9)
    assert shell.school.bar.isTabVisible(shell.school.tabs.index(tab))
    shell.school.show_tab("Category and risk")
    wait(qtbot, lambda: tab.view is not None)
    assert tab.register.sheet.isHidden()


# -- access ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_that_every_control_is_named_large_enough_and_reached(qtbot: QtBot, shell: Shell, part: str) -> None:
    tab = at(qtbot, shell, ACADEMY, part)
    if part == "Register":
        tab.register.open.click()
        wait(qtbot, tab.register.sheet.isVisible)
    quiet(qtbot, shell)
    assert faults(shell.window()) == []
    shell.school.bar.setFocus()
    assert missed(qtbot, shell, 60) == []


@pytest.mark.parametrize("card", ["decide", "fact", "assess"])
def test_that_every_field_of_a_form_is_named_and_reached(qtbot: QtBot, shell: Shell, card: str) -> None:
    tab = at(qtbot, shell, ACADEMY)
    if card == "decide":
        tab.place.begin("amber")
        wait(qtbot, lambda: len(tab.place.form.rows) >= 2)
    elif card == "fact":
        tab.show_part("Facts")
        tab.facts.add.click()
    else:
        app = shell.desk.app
        app.run(app.services.risk.enter, ACADEMY, dt.date(2025, 10, 1), "Special measures.")
        tab.show_part("Register")
        tab.register.open.click()
        wait(qtbot, tab.register.sheet.isVisible)
        tab.register.assess.click()
    quiet(qtbot, shell)
    assert faults(shell.window()) == []
    assert missed(qtbot, shell, 90) == []


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_that_words_stand_out_in_every_part(qtbot: QtBot, shell: Shell, look: str) -> None:
    shell.window().theme.choose(look)
    for part in PARTS:
        tab = at(qtbot, shell, ACADEMY, part)
        if part == "Register":
            tab.register.open.click()
            wait(qtbot, tab.register.sheet.isVisible)
        quiet(qtbot, shell)
        assert faint(shell.window()) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_every_part_fits_the_smallest_screen(qtbot: QtBot, shell: Shell, scale: float) -> None:
    window = shell.window()
    window.theme.resize(scale)
    page = shell.school
    for part in PARTS:
        tab = at(qtbot, shell, ACADEMY, part)
        if part == "Where it stands":
            tab.place.begin("amber")
        if part == "Register":
            tab.register.open.click()
            wait(qtbot, tab.register.sheet.isVisible)
            tab.register.assess_card.start(tab.register.page)
            tab.register.assess_card.show()
        quiet(qtbot, shell)
        QApplication.processEvents()
        assert window.minimumSizeHint().width() <= 1280, part
        assert window.minimumSizeHint().height() <= 720, part
        assert page._scroll.widget().width() <= page._scroll.viewport().width(), part
