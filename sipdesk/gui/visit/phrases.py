"""The phrase bank at the caret: type to filter, Enter inserts, Delete takes one out with a way back."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sipdesk.domain.phrase import Phrase
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, label, say

_WIDE, _HIGH = 380, 190
_KEYS = "Enter inserts · Delete takes one out · Esc closes"
_EMPTY = "No phrases yet. Select words in a text and press Ctrl+Shift+P: they are kept here for the next time."
_PHRASE = Qt.ItemDataRole.UserRole
_THROUGH = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class PhrasePopup(QFrame):
    """Made once for a page; opened at the caret of any field."""

    chosen = Signal(str)
    closed = Signal(bool)
    """Whether something was chosen."""

    def __init__(self, window: QWidget, theme: Theme, desk: DeskLink) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._theme = theme
        self._desk = desk
        self._all: list[Phrase] = []
        self._gone: Phrase | None = None
        self._chose = False
        self.setProperty("role", "popup")
        self.setAccessibleName("Phrases")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Filter phrases…")
        self.field.setAccessibleName("Filter phrases")
        self.list = QListWidget()
        self.list.setProperty("role", "links")
        self.list.setAccessibleName("Phrases, the most used first")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(role="muted", wrap=True)
        self.hint = label(_KEYS, "label", wrap=True)
        self.back = button("Put back", "quiet", name="Put the phrase back")
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self._show())
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(self._choose)
        self.list.installEventFilter(self)
        self.back.clicked.connect(self._put_back)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S2)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.back)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S2)
        outer.setSpacing(tokens.S2)
        for widget in (self.field, self.empty, self.list):
            outer.addWidget(widget)
        outer.addLayout(foot)

    def open_at(self, place: QPoint) -> None:
        """Open below a place of the screen, all phrases in view."""
        self._gone, self._chose = None, False
        self.field.clear()
        self._desk.ask(lambda services: services.phrases.all(), self._arrived, self._failed)
        self.resize(self._theme.px(_WIDE), self._theme.px(_HIGH))
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(place.x(), screen.right() - self.width()))
        y = place.y() if place.y() + self.height() <= screen.bottom() else screen.bottom() - self.height()
        self.move(x, y)
        self._show()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _arrived(self, phrases: list[Phrase]) -> None:
        self._all = phrases
        self._show()

    def _failed(self, sentence: str) -> None:
        say(self.empty, sentence)
        announce(self, sentence)

    def _show(self) -> None:
        wanted = self.field.text().casefold().split()
        fitting = [p for p in self._all if all(word in p.words.casefold() for word in wanted)]
        self.list.clear()
        for phrase in fitting:
            item = QListWidgetItem(" ".join(phrase.words.split()))
            item.setData(_PHRASE, phrase)
            item.setSizeHint(self._room(item.text()))
            self.list.addItem(item)
        self.list.setCurrentRow(0 if fitting else -1)
        self.list.setVisible(bool(fitting))
        nothing = "No phrase holds these words." if self._all else _EMPTY
        say(self.empty, "" if fitting else nothing)
        self.back.setVisible(self._gone is not None)
        self.hint.setText("Taken out." if self._gone is not None else _KEYS)

    def _room(self, text: str) -> QSize:
        width = self._theme.px(_WIDE) - 2 * tokens.S3 - 2 * tokens.S2 - tokens.S5
        words = self.list.fontMetrics().boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, max(self._theme.px(tokens.TARGET), words.height() + 2 * tokens.S1 + tokens.S1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list moves under the filter, so that hands stay where they type."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Delete and (watched is self.list or not self.field.text()):
            self._remove()
            return True
        if watched is self.field and event.key() in _THROUGH:
            step = -1 if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_PageUp} else 1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
            return True
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        phrase: Phrase = item.data(_PHRASE)
        self._desk.ask(lambda services: services.phrases.use(phrase.id), _nothing, self._failed)
        self._chose = True
        self.hide()
        self.chosen.emit(phrase.words)

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        phrase: Phrase = item.data(_PHRASE)
        self._gone = phrase
        self._change(phrase, back=False)

    def _put_back(self) -> None:
        if self._gone is not None:
            phrase, self._gone = self._gone, None
            self._change(phrase, back=True)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, phrase: Phrase, *, back: bool) -> None:
        def call(services: "object") -> list[Phrase]:
            bank = services.phrases  # type: ignore[attr-defined]
            bank.put_back(phrase) if back else bank.remove(phrase.id)
            found: list[Phrase] = bank.all()
            return found

        self._desk.ask(call, self._arrived, self._failed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed, with or without a choice."""
        super().hideEvent(event)
        self.closed.emit(self._chose)


def _nothing(_result: object) -> None:
    """Counting a use tells nobody anything."""
