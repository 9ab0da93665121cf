"""One jotting in the list: its time, its words, what it is, and a menu of what can become of it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from sipdesk.domain.clock import local
from sipdesk.domain.jotting import Jotting, Mark, Part
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label

_MARKS = {Mark.ACTION: "part", Mark.QUESTION: "muted", Mark.EVIDENCE: "muted"}
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class JottingRow(QFrame):
    """Enter places it, Delete destroys it, the space bar opens its menu, arrows go to its neighbours."""

    placed = Signal(object)
    waits = Signal(object)
    """A placed one waits again."""
    moved = Signal(object, str)
    marked = Signal(object, str)
    destroyed = Signal(object)
    stepped = Signal(object, int)
    taken = Signal(object)
    """It has the keyboard."""

    def __init__(self, theme: Theme, jotting: Jotting, where: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.jotting = jotting
        self.menu: QMenu | None = None
        self._parts: list[Part] = []
        self.setProperty("role", "jotting")
        time = f"{local(jotting.at):%H:%M}"
        focus = f"focus {jotting.focus}" if jotting.focus else ""
        tail = " · ".join(filter(None, (jotting.mark.word, focus, where, "placed" if jotting.placed else "")))
        self.setAccessibleName(f"{time}: {jotting.words}" + (f", {tail}" if tail else ""))
        self.setAccessibleDescription("Enter places it, Delete destroys it, the space bar opens its menu")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.more = button("", "quiet", name=f"What to do with “{jotting.words}”")
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.clicked.connect(self.open_menu)
        self._lay_out(time, tail)
        theme.changed.connect(self._dress)
        self._dress()

    def _lay_out(self, time: str, tail: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S1, 0, 0, 0)
        row.setSpacing(tokens.S2)
        self._time = label(time, "label")
        texts = QVBoxLayout()
        texts.setContentsMargins(0, tokens.S1, 0, tokens.S1)
        texts.setSpacing(0)
        self._words = label(self.jotting.words, "muted" if self.jotting.placed else "", wrap=True)
        texts.addWidget(self._words)
        if tail:
            told = label(tail, "label", wrap=True)
            told.setProperty("tone", _MARKS.get(self.jotting.mark, "muted"))
            texts.addWidget(told)
        self._times = QVBoxLayout()
        self._times.addWidget(self._time)
        self._times.addStretch(1)
        row.addLayout(self._times)
        row.addLayout(texts, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def _dress(self) -> None:
        side = self._theme.px(tokens.ICON - 2)
        self.more.setIcon(self._theme.icon("ellipsis", "muted"))
        self.more.setIconSize(QSize(side, side))
        # The small figures of the time stand on the line of the words.
        self._times.setContentsMargins(0, tokens.S1 + self._theme.px(2), 0, 0)
        self.setMinimumHeight(self._theme.px(tokens.TARGET) + 2)

    def offer(self, parts: list[Part]) -> None:
        """The sections it can be moved to."""
        self._parts = parts

    def open_menu(self) -> None:
        """What can become of it."""
        menu, jotting = QMenu(self), self.jotting
        if jotting.placed:
            menu.addAction("Let it wait again").triggered.connect(lambda: self.waits.emit(jotting))
        else:
            menu.addAction("Place into the text\tEnter").triggered.connect(lambda: self.placed.emit(jotting))
        move = menu.addMenu("Move to")
        for part in self._parts:
            if part.id != jotting.section:
                action = move.addAction(part.title.replace("&", "&&"))
                action.triggered.connect(lambda _on=False, to=part.id: self.moved.emit(jotting, to))
        for mark in Mark:
            if mark is not jotting.mark:
                told = f"Make it an action\t{mark.value}" if mark is Mark.ACTION else _make(mark)
                menu.addAction(told).triggered.connect(lambda _on=False, to=mark.value: self.marked.emit(jotting, to))
        menu.addSeparator()
        menu.addAction("Destroy\tDel").triggered.connect(lambda: self.destroyed.emit(jotting))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The whole of it by keyboard."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.jotting.placed:
            self.placed.emit(self.jotting)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.destroyed.emit(self.jotting)
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Menu}:
            self.open_menu()
        elif key in _WAYS:
            self.stepped.emit(self, _WAYS[Qt.Key(key)])
        elif event.text() and event.text() in {mark.value for mark in Mark}:
            self.marked.emit(self.jotting, event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes back to this one."""
        super().focusInEvent(event)
        self.taken.emit(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu."""
        event.accept()
        self.open_menu()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the keyboard along."""
        event.accept()


def _make(mark: Mark) -> str:
    return f"Make it {'evidence' if mark is Mark.EVIDENCE else 'a question'}\t{mark.value}" if mark else "Just words"
