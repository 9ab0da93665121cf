"""Writing field by field on a real desk: what is refused is kept, what is saved can be taken back, also the day after."""

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.domain.visit import State
from sipdesk.services.sections import HEAD, Mark
from sipdesk.services.visits import Step
from sipdesk.services.writing import Place
from tests.conftest import PASSPHRASE

FOCI = [{"title": title, "rationale": "r", "school_actions": "s", "due": ["spring"]} for title in ("Reading", "Number")]


@pytest.fixture
def writing(app):
    return app.services.writing


@pytest.fixture
def visit(app):
    return app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))[0].id


@pytest.fixture
def write(app, writing, visit):
    def call(header=None, **answers):
        return app.run(writing.write, visit, header or {}, answers)

    return call


@pytest.fixture
def view(app, writing, visit):
    return lambda: app.run(writing.view, visit)


@pytest.fixture
def undo(app, writing, visit):
    return lambda: app.run(writing.undo, visit)


@pytest.fixture
def redo(app, writing, visit):
    return lambda: app.run(writing.redo, visit)


def pause(app, seconds=11):
    """The clock of a test goes on a second at each look."""
    for _ in range(seconds):
        app.clock.now()


def test_that_what_is_refused_is_kept_as_typed_beside_what_is_saved(write, view):
    written = write({"date": "14 Octo", "start": "09:00"}, context="Calm.", next_visit="in sp", at_risk_number="many")
    assert written.changed
    assert written.answers == {"context": "Calm."}
    assert {field: entry.raw for field, entry in written.unfinished.items()} == {
        "visit.date": "14 Octo",
        "next_visit": "in sp",
        "at_risk_number": "many",
    }
    assert written.unfinished["next_visit"].why.startswith("This is not a date yet.")
    assert written.unfinished["at_risk_number"].why == "A number is expected here."
    seen = view()
    assert seen.visit.header.start is not None
    assert seen.visit.header.date is None
    assert seen.unfinished == written.unfinished


def test_that_an_entry_is_finished_when_it_becomes_an_answer(write, view):
    write(next_visit="10 Mar")
    assert write(next_visit="2026-03-10").unfinished == {}
    assert view().answers["next_visit"] == "2026-03-10"


def test_that_an_unfinished_entry_leaves_the_answer_that_stood(write, view):
    write(next_visit="2026-03-10")
    write(next_visit="2026-03-1")
    assert view().answers["next_visit"] == "2026-03-10"
    assert view().unfinished["next_visit"].raw == "2026-03-1"
    assert write(next_visit="2026-03-10").unfinished == {}


def test_that_times_refused_together_are_kept_once_both_make_sense(write):
    write({"start": "09:00", "end": "12:00"})
    moved = write({"start": "13:00"})
    assert moved.unfinished["visit.start"].why == "The visit ends before it starts."
    done = write({"end": "15:30"})
    assert done.unfinished == {}
    assert (str(done.visit.header.start), str(done.visit.header.end)) == ("13:00:00", "15:30:00")


def test_that_a_date_outside_the_school_year_says_so_beside_its_field(write):
    told = write({"date": "2027-01-05"}).unfinished["visit.date"].why
    assert told == "5 January 2027 lies outside the school year 2025-26."


def test_that_a_date_and_hours_that_cannot_be_read_are_told_by_example_of_the_visits_own_year(app, writing, write):
    later = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2026-27/autumn"))[0].id
    given = {"date": "soon", "write_up_hours": "ages"}
    told = app.run(writing.write, later, given, {}).unfinished
    assert told["visit.date"].why == "This is not a date yet. Write it like 14 October 2026 or 14/10/26."
    assert told["visit.write_up_hours"].why == "This is no time yet. Write it like 1.5, 1½, 1:30 or 90 min."
    assert "14 October 2025" in write({"date": "soon"}).unfinished["visit.date"].why


def test_that_marks_and_counts_follow_what_is_written(write, view):
    before = view().states
    assert before[HEAD].mark is Mark.EMPTY
    assert before["earlier_actions"].mark is Mark.DONE
    assert before["earlier_actions"].count == "none"
    written = write({"date": "2025-10-14", "start": "09:00", "end": "12:00"}, focus_areas=FOCI, context="x")
    assert written.states[HEAD].mark is Mark.DONE
    assert written.states["context"].mark is Mark.PART
    assert "2 of 3" in {state.count for state in written.states.values()}
    assert {lack.question for lack in written.missing} >= {"key_aims", "focus_areas"}


def test_that_nothing_new_changes_nothing(write):
    write(context="Calm.")
    again = write(context="Calm.")
    assert not again.changed
    assert again.at


def test_that_changes_are_taken_back_and_done_again_one_after_another(app, write, undo, redo):
    write({"date": "2025-10-14"})
    write(context="One.")
    pause(app)
    write(context="One. Two.")
    back = [undo() for _ in range(4)]
    assert [turn.field for turn in back] == ["context", "context", "visit.date", ""]
    assert [turn.view.answers.get("context") for turn in back] == ["One.", None, None, None]
    assert back[2].view.visit.header.date is None
    assert not back[2].view.can_undo
    on = [redo() for _ in range(4)]
    assert [turn.field for turn in on] == ["visit.date", "context", "context", ""]
    assert on[2].view.answers["context"] == "One. Two."
    assert str(on[2].view.visit.header.date) == "2025-10-14"
    assert not on[2].view.can_redo


def test_that_a_spell_of_typing_is_one_step_and_an_undo_ends_it(write, undo):
    for end in range(1, 5):
        write(context="Calm."[:end])
    assert undo().view.answers == {}
    write(context="New.")
    write(context="New. More.")
    assert undo().view.answers == {}


def test_that_a_spell_of_typing_parted_in_two_is_two_steps(app, writing, visit, write, undo):
    write(context="Calm.")
    app.run(writing.part, visit)
    write(context="Calm. And pasted.")
    assert undo().view.answers == {"context": "Calm."}
    assert undo().view.answers == {}


def test_that_a_new_edit_makes_what_was_taken_back_final(write, undo, redo, app):
    write(context="One.")
    pause(app)
    write(context="Two.")
    undo()
    write(key_aims="Aim.")
    assert redo().field == ""
    assert undo().field == "key_aims"
    assert undo().view.answers == {}


def test_that_undo_goes_on_after_the_desk_was_closed(app, desk_folder, clock, visit, write, undo):
    write({"head": "Amara Osei"}, context="One.")
    undo()
    app.close()
    again = App(desk_folder, clock)
    again.open(PASSPHRASE)
    writing = again.services.writing
    assert again.run(writing.view, visit).can_redo
    assert again.run(writing.undo, visit).field == "visit.head"
    assert again.run(writing.redo, visit).view.visit.header.head == "Amara Osei"
    assert again.run(writing.redo, visit).view.answers == {"context": "One."}
    again.close()


def test_that_undo_takes_the_golden_thread_with_it(app, visit, write, undo, redo):
    write({"date": "2025-10-14"})
    write(actions=[{"text": "Map the sounds", "owner": "Reading lead", "by_when": "2025-12-12"}], focus_areas=FOCI)
    pause(app)
    write({"date": "2025-10-21"})
    spring = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/spring"))[0]

    def agreed():
        context = app.run(app.services.visits.context, spring)
        return [str(entry.agreed_on) for entry in context.open_actions], len(context.foci)

    assert agreed() == (["2025-10-21"], 2)
    assert undo().field == "visit.date"
    assert agreed() == (["2025-10-14"], 2)
    assert {undo().field, undo().field} == {"actions", "focus_areas"}
    assert agreed() == ([], 0)
    redo(), redo(), redo()
    assert agreed() == (["2025-10-21"], 2)


def test_that_an_unfinished_entry_is_taken_back_and_comes_again(app, write, undo, redo):
    write(next_visit="2026-03-10")
    pause(app)
    write(next_visit="10 Mär")
    back = undo()
    assert (back.field, back.view.unfinished) == ("next_visit", {})
    assert back.view.answers["next_visit"] == "2026-03-10"
    assert redo().view.unfinished["next_visit"].raw == "10 Mär"
    pause(app)
    write(next_visit="2026-03-17")
    again = undo()
    assert again.view.answers["next_visit"] == "2026-03-10"
    assert again.view.unfinished["next_visit"].raw == "10 Mär"


def test_that_a_whole_number_of_the_head_comes_back_as_one(write, undo, redo):
    write({"roll": 409})
    assert undo().view.visit.header.roll is None
    assert redo().view.visit.header.roll == 409


def test_that_words_typed_and_taken_away_at_once_are_no_step_of_their_own(write, undo):
    write(key_aims="Aim.")
    write(context="x")
    write(context="")
    turn = undo()
    assert turn.view.answers.get("context") in {None, ""}
    assert undo().view.answers.get("key_aims") is None


def test_that_the_journal_tells_what_was_taken_back(app, visit, write, undo, redo):
    write(context="One.")
    undo()
    redo()
    told = app.run(lambda: app.services.visits._visits.log.entries(visit))
    assert [(entry.before, entry.after) for entry in told] == [(None, '"One."'), ('"One."', None), (None, '"One."')]


def test_that_a_visit_with_the_head_stands_and_can_be_read(app, visit, write, undo, view):
    write({"date": "2025-10-14"}, context="Calm.\n- One\n- Two", people_met=[{"role": "Head"}])
    app.run(app.services.visits.move, visit, Step(to=State.CANCELLED, by="School", why="Flood"))
    seen = view()
    assert seen.read_only.startswith("This visit is “cancelled”, so its text stands.")
    assert seen.printed["context"] == ["Calm.", "One", "Two"]
    assert seen.printed["people_met"] == ["Head"]
    assert not seen.can_undo
    with pytest.raises(Refused, match="its text stands"):
        undo()


def test_that_words_typed_too_late_are_kept_beside_a_visit_that_stands(app, visit, write, view):
    """The visit moved on while somebody typed: the note stays, and nobody loses a word or is kept from locking."""
    write({"date": "2025-10-14"}, context="Calm.", people_met=[{"role": "Head"}])
    app.run(app.services.visits.move, visit, Step(to=State.POSTPONED, by="School", why="Flood"))
    app.run(app.services.visits.move, visit, Step(to=State.CANCELLED, by="School", why="Flood"))
    written = write({"date": "2025-10-14", "start": "09:15"}, context="Calm. And late.")
    assert not written.changed
    assert {field: entry.raw for field, entry in written.unfinished.items()} == {
        "context": "Calm. And late.",
        "visit.start": "09:15",
    }
    assert written.unfinished["context"].why.endswith("is kept as it was typed, and is not in the note.")
    seen = view()
    assert seen.answers["context"] == "Calm."
    assert seen.read_only.endswith(
        "2 entries that are not in the note are kept, and will be there when it is written in again."
    )


def test_that_the_place_is_remembered(app, visit, writing, view):
    assert view().place == Place()
    app.run(writing.remember, visit, Place(section="context", field="key_aims", cursor=7))
    assert view().place == Place(section="context", field="key_aims", cursor=7)
