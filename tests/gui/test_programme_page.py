"""The programme as a page: reached from three places, searched, read at any size, staying under F9; its words explained."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.rules import Word
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.programme.page import ProgrammePage
from sipdesk.gui.shell import Shell
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.glossary import Glossary
from sipdesk.gui.widgets.rows import Column, Rows, words
from sipdesk.gui.window import Window
from tests.gui.conftest import Going, unlock, wait
from tests.gui.contrast import faint
from tests.gui.walk import faults, reachable, tabbed

CATEGORY = "Category and risk"


def _open(qtbot: QtBot, shell: Shell) -> ProgrammePage:
    shell.go_programme()
    wait(qtbot, lambda: shell.programme.view)
    return shell.programme


def _parts(page: ProgrammePage) -> list[str]:
    return [page.list.item(n).text() for n in range(page.list.count())]


def test_that_the_page_shows_what_the_programme_holds_part_by_part(qtbot: QtBot, shell: Shell) -> None:
    page = _open(qtbot, shell)
    text = page.text.toPlainText()
    assert page.heading.title.text() == "School improvement partner programme 2021-22"
    assert {"Powers of the authority", "Powers of the Secretary of State", "Glossary", "Gaps", "Doubts"} <= {
        *_parts(page)
    }
    assert "TAG: Team Action Group" in text
    assert "Our reading" in text
    assert "slides, line 119" in text
    assert page.remark.isHidden()
    assert page.text.hasFocus()
    assert shell.window().windowTitle().count("Hackney") == 0


def test_that_a_school_and_the_settings_lead_to_it_and_back_goes_back(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school()
    shell.school.show_tab(CATEGORY)
    tab = shell.school.category
    wait(qtbot, lambda: tab.view)
    qtbot.mouseClick(tab.place.read, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: shell.page is shell.programme and shell.programme.view)
    assert shell.programme.view is not None
    assert shell.programme.view.authority == "hackney"
    shell.go_back()
    assert shell.page is shell.school
    shell.go_settings()
    shell.settings.forms.read.click()
    assert shell.page is shell.programme


def test_that_another_installed_edition_can_be_read_and_back_leads_to_the_one_in_use(
    qtbot: QtBot, shell: Shell
) -> None:
    page = _open(qtbot, shell)
    assert page.editions.text() == "Edition: Hackney 2021-22, in use"
    offered = {action.text(): action for action in page.editions.menu().actions()}
    assert {"Hillingdon 2015-18", "Hillingdon 2020-23, a draft", "Havering 2011"} <= set(offered)
    offered["Hillingdon 2020-23, a draft"].trigger()
    wait(qtbot, lambda: page.view and page.view.edition == "2020-23")
    assert page.editions.text() == "Edition: Hillingdon 2020-23, a draft"
    assert page.remark.text() == "No school of this desk follows this programme; it is here to be read."
    assert "Benchmark table" in page.text.toPlainText()
    shell.go_back()
    wait(qtbot, lambda: page.view and page.view.authority == "hackney")
    assert page.remark.isHidden()


def test_that_ctrl_k_offers_it_by_name(qtbot: QtBot, shell: Shell) -> None:
    palette = shell.finder.palette

    def offered() -> list[str]:
        return [row.title for row in palette.model.rows if row.title.startswith("Programme: ")]

    def look() -> bool:
        palette.close_palette()
        palette.open_palette()
        palette.field.setText("programme glossary")
        return bool(offered())

    wait(qtbot, look)
    assert offered() == ["Programme: Hackney: School improvement partner programme 2021-22"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait(qtbot, lambda: shell.page is shell.programme)


def test_that_typing_keeps_only_what_is_looked_for(qtbot: QtBot, shell: Shell) -> None:
    page = _open(qtbot, shell)
    every = _parts(page)
    qtbot.keyClick(page.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.field.hasFocus()
    qtbot.keyClicks(page.field, "interim executive")
    assert _parts(page) == ["Powers of the authority", "Powers of the Secretary of State"]
    assert "Direct closure" not in page.text.toPlainText()
    qtbot.keyClicks(page.field, " zebra")
    assert _parts(page) == []
    assert page.none.isVisible()
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert _parts(page) == every
    assert page.none.isHidden()


def test_that_the_contents_lead_through_the_text_by_arrows(qtbot: QtBot, shell: Shell) -> None:
    page = _open(qtbot, shell)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_End)
    assert page.text.textCursor().block().text() == "Doubts"
    assert page.text.verticalScrollBar().value() > 0
    qtbot.keyClick(page.list, Qt.Key.Key_Home)
    assert page.text.textCursor().block().text() == "This edition"


def test_that_f1_tells_of_it_and_a_lock_comes_back_to_the_part(qtbot: QtBot, shell: Shell) -> None:
    page = _open(qtbot, shell)
    page.list.setCurrentRow(5)
    spot = shell.place()
    qtbot.keyClick(page.text, Qt.Key.Key_F1)
    assert shell.help.topic == "programme"
    page.list.setCurrentRow(0)
    page.view = None
    shell.restore(spot)
    wait(qtbot, lambda: page.view)
    assert page.text.textCursor().block().text() == "Categories of support"


def test_that_a_review_day_that_has_passed_is_said_on_the_page_and_once_today(
    qtbot: QtBot, desk_folder: Path, tmp_path: Path, clock: Clock
) -> None:
    own = tmp_path / "own"
    shutil.copytree(paths.forms() / "hackney", own / "hackney")
    file = own / "hackney" / "2021-22" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"historic"\n', '"in force"\nreview_by = 2025-09-30\n'), encoding="utf-8")
    window = Window(DeskLink(desk_folder, Background(), lambda where: App(where, clock, own)), Theme("light"), None)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
    shell = unlock(qtbot, window)
    assert shell.today.remarks.text().count("30 September 2025") == 1
    page = _open(qtbot, shell)
    assert page.remark.isVisible()
    assert page.remark.text().startswith("Hackney 2021-22 was to be reviewed by 30 September 2025")
    assert faint(window) == []
    window.close()
    window.finish()


def test_that_it_stays_while_the_screen_is_shared(qtbot: QtBot, shell: Shell) -> None:
    page = _open(qtbot, shell)
    said = page.text.toPlainText()
    shell.sharing.turn(on=True)
    assert shell.page is page
    assert not [name for name in ("Alder Park", "Bramble Lane", "Cedar House") if name in said]


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", [1.0, 2.0])
def test_that_it_is_named_reachable_and_readable(qtbot: QtBot, shell: Shell, look: str, size: float) -> None:
    window = shell.window()
    assert isinstance(window, Window)
    window.theme.choose(look)
    window.theme.resize(size)
    page = _open(qtbot, shell)
    page.arrive()
    assert faults(window) == []
    assert faint(window) == []
    assert not set(reachable(window)) - set(tabbed(qtbot, window))
    assert window.minimumSizeHint().height() <= 720
    assert page.text.horizontalScrollBar().maximum() == 0
    assert page.list.horizontalScrollBar().maximum() == 0
    image = page.text.grab().toImage()
    inked = {image.pixelColor(x, y).name() for x in range(20, image.width(), 3) for y in range(20, 160)}
    assert window.theme.palette.text.lower() in inked


def test_that_words_of_the_glossary_are_explained_where_a_school_stands(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.school()
    shell.school.show_tab(CATEGORY)
    place = shell.school.category.place
    wait(qtbot, place.place.toolTip)
    assert place.place.text().startswith("Core")
    assert place.place.accessibleDescription() == "Core: The school improves well by its own strength and is ambitious for its pupils."  # fmt: skip
    assert place.decide.toolTip() == ""
    shell.sharing.turn(on=True)
    assert place.place.toolTip() == place.place.accessibleDescription() == ""


def test_that_the_longest_word_is_explained_and_a_label_forgets_what_it_no_longer_says(qtbot: QtBot) -> None:
    glossary = Glossary(
        [
            Word(word="Intensive", means="much"),
            Word(word="Intensive A", means="<b>more</b>"),
            Word(word="link", means="a partner"),
        ]
    )
    assert glossary.meaning_of("The Link visits Intensive A.") == "link: a partner\nIntensive A: <b>more</b>"
    assert glossary.meaning_of("intensively linked") == ""
    label = QLabel("Intensive A, link")
    qtbot.addWidget(label)
    glossary.gloss(label)
    assert label.toolTip() == "<qt>Intensive A: &lt;b&gt;more&lt;/b&gt;<br>link: a partner</qt>"
    label.setText("nothing")
    glossary.gloss(label)
    assert label.toolTip() == label.accessibleDescription() == ""


def test_that_a_cell_of_a_table_carries_the_meaning_of_its_words() -> None:
    rows = Rows([Column("Category", words)], str)
    rows.put(["Core", "Other"])
    rows.explain(Glossary([Word(word="Core", means="by itself")]).meaning_of)
    role = Qt.ItemDataRole
    assert rows.data(rows.index(0, 0), role.ToolTipRole) == "<qt>Core<br>Core: by itself</qt>"
    assert rows.data(rows.index(0, 0), role.AccessibleDescriptionRole) == "Core: by itself"
    assert rows.data(rows.index(0, 0), role.AccessibleTextRole) == "Core"
    assert rows.data(rows.index(1, 0), role.ToolTipRole) == "Other"
