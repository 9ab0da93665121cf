"""The look: contrasts computed from the tokens, and room for large text on a small screen."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.domain.visit import State
from sipdesk.gui import tokens
from sipdesk.gui.appearance import Preferences
from sipdesk.gui.marks import SIGNS, Mark
from sipdesk.gui.shell import Shell
from sipdesk.gui.widgets.page import Step
from sipdesk.store.schools import Allocation, put_allocation, put_school
from tests.gui.conftest import Going, wait
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
    for visit in (lambda: None, go.today, go.school, lambda: go.note(visits["draft"]), go.outbox):
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


def test_that_a_long_name_in_the_trail_ends_in_dots_and_is_whole_again_where_there_is_room(
    qtbot: QtBot, shell: Shell
) -> None:
    """Shortened are the longest, and the ear hears every name whole."""
    name = "The Blessed Sacrament and St Thomas More Roman Catholic Voluntary Aided Primary School & Nursery"
    steps = [Step("Caseload", lambda: None), Step(name, lambda: None), Step("SIP 2: spring visit")]
    shell.window().theme.resize(1.5)
    shell.trail.show_steps(steps)
    wait(qtbot, lambda: "…" in shell.trail.findChildren(QPushButton)[-1].text())
    first, school = shell.trail.findChildren(QPushButton)[-2:]
    here = shell.trail.findChildren(QLabel)[-1]
    assert (first.text(), here.text()) == ("Caseload", "SIP 2: spring visit")
    assert school.accessibleName() == f"Back to {name}"
    assert "Thomas More" in school.toolTip()
    assert school.width() >= school.sizeHint().width()
    shell.window().resize(1920, 1080)
    wait(qtbot, lambda: school.text() == name.replace("&", "&&"))
    assert shell.window().minimumSizeHint().width() <= 1280


def test_that_the_line_below_the_caseload_has_its_room_at_double_size(qtbot: QtBot, shell: Shell) -> None:
    app, page = shell.window().desk.app, shell.caseload
    for urn in range(800_001, 800_010):
        app.run(_allot, app, str(urn))
    shell.window().theme.resize(2.0)
    page.load()
    wait(qtbot, lambda: page.table.rows.total == 12)
    page.undo.setText("Undo the import of 22 November 2026")
    page.undo.show()
    wait(qtbot, lambda: page.table.horizontalScrollBar().maximum() > 0)
    wait(qtbot, lambda: page.table.geometry().bottom() < min(page.open.y(), page.keys.y(), page.undo.y()))


def _allot(app: App, urn: str) -> None:
    with app.services.desk.change("put a school in place", "") as db:
        told = School(urn=urn, name=f"School {urn}", phase=Phase.PRIMARY, governance=Governance.MAINTAINED)
        put_school(db, told)
        allocation = Allocation(urn=urn, authority="hackney", year="2025-26", term="autumn")
        put_allocation(db, allocation, app.services.desk.clock.stamp(), "")
