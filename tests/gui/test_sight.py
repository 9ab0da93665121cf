"""On the visit page whatever has the keyboard is in sight, however it came there."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.gui.shell import Shell
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.visit.page import VisitPage
from sipdesk.gui.visit.sight import cursor_of
from tests.gui.conftest import wait


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, visits: dict[str, str]) -> VisitPage:
    """The spring visit, on the smallest screen."""
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: shell.visit.body is not None)
    return shell.visit


def _opened(qtbot: QtBot, page: VisitPage, section: str) -> None:
    page.open_section(section)
    wait(qtbot, lambda: page.body.active is not None)
    wait(qtbot, lambda: page.columns.pane.verticalScrollBar().maximum() > 0)


def _in_sight(page: VisitPage) -> bool:
    pane, here = page.columns.pane, QApplication.focusWidget()
    assert here is not None
    at = cursor_of(here, pane.widget())
    top = pane.verticalScrollBar().value()
    return top <= at.top() and at.bottom() <= top + pane.viewport().height()


def test_that_the_page_follows_from_cell_to_cell_down_a_long_table(qtbot: QtBot, page: VisitPage) -> None:
    page.window().resize(1280, 520)
    _opened(qtbot, page, "attendance_exclusions")
    grid = QApplication.focusWidget()
    rows = grid.cells.rowCount()
    for _ in range(rows):
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == rows - 1
    wait(qtbot, lambda: _in_sight(page))
    for _ in range(rows):
        qtbot.keyClick(grid, Qt.Key.Key_Up)
    wait(qtbot, lambda: _in_sight(page))


def test_that_the_page_follows_the_words_as_their_field_grows(qtbot: QtBot, page: VisitPage) -> None:
    _opened(qtbot, page, "curriculum")
    field = page.body.findChildren(Prose)[-1]
    field.setFocus()
    for n in range(14):
        QTest.keyClicks(field, f"line {n}")
        QTest.keyClick(field, Qt.Key.Key_Return)
    wait(qtbot, lambda: _in_sight(page))


def test_that_whoever_scrolls_away_from_the_cursor_stays_there(qtbot: QtBot, page: VisitPage) -> None:
    _opened(qtbot, page, "curriculum")
    field, bar = page.body.findChildren(Prose)[0], page.columns.pane.verticalScrollBar()
    field.setFocus()
    with qtbot.waitSignal(page.saved, timeout=10_000):
        QTest.keyClicks(field, "Seen teh books.")
        wait(qtbot, lambda: _in_sight(page) and not page.columns._follower._later.isActive())
        _wheel(page)
        away = bar.value()
    wait(qtbot, lambda: not page.columns._follower._later.isActive())
    assert bar.value() == away > 0


def _wheel(page: VisitPage) -> None:
    port = page.columns.pane.viewport()
    at = QPoint(20, 20)
    turned = QWheelEvent(
        at.toPointF(), port.mapToGlobal(at).toPointF(), QPoint(), QPoint(0, -1200), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, turned)


def test_that_no_line_of_a_field_is_cut_at_its_edge(qtbot: QtBot, shell: Shell, visits: dict[str, str]) -> None:
    told = json.loads((paths.resources() / "demo" / "spring.json").read_text(encoding="utf-8"))
    told.pop("move", None)
    app = shell.window().desk.app
    app.run(app.services.files.fill, visits["draft"], told)
    shell.theme.choose("contrast")
    shell.go_visit(visits["draft"])
    wait(qtbot, lambda: shell.visit.body is not None)
    _opened(qtbot, shell.visit, "deep_dives")
    fields = [field for field in shell.visit.body.findChildren(Prose) if field.isVisible()]
    assert len(fields) > 6
    wait(qtbot, lambda: all(_widest(field) <= field.viewport().width() for field in fields))


def _widest(field: Prose) -> float:
    layout = field.document().begin().layout()
    return max((layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount())), default=0)


def test_that_tab_goes_from_the_sections_into_the_section_and_on_to_the_jottings(qtbot: QtBot, page: VisitPage) -> None:
    for section in ("visit.", "context"):
        page.open_section(section)
        page.columns.leaf.setFocus()
        order = []
        for _ in range(60):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            here = QApplication.focusWidget()
            order.append(
                "body" if page.body.isAncestorOf(here) else "side" if page.columns.side.isAncestorOf(here) else ""
            )
            if not order[-1]:
                break
        assert order == sorted(order, key=["body", "side", ""].index)
        assert {"body", "side"} <= set(order)
