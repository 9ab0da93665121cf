"""What Qt 6.12 needs where somebody listens to the window instead of looking at it.

Its interface of a scroll area gives a child by number without looking whether there are so many: a screen reader that
counts three, and asks for the third when the scroll bar has gone in between or the page was hidden, ends the program.
The interface every widget has looks before it gives. Seen with 6.12.0; tests/e2e/test_screen_reader.py shows it.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget

_CAREFUL = frozenset({"QScrollArea", "QAbstractScrollArea"})
"""By name of the class, from the object's own upwards: tables, lists and texts have interfaces of their own before it."""


def _careful(key: str, thing: QObject) -> QAccessibleInterface | None:
    if key in _CAREFUL and isinstance(thing, QAbstractScrollArea):
        return QAccessibleWidget(thing, QAccessible.Role.Client)
    return None


def listen_with_care() -> None:
    """Once a program, when there is an application: Qt asks the factory that came last first, and brings its own with it."""
    QAccessible.installFactory(_careful)
