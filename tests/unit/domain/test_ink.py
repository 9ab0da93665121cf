"""The line of a signature: it stays within its points, meets itself without corners, and does not move once it lies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk.domain.errors import Refused
from sipdesk.domain.ink import LOOSE, Ink, Point, smooth

POINTS = st.builds(
    Point,
    x=st.floats(-1000, 1000, allow_nan=False),
    y=st.floats(-1000, 1000, allow_nan=False),
    pressure=st.floats(0, 1),
)
STROKES = st.lists(POINTS, min_size=1, max_size=30)


@given(STROKES)
def test_that_the_line_runs_from_the_first_point_to_the_last_without_a_gap(stroke):
    pieces = list(smooth(stroke))
    assert len(pieces) == len(stroke)
    assert pieces[0].start == (stroke[0].x, stroke[0].y)
    assert pieces[-1].end == (stroke[-1].x, stroke[-1].y)
    assert all(one.end == other.start for one, other in pairwise(pieces))


@given(STROKES)
def test_that_the_line_never_leaves_the_room_of_its_points(stroke):
    xs, ys = [p.x for p in stroke], [p.y for p in stroke]
    for piece in smooth(stroke):
        for x, y in (piece.start, piece.control, piece.end, *piece.cubic):
            assert min(xs) - 1e-6 <= x <= max(xs) + 1e-6
            assert min(ys) - 1e-6 <= y <= max(ys) + 1e-6
        assert 0 <= piece.pressure <= 1


@given(STROKES, st.integers(1, 30))
def test_that_what_lies_is_not_moved_by_the_points_that_follow(stroke, upto):
    part = stroke[:upto]
    settled = list(smooth(part))[: max(0, len(part) - LOOSE)]
    assert list(smooth(stroke))[: len(settled)] == settled


@given(STROKES, st.integers(0, 29))
def test_that_the_line_can_be_taken_up_anywhere(stroke, first):
    assert list(smooth(stroke, first)) == list(smooth(stroke))[first:]


def test_that_a_trembling_hand_draws_a_calmer_line():
    stroke = [Point(x=n, y=n % 2) for n in range(20)]
    heights = [piece.control[1] for piece in smooth(stroke)][1:-1]
    assert max(heights) - min(heights) < 0.1


@pytest.mark.parametrize("ink", [Ink(), Ink(typed="   "), Ink(strokes=[[Point(x=3, y=3)]]), Ink(strokes=[[]])])
def test_that_nothing_and_a_dot_are_no_signature(ink):
    with pytest.raises(Refused, match="Amara Osei"):
        ink.refuse_empty("Amara Osei")
