"""Somebody who listens to the window asks it for what has gone in between."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from sipdesk.gui.listening import listen_with_care


def test_that_a_scroll_area_is_asked_for_a_part_it_no_longer_has(qtbot: QtBot) -> None:
    listen_with_care()
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidget(QLabel("line\n" * 200))
    area.show()
    told = QAccessible.queryAccessibleInterface(area)
    shown = told.childCount()
    assert all(told.child(n).object() is not None for n in range(shown))
    area.hide()
    assert told.child(shown) is None
    assert told.child(shown + 5) is None
    assert told.child(-1) is None


def test_that_interfaces_go_with_their_scroll_areas(qtbot: QtBot) -> None:
    listen_with_care()
    outer = QScrollArea()
    qtbot.addWidget(outer)
    for _ in range(50):
        inner = QScrollArea(outer)
        inner.setWidget(QLabel("words"))
        assert QAccessible.queryAccessibleInterface(inner).childCount() > 0
        with qtbot.waitSignal(inner.destroyed):
            inner.deleteLater()
