"""What a programme's rules say of a school, asked without a desk."""

from datetime import date

import pytest

from sipdesk.domain.category import Known
from sipdesk.domain.errors import NotFound
from sipdesk.domain.school import Governance, Phase
from sipdesk.services.category import explain, facts_of, programme_of
from tests.unit.forms.editions import LIBRARY

TODAY = date(2025, 10, 7)
PRIMARY = (Phase.PRIMARY, Governance.MAINTAINED)


def _told(asked, known, **more):
    return explain(programme_of(LIBRARY, asked, TODAY), known, PRIMARY, TODAY, **more)


def test_that_all_fitting_categories_come_with_rule_rhythm_and_readers():
    told = _told("havering", Known(facts=["special-measures"]))
    (only,) = told.fitting
    assert (only.id, only.readers, only.flags) == (
        "cat-3b", ["Headteacher", "Chair of governors"], ["School causing concern"],
    )  # fmt: skip
    assert only.reasons[0].automatic
    assert {clock.due for clock in only.clocks if clock.rule == "scc-meeting"} == {date(2025, 12, 19)}


def test_that_without_a_fact_every_category_is_told():
    told = _told("hackney", Known())
    assert [one.id for one in told.fitting] == ["core", "focused", "enhanced", "intensive-a", "intensive-b"]
    assert {reason for one in told.fitting for reason in one.reasons} == set()


def test_that_a_register_is_told_apart_and_a_talk_comes_first():
    told = _told("hillingdon", Known(facts=["good-at-risk"]))
    assert told.talk_first
    assert [match.automatic for match in told.on_register] == [False]
    assert _told("hackney", Known(facts=["grade-3"])).register_name == ""


def test_that_a_way_is_told_where_one_is_asked_for():
    told = _told("havering", Known(left="cat-3b"), goal="cat-1")
    assert told.way[-1].on == date(2027, 10, 7)
    assert _told("havering", Known(left="cat-3b")).way == []


def test_that_an_edition_can_be_named_and_a_wrong_one_is_not_found():
    assert programme_of(LIBRARY, "hillingdon/2020-23", TODAY).status == "draft"
    assert programme_of(LIBRARY, "hillingdon", TODAY).edition == "2015-18"
    with pytest.raises(NotFound, match="Its editions are: 2015-18, 2020-23"):
        programme_of(LIBRARY, "hillingdon/1999", TODAY)


def test_that_the_facts_told_are_those_that_rules_ask_about():
    told = facts_of(programme_of(LIBRARY, "hackney", TODAY))
    assert "grade-3" in told
    assert "report-card" not in told


@pytest.mark.parametrize(
    ("governance", "visits", "hours"),
    [
        (Governance.MAINTAINED, 3, 14),
        (Governance.ACADEMY, 2, "not stated"),
        (Governance.COLLEGE, 2, "not stated"),
        (Governance.INDEPENDENT, "not stated", "not stated"),
    ],
)
def test_that_what_a_category_gives_is_told_as_the_kind_of_school_has_it(governance, visits, hours):
    told = explain(
        programme_of(LIBRARY, "hackney", TODAY), Known(facts=["grade-3"]), (Phase.PRIMARY, governance), TODAY
    )
    given = {one.unit: one.amount for one in told.fitting[0].gives}
    assert (given["visits"], given["hours"]) == (visits, hours)


def test_that_what_only_a_recurring_visit_asks_about_and_what_only_a_notice_rests_on_can_be_noted():
    # A grade of 3 speaks for no category of 2011, but for a visit.
    visited = facts_of(programme_of(LIBRARY, "havering", TODAY))
    assert visited["grade-3"] == "Graded 3 overall: requires improvement"
    assert "report-card" not in visited
    noticed = facts_of(programme_of(LIBRARY, "hillingdon", TODAY))
    assert {"warning-standards", "rapid-plan", "rapid-plan-validated"} <= set(noticed)
