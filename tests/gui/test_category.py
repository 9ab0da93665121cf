"""Category in the window: an authority of files alone, decided on, its facts, its clocks and its history."""

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.school.category_place import _how
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait
from tests.gui.placed import (
    PARTS,
    PLAIN,
    SCHOOL,
    UNKNOWN,
    add_fact,
    at,
    decide,
    shell,
)

__all__ = ["shell"]


# -- the whole way -------------------------------------------------------------------------------------------------------


def test_that_a_fact_makes_a_category_fit_and_a_person_decides(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, part="Facts")
    assert "Enter facts under Facts" in tab.place.none_fits.text()
    add_fact(qtbot, tab, "special-measures", "3 September 2025")
    tab.show_part(PARTS[0])
    assert [row[1].name for row in tab.place.fits.rows.shown] == ["Red"]
    assert tab.place.fits.rows.columns[2].cell(tab.place.fits.rows.shown[0]).text == "Automatic"
    assert "paper, line 7" in tab.place.says.text()
    assert tab.place.place.text() == "Red since 7 October 2025"
    assert tab.place.how.text().startswith(
        "Set by the rule “A school in special measures is Red” (paper, line 7) because: "
    )
    assert tab.place.how.text().endswith("Discuss and confirm it, or decide otherwise.")
    tab.place.fits.setFocus()
    qtbot.keyClick(tab.place.fits, Qt.Key.Key_Return)
    form = tab.place.form
    assert form.isVisible()
    assert form.category.value == "red"
    form.go.click()
    wait(qtbot, form.error.text)
    assert "Say why" in form.error.text()
    form.reason.edit.setPlainText("Special measures.")
    form.agreed["Headteacher"].setChecked(True)
    form.agreed["Chair of governors"].setChecked(True)
    wait(qtbot, lambda: not form.rows)
    form.for_head.edit.setPlainText("What the inspection said.")
    form.internal.edit.setPlainText("Ask about the deficit.")
    form.go.click()
    wait(qtbot, lambda: "Set by the rule" not in tab.place.how.text())
    assert form.isHidden()
    assert "agreed with Headteacher and Chair of governors" in tab.place.how.text()
    assert "6 days a year" in tab.place.brings.text()
    assert "School causing concern" in tab.place.flags.text()
    wait(qtbot, lambda: "Red" in shell.school.heading.line.text())
    tab.undo.click()
    wait(qtbot, lambda: tab.place.how.text().startswith("Set by the rule"))


def test_that_what_a_rule_set_is_taken_back_with_a_reason_alone(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, part="Facts")
    add_fact(qtbot, tab, "special-measures", "3 September 2025")
    tab.show_part("History")
    history = tab.history
    history.table.setFocus()
    qtbot.keyClick(history.table, Qt.Key.Key_Delete)
    card = history.against_card
    assert card.isVisible()
    assert card.why.edit.hasFocus()
    card.go.click()
    wait(qtbot, card.error.text)
    assert "Give a reason" in card.error.text()
    card.why.edit.setText("Inspected again; the report is not out.")
    qtbot.keyClick(card.why.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: card.isHidden() and tab.place.place.text().startswith("Green"))
    assert "Inspected again" in history.words.text()
    tab.undo.click()
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))


def test_that_an_automatic_rule_is_left_out_with_a_reason_that_is_kept(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, part="Facts")
    add_fact(qtbot, tab, "special-measures", "3 September 2025")
    decide(qtbot, tab, "green", "Inspected again last week.")
    form = tab.place.form
    wait(qtbot, lambda: form.error.text() and "red/graded" in form.rows)
    row = form.rows["red/graded"]
    assert row.said.text().startswith("Automatic: ")
    row.why.edit.setText("The new judgement is not out yet.")
    qtbot.keyClick(row.why.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: form.isHidden() and len(tab.history.table.rows.shown) == 3)
    tab.show_part("History")
    tab.history.table.setFocus()
    qtbot.keyClick(tab.history.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert "The new judgement is not out yet." in tab.history.words.text()


def test_that_a_category_is_imposed_only_with_its_reason(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    tab.place.begin("red")
    form = tab.place.form
    wait(qtbot, lambda: "designation/supported" in form.rows)
    form.reason.edit.setPlainText("There was no time.")
    form.imposed.setChecked(True)
    assert form.imposed_why.isVisible()
    form.go.click()
    wait(qtbot, form.error.text)
    form.imposed_why.edit.setText("The head had left.")
    form.go.click()
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))
    assert "without agreement: The head had left." in tab.place.how.text()


def test_that_the_head_is_spoken_with_first_where_the_programme_asks(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    tab.place.begin("green")
    form = tab.place.form
    assert form._talk.isHidden()
    form.category.set("amber")
    form.category.chosen.emit("amber")
    assert form._talk.isVisible()
    wait(qtbot, lambda: "talk-first" in form.rows)
    form.talked_on.edit.setText("6 October 2025")
    form.heard["disputed"].setChecked(True)
    form.words.edit.setPlainText("The roll will grow again.")
    wait(qtbot, lambda: "talk-first" not in form.rows)
    form.reason.edit.setPlainText("Numbers.")
    for tick in form.agreed.values():
        tick.setChecked(True)
    form.go.click()
    wait(qtbot, lambda: tab.place.place.text().startswith("Amber"))
    assert "the head disputed the reasons" in tab.place.how.text()


def test_that_a_day_that_is_none_is_refused_where_it_stands(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    tab.place.begin("red")
    form = tab.place.form
    form.on.edit.setText("99 Nonsense")
    form.go.click()
    assert "no day" in form.on.error.text()
    assert form.on.edit.hasFocus()
    qtbot.keyClick(form.on.edit, Qt.Key.Key_Escape)
    assert form.isHidden()


def test_that_a_day_to_come_is_refused_before_anything_is_asked(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    tab.place.begin("green")
    form = tab.place.form
    form.on.edit.setText("8 October 2025")
    form.category.set("red")
    form.category.chosen.emit("red")
    wait(qtbot, form.error.text)
    assert form.error.text().startswith("8 October 2025 has not come yet")
    assert not form.rows
    form.on.edit.setText("7 October 2025")
    wait(qtbot, lambda: "designation/supported" in form.rows)
    assert form.error.text() == ""


def test_that_facts_are_ended_taken_out_and_put_back(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, part="Facts")
    add_fact(qtbot, tab, "falling-roll", "3/9/24")
    table = tab.facts.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    tab.facts.last.edit.setText("1 October 2025")
    tab.facts.ending.go.click()
    wait(qtbot, lambda: tab.view.facts[0].until == dt.date(2025, 10, 1))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: tab.view.facts[0].until is None)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    wait(qtbot, lambda: not tab.view.facts)
    tab.undo.click()
    wait(qtbot, lambda: [fact.fact for fact in tab.view.facts] == ["falling-roll"])


# -- cycle, clocks, what if ------------------------------------------------------------------------------------------


def test_that_a_step_gets_its_day_by_keyboard_and_loses_it_again(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    decide(qtbot, tab, "red", "Needs much help.")
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))
    tab.show_part("Cycle and clocks")
    cards = tab.clocks.steps.cards
    assert cards[0].accessibleName() == "Step 1, Talk with the headteacher: not yet"
    cards[0].setFocus()
    qtbot.keyClick(cards[0], Qt.Key.Key_Right)
    assert cards[1].hasFocus()
    qtbot.keyClick(cards[1], Qt.Key.Key_Return)
    tab.clocks.day.edit.setText("1 October 2025")
    qtbot.keyClick(tab.clocks.day.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: tab.view.steps[1].on == dt.date(2025, 10, 1))
    assert tab.clocks.steps.cards[1].accessibleName() == "Step 2, Meeting with the chair: 1 October 2025"
    tab.undo.click()
    wait(qtbot, lambda: tab.view.steps[1].on is None)
    assert [step.label for step in tab.view.documents] == ["Action plan"]


def test_that_a_clock_says_from_when_until_when_and_why(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    decide(qtbot, tab, "red", "Needs much help.")
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))
    tab.show_part("Cycle and clocks")
    clocks = tab.clocks
    assert [row[1].label for row in clocks.table.rows.shown] == ["Meeting with the governors"]
    assert "paper, line 8" in clocks.says.text()
    clocks.table.setFocus()
    qtbot.keyClick(clocks.table, Qt.Key.Key_Return)
    clocks.took_on.edit.setText("6 October 2025")
    clocks.took_card.go.click()
    wait(qtbot, lambda: tab.view.clocks[0].last == dt.date(2025, 10, 6))
    tab.undo.click()
    wait(qtbot, lambda: tab.view.clocks[0].last is None)


def test_that_the_way_out_is_told_in_words(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    decide(qtbot, tab, "red", "Needs much help.")
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))
    tab.show_part("Cycle and clocks")
    tab.clocks.goal.chosen.emit("green")
    wait(qtbot, tab.clocks.way.text)
    assert "7 October 2026" in tab.clocks.way.text()
    assert "Amber" in tab.clocks.way.text()


# -- history ---------------------------------------------------------------------------------------------------------


def test_that_the_history_keeps_who_was_told_and_what_was_taken_back(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell)
    decide(qtbot, tab, "red", "Needs much help.")
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))
    tab.show_part("History")
    history = tab.history
    history.table.setFocus()
    qtbot.keyClick(history.table, Qt.Key.Key_T)
    assert "Headteacher" in history.tell_card.means.text()
    history.tell_card.who.edit.setText("Headteacher")
    history.tell_card.how.edit.setText("Letter")
    history.tell_card.go.click()
    wait(qtbot, lambda: "Told: Headteacher, letter, 7 October 2025" in history.words.text())
    history.table.setFocus()
    qtbot.keyClick(history.table, Qt.Key.Key_Delete)
    wait(qtbot, lambda: tab.place.place.text().startswith("Green"))
    assert len(history.table.rows.shown) == 2
    assert history.back.text() == "Let it count again"
    history.back.click()
    wait(qtbot, lambda: tab.place.place.text().startswith("Red"))


# -- other schools ---------------------------------------------------------------------------------------------------


def test_that_a_programme_without_categories_or_register_says_so(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, PLAIN)
    assert tab.empty.text() == "Plain visits has no categories of support, so there is nothing to decide here."
    assert tab.place.decide.isHidden()
    tab.show_part("Register")
    assert tab.register.door.text() == "Plain visits keeps no register of schools at risk."
    assert tab.register.open.isHidden()


def test_that_a_category_nobody_knows_is_shown_as_the_sheet_writes_it(qtbot: QtBot, shell: Shell) -> None:
    tab = at(qtbot, shell, UNKNOWN)
    assert "“PURPLE”" in tab.place.how.text()
    assert "has no category of that name" in tab.place.how.text()
    twice = tab.view.placement.model_copy(update={"written": "GREEN"})
    told = _how(tab.view.model_copy(update={"placement": twice}))
    assert told == "The allocation sheet says “GREEN”, and another category elsewhere: decide which one is meant."
    decide(qtbot, tab, "green", "The sheet means Green.")
    wait(qtbot, lambda: tab.place.place.text().startswith("Green"))


def test_that_a_school_that_left_keeps_its_history_and_is_not_decided_on(qtbot: QtBot, shell: Shell) -> None:
    app = shell.desk.app

    def leave() -> None:
        with app.services.desk.change("left", "") as db:
            db["allocations"].update(SCHOOL, {"status": "left"})

    app.run(leave)
    tab = at(qtbot, shell)
    assert tab.view.left
    assert tab.place.decide.isHidden()


def test_that_a_category_of_an_earlier_edition_is_said_beside_where_it_stands(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window()
    app = window.desk.app

    def earlier() -> None:
        with app.services.desk.writing() as db:
            db.conn.execute(
                "UPDATE allocations SET category = 'violet', category_written = 'Violet' WHERE urn = ?", (UNKNOWN,)
            )

    app.run(earlier)
    tab = at(qtbot, shell, UNKNOWN)
    wait(qtbot, tab.place.against.isVisible)
    assert tab.place.against.text().startswith("Violet is none of the categories of ")
    assert tab.place.against.text().endswith("Decide on its category anew.")
    assert not tab.place.decide.isHidden()
