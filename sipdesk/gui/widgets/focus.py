"""A ring outside whatever has the keyboard, the same around every control. It lies over the page and takes no clicks."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
_GAP = 1


class FocusRing(QWidget):
    """One for each window."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for before in filter(isValid, self._watched):
            before.removeEventFilter(self)
        self._watched = []
        self._around = new if new is not None and new.window() is self._window else None
        widget: QWidget | None = self._around
        while widget is not None and widget is not self._window:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it, or what it lies in, moves."""
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        around = self._around
        if around is None or not isValid(around) or not around.isVisible():
            self.hide()
            return
        out = tokens.FOCUS + _GAP
        rect = QRect(around.mapTo(self._window, QPoint(0, 0)), around.size()).adjusted(-out, -out, out, out)
        self.setGeometry(rect & self._visible(around))
        self.show()
        self.raise_()
        self.update()

    def _visible(self, around: QWidget) -> QRect:
        """Where the ring may be: not over what lies outside the scrolled part of a page."""
        parent: QWidget | None = around.parentWidget()
        while parent is not None and parent is not self._window:
            if isinstance(parent, QAbstractScrollArea):
                view = parent.viewport()
                return QRect(view.mapTo(self._window, QPoint(0, 0)), view.size())
            parent = parent.parentWidget()
        return self._window.rect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), tokens.FOCUS))
        half = tokens.FOCUS / 2
        radius = tokens.RADIUS + tokens.FOCUS
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
