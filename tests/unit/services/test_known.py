"""What is known at a visit: the words of the last one on the same question, what it handed on, open actions, facts."""

import json

import pytest

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.kinds import KINDS
from sipdesk.domain.question import Column, Row, Table
from sipdesk.services.known import Known, _tellers, told


@pytest.fixture
def terms(app: App) -> dict[str, str]:
    made = {}
    for term in ("autumn", "spring"):
        visit, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse(f"2025-26/{term}"))
        made[term] = visit.id
    told = json.loads((paths.resources() / "demo" / "autumn.json").read_text(encoding="utf-8"))
    app.run(app.services.files.fill, made["autumn"], told)
    app.run(app.services.visits.save, made["spring"], {"date": "2026-03-03"}, None)
    return made


def items(known: Known):
    return [item for section in known.sections.values() for item in section]


def test_that_a_first_visit_says_that_nothing_came_before(app, terms):
    known = app.run(app.services.known.of, terms["autumn"])
    assert known.first_visit
    assert known.sections == {}


def test_that_a_later_visit_shows_what_was_said_to_the_same_question(app, terms):
    known = app.run(app.services.known.of, terms["spring"])
    words = [item for item in items(known) if item.heading]
    assert words
    assert all("autumn" in item.source.casefold() and "2025" in item.source for item in words)
    assert not known.first_visit


def test_that_open_actions_stand_where_actions_are_spoken_of(app, terms):
    known = app.run(app.services.known.of, terms["spring"])
    actions = [item for item in items(known) if item.source.startswith("Open action")]
    assert actions
    assert all(item.state for item in actions)
    assert all(item.copied and item.copied in item.words for item in actions)


def test_that_what_was_agreed_names_its_day_as_people_do(app, terms):
    known = app.run(app.services.known.of, terms["spring"])
    agreed = next(item for item in items(known) if item.heading == "Who does what by when")
    assert "| Senior leaders | 14 November 2025" in agreed.words
    assert "2025-11-14" not in agreed.words


def test_that_the_head_met_last_time_is_named_where_nobody_entered_one(app, terms):
    assert "Head at the last visit: Amara Osei" in app.run(app.services.known.of, terms["spring"]).facts
    app.run(app.services.visits.save, terms["spring"], {"head": "Kit Rowan"}, None)
    assert "Head: Kit Rowan" in app.run(app.services.known.of, terms["spring"]).facts


def test_that_an_action_past_its_day_says_so_in_a_word(app, terms, clock):
    ticking = clock.now.__self__
    ticking.at = ticking.at.replace(year=2026, month=6)
    known = app.run(app.services.known.of, terms["spring"])
    late = [item for item in items(known) if item.tone == "late"]
    assert late
    assert all("overdue" in item.state for item in late)


def test_that_the_roll_and_the_head_with_since_are_told(app, terms):
    app.run(
        app.services.people.save, "900101", {"role": "Headteacher", "name": "Sam Archer", "since": "September 2023"}
    )
    facts = app.run(app.services.known.of, terms["spring"]).facts
    assert facts == "412 on roll · Head: Sam Archer since September 2023"


def test_that_no_answer_is_shown_with_its_ids(app, terms):
    known = app.run(app.services.known.of, terms["spring"])
    for item in items(known):
        assert not [sign for sign in ("{", "}", "[", "_id", "None") if sign in item.words], item.words


def test_that_every_kind_of_answer_has_its_words():
    assert set(_tellers()) == set(KINDS)


def test_that_a_table_is_told_row_by_row_with_its_figures():
    table = Table(
        id="attendance",
        prompt="Attendance",
        columns=[
            Column(id="last", label="Last year", type="percent"),
            Column(id="now", label="This year", type="percent"),
        ],
        rows=[Row(id="all", label="All pupils"), Row(id="looked_after", label="Looked after")],
    )
    given = [{"row": "all", "cells": {"last": 94.1, "now": 95.0}}, {"row": "looked_after", "cells": {"last": "c"}}]
    assert told(table, given) == "- All pupils: 94.1, 95\n- Looked after: c"
