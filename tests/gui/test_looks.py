"""The look: contrasts computed from the tokens, and room for large text on a small screen."""

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.domain.visit import State
from sipdesk.gui import tokens
from sipdesk.gui.appearance import Preferences
from sipdesk.gui.marks import SIGNS, Mark
from sipdesk.gui.shell import Shell
from tests.gui.conftest import Going
from tests.gui.contrast import contrast

PALETTES = list(tokens.PALETTES.values())


def test_that_the_measure_of_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("tone", ["text", "muted", "accent", "done", "part", "late"])
def test_that_words_stand_out_from_every_ground(palette: tokens.Palette, tone: str) -> None:
    for ground in (palette.bg, palette.surface, palette.soft):
        assert contrast(getattr(palette, tone), ground) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_that_what_can_be_pressed_or_typed_in_has_a_visible_edge(palette: tokens.Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for ground in (palette.bg, palette.surface):
        assert contrast(palette.edge, ground) >= 3


def test_that_no_two_states_are_told_apart_by_colour_alone() -> None:
    assert len({sign.word for sign in SIGNS.values()}) == len(SIGNS)
    assert {sign.mark for sign in SIGNS.values()} == set(Mark)


def test_that_every_state_of_a_visit_has_its_sign() -> None:
    assert {state.value for state in State} | {""} == set(SIGNS)


def test_that_text_of_double_size_fits_the_smallest_screen(
    qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]
) -> None:
    window = shell.window()
    window.theme.resize(2.0)
    for visit in (lambda: None, go.today, go.school, lambda: go.note(visits["draft"])):
        visit()
        least = window.minimumSizeHint()
        assert (least.width(), least.height()) <= (1280, 720)
        assert least.height() <= 720
        assert (window.width(), window.height()) == (1280, 720)


def test_that_nothing_is_cut_where_a_table_scrolls_sideways_anyway(shell: Shell) -> None:
    table = shell.caseload.table
    shell.window().theme.resize(2.0)
    assert table.horizontalScrollBar().maximum() > 0
    assert all(table.columnWidth(n) >= width for n, width in enumerate(table._widths))


def test_that_keys_change_the_size_of_text(shell: Shell) -> None:
    theme = shell.window().theme
    theme.step(1)
    assert theme.scale == 1.25
    theme.step(-1)
    theme.step(-1)
    assert theme.scale == 1.0


def test_that_the_look_is_remembered_and_nonsense_is_not(qtbot: QtBot, tmp_path) -> None:
    file = tmp_path / "window.ini"
    preferences = Preferences(file)
    theme = preferences.theme()
    theme.choose("dark")
    theme.resize(1.5)
    preferences.keep(theme)
    again = Preferences(file).theme()
    assert (again.wish, again.scale) == ("dark", 1.5)
    file.write_text("[General]\nappearance=pink\ntext=900\n")
    assert Preferences(file).theme().scale in {1.0, 1.5}
    assert Preferences(None).theme().wish == "system"


def test_that_each_palette_reaches_the_window(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window()
    for palette in PALETTES:
        window.theme.choose(palette.name)
        corner = window.grab().toImage().pixelColor(5, window.height() // 2)
        assert corner.name().upper() == palette.bg
