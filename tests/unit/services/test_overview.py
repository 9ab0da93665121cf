"""The lists of the window: as many questions to the database for four hundred schools as for four."""

from datetime import date

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import Term, TermSlot
from sipdesk.domain.errors import NotFound
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.domain.visit import State
from sipdesk.services.overview import find_desk
from sipdesk.services.visits import Step
from sipdesk.store.schools import Allocation, put_allocation, put_school


def _add(app: App, count: int, year: str = "2025-26") -> None:
    desk = app.services.desk
    with desk.change("put schools in place", "") as db:
        for n in range(count):
            urn = str(800_001 + n)
            put_school(db, School(urn=urn, name=f"School {n}", phase=Phase.PRIMARY, governance=Governance.MAINTAINED))
            put_allocation(
                db, Allocation(urn=urn, authority="hackney", year=year, term="autumn"), desk.clock.stamp(), ""
            )


def _questions(app: App) -> int:
    app.services.overview.caseload()  # the programmes are read once
    asked: list[str] = []
    connection = app.services.desk.db.conn
    connection.set_trace_callback(asked.append)
    app.services.overview.caseload()
    connection.set_trace_callback(None)
    return len(asked)


def test_that_each_table_is_asked_once_whatever_the_number_of_schools(app: App) -> None:
    app.run(_add, app, 4)
    few = app.run(_questions, app)
    app.run(_add, app, 400)
    assert app.run(_questions, app) == few <= 24


def test_that_the_year_shown_is_the_newest_there_is_unless_one_is_named(app: App) -> None:
    app.run(_add, app, 1, "2026-27")
    view = app.run(app.services.overview.caseload)
    assert (view.year, view.years) == ("2026-27", ["2026-27", "2025-26"])
    assert view.term is None
    before = app.run(app.services.overview.caseload, "2025-26")
    assert (before.term, before.due_by) == (Term.AUTUMN, date(2025, 12, 19))


def test_that_a_visit_put_off_still_counts_as_due(app: App) -> None:
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    app.run(services.visits.save, visit.id, {"date": "2025-11-04", "start": "09:00", "end": "12:00"}, None)
    row = app.run(services.overview.caseload).rows[0]
    assert row.next is not None
    assert (row.next.on, row.next.by) == (date(2025, 11, 4), False)
    app.run(services.visits.move, visit.id, Step(to=State.POSTPONED, by="the school", why="an inspection"))
    row = app.run(services.overview.caseload).rows[0]
    assert row.terms[Term.AUTUMN].state is State.POSTPONED
    assert row.next is not None
    assert (row.next.on, row.next.by, row.next.overdue) == (date(2025, 12, 19), True, False)


def test_that_a_school_lists_undated_visits_before_dated_ones(app: App) -> None:
    services = app.services
    for term in ("autumn", "spring"):
        app.run(services.visits.open_in_term, "900101", TermSlot.parse(f"2025-26/{term}"))
    autumn = app.run(services.visits.get, "900101/2025-26/autumn")
    app.run(services.visits.save, autumn.id, {"date": "2025-10-14"}, None)
    view = app.run(services.overview.school, "900101")
    assert [line.date for line in view.visits] == [None, date(2025, 10, 14)]
    assert (view.category, view.left) == ("Core", False)


def test_that_a_note_with_gaps_is_a_draft_that_names_them(app: App) -> None:
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    view = app.run(services.overview.note, visit.id)
    assert view.record.draft
    assert view.missing
    assert view.record.note == app.run(services.overview.note, visit.id).record.note


def test_that_looking_for_a_desk_opens_nothing(tmp_path, desk_folder) -> None:
    find_desk(desk_folder)
    with pytest.raises(NotFound, match="There is no desk"):
        find_desk(tmp_path)


def test_that_the_day_the_allocation_sheet_names_stands_until_the_calendar_has_one(app: App) -> None:
    """The clock stands on 7 October 2025: a day gone by and a note are no next date."""
    services = app.services

    def allot(planned: str) -> None:
        with services.desk.change("put an allocation in place", "") as db:
            told = Allocation(urn="900101", authority="hackney", year="2025-26", term="autumn", planned=planned)
            put_allocation(db, told, services.desk.clock.stamp(), "")

    app.run(allot, "Last visit: 02/10/2025; Date of next visit: 11/11/2025; Then: w/c 3 Dec")
    found = app.run(services.overview.caseload).rows[0].next
    assert found is not None
    assert (found.on, found.listed, found.by) == (date(2025, 11, 11), True, False)
    visit, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    app.run(services.visits.save, visit.id, {"date": "2025-11-18"}, None)
    found = app.run(services.overview.caseload).rows[0].next
    assert found is not None
    assert (found.on, found.listed) == (date(2025, 11, 18), False)


def test_that_a_visit_whose_day_was_taken_out_again_is_no_longer_called_planned(app: App) -> None:
    services, autumn = app.services, TermSlot.parse("2025-26/autumn")
    put = app.run(services.agenda.plan, "900101", autumn, "4 November 2025")
    assert app.run(services.overview.caseload).rows[0].terms[Term.AUTUMN].state is State.PLANNED
    app.run(services.agenda.clear, put.visit)
    cell = app.run(services.overview.caseload).rows[0].terms[Term.AUTUMN]
    assert (cell.state, cell.visit) == (None, put.visit)
    assert app.run(services.schoolyear.year, "900101").stages[0].state is None
