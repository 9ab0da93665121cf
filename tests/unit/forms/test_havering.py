"""The shipped Havering edition: categories, days, stays, concern and recipients, each with its source line."""

from datetime import date

import pytest

from sipdesk.domain.category import History, Known, Placing, matches, stays, way
from sipdesk.domain.school import Governance, Phase
from tests.unit.forms.editions import LIBRARY, by_id, given, lines, rhythm

REPORT = LIBRARY.programme("havering", "2011")
CODES = ["cat-1", "cat-2", "cat-3a", "cat-3b", "cat-3c"]


@pytest.mark.parametrize(
    ("category", "entitlement", "amount", "line"),
    [
        ("cat-1", "core", "0.5", 178), ("cat-1", "subject", "not stated", 192), ("cat-1", "subject-outstanding", "none", 193),
        ("cat-2", "core", "1.5", 180), ("cat-2", "subject", "to be agreed", 191),
        ("cat-3a", "core", "3", 182), ("cat-3a", "subject", "to be agreed", 190),
        ("cat-3b", "core", "6", 184), ("cat-3b", "subject", "to be agreed", 189),
        ("cat-3c", "core", "not stated", 174), ("cat-3c", "subject", "not stated", 174),
    ],
)  # fmt: skip
def test_that_the_days_of_each_category_are_those_of_the_report(category, entitlement, amount, line):
    found = REPORT.category(category)
    assert given(found)[entitlement][:2] == (amount, "days")
    assert line in lines(by_id(found.entitlements)[entitlement].source)


@pytest.mark.parametrize(
    ("fact", "category", "line", "automatic"),
    [
        ("no-concerns", "cat-1", 127, False), ("wants-support", "cat-2", 134, False), ("joining", "cat-2", 135, False),
        ("no-substantive-head", "cat-2", 136, False), ("new-head", "cat-2", 137, False),
        ("difficulty-now", "cat-2", 138, False), ("weak-standards", "cat-3a", 146, False),
        ("weak-leadership", "cat-3a", 147, False), ("weak-teaching", "cat-3a", 148, False),
        ("weak-behaviour", "cat-3a", 149, False), ("weak-well-being", "cat-3a", 150, False),
        ("weak-home-school", "cat-3a", 151, False), ("weak-budget", "cat-3a", 152, False),
        ("improvement-notice", "cat-3b", 158, True), ("special-measures", "cat-3b", 159, True),
        ("below-floor", "cat-3b", 160, True), ("warning-standards", "cat-3c", 168, False),
        ("warning-breakdown", "cat-3c", 169, False), ("warning-safety", "cat-3c", 170, False),
    ],
)  # fmt: skip
def test_that_a_fact_speaks_for_the_category_of_its_line(fact, category, line, automatic):
    (match,) = matches(REPORT, Known(facts=[fact]))
    assert (match.category, match.automatic) == (category, automatic)
    assert line in lines(match.source)


def test_that_a_satisfactory_school_matches_two_categories():
    assert [m.category for m in matches(REPORT, Known(facts=["satisfactory"]))] == ["cat-2", "cat-3a"]


def test_that_today_s_grade_3_is_not_read_as_satisfactory():
    assert matches(REPORT, Known(facts=["grade-3"])) == []


def test_that_leaving_3b_today_takes_two_years_to_category_1():
    stops = way(REPORT, "cat-3b", "cat-1", date(2026, 3, 2))
    assert [(stop.category, stop.on.isoformat()) for stop in stops] == [
        ("cat-3a", "2026-03-02"), ("cat-2", "2027-03-02"), ("cat-1", "2028-03-02"),
    ]  # fmt: skip
    assert [lines(stop.source) for stop in stops] == [{154}, {133}, set()]


@pytest.mark.parametrize(("leaving", "years"), [("cat-3a", 1), ("cat-3c", 1), ("cat-2", 0)])
def test_that_the_way_to_category_1_follows_the_stays_of_the_report(leaving, years):
    assert way(REPORT, leaving, "cat-1", date(2026, 3, 2))[-1].on == date(2026 + years, 3, 2)


def test_that_a_new_head_is_a_reason_for_the_first_year_only():
    history = History().placed(_placing("cat-2", date(2025, 10, 1)), REPORT)
    (clock,) = stays(REPORT, history, head_since=date(2025, 9, 1))
    assert (clock.bound, clock.ends, lines(clock.source)) == ("at most", date(2026, 9, 1), {137})
    (unknown,) = stays(REPORT, history)
    assert unknown.ends is None


def test_that_the_stay_after_category_3_runs_only_for_a_school_that_comes_from_it():
    came = History().placed(_placing("cat-3a", date(2024, 9, 1)), REPORT)
    came = came.placed(_placing("cat-2", date(2025, 9, 1)), REPORT)
    ends = {clock.rule: clock.ends for clock in stays(REPORT, came)}
    assert ends == {"after-3": date(2026, 9, 1), "new-head": None}


def _placing(category, on):
    return Placing(category=category, on=on, decided_by="Principal inspector", why="As discussed")


@pytest.mark.parametrize(
    ("cadence", "how_often", "line", "concern"),
    [
        ("category-year", (1, 1, "year", "exactly"), 83, False), ("category-leaders", (2, 1, "year", "exactly"), 98, False),
        ("monitoring-group", (1, 1, "half-term", "exactly"), 83, False), ("scc-review", (1, 1, "term", "at least"), 98, True),
        ("scc-chair", (1, 1, "term", "at least"), 98, True), ("scc-meeting", (1, 1, "term", "at least"), 186, True),
        ("scc-evaluation", (1, 1, "year", "exactly"), 220, True), ("lead-member", (1, 1, "term", "exactly"), 222, True),
        ("director", (1, 1, "term", "exactly"), 224, True),
    ],
)  # fmt: skip
def test_that_meetings_and_reviews_come_round_as_the_report_says(cadence, how_often, line, concern):
    rule = by_id(REPORT.cadences)[cadence]
    assert rhythm(rule) == how_often
    assert line in lines(rule.source)
    assert (rule.flags == ["causing-concern"]) is concern


def test_that_concern_comes_with_3b_and_3c_and_may_come_with_3a():
    flag = by_id(REPORT.flags)["causing-concern"]
    assert (flag.set_by, flag.may_be_set_by) == (["cat-3b", "cat-3c"], ["cat-3a"])
    assert {154, 162, 172} <= lines(flag.source)


@pytest.mark.parametrize("category", CODES)
def test_that_the_chair_gets_visit_reports_of_schools_causing_concern_and_no_others(category):
    roles = [one.role for one in REPORT.recipients_for(category, "alert")]
    concern = category in {"cat-3b", "cat-3c"}
    assert roles == (["Headteacher", "Chair of governors"] if concern else ["Headteacher"])


def test_that_a_3a_school_with_the_flag_copies_its_reports_to_the_chair():
    roles = [one.role for one in REPORT.recipients_for("cat-3a", "alert", ["causing-concern"])]
    assert roles == ["Headteacher", "Chair of governors"]


def test_that_monitoring_reports_alone_go_to_the_head_of_learning():
    assert [one.role for one in REPORT.recipients_for("cat-3b", "progress-review")][
        -1
    ] == "Head of Learning and Achievement"
    assert "Head of Learning and Achievement" not in [one.role for one in REPORT.recipients_for("cat-3b", "alert")]
    assert REPORT.report_of("progress-review") == "Monitoring report"
    assert REPORT.report_of("alert") == "Visit report form"


def test_that_category_3_is_agreed_or_imposed_with_a_reason_and_its_letter_has_three_readers():
    steps = by_id(REPORT.designations)
    assert steps["category-3"].agreed_by == ["Headteacher", "Chair of governors"]
    assert steps["category-3"].may_be_imposed is True
    assert steps["category-3b-3c"].told == ["Headteacher", "Chair of governors", "Head of Learning and Achievement"]
    assert by_id(steps["category-3b-3c"].documents)["statement"].label == "Statement of Action"


def test_that_one_visit_a_year_is_stated_for_maintained_schools_and_nothing_for_others():
    assert [slot.id for slot in REPORT.visits_for(Phase.PRIMARY, Governance.MAINTAINED)] == ["alert"]
    for governance in (Governance.ACADEMY, Governance.FREE, Governance.INDEPENDENT):
        assert REPORT.visits_for(Phase.PRIMARY, governance) == "not stated"


def test_that_five_codes_are_three_categories():
    groups = [category.group for category in REPORT.categories]
    assert groups == ["Category 1", "Category 2", "Category 3", "Category 3", "Category 3"]
