"""The sections of a visit in a list: each with its mark, its word for the ear, and its count."""

from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.table import stand_where_selected
from sipdesk.services.sections import Mark, SectionState

_ENTRY = Qt.ItemDataRole.UserRole
_SIDE = 14
_ROW = tokens.ROW - tokens.S1
"""A little lower than a row of a table: a form may have fifteen sections, and they should be seen at once."""
_SIGNS = {
    Mark.EMPTY: ("empty", marks.Mark.EMPTY, "muted"),
    Mark.PART: ("part done", marks.Mark.HALF, "part"),
    Mark.DONE: ("done", marks.Mark.TICK, "done"),
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One section."""

    id: str
    title: str
    state: SectionState = field(default_factory=SectionState)

    @property
    def word(self) -> str:
        """The mark's word."""
        return _SIGNS[self.state.mark][0]

    @property
    def spoken(self) -> str:
        """Title, mark and count in words."""
        return ", ".join(filter(None, (self.title, _SIGNS[self.state.mark][0], self.state.count)))


class _Entries(QAbstractListModel):
    """What the list shows."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def put(self, entries: list[Entry]) -> None:
        """Other entries, or the same with other marks: then nobody loses his place."""
        same = [entry.id for entry in entries] == [entry.id for entry in self.entries]
        if not same:
            self.beginResetModel()
        self.entries = entries
        if not same:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's own."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        said = {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == _ENTRY:
            return entry
        return entry.spoken if role in said else None


class _Painter(QStyledItemDelegate):
    """Mark, title on as many lines as it takes, count."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def _rects(self, rect: QRect, entry: Entry) -> tuple[QRectF, QRect, QRect]:
        theme, side = self._theme, self._theme.px(_SIDE)
        small = QFontMetrics(theme.font(tokens.LABEL, figures=True))
        wide = small.horizontalAdvance(entry.state.count) + 2 if entry.state.count else 0
        inside = rect.adjusted(tokens.S3, 0, -tokens.S2, 0)
        line = QFontMetrics(theme.font()).lineSpacing()
        top = inside.top() + self._above()
        mark = QRectF(inside.left(), top + (line - side) / 2 + 1, side, side)
        left = inside.left() + side + tokens.S2
        words = QRect(left, top, inside.right() - left - (wide + tokens.S2 if wide else 0), inside.height())
        return mark, words, QRect(inside.right() - wide, top, wide, line)

    def _above(self) -> int:
        line = QFontMetrics(self._theme.font()).lineSpacing()
        return max(tokens.S1, (self._theme.px(_ROW) - line) // 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row, or more where the title takes more lines."""
        entry: Entry = index.data(_ENTRY)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 200
        words = self._rects(QRect(0, 0, width, 9999), entry)[1]
        flags = Qt.TextFlag.TextWordWrap.value
        high = QFontMetrics(self._theme.font(strong=True)).boundingRect(words, flags, entry.title).height()
        return QSize(width, max(self._theme.px(_ROW), high + 2 * self._above()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One section."""
        entry: Entry = index.data(_ENTRY)
        theme, rect = self._theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        _word, mark, tone = _SIGNS[entry.state.mark]
        square, words, count = self._rects(rect, entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(theme.colour("accent") if theme.palette.rule > 1 else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft"))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
        marks.draw(painter, square, mark, (theme.colour(tone), theme.colour("soft" if chosen else "bg")))
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(strong=chosen))
        painter.drawText(words, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, entry.title)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font(tokens.LABEL, figures=True))
        painter.drawText(count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.state.count)
        painter.restore()


class SectionList(QListView):
    """Arrows move and open; Enter goes into the section."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries = _Entries()
        self._quiet = False
        self.setModel(self._entries)
        self.setItemDelegate(_Painter(self, theme))
        self.setAccessibleName("Sections of the visit")
        self.setProperty("role", "sections")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._moved)
        stand_where_selected(self)
        self.activated.connect(lambda _index: self.entered.emit())
        # Who clicks a section types next: in the list the letters would only hop from section to section.
        self.clicked.connect(lambda _index: self.entered.emit())
        theme.changed.connect(self._fit)

    def put(self, entries: list[Entry]) -> None:
        """Other sections or other marks."""
        self._entries.put(entries)
        self._fit()

    def stand_on(self, section: str) -> None:
        """Show which one is open, without opening it."""
        row = next((n for n, entry in enumerate(self._entries.entries) if entry.id == section), -1)
        self._quiet = True
        self.setCurrentIndex(self._entries.index(row))
        self._quiet = False

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.chosen.emit(self._entries.entries[now.row()].id)

    def _fit(self) -> None:
        """No higher than its sections."""
        self.doItemsLayout()
        rows = range(self._entries.rowCount())
        high = sum(self.sizeHintForIndex(self._entries.index(n)).height() for n in rows)
        self.setMaximumHeight(max(high + 2, self._theme.px(_ROW)))
        self.setMinimumHeight(min(self.maximumHeight(), 3 * self._theme.px(_ROW)))

    def showEvent(self, event: object) -> None:
        """Widths are known by now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._fit()
