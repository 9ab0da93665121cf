"""What is due, what waits and what comes, on screen."""

from typing import get_args

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.today.page import TodayPage
from sipdesk.gui.window import Window
from sipdesk.services.duelines import Due
from sipdesk.services.today import Part, TodayLine
from tests.gui.conftest import Going, MakeWindow, unlock, wait


def _lines(page: TodayPage) -> list[TodayLine]:
    return [row[1] for row in page.table.rows.shown]


def _stand(page: TodayPage, part: Part) -> TodayLine:
    number, line = next(row for row in page.table.rows.shown if row[1].part is part)
    page.table.stand_on(str(number))
    return line


def test_that_every_kind_of_due_thing_has_its_part() -> None:
    assert set(get_args(Due.model_fields["kind"].annotation)) == {
        "visit",
        "draft",
        "action",
        "forms",
        "clock",
        "decision",
    }


def test_that_today_says_what_is_due_and_why(shell: Shell, go: Going) -> None:
    go.today()
    page = shell.today
    line = _stand(page, Part.TERM)
    assert line.school == "Bramble Lane Academy"
    assert "asks for a visit in the autumn term, by 19 December" in page.why.text()


def test_that_a_draft_is_opened_by_one_key(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.today()
    line = _stand(shell.today, Part.DRAFT)
    assert line.visit
    with qtbot.waitSignal(shell.today.visit_opened, timeout=10_000) as opened:
        qtbot.keyClick(shell.today.table, Qt.Key.Key_Return)
    assert opened.args == [line.visit]


def test_that_the_visit_of_next_week_is_looked_ahead_to(shell: Shell, go: Going) -> None:
    go.today()
    assert any(line.part is Part.NEXT for line in _lines(shell.today)) or all(
        line.on is None or not line.visit for line in _lines(shell.today)
    )
    assert [line.part for line in _lines(shell.today)] == sorted(
        (line.part for line in _lines(shell.today)), key=list(Part).index
    )


def test_that_an_empty_day_teaches(qtbot: QtBot, make_window: MakeWindow) -> None:
    window: Window = make_window()
    shell = unlock(qtbot, window)
    desk = shell.desk
    done: list[bool] = []
    desk.ask(_nobody, lambda _: done.append(True), lambda sentence: done.append(bool(sentence)))
    wait(qtbot, lambda: done)
    shell.go_today()
    wait(qtbot, shell.today.nothing.text)
    assert shell.today.nothing.text().startswith("Your caseload is empty, so nothing can be due.")
    assert shell.today.table.isHidden()


def _nobody(services: object) -> None:
    desk = services.desk  # type: ignore[attr-defined]
    with desk.writing() as db:
        db.conn.execute("UPDATE allocations SET status = 'left'")
