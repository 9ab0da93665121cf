"""Pictures of a school and of a year: from the visits and from what is published, each of its own phase."""

import pytest

from sipdesk.domain.calendar import Term, TermSlot
from sipdesk.domain.chart import BOXES, Look
from sipdesk.domain.visit import State
from sipdesk.services.overview import CaseloadView, SchoolRow, TermCell
from sipdesk.services.pictures import drawn, visits_of
from tests.unit.imports import public

PRIMARY, SECONDARY = "900101", "900102"
LOOK = Look("#1C2126", "#55606B", "#D5D9DC", "#0B5F73", "#FFFFFF")


@pytest.fixture
def series(app):
    """The authority-level series of all phases."""
    services = app.services
    read = services.intake.public(
        services.intake.recognise(public.SERIES), public.SERIES, app.run(services.publicdata.asked)
    )
    app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)


def wrote(app, urn, counts, term="autumn"):
    """A visit that wrote suspensions of all pupils down, by column."""
    visit, _ = app.run(app.services.visits.open_in_term, urn, TermSlot.parse(f"2025-26/{term}"))
    periods = {column: {"all": {"suspension": count, "roll": 400}} for column, count in counts.items()}
    app.run(app.services.visits.save, visit.id, {"date": "2025-10-20"}, {"exclusions": {"periods": periods}})
    return visit


def charts(app, urn, *before):
    return app.run(app.services.pictures.school, urn, *before)


def test_that_the_school_stands_beside_its_authority_and_england_and_no_region(app, series):
    wrote(app, SECONDARY, {"two_years_before": 40, "year_before": 44})
    (course,) = charts(app, SECONDARY)
    assert [line.label for line in course.lines] == ["This school", "Hackney", "England"]
    assert [line.own for line in course.lines] == [True, False, False]
    assert course.lines[2].points[-1].year == 2023


def test_that_a_primary_school_never_stands_beside_secondary_ones(app, series):
    wrote(app, PRIMARY, {"two_years_before": 40, "year_before": 44})
    (course,) = charts(app, PRIMARY)
    secondary = {"20.91", "22.61"}
    assert "secondary" not in course.alternative
    assert not any(figure in course.alternative for figure in secondary)


def test_that_published_figures_alone_are_no_picture_of_a_school(app, series):
    assert charts(app, SECONDARY) == []


def test_that_the_newest_visit_says_what_a_year_was(app):
    wrote(app, PRIMARY, {"two_years_before": 40, "year_before": 44})
    visit, _ = app.run(app.services.visits.open_in_term, PRIMARY, TermSlot.parse("2025-26/spring"))
    periods = {"year_before": {"all": {"suspension": 48, "roll": 400}}}
    app.run(app.services.visits.save, visit.id, {"date": "2026-03-03"}, {"exclusions": {"periods": periods}})
    (course,) = charts(app, PRIMARY)
    assert [str(point.value) for point in course.lines[0].points] == ["10.00", "12.00"]


def test_that_a_brief_has_the_pictures_of_earlier_visits(app):
    wrote(app, PRIMARY, {"two_years_before": 40, "year_before": 44})
    spring, _ = app.run(app.services.visits.open_in_term, PRIMARY, TermSlot.parse("2025-26/spring"))
    app.run(app.services.visits.save, spring.id, {"date": "2026-03-03"}, None)
    assert [chart.kind for chart in app.run(app.services.brief.of, spring.id).pictures] == ["trend"]


# -- a year of visits ----------------------------------------------------------------------------------------------


def year(app, *states):
    """A caseload with one school for each pair of states, of autumn and spring."""
    rows = [
        SchoolRow(
            urn=str(800_000 + n), name=f"School {n}", phase="primary", category="",
            terms={term: TermCell(title="Visit", state=state) for term, state in zip(Term, pair, strict=False)},
        )
        for n, pair in enumerate(states)
    ]  # fmt: skip
    return CaseloadView(year="2025-26", years=["2025-26"], today=app.clock.today(), rows=rows)


def test_that_a_year_is_told_term_by_term_the_furthest_first(app):
    view = year(app, (State.ISSUED, State.PLANNED), (State.WRITING, None), (State.ISSUED, None))
    found = visits_of(view)
    assert found
    assert found.title == "Visits in 2025/26"
    assert [(row.label, row.spoken) for row in found.rows] == [
        ("Autumn", "2 issued, 1 being written"),
        ("Spring", "1 planned, 2 not begun"),
    ]
    assert found.finding == "2 of 6 are issued."


def test_that_a_cancelled_visit_is_no_visit(app):
    assert [row.total for row in visits_of(year(app, (State.CANCELLED, State.ISSUED))).rows] == [1]
    assert visits_of(year(app, (State.CANCELLED,))) is None
    assert visits_of(year(app)) is None


def test_that_every_state_but_a_cancelled_one_is_counted(app):
    view = year(app, *((state,) for state in State))
    assert visits_of(view).rows[0].total == len(State) - 1


def test_that_many_visits_are_stretches_and_not_boxes(app):
    many = visits_of(year(app, *[(State.ISSUED,)] * (BOXES + 1)))
    assert not many.boxed
    assert "box" not in many.unit
    told = drawn(many, LOOK, 500, 13)
    assert told.count("<rect") == 1
    assert drawn(visits_of(year(app, *[(State.ISSUED,)] * BOXES)), LOOK, 500, 13).count("<rect") == BOXES
