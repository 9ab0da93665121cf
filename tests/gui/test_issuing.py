"""From signed to issued in the window, wider sharing, and a correction from its first word to the second revision."""

import datetime as dt
import email
import email.policy
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.domain.ink import Ink
from sipdesk.domain.person import CHAIR, HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State, Visit
from sipdesk.gui.note.correct import CorrectPanel
from sipdesk.gui.note.issue import IssuePanel
from sipdesk.gui.note.lookback import SignedPanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.shell import Shell
from sipdesk.services import signing
from sipdesk.services.visits import Step
from sipdesk.store.desk import Desk
from sipdesk.store.visits import Visits as VisitsOfDesk
from tests.gui.conftest import Going, wait

Visits = dict[str, str]
WHY = "The date of the visit was wrong"


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where e-mail drafts are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


def sign(page: NotePage, visit: str) -> bytes:
    """Both signatures, as typed."""
    app = page._desk.app
    prepared = app.run(app.services.signing.prepare, visit, head=True)
    made = signing.make(prepared, Ink(typed="Robin Marlow"), Ink(typed="Amara Osei"))
    app.run(app.services.signing.keep, made)
    return made.pdf


def verdict(page: NotePage, pdf: bytes, *, desk: bool) -> str:
    app = page._desk.app
    service = app.services.signing
    trust = app.run(service.trusted)
    known = app.run(service.known, signing.check(pdf, trust).record) if desk else None
    return str(signing.check(pdf, trust, known).verdict)


@pytest.fixture
def page(qtbot: QtBot, papers: Path, shell: Shell, visits: Visits, go: Going) -> NotePage:
    """The note of a signed visit; the head's and the chair's addresses are known."""
    assert papers
    app = shell.note._desk.app
    for role, name, box in (
        (HEAD, "Amara Osei", "head"),
        (CHAIR, "Tomasz Wiśniewski", "chair"),
        ("Office", "", "office"),
    ):
        fields = {"role": role, "name": name, "email": f"{box}@alderpark.example"}
        app.run(app.services.people.save, "900101", fields)
    run, services = app.run, app.services
    run(services.visits.move, visits["whole"], Step(to=State.WRITING, why="worked in"))
    run(services.visits.move, visits["whole"], Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 16))
    run(services.visits.move, visits["whole"], Step(to=State.CHECKED, response=answer))
    sign(shell.note, visits["whole"])
    go.note(visits["whole"])
    wait(qtbot, panel(shell.note, IssuePanel).readers.texts)
    return shell.note


def panel(page: NotePage, kind: type) -> object:
    return next(one for one in page.side.steps.panels if type(one) is kind)


@pytest.fixture
def issuing(page: NotePage) -> IssuePanel:
    """The step that issues."""
    return panel(page, IssuePanel)


@pytest.fixture
def correcting(page: NotePage) -> CorrectPanel:
    """The step that corrects."""
    return panel(page, CorrectPanel)


def issue(qtbot: QtBot, page: NotePage, issuing: IssuePanel) -> None:
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    qtbot.keyClick(issuing.do, Qt.Key.Key_Space)
    wait(qtbot, lambda: page.side.state.text() == "Issued" and issuing.draft.isVisible())


def test_that_a_signed_note_shows_exactly_who_gets_it(issuing: IssuePanel) -> None:
    assert issuing.readers.texts() == [
        "To: Amara Osei (headteacher)",
        "Copy: Hackney Education School Improvement Service (waits for sync)",
    ]
    assert not issuing.heading.isVisible()
    assert issuing.go.text() == "Issue…"


def test_that_the_next_step_of_a_signed_note_is_in_sight_on_the_smallest_screen(
    qtbot: QtBot, page: NotePage, issuing: IssuePanel
) -> None:
    signed = panel(page, SignedPanel)
    wait(qtbot, lambda: signed.hash.isVisible() and issuing.go.isVisible())
    assert page.window().size().toTuple() == (1280, 720)
    wait(qtbot, lambda: issuing.go.visibleRegion().boundingRect() == issuing.go.rect())


def test_that_issuing_takes_two_steps_and_says_what_will_happen_and_to_whom(
    qtbot: QtBot, papers: Path, page: NotePage, issuing: IssuePanel
) -> None:
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    told = issuing.confirm.text()
    assert (
        f"An e-mail draft to 1 person, Amara Osei (headteacher), with the signed note in it, is put in {papers}" in told
    )
    assert "issued for good; a correction is a new revision" in told
    assert not papers.exists()
    qtbot.mouseClick(issuing.leave, Qt.MouseButton.LeftButton)
    assert issuing.go.isVisible()
    issue(qtbot, page, issuing)
    (file,) = papers.iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["To"] == "Amara Osei <head@alderpark.example>"
    (attached,) = message.iter_attachments()
    assert attached.get_content() == page._pdf
    assert page.side.done.text() == f"Saved as {file.name}"
    assert issuing.line.text() == "Issued on 7 October 2025. This is who gets it."


def test_that_the_draft_of_an_issued_note_is_opened_and_made_again_if_it_is_gone(
    qtbot: QtBot, papers: Path, page: NotePage, issuing: IssuePanel
) -> None:
    issue(qtbot, page, issuing)
    (file,) = papers.iterdir()
    before = file.read_bytes()
    file.unlink()
    opened: list[Path] = []
    issuing.open_file = opened.append
    qtbot.mouseClick(issuing.draft, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: opened)
    assert opened == [file]
    assert file.read_bytes() == before


def test_that_a_doubt_is_ticked_and_given_a_reason_first(
    qtbot: QtBot, page: NotePage, go: Going, issuing: IssuePanel, visits: Visits
) -> None:
    app = page._desk.app
    head = app.run(app.services.people.head, "900101")
    app.run(app.services.people.save, "900101", {"email": "amara@gmail.com"}, head.id)
    page.load(visits["whole"])
    wait(qtbot, issuing.heading.isVisible)
    row = issuing.doubts[0]
    assert "gmail.com is a mailbox anybody can open" in row.words.text()
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    assert not issuing.do.isVisible()
    assert row.tick.hasFocus()
    qtbot.keyClick(row.tick, Qt.Key.Key_Space)
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    assert "say why" in row.why.error.text()
    qtbot.keyClicks(row.why.edit, "she asked for it by telephone")
    issue(qtbot, page, issuing)
    app.run(app.services.visits.get, visits["whole"])
    plan = app.run(app.services.issue.plan, visits["whole"])
    assert [one.why for one in plan.issued.answered] == ["she asked for it by telephone"]


def ask_wider(qtbot: QtBot, issuing: IssuePanel) -> None:
    """The chair asked for it, on the day that is offered."""
    qtbot.mouseClick(issuing.widen, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(issuing.form.by.edit, "The chair")
    qtbot.keyClicks(issuing.form.why.edit, "the governors meet on Monday")


def test_that_wider_sharing_asks_who_asked_when_and_why(qtbot: QtBot, issuing: IssuePanel) -> None:
    form = issuing.form
    qtbot.mouseClick(issuing.widen, Qt.MouseButton.LeftButton)
    assert (form.whom.text(), form.name.text()) == ("With: Chair of governors", "Tomasz Wiśniewski")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert form.by.error.text() == "Say who asked."
    qtbot.keyClick(form.by.edit, Qt.Key.Key_Escape)
    assert not form.isVisible()
    ask_wider(qtbot, issuing)
    for day, sentence in (("never", "is no day of"), ("14 Oct", "has not come yet")):
        form.on.edit.setText(day)
        qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
        assert sentence in form.on.error.text()
    form.on.edit.setText("7 Oct")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: issuing.error.text() and not form.isVisible())
    assert "before the visit" in issuing.error.text()
    assert len(issuing.readers.texts()) == 2
    assert issuing.go.isVisible()


def test_that_the_wider_version_is_read_before_it_goes(
    qtbot: QtBot, papers: Path, page: NotePage, issuing: IssuePanel
) -> None:
    app = page._desk.app
    app.run(_hold_earlier, app.services.desk, app.run(app.services.visits.get, page._visit))
    issue(qtbot, page, issuing)
    signed = page._pdf
    wait(qtbot, issuing.widen.isVisible)
    ask_wider(qtbot, issuing)
    qtbot.keyClick(issuing.form.why.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: len(issuing.readers.texts()) == 3)
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    wait(qtbot, issuing.do.isVisible)
    assert "WIDER VERSION" in page.viewer.text()
    assert "Read them first.\n\nAn e-mail draft to 1 person, Tomasz Wiśniewski" in issuing.confirm.text()
    assert not page.side.save.isEnabled()
    qtbot.mouseClick(issuing.leave, Qt.MouseButton.LeftButton)
    assert "WIDER VERSION" not in page.viewer.text()
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    wait(qtbot, issuing.do.isVisible)
    qtbot.mouseClick(issuing.do, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: len(list(papers.iterdir())) == 2 and page.side.save.isEnabled())
    assert page._pdf == signed
    wider = next(file for file in papers.iterdir() if "wider" in file.name)
    message = email.message_from_bytes(wider.read_bytes(), policy=email.policy.default)
    assert "chair@alderpark.example" in message["To"]


def test_that_a_line_left_out_can_be_kept_before_the_wider_version_goes(
    qtbot: QtBot, page: NotePage, issuing: IssuePanel
) -> None:
    app = page._desk.app
    app.run(_hold_earlier, app.services.desk, app.run(app.services.visits.get, page._visit))
    issue(qtbot, page, issuing)
    wait(qtbot, issuing.widen.isVisible)
    ask_wider(qtbot, issuing)
    qtbot.keyClick(issuing.form.why.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: len(issuing.readers.texts()) == 3)
    qtbot.mouseClick(issuing.go, Qt.MouseButton.LeftButton)
    wait(qtbot, issuing.left_out.isVisible)
    row = next(row for row in issuing.left_out.rows if row.line.startswith("One suspension"))
    assert "One suspension, of one day" not in page.viewer.text()
    assert not issuing.left_out.make.isVisible()
    row.tick.setFocus()
    qtbot.keyClick(row.tick, Qt.Key.Key_Space)
    assert issuing.left_out.make.isVisible()
    qtbot.mouseClick(issuing.left_out.make, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: issuing.do.isVisible() and "One suspension, of one day" in page.viewer.text())
    assert "WIDER VERSION" in page.viewer.text()
    assert issuing.left_out.kept == [row.line for row in issuing.left_out.rows if row.tick.isChecked()]
    assert any(kept.startswith("One suspension") for kept in issuing.left_out.kept)
    qtbot.mouseClick(issuing.do, Qt.MouseButton.LeftButton)
    wait(qtbot, page.side.save.isEnabled)
    assert not issuing.left_out.isVisible()


def _hold_earlier(desk: Desk, visit: Visit) -> None:
    """The visit of these tests lies in the future of their clock, so that nobody could have asked for its note."""
    with desk.writing():
        header = visit.header.model_copy(update={"date": dt.date(2025, 10, 6)})
        VisitsOfDesk(desk).update(visit.model_copy(update={"header": header}))


def test_that_a_note_that_cannot_be_put_down_is_issued_all_the_same_and_says_so(
    qtbot: QtBot, papers: Path, page: NotePage, issuing: IssuePanel
) -> None:
    papers.parent.mkdir()
    papers.write_bytes(b"a file where the folder should be")
    said: list[str] = []
    page.said.connect(said.append)
    issue(qtbot, page, issuing)
    assert any("its e-mail draft was not written" in one for one in said)


def test_that_a_correction_ends_in_a_second_revision_and_the_first_is_superseded(
    qtbot: QtBot,
    tmp_path: Path,
    page: NotePage,
    issuing: IssuePanel,
    correcting: CorrectPanel,
    go: Going,
) -> None:
    issue(qtbot, page, issuing)
    first, visit, app = page._pdf, page._visit, page._desk.app
    qtbot.mouseClick(correcting.begin, Qt.MouseButton.LeftButton)
    qtbot.keyClick(correcting.why.edit, Qt.Key.Key_Return)
    assert correcting.why.error.text() == "Say why, in a few words."
    qtbot.keyClicks(correcting.why.edit, WHY)
    qtbot.keyClick(correcting.why.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.side.state.text() == "Writing" and correcting.withdraw.isVisible())
    assert correcting.state.text().startswith("You are correcting revision 1.")
    with qtbot.waitSignal(page.visit_opened) as wanted:
        qtbot.mouseClick(correcting.write, Qt.MouseButton.LeftButton)
    assert wanted.args == [visit, ""]
    go.note(visit)
    wait(qtbot, correcting.withdraw.isVisible)
    assert [row.title.text() for row in correcting.rows if row.isVisible()] == ["Revision 2", "Revision 1"]
    wait(qtbot, lambda: f"Why: {WHY}" in page.viewer.text())
    assert verdict(page, first, desk=True) == "intact"

    run, services = app.run, app.services
    run(services.visits.save, visit, {"date": "2025-10-13"}, None)
    run(services.visits.move, visit, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 20))
    run(services.visits.move, visit, Step(to=State.CHECKED, response=answer))
    second = sign(page, visit)
    go.note(visit)
    wait(qtbot, lambda: issuing.readers.texts() and len([row for row in correcting.rows if row.isVisible()]) == 2)
    issue(qtbot, page, issuing)
    assert page._pdf == second
    assert (verdict(page, second, desk=True), verdict(page, first, desk=True)) == ("intact", "superseded")
    assert verdict(page, first, desk=False) == "intact"

    wait(qtbot, correcting.rows[1].isVisible)
    assert "replaced by revision 2" in correcting.rows[1].line.text()
    correcting.where = lambda *_: str(tmp_path / "first")
    qtbot.mouseClick(correcting.rows[1].save, Qt.MouseButton.LeftButton)
    wait(qtbot, correcting.done.text)
    assert (tmp_path / "first.pdf").read_bytes() == first


def test_that_a_withdrawn_correction_brings_the_signed_pages_back(
    qtbot: QtBot, page: NotePage, correcting: CorrectPanel
) -> None:
    signed = page._pdf
    wait(qtbot, correcting.begin.isVisible)
    qtbot.mouseClick(correcting.begin, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(correcting.why.edit, WHY)
    qtbot.mouseClick(correcting.do, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: page.side.state.text() == "Writing" and correcting.withdraw.isVisible())
    qtbot.mouseClick(correcting.withdraw, Qt.MouseButton.LeftButton)
    assert "What was written since is dropped" in correcting.drops.text()
    qtbot.mouseClick(correcting.give_up, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: page.side.state.text() == "Signed" and page._pdf == signed and page.side.save.isEnabled())
    assert not any(row.isVisible() for row in correcting.rows)


def test_that_a_word_copy_of_a_signed_note_names_the_signed_file(qtbot: QtBot, tmp_path: Path, page: NotePage) -> None:
    word = page.side.word
    word.where = lambda *_: str(tmp_path / "note")
    qtbot.mouseClick(word.save, Qt.MouseButton.LeftButton)
    wait(qtbot, word.done.text)
    assert word.done.text() == "Saved as note.docx: a copy, not the record"
    assert "signed PDF whose SHA-256" in docx.Document(str(tmp_path / "note.docx")).paragraphs[0].text
    word.where = lambda *_: str(tmp_path / "nowhere" / "note.docx")
    qtbot.mouseClick(word.save, Qt.MouseButton.LeftButton)
    wait(qtbot, word.error.text)
    assert word.error.text().startswith("No copy was saved. There is no folder")
