"""Each cause of “needs attention”: the row says so, a sentence says why and what to do, and doing it helps."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sipdesk.app import App
from sipdesk.domain.issue import Decisions
from sipdesk.domain.outbox import ParcelView
from sipdesk.domain.parcel import Receipt
from sipdesk.gui.outbox.page import OutboxPage
from sipdesk.services import central as authority
from sipdesk.services.enrolled import enrolled as known_to
from sipdesk.sync import package
from sipdesk.sync.central import Central
from tests.gui.conftest import wait
from tests.gui.outbox.conftest import Service, Turn, Visits, signed

NOTE = "note"


def shown(page: OutboxPage) -> dict[str, ParcelView]:
    """The packages on the screen, by kind."""
    return {row.kind: row for row in page.going.table.rows.shown}


def explained(page: OutboxPage, kind: str = NOTE) -> str:
    """Stand on a package and read its card."""
    page.going.table.stand_on(shown(page)[kind].id)
    assert page.going.title.text()
    return page.going.words.text()


def stopped(page: OutboxPage, kind: str = NOTE) -> str:
    """The same of one that needs attention; it is said by a word too, and counted."""
    told = explained(page, kind)
    assert shown(page)[kind].stage.value == "needs attention"
    assert told.startswith("Needs attention. ")
    assert len(told.split()) > 8
    assert page.view.attention >= 1
    return told


def lying_note(service: Service, page: OutboxPage) -> Path:
    """Where the note's package lies on the other side."""
    note = next(row for row in page.view.parcels if row.kind == NOTE)
    app = page._desk.app
    name = app.run(lambda: app.services.outbox._parcels.get(note.id).name)
    return service.share / str(name)


def test_that_a_refusal_by_the_service_says_why(page: OutboxPage, service: Service, turn: Turn, issued: App) -> None:
    turn.sync()
    there = lying_note(service, page)
    row = issued.run(lambda: issued.services.outbox._parcels.named(there.name))
    reply_to = issued.run(known_to, issued.services.desk).public.hex()
    with Central.at_work(service.key, service.clock) as held:
        refusal = Receipt(
            parcel=row.name, sha256=row.sha256, note=row.note, revision=row.revision, audit_head=row.audit_head,
            outcome="refused", why="The school is not ours.", at=service.clock.now(),
        )  # fmt: skip
        name = held.write("receipt", reply_to, refusal)
        (service.share / name).write_bytes((held.outgoing / name).read_bytes())
    turn.sync()
    assert "The school is not ours." in stopped(page)
    turn.again()
    assert shown(page)[NOTE].stage.value == "delivered"


def test_that_other_bytes_under_its_name_are_a_conflict_and_stay_as_they_are(
    page: OutboxPage, service: Service, turn: Turn
) -> None:
    lying_note(service, page).write_bytes(b"something else")
    turn.sync()
    assert "Something else lies there" in stopped(page) or "not what was sent" in stopped(page)
    turn.again()
    assert shown(page)[NOTE].stage.value == "delivered"
    assert b"something else" in {file.read_bytes() for file in service.lying()}


def test_that_a_destination_that_is_gone_stops_all_and_coming_back_helps(
    page: OutboxPage, service: Service, turn: Turn
) -> None:
    away = service.share.with_name("elsewhere")
    service.share.rename(away)
    turn.sync()
    assert page.told.text()
    assert shown(page)[NOTE].stage.value in {"needs attention", "queued"}
    assert explained(page)
    away.rename(service.share)
    turn.again()
    assert {row.stage.value for row in shown(page).values()} == {"delivered"}


@pytest.fixture
def to_server(
    app: App, service: Service, papers: Path, visits: Visits, turn: Turn, answering: Callable[[int], str]
) -> Callable[[int], OutboxPage]:
    """The desk has joined a service at a server, and one note is issued."""
    assert papers

    def begin(status: int) -> OutboxPage:
        service.destination = answering(status)
        app.run(app.services.enrolling.enrol, service.invitation())
        signed(app, visits["whole"])
        app.run(app.services.issue.issue, visits["whole"], Decisions())
        turn.shell.go_outbox()
        turn.until(lambda: turn.shell.outbox.going.table.rows.shown)
        return turn.shell.outbox

    return begin


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "password or token"), (507, "no room left"), (413, "too large")],
    ids=["wrong token", "full", "too large there"],
)
def test_that_what_a_server_refuses_waits_for_a_person(
    to_server: Callable[[int], OutboxPage], turn: Turn, status: int, told: str
) -> None:
    page = to_server(status)
    turn.sync()
    assert told in stopped(page)
    assert page.going.retry.isVisible()
    assert "waits for you" in {page.going.table.rows.columns[4].cell(row).text for row in shown(page).values()}


def test_that_a_package_over_the_limit_is_kept_and_says_so(
    enrolled: App, visits: Visits, turn: Turn, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service may take less than usual; the signature stands all the same."""
    with monkeypatch.context() as small:
        small.setattr(package, "pack", partial(package.pack, limit=2_000))
        signed(enrolled, visits["whole"])
        enrolled.run(enrolled.services.issue.issue, visits["whole"], Decisions())
    turn.shell.go_outbox()
    page = turn.shell.outbox
    turn.until(lambda: page.going.table.rows.shown)
    turn.sync()
    assert "at most" in stopped(page)
    assert len(service.lying()) == 1
    turn.again()
    assert shown(page)[NOTE].stage.value == "delivered"


def test_that_a_new_key_of_the_authority_asks_for_what_lies_there_unread(
    page: OutboxPage, service: Service, tmp_path: Path, turn: Turn
) -> None:
    qtbot, shell = turn.qtbot, turn.shell
    turn.sync()
    renewed = Service(tmp_path, service.clock, key="renewed")
    shell.go_settings()
    section = shell.settings.central
    wait(qtbot, section.words.text)
    section.join.take(renewed.file())
    wait(qtbot, section.join.go.isVisible)
    assert section.join.go.text() == "Replace the keys"
    assert "other keys" in section.join.says.text()
    qtbot.mouseClick(section.join.go, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: section.good.text().startswith("This desk is enrolled"))
    shell.go_outbox()
    turn.settle()
    assert "no longer uses" in stopped(page)
    turn.again()
    renewed.look()
    turn.sync()
    assert NOTE not in shown(page)


def test_that_an_emptied_place_stops_everything_until_a_word_is_typed(
    page: OutboxPage, service: Service, turn: Turn
) -> None:
    qtbot, shell = turn.qtbot, turn.shell
    turn.sync()
    for file in service.share.iterdir():
        file.unlink()
    turn.sync()
    card = page.leaving
    assert card.title.text() == "Nothing leaves for now"
    assert "emptied" in card.lines.text()
    assert "emptied" not in page.told.text()
    assert "lay there" in explained(page)
    assert "asks you" in shell.outgoing.foot.button.text()
    assert not shell.outgoing.may
    page.sync.click()
    assert card.word.edit.hasFocus()
    qtbot.keyClicks(card.word.edit, "yes")
    qtbot.keyClick(card.word.edit, Qt.Key.Key_Return)
    wait(qtbot, card.word.error.text)
    assert not service.lying()
    card.word.edit.setText(page.view.wiped)
    qtbot.keyClick(card.word.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: len(service.lying()) == 2)
    wait(qtbot, lambda: not card.isVisible())


def test_that_one_package_that_is_gone_there_is_sent_again_when_asked(
    page: OutboxPage, service: Service, turn: Turn
) -> None:
    turn.sync()
    lying_note(service, page).unlink()
    turn.sync()
    assert "is gone" in stopped(page)
    turn.again()
    assert shown(page)[NOTE].stage.value == "delivered"


def _sheet(folder: Path, urns: list[str]) -> Path:
    """An allocation file with these schools for one partner."""
    names = {"900101": "Alder Park Primary School", "900102": "Bramble Lane Academy", "900103": "Cedar House"}
    file = folder / "allocation.csv"
    lines = ["URN,School,Phase,SIP", *(f"{urn},{names[urn]},Primary,Robin Marlow" for urn in urns)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_that_a_caseload_that_would_lose_many_schools_asks_for_the_number_first(
    page: OutboxPage, service: Service, turn: Turn, issued: App, tmp_path: Path
) -> None:
    qtbot, shell = turn.qtbot, turn.shell
    turn.sync()
    service.look()
    turn.sync()
    authority.snapshot(service.key, _sheet(tmp_path, ["900101"]), None, None, service.clock)
    service.look()
    turn.sync()
    page.show_pane("Came in")
    (letter,) = page.came_in.table.rows.shown
    assert letter.kind == "snapshot"
    qtbot.mouseClick(page.came_in.look, Qt.MouseButton.LeftButton)
    face = shell.imports.preview
    wait(qtbot, face.typed.isVisible)
    assert shell.imports.faces.currentWidget() is face
    assert "takes 2 schools out of your caseload" in face.typed.name.text()
    qtbot.mouseClick(face.go, Qt.MouseButton.LeftButton)
    assert face.typed.error.text()
    assert len(issued.run(issued.services.caseload.schools)) == 3
    face.typed.edit.setText("2")
    qtbot.mouseClick(face.go, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: shell.imports.told.text().endswith("is imported"))
    assert [row.school.urn for row in issued.run(issued.services.caseload.schools)] == ["900101"]
    assert issued.run(issued.services.visits.get, _any_visit(issued)).urn == "900101"
    qtbot.mouseClick(shell.imports.undo, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: shell.imports.told.text() == "The import is undone")
    assert len(issued.run(issued.services.caseload.schools)) == 3


def _any_visit(app: App) -> str:
    return next(row.visit for row in app.run(app.services.outbox.view).parcels if row.visit)


def test_that_a_question_on_a_note_stands_in_the_outbox_and_at_the_note(
    page: OutboxPage, service: Service, turn: Turn
) -> None:
    qtbot, shell = turn.qtbot, turn.shell
    turn.sync()
    service.look()
    note = page.view.parcels[-1]
    app = page._desk.app
    known = app.run(lambda: app.services.outbox._parcels.get(note.id).note)
    authority.query(service.key, known, "Head of school improvement", "Which date is meant?", service.clock)
    service.look()
    turn.sync()
    assert shell.today.sync.text() == "Outbox: 1 question on your notes."
    page.show_pane("Came in")
    assert page.bar.tabText(2) == "Came in · 1"
    assert page.came_in.words.text() == "Which date is meant?"
    qtbot.mouseClick(page.came_in.note, Qt.MouseButton.LeftButton)
    panel = next(one for one in shell.note.side.steps.panels if type(one).__name__ == "ServicePanel")
    wait(qtbot, lambda: "Which date is meant?" in panel.questions.text())
    shell.go_outbox()
    qtbot.mouseClick(page.came_in.settle, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: page.bar.tabText(2) == "Came in")
