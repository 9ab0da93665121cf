"""The accessibility walk: what can have the keyboard has a name and is large enough, and Tab gets in and out of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

LEAST = 24


def reachable(window: QWidget) -> list[QWidget]:
    """What Tab should reach now."""
    wanted = Qt.FocusPolicy.TabFocus.value
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy().value & wanted
        and widget.focusProxy() is None
    ]


def faults(window: QWidget) -> list[str]:
    """Controls without a name, or too small to hit."""
    QAccessible.setActive(True)
    found = []
    for widget in reachable(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if not name.strip():
            found.append(f"{type(widget).__name__} has no name")
        if min(widget.width(), widget.height()) < LEAST:
            found.append(f"{type(widget).__name__} “{name}” is {widget.width()} × {widget.height()}")
    return found


def tabbed(qtbot: QtBot, window: QWidget, limit: int = 40) -> list[QWidget]:
    """What the keyboard comes by, until it is where it began. A trap for Tab ends the walk early."""
    seen: list[QWidget] = []
    for _ in range(limit):
        here = QApplication.focusWidget()
        if here is None or here in seen:
            break
        seen.append(here)
        if here.property("tabs_inside"):  # in a grid Tab goes from cell to cell, as it says; Escape lets it out
            qtbot.keyClick(here, Qt.Key.Key_Escape)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    return seen
