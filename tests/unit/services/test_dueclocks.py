"""Clocks among the things that are due: each with its rule, one line for what is shared, a decision where a rule asks."""

import datetime as dt

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.placement import DatedFact
from sipdesk.services.duelines import Due
from sipdesk.services.today import Part
from tests.unit.services.standings import TODAY, URN, follow, place


def _due(app: App, on: dt.date = TODAY) -> list[Due]:
    return [one for one in app.run(app.services.due.on, on) if one.kind in {"clock", "decision"}]


def test_that_a_cadence_of_the_term_is_due_with_its_rule_and_source(app: App) -> None:
    follow(app, "hackney", "enhanced")
    found = {one.rule_id: one for one in _due(app)}
    assert set(found) == {"action-group", "heat-map"}
    assert found["action-group"].rule == "One a term; none yet; due by 19 December 2025 (slides, line 35)."
    assert found["action-group"].due == dt.date(2025, 12, 19)


def test_that_a_longest_stay_is_spoken_of_half_a_year_before_its_end(app: App) -> None:
    follow(app, "hackney", "enhanced")
    place(app, "enhanced", dt.date(2023, 11, 1))
    stay = next(one for one in _due(app) if one.rule_id == "two-years")
    assert (stay.what, stay.due, stay.overdue) == ("Longest time in Enhanced", dt.date(2025, 11, 1), False)
    late = next(one for one in _due(app, dt.date(2025, 11, 3)) if one.rule_id == "two-years")
    assert late.overdue
    assert not any(one.rule_id == "two-years" for one in _due(app, dt.date(2025, 3, 1)))


def test_that_an_automatic_category_asks_for_a_decision_until_there_is_one(app: App) -> None:
    follow(app, "hackney", "core")
    app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact="grade-3", since=dt.date(2024, 5, 1)))
    asked = next(one for one in _due(app) if one.kind == "decision")
    assert asked.what == "Confirm its category: Enhanced, set by a rule"
    assert "slides, line 35" in asked.rule
    assert asked.rule.endswith("Discuss and confirm it, or decide otherwise.")
    line = next(one for one in app.run(app.services.today.view).lines if one.part is Part.DECIDE)
    assert line.urn == URN
    place(app, "focused")
    assert not any(one.kind == "decision" for one in _due(app))


def test_that_the_caseload_has_since_when_and_what_a_rule_asks_next(app: App) -> None:
    follow(app, "hackney", "enhanced")
    row = next(row for row in app.run(app.services.overview.caseload).rows if row.urn == URN)
    assert row.category_since == dt.date(2025, 9, 3)
    assert row.clock is not None
    assert row.clock.due == dt.date(2025, 12, 19)


def test_that_today_sorts_clocks_by_their_day(app: App) -> None:
    follow(app, "hackney", "enhanced")
    lines = [one for one in app.run(app.services.today.view).lines if "heat map" in one.what]
    assert [one.part for one in lines] == [Part.TERM]


def test_that_the_brief_carries_clocks_and_entitlement_and_no_category(app: App) -> None:
    follow(app, "hackney", "enhanced")

    visit, _ = app.run(app.services.visits.open_in_term, URN, TermSlot.parse("2025-26/autumn"))
    brief = app.run(app.services.brief.of, visit.id)
    told = "\n".join([*brief.clocks, *brief.entitlement])
    assert "Risk assessment (heat map): one a term; none yet; due by 19 December 2025" in brief.clocks
    assert any("14 hours a term" in line for line in brief.entitlement)
    assert any("not stated" in line for line in brief.entitlement)
    assert "Enhanced" not in told
