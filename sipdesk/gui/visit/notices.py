"""One quiet line at the foot of a field: what to think about, why, and "Leave as it is". It never blocks."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sipdesk.domain.notice import Found
from sipdesk.gui import tokens
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.widgets.controls import announce, button, label

_LEAVE = "Leave as it is"


class NoticeLine(QFrame):
    """Lies inside its field, below the words; the field grows to hold it."""

    left = Signal(object)
    """The notice that stays as it is."""

    def __init__(self, field: Prose) -> None:
        super().__init__(field)
        self._field = field
        self._found: list[Found] = []
        self.setProperty("role", "foot")
        self.words = label(role="notice", wrap=True)
        self.leave = button(_LEAVE, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S2, 0, tokens.S1, 0)
        row.setSpacing(tokens.S2)
        row.addWidget(self.words, 1)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)
        self.leave.clicked.connect(self._leave)
        QWidget.setTabOrder(field, self.leave)
        field.installEventFilter(self)
        self.hide()

    @property
    def notice(self) -> Found | None:
        """What is shown."""
        return self._found[0] if self._found else None

    def put(self, found: list[Found]) -> None:
        """Other notices; the first is shown, with how many there are."""
        before = self.notice.key if self.notice else ""
        self._found = found
        notice = self.notice
        if notice is None:
            if not self.isHidden():
                if self.leave.hasFocus():
                    self._field.setFocus()
                self.hide()
                self._make_room()
            return
        places = len({there.words for there in found})
        more = f" {places} such places in this text." if places > 1 else ""
        self.words.setText(f"“{_short(notice.words)}”: {notice.says} {notice.why}{more}")
        self.leave.setAccessibleName(f"{_LEAVE}: {_short(notice.words)}")
        self.show()
        self._make_room()
        if notice.key != before:
            announce(self._field, self.words.text())

    def _leave(self) -> None:
        if self.notice is not None:
            self.left.emit(self.notice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the field."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        """As high as its sentence wants at this width."""
        field, rule = self._field, self._field.frameWidth()
        width = max(0, field.width() - 2 * max(rule, tokens.S1))
        height = 0 if self.isHidden() else self._height(width)
        field.set_foot(height)
        self.setGeometry((field.width() - width) // 2, field.height() - height - tokens.S1, width, height)

    def _height(self, width: int) -> int:
        self.ensurePolished()
        self.leave.ensurePolished()
        self.words.ensurePolished()
        room = width - self.leave.sizeHint().width() - 2 * tokens.S2 - tokens.S1
        return max(self.words.heightForWidth(room), self.leave.sizeHint().height(), tokens.TARGET) + tokens.S1


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:38]}…"
