"""From “issued” to “received” in the window, and what the outbox says and asks on the way."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.issue import Decisions
from sipdesk.gui.note.issue import IssuePanel
from sipdesk.gui.note.service import ServicePanel
from sipdesk.gui.outbox.page import OutboxPage
from sipdesk.gui.shell import Shell
from sipdesk.services import central
from tests.gui.conftest import Going, wait
from tests.gui.outbox.conftest import Service, Turn, Visits, signed


def states(page: OutboxPage) -> list[tuple[str, str]]:
    """Each package shown: its kind and its state."""
    return [(row.kind, row.stage.value) for row in page.going.table.rows.shown]


def test_that_a_note_goes_from_issued_to_received(
    go: Going, enrolled: App, service: Service, visits: Visits, turn: Turn
) -> None:
    qtbot, shell = turn.qtbot, turn.shell
    signed(enrolled, visits["whole"])
    go.note(visits["whole"])
    panels = shell.note.side.steps.panels
    issue = next(one for one in panels if isinstance(one, IssuePanel))
    copy = next(one for one in panels if isinstance(one, ServicePanel))
    wait(qtbot, lambda: copy.title.text() == "The service’s copy: sealed")
    wait(qtbot, issue.readers.texts)
    qtbot.mouseClick(issue.go, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(issue.do, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: copy.title.text() == "The service’s copy: queued")
    wait(qtbot, lambda: "2 wait" in shell.outgoing.foot.button.text())
    qtbot.mouseClick(copy.open, Qt.MouseButton.LeftButton)
    page = shell.outbox
    wait(qtbot, lambda: shell.page is page and page.leaving.go.isVisible())
    assert states(page) == [("greeting", "queued"), ("note", "queued")]
    assert page.leaving.go.hasFocus()
    assert page.leaving.go.text() == "Send these 2"
    assert "Alder Park Primary School" in page.leaving.lines.text()
    assert not service.lying()

    assert turn.sync() == "2 packages delivered."
    assert [state for _, state in states(page)] == ["delivered", "delivered"]
    assert len(service.lying()) == 2
    assert all(b"Alder" not in file.read_bytes() and "900101" not in file.name for file in service.lying())
    service.look()
    assert turn.sync() == "2 receipts came."
    assert page.going.empty.text().startswith("Everything was received")
    page.going.which.chosen.emit(page.going.which.set(True))
    assert [state for _, state in states(page)] == ["received", "received"]
    assert shell.outgoing.foot.button.text() == "Outbox: nothing waits"
    go.note(visits["whole"])
    wait(qtbot, lambda: copy.title.text() == "The service’s copy: received")


def test_that_nothing_leaves_before_the_person_has_seen_today_what_will(
    page: OutboxPage, service: Service, shell: Shell, qtbot: QtBot
) -> None:
    shell.outgoing._start(asked=False)
    wait(qtbot, lambda: not shell.outgoing.syncer.busy)
    assert not service.lying()
    page.sync.click()
    assert not shell.outgoing.syncer.busy
    assert page.leaving.go.hasFocus()
    qtbot.mouseClick(page.leaving.later, Qt.MouseButton.LeftButton)
    assert not page.leaving.isVisible()
    assert not service.lying()


def test_that_the_question_is_asked_once_a_day(page: OutboxPage, turn: Turn, service: Service, issued: App) -> None:
    turn.sync()
    service.look()
    turn.sync()
    assert not page.view.first_today
    assert not page.leaving.isVisible()


def test_that_a_desk_that_is_not_enrolled_is_taught_what_enrolment_is_and_joins_by_one_file(
    qtbot: QtBot, shell: Shell, app: App, service: Service
) -> None:
    assert app
    shell.go_outbox()
    page = shell.outbox
    wait(qtbot, page.teach.isVisible)
    assert not page.tabs.isVisible()
    assert not page.sync.isVisible()
    wait(qtbot, page.join.open.hasFocus)
    page.join.choose = lambda *_asked: str(service.file())
    qtbot.mouseClick(page.join.open, Qt.MouseButton.LeftButton)
    wait(qtbot, page.join.go.isVisible)
    assert len(page.join.words.text().split(": ")[1].split()) == 12
    assert str(service.share) in page.join.place.text()
    assert not app.run(app.services.outbox.view).enrolled
    qtbot.keyClick(page.join.go, Qt.Key.Key_Space)
    wait(qtbot, page.tabs.isVisible)
    assert page.view.enrolled
    assert states(page) == [("greeting", "queued")]


def test_that_a_file_that_is_no_enrolment_says_so_and_changes_nothing(
    qtbot: QtBot, shell: Shell, app: App, tmp_path: Path
) -> None:
    shell.go_outbox()
    wait(qtbot, shell.outbox.join.open.isVisible)
    wrong = tmp_path / "letter.sipenrol"
    wrong.write_text("Dear partner")
    shell.outbox.join.take(wrong)
    wait(qtbot, shell.outbox.error.text)
    assert not app.run(app.services.outbox.view).enrolled


def test_that_notes_signed_before_enrolment_are_offered(
    qtbot: QtBot, shell: Shell, app: App, service: Service, papers: Path, visits: Visits
) -> None:
    signed(app, visits["whole"])
    app.run(app.services.issue.issue, visits["whole"], Decisions())
    app.run(app.services.enrolling.enrol, service.invitation())
    app.run(app.services.outbox.agree_today)
    shell.go_outbox()
    page = shell.outbox
    wait(qtbot, page.leaving.older.isVisible)
    assert page.leaving.title.text() == "1 note signed before this desk was enrolled"
    qtbot.mouseClick(page.leaving.older, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: ("note", "queued") in states(page))


def test_that_schools_are_out_of_sight_while_the_screen_is_shared(page: OutboxPage, shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(page.going.table, Qt.Key.Key_F9)
    assert not page.isVisible()
    assert shell.outgoing.foot.button.text() == "Outbox"
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    assert page.going.table.isVisible()


def test_that_ctrl_k_syncs_from_anywhere(qtbot: QtBot, page: OutboxPage, shell: Shell, service: Service) -> None:
    shell.desk.app.run(shell.desk.app.services.outbox.agree_today)
    shell.go_today()
    next(entry for entry in shell.finder._entries() if entry.name == "Sync now").go()
    wait(qtbot, lambda: len(service.lying()) == 2)
    wait(qtbot, lambda: page.told.text() == "2 packages delivered.")


def test_that_support_can_be_asked_for_before_the_note_is_signed_and_its_answer_stands_here(
    go: Going, enrolled: App, service: Service, visits: Visits, turn: Turn
) -> None:
    shell, page = turn.shell, turn.shell.outbox
    go.note(visits["whole"])
    panel = next(one for one in shell.note.side.steps.panels if isinstance(one, ServicePanel))
    turn.until(panel.ask.isVisible)
    assert panel.support.text().startswith("1 action asks for support to be brokered.")
    turn.click(panel.ask)
    turn.until(lambda: panel.support.text() == "1 request for support: in the outbox.")
    assert not panel.ask.isVisible()
    turn.click(panel.open)
    turn.until(page.leaving.go.isVisible)
    turn.sync()
    service.look()
    (request,) = page.view.requests
    central.answer(service.key, request.id, "placed", "The literacy lead will ring on Friday.", service.clock)
    service.look()
    turn.sync()
    page.show_pane("Requests")
    assert page.asked_for.words.text().startswith("Placed")
    assert "The literacy lead will ring on Friday." in page.asked_for.words.text()
    assert page.bar.tabText(1) == "Requests"


def test_that_the_page_of_a_desk_that_is_not_enrolled_shows_all_its_words(app: App, turn: Turn) -> None:
    assert not app.run(app.services.outbox.view).enrolled
    shell = turn.shell
    shell.window().resize(1280, 720)
    shell.go_outbox()
    words = shell.outbox.teaching
    for size in (1.0, 2.0):
        shell.window().theme.resize(size)
        wait(turn.qtbot, lambda: words.isVisible() and words.height() >= words.heightForWidth(words.width()) > 0)
