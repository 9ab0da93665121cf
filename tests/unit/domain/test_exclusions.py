"""Rates: computed from counts, half-up, and four kinds of nothing kept apart."""

from decimal import Decimal

import pytest

from sipdesk.domain.exclusions import rate, shown

# England, state-funded secondary, 2019/20 (DfE, permanent and fixed-period exclusions 2019/20): counts and headcount.
PUBLISHED = [(4269, 3409277, "0.13"), (253307, 3409277, "7.43"), (275, 205384, "0.13"), (14960, 205384, "7.28")]


@pytest.mark.parametrize(("count", "roll", "printed"), PUBLISHED)
def test_that_published_counts_give_the_published_rates(count, roll, printed):
    assert shown(rate(count, roll)) == printed


def test_that_a_rate_of_episodes_may_exceed_one_hundred():
    assert rate(30, 20) == Decimal("150.00")


@pytest.mark.parametrize(
    ("count", "roll", "printed"),
    [(None, 300, ""), (2, None, ""), ("c", 300, "c"), (2, "z", "z"), (0, 300, "0.00"), (0, 0, "x")],
)
def test_that_blank_zero_suppressed_and_not_applicable_stay_four_things(count, roll, printed):
    assert shown(rate(count, roll)) == printed


def test_that_halves_round_up():
    assert rate(1, 800) == Decimal("0.13")
