"""A field as it always stands: its name above, a hint below, an error in words beside it."""

from PySide6.QtCore import QMetaMethod, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, label, say


class Line(QLineEdit):
    """The line of a field. Where somebody listens for its Enter, that key is answered and goes no further."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt hands Enter on to the page as well: one press would be two."""
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._is_heard():
            event.accept()

    def _is_heard(self) -> bool:
        return self.isSignalConnected(QMetaMethod.fromSignal(self.returnPressed))


class Field(QWidget):
    """One line to type in."""

    def __init__(self, name: str, hint: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self.edit = Line()
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self._hint = hint
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.name = label(name, "label")
        self.name.setBuddy(self.edit)
        self.hint = label(hint, "hint", wrap=True)
        if not hint:
            self.hint.hide()  # shown before it has a parent it would be a window of its own for a moment
        self.error = label(role="error", wrap=True)
        self.error.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S1)
        for widget in (self.name, self.edit, self.hint, self.error):
            lines.addWidget(widget)
        self.edit.textChanged.connect(lambda _: self.tell(""))
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    def tell(self, sentence: str) -> None:
        """Say what is wrong, or take that away."""
        say(self.error, sentence)
        self.edit.setAccessibleDescription(sentence or self._hint)
        announce(self.edit, sentence)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong and put the keyboard there."""
        self.tell(sentence)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class Bar(QWidget):
    """How far something is, from 0 to 100. It says nothing that words beside it do not say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.share = 0
        self.tone = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(tokens.S2)

    def put(self, share: int, tone: str = "accent") -> None:
        """Another share."""
        self.share, self.tone = share, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line, and how much of it is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("edge"))
        painter.setBrush(self._theme.colour("surface"))
        frame = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(frame, tokens.S1, tokens.S1)
        filled = frame.adjusted(2, 2, -2, -2)
        filled.setWidth(round(filled.width() * self.share / 100))
        if filled.width() > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(self.tone))
            painter.drawRoundedRect(filled, 1, 1)
