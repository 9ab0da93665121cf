"""Ctrl+K: a field over the page. What is typed is looked for while it is typed; only the newest answer is ever shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.search.items import Entry, Item, Items, Ways, items_of, matching
from sipdesk.gui.search.painting import ItemPainter
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, label, say
from sipdesk.services.search import Found

_WIDE = 680
_KEYS = "Arrows choose · Enter opens · Esc closes"
_SHARED = "The screen is shared: only the school you are at is looked through."
_ASK = "A school, a visit (“Berger autumn”), a page, or any words you wrote"

Near = Callable[[], tuple[str, str]]
"""The school and the visit one stands at, or nothing of either."""


class Palette(QWidget):
    """Covers the window while it is open; a click beside it closes it."""

    def __init__(self, desk: DeskLink, theme: Theme, ways: Ways, near: Near) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._ways = ways
        self._near = near
        self._entries: list[Entry] = []
        self._sharing = False
        self._under_way = False
        self._shown: Found | None = None
        self._back: QWidget | None = None
        self.box = QFrame(self)
        self.box.setProperty("role", "overlay")
        self.field = QLineEdit()
        self.list = QListView()
        self.model = Items()
        self._painter = ItemPainter(self.list, theme)
        self.nothing = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.hint = label(_KEYS, "status", wrap=True)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        self.field.setAccessibleName("Go to a school, visit or page, or find words")
        self.field.setPlaceholderText(_ASK)
        self.field.setMaxLength(200)
        self.list.setProperty("role", "results")
        self.list.setAccessibleName("What was found")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the field; arrows move here from there
        self.list.setMouseTracking(True)
        lines = QVBoxLayout(self.box)
        lines.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S2)
        lines.setSpacing(tokens.S2)
        for widget in (self.field, self.error, self.nothing, self.list, self.hint):
            lines.addWidget(widget)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._speak)
        self._theme.changed.connect(self._place)

    # -- opening and closing -------------------------------------------------------------------------------------

    def offer(self, entries: list[Entry]) -> None:
        """The pages and commands there are."""
        self._entries = entries

    def share(self, *, on: bool) -> None:
        """While the screen is shared only the present school is looked through."""
        self._sharing = on
        self.close_palette()

    def open_palette(self) -> None:
        """Over the window, empty, the keyboard in the field."""
        parent = self.parentWidget()
        if parent is None:
            return
        here = QApplication.focusWidget()
        self._back = here if here is not None and not self.isAncestorOf(here) else self._back
        self._shown = None
        self.field.clear()
        say(self.error, "")
        self._fill()
        self.hint.setText(f"{_SHARED} {_KEYS}" if self._sharing else _KEYS)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Away, with every word that was found; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        self._shown = None
        self.field.clear()
        self.model.put([])
        if self._back is not None and isValid(self._back) and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back = None

    # -- looking -------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if self.isHidden():
            return
        if not text.strip():
            self._shown = None
        self._fill()
        self._look()

    def _look(self) -> None:
        """Ask for the newest words, one question at a time: fast typing leaves no queue behind it."""
        typed = self.field.text()
        if self._under_way or not typed.strip():
            return
        self._under_way = True
        urn, visit = self._near()
        call = partial(_find, typed=typed, urn=urn, visit=visit, sharing=self._sharing)
        self._desk.ask(call, self._arrived, self._failed)

    def _arrived(self, found: Found) -> None:
        self._under_way = False
        if self.isHidden():
            return
        if found.typed != self.field.text():
            self._look()  # older than what stands in the field: never shown
            return
        say(self.error, "")
        self._shown = found
        self._fill()

    def _failed(self, sentence: str) -> None:
        self._under_way = False
        say(self.error, sentence)
        self._place()

    @property
    def settled(self) -> bool:
        """Whether what is shown answers what is typed."""
        typed = self.field.text()
        return not typed.strip() or (self._shown is not None and self._shown.typed == typed)

    def _fill(self) -> None:
        typed = self.field.text()
        found = self._shown if typed.strip() else None
        self.model.put(items_of(matching(self._entries, typed), found, self._ways))
        there = bool(self.model.rows)
        self.list.setVisible(there)
        nothing = f"Nothing fits “{typed.strip()}”." if self.settled else "Looking…"
        say(self.nothing, "" if there else nothing)
        self._stand(self._next(-1, 1))
        self._place()

    # -- moving --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys: arrows choose, Enter opens, Escape closes, Tab stays."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row()
        for _ in range(abs(by)):
            row = self._next(row, 1 if by > 0 else -1)
        self._stand(row)

    def _next(self, row: int, by: int) -> int:
        """The next row that leads somewhere; the same one at either end."""
        there = [n for n, item in enumerate(self.model.rows) if item.go is not None]
        onward = [n for n in there if (n - row) * by > 0]
        return (onward[0] if by > 0 else onward[-1]) if onward else row

    def _stand(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row == self._next(-1, 1):
            self.list.scrollToTop()

    def _speak(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            announce(self.field, self.model.rows[now.row()].spoken)

    def _go(self, index: QModelIndex) -> None:
        item: Item | None = self.model.rows[index.row()] if index.isValid() else None
        if item is not None and item.go is not None:
            go = item.go
            self.close_palette()
            go()

    # -- where it stands -----------------------------------------------------------------------------------------

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(self._theme.px(_WIDE), parent.width() - 2 * tokens.S5)
        blank = QStyleOptionViewItem()
        rows = sum(self._painter.sizeHint(blank, self.model.index(n, 0)).height() for n in range(self.model.rowCount()))
        self.list.setFixedHeight(min(rows + 2, max(self._theme.px(120), parent.height() - self._theme.px(170))))
        self.box.setFixedWidth(width)
        self.box.ensurePolished()
        height = min(self.box.sizeHint().height(), parent.height() - 2 * tokens.S3)
        self.box.setGeometry(QRect(QPoint((parent.width() - width) // 2, tokens.S3), QSize(width, height)))

    def follow(self) -> None:
        """The window has another size."""
        if not self.isHidden():
            self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box closes it."""
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil over the page, so that it is plain what has the keyboard."""
        veil = QColor("#000000")
        veil.setAlpha(70)
        QPainter(self).fillRect(self.rect(), veil)


def _find(services: Services, typed: str, urn: str, visit: str, sharing: bool) -> Found:
    return services.search.find(typed, urn, visit, sharing=sharing)
