"""Where a school stands: facts from files, people and typing; clocks from contacts and from what was entered."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.placement import Clock, DatedFact, Occurrence, SchoolStanding
from sipdesk.domain.school import Governance
from tests.unit.imports.public import csv_bytes
from tests.unit.imports.test_ofsted import HEAD, row
from tests.unit.services.standings import TODAY, URN, follow, place


def _standing(app: App, on: dt.date | None = None, urn: str = URN) -> SchoolStanding:
    return app.run(app.services.standing.of_school, urn, on)


def _clock(app: App, rule: str, on: dt.date | None = None) -> Clock:
    return next(one for one in _standing(app, on).clocks if one.rule == rule)


def _note(app: App, fact: str, since: dt.date | None = None, **more: object) -> DatedFact:
    return app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact=fact, since=since, **more))  # type: ignore[arg-type]


def test_that_a_fact_ends_and_is_put_back_and_taken_out(app: App) -> None:
    follow(app, "hackney", "core")
    services, noted = app.services, _note(app, "marked-decline", dt.date(2025, 9, 10))
    assert noted.source == "Noted by Robin Marlow"
    assert [match.category for match in _standing(app).matches] == ["intensive-a"]
    before = app.run(services.standing.end_fact, noted.id, dt.date(2025, 10, 1))
    assert _standing(app).matches == []
    assert [match.category for match in _standing(app, dt.date(2025, 9, 20)).matches] == ["intensive-a"]
    app.run(services.standing.put_fact, before)
    assert _standing(app).matches
    dropped = app.run(services.standing.drop_fact, noted.id)
    assert _standing(app).facts == []
    app.run(services.standing.put_fact, dropped)
    assert [fact.id for fact in _standing(app).facts] == [noted.id]


def test_that_a_fact_that_no_rule_knows_or_of_another_day_is_refused(app: App) -> None:
    follow(app, "hackney", "core")
    with pytest.raises(BadInput, match="knows no fact"):
        _note(app, "below-floor")
    with pytest.raises(BadInput, match="has not come"):
        _note(app, "grade-3", dt.date(2026, 1, 1))
    noted = _note(app, "grade-3", dt.date(2025, 9, 1))
    with pytest.raises(BadInput, match="or later"):
        app.run(app.services.standing.end_fact, noted.id, dt.date(2025, 8, 1))
    with pytest.raises(NotFound):
        app.run(app.services.standing.drop_fact, "none")


def test_that_a_grade_of_three_fits_two_categories_with_rule_fact_and_source(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "grade-3", dt.date(2024, 5, 1), scale="Graded inspection")
    found = _standing(app).matches
    assert [(one.category, one.rule, one.automatic, one.source) for one in found] == [
        ("enhanced", "graded-3", True, "slides, line 35"),
        ("intensive-a", "graded-3-before", False, "slides, line 36"),
    ]
    assert found[0].because == "Graded 3 overall: requires improvement"


def test_that_a_report_card_is_no_grade_and_fits_nothing_that_asks_for_one(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "report-card", dt.date(2025, 9, 30))
    assert _standing(app).matches == []


def test_that_a_flag_of_its_own_stands_beside_the_category(app: App) -> None:
    follow(app, "havering", "cat-3a")
    assert [(flag.id, flag.borne, flag.may_be_set) for flag in _standing(app).flags][:1] == [("causing-concern", False, True)]  # fmt: skip
    assert not any(one.rule == "scc-chair" for one in _standing(app).clocks)
    _note(app, "causing-concern", dt.date(2025, 9, 15))
    standing = _standing(app)
    assert standing.category == "cat-3a"
    assert standing.flags[0].because == "Noted from 15 September 2025: Noted by Robin Marlow"
    assert _clock(app, "scc-chair").due == dt.date(2025, 12, 19)
    follow(app, "havering", "cat-3b")
    assert _standing(app).flags[0].because.startswith("It comes with")


def test_that_what_is_no_contact_is_entered_and_moves_its_clock_on(app: App) -> None:
    follow(app, "hackney", "enhanced")
    assert _clock(app, "heat-map").said == "one a term; none yet; due by 19 December 2025"
    made = app.run(app.services.standing.occurred, Occurrence(urn=URN, rule="heat-map", on=dt.date(2025, 10, 3)))
    moved = _clock(app, "heat-map")
    assert moved.said.startswith("one a term; last 3 October 2025; due by ")
    assert moved.due is not None
    assert moved.due.year == 2026
    app.run(app.services.standing.drop_occurrence, made.id)
    assert _clock(app, "heat-map").due == dt.date(2025, 12, 19)
    with pytest.raises(BadInput, match="has not come"):
        app.run(app.services.standing.occurred, Occurrence(urn=URN, rule="heat-map", on=dt.date(2025, 10, 8)))


def test_that_a_contact_counts_by_its_kind_once_it_has_taken_place(app: App) -> None:
    follow(app, "hillingdon", "gobar")
    clock = _clock(app, "visit")
    assert (clock.due, clock.contact) == (dt.date(2025, 10, 24), "visit")
    services = app.services
    visit, _ = app.run(services.visits.open_contact, URN, "visit", dt.date(2025, 10, 3))
    assert _clock(app, "visit").due == dt.date(2025, 10, 24)  # planned only
    app.run(services.visits.save, visit.id, {"date": "2025-10-03", "start": "09:00", "end": "12:00"}, None)
    told = _clock(app, "visit")
    assert told.last == dt.date(2025, 10, 3)
    assert told.due == dt.date(2025, 12, 19)


def test_that_a_half_term_missed_stays_overdue_until_it_takes_place(app: App) -> None:
    follow(app, "hillingdon", "gobar")
    late = _clock(app, "risk-half-term", dt.date(2025, 11, 20))
    assert (late.due, late.overdue) == (dt.date(2025, 12, 19), False)  # begun after its first day, so none was missed
    missed = _clock(app, "risk-half-term", dt.date(2026, 1, 20))
    assert (missed.due, missed.overdue) == (dt.date(2025, 12, 19), True)
    assert missed.said.endswith("due by 19 December 2025, overdue")


def test_that_reviews_every_three_years_are_for_maintained_schools(app: App) -> None:
    follow(app, "hillingdon", "gobar")
    never = _clock(app, "school-review")  # the school came to this caseload on 3 September 2025
    assert (never.due, never.overdue) == (dt.date(2028, 9, 3), False)
    assert never.said == "at least one every 3 years; none yet; counted from 3 September 2025; due by 3 September 2028"
    app.run(app.services.standing.occurred, Occurrence(urn=URN, rule="school-review", on=dt.date(2023, 3, 1)))
    assert _clock(app, "school-review").due == dt.date(2026, 3, 1)
    follow(app, "hillingdon", "gobar", governance=Governance.ACADEMY)
    assert not any(one.rule == "school-review" for one in _standing(app).clocks)


def test_that_a_head_of_less_than_a_year_comes_from_the_people(app: App) -> None:
    follow(app, "havering", "cat-2")
    app.run(app.services.people.save, URN, {"role": "Headteacher", "name": "A. Osei", "since": "September 2025"})
    standing = _standing(app)
    assert [(one.fact, one.id, one.until) for one in standing.facts] == [("new-head", "", dt.date(2026, 8, 31))]
    clock = next(one for one in standing.clocks if one.kind == "first year")
    assert (clock.rule, clock.start, clock.due, clock.bound) == (
        "new-head", dt.date(2025, 9, 1), dt.date(2026, 9, 1), "at most",
    )  # fmt: skip
    assert [match.category for match in standing.matches] == ["cat-2"]


def test_that_a_head_who_began_long_before_sets_no_clock(app: App) -> None:
    follow(app, "havering", "cat-2")
    app.run(app.services.people.save, URN, {"role": "Headteacher", "name": "A. Osei", "since": "March 2016"})
    assert not any(one.kind == "first year" for one in _standing(app).clocks)


def test_that_three_words_without_a_number_stay_three_words(app: App) -> None:
    follow(app, "havering", "cat-3c")
    assert {one.amount for one in _standing(app).entitlement} == {"not stated"}
    follow(app, "havering", "cat-2")
    assert "to be agreed" in {one.amount for one in _standing(app).entitlement}
    follow(app, "havering", "cat-1")
    assert "none" in {one.amount for one in _standing(app).entitlement}


def test_that_an_unknown_word_of_a_sheet_stands_as_it_is_written(app: App) -> None:
    follow(app, "hackney", "")
    app.run(app.services.desk.db.conn.execute, "UPDATE allocations SET category_written = 'Blue' WHERE urn = '900101'")
    standing = _standing(app)
    assert (standing.category, standing.name) == ("", "Blue")
    assert standing.clocks == []


def test_that_without_forms_or_categories_there_is_a_sentence_and_no_error(app: App) -> None:
    follow(app, "nowhere", "")
    standing = _standing(app)
    assert standing.trouble.startswith("There are no forms for “nowhere” here")
    assert standing.clocks == []
    follow(app, "hertfordshire", "")
    assert _standing(app).categories == []
    assert _standing(app).place == "No category"
    with pytest.raises(Refused, match="no way from it"):
        app.run(app.services.standing.way, URN, "core")
    with pytest.raises(NotFound, match="no school"):
        _standing(app, urn="123456")


def _clocks(app: App) -> dict[str, list[Clock]]:
    """The clocks of each school of the caseload, from one book, as the lists of many schools read them."""

    def read() -> dict[str, list[Clock]]:
        book = app.services.standing.book(TODAY)
        return {row.school.urn: book.clocks(row) for row in app.services.caseload.schools()}

    return app.run(read)


def test_that_a_school_that_left_keeps_where_it_stood(app: App) -> None:
    follow(app, "hackney", "enhanced")
    place(app, "focused")
    app.run(app.services.desk.db.conn.execute, "UPDATE allocations SET status = 'left' WHERE urn = '900101'")
    standing = _standing(app)
    assert (standing.left, standing.name) == (True, "Focused")
    assert URN not in _clocks(app)


def test_that_clocks_of_a_caseload_are_those_of_its_schools(app: App) -> None:
    follow(app, "hackney", "enhanced")
    follow(app, "havering", "cat-3b", urn="900102")
    clocks = _clocks(app)
    assert clocks[URN] == _standing(app).clocks
    assert clocks["900102"] == _standing(app, urn="900102").clocks
    assert clocks["900103"] == []


def test_that_a_term_can_be_looked_at_that_is_not_now(app: App) -> None:
    follow(app, "hackney", "enhanced")
    assert TermSlot.of(TODAY).term.value == "autumn"
    assert _clock(app, "heat-map", dt.date(2026, 5, 1)).due is not None


@pytest.fixture
def bring(app: App, tmp_path: Path) -> Callable[..., None]:
    """Imports one school's row of an inspection file."""

    def take(**columns: str) -> None:
        told = row(**{"Latest OEIF overall effectiveness": "3", **columns})
        file = tmp_path / "file.csv"
        file.write_bytes(csv_bytes(HEAD, [told[name] for name in HEAD]))
        services = app.services
        read = services.intake.public("ofsted", file, app.run(services.publicdata.asked))
        app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)

    return take


def test_that_an_imported_inspection_is_a_fact_that_undo_takes_away(app: App, bring: Callable[..., None]) -> None:
    follow(app, "hackney", "core")
    assert _standing(app).facts == []
    bring()
    [fact] = _standing(app).facts
    assert (fact.fact, fact.since, fact.id, fact.scale) == ("grade-3", dt.date(2023, 3, 14), "", "Graded inspection")
    assert fact.source.startswith("inspection file, ")
    assert [match.category for match in _standing(app).matches] == ["enhanced", "intensive-a"]
    assert [one.kind for one in app.run(app.services.due.on, TODAY) if one.urn == URN and one.kind == "decision"]
    app.run(app.services.caseload.undo_last)
    assert _standing(app).facts == []


def test_that_the_grades_of_the_school_before_fit_no_category(app: App, bring: Callable[..., None]) -> None:
    follow(app, "hackney", "core")
    bring(
        **{
            "Does the latest OEIF graded inspection relate to the URN of the current school?": "No",
            "URN at time of latest OEIF graded inspection": "100001",
        }
    )
    assert _standing(app).facts == []


def test_that_what_comes_round_for_all_schools_is_entered_once_and_for_its_own_authority_alone(app: App) -> None:
    follow(app, "havering", "cat-2")
    follow(app, "havering", "cat-1", urn="900102")
    made = app.run(app.services.standing.occurred, Occurrence(urn=URN, rule="monitoring-group", on=TODAY))
    assert (made.urn, made.authority) == ("", "havering")
    for urn in (URN, "900102"):
        assert next(one for one in _standing(app, urn=urn).clocks if one.rule == "monitoring-group").last == TODAY
    assert [one.rule for one in _standing(app, urn="900102").occurrences] == ["monitoring-group"]
    assert _standing(app, urn="900103").occurrences == []
    with pytest.raises(BadInput, match="No rule “tea” runs"):
        app.run(app.services.standing.occurred, Occurrence(urn=URN, rule="tea", on=TODAY))


@pytest.mark.parametrize("governance", [Governance.ACADEMY, Governance.INDEPENDENT])
def test_that_a_school_of_another_kind_is_not_promised_the_maintained_schools_time(
    app: App, governance: Governance
) -> None:
    follow(app, "hackney", "enhanced", governance=governance)
    assert {one.amount for one in _standing(app).entitlement if one.unit != "visits"} == {"not stated"}
    app.run(app.services.desk.db.conn.execute, "UPDATE allocations SET brokered = 1 WHERE urn = ?", (URN,))
    bought = _standing(app).entitlement
    follow(app, "hackney", "enhanced")
    assert bought == _standing(app).entitlement
    assert {one.amount for one in bought} != {"not stated"}


def test_that_a_fact_ends_neither_in_the_future_nor_in_year_1(app: App) -> None:
    follow(app, "hackney", "core")
    noted = _note(app, "grade-3", dt.date(2025, 9, 1))
    for day, said in (
        (TODAY + dt.timedelta(days=1), "8 October 2025 has not come"),
        (dt.date(1, 1, 1), "no school year"),
    ):
        with pytest.raises(BadInput, match=said):
            app.run(app.services.standing.end_fact, noted.id, day)
    with pytest.raises(BadInput, match="no school year"):
        _note(app, "grade-4", dt.date(1, 1, 1))
    with pytest.raises(BadInput, match="began on 1 September 2025"):
        app.run(app.services.standing.end_fact, noted.id, dt.date(2025, 8, 31))
    assert [one.until for one in _standing(app).facts] == [None]


def test_that_nothing_is_kept_twice_of_the_same_day(app: App) -> None:
    follow(app, "havering", "cat-2")
    _note(app, "grade-3", dt.date(2025, 9, 1))
    with pytest.raises(Refused, match="noted already from 1 September 2025, and is not kept twice"):
        _note(app, "grade-3", dt.date(2025, 9, 1))
    _note(app, "grade-3", dt.date(2024, 9, 1))
    assert len(_standing(app).facts) == 2
    met = Occurrence(urn=URN, rule="monitoring-group", on=TODAY)
    made = app.run(app.services.standing.occurred, met)
    with pytest.raises(Refused, match="already on 7 October 2025, and is not kept twice"):
        app.run(app.services.standing.occurred, met)
    app.run(app.services.standing.drop_occurrence, made.id)
    app.run(app.services.standing.occurred, made)  # put back
    assert [one.id for one in _standing(app).occurrences] == [made.id]
    with pytest.raises(BadInput, match="no school year"):
        app.run(app.services.standing.occurred, met.model_copy(update={"on": dt.date(1, 1, 1)}))
