"""A person at the machine: finds controls by the name a screen reader says, uses the mouse and the keyboard, nothing else."""

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLineEdit, QScrollArea, QTabBar, QWidget

PATIENCE = 30.0
_LOOK = 10
_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    QAccessible.setActive(True)
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).replace("&", "") if interface else ""


class Hand:
    """Works in one window. Counts what it does: clicks, keys beyond the words, and the letters of the words."""

    def __init__(self, top: QWidget) -> None:
        self.top = top
        self.clicks = self.keys = self.letters = 0

    def wait(self, there: Callable[[], object], what: str = "it") -> None:
        """Until something is there."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, f"{what} never came. There is: {self.names()}"
            QTest.qWait(_LOOK)

    # -- finding -------------------------------------------------------------------------------------------------

    def _usable(self) -> list[QWidget]:
        return [
            widget
            for widget in self.top.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]

    def names(self) -> list[str]:
        """What can be used now."""
        return [name_of(widget) for widget in self._usable()]

    def find(self, name: str) -> QWidget | None:
        """The first control of a name, or that begins with it where the name ends in …*."""
        start = name.removesuffix("*")
        for widget in self._usable():
            called = name_of(widget)
            if called == name or (name != start and called.startswith(start)):
                return widget
        return None

    def see(self, name: str) -> QWidget:
        """Wait for a control of this name."""
        self.wait(lambda: self.find(name), f"“{name}”")
        found = self.find(name)
        assert found is not None
        return found

    # -- the mouse -----------------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Click a button or a field."""
        widget = self.see(name)
        _into_view(widget)
        # Into a wide field at its left, as people do, not onto a sign that floats above its middle.
        at = QPoint(min(widget.width() // 2, 40), min(widget.height() // 2, 14))
        QTest.mouseClick(widget, _LEFT, _PLAIN, at)
        self.clicks += 1

    def press_tab(self, words: str) -> None:
        """Click a tab."""

        def places() -> list[tuple[QTabBar, QPoint]]:
            bars = [bar for bar in self.top.findChildren(QTabBar) if bar.isVisible()]
            return [(b, b.tabRect(n).center()) for b in bars for n in range(b.count()) if b.tabText(n) == words]

        self.wait(places, f"the tab “{words}”")
        bar, at = places()[0]
        QTest.mouseClick(bar, _LEFT, _PLAIN, at)
        self.clicks += 1

    def point(self, view_name: str, words: str, *, twice: bool = False) -> None:
        """Click the row of a table or list that holds these words; twice to open it."""

        def views() -> list[QAbstractItemView]:
            there = self.top.findChildren(QAbstractItemView)
            return [view for view in there if view.isVisible() and name_of(view) == view_name]

        self.wait(views, f"the list “{view_name}”")
        view = views()[0]
        places: list[QPoint] = []

        def look() -> bool:
            model = view.model()
            wide = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
            for row in range(model.rowCount()):
                for column in range(wide):
                    index = model.index(row, column)
                    if words in str(index.data(Qt.ItemDataRole.DisplayRole)):
                        view.scrollTo(index)
                        places[:] = [view.visualRect(index).center()]
                        return True
            return False

        self.wait(look, f"“{words}” in {view_name}")
        QTest.mouseClick(view.viewport(), _LEFT, _PLAIN, places[0])
        if twice:
            QTest.mouseDClick(view.viewport(), _LEFT, _PLAIN, places[0])
        self.clicks += 2 if twice else 1

    # -- the keyboard --------------------------------------------------------------------------------------------

    def write(self, name: str, words: str) -> None:
        """Click into a field and type."""
        self.press(name)
        self.type(words)

    def type(self, words: str) -> None:
        """Words to whatever has the keyboard."""
        here = self._here()
        for letter in words:
            target = QApplication.focusWidget() or here
            if ord(letter) < 256:
                QTest.keyClick(target, letter)
            else:  # QTest knows no key for it; a keyboard that has one sends its letter
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, _PLAIN, letter))
        self.letters += len(words)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN, times: int = 1) -> None:
        """A key that is no letter of the words."""
        for _ in range(times):
            QTest.keyClick(self._here(), key, modifier)
        self.keys += times

    def enter(self) -> None:
        """Enter."""
        self.key(Qt.Key.Key_Return)

    def tab(self, times: int = 1) -> None:
        """On to the next field."""
        self.key(Qt.Key.Key_Tab, times=times)

    def _here(self) -> QWidget:
        """What has the keyboard; keys go nowhere before the window has it."""

        def inside() -> bool:
            here = QApplication.focusWidget()
            return here is not None and here.window() is not None and self.top.isAncestorOf(here)

        self.wait(inside, "the keyboard")
        here = QApplication.focusWidget()
        assert here is not None
        return here

    def name_a_file(self, path: object, press: str) -> None:
        """Press what asks for a file, paste its path into the dialogue for files, Enter."""
        end = time.monotonic() + PATIENCE
        named: list[bool] = []

        def answer() -> None:
            dialogue = QApplication.activeModalWidget()
            if isinstance(dialogue, QFileDialog):
                named.append(_named(dialogue, str(path)))
                if not named[-1] and time.monotonic() > end:
                    dialogue.reject()  # or the test would hang in it
                    return
            if not any(named) and time.monotonic() < end:
                QTimer.singleShot(_LOOK, answer)

        QTimer.singleShot(_LOOK, answer)
        self.press(press)  # comes back when the dialogue has gone
        self.top.activateWindow()  # as a window manager does; the offscreen platform sometimes forgets
        self.keys += 2
        assert any(named), f"no dialogue for files took {path}"


def _named(dialogue: QFileDialog, path: str) -> bool:
    """Whether the dialogue took it. It reads folders on a thread of its own, and offers what it found in a list."""
    line = dialogue.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QApplication.clipboard().setText(path)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(_LOOK * 20)
    offered = QApplication.activePopupWidget()
    if offered is not None:
        QTest.keyClick(offered, Qt.Key.Key_Escape)
    QTest.keyClick(line, Qt.Key.Key_Return)
    return not dialogue.isVisible()


def _into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
