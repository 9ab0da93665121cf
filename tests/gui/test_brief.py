"""The evening before: the brief on screen and on paper, and the data ticked as reviewed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sipdesk.gui.brief.page import BriefPage
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait
from tests.gui.walk import faults, reachable, tabbed

Visits = dict[str, str]


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, visits: Visits) -> BriefPage:
    """The brief before the spring visit."""
    shell.go_brief(visits["draft"])
    wait(qtbot, lambda: shell.brief.record)
    return shell.brief


def told(page: BriefPage) -> str:
    """Every word on the page."""
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def test_that_the_brief_tells_what_was_agreed_and_what_is_open(shell: Shell, page: BriefPage) -> None:
    words = told(page)
    assert "Early reading that reaches every pupil in Year 2" in words
    assert "Open actions, the oldest first" in words
    assert "Handed on by SIP 1: autumn visit, 14 October 2025" in words
    assert "Core" not in words
    assert [step.text for step in shell.trail.steps] == ["Caseload", "Alder Park Primary School", "SIP 2: spring visit", "Brief"]  # fmt: skip


def test_that_ticking_the_data_is_kept_in_the_visit(
    qtbot: QtBot, shell: Shell, page: BriefPage, visits: Visits
) -> None:
    assert not page.tick.isChecked()
    qtbot.mouseClick(page.tick, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: page.record.data_reviewed_on)
    assert page.tick.isChecked()
    assert page.ticked.text().startswith("on 7 October 2025")
    page.tick.click()
    wait(qtbot, lambda: page.record.data_reviewed_on is None)


def test_that_the_data_of_a_checked_visit_cannot_be_ticked(
    qtbot: QtBot, shell: Shell, page: BriefPage, visits: Visits
) -> None:
    shell.go_brief(visits["whole"])
    wait(qtbot, lambda: page.record is not None and page.record.visit == visits["whole"])
    assert not page.tick.isEnabled()
    assert page.tick.isChecked()


def test_that_the_pages_are_saved_under_a_name_that_tells_no_school(
    qtbot: QtBot, tmp_path: Path, shell: Shell, page: BriefPage
) -> None:
    suggested: list[str] = []

    def where(_parent: object, _title: str, name: str, _kinds: str) -> str:
        suggested.append(name)
        return str(tmp_path / "brief")

    page.saver.where = where
    with qtbot.waitSignal(page.saver.saved, timeout=20_000):
        page.save.click()
    assert suggested == ["brief_2026-03-03_900101.pdf"]
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_that_a_brief_that_cannot_be_written_says_why(qtbot: QtBot, tmp_path: Path, page: BriefPage) -> None:
    page.saver.where = lambda *_: str(tmp_path / "nowhere" / "brief.pdf")
    page.save.click()
    wait(qtbot, page.error.text)
    assert page.error.text().startswith("There is no folder")


def test_that_the_brief_is_read_and_left_by_keyboard(qtbot: QtBot, shell: Shell, page: BriefPage) -> None:
    assert page.area.hasFocus()
    qtbot.keyClick(page.area, Qt.Key.Key_PageDown)
    assert page.area.verticalScrollBar().value() > 0
    assert faults(shell.window()) == []
    assert not set(reachable(shell.window())) - set(tabbed(qtbot, shell.window()))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_the_brief_fits_the_smallest_screen(page: BriefPage, scale: float) -> None:
    page.window().theme.resize(scale)
    assert page.window().minimumSizeHint().width() <= 1280
    assert page.area.widget().width() <= page.area.viewport().width()


def test_that_the_brief_of_a_school_opens_its_next_visit(qtbot: QtBot, shell: Shell, visits: Visits) -> None:
    shell.go_school("900101")
    wait(qtbot, lambda: shell.school.year.view)
    shell.school.brief.click()
    wait(qtbot, lambda: shell.page is shell.brief)
    wait(qtbot, lambda: shell.brief.record)
    assert shell.brief.record.visit == visits["draft"]
