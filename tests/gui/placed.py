"""A desk on forms of an authority nobody has heard of, its schools, and the hand that works the tab Category and risk."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.placement import DatedFact
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.category import CategoryTab
from sipdesk.gui.shell import Shell
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from sipdesk.store.schools import Allocation, put_allocation, put_school
from tests.gui import elsewhere
from tests.gui.conftest import PASSPHRASE, unlock, wait
from tests.gui.walk import reachable, tabbed

SCHOOL, ACADEMY, UNKNOWN, PLAIN = "900201", "900202", "900203", "900204"
PARTS = ["Where it stands", "Facts", "Cycle and clocks", "History", "Register"]


def _put(app: App) -> None:
    """Schools of the authority: one of its own, an academy, one with a category nobody knows, one without any rules."""
    sorts = (
        (SCHOOL, "Fir Tree Primary School", elsewhere.NAME, Governance.MAINTAINED, "green", ""),
        (ACADEMY, "Gorse Hill Academy", elsewhere.NAME, Governance.ACADEMY, "", ""),
        (UNKNOWN, "Hazel Bank School", elsewhere.NAME, Governance.MAINTAINED, "", "PURPLE"),
        (PLAIN, "Ivy Lane School", "plain", Governance.MAINTAINED, "", ""),
    )
    with app.services.desk.change("put schools in place", "") as db:
        for urn, name, authority, governance, category, written in sorts:
            put_school(db, School(urn=urn, name=name, phase=Phase.PRIMARY, governance=governance))
            told = Allocation(
                urn=urn, authority=authority, year="2025-26", term="autumn", category=category, category_written=written
            )
            put_allocation(db, told, "2025-09-01T09:00:00.000Z", "")
    fact = DatedFact(urn=ACADEMY, fact="special-measures", since=dt.date(2025, 9, 10), source="the inspection report")
    app.services.standing.note_fact(fact)


@pytest.fixture
def shell(qtbot: QtBot, desk_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Shell]:
    """The open desk on forms of the partner's own."""
    forms = elsewhere.write(tmp_path / "own")
    app = App(desk_folder, clock, forms)
    app.open(PASSPHRASE)
    app.run(_put, app)
    app.close()
    window = Window(DeskLink(desk_folder, Background(), lambda where: App(where, clock, forms)), Theme("light"), None)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
    yield unlock(qtbot, window)
    window.close()
    window.finish()


def at(qtbot: QtBot, shell: Shell, urn: str = SCHOOL, part: str = PARTS[0]) -> CategoryTab:
    """A part of the tab of a school, once it has what it shows."""
    shell.go_school(urn)
    wait(qtbot, lambda: shell.school.year.view is not None and shell.school.year.view.urn == urn)
    shell.school.show_tab("Category and risk")
    tab = shell.school.category
    wait(qtbot, lambda: tab.view is not None and tab.view.urn == urn)
    tab.show_part(part)
    return tab


def quiet(qtbot: QtBot, shell: Shell) -> None:
    """Until nothing is asked of the desk any more."""
    qtbot.waitUntil(lambda: not shell.desk.background.busy, timeout=20_000)
    QApplication.processEvents()


def add_fact(qtbot: QtBot, tab: CategoryTab, fact: str, since: str) -> None:
    """By its card."""
    before = len(tab.view.facts) if tab.view else 0
    tab.facts.add.click()
    tab.facts.fact.set(fact)
    tab.facts.since.edit.setText(since)
    tab.facts.source.edit.setText("the inspection report")
    tab.facts.adding.go.click()
    wait(qtbot, lambda: tab.view is not None and len(tab.view.facts) == before + 1)


def decide(qtbot: QtBot, tab: CategoryTab, category: str, reason: str, **whys: str) -> None:
    """By its card, with a reason for each rule that is not followed."""
    tab.show_part(PARTS[0])
    tab.place.begin(category)
    form = tab.place.form
    form.reason.edit.setPlainText(reason)
    for tick in form.agreed.values():
        tick.setChecked(True)
    if whys:
        wait(qtbot, lambda: set(whys) <= {key.replace("/", "_").replace("-", "_") for key in form.rows})
        for key, row in form.rows.items():
            row.why.edit.setText(whys[key.replace("/", "_").replace("-", "_")])
    form.go.click()


def missed(qtbot: QtBot, shell: Shell, steps: int) -> list[str]:
    """Names of what Tab should reach and does not. Of a choice of one it reaches one, and arrows the others."""
    seen = set(tabbed(qtbot, shell.window(), steps))
    groups = {widget.group() for widget in seen if isinstance(widget, QAbstractButton) and widget.group()}
    left = set(reachable(shell.window())) - seen
    return [
        f"{type(widget).__name__} {widget.accessibleName()}"
        for widget in left
        if not (isinstance(widget, QAbstractButton) and widget.group() in groups)
    ]


def seen(shell: Shell) -> str:
    return "\n".join(made.text() for made in shell.window().findChildren(QLabel) if made.isVisible())


def audit(shell: Shell, what: str) -> int:
    app = shell.desk.app
    counted = "SELECT count(*) FROM audit WHERE what = ?"
    return int(app.run(lambda: app.services.desk.db.conn.execute(counted, [what]).fetchone()[0]))
