"""A person decides on a category: what a rule asks is answered or has a reason, and nothing of the history is lost."""

import datetime as dt

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.placement import DatedFact, Told
from tests.unit.services.standings import TODAY, URN, draft, follow, place


def _fact(app: App, fact: str, since: dt.date | None = None, **more: int) -> DatedFact:
    return app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact=fact, since=since, **more))


def test_that_a_category_of_the_sheet_is_the_first_of_the_history(app: App) -> None:
    follow(app, "hackney", "focused")
    standing = app.run(app.services.standing.of_school, URN)
    assert standing.place == "Focused since 3 September 2025"
    assert [one.placement.decided_by for one in standing.history] == ["Allocation sheet"]
    place(app, "enhanced")
    later = app.run(app.services.standing.of_school, URN)
    assert [(one.name, one.until) for one in later.history] == [("Enhanced", None), ("Focused", TODAY)]
    assert later.place == "Enhanced since 7 October 2025"


def test_that_an_automatic_rule_that_is_not_followed_needs_a_reason_and_keeps_it(app: App) -> None:
    follow(app, "hackney", "core")
    _fact(app, "grade-3", dt.date(2024, 5, 1))
    standing = app.run(app.services.standing.of_school, URN)
    assert {match.category for match in standing.matches} == {"enhanced", "intensive-a"}
    assert (standing.category, standing.contradicted) == ("enhanced", [])
    with pytest.raises(Refused, match="without more ado"):
        app.run(app.services.placing.place, URN, draft("focused"))
    assert app.run(app.services.standing.of_school, URN).category == "enhanced"
    made = place(app, "focused")
    assert [(one.rule, one.why) for one in made.overrides] == [("enhanced/graded-3", "Agreed with the service")]
    assert app.run(app.services.placing.asks, URN, draft("enhanced")) == []


def test_that_a_shortest_stay_and_a_stop_on_the_way_are_asked_for_and_never_a_wall(app: App) -> None:
    follow(app, "havering", "cat-3b")
    agreed = {"agreed_with": ["Headteacher", "Chair of governors"]}
    asked = app.run(app.services.placing.asks, URN, draft("cat-1", **agreed))
    assert [one.id for one in asked] == ["cat-3a/stop"]
    assert app.run(app.services.placing.asks, URN, draft("cat-3a", **agreed)) == []
    place(app, "cat-3a", **agreed)
    early = app.run(app.services.placing.asks, URN, draft("cat-2"))
    assert [one.id for one in early] == ["cat-3a/after-3b"]
    assert "not before 7 October 2026" in early[0].says
    assert app.run(app.services.placing.asks, URN, draft("cat-3b", **agreed)) == []  # worse at any time
    assert place(app, "cat-2").overrides[0].rule == "cat-3a/after-3b"


def test_that_leaving_3b_for_1_takes_two_years_at_least(app: App) -> None:
    follow(app, "havering", "cat-3b")
    way = app.run(app.services.standing.way, URN, "cat-1")
    assert [(stop.category, stop.on) for stop in way.stops] == [
        ("cat-3a", TODAY), ("cat-2", dt.date(2026, 10, 7)), ("cat-1", dt.date(2027, 10, 7)),
    ]  # fmt: skip
    assert "could be in 1" in way.said.replace("Category 1", "1")
    assert "7 October 2027" in way.said


def test_that_a_designation_asks_for_agreement_or_for_why_it_is_imposed(app: App) -> None:
    follow(app, "havering", "cat-2")
    asked = app.run(app.services.placing.asks, URN, draft("cat-3a", agreed_with=["Headteacher"]))
    assert [one.id for one in asked] == ["designation/category-3"]
    assert "Chair of governors" in asked[0].says
    with pytest.raises(Refused, match="why the category is imposed"):
        app.run(app.services.placing.place, URN, draft("cat-3a", imposed=True))
    with pytest.raises(Refused, match="not agreed to"):
        app.run(app.services.placing.place, URN, draft("cat-3a", imposed=True, imposed_why="x", agreed_with=["Head"]))
    imposed = draft("cat-3a", imposed=True, imposed_why="Standards fell and the school did not agree")
    made = app.run(app.services.placing.place, URN, imposed)
    assert (made.designation, made.imposed, made.overrides) == ("category-3", True, [])


def test_that_good_but_at_risk_is_talked_over_first_and_the_answer_is_kept(app: App) -> None:
    follow(app, "hillingdon", "")
    asked = app.run(app.services.placing.asks, URN, draft("gobar", discussed_on=TODAY))
    assert [one.id for one in asked] == ["talk-first"]
    assert "accepts or disputes" in asked[0].says
    made = app.run(
        app.services.placing.place,
        URN,
        draft("gobar", discussed_on=TODAY, discussed_with=["Headteacher"], heard="disputed", heard_words="Not yet."),
    )
    assert (made.heard, made.heard_words) == ("disputed", "Not yet.")


def test_that_steps_and_who_was_told_are_kept_with_their_days(app: App) -> None:
    follow(app, "hackney", "enhanced")
    made = place(app, "intensive-a")
    services = app.services
    app.run(services.placing.mark_step, URN, "risk", TODAY)
    told = app.run(services.placing.tell, made.id, Told(who="Headteacher", how="Letter", on=TODAY)).told
    standing = app.run(services.standing.of_school, URN)
    assert {step.id: step.on for step in standing.steps}["risk"] == TODAY
    assert [(one.who, one.how) for one in told] == [("Headteacher", "Letter")]
    assert app.run(services.placing.untell, made.id, told[0].id).told == []
    app.run(services.placing.mark_step, URN, "risk", None)
    assert {step.on for step in app.run(services.standing.of_school, URN).steps} == {None}
    with pytest.raises(NotFound):
        app.run(services.placing.mark_step, URN, "no-such-step", TODAY)


def test_that_a_decision_taken_back_stays_in_the_history_and_counts_no_more(app: App) -> None:
    follow(app, "hackney", "core")
    made = place(app, "enhanced")
    app.run(app.services.placing.take_back, made.id)
    standing = app.run(app.services.standing.of_school, URN)
    assert standing.category == "core"
    assert [bool(one.placement.taken_back) for one in standing.history] == [True, False]
    assert [row.category for row in app.run(app.services.overview.caseload).rows if row.urn == URN] == ["Core"]
    app.run(app.services.placing.give_back, made.id)
    assert app.run(app.services.standing.of_school, URN).category == "enhanced"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"placed_on": dt.date(2025, 10, 8)}, "has not come yet"),
        ({"discussed_on": dt.date(2026, 1, 1)}, "nothing was discussed"),
    ],
)
def test_that_a_decision_says_enough(app: App, told: dict[str, object], sentence: str) -> None:
    follow(app, "hackney", "core")
    with pytest.raises(Refused, match=sentence):
        app.run(app.services.placing.place, URN, draft("focused").model_copy(update=told))
    assert len(app.run(app.services.standing.of_school, URN).history) == 1


def test_that_an_unknown_category_is_refused_and_no_category_is_a_decision_too(app: App) -> None:
    follow(app, "hackney", "core")
    with pytest.raises(BadInput, match="no category “gold”"):
        app.run(app.services.placing.place, URN, draft("gold"))
    place(app, "")
    standing = app.run(app.services.standing.of_school, URN)
    assert (standing.category, standing.name, standing.place) == ("", "", "No category")
    assert [one.name for one in standing.history] == ["No category", "Core"]


def test_that_the_day_before_a_decision_is_no_day_for_another(app: App) -> None:
    follow(app, "hackney", "core")
    place(app, "enhanced", dt.date(2025, 10, 1))
    with pytest.raises(Refused, match="1 October 2025"):
        app.run(app.services.placing.place, URN, draft("focused", dt.date(2025, 9, 20)))
    follow(app, "hackney", "enhanced", urn="900102")
    place(app, "enhanced", dt.date(2024, 1, 8), urn="900102")  # since when it was so before the sheet came
    assert app.run(app.services.standing.of_school, "900102").since == dt.date(2024, 1, 8)


def test_that_a_placing_stands_in_the_audit_without_its_reasons(app: App) -> None:
    follow(app, "hackney", "core")
    place(app, "enhanced", internal="The head is leaving.")
    rows = app.run(lambda: list(app.services.desk.db.query("SELECT what, detail FROM audit ORDER BY seq DESC LIMIT 1")))
    assert rows[0]["what"] == "placed a school in a category"
    assert "leaving" not in rows[0]["detail"]


def test_that_of_one_day_the_later_decision_counts(app: App) -> None:
    follow(app, "hackney", "core")
    first, second = place(app, "focused", dt.date(2025, 9, 3)), place(app, "enhanced", dt.date(2025, 9, 3))
    standing = app.run(app.services.standing.of_school, URN)
    assert [one.name for one in standing.history] == ["Enhanced", "Focused", "Core"]
    assert [one.placement.id for one in standing.history][:2] == [second.id, first.id]


def test_that_a_category_of_another_authority_says_nothing_by_this_ones_rules(app: App) -> None:
    follow(app, "havering", "cat-3b")
    place(app, "cat-3b", dt.date(2025, 9, 10), agreed_with=["Headteacher", "Chair of governors"])
    follow(app, "hackney", "core")
    standing = app.run(app.services.standing.of_school, URN)
    assert (standing.category, standing.clocks) == ("core", [])
    assert {one.name for one in standing.history} == {"Core", "Category 3B"}
    place(app, "enhanced")
    assert app.run(app.services.standing.of_school, URN).since == TODAY


def test_that_a_day_to_come_is_refused_before_anything_is_asked(app: App) -> None:
    follow(app, "hackney", "core")
    _fact(app, "grade-3", dt.date(2024, 5, 1))
    later = draft("focused", TODAY + dt.timedelta(days=1))
    for call in (app.services.placing.asks, app.services.placing.place):
        with pytest.raises(Refused, match="8 October 2025 has not come yet"):
            app.run(call, URN, later)
    with pytest.raises(BadInput, match="no school year"):
        app.run(app.services.placing.place, URN, draft("focused", dt.date(1, 1, 1)))
