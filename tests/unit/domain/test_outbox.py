"""When a parcel is tried again."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sipdesk.domain.outbox import LONGEST, Stage, is_due, pause, spoken_size

NOW = dt.datetime(2025, 10, 7, 9, tzinfo=dt.UTC)


@given(st.integers(0, 100_000), st.floats(0, 1))
def test_that_the_pause_lies_between_half_a_second_and_a_quarter_of_an_hour(attempts, chance):
    assert 0.5 <= pause(attempts, None, chance) <= LONGEST


@given(st.integers(1, 30))
def test_that_each_pause_is_no_shorter_than_the_one_before(attempts):
    assert pause(attempts + 1, None, 0) >= pause(attempts, None, 0)
    assert (pause(1, None, 0), pause(11, None, 0)) == (1, LONGEST)


@given(st.floats(-100, 1e9), st.floats(0, 1))
def test_that_the_other_sides_wish_is_kept_for_a_day_at_most(asked, chance):
    told = pause(1, asked, chance)
    assert told >= min(asked, 86_400)
    assert told <= 86_400


def test_that_a_clock_that_was_put_back_holds_nothing_up():
    assert is_due(None, NOW)
    assert is_due(NOW, NOW)
    assert not is_due(NOW + dt.timedelta(minutes=15), NOW)
    assert is_due(NOW + dt.timedelta(days=400), NOW)


def test_that_only_what_never_left_can_be_withdrawn():
    assert [stage for stage in Stage if not stage.left] == [Stage.SEALED, Stage.QUEUED]
    assert [stage for stage in Stage if stage.under_way] == [Stage.QUEUED, Stage.SENDING, Stage.CHECKING]


def test_that_sizes_are_spoken_as_people_say_them():
    assert [spoken_size(one) for one in (12, 213_900, 3_950_000)] == ["1 kB", "214 kB", "4.0 MB"]
