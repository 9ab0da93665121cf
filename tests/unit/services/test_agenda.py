"""The year's plan: dates given, moved and taken back; what speaks against a day; term dates; promises; today."""

from datetime import date, time

import pytest

from sipdesk.app import App
from sipdesk.domain.agenda import assumed_times, half_day, read_date, read_times, reason_against
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.visit import State
from sipdesk.services.promises import is_mine
from sipdesk.services.today import Part
from sipdesk.services.visits import Step

YEAR = AcademicYear(start=2025)
AUTUMN = TermSlot.parse("2025-26/autumn")


@pytest.mark.parametrize(
    ("year", "term", "monday"),
    [
        (2025, Term.AUTUMN, date(2025, 10, 27)),
        (2026, Term.AUTUMN, date(2026, 10, 26)),
        (2025, Term.SPRING, date(2026, 2, 16)),
        (2026, Term.SPRING, date(2027, 2, 15)),
        (2025, Term.SUMMER, date(2026, 5, 25)),
    ],
)
def test_that_assumed_half_terms_are_those_most_authorities_have(year, term, monday):
    assert assumed_times(AcademicYear(start=year), term).half_first == monday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("14 Oct", date(2025, 10, 14)),
        ("Tues 14/10", date(2025, 10, 14)),
        ("2026-03-03", date(2026, 3, 3)),
        ("3 march", date(2026, 3, 3)),
    ],
)
def test_that_a_day_is_read_as_a_person_types_it(typed, day):
    assert read_date(typed, YEAR) == day


@pytest.mark.parametrize("typed", ["", "soon", "31 Feb", "14/10/2027", "Mon 14 Oct"])
def test_that_what_is_no_day_of_the_year_is_refused_in_words(typed):
    with pytest.raises(BadInput, match="is no day of 2025/26"):
        read_date(typed, YEAR)


def test_that_times_are_read_and_an_hour_before_seven_is_in_the_afternoon():
    assert read_times("9-12") == (time(9), time(12))
    assert read_times("9:30 to 12.15") == (time(9, 30), time(12, 15))
    assert read_times("1.15–3") == (time(13, 15), time(15))
    assert read_times("11am-1pm") == (time(11), time(13))
    assert read_times(" ") is None
    for wrong in ("morning", "12-9am", "9:75-10"):
        with pytest.raises(BadInput):
            read_times(wrong)


def test_that_a_day_without_school_says_why():
    terms = [assumed_times(YEAR, term) for term in Term]
    told = {
        day: reason_against(day, terms)
        for day in (date(2025, 10, 14), date(2025, 10, 18), date(2025, 10, 28), date(2025, 8, 20), date(2026, 5, 4))
    }
    assert list(told.values()) == ["", "weekend", "half-term", "outside term", "bank holiday"]


def plan(app: App, urn: str, typed: str, times: str = ""):
    return app.run(app.services.agenda.plan, urn, AUTUMN, typed, times)


def view(app: App, year: AcademicYear | None = None):
    return app.run(app.services.agenda.year, year)


def against(app: App, urn: str) -> list[str]:
    return next(one.against for one in view(app).planned if one.urn == urn)


def test_that_planning_opens_the_visit_and_begins_no_writing(app: App):
    before = view(app)
    assert ("900101", "autumn") in {(one.urn, one.slot.term) for one in before.undated}
    put = plan(app, "900101", "14 Oct", "9-12")
    visit = app.run(app.services.visits.get, put.visit)
    assert (visit.state, visit.header.date, visit.header.start) == (State.PLANNED, date(2025, 10, 14), time(9))
    after = view(app)
    assert len(after.undated) == len(before.undated) - 1
    assert [(one.school, one.on) for one in after.planned] == [("Alder Park Primary School", date(2025, 10, 14))]


def test_that_a_date_is_moved_cleared_and_put_back(app: App):
    first = plan(app, "900101", "14 Oct", "9-12")
    moved = app.run(app.services.agenda.move, first.visit, "21 Oct")
    assert (moved.on, moved.before) == (date(2025, 10, 21), {"date": "2025-10-14"})
    cleared = app.run(app.services.agenda.clear, first.visit)
    assert view(app).planned == []
    app.run(app.services.agenda.put_back, cleared)
    app.run(app.services.agenda.put_back, moved)
    visit = app.run(app.services.visits.get, first.visit)
    assert (visit.header.date, visit.header.start, visit.state) == (date(2025, 10, 14), time(9), State.PLANNED)


def test_that_a_visit_put_off_is_planned_again_and_undo_puts_it_off_again(app: App):
    first = plan(app, "900101", "14 Oct")
    app.run(app.services.visits.move, first.visit, Step(to=State.POSTPONED, by="the school", why="an inspection"))
    assert view(app).planned == []
    again = plan(app, "900101", "4 Nov")
    assert app.run(app.services.visits.get, again.visit).state is State.PLANNED
    app.run(app.services.agenda.put_back, again)
    visit = app.run(app.services.visits.get, again.visit)
    assert (visit.state, visit.reason) == (State.POSTPONED, "by the school, an inspection")


def test_that_a_visit_called_off_wants_no_date(app: App):
    first = plan(app, "900101", "14 Oct")
    app.run(app.services.visits.move, first.visit, Step(to=State.CANCELLED, by="the school", why="it closes"))
    seen = view(app)
    assert seen.planned == []
    assert ("900101", AUTUMN) not in {(one.urn, one.slot) for one in seen.undated}


def test_that_the_date_of_a_visit_with_the_head_stands(app: App, on_desk):
    put = plan(app, "900101", "14 Oct")
    held = app.services.visits
    visit = app.run(held.get, put.visit)
    from sipdesk.store.visits import Visits  # noqa: PLC0415

    store = Visits(app.services.desk)
    app.run(store.update, visit.model_copy(update={"state": State.WITH_HEAD}))
    with pytest.raises(Refused, match="with head"):
        app.run(app.services.agenda.move, put.visit, "15 Oct")


def test_that_a_refused_date_opens_no_visit(app: App):
    with pytest.raises(BadInput):
        plan(app, "900101", "14 Oct", "noonish")
    assert all(one.state is None for row in app.run(app.services.overview.caseload).rows for one in row.terms.values())


def test_that_clashes_are_said_in_sentences(app: App):
    plan(app, "900101", "14 Oct", "9-12")
    plan(app, "900102", "14 Oct", "10-12:30")
    assert against(app, "900101") == ["Bramble Lane Academy is planned for the same morning."]
    app.run(app.services.agenda.move, view(app).planned[1].visit, "14 Oct", "1-3")
    assert against(app, "900101") == []
    plan(app, "900102", "28 Oct")
    assert against(app, "900102") == ["Tuesday 28 October 2025 is in half-term."]


def test_that_a_schools_own_days_count_and_can_be_put_back(app: App):
    day = app.run(app.services.agenda.add_day, "900101", "13 Oct", "15 Oct", "a residential trip", YEAR)
    plan(app, "900101", "14 Oct")
    assert against(app, "900101") == ["Alder Park Primary School has a residential trip on Tuesday 14 October 2025."]
    gone = app.run(app.services.agenda.drop_day, day.id)
    assert view(app).days == []
    app.run(app.services.agenda.keep_day, gone)
    assert [one.what for one in view(app).days] == ["a residential trip"]
    with pytest.raises(BadInput, match="before the first"):
        app.run(app.services.agenda.add_day, "900101", "15 Oct", "13 Oct", "INSET", YEAR)


def test_that_confirmed_term_dates_replace_the_assumed_ones_everywhere(app: App):
    terms = view(app).terms
    assert all(times.assumed for times in terms)
    autumn = terms[0].model_copy(update={"last": date(2025, 12, 17), "assumed": False})
    before = app.run(app.services.agenda.set_terms, "hackney", YEAR, [autumn, *terms[1:]])
    caseload = app.run(app.services.overview.caseload)
    assert (caseload.due_by, caseload.assumed) == (date(2025, 12, 17), False)
    rules = [due.rule for due in app.run(app.services.due.on, date(2025, 11, 3)) if due.kind == "visit"]
    assert all("by 17 December." in rule for rule in rules)
    app.run(app.services.agenda.set_terms, "hackney", YEAR, before)
    assert app.run(app.services.overview.caseload).assumed


def test_that_term_dates_that_cannot_be_are_refused(app: App):
    terms = view(app).terms
    wrong = terms[0].model_copy(
        update={"half_first": date(2025, 12, 27), "half_last": date(2025, 12, 29), "assumed": False}
    )
    with pytest.raises(BadInput, match="half-term"):
        app.run(app.services.agenda.set_terms, "hackney", YEAR, [wrong, *terms[1:]])


def test_that_half_days_follow_the_times(app: App):
    plan(app, "900101", "14 Oct", "9-3")
    planned = view(app).planned[0]
    from sipdesk.domain.agenda import Appointment  # noqa: PLC0415

    told = Appointment(visit="v", urn="900101", school="S", on=planned.on, start=planned.start, end=planned.end)
    assert half_day(told) == "day"


WORDS = {"partner", "adviser", "sip", "school improvement partner"}


@pytest.mark.parametrize(
    "owner", ["SIP", "the SIP", "Headteacher and SIP", "School improvement partner", "Adviser / head"]
)
def test_that_a_partners_own_promise_is_known_by_the_programmes_words(owner):
    assert is_mine(owner, WORDS)


@pytest.mark.parametrize("owner", ["Headteacher", "Leadership and management adviser", "Deputy head", ""])
def test_that_somebody_elses_is_not(owner):
    assert not is_mine(owner, WORDS)


def test_that_today_names_the_next_visits_and_what_is_due(app: App):
    put = plan(app, "900101", "14 Oct", "9-12")
    seen = app.run(app.services.today.view)
    parts = {line.part for line in seen.lines}
    assert Part.NEXT in parts
    assert Part.TERM in parts
    ahead = next(line for line in seen.lines if line.part is Part.NEXT)
    assert (ahead.visit, ahead.on) == (put.visit, date(2025, 10, 14))
    assert "asks for a visit in the autumn term" in ahead.why
    assert put.visit not in {line.visit for line in seen.lines if line.part is Part.TERM}
