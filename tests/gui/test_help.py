"""The help: whole, linked, searchable, opened at the page one is on, there also while the desk is locked."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.gui.help.topics import Topic, contents, fitting, folder
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import Going, wait
from tests.gui.walk import faults

TOPICS = contents()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_that_each_topic_is_whole_and_its_links_lead_somewhere(topic: Topic) -> None:
    assert topic.markdown.startswith(f"# {topic.title}\n")
    assert len(topic.markdown.split()) > 60
    for link in re.findall(r"\]\(([^)]+)\)", topic.markdown):
        assert (folder() / link.partition("#")[0]).is_file(), link


def test_that_every_text_stands_in_the_contents() -> None:
    listed = {topic.id for topic in TOPICS}
    assert {file.stem for file in folder().glob("*.md")} - {"contents"} == listed


def test_that_f1_opens_the_help_of_the_page_and_goes_back(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school()
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F1)
    assert shell.page is shell.help
    assert shell.help.topic == "school"
    assert "A school" in shell.help.text.toPlainText()
    qtbot.keyClick(shell.help.text, Qt.Key.Key_Escape)
    wait(qtbot, lambda: shell.page is shell.school)


def test_that_ctrl_slash_lists_the_keys(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert shell.page is shell.help
    assert shell.help.topic == "keys"
    assert "Ctrl+L" in shell.help.text.toPlainText()


def test_that_links_lead_from_topic_to_topic_and_nowhere_else(qtbot: QtBot, shell: Shell) -> None:
    shell.go_help("first-visit")
    page = shell.help
    page.text.anchorClicked.emit(QUrl("note.md"))
    assert page.topic == "note"
    page.text.anchorClicked.emit(QUrl("https://example.org/visit.md"))
    assert page.topic == "note"


def test_that_a_search_lists_what_fits_and_enter_opens_it(qtbot: QtBot, shell: Shell) -> None:
    shell.go_help("keys")
    page = shell.help
    qtbot.keyClicks(page.field, "new laptop")
    assert page.list.item(0).text() == "Moving to a new laptop"
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert page.topic == "moving"
    page.field.setText("zebra crossing")
    assert page.list.count() == 0
    assert page.none.isVisible()
    assert fitting(TOPICS, "backup")


def test_that_help_is_there_while_the_desk_is_locked(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClick(window.unlock.field, Qt.Key.Key_F1)
    page = window.stack.currentWidget()
    assert page is not window.unlock
    assert faults(window) == []
    assert QApplication.focusWidget() is not page
    window.help()
    assert window.stack.currentWidget() is window.unlock
    assert window.unlock.field.hasFocus()


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_that_help_is_readable_in_every_palette_and_at_double_size(qtbot: QtBot, shell: Shell, look: str) -> None:
    window = shell.window()
    assert isinstance(window, Window)
    window.theme.choose(look)
    window.theme.resize(2.0)
    shell.go_help("programmes")
    assert window.minimumSizeHint().height() <= 720
    assert shell.help.text.horizontalScrollBar().maximum() == 0
    image = shell.help.text.grab().toImage()
    inked = {image.pixelColor(x, y).name() for x in range(40, image.width(), 7) for y in range(30, 120)}
    assert window.theme.palette.text.lower() in inked
