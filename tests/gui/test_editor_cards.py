"""Focus areas, actions, reviews, deep dives, impact, groups and concerns: written by keyboard, nothing lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sipdesk.domain.calendar import Term
from sipdesk.gui.visit.editors.actions import ActionsEditor
from sipdesk.gui.visit.editors.concerns import ConcernsEditor
from sipdesk.gui.visit.editors.dives import DeepDivesEditor, ImpactReviewEditor
from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor
from sipdesk.gui.visit.editors.focus import FocusAreasEditor
from sipdesk.gui.visit.editors.groups import GroupReviewEditor
from sipdesk.gui.visit.editors.reviews import ActionReviewEditor
from sipdesk.gui.visit.editors.tables import TableEditor
from tests.gui.editing import Stage, answer, here, kept, question
from tests.gui.walk import faults, reachable

CASES = {
    "focus": (FocusAreasEditor, Term.AUTUMN, "focus_areas"),
    "actions": (ActionsEditor, Term.AUTUMN, "actions"),
    "reviews": (ActionReviewEditor, Term.SPRING, "earlier_actions"),
    "dives": (DeepDivesEditor, Term.SPRING, "deep_dives"),
    "impact": (ImpactReviewEditor, Term.SUMMER, "impact"),
    "exclusions": (ExclusionsTableEditor, Term.AUTUMN, "exclusions"),
    "groups": (GroupReviewEditor, Term.AUTUMN, "groups"),
    "concerns": (ConcernsEditor, Term.AUTUMN, "concerns"),
    "table": (TableEditor, Term.AUTUMN, "exclusions_detail"),
}


def stage(qtbot: QtBot, case: str, *, filled: bool = True) -> Stage:
    """An editor with the rehearsal school's answer, or with none."""
    make, term, question_id = CASES[case]
    made = Stage(qtbot, make, question(term, question_id), term)
    if filled:
        made.editor.put(answer(term, question_id))
    made.editor.first().setFocus()
    return made


def gone(made: Stage) -> list[QPushButton]:
    """The ways back in view."""
    return [b for b in made.editor.findChildren(QPushButton) if b.text() == "Put back" and b.isVisible()]


@pytest.mark.parametrize("case", CASES)
def test_that_an_answer_comes_back_as_it_was_put(qtbot: QtBot, case: str) -> None:
    made = stage(qtbot, case)
    _, term, question_id = CASES[case]
    assert made.editor.value() == answer(term, question_id)
    assert made.edits == 0
    made.editor.put(made.editor.value())
    assert made.editor.value() == answer(term, question_id)


@pytest.mark.parametrize("case", CASES)
def test_that_an_empty_editor_has_an_empty_answer(qtbot: QtBot, case: str) -> None:
    made = stage(qtbot, case, filled=False)
    assert not made.editor.value()
    made.editor.put(None)
    assert not made.editor.value()
    assert made.edits == 0


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_that_every_control_of_an_editor_is_named_and_large_enough(qtbot: QtBot, case: str, *, filled: bool) -> None:
    made = stage(qtbot, case, filled=filled)
    for fold in made.editor.findChildren(QPushButton):
        if fold.text() == "More" and fold.isVisible():
            fold.click()
    assert reachable(made.window)
    assert faults(made.window) == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_nothing_is_cut_however_large_the_text(qtbot: QtBot, case: str, scale: float) -> None:
    made = stage(qtbot, case)
    made.theme.resize(scale)

    def cut() -> list[str]:
        """Controls that stick out of what they lie in."""
        there = [(control, control.parentWidget()) for control in reachable(made.window)]
        return [c.accessibleName() for c, around in there if around and not around.rect().contains(c.geometry())]

    qtbot.waitUntil(lambda: cut() == [], timeout=10_000)
    assert made.scroll.widget().minimumSizeHint().width() <= made.scroll.viewport().width()


def test_that_a_focus_is_written_by_keyboard_alone(qtbot: QtBot) -> None:
    made = stage(qtbot, "focus", filled=False)
    made.type("Early reading")
    made.press(Qt.Key.Key_Tab)
    made.type("Phonics fell")
    made.press(Qt.Key.Key_Tab)
    made.type("Map the gaps")
    made.press(Qt.Key.Key_Tab)
    made.type("Hear six read")
    (focus,) = made.editor.value()
    assert focus == {
        "id": "made1", "title": "Early reading", "rationale": "Phonics fell",
        "school_actions": "Map the gaps", "partner_actions": "Hear six read",
    }  # fmt: skip
    chip = made.editor.stack.cards[0].due.first()
    chip.setFocus()
    made.press(Qt.Key.Key_Space)
    assert kept(made.editor)[0]["due"] == ["spring"]


def test_that_focus_cards_begin_with_the_fewest_and_end_with_the_most(qtbot: QtBot) -> None:
    asked = question(Term.AUTUMN, "focus_areas").model_copy(update={"minimum": 1, "maximum": 2})
    made = Stage(qtbot, FocusAreasEditor, asked, Term.AUTUMN)
    assert len(made.editor.stack.cards) == 1
    assert made.editor.add.isVisible()
    made.editor.add.click()
    made.type("Second")
    assert not made.editor.add.isVisible()
    assert [focus["title"] for focus in made.editor.value()] == ["Second"]


def test_that_foci_are_moved_and_removed_and_put_back(qtbot: QtBot) -> None:
    made = stage(qtbot, "focus")
    before = made.editor.value()
    made.press(Qt.Key.Key_Down, held=Qt.KeyboardModifier.AltModifier)
    assert made.editor.value() == [before[1], before[0], before[2]]
    assert here() is made.editor.stack.cards[1].first()
    made.press(Qt.Key.Key_Up, held=Qt.KeyboardModifier.AltModifier)
    made.editor.stack.cards[1].removed.emit()
    assert made.editor.value() == [before[0], before[2]]
    (back,) = gone(made)
    assert here() is back
    assert "Adaptive teaching" in back.accessibleName()
    made.press(Qt.Key.Key_Space)
    assert made.editor.value() == before
    assert gone(made) == []


def test_that_an_activity_of_ones_own_stands_beside_the_suggested(qtbot: QtBot) -> None:
    made = stage(qtbot, "focus")
    card = made.editor.stack.cards[0]
    card.fold.switch.click()
    made.type("Walk with the site manager", card.activities.own)
    made.press(Qt.Key.Key_Return)
    assert made.editor.value()[0]["activities"][-1] == "Walk with the site manager"


def test_that_showing_an_answer_again_leaves_the_cursor_where_it_was(qtbot: QtBot) -> None:
    made = stage(qtbot, "focus")
    field = made.editor.stack.cards[1].rationale
    field.setFocus()
    made.press(Qt.Key.Key_Home)
    place = field.textCursor().position()
    other = answer(Term.AUTUMN, "focus_areas")
    other[0]["title"] = "Another"
    made.editor.put(other)
    assert here() is field
    assert field.textCursor().position() == place
    assert made.editor.value() == other


def test_that_one_line_is_an_action(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions", filled=False)
    made.type("Map the gaps | Reading lead | 12 Dec")
    assert "12 December 2025" in made.editor.told.text()
    assert [action["text"] for action in made.editor.value()] == ["Map the gaps"]
    made.press(Qt.Key.Key_Return)
    assert here() is made.editor.new
    made.type("Ask for help | Partner | half-term")
    assert "kept as words" in made.editor.told.text()
    made.press(Qt.Key.Key_Return)
    first, second = kept(made.editor)
    assert (first["owner"], first["by_when"], first["by_when_note"]) == ("Reading lead", "2025-12-12", "")
    assert (second["by_when"], second["by_when_note"]) == (None, "half-term")
    assert first["id"] != second["id"]
    assert made.editor.new.text() == ""


def test_that_escape_takes_back_a_line_half_typed(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions", filled=False)
    made.type("Map")
    made.press(Qt.Key.Key_Escape)
    assert made.editor.value() == []


def test_that_undo_leaves_the_line_being_typed_in_its_line(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions")
    agreed = made.editor.value()
    made.type("Map", made.editor.new)
    earlier = made.editor.value()
    made.type(" the gaps | Reading lead | 12 Dec")
    made.editor.put(earlier)
    assert made.editor.new.text() == "Map"
    assert len(made.editor.stack.cards) == len(agreed)
    made.editor.put(agreed)
    assert made.editor.new.text() == ""
    assert made.editor.value() == agreed


def test_that_an_action_is_changed_in_place(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions")
    card = made.editor.stack.cards[1]
    card.when.setFocus()
    card.when.selectAll()
    made.type("6 March")
    assert kept(made.editor)[1]["by_when"] == "2026-03-06"
    card.when.selectAll()
    made.type("when the head is back")
    changed = kept(made.editor)[1]
    assert (changed["by_when"], changed["by_when_note"]) == (None, "when the head is back")
    assert "kept as words" in card.read.text()
    card.fold.switch.click()
    card.brokerage.setFocus()
    made.press(Qt.Key.Key_Space)
    made.type("Mathematics", card.brokerage_note)
    assert kept(made.editor)[1]["brokerage"] is True
    assert kept(made.editor)[1]["brokerage_note"] == "Mathematics"


def test_that_suggested_owners_open_by_key_and_are_taken(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions")
    owner = made.editor.stack.cards[0].owner
    owner.setFocus()
    made.press(Qt.Key.Key_Down)
    popup = owner.completer().popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert made.editor.value()[0]["owner"] in made.editor.question.owners


def test_that_the_same_actions_stand_in_a_table(qtbot: QtBot) -> None:
    made = stage(qtbot, "actions")
    before = made.editor.value()
    made.editor.as_table.click()
    assert made.editor.value() == before
    grid = made.editor.table.grid
    grid.setFocus()
    grid.stand_on(0, 2)
    made.type("5/12/25")
    made.press(Qt.Key.Key_Return)
    assert kept(made.editor)[0]["by_when"] == "2025-12-05"
    made.editor.as_table.click()
    assert made.editor.stack.cards[0].when.text() == "5 December 2025"
    assert made.editor.value()[1:] == before[1:]


def test_that_earlier_actions_take_one_keystroke_each(qtbot: QtBot) -> None:
    made = stage(qtbot, "reviews", filled=False)
    made.type("dpnr")
    told = made.editor.value()
    assert [review["outcome"] for review in told] == ["done", "partly", "not yet", "not reviewed"]
    assert here() is made.editor.cards[0].evidence
    made.type("Seen in two classes")
    assert kept(made.editor)[0]["evidence"] == "Seen in two classes"


def test_that_a_new_date_is_read_and_what_is_none_is_said(qtbot: QtBot) -> None:
    made = stage(qtbot, "reviews", filled=False)
    made.type("p")
    card = made.editor.cards[0]
    made.type("24 April", card.later)
    assert kept(made.editor)[0]["new_by_when"] == "2026-04-24"
    card.later.selectAll()
    made.type("soonish")
    assert made.editor.value()[0]["new_by_when"] == "soonish"
    assert "Write a day" in card.wanted.text()


def test_that_a_review_of_an_action_no_longer_open_is_shown(qtbot: QtBot) -> None:
    made = stage(qtbot, "reviews")
    old = [*answer(Term.SPRING, "earlier_actions"), {"action_id": "gone", "outcome": "done", "evidence": "x"}]
    made.editor.put(old)
    assert made.editor.value() == old
    assert "no longer open" in made.editor.cards[-1].what.text()


def test_that_a_point_no_longer_on_the_scale_is_shown_and_kept(qtbot: QtBot) -> None:
    made = stage(qtbot, "dives", filled=False)
    old = [{"focus_id": "f1", "judgement": "good", "finding": "As before"}]
    made.editor.put(old)
    assert made.editor.value() == old
    stop = made.editor.stack.cards[0].judgement.stop()
    assert stop.isChecked()
    assert "no longer offered" in stop.text()


def test_that_due_foci_stand_ready_and_others_can_be_added(qtbot: QtBot) -> None:
    made = stage(qtbot, "dives", filled=False)
    assert [card.focus_id for card in made.editor.stack.cards] == ["f1", "f2"]
    made.editor.adders["f3"].click()
    made.type("Leaders talked to", made.editor.stack.cards[2].finding)
    assert made.editor.value() == [{"focus_id": "f3", "finding": "Leaders talked to"}]


def test_that_evidence_says_where_it_comes_from(qtbot: QtBot) -> None:
    made = stage(qtbot, "dives", filled=False)
    evidence = made.editor.stack.cards[0].evidence
    made.type("Six lessons", evidence.pieces[0].text)
    assert evidence.pieces[0].wanted.text() == "Seen, told or data?"
    made.press(Qt.Key.Key_Tab)
    made.type("s")
    made.press(Qt.Key.Key_Tab)
    made.type("Pupils said so")
    made.press(Qt.Key.Key_Tab)
    made.type("t")
    assert kept(made.editor)[0]["evidence"] == [
        {"kind": "seen", "text": "Six lessons"}, {"kind": "told", "text": "Pupils said so"},
    ]  # fmt: skip
    assert evidence.pieces[0].wanted.text() == ""


def test_that_a_changed_focus_asks_for_its_reason(qtbot: QtBot) -> None:
    made = stage(qtbot, "dives", filled=False)
    card = made.editor.stack.cards[0]
    card.fold.switch.click()
    made.type("Reading in Years 1 and 2", card.changed)
    assert "why" in card.wanted.text()
    made.type("Year 1 fell behind", card.reason)
    assert card.wanted.text() == ""
    assert kept(made.editor)[0]["change_reason"] == "Year 1 fell behind"


def test_that_impact_is_written_for_each_focus_of_the_year(qtbot: QtBot) -> None:
    made = stage(qtbot, "impact", filled=False)
    assert len(made.editor.stack.cards) == 3
    card = made.editor.stack.cards[1]
    made.type("More pupils keep up", card.impact)
    card.judgement.stop().setFocus()
    made.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert kept(made.editor)[0]["judgement"] == "emerging"
    assert made.editor.value()[0]["focus_id"] == "f2"


def test_that_a_group_not_discussed_takes_one_key(qtbot: QtBot) -> None:
    made = stage(qtbot, "groups", filled=False)
    made.type("n")
    assert made.editor.value() == [{"group": "send", "discussed": False}]
    assert not made.editor.stack.cards[0].pupils.isVisible()
    made.type("n")
    assert made.editor.value() == []


@pytest.mark.parametrize(("typed", "value"), [("12", 12), ("0", 0), ("c", "c"), ("1,204", 1204), ("a few", "a few")])
def test_that_pupils_are_a_count_or_a_mark(qtbot: QtBot, typed: str, value: object) -> None:
    made = stage(qtbot, "groups", filled=False)
    card = made.editor.stack.cards[0]
    made.type(typed, card.pupils)
    assert made.editor.value()[0]["pupils"] == value
    assert bool(card.wanted.text()) is (value == "a few")


def test_that_a_group_can_be_added_by_hand(qtbot: QtBot) -> None:
    made = stage(qtbot, "groups", filled=False)
    made.editor.add.click()
    made.type("Young carers")
    assert kept(made.editor)[0]["label"] == "Young carers"
    made.editor.stack.cards[-1].leave.click()
    assert made.editor.value() == []
    gone(made)[0].click()
    assert made.editor.value()[0]["label"] == "Young carers"


def test_that_concerns_take_one_key_and_a_yes_asks_on(qtbot: QtBot) -> None:
    made = stage(qtbot, "concerns", filled=False)
    made.type("ny")
    assert here() is made.editor.cards["buildings"].detail
    made.type("The roof leaks")
    made.type("d", made.editor.cards["governance"])
    assert here() is made.editor.cards["finance"]
    told = kept(made.editor)
    assert [told[key]["value"] for key in ("safeguarding", "buildings", "governance")] == ["no", "yes", "not discussed"]
    assert told["buildings"]["detail"] == "The roof leaks"


def test_that_a_safeguarding_yes_asks_only_when_whom_and_how(qtbot: QtBot) -> None:
    made = stage(qtbot, "concerns", filled=False)
    made.type("y")
    card = made.editor.cards["safeguarding"]
    assert here() is card.moment.day
    assert not card.detail.isVisible()
    made.type("14 October")
    assert made.editor.value()["safeguarding"]["told_at"] == "14 October"
    assert "a day and a time" in card.moment.wanted.text()
    made.press(Qt.Key.Key_Tab)
    made.type("10.40")
    made.press(Qt.Key.Key_Tab)
    made.type("Designated safeguarding lead")
    made.press(Qt.Key.Key_Tab)
    made.type("In person")
    told = kept(made.editor)["safeguarding"]
    assert (told["told_at"], told["told_role"], told["route"]) == (
        "2025-10-14T10:40:00", "Designated safeguarding lead", "In person",
    )  # fmt: skip
