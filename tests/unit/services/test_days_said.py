"""A refusal says a day as people say it, and says it before anything is kept."""

from datetime import date

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.correction import Reply
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.services import demo
from sipdesk.services.visits import Step

EARLY = date(2025, 9, 1)


@pytest.fixture
def visit(app: App) -> str:
    """The rehearsal's autumn visit, of October, with the head."""

    def write() -> str:
        made = app.services.visits.open_in_term("900101", TermSlot.parse("2025-26/autumn"))[0].id
        told = demo.answers("2025-26/autumn")
        app.services.files.fill(made, {**told, "move": {"to": "with head"}})
        return made

    return app.run(write)


def test_that_a_head_who_answers_before_the_visit_is_told_in_words(app: App, visit: str) -> None:
    early = r"cannot have answered on 1 September 2025, before the visit of \d+ \w+ 2025\."
    with pytest.raises(Refused, match=early):
        app.run(app.services.accuracy.take, visit, Reply(kind=ResponseKind.ACCURATE, on=EARLY))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=EARLY)
    with pytest.raises(Refused, match=early):
        app.run(app.services.visits.move, visit, Step(to=State.CHECKED, response=answer))
    assert app.run(app.services.visits.get, visit).state is State.WITH_HEAD


def test_that_a_visit_outside_its_school_year_is_told_in_words(app: App) -> None:
    made = app.run(app.services.visits.open_in_term, "900102", TermSlot.parse("2025-26/autumn"))[0].id
    with pytest.raises(BadInput, match="5 January 2027 lies outside the school year 2025-26"):
        app.run(app.services.visits.save, made, {"date": "2027-01-05"})
