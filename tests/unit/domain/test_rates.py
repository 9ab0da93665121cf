"""What counts and rates say of each other, and when nothing can be said."""

from decimal import Decimal
from math import exp

import pytest

from sipdesk.domain.rates import Told, against_rate, between, contradictions, implied_roll, one_episode, per_hundred

# Permanent exclusions and suspensions of one authority's secondary schools in 2019/20, as a slide printed them.
PRINTED = [Told("pex", 24, Decimal("0.19")), Told("suspension", 1617, Decimal("11.28"))]

# The rows of that slide beside the published counts: what is printed, episodes, pupils.
NATIONAL = [("0.13", 4269, 3409277), ("7.43", 253307, 3409277), ("0.13", 275, 205384), ("7.28", 14960, 205384)]
LOCAL = [("11.28", 1617, 14336)]
NOT_REPRODUCIBLE = {
    "0.25 and 11.79, Black Caribbean pupils, England": "no published counts of 2019/20 for this group and phase at hand",
    "0.26 and 15.48, Black pupils, the authority": "no published counts at hand",
    "0.53 and 24.55, Black Caribbean pupils, the authority": "no published counts at hand",
}
"""Of these figures nothing is claimed: they could be neither confirmed nor refuted."""


@pytest.mark.parametrize(("printed", "count", "roll"), [*NATIONAL, *LOCAL])
def test_that_what_can_be_reproduced_from_raw_counts_is(printed, count, roll):
    assert str(per_hundred(count, roll)) == printed


def test_that_the_counts_give_017_where_the_slide_printed_019():
    assert str(per_hundred(24, 14336)) == "0.17"
    assert all("at hand" in why for why in NOT_REPRODUCIBLE.values())


def test_that_24_at_019_is_caught_beside_1617_at_1128_with_the_arithmetic():
    found = contradictions(PRINTED)
    assert list(found) == ["pex"]
    assert found["pex"] == (
        "24 at 0.19 would need 12,308 to 12,972 pupils, but 1,617 at 11.28 needs 14,329 to 14,341 pupils. "
        "Among those 24 is 0.17; 0.19 would need 27. One of the two is wrong."
    )


def test_that_a_known_roll_judges_each_pair_by_itself():
    found = contradictions(PRINTED, 14336)
    assert found == {"pex": "24 among 14,336 pupils is 0.17, not 0.19."}


@pytest.mark.parametrize("count", [0, 1, 3, 24, 1617, 14960])
@pytest.mark.parametrize("roll", [37, 409, 14336, 205384])
def test_that_a_rate_worked_out_of_its_own_count_is_never_doubted(count, roll):
    rate = per_hundred(count, roll)
    implied = implied_roll(count, rate)
    assert implied is not None
    assert implied.holds(roll)
    assert not contradictions([Told("a", count, rate), Told("b", count * 2, per_hundred(count * 2, roll))])


@pytest.mark.parametrize(("count", "rate"), [(3, "0.41"), (24, "0.19"), (7, "0.0"), (2, "100"), (5, "3.125")])
def test_that_the_ends_of_an_implied_roll_are_the_last_that_round_to_the_rate(count, rate):
    implied = implied_roll(count, Decimal(rate))
    assert implied is not None
    places = Decimal(rate)

    def rounds(roll: int) -> bool:
        return (Decimal(count) * 100 / roll).quantize(places, "ROUND_HALF_UP") == places

    assert rounds(implied.least)
    assert implied.least == 1 or not rounds(implied.least - 1)
    if implied.most is not None:
        assert rounds(implied.most)
        assert not rounds(implied.most + 1)


def test_that_no_episodes_at_a_rate_above_nothing_cannot_be():
    assert "no number of pupils" in contradictions([Told("pex", 0, Decimal("0.10"))])["pex"]
    assert contradictions([Told("pex", 0, Decimal("0.00"))]) == {}


@pytest.mark.parametrize("count", [10, 24, 60, 90])
def test_that_the_interval_of_a_count_is_that_of_the_exact_poisson_to_a_hundredth_part(count):
    ratio = against_rate(count, 1000, Decimal("1.00"))
    assert ratio is not None
    for end, tail in (
        (ratio.low * 10, lambda mean: 1 - _below(count, mean)),
        (ratio.high * 10, lambda mean: _below(count + 1, mean)),
    ):
        assert tail(end) == pytest.approx(0.025, abs=0.001)


def _below(count: int, mean: float) -> float:
    """Chance of fewer than `count`."""
    term, total = exp(-mean), 0.0
    for n in range(count):
        total += term
        term *= mean / (n + 1)
    return total


def test_that_the_share_behind_two_groups_is_wilsons():
    ratio = between(12, 50, 20, 300)
    assert ratio is not None
    assert ratio.value == pytest.approx(3.6)
    low = ratio.low * 50 / 300
    share = low / (1 + low)
    # At Wilson's end the observed share lies 1.96 standard errors away.
    assert (12 / 32 - share) / (share * (1 - share) / 32) ** 0.5 == pytest.approx(1.96, abs=0.001)


@pytest.mark.parametrize("numbers", [(9, 500, 200, 4000), (30, 100, 9, 400), (0, 20, 0, 300)])
def test_that_with_fewer_than_ten_episodes_nothing_is_said(numbers):
    assert between(*numbers) is None
    assert against_rate(9, 500, Decimal("1.0")) is None


def test_that_one_episode_among_43_pupils_is_233_points():
    assert one_episode(43) == Decimal("2.33")
