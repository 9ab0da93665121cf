"""What a desk holds beside the indicators of a register: said, and never answered by it."""

import datetime as dt
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.exclusions import Counts, ExclusionsAnswer
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.placement import DatedFact
from sipdesk.domain.school import Phase
from sipdesk.services.riskheld import _figures
from tests.unit.domain.test_comparison import QUESTION, YEAR, england
from tests.unit.imports import public
from tests.unit.imports.public import csv_bytes
from tests.unit.services.standings import TODAY, URN, follow

SECONDARY = "900102"


@pytest.fixture
def on_register(app: App) -> App:
    """A school on a register whose indicators say what they look at."""
    follow(app, "hillingdon", "gobar")
    app.run(app.services.risk.enter, URN, TODAY, "Outcomes fell twice.")
    return app


def _agree(app: App, *days: dt.date | None) -> None:
    """Actions agreed on a visit, each with the day by which it is to be done."""
    services = app.services
    visit, _ = app.run(services.visits.open_contact, URN, "visit", dt.date(2025, 9, 15))
    actions = [
        {"id": f"a{n}", "text": f"Action {n}", "owner": "Headteacher", "by_when": str(day) if day else None}
        for n, day in enumerate(days)
    ]
    app.run(services.visits.save, visit.id, None, {"actions": actions})


def _bring(app: App, file: Path) -> None:
    """Import a file of published figures."""
    services = app.services
    read = services.intake.public(services.intake.recognise(file), file, app.run(services.publicdata.asked))
    app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)


def test_that_late_actions_and_new_leaders_stand_beside_their_indicator_and_answer_nothing(on_register: App) -> None:
    risk = on_register.services.risk
    assert on_register.run(risk.open, URN).held == {}
    _agree(on_register, dt.date(2025, 9, 30), dt.date(2025, 10, 1), dt.date(2025, 12, 1), None)
    fact = DatedFact(urn=URN, fact="new-head", since=dt.date(2025, 9, 1))
    on_register.run(on_register.services.standing.put_fact, fact.model_copy(update={"id": "f1"}))
    page = on_register.run(risk.open, URN)
    assert page.held == {
        "slow-response": ["2 actions are past their day; the oldest was due on 30 September 2025."],
        "leadership-turbulence": ["A new headteacher, since 1 September 2025."],
    }
    assert page.entry is not None
    assert page.entry.indicators == {}


def test_that_one_late_action_is_told_as_one(on_register: App) -> None:
    _agree(on_register, dt.date(2025, 9, 30))
    page = on_register.run(on_register.services.risk.open, URN)
    assert page.held == {"slow-response": ["1 action is past its day; due on 30 September 2025."]}


def test_that_the_newest_figures_that_can_be_compared_speak() -> None:
    counts = {"before": {"all": Counts(pex=0, suspension=140, roll=900)}}
    told = ExclusionsAnswer(periods=counts, comparators={"england": england()})
    older = TableOfVisit(question=QUESTION, answer=told, year=YEAR, on=dt.date(2025, 10, 14), phase=Phase.SECONDARY)
    bare = ExclusionsAnswer(periods=counts)
    newer = older.model_copy(update={"answer": bare, "on": dt.date(2026, 2, 10)})
    lines = _figures([older, newer])
    assert lines[0].startswith(
        "Figures of 14 October 2025. Suspensions, all pupils, 2023/24: 15.56 here. England 7.43:"
    )
    assert _figures([newer]) == []


def test_that_without_a_table_what_is_published_of_the_school_and_of_its_phase_speaks(app: App, tmp_path: Path) -> None:
    follow(app, "hillingdon", "gobar", SECONDARY, name="Bramble Lane Academy", phase=Phase.SECONDARY, laestab="2049102")
    head = ["time_period", "geographic_level", "school_name", "school_urn", "headcount", "perm_excl", "suspension"]
    _bring(app, public.SERIES)
    assert app.run(app.services.risk.open, SECONDARY).held == {}
    own = tmp_path / "own.csv"
    own.write_bytes(csv_bytes(head, ["202324", "School", "Bramble Lane Academy", SECONDARY, "810", "0", "30"]))
    _bring(app, own)
    held = app.run(app.services.risk.open, SECONDARY).held["attendance-exclusion"]
    assert held[0].startswith("Suspensions published for 2023/24, per 100 pupils: 3.70 here; Hackney 20.91;")
    assert held[0].endswith("England 22.61.")
    assert held[1].startswith("Permanent exclusions published for 2023/24, per 100 pupils: 0.00 here; Hackney 0.36;")
