"""What comes round: due at the end of its period, or of the next one once it took place; never earlier than before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk import paths
from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.cadence import cadences_of, clock
from sipdesk.domain.calendar import Term
from sipdesk.domain.rules import Cadence
from sipdesk.domain.school import Governance, Phase
from sipdesk.forms.loader import load_programmes

LIBRARY = load_programmes(paths.forms())
PRIMARY = (Phase.PRIMARY, Governance.MAINTAINED)


def _cadence(per="half-term", amount=1, every=1, bound="at least"):
    return Cadence(id="one", label="Visit", amount=amount, every=every, per=per, bound=bound, source="plan, line 1")


@pytest.mark.parametrize(
    ("per", "done", "due"),
    [
        ("half-term", [], date(2025, 10, 24)), ("half-term", [date(2025, 10, 3)], date(2025, 12, 19)),
        ("term", [], date(2025, 12, 19)), ("term", [date(2025, 9, 9)], date(2026, 4, 2)),
        ("month", [], date(2025, 10, 31)), ("month", [date(2025, 10, 3)], date(2025, 11, 30)),
        ("year", [], date(2026, 7, 31)), ("year", [date(2025, 9, 9)], date(2027, 7, 31)),
        ("year", [date(2025, 7, 9)], date(2026, 7, 31)),
    ],
)  # fmt: skip
def test_that_it_is_due_by_the_end_of_its_period(per, done, due):
    assert clock(_cadence(per), done, date(2025, 10, 7)).due == due


def test_that_the_explanation_says_how_often_when_last_and_by_when():
    told = clock(_cadence(), [date(2025, 10, 3)], date(2025, 10, 7))
    assert told.said == "at least one a half-term; last 3 October 2025; due by 19 December 2025"
    assert told.source == "plan, line 1"


def test_that_confirmed_dates_count_before_assumed_ones():
    autumn = TermTimes(
        term=Term.AUTUMN, first=date(2025, 9, 3), last=date(2025, 12, 17), half_first=date(2025, 10, 20),
        half_last=date(2025, 10, 31), assumed=False,
    )  # fmt: skip
    assert clock(_cadence(), [], date(2025, 10, 7), [autumn]).due == date(2025, 10, 17)


def test_that_once_in_three_years_counts_from_the_last_one():
    review = _cadence("year", every=3)
    assert clock(review, [date(2023, 3, 1)], date(2025, 10, 7)).due == date(2026, 3, 1)
    assert clock(review, [date(2022, 3, 1)], date(2025, 10, 7)).overdue
    assert clock(review, [], date(2025, 10, 7)).due is None


@pytest.mark.parametrize("word", ["not stated", "to be agreed", "none"])
def test_that_a_rhythm_without_a_number_is_never_due(word):
    told = clock(_cadence(amount=word), [], date(2025, 10, 7))
    assert (told.due, told.overdue) == (None, False)
    assert told.said.startswith(word)


def test_that_a_good_school_at_risk_is_due_sooner_than_one_that_requires_improvement():
    plan = LIBRARY.programme("hillingdon", "2015-18")
    due = {name: clock(cadences_of(plan, name, PRIMARY)[0], [], date(2025, 10, 7)).due for name in ("gobar", "ri-a")}
    assert due["gobar"] < due["ri-a"]


def test_that_a_school_causing_concern_has_more_that_comes_round():
    report = LIBRARY.programme("havering", "2011")
    usual = {one.id for one in cadences_of(report, "cat-1", PRIMARY, facts=[])}
    assert usual == {"category-year", "category-leaders", "monitoring-group"}
    assert {one.id for one in cadences_of(report, "cat-3b", PRIMARY)} > usual | {"scc-meeting", "scc-chair"}


def test_that_an_academy_follows_its_variant():
    plan = LIBRARY.programme("hillingdon", "2015-18")
    academy = {one.id for one in cadences_of(plan, "gobar", (Phase.PRIMARY, Governance.ACADEMY))}
    assert "school-review" not in academy


@given(
    st.sampled_from(["half-term", "term", "month", "year"]),
    st.lists(st.dates(date(2024, 9, 1), date(2027, 7, 1)), max_size=8),
    st.dates(date(2025, 9, 1), date(2027, 6, 1)),
    st.integers(0, 60),
)
def test_that_a_clock_never_runs_backwards(per, done, today, later):
    before, after = (clock(_cadence(per), done, day) for day in (today, today + timedelta(days=later)))
    assert before.due >= today
    assert after.due >= before.due
