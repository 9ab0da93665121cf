"""Open actions are the same wherever they are counted, and the partner's own promises are known as such."""

from datetime import date

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.visit import State
from sipdesk.services.visits import Step


@pytest.fixture
def visit(app: App) -> str:
    """A visit in September that agreed on one action, which was due in the same month."""

    def write() -> str:
        visits = app.services.visits
        made = visits.open_in_term("900101", TermSlot.parse("2025-26/autumn"))[0].id
        action = {"text": "Send the phonics plan", "owner": "Robin Marlow", "by_when": "2025-09-30"}
        visits.save(made, {"date": "2025-09-16"}, {"actions": [action]})
        return made

    return app.run(write)


@pytest.mark.parametrize("owner", ["Robin Marlow", "robin marlow", "Headteacher and Robin Marlow", "SIP"])
def test_that_an_action_in_the_partners_own_name_is_a_promise_on_every_page(app: App, visit: str, owner: str) -> None:
    app.run(app.services.visits.save, visit, None, {"actions": [{"text": "Send the phonics plan", "owner": owner}]})
    assert [line.mine for line in app.run(app.services.promises.open)] == [True]
    later = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/spring"))[0]
    brief = app.run(app.services.brief.of, later.id)
    assert ([one.text for one in brief.promises], brief.actions) == (["Send the phonics plan"], [])


def test_that_what_a_cancelled_visit_would_have_agreed_is_counted_nowhere(app: App, visit: str) -> None:
    def told() -> tuple[int, int, int]:
        services = app.services
        rows = {row.urn: row.open_actions for row in services.overview.caseload().rows}
        overdue = [one for one in services.due.on(date(2025, 10, 7)) if one.kind == "action"]
        return services.promises.count(), rows["900101"], len(overdue)

    assert app.run(told) == (1, 1, 1)
    app.run(app.services.visits.move, visit, Step(to=State.CANCELLED, by="the school", why="no need any more"))
    assert app.run(told) == (0, 0, 0)
