"""Published figures ready for a visit's table: of the school's own phase, with every label."""

import pytest

from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.exclusions import ExclusionsAnswer
from sipdesk.domain.kinds import read_answer
from sipdesk.domain.published import Level
from sipdesk.domain.school import Phase
from tests.unit.imports import public
from tests.unit.imports.public import MODERN, csv_bytes
from tests.unit.services.test_published import PRIMARY, SECONDARY, figures

FILES = [
    [*figures("State-funded primary")], [*figures("State-funded secondary")], [*figures("Total")],
    [*figures("State-funded primary", pupils="Caribbean")], [*figures("State-funded secondary", pupils="Caribbean")],
]  # fmt: skip


@pytest.fixture
def offered(app, tmp_path):
    """What a school's autumn visit is offered, after a file was imported."""

    def ask(urn, *what):
        for n, one in enumerate(what):
            file = one
            if isinstance(one, bytes):
                file = tmp_path / f"{n}.csv"
                file.write_bytes(one)
            services = app.services
            read = services.intake.public(services.intake.recognise(file), file, app.run(services.publicdata.asked))
            app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)
        visit, _ = app.run(app.services.visits.open_in_term, urn, TermSlot.parse("2025-26/autumn"))
        sections = app.run(app.services.visits.sections, visit)
        question = next(q for section in sections for q in section.questions if q.kind == "exclusions_table")
        return question, app.run(app.services.offers.comparators, visit.id, question)

    return ask


def test_that_a_primary_school_is_offered_primary_figures_alone(offered):
    _, offers = offered(PRIMARY, csv_bytes(MODERN, *FILES), public.SERIES, public.TERMLY, public.MAJOR)
    assert offers
    assert {one.comparator.phase for one in offers} == {Phase.PRIMARY}
    assert all("primary" in one.label and "primary" in one.comparator.population for one in offers)


def test_that_a_secondary_school_is_offered_its_authority_region_and_england(offered):
    question, offers = offered(SECONDARY, public.SERIES)
    assert {one.level for one in offers} >= {Level.LOCAL, Level.NATIONAL}
    for one in offers:
        assert one.comparator.fits(Phase.SECONDARY)
        assert one.comparator.source
        told = ExclusionsAnswer(comparators={"national": one.comparator}).model_dump(mode="json")
        assert read_answer(question, told).comparators["national"] == one.comparator


def test_that_a_group_of_the_form_comes_with_its_own_roll(offered):
    _, offers = offered(SECONDARY, csv_bytes(MODERN, *FILES))
    (england,) = [one for one in offers if one.level is Level.NATIONAL]
    assert {"suspension_rate", "bcrb_suspension_rate"} <= set(england.comparator.values)
    assert {"all", "black_caribbean"} <= set(england.comparator.rolls)
    assert "before this visit’s" in england.note


def test_that_nothing_is_offered_where_nothing_is_imported(offered):
    assert offered(PRIMARY)[1] == []
