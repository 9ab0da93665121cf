"""Whatever has the keyboard stays in sight: a field that grows, a cell one comes to, the card that is next."""

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from sipdesk.gui import tokens


def bring(pane: QScrollArea, wanted: QRect, around: int) -> bool:
    """Scroll, no further than need be, so that a part of a pane's page is seen with so many pixels above and below it;
    of what is too tall the top is seen. False where the page does not reach that far, or not yet."""
    bar, room = pane.verticalScrollBar(), pane.viewport().height()
    top, bottom = wanted.top() - around, wanted.bottom() + around
    if top < bar.value() or bottom - top > room:
        bar.setValue(top)
    elif bottom > bar.value() + room:
        bar.setValue(bottom - room)
    return bar.value() <= wanted.top() and min(wanted.bottom(), wanted.top() + room) <= bar.value() + room


def cursor_of(here: QWidget, page: QWidget) -> QRect:
    """Where on a page the keyboard is: the cursor of a field, the cell of a table, else the whole control."""
    # Qt says of what has no cursor that it is a line down its middle.
    told = here.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    rect = QRect(told.toRect() if hasattr(told, "toRect") else told)
    if rect.height() >= here.height():
        rect = here.rect()
    return QRect(here.mapTo(page, rect.topLeft()), rect.size())


def come_after(before: QWidget, part: QWidget) -> None:
    """Tab goes from a control into a part that was put there since, through it, and on to what came next until then."""
    first = next((one for one in part.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    if first is None:
        return
    # Qt appends what is made later to the end, after the whole frame of the window. It moves a part as a whole where that
    # part is one control to the keyboard, so for a moment it is. (To walk its chain from here would make each control
    # the keeper of the next one in Python, and take that with it when it goes.)
    part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    part.setFocusProxy(first)
    QWidget.setTabOrder(before, part)
    part.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
    part.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Follower(QObject):
    """Scrolls a pane after the keyboard, never after the mouse: what is pressed stays under the hand."""

    def __init__(self, pane: QScrollArea) -> None:
        super().__init__(pane)
        self._pane = pane
        self._seen: QRect | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._follow)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._moved)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)
        pane.verticalScrollBar().rangeChanged.connect(self._moved)  # what grows has its height a moment after its words

    def _moved(self, *_args: object) -> None:
        if isValid(self._pane) and self._pane.isVisible() and not QGuiApplication.mouseButtons():
            self._later.start()

    def _follow(self) -> None:
        if not isValid(self._pane):  # the focus moves a last time while a page is taken apart
            return
        here, page = QApplication.focusWidget(), self._pane.widget()
        if here is None or page is None or not page.isAncestorOf(here):
            return
        now = cursor_of(here, page)
        if now != self._seen:  # else it is where it was, and whoever has scrolled away since may stay there
            self._seen = now if bring(self._pane, now, tokens.S5) else None
