"""The whole way of a note in the window, at one go: to the head and back, both inks, issued, checked, corrected, superseded."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sipdesk.domain.person import HEAD
from sipdesk.domain.visit import ResponseKind, State
from sipdesk.gui.note.accuracy import AccuracyPanel
from sipdesk.gui.note.correct import CorrectPanel
from sipdesk.gui.note.issue import IssuePanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.sign import SignPanel
from sipdesk.gui.shell import Shell
from sipdesk.services.visits import Step
from tests.gui.conftest import Going, wait
from tests.gui.dropping import drop
from tests.gui.inking import with_mouse, with_pen
from tests.unit.services.returned import fill

Visits = dict[str, str]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where papers for the head are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


class Way:
    """A partner at the note's page."""

    def __init__(self, qtbot: QtBot, shell: Shell, papers: Path, visit: str) -> None:
        self.qtbot, self.shell, self.papers, self.visit = qtbot, shell, papers, visit
        self.page: NotePage = shell.note
        self.app = shell.note._desk.app

    def panel(self, kind: type[Panel]) -> object:
        """One step's panel."""
        return next(panel for panel in self.page.side.steps.panels if type(panel) is kind)

    @property
    def accuracy(self) -> AccuracyPanel:
        found = self.panel(AccuracyPanel)
        assert isinstance(found, AccuracyPanel)
        return found

    def press(self, button: QPushButton) -> None:
        """With the mouse."""
        wait(self.qtbot, lambda: button.isVisible() and button.isEnabled())
        self.qtbot.mouseClick(button, LEFT)

    def stands(self, state: str) -> None:
        """Until the note stands there and its pages are made."""
        wait(self.qtbot, lambda: self.page.side.state.text() == state and self.page.side.save.isEnabled())

    def send(self) -> None:
        """To the head, in two clicks."""
        self.shell.go_note(self.visit)
        self.stands("Writing")
        self.press(self.page.side.steps.go)
        assert self.page.side.steps.to.text() == "To: Amara Osei <head@alderpark.example>"
        self.page.side.steps.by.setText("14 October 2025")
        self.press(self.page.side.steps.do)
        self.stands("With head")

    def answered(self, name: str = "returned.pdf") -> Path:
        """The newest form as the head fills it in: the first line about the visit is wrong."""
        latest = self.app.run(lambda: self.app.services.accuracy.latest(self.app.services.visits.get(self.visit)))
        line = next(one for one in latest.lines if one.question == "visit.date")
        form = max(self.papers.glob("*_reply*.pdf"), key=lambda file: file.stat().st_mtime_ns).read_bytes()
        told = {"line_1": str(line.number), "now_1": "7 October", "should_1": "6 October", "comment": "Thank you."}
        target = self.papers.parent / name
        target.write_bytes(fill(form, ("corrections",), **told))
        return target

    def keep_and_work_in(self, hours: str) -> None:
        """The answer looked over, its correction accepted and worked in."""
        panel = self.accuracy
        wait(self.qtbot, panel.reply.told.text)
        assert panel.reply.kinds[ResponseKind.CORRECTED].isChecked()
        self.press(panel.reply.keep)
        self.press(panel.card.accept)
        wait(self.qtbot, lambda: self.shell.page is self.shell.visit)
        self.app.run(self.app.services.visits.save, self.visit, {"write_up_hours": hours}, None)
        self.shell.go_note(self.visit)
        self.press(panel.finish)
        self.stands("Checked")

    def sign(self) -> None:
        """Both inks, one with the pen, one with the mouse."""
        panel = self.panel(SignPanel)
        assert isinstance(panel, SignPanel)
        self.press(panel.go)
        pad = panel.turn.box.pad
        wait(self.qtbot, lambda: pad.isVisible() and pad.height() >= pad.sizeHint().height())
        with_pen(pad)
        self.press(panel.turn.sign)
        with_mouse(pad)
        self.press(panel.turn.sign)
        self.press(panel.end.seal)
        self.stands("Signed")

    def issue(self) -> bytes:
        """The note as it lies in the e-mail draft that was made."""
        panel = self.panel(IssuePanel)
        assert isinstance(panel, IssuePanel)
        before = set(self.papers.glob("*.eml"))
        self.press(panel.go)
        self.press(panel.do)
        self.stands("Issued")
        wait(self.qtbot, lambda: set(self.papers.glob("*.eml")) - before)
        (made,) = set(self.papers.glob("*.eml")) - before
        message = email.message_from_bytes(made.read_bytes(), policy=email.policy.default)
        assert (message["X-Unsent"], message["To"]) == ("1", "Amara Osei <head@alderpark.example>")
        (attached,) = message.iter_attachments()
        content = attached.get_content()
        assert content == self.page._pdf
        return content

    def verdict(self, pdf: bytes, name: str) -> list[str]:
        """What the page says to a file that is dropped on the window."""
        file = self.papers.parent / name
        file.write_bytes(pdf)
        drop(self.shell.window(), file)
        page = self.shell.verify
        wait(self.qtbot, lambda: page.found and not page.checker.busy)
        report = page.found[0].report
        assert report is not None
        return [report.verdict.verdict.value, *(one.name for one in report.verdict.signatures)]


@pytest.fixture
def way(qtbot: QtBot, papers: Path, shell: Shell, visits: Visits, go: Going) -> Way:
    """A visit in which nothing is missing, at a school whose head has an address."""
    made = Way(qtbot, shell, papers, visits["whole"])
    run, services = made.app.run, made.app.services
    person = {"role": HEAD, "name": "Amara Osei", "email": "head@alderpark.example"}
    run(services.people.save, "900101", person)
    run(services.visits.move, made.visit, Step(to=State.WRITING, why="a figure was wrong"))
    run(services.visits.save, made.visit, {"date": "2025-10-06"}, None)
    go.note(made.visit)
    return made


def test_that_a_note_goes_from_the_head_to_issued_with_the_heads_form_and_both_inks_and_is_corrected_the_same_way(
    way: Way,
) -> None:
    way.send()
    drop(way.shell.window(), way.answered(), over=way.accuracy)
    way.keep_and_work_in("0.5")
    assert "Thank you." in way.page.viewer.text()
    way.sign()
    first = way.issue()
    assert way.verdict(first, "first.pdf") == ["intact", "Robin Marlow", "Amara Osei"]

    way.shell.go_note(way.visit)
    correcting = way.panel(CorrectPanel)
    assert isinstance(correcting, CorrectPanel)
    way.press(correcting.begin)
    way.qtbot.keyClicks(correcting.why.edit, "The roll was that of last year")
    way.press(correcting.do)
    way.stands("Writing")
    way.app.run(way.app.services.visits.save, way.visit, {"write_up_hours": "0.75"}, None)
    way.send()
    drop(way.shell.window(), way.answered("second answer.pdf"), over=way.accuracy)
    way.keep_and_work_in("1")
    way.sign()
    second = way.issue()
    assert "This is revision 2." in way.page.viewer.text()
    assert way.verdict(second, "second.pdf") == ["intact", "Robin Marlow", "Amara Osei"]
    assert way.verdict(first, "first again.pdf") == ["superseded", "Robin Marlow", "Amara Osei"]


def test_that_a_reply_form_dropped_anywhere_else_leads_to_the_note_it_belongs_to(way: Way) -> None:
    way.send()
    form = way.answered()
    way.shell.go_caseload()
    drop(way.shell.window(), form)
    page = way.shell.verify
    wait(way.qtbot, lambda: page.found and not page.checker.busy)
    (take,) = [one for one in page.findChildren(QPushButton) if one.text() == "Take it in at that note"]
    way.press(take)
    wait(way.qtbot, way.accuracy.reply.told.text)
    assert way.shell.page is way.page
    assert way.accuracy.reply.asked.rows[0].should.text() == "6 October"
    way.press(way.accuracy.reply.keep)
    wait(way.qtbot, way.accuracy.card.isVisible)

    drop(way.shell.window(), form)
    wait(way.qtbot, lambda: page.found and not page.checker.busy)
    told = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
    assert "Go to that note" in told
    assert "Take it in at that note" not in told


def test_that_a_form_attached_to_an_email_that_came_back_is_taken_and_its_words_are_told(way: Way) -> None:
    way.send()
    message = EmailMessage()
    message["From"], message["Subject"] = "head@alderpark.example", "Re: draft"
    message.set_content("Dear Robin,\n\nhere it is. Could we speak on Friday?\n\nKind regards\nAmara")
    draft = next(one for one in way.papers.glob("*.pdf") if "reply" not in one.name).read_bytes()
    for name, data in (("draft.pdf", draft), ("form.pdf", way.answered().read_bytes())):
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    came = way.papers.parent / "came.eml"
    came.write_bytes(message.as_bytes())
    drop(way.shell.window(), came, over=way.accuracy)
    wait(way.qtbot, way.accuracy.reply.told.text)
    assert way.accuracy.reply.told.text().startswith("Read from the returned form.")
    assert "Could we speak on Friday?" in way.accuracy.reply.told.text()
    assert way.accuracy.reply.asked.rows[0].should.text() == "6 October"


def test_that_a_double_click_sends_takes_and_decides_once(way: Way) -> None:
    way.shell.go_note(way.visit)
    way.stands("Writing")
    steps = way.page.side.steps
    way.press(steps.go)
    for _ in range(2):
        way.qtbot.mouseClick(steps.do, LEFT)
    way.stands("With head")
    assert len(list(way.papers.iterdir())) == 3
    panel = way.accuracy
    way.press(panel.answer)
    panel.reply.kinds[ResponseKind.CORRECTED].click()
    for row, line in enumerate(("line 3", "line 4")):
        if row:
            way.press(panel.reply.asked.more)
        panel.reply.asked.rows[row].line.setText(line)
        panel.reply.asked.rows[row].should.put("other")
    for _ in range(2):
        way.qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(way.qtbot, panel.card.isVisible)
    for _ in range(2):
        way.qtbot.mouseClick(panel.card.accept, LEFT)
    wait(way.qtbot, lambda: panel.count.text() == "Correction 2 of 2")
    assert [
        one.correction.decision.value for one in way.app.run(lambda: way.app.services.accuracy.view(way.visit)).lines
    ] == ["accepted", ""]
    assert not panel.error.isVisible()
    assert not way.page.side.error.isVisible()
