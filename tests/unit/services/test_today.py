"""What a partner sees first: a visit stands once, where it wants them."""

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.visit import State
from sipdesk.services.today import Part, TodayLine


@pytest.fixture
def autumn(app: App) -> str:
    visit, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    return str(visit.id)


def _of(app: App, visit: str) -> list[TodayLine]:
    return [line for line in app.run(app.services.today.view).lines if line.visit == visit]


def test_that_a_planned_visit_stands_once_with_its_day_and_what_asks_for_it(app: App, autumn: str) -> None:
    app.run(app.services.agenda.move, autumn, "20 October 2025", "9-12")
    (line,) = _of(app, autumn)
    assert line.part is Part.NEXT
    assert line.state is State.PLANNED
    assert line.why.startswith("In your calendar for Monday 20 October, 09:00 to 12:00. ")
    assert "asks for a visit in the autumn term, by 19 December" in line.why


def test_that_a_visit_planned_too_late_is_still_due(app: App, autumn: str) -> None:
    app.run(app.services.agenda.move, autumn, "12 January 2026", "9-12")
    assert [line.part for line in _of(app, autumn)] == [Part.NEXT, Part.TERM]


def test_that_a_visit_begun_before_its_day_has_no_note_to_finish_yet(app: App, autumn: str) -> None:
    app.run(app.services.visits.save, autumn, {"date": "2025-10-20", "data_reviewed_on": "2025-10-06"}, None)
    (line,) = _of(app, autumn)
    assert (line.part, line.state) == (Part.NEXT, State.WRITING)


def test_that_an_edition_is_named_once(app: App, autumn: str) -> None:
    rules = {line.why for line in app.run(app.services.today.view).lines if line.part is Part.TERM}
    assert rules
    assert not any("(2021-22)" in rule for rule in rules)
