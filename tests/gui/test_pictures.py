"""Pictures on the screen: what they find is said in words, in every look and size, and of the school's own phase only."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sipdesk.gui.school.exclusions import ExclusionsTab
from sipdesk.gui.shell import Shell
from sipdesk.gui.widgets.chart import Picture
from tests.gui.conftest import Going, wait
from tests.unit.imports import public

SECONDARY = "900102"
TABLE = {"periods": {
    "two_years_before": {
        "all": {"pex": 1, "suspension": 180, "roll": 1010},
        "black": {"pex": 1, "suspension": 64, "roll": 240},
        "black_caribbean": {"pex": 0, "suspension": 8, "roll": 61},
    },
    "year_before": {
        "all": {"pex": 2, "suspension": 151, "roll": 1004},
        "black": {"pex": 1, "suspension": 52, "roll": 238},
        "black_caribbean": {"pex": 0, "suspension": 7, "roll": 60},
    },
}}  # fmt: skip


@pytest.fixture
def tab(qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]) -> ExclusionsTab:
    """The exclusions of a secondary school, with published figures beside them, everything drawn."""
    app = shell.window().desk.app
    services: Any = app.services
    read = services.intake.public(
        services.intake.recognise(public.SERIES), public.SERIES, app.run(services.publicdata.asked)
    )
    app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)
    app.run(services.visits.save, visits["other"], {"date": "2025-10-20"}, {"exclusions": TABLE})
    go.school(SECONDARY)
    shell.school.show_tab("Exclusions")
    return drawn(qtbot, shell)


def drawn(qtbot: QtBot, shell: Shell) -> ExclusionsTab:
    """Once every picture is there and none is still to come."""
    found = shell.school.exclusions
    wait(qtbot, lambda: found.pictures.cards and all(p.svg for p in pictures(found)))
    wait(
        qtbot,
        lambda: not any(p._settling.isActive() for p in pictures(found)) and not shell.window().desk.background.busy,
    )
    return found


def pictures(tab: ExclusionsTab) -> list[Picture]:
    return [card.picture for card in tab.pictures.cards]


def ink(picture: Picture) -> set[str]:
    image: QImage = picture.grab().toImage()
    points = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return {image.pixelColor(x, y).name() for x, y in points}


def test_that_a_picture_is_named_and_says_what_it_finds(tab: ExclusionsTab) -> None:
    names = [picture.accessibleName() for picture in pictures(tab)]
    assert names == ["Suspensions, all pupils", "Suspensions by group, 2024/25", "Permanent exclusions, all pupils"]
    course, groups, _ = pictures(tab)
    assert "This school had 15.04 in 2024/25, after 17.82 in 2023/24." in course.accessibleDescription()
    assert "Hackney had 20.91 in 2023/24, when this school had 17.82:" in course.accessibleDescription()
    assert "2018/19 10.75" in course.accessibleDescription()
    assert "Too few to say: Black Caribbean pupils." in groups.accessibleDescription()
    interface = QAccessible.queryAccessibleInterface(course)
    assert interface.role() == QAccessible.Role.Graphic
    assert "This school had 15.04" in tab.pictures.cards[0].finding.text()


def test_that_only_schools_of_the_same_phase_stand_in_it(tab: ExclusionsTab) -> None:
    for picture in pictures(tab)[:1]:
        assert "beside it, secondary schools" in picture.accessibleDescription()
        assert "primary" not in picture.accessibleDescription()


def test_that_the_keyboard_comes_to_every_picture(qtbot: QtBot, shell: Shell, tab: ExclusionsTab) -> None:
    assert tab.table is not None
    tab.table.setFocus()
    for picture in pictures(tab):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is picture
        assert not picture.visibleRegion().isEmpty()


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_that_a_picture_has_the_colours_of_the_look(qtbot: QtBot, shell: Shell, tab: ExclusionsTab, look: str) -> None:
    theme = shell.window().theme
    theme.choose(look)
    wait(qtbot, lambda: all(theme.palette.accent in picture.svg for picture in pictures(tab)))
    assert theme.colour("accent").name() in ink(pictures(tab)[1])


def test_that_large_text_makes_a_larger_picture_that_still_fits(qtbot: QtBot, shell: Shell, tab: ExclusionsTab) -> None:
    before = [picture.height() for picture in pictures(tab)]
    shell.window().theme.resize(2.0)
    wait(qtbot, lambda: all(now.height() > 1.7 * was for now, was in zip(pictures(tab), before, strict=True)))
    for picture in pictures(tab):
        assert picture.pixmap().deviceIndependentSize().width() <= picture.width() + 1
        assert picture.pixmap().deviceIndependentSize().height() <= picture.height() + 1


def test_that_a_school_with_nothing_to_draw_has_no_picture(qtbot: QtBot, shell: Shell, tab: ExclusionsTab) -> None:
    shell.go_school("900103")
    shell.school.show_tab("Exclusions")
    wait(qtbot, lambda: len(tab.empty.text()) > 40)
    assert tab.pictures.cards == []


def test_that_today_shows_how_far_the_year_has_come(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.today()
    wait(qtbot, lambda: shell.today.pictures.cards and shell.today.pictures.cards[0].picture.svg)
    picture = shell.today.pictures.cards[0].picture
    assert picture.accessibleName() == "Visits in 2025/26"
    assert "0 of 5 are issued. Autumn: 1 checked, 1 not begun." in picture.accessibleDescription()
    assert shell.today.table.hasFocus()  # it comes after what wants the partner
    shell.window().theme.resize(2.0)
    wait(qtbot, lambda: shell.today.table.least < 9)


def test_that_the_picture_of_a_year_vanishes_while_the_screen_is_shared(qtbot: QtBot, shell: Shell, go: Going) -> None:
    go.today()
    wait(qtbot, lambda: shell.today.pictures.cards)
    qtbot.keyClick(shell.window(), Qt.Key.Key_F9)
    wait(qtbot, lambda: not shell.today.pictures.cards[0].isVisible())
