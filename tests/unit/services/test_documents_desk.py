"""The five source documents on a real desk: what a decision is asked for, whom a note goes to, how an academy hears of it.

Each case names its file and line, as those in the tables of the rules do.
"""

import datetime as dt
from typing import NamedTuple

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import Refused
from sipdesk.domain.placement import DatedFact, Told
from sipdesk.domain.school import Governance
from tests.unit.domain.documents import EDITIONS, FILES, PROGRAMMES, table
from tests.unit.forms.editions import by_id, lines
from tests.unit.services.standings import TODAY, URN, draft, follow, place

EARLIER = dt.date(2025, 9, 10)


class Decision(NamedTuple):
    """A school in a category, a fact (with its day) or none, a decision, and what it is asked for by the rule of that line."""

    seed: str
    line: int
    stands: str
    fact: str
    goes: str
    asked: list[str]
    more: dict[str, object] = {}


AGREED = {"agreed_with": ["Headteacher", "Chair of governors"]}
TALKED = {"discussed_on": EARLIER, "heard": "disputed"}
DECISIONS = [
    Decision("HK", 35, "core", "grade-3", "intensive-a", ["enhanced/graded-3"]),
    Decision("HK", 35, "core", "grade-3", "enhanced", []),
    Decision("HK", 36, "core", "special-measures", "intensive-b", []),
    Decision("HV", 76, "cat-1", "below-floor", "cat-3a", ["cat-3b/below-floor"], AGREED),
    Decision("HV", 76, "cat-1", "below-floor", "cat-3b", [], AGREED),
    Decision("HV", 207, "cat-1", "weak-teaching", "cat-3a", ["designation/category-3"]),
    Decision("HV", 207, "cat-1", "weak-teaching", "cat-3a", [], AGREED),
    Decision("HV", 207, "cat-1", "weak-teaching", "cat-3a", [], {"imposed": True, "imposed_why": "The budget has run out."}),
    Decision("HV", 154, "cat-3b", "", "cat-1", ["cat-3a/stop"]),
    Decision("HV", 133, "cat-3a", "", "cat-1", ["cat-2/stop"]),
    Decision("H15", 159, "", "good-at-risk", "gobar", ["talk-first"]),
    Decision("H15", 159, "", "good-at-risk", "gobar", [], TALKED),
    Decision("H15", 152, "ri-a", "special-measures", "ri-b", ["inadequate/formal-category"]),
    Decision("H15", 152, "ri-a", "special-measures", "inadequate", []),
    Decision("H15", 156, "", "progress-to-good", "ri-a", []),
]  # fmt: skip


@table(DECISIONS)
def test_that_a_decision_is_asked_for_what_the_line_asks_and_for_nothing_else(app: App, case: Decision) -> None:
    follow(app, EDITIONS[case.seed][0], case.stands)
    if case.fact:
        app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact=case.fact, since=EARLIER))
    made = draft(case.goes, **case.more)
    asked = app.run(app.services.placing.asks, URN, made)
    assert [one.id for one in asked] == case.asked
    assert all(case.line in lines(one.source) for one in asked)
    if asked:
        with pytest.raises(Refused, match="Give a reason"):
            app.run(app.services.placing.place, URN, made)
    kept = place(app, case.goes, **case.more)
    assert [one.rule for one in kept.overrides] == case.asked
    assert app.run(app.services.standing.of_school, URN).category == case.goes


def test_that_an_academy_on_the_register_keeps_each_attempt_to_tell_those_who_answer_for_it(app: App) -> None:
    """File 001_5de809d73bf99452.txt, line 152: no link, but all reasonable steps to tell head, responsible body or commissioner."""
    follow(app, "hillingdon", "", governance=Governance.ACADEMY)
    services = app.services
    app.run(services.standing.note_fact, DatedFact(urn=URN, fact="grade-3", since=EARLIER))
    view = app.run(services.risk.enter, URN, TODAY, "Judged to require improvement.")
    assert [(one.rule, one.automatic, 152 in lines(one.source)) for one in view.matches] == [
        ("requires-improvement", True, True)
    ]
    assert not view.maintained
    assert any("keep each attempt" in remark for remark in view.remarks)
    for who, outcome in (
        ("Headteacher", "On leave"),
        ("Chief executive of the trust", ""),
        ("Regional director", "Received"),
    ):
        view = app.run(lambda who=who, outcome=outcome: services.risk.tell(
            URN, Told(who=who, how="Letter", on=TODAY, outcome=outcome), attempt=True))  # fmt: skip
    assert [(one.who, one.outcome) for one in view.entry.attempts] == [
        ("Headteacher", "On leave"), ("Chief executive of the trust", ""), ("Regional director", "Received"),
    ]  # fmt: skip
    assert not any("keep each attempt" in remark for remark in view.remarks)
    standing = app.run(services.standing.of_school, URN)
    assert "not stated" in standing.variant
    assert "school-review" not in {one.rule for one in standing.clocks}


def test_that_twice_in_two_years_has_no_number_until_somebody_gives_one(app: App) -> None:
    """File 003_8f4cf63da8229906.txt, line 121: “bi-annually” for schools less than good, once a year for the others."""
    follow(app, "havering", "cat-3b")
    services = app.services
    app.run(services.standing.note_fact, DatedFact(urn=URN, fact="special-measures", since=EARLIER))
    clock = by_id_of_rule(app)["visit-less"]
    assert (clock.asks_number, clock.due) == (True, None)
    assert 121 in lines(clock.source)
    app.run(services.standing.choose_number, URN, "visit-less", "2")
    assert by_id_of_rule(app)["visit-less"].due == dt.date(2026, 7, 31)
    assert "visit-good" not in by_id_of_rule(app)


def by_id_of_rule(app: App) -> dict[str, object]:
    """The school's clocks by their rule."""
    return {one.rule: one for one in app.run(app.services.standing.of_school, URN).clocks}


@pytest.mark.parametrize(("category", "flag", "chair"), [("cat-3b", "", True), ("cat-3a", "", False), ("cat-3a", "causing-concern", True), ("cat-1", "", False)])  # fmt: skip
def test_that_the_chair_is_copied_in_only_where_the_report_says_so(
    app: App, category: str, flag: str, chair: bool
) -> None:
    """File 003_8f4cf63da8229906.txt, line 186."""
    follow(app, "havering", category)
    if flag:
        app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact=flag, since=EARLIER))
    visit, _ = app.run(app.services.visits.open_contact, URN, "support", dt.date(2025, 10, 1))
    roles = [one.role for one in app.run(app.services.notes.record, visit.id, draft=True).recipients]
    assert ("Chair of governors" in roles) is chair
    assert 186 in lines(PROGRAMMES["HV"].recipients[1].source)


def test_that_each_case_names_a_file_that_there_is() -> None:
    assert {case.seed for case in DECISIONS} <= set(FILES)
    assert by_id(PROGRAMMES["H15"].designations)["at-risk"].steps
