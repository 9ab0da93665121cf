"""What holds for every shipped edition, whoever's it is."""

import re

import pytest

from sipdesk.domain.rules import FACTS
from sipdesk.services.first import authorities
from tests.unit.forms.editions import LIBRARY, asked, lines, sourced

EDITIONS = [(name, edition) for name in LIBRARY.authorities() for edition in LIBRARY.editions(name)]


@pytest.fixture(params=EDITIONS, ids="-".join)
def programme(request):
    return LIBRARY.programme(*request.param)


def test_that_every_rule_names_the_line_that_says_so(programme):
    """An edition that follows no document says at least whose the rule is."""
    unsaid = [
        name for name, source in sourced(programme) if not (source if programme.status == "example" else lines(source))
    ]
    assert unsaid == []


def test_that_every_edition_can_be_chosen_at_the_first_run(programme):
    import datetime as dt  # noqa: PLC0415

    listed = {choice.id: choice for choice in authorities(LIBRARY, dt.date(2026, 10, 1))}
    wanted = f"{programme.authority}/{programme.edition}" if programme.status == "draft" else programme.authority
    assert listed[wanted].problem == ""
    assert listed[wanted].edition == programme.edition


def test_that_each_form_says_who_took_part_what_matters_and_who_does_what(programme):
    for name in {*(slot.form for slot in programme.visits), *(kind.form for kind in programme.contacts)}:
        kinds = {question.kind for question in asked(programme, name).values()}
        assert {"people_met", "summary", "actions"} <= kinds, name


def test_that_every_heading_is_short_and_speaks_to_the_head(programme):
    unfit = re.compile(r"\b[Yy]ou|\?|^[^A-Z]|[.:;]$")
    for name in {*(slot.form for slot in programme.visits), *(kind.form for kind in programme.contacts)}:
        headings = {q.id: q.heading for q in asked(programme, name).values()}
        assert {i: h for i, h in headings.items() if not 0 < len(h) <= 60 or unfit.search(h)} == {}, name


def test_that_a_register_never_stands_in_a_form_s_words(programme):
    register = programme.risk_register
    words = [register.name, register.short] if register else []
    for name in {*(slot.form for slot in programme.visits), *(kind.form for kind in programme.contacts)}:
        told = " ".join(f"{q.heading} {q.prompt} {q.hint}" for q in asked(programme, name).values())
        assert not [word for word in words if word in told], name


def test_that_no_edition_declares_a_fact_that_means_the_same_everywhere(programme):
    assert not {fact.id for fact in programme.facts} & set(FACTS)
