"""The aids in a real field: spelling, notices, phrases and paste, on a real desk, with no key held up."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.visit import State
from sipdesk.gui.visit.aids import VisitAids
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.visit.helping import Help
from sipdesk.gui.visit.spelling import Speller, questioned
from sipdesk.services.visits import Step
from tests.gui.conftest import wait

WAVE, DOTS = QTextCharFormat.UnderlineStyle.WaveUnderline, QTextCharFormat.UnderlineStyle.DotLine


class Desktop:
    """A field with its aids in a window on an open desk."""

    def __init__(self, qtbot, shell, visit):
        self.qtbot, self.shell = qtbot, shell
        self.page = QWidget()
        qtbot.addWidget(self.page)
        shell.theme.dress(self.page)
        self.page.resize(600, 400)
        self.aids = VisitAids(shell.theme, shell.desk, self.page)
        self.said: list[str] = []
        self.aids.said.connect(self.said.append)
        self.field = Prose(shell.theme, "What was seen", self.aids)
        self.other = Prose(shell.theme, "Another", self.aids)
        column = QVBoxLayout(self.page)
        column.addWidget(self.field)
        column.addWidget(self.other)
        column.addStretch(1)
        with qtbot.waitActive(self.page, timeout=20_000):
            self.page.show()
        self.aids.open_visit(visit)
        self.field.setFocus()
        wait(qtbot, lambda: self.aids.ready and self.aids._language.rules)
        self.help = self.field.findChild(Help)

    def type(self, text):
        self.qtbot.keyClicks(self.field, text)

    def marks(self, style, field=None):
        """The words under a line of that style."""
        return [
            s.cursor.selectedText()
            for s in (field or self.field).extraSelections()
            if s.format.underlineStyle() == style
        ]

    def until(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def settle(self):
        """Until the field was looked over as it stands."""
        text = self.field.toPlainText()
        self.until(lambda: self.help._looked == text and not self.help._timer.isActive() and not self.help.looking)


@pytest.fixture
def desktop(qtbot, shell, visits):
    made = Desktop(qtbot, shell, visits["draft"])
    yield made
    made.page.hide()


def test_that_a_word_nobody_knows_is_marked_once_the_caret_has_left_it(desktop):
    desktop.type("They recieve")
    desktop.settle()
    assert desktop.marks(WAVE) == []
    desktop.type(" books")
    desktop.until(lambda: desktop.marks(WAVE) == ["recieve"])


def test_that_a_word_being_typed_later_is_left_alone_too(desktop):
    desktop.type("Pupils wich ")
    desktop.until(lambda: desktop.marks(WAVE) == ["wich"])
    desktop.type("are wich")
    desktop.settle()
    assert desktop.marks(WAVE) == ["wich"]
    desktop.other.setFocus()
    desktop.until(lambda: desktop.marks(WAVE) == ["wich", "wich"])


def test_that_marking_is_no_editing(desktop, qtbot):
    desktop.type("Thier books ")
    with qtbot.assertNotEmitted(desktop.field.edited, wait=50):
        desktop.until(lambda: desktop.marks(WAVE) == ["Thier"])


def test_that_the_words_of_schools_programmes_and_british_spelling_are_right():
    speller = Speller()
    speller.load()
    speller.tell(["Alder Park", "Hackney"])
    right = "organise organize organisation organization recognized analyse colour SENCO EHCPs oracy phonics Ofsted’s DfE Alder Hackney’s 2025-26 URN900101 KS2 headteacher’s"
    assert speller.wrong(right) == set()
    assert speller.wrong("color behavoir analize") == {"color", "behavoir", "analize"}


@pytest.mark.parametrize("word", ["EYFS", "EHCPs", "KS2", "900101", "a", "me@school.example", "Y2", "PEX’s"])
def test_that_figures_and_abbreviations_are_never_questioned(word):
    assert not questioned(word)


def test_that_a_key_offers_spellings_and_enter_takes_the_first(desktop, qtbot):
    desktop.type("The curriclum is clear ")
    desktop.until(lambda: desktop.marks(WAVE) == ["curriclum"])
    qtbot.keyClick(desktop.field, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    menu = desktop.help.menu
    desktop.until(lambda: menu.actions()[0].text() == "curriculum")
    menu.actions()[0].trigger()
    assert desktop.field.text() == "The curriculum is clear "
    menu.close()


def test_that_a_word_of_ones_own_is_right_from_then_on_and_in_another_visit(desktop, shell, visits):
    desktop.type("Shrewlands is near ")
    desktop.until(lambda: desktop.marks(WAVE) == ["Shrewlands"])
    desktop.field.moveCursor(QTextCursor.MoveOperation.Start)
    desktop.help.offer_spellings()
    next(a for a in desktop.help.menu.actions() if a.text().startswith("Add ")).trigger()
    desktop.help.menu.close()
    desktop.until(lambda: desktop.marks(WAVE) == [])
    desktop.until(lambda: any("your words" in said for said in desktop.said))
    again = Desktop(desktop.qtbot, shell, visits["other"])
    again.type("Shrewlands and Zorgville here ")
    again.until(lambda: again.marks(WAVE) == ["Zorgville"])


def test_that_a_notice_says_what_and_why_and_goes_when_left_as_it_is(desktop, qtbot):
    high = desktop.field.height()
    desktop.type("Apparently Mrs Okafor reads well. ")
    desktop.until(lambda: sorted(desktop.marks(DOTS)) == ["Apparently", "Mrs Okafor"])
    line = desktop.help.line
    assert line.isVisible()
    assert "hearsay" in line.words.text()
    assert "2 such places" in line.words.text()
    assert desktop.field.height() > high
    assert desktop.field.rect().contains(line.geometry())
    qtbot.mouseClick(line.leave, Qt.MouseButton.LeftButton)
    desktop.until(lambda: desktop.marks(DOTS) == ["Mrs Okafor"])
    line.leave.setFocus()
    qtbot.keyClick(line.leave, Qt.Key.Key_Space)
    desktop.until(lambda: not line.isVisible())
    assert desktop.field.height() == high
    assert desktop.marks(DOTS) == []


def test_that_what_was_left_is_remembered_for_those_words_alone(desktop, qtbot, shell, visits):
    desktop.type("Mrs Okafor was met. ")
    desktop.until(desktop.help.line.isVisible)
    desktop.help.line.leave.click()
    desktop.until(lambda: any("Left as it is" in said for said in desktop.said))
    again = Desktop(qtbot, shell, visits["draft"])
    again.type("Mrs Okafor and Mr Penn were met. ")
    again.until(lambda: again.marks(DOTS) == ["Mr Penn"])


def test_that_the_name_of_another_school_is_noticed_and_ones_own_is_not(desktop):
    desktop.type("Alder Park Primary School is not Bramble Lane Academy. ")
    desktop.until(lambda: desktop.marks(DOTS) == ["Bramble Lane Academy"])


def test_that_the_button_of_a_notice_has_a_name_and_a_place_after_its_field(desktop):
    desktop.type("Mrs Okafor was met. ")
    desktop.until(desktop.help.line.isVisible)
    leave = desktop.help.line.leave
    assert QAccessible.queryAccessibleInterface(leave).text(QAccessible.Text.Name) == "Leave as it is: Mrs Okafor"
    assert min(leave.width(), leave.height()) >= 24
    assert desktop.field.nextInFocusChain() in {leave, desktop.field.viewport(), desktop.help.line} or leave in _chain(
        desktop.field
    )


def _chain(field):
    here, seen = field.nextInFocusChain(), []
    for _ in range(8):
        seen.append(here)
        here = here.nextInFocusChain()
    return seen


def test_that_selected_words_become_a_phrase_and_enter_inserts_it(desktop, qtbot):
    desktop.type("Books were seen in three classes.")
    desktop.field.selectAll()
    qtbot.keyClick(desktop.field, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desktop.until(lambda: any("Kept as a phrase" in said for said in desktop.said))
    desktop.field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(desktop.field, Qt.Key.Key_Return)
    qtbot.keyClick(desktop.field, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    popup = desktop.aids.phrases
    desktop.until(lambda: popup.list.count() == 1)
    qtbot.keyClicks(popup.field, "three")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert desktop.field.text() == "Books were seen in three classes.\nBooks were seen in three classes."
    assert not popup.isVisible()


def test_that_a_slash_at_the_start_of_a_line_opens_the_bank_and_escape_leaves_a_slash(desktop, qtbot):
    qtbot.keyClicks(desktop.field, "/")
    popup = desktop.aids.phrases
    assert popup.isVisible()
    assert "Ctrl+Shift+P" in popup.empty.text()
    qtbot.keyClick(popup.field, Qt.Key.Key_Escape)
    assert desktop.field.text() == "/"
    qtbot.keyClicks(desktop.field, " 1/2")
    assert desktop.field.text() == "/ 1/2"


def test_that_a_phrase_taken_out_can_be_put_back(desktop, qtbot, shell):
    shell.desk.app.run(lambda: shell.desk.app.services.phrases.keep("One to lose."))
    qtbot.keyClick(desktop.field, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    popup = desktop.aids.phrases
    desktop.until(lambda: popup.list.count() == 1)
    qtbot.keyClick(popup.field, Qt.Key.Key_Delete)
    desktop.until(lambda: popup.list.count() == 0)
    popup.back.click()
    desktop.until(lambda: popup.list.count() == 1)
    popup.close()


def test_that_a_paste_from_a_word_processor_comes_clean(desktop):
    mime = QMimeData()
    mime.setHtml("<ul><li>one</li><li>two <b>bold</b></li></ul><table><tr><td>a</td><td>b</td></tr></table>")
    mime.setText("one two a b")
    desktop.field.insertFromMimeData(mime)
    assert desktop.field.text() == "- one\n- two bold\na | b"


def test_that_signs_that_count_twice_move_no_mark(desktop):
    desktop.field.put("🙂🙂 thier books, and Mrs Okafor ")
    desktop.field.moveCursor(QTextCursor.MoveOperation.End)
    desktop.until(lambda: desktop.marks(WAVE) == ["thier"] and desktop.marks(DOTS) == ["Mrs Okafor"])


def test_that_no_key_waits_in_a_long_text(desktop, qtbot):
    """A field of 20 kB with unknown words and notices in it: what the aids add to a key is far below a frame."""
    line = "The phonics lead showed books from three classes and thier fluency, aparently, with Mrs Okafor. "
    desktop.field.put("\n".join(line * 4 for _ in range(52)))
    assert len(desktop.field.text()) > 20_000
    desktop.until(lambda: {"thier", "aparently"} <= set(desktop.marks(WAVE)))
    desktop.field.moveCursor(QTextCursor.MoveOperation.End)
    took = []
    for key in "and so on, with words and more words " * 3:
        began = time.perf_counter()
        desktop.field.textCursor().insertText(key)
        took.append(time.perf_counter() - began)
    took.sort()
    assert took[len(took) // 2] < 0.010


def test_that_a_question_of_one_line_is_spelt_too_and_a_name_is_not(qtbot, go, shell, visits):
    shell.go_visit(visits["whole"])
    app = shell.window().desk.app
    app.run(app.services.visits.move, visits["whole"], Step(to=State.WRITING, why="More to say", by="Partner"))
    shell.go_visit(visits["whole"], "next_visit_plan")
    page = shell.visit
    wait(qtbot, lambda: page.body is not None and "next_visit_plan" in page.body.boxes)
    field = page.body.boxes["next_visit_plan"].editor.field
    qtbot.waitUntil(lambda: page.aids.ready, timeout=20_000)
    field.selectAll()
    qtbot.keyClicks(field, "Governers and books ")
    line = WAVE
    qtbot.waitUntil(
        lambda: (
            [s.cursor.selectedText() for s in field.extraSelections() if s.format.underlineStyle() == line]
            == ["Governers"]
        ),
        timeout=20_000,
    )
    page.go_to("visit.head")
    assert page.body.boxes["visit.head"].editor.field.findChild(Help) is None
