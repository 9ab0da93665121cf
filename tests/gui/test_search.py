"""Ctrl+K: anywhere from the keyboard, every word found, nothing older than what is typed shown."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.gui.search.palette import Palette
from sipdesk.gui.shell import Shell
from tests.gui.conftest import Going, wait
from tests.gui.walk import faults

Visits = dict[str, str]


@pytest.fixture
def palette(qtbot: QtBot, shell: Shell) -> Palette:
    """Open, the keyboard in its field."""
    shell.caseload.table.setFocus()
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = shell.finder.palette
    wait(qtbot, found.field.hasFocus)
    return found


def typed(qtbot: QtBot, palette: Palette, text: str) -> list[str]:
    """The rows for some words, headings included, once they answer what is typed."""
    palette.field.clear()
    qtbot.keyClicks(palette.field, text)
    wait(qtbot, lambda: palette.settled)
    return [item.title for item in palette.model.rows]


def test_that_the_pages_and_commands_stand_there_before_anything_is_typed(palette: Palette) -> None:
    titles = [item.title for item in palette.model.rows]
    assert titles[:3] == ["Pages and commands", "Today", "Caseload"]
    assert {"Lock", "Help", "Screen sharing", "Export the caseload"} <= set(titles)


def test_that_a_school_is_gone_to_by_part_of_its_name(qtbot: QtBot, shell: Shell, palette: Palette) -> None:
    assert typed(qtbot, palette, "bram")[:2] == ["Schools", "Bramble Lane Academy"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait(qtbot, lambda: shell.school.heading.title.text() == "Bramble Lane Academy")
    assert palette.isHidden()


def test_that_a_visit_is_gone_to_by_school_and_term(
    qtbot: QtBot, shell: Shell, palette: Palette, visits: Visits
) -> None:
    assert typed(qtbot, palette, "alder autumn")[:2] == ["Visits", "Alder Park Primary School · SIP 1: autumn visit"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait(qtbot, lambda: shell.place().way == "go_visit")
    assert shell.place().given == (visits["whole"],)


def test_that_words_lead_to_the_question_they_stand_in(qtbot: QtBot, palette: Palette, visits: Visits) -> None:
    gone: list[tuple[str, str]] = []
    palette._ways.visit = lambda visit, question: gone.append((visit, question))
    rows = typed(qtbot, palette, "turkish pol")
    assert rows == ["In what was written", "Alder Park Primary School · " + rows[1].partition(" · ")[2]]
    marked = [text for text, found in palette.model.rows[1].pieces if found]
    assert [word.casefold() for word in marked] == ["turkish", "polish"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert gone == [(visits["whole"], "context")]


def test_that_arrows_pass_over_headings_and_stop_at_the_ends(qtbot: QtBot, palette: Palette) -> None:
    typed(qtbot, palette, "alder")
    here = []
    for key in (None, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        if key is not None:
            qtbot.keyClick(palette.field, key)
        here.append(palette.list.currentIndex().row())
    assert here[0] == here[2] == here[3] == 1
    assert palette.model.rows[here[1]].go is not None
    for _ in range(40):
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == len(palette.model.rows) - 1


def test_that_an_older_answer_is_never_shown(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "alder")
    palette.field.setText("bramble")
    wait(qtbot, lambda: palette.settled)
    assert palette._shown is not None
    assert palette._shown.typed == "bramble"
    assert "Alder Park Primary School" not in [item.title for item in palette.model.rows]


def test_that_escape_gives_the_keyboard_back_and_forgets_every_word(
    qtbot: QtBot, shell: Shell, palette: Palette
) -> None:
    typed(qtbot, palette, "alder")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert palette.model.rows == []
    assert palette.field.text() == ""
    assert shell.caseload.table.hasFocus()


def test_that_nothing_found_says_so(qtbot: QtBot, palette: Palette) -> None:
    assert typed(qtbot, palette, "qqqq zzzz") == []
    assert palette.nothing.text() == "Nothing fits “qqqq zzzz”."
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isHidden()


def test_that_a_command_is_done(qtbot: QtBot, shell: Shell, palette: Palette) -> None:
    typed(qtbot, palette, "settings")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait(qtbot, lambda: shell.page is shell.settings)


def test_that_a_shared_screen_finds_nothing_of_other_schools(
    qtbot: QtBot, shell: Shell, go: Going, visits: Visits
) -> None:
    go.note(visits["whole"])
    shell.sharing.turn(on=True)
    palette = shell.finder.palette
    palette.open_palette()
    assert "only the school you are at" in palette.hint.text()
    assert "Bramble Lane Academy" not in typed(qtbot, palette, "bramble")
    assert any("Alder" in row for row in typed(qtbot, palette, "phonics"))


def test_that_the_palette_is_named_and_its_rows_are_spoken(qtbot: QtBot, shell: Shell, palette: Palette) -> None:
    assert faults(shell.window()) == []
    typed(qtbot, palette, "alder autumn")
    assert palette.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Alder Park Primary School · SIP 1: autumn visit, 14 October 2025, checked"
    )


def test_that_the_field_in_the_top_bar_opens_it_and_folds_for_large_text(qtbot: QtBot, shell: Shell) -> None:
    shell.finder.field.click()
    assert not shell.finder.palette.isHidden()
    shell.finder.palette.close_palette()
    wide = shell.finder.field.width()
    shell.window().theme.resize(2.0)
    assert shell.finder.field.width() < wide
