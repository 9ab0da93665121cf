"""The one table of states."""

import pytest

from sipdesk.domain.errors import Refused
from sipdesk.domain.visit import MOVES, State, move_between


def test_that_every_state_can_be_reached_from_planned():
    reached, edge = {State.PLANNED}, [State.PLANNED]
    while edge:
        now = edge.pop()
        for move in MOVES:
            if move.source is now and move.target not in reached:
                reached.add(move.target)
                edge.append(move.target)
    assert reached == set(State)


def test_that_a_signed_note_goes_back_as_a_correction_alone():
    back = [move for move in MOVES if move.source in {State.SIGNED, State.ISSUED} and move.target is not State.ISSUED]
    assert {move.source for move in back} == {State.SIGNED, State.ISSUED}
    assert all(move.target is State.WRITING and "correction" in move.needs for move in back)


def test_that_nothing_is_signed_that_the_head_has_not_been_asked_about():
    assert {move.source for move in MOVES if move.target is State.SIGNED} == {State.CHECKED}
    assert {move.source for move in MOVES if move.target is State.CHECKED} == {State.WITH_HEAD}


@pytest.mark.parametrize("source", list(State))
def test_that_a_step_that_is_not_in_the_table_is_refused_with_a_sentence(source):
    for target in State:
        if not any((m.source, m.target) == (source, target) for m in MOVES):
            with pytest.raises(Refused, match="cannot become"):
                move_between(source, target)
