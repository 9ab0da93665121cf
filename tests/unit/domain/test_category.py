"""Categories as an engine: every rule that fits is told, a history loses nothing, stays and entitlements count as stated."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk import paths
from sipdesk.domain.category import History, Known, Placing, matches, standing, stays, way
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.forms.loader import load_programmes

LIBRARY = load_programmes(paths.forms())
PROGRAMME = LIBRARY.programme("hackney", "2021-22")
OTHER = LIBRARY.programme("havering", "2011")
DAY = date(2025, 10, 1)


def _placing(category, on=DAY, **told):
    return Placing(**{"category": category, "on": on, "decided_by": "Head of service", "why": "As discussed", **told})


def test_that_a_school_graded_3_matches_two_categories_each_with_its_line():
    found = [(m.category, m.automatic, m.source) for m in matches(PROGRAMME, Known(facts=["grade-3"]))]
    assert found == [("enhanced", True, "slides, line 35"), ("intensive-a", False, "slides, line 36")]


def test_that_every_match_says_which_fact_met_it():
    (match,) = matches(PROGRAMME, Known(facts=["special-measures"]))
    assert (match.name, match.because) == ("Intensive B", "Judged to need special measures")


def test_that_a_fact_nobody_declared_is_refused():
    with pytest.raises(BadInput, match="knows no fact “tall”"):
        matches(PROGRAMME, Known(facts=["tall"]))


def test_that_fourteen_hours_a_year_and_fourteen_a_term_are_told_apart():
    told = {}
    for name in ("focused", "enhanced", "intensive-a"):
        given_time = next(e for e in PROGRAMME.category(name).entitlements if e.id == "officer_time")
        told[name] = standing(given_time, Decimal(2), Decimal(16))
    assert {name: one.a_year for name, one in told.items()} == {"focused": 14, "enhanced": 42, "intensive-a": 42}
    assert {name: one.over for name, one in told.items()} == {"focused": 2, "enhanced": 2, "intensive-a": 0}
    assert {one.mine for one in told.values()} == {Decimal(2)}


@pytest.mark.parametrize(("category", "left"), [("cat-1", Decimal("0.5")), ("cat-3c", None)])
def test_that_what_is_not_stated_is_never_counted_against(category, left):
    core = OTHER.category(category).entitlements[0]
    assert standing(core, Decimal(0), Decimal(0)).left == left


def test_that_one_s_own_time_is_a_part_of_everybody_s():
    with pytest.raises(BadInput, match="part of everybody"):
        standing(OTHER.category("cat-1").entitlements[0], Decimal(2), Decimal(1))


def test_that_a_supported_school_is_to_leave_within_two_years():
    history = History().placed(_placing("enhanced"), PROGRAMME)
    (clock,) = stays(PROGRAMME, history)
    assert (clock.bound, clock.begins, clock.ends) == ("at most", DAY, date(2027, 10, 1))
    assert "no later than 1 October 2027" in clock.said
    assert clock.source == "slides, line 119"


def test_that_deciding_to_stay_begins_no_stay_anew():
    history = History().placed(_placing("enhanced"), PROGRAMME)
    history = history.placed(_placing("enhanced", DAY + timedelta(days=200)), PROGRAMME)
    assert history.since == DAY
    assert history.before == ""


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"why": " "}, "Say who decided"), ({"decided_by": ""}, "Say who decided"),
        ({"on": DAY - timedelta(days=1)}, "begins after that"),
        ({"imposed": True, "agreed_by": ["Headteacher"]}, "imposed was not agreed"),
    ],
)  # fmt: skip
def test_that_an_entry_that_says_too_little_is_refused(told, why):
    history = History().placed(_placing("core"), PROGRAMME)
    with pytest.raises(Refused, match=why):
        history.placed(_placing("focused", **told), PROGRAMME)


def test_that_a_category_of_another_programme_is_not_found():
    with pytest.raises(NotFound, match="no category “cat-2”"):
        History().placed(_placing("cat-2"), PROGRAMME)


def test_that_a_way_without_stays_is_open_at_once():
    assert [stop.on for stop in way(PROGRAMME, "intensive-b", "core", DAY)] == [DAY]


CODES = [category.id for category in OTHER.categories]
STEPS = st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 400)), min_size=1, max_size=12)


@given(STEPS)
def test_that_no_change_is_lost_and_every_clock_names_a_rule_that_exists(steps):
    history, day = History(), DAY
    for category, later in steps:
        day += timedelta(days=later)
        history = history.placed(_placing(category, day), OTHER)
    assert [placing.category for placing in history.placings] == [category for category, _ in steps]
    known = {stay.id: stay.source for category in OTHER.categories for stay in category.stays}
    for clock in stays(OTHER, history, head_since=DAY):
        assert known[clock.rule] == clock.source
        assert clock.begins <= clock.ends


@given(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 800))
def test_that_a_way_never_runs_backwards(leaving, goal, later):
    stops = way(OTHER, leaving, goal, DAY + timedelta(days=later))
    days = [stop.on for stop in stops]
    assert days == sorted(days)
    assert days[0] == DAY + timedelta(days=later)
    assert stops[-1].category == goal
