"""The shipped Hillingdon editions: the plan of 2015-18 and the draft of 2020-23, figure by figure with its source line."""

import pytest

from sipdesk.domain.category import Known, matches, on_register
from sipdesk.domain.school import Governance, Phase
from tests.unit.forms.editions import LIBRARY, asked, by_id, given, lines, rhythm

PLAN = LIBRARY.programme("hillingdon", "2015-18")
DRAFT = LIBRARY.programme("hillingdon", "2020-23")


@pytest.mark.parametrize(
    ("category", "cadence", "how_often", "line"),
    [
        ("gobar", "visit", (1, 1, "half-term", "at least"), 428),
        ("ri-a", "meeting", (1, 1, "term", "exactly"), 428),
        ("ri-b", "task-group", (1, 1, "month", "exactly"), 428),
        ("inadequate", "task-group", (1, 1, "month", "exactly"), 428),
    ],
)
def test_that_each_category_is_seen_as_often_as_the_plan_says(category, cadence, how_often, line):
    rule = by_id(PLAN.category(category).cadences)[cadence]
    assert rhythm(rule) == how_often
    assert line in lines(rule.source)


@pytest.mark.parametrize(
    ("cadence", "how_often", "line"),
    [
        ("risk-half-term", (1, 1, "half-term", "at least"), 384),
        ("risk-term", (1, 1, "term", "exactly"), 108),
        ("school-review", (1, 3, "year", "at least"), 142),
    ],
)
def test_that_what_comes_round_for_every_school_keeps_both_readings(cadence, how_often, line):
    rule = by_id(PLAN.cadences)[cadence]
    assert rhythm(rule) == how_often
    assert line in lines(rule.source)


def test_that_a_school_review_is_owed_to_maintained_schools_only():
    review = by_id(PLAN.cadences)["school-review"]
    assert review.when.holds(Phase.PRIMARY, Governance.MAINTAINED)
    assert not review.when.holds(Phase.PRIMARY, Governance.ACADEMY)


def test_that_the_register_has_its_eleven_indicators_in_the_order_of_the_plan():
    indicators = PLAN.risk_register.indicators
    assert [lines(one.source) for one in indicators] == [{line} for line in range(388, 399)]
    assert [one.id for one in indicators if one.safeguarding] == ["safeguarding"]
    assert by_id(indicators)["attendance-exclusion"].source == "plan, line 393"


@pytest.mark.parametrize("fact", ["grade-3", "grade-4", "serious-weaknesses", "special-measures", "formal-category"])
def test_that_requires_improvement_and_formal_categories_are_on_the_register_without_more_ado(fact):
    found = on_register(PLAN, Known(facts=[fact]))
    assert [match.automatic for match in found] == [True]
    assert {152, 408} <= lines(found[0].source)


def test_that_a_good_school_at_risk_is_suggested_only_and_spoken_with_first():
    found = on_register(PLAN, Known(facts=["good-at-risk"]))
    assert [(match.automatic, match.source) for match in found] == [(False, "plan, line 159")]
    assert PLAN.risk_register.talk_first == ["gobar"]
    assert [match.category for match in matches(PLAN, Known(facts=["good-at-risk"]))] == ["gobar"]


def test_that_requires_improvement_is_told_apart_by_progress():
    assert [m.category for m in matches(PLAN, Known(facts=["progress-to-good"]))] == ["ri-a"]
    assert [m.category for m in matches(PLAN, Known(facts=["progress-not-enough"]))] == ["ri-b"]
    assert matches(PLAN, Known(facts=["grade-3"])) == []


@pytest.mark.parametrize("fact", ["report-card", "significant-improvement", "no-overall-grade"])
def test_that_a_report_card_is_never_read_as_requires_improvement(fact):
    assert on_register(PLAN, Known(facts=[fact])) == []
    assert matches(PLAN, Known(facts=[fact])) == []


def test_that_a_note_goes_to_the_head_alone_whatever_the_category_or_the_contact():
    for category in ["", *(one.id for one in PLAN.categories)]:
        for kind in ["autumn", *(one.id for one in PLAN.contacts)]:
            assert [one.role for one in PLAN.recipients_for(category, kind)] == ["Headteacher"]
    assert {436, 438} <= lines(PLAN.recipients[0].source)
    assert PLAN.wider_sharing == "on request"


def test_that_all_contact_is_noted_reviewed_and_kept_confidential():
    assert (PLAN.note_for_all_contact, PLAN.review_before_issue, PLAN.caseload_confidential) == (True, True, True)
    assert PLAN.reply_working_days == "not stated"
    assert {"visit", "meeting", "telephone", "email", "task-group"} <= {kind.id for kind in PLAN.contacts}


def test_that_a_maintained_school_has_a_link_and_an_academy_is_not_stated():
    ids = [slot.id for slot in PLAN.visits_for(Phase.PRIMARY, Governance.MAINTAINED)]
    assert ids == ["autumn", "spring", "summer"]
    assert PLAN.visits_for(Phase.PRIMARY, Governance.ACADEMY) == "not stated"
    assert "reasonable steps" in by_id(PLAN.risk_register.told)["academy"].label


def test_that_what_the_plan_lost_is_an_empty_slot():
    lost = ("strands-figure", "academy-reviews", "escalation", "after-risk")
    assert {gap.id: gap.held for gap in PLAN.gaps} == {name: [] for name in lost}


def test_that_there_are_six_strands_three_grounds_and_ten_words():
    assert [lines(strand.source) for strand in PLAN.strands] == [{91}, {104}, {110}, {122}, {136}, {146}]
    assert [lines(item.source) for item in by_id(PLAN.references)["warning-grounds"].items] == [{373}, {374}, {375}]
    assert {"SARR", "SIOD", "HoSI", "SIL", "RI (A)", "RI (B)", "GOBAR", "NoV"} <= {word.word for word in PLAN.glossary}


def test_that_the_first_visit_asks_for_reasons_and_how_the_head_took_them():
    form = asked(PLAN, "placement")
    assert form["data_reviewed"].required
    assert {"accepted", "disputed"} <= {option.id for option in form["reasons_accepted"].options}


def test_that_the_plan_names_its_guidance_its_version_and_its_day_of_review():
    assert (PLAN.version, PLAN.guidance) == ("2", "Schools causing concern, January 2015")
    assert PLAN.review_by.isoformat() == "2016-11-30"


# -- the draft of 2020-23 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aspects", "category", "line"),
    [
        (0, "self-improving", 61), (1, "targeted", 62), (2, "targeted", 62), (3, "intensive", 63), (9, "intensive", 63),
    ],
)  # fmt: skip
def test_that_the_number_of_aspects_suggests_one_group_and_sets_none(aspects, category, line):
    found = matches(DRAFT, Known(aspects=aspects))
    assert [(match.category, match.automatic, lines(match.source)) for match in found] == [(category, False, {line})]


def test_that_none_and_not_stated_stay_apart():
    assert given(DRAFT.category("self-improving"))["support"][0] == "none"
    assert given(DRAFT.category("targeted"))["support"][0] == "not stated"
    assert given(DRAFT.category("intensive"))["support"][0] == "not stated"


def test_that_the_draft_has_four_priorities_and_an_empty_benchmark_table():
    assert [lines(one.source) for one in DRAFT.priorities] == [{52}, {53}, {54}, {55}]
    assert [(gap.id, gap.held, lines(gap.source)) for gap in DRAFT.gaps] == [("benchmarks", [], {65})]
    assert (DRAFT.status, DRAFT.guidance) == ("draft", "Schools causing concern, September 2019")


def test_that_the_draft_states_no_visits_for_anybody():
    for governance in Governance:
        assert DRAFT.visits_for(Phase.PRIMARY, governance) == "not stated"
