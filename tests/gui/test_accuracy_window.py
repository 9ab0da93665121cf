"""The accuracy check in the window: from writing to checked, by each of the three ways an answer comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.domain.visit import ResponseKind, State
from sipdesk.gui.note.accuracy import AccuracyPanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.shell import Shell
from sipdesk.services.visits import Step
from tests.gui.conftest import Going, wait
from tests.unit.services.returned import fill, flatten, put

Visits = dict[str, str]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts for the head are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


@pytest.fixture
def page(qtbot: QtBot, papers: Path, visits: Visits, shell: Shell, go: Going) -> NotePage:
    """The note of a visit in which nothing is missing, sent to the head by two clicks."""
    assert papers
    app = shell.note._desk.app
    service = app.services.visits
    app.run(service.move, visits["whole"], Step(to=State.WRITING, why="a figure was wrong"))
    app.run(service.save, visits["whole"], {"date": "2025-10-06"}, None)
    go.note(visits["whole"])
    steps = shell.note.side.steps
    wait(qtbot, lambda: shell.note.side.state.text() == "Writing" and steps.go.isVisible())
    qtbot.mouseClick(steps.go, LEFT)
    assert "no e-mail address" in steps.doubt.text()
    steps.by.setText("14 October 2025")
    qtbot.mouseClick(steps.do, LEFT)
    stands(qtbot, shell.note, "With head")
    return shell.note


@pytest.fixture
def panel(page: NotePage) -> AccuracyPanel:
    """Beside the pages."""
    found = page.findChild(AccuracyPanel)
    assert isinstance(found, AccuracyPanel)
    return found


def stands(qtbot: QtBot, page: NotePage, state: str) -> None:
    wait(qtbot, lambda: page.side.state.text() == state and page.side.save.isEnabled())


def test_that_what_is_shown_is_the_numbered_draft_and_by_when_an_answer_is_asked_for(
    page: NotePage, panel: AccuracyPanel, papers: Path
) -> None:
    assert panel.clock.text() == "Sent 7 October 2025. Reply by 14 October 2025."
    assert page._pdf == (papers / "2025-26_autumn_900101.pdf").read_bytes()
    assert panel.mail.isVisible()


def test_that_a_returned_form_is_read_looked_over_and_its_correction_worked_in(
    qtbot: QtBot, tmp_path: Path, shell: Shell, panel: AccuracyPanel, papers: Path, visits: Visits
) -> None:
    page = shell.note
    app = page._desk.app
    draft = app.run(lambda: app.services.accuracy.latest(app.services.visits.get(visits["whole"])))
    line = next(one for one in draft.lines if one.question == "visit.date")
    form = (papers / "2025-26_autumn_900101_reply.pdf").read_bytes()
    filled = fill(
        form, ("corrections",), line_1=str(line.number), now_1="7 October", should_1="6 October", comment="Thank you."
    )
    returned = put(tmp_path, filled)
    panel.ask = lambda *_: str(returned)
    qtbot.mouseClick(panel.answer, LEFT)
    qtbot.mouseClick(panel.reply.open, LEFT)
    wait(qtbot, panel.reply.told.text)
    assert panel.reply.kinds[ResponseKind.CORRECTED].isChecked()
    assert panel.reply.asked.rows[0].should.text() == "6 October"
    qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(qtbot, panel.card.isVisible)
    assert panel.card.place.text() == f"Line {line.number}"
    assert line.text in panel.card.words.text()
    with qtbot.waitSignal(page.visit_opened, timeout=10_000) as opened:
        qtbot.mouseClick(panel.card.accept, LEFT)
    assert opened.args == [visits["whole"], "visit.date"]
    app.run(app.services.visits.save, visits["whole"], {"write_up_hours": "0.5"}, None)
    shell.go_note(visits["whole"])
    wait(qtbot, panel.finish.isVisible)
    assert panel.decided.texts() == [f"Line {line.number}: accepted and worked in."]
    qtbot.mouseClick(panel.finish, LEFT)
    stands(qtbot, page, "Checked")
    assert "1 was made." in page.viewer.text()
    assert "Thank you." in page.viewer.text()


def test_that_an_accepted_correction_that_is_not_worked_in_leaves_no_way_on(
    qtbot: QtBot, shell: Shell, page: NotePage, panel: AccuracyPanel, visits: Visits
) -> None:
    _by_hand(qtbot, panel, "line 3", "421 on roll")
    with qtbot.waitSignal(page.visit_opened, timeout=10_000):
        qtbot.mouseClick(panel.card.accept, LEFT)
    shell.go_note(visits["whole"])
    wait(qtbot, lambda: page.side.state.text() == "Writing" and panel.decided.texts())
    assert "not worked in yet" in panel.decided.texts()[0]
    assert not panel.finish.isVisible()
    assert not page.side.steps.go.isVisible()


def test_that_a_pasted_email_is_read_by_rules_and_a_declined_line_stands_with_its_reason(
    qtbot: QtBot, page: NotePage, panel: AccuracyPanel
) -> None:
    qtbot.mouseClick(panel.answer, LEFT)
    qtbot.mouseClick(panel.reply.paste, LEFT)
    panel.reply.mail.put("Dear Robin,\n\nline 4: 412 should be 421\nA fair picture otherwise.\n\nKind regards\nMiriam")
    qtbot.mouseClick(panel.reply.read, LEFT)
    wait(qtbot, panel.reply.told.text)
    assert panel.reply.comment.text() == "A fair picture otherwise."
    qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(qtbot, panel.card.isVisible)
    qtbot.mouseClick(panel.card.decline, LEFT)
    qtbot.mouseClick(panel.card.do, LEFT)
    assert "why the text stands" in panel.card.error.text()
    qtbot.keyClicks(panel.card.why, "The census says 412")
    qtbot.keyClick(panel.card.why, Qt.Key.Key_Return)
    wait(qtbot, panel.finish.isVisible)
    assert panel.decided.texts() == ["Line 4: declined. The census says 412"]
    qtbot.mouseClick(panel.finish, LEFT)
    stands(qtbot, page, "Checked")
    assert "The census says 412" in page.viewer.text()


def test_that_a_call_is_entered_by_hand_and_can_be_taken_out_again(
    qtbot: QtBot, page: NotePage, panel: AccuracyPanel
) -> None:
    _by_hand(qtbot, panel, "paragraph 3", "shorter")
    assert panel.card.place.text() == "Paragraph 3"
    assert panel.card._said[0][0].text() == "The draft says, if the head counted paragraphs from the top"
    assert panel.card.words.text()
    qtbot.mouseClick(panel.withdraw, LEFT)
    wait(qtbot, panel.answer.isVisible)
    qtbot.mouseClick(panel.answer, LEFT)
    panel.reply.kinds[ResponseKind.ACCURATE].click()
    qtbot.mouseClick(panel.reply.keep, LEFT)
    stands(qtbot, page, "Checked")


def test_that_an_answer_half_entered_is_there_again_when_one_comes_back_and_gone_once_it_is_kept(
    qtbot: QtBot, shell: Shell, page: NotePage, panel: AccuracyPanel, visits: Visits
) -> None:
    qtbot.mouseClick(panel.answer, LEFT)
    panel.reply.kinds[ResponseKind.CORRECTED].click()
    panel.reply.asked.rows[0].line.setText("line 3")
    panel.reply.asked.rows[0].should.put("421 on roll")
    shell.go_visit(visits["whole"])
    wait(qtbot, lambda: shell.page is shell.visit)
    shell.go_note(visits["whole"])
    wait(qtbot, panel.reply.isVisible)
    assert panel.reply.kinds[ResponseKind.CORRECTED].isChecked()
    assert [(one.line, one.should) for one in panel.reply.asked.given()] == [("line 3", "421 on roll")]
    assert not panel.answer.isVisible()
    shell.go_note(visits["other"])
    wait(qtbot, lambda: page.side.state.text() not in {"", "With head"})
    shell.go_note(visits["whole"])
    wait(qtbot, panel.reply.isVisible)
    qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(qtbot, panel.card.isVisible)
    qtbot.mouseClick(panel.withdraw, LEFT)
    wait(qtbot, panel.answer.isVisible)
    assert panel.reply.held() is None


def test_that_a_printed_form_is_told_kindly_and_changes_nothing(
    qtbot: QtBot, tmp_path: Path, page: NotePage, panel: AccuracyPanel, papers: Path
) -> None:
    printed = put(tmp_path, flatten((papers / "2025-26_autumn_900101_reply.pdf").read_bytes()))
    panel.take_in(printed)
    wait(qtbot, panel.reply.error.text)
    assert "printed or flattened copy" in panel.reply.error.text()
    assert page.side.state.text() == "With head"


def test_that_no_reply_before_its_day_is_refused_beside_the_answer(
    qtbot: QtBot, page: NotePage, panel: AccuracyPanel
) -> None:
    qtbot.mouseClick(panel.answer, LEFT)
    panel.reply.kinds[ResponseKind.NO_REPLY].click()
    qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(qtbot, panel.reply.error.text)
    assert "asked to reply by" in panel.reply.error.text()
    assert panel.isEnabled()
    assert page.side.state.text() == "With head"


def _by_hand(qtbot: QtBot, panel: AccuracyPanel, line: str, should: str) -> None:
    qtbot.mouseClick(panel.answer, LEFT)
    panel.reply.kinds[ResponseKind.CORRECTED].click()
    row = panel.reply.asked.rows[0]
    qtbot.keyClicks(row.line, line)
    qtbot.keyClicks(row.should, should)
    qtbot.mouseClick(panel.reply.keep, LEFT)
    wait(qtbot, panel.card.isVisible)
