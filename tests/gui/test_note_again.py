"""A note that is come back to: after a restart, after a lock, with a file or a folder gone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.ink import Ink
from sipdesk.domain.person import HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui.note.accuracy import AccuracyPanel
from sipdesk.gui.note.issue import IssuePanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.shell import Shell
from sipdesk.services import sending, signing
from sipdesk.services.visits import Step
from tests.gui.conftest import Going, MakeWindow, unlock, wait

Visits = dict[str, str]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where papers for the head are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


def sent(app: App, visit: str, papers: Path) -> sending.Sent:
    """The draft, made and with the head."""
    run, services = app.run, app.services
    run(services.visits.move, visit, Step(to=State.WRITING, why="a figure was wrong"))
    run(services.visits.save, visit, {"date": "2025-10-06"}, None)
    made = sending.make(run(services.sending.prepare, visit, None), papers)
    run(services.sending.keep, made)
    return made


def panel(page: NotePage, kind: type) -> object:
    """One step's panel."""
    return next(one for one in page.side.steps.panels if type(one) is kind)


def test_that_the_email_draft_is_offered_again_after_a_restart_and_its_loss_is_told(
    qtbot: QtBot, papers: Path, visits: Visits, make_window: MakeWindow, go: Going, shell: Shell
) -> None:
    made = sent(shell.note._desk.app, visits["whole"], papers)
    first = shell.window()
    first.close()
    first.finish()  # type: ignore[attr-defined]
    again = unlock(qtbot, make_window())
    again.go_note(visits["whole"])
    accuracy = panel(again.note, AccuracyPanel)
    assert isinstance(accuracy, AccuracyPanel)
    wait(qtbot, accuracy.mail.isVisible)
    opened: list[Path] = []
    accuracy.open_file = opened.append
    qtbot.mouseClick(accuracy.mail, LEFT)
    assert opened == [made.letter]

    made.letter.unlink()
    from sipdesk.gui.note.opening import open_file  # noqa: PLC0415

    accuracy.open_file = open_file
    qtbot.mouseClick(accuracy.mail, LEFT)
    assert f"{made.letter.name} is no longer in" in accuracy.error.text()


def test_that_a_folder_that_cannot_be_opened_is_told_beside_the_note(
    qtbot: QtBot, papers: Path, visits: Visits, go: Going, shell: Shell
) -> None:
    go.note(visits["whole"])
    papers.parent.mkdir()
    papers.write_bytes(b"a file where the folder should be")
    shell.note._tell_where(papers / "note.pdf")
    qtbot.mouseClick(shell.note.side.show_folder, LEFT)
    assert "cannot be made" in shell.note.side.error.text()


def test_that_a_note_leads_to_the_page_that_checks_notes(qtbot: QtBot, visits: Visits, go: Going, shell: Shell) -> None:
    go.note(visits["whole"])
    qtbot.mouseClick(shell.note.side.check, LEFT)
    assert shell.page is shell.verify
    assert shell.verify.choose.isVisible()


def test_that_a_signed_note_whose_file_is_lost_says_so_and_is_not_issued(
    qtbot: QtBot, papers: Path, desk_folder: Path, visits: Visits, go: Going, shell: Shell
) -> None:
    app, visit = shell.note._desk.app, visits["whole"]
    run, services = app.run, app.services
    run(services.people.save, "900101", {"role": HEAD, "name": "Amara Osei", "email": "head@alderpark.example"})
    sent(app, visit, papers)
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=services.desk.clock.today())
    run(services.visits.move, visit, Step(to=State.CHECKED, response=answer))
    made = signing.make(run(services.signing.prepare, visit, head=False), Ink(typed="Robin Marlow"))
    run(services.signing.keep, made)
    (desk_folder / "sealed" / f"{made.sha256}.pdf").unlink()
    shell.go_note(visit)
    wait(qtbot, shell.note.side.error.text)
    assert "lost or damaged. Restore the newest backup" in shell.note.side.error.text()
    issuing = panel(shell.note, IssuePanel)
    assert isinstance(issuing, IssuePanel)
    wait(qtbot, issuing.go.isVisible)
    before = set(papers.iterdir())
    qtbot.mouseClick(issuing.go, LEFT)
    qtbot.mouseClick(issuing.do, LEFT)
    wait(qtbot, issuing.error.text)
    assert "lost or damaged" in issuing.error.text()
    assert run(services.visits.get, visit).state is State.SIGNED
    assert set(papers.iterdir()) == before
