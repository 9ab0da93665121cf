"""What stands in a grid's cells, how they are painted, and the line that opens in one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.chips import dress_list
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.rows import Index

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
_DEEP = 100_000
_PAD = tokens.S2
MOST_ROWS = 200
"""To so many a paste makes a grid grow: more than a note has use for, and few enough to be laid out at once."""


@dataclass(frozen=True)
class Look:
    """A cell as it is shown. `fault` says in words why what was typed cannot stand, `doubt` why it is hardly right."""

    text: str = ""
    typed: bool = True
    fault: str = ""
    right: bool = False
    choices: Sequence[str] = ()
    doubt: str = ""


class Source(Protocol):
    """What a grid shows and writes into."""

    def size(self) -> tuple[int, int]:
        """Rows and columns."""

    def row_head(self, row: int) -> str:
        """The name of a row; empty where rows have none."""

    def column_head(self, column: int) -> str:
        """The name of a column."""

    def look(self, row: int, column: int) -> Look:
        """A cell."""

    def write(self, row: int, column: int, text: str) -> None:
        """What was typed into a cell; empty where it was emptied."""

    def make_room(self, rows: int) -> None:
        """A paste needs so many rows; a source gives up to `MOST_ROWS`, one with fixed rows none."""

    def least_width(self, column: int) -> int:
        """How narrow a column may be, at text of its first size."""

    def stretches(self, column: int) -> bool:
        """Whether a column takes room that is left over."""


class GridModel(QAbstractTableModel):
    """A source as Qt's views take it."""

    written = Signal()

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._rows, self._columns = source.size()

    def reset(self) -> None:
        """Everything may be otherwise."""
        self.beginResetModel()
        self._rows, self._columns = self._source.size()
        self.endResetModel()

    def grow(self) -> None:
        """The source has more rows than it had, or fewer."""
        rows = self._source.size()[0]
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def write(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Several cells at once; those that cannot be typed in are left."""
        typed = [(row, column, text) for row, column, text in cells if self._source.look(row, column).typed]
        for row, column, text in typed:
            self._source.write(row, column, text)
        self.grow()
        self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self._columns - 1))
        if typed:
            self.written.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else self._columns

    def place(self, row: int, column: int) -> str:
        """`Suspensions, SEND pupils, 2025-26 to date`."""
        return ", ".join(filter(None, (self._source.row_head(row), self._source.column_head(column))))

    def spoken(self, row: int, column: int) -> str:
        """`Suspensions, SEND pupils, 2025-26 to date: 3`."""
        look = self._source.look(row, column)
        what = look.text or "empty"
        return f"{self.place(row, column)}: {what}" + (
            f". {look.fault or look.doubt}" if look.fault or look.doubt else "" if look.typed else ", not typed"
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._source.look(index.row(), index.column()).text
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            look = self._source.look(index.row(), index.column())
            return (
                self.spoken(index.row(), index.column())
                if role == Qt.ItemDataRole.AccessibleTextRole
                else look.fault or look.doubt
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt's own."""
        if role != Qt.ItemDataRole.EditRole or self.data(index) == value:
            return False
        self.write([(index.row(), index.column(), str(value))])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's own."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = index.isValid() and self._source.look(index.row(), index.column()).typed
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        across = orientation == Qt.Orientation.Horizontal
        return self._source.column_head(section) if across else self._source.row_head(section)


class CellLine(Line):
    """The line that opens in a cell. Opened by typing, the arrows leave it; opened by F2 they move inside."""

    def __init__(self, name: str, parent: QWidget, *, fresh: bool) -> None:
        super().__init__(name)
        self.fresh = fresh
        self.setParent(parent)
        self.setProperty("role", "cell")
        self.filled = False
        self.before = ""


class CellEditing(QStyledItemDelegate):
    """Paints cells and opens them. What is typed is written at once, so that nothing half typed is lost."""

    def __init__(
        self,
        view: QTableView,
        theme: Theme,
        source: Source,
        step: Callable[[int, int], None],
        enter: Callable[[bool], None],
    ) -> None:
        super().__init__(view)
        self._view, self._theme, self._source, self._step, self._enter = view, theme, source, step, enter
        self.fresh = False
        """Whether the next cell is opened by typing."""

    def height(self, row: int, column: int, width: int) -> int:
        """How high a cell is at a width."""
        room = QRect(0, 0, max(1, width - 2 * _PAD), _DEEP)
        text = self._source.look(row, column).text
        return QFontMetrics(self._theme.font()).boundingRect(room, _WRAP.value, text).height() + 2 * _PAD if text else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell: what can be typed in stands on the page's ground, what is worked out behind it."""
        theme, look = self._theme, self._source.look(index.row(), index.column())
        rect, rule = QRect(option.rect), theme.palette.rule
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("soft" if chosen else "surface" if look.typed else "bg"))
        painter.fillRect(QRect(rect.left(), rect.bottom() + 1 - rule, rect.width(), rule), theme.colour("line"))
        painter.fillRect(QRect(rect.right() + 1 - rule, rect.top(), rule, rect.height()), theme.colour("line"))
        if index == self._view.currentIndex():
            width = 2 if self._view.hasFocus() else 1
            for n in range(width):
                painter.setPen(theme.colour("accent"))
                painter.drawRect(rect.adjusted(n, n, -1 - n, -1 - n))
        painter.setFont(theme.font(figures=look.right, strong=bool(look.fault or look.doubt)))
        painter.setPen(
            theme.colour("late" if look.fault else "part" if look.doubt else "text" if look.typed else "muted")
        )
        side = Qt.AlignmentFlag.AlignRight if look.right and not look.fault else Qt.AlignmentFlag.AlignLeft
        shown = (
            f"! {look.text}"
            if look.fault
            else f"? {look.text}"
            if look.doubt
            else look.text or ("" if look.typed else "–")
        )
        painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), (_WRAP | side).value, shown)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line; with words to choose from where the column has them."""
        look = self._source.look(index.row(), index.column())
        place = ", ".join(filter(None, (self._source.row_head(index.row()), self._source.column_head(index.column()))))
        made = CellLine(place or "Cell", parent, fresh=self.fresh)
        made.before = look.text
        if look.right:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        if look.choices:
            completer = QCompleter(list(look.choices), made)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            dress_list(self._theme, completer, made.accessibleName())
            completer.activated.connect(lambda _text: self.commitData.emit(made))
            made.setCompleter(completer)
        made.edited.connect(lambda: self.commitData.emit(made))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once, when it opens; a number that reads otherwise is not rewritten under the fingers."""
        if isinstance(editor, CellLine) and not editor.filled:
            editor.filled = True
            editor.setText(self._source.look(index.row(), index.column()).text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What stands in the line."""
        if isinstance(editor, CellLine):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The whole cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keys that leave the line."""
        if isinstance(editor, CellLine) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            popup = editor.completer().popup() if editor.completer() else None
            listed = popup is not None and popup.isVisible() and event.key() in _LISTED
            if not listed and self._leave(editor, event):
                return True
        return super().eventFilter(editor, event)

    def _leave(self, editor: CellLine, event: QKeyEvent) -> bool:
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            editor.setText(editor.before)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._close(editor)
            self._enter(back)
            return True
        elif key == Qt.Key.Key_Down and editor.completer() and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            editor.completer().setCompletionPrefix("")
            editor.completer().complete()
            return True
        elif key not in _MOVES or (key in _ARROWS and not editor.fresh):
            return False
        self._close(editor)
        if key != Qt.Key.Key_Escape:
            self._step(*_MOVES[Qt.Key(key)])
        return True

    def _close(self, editor: CellLine) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


_ARROWS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
_LISTED = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
"""Keys that belong to a list of suggestions while it is open."""
_MOVES = {**_ARROWS, Qt.Key.Key_Tab: (0, 2), Qt.Key.Key_Backtab: (0, -2)}


class GridHead(QHeaderView):
    """Names of rows or columns; they wrap rather than be cut."""

    def __init__(self, orientation: Qt.Orientation, view: QTableView, theme: Theme) -> None:
        super().__init__(orientation, view)
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Columns" if orientation == Qt.Orientation.Horizontal else "Rows")

    def _text(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")

    def wanted(self, most: int) -> int:
        """How wide the names of rows are, at most."""
        metrics = QFontMetrics(self._theme.font(tokens.LABEL))
        there = [metrics.horizontalAdvance(self._text(n)) for n in range(self.count())]
        longest = max(there, default=0)
        return min(longest + 2 * _PAD + 2, most) if longest else 0

    def height_of(self, section: int, width: int) -> int:
        """How high a name is at a width."""
        room = QRect(0, 0, max(1, width - 2 * _PAD), _DEEP)
        strong = self.orientation() == Qt.Orientation.Horizontal
        metrics = QFontMetrics(self._theme.font(tokens.LABEL, strong=strong))
        return metrics.boundingRect(room, _WRAP.value, self._text(section)).height() + 2 * _PAD

    def sizeHint(self) -> QSize:
        """Set by the grid."""
        return QSize(self.width() or 1, self.height() or 1)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  - Qt's name
        """One name."""
        theme, across = self._theme, self.orientation() == Qt.Orientation.Horizontal
        rule = theme.palette.rule
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom() + 1 - rule, rect.width(), rule), theme.colour("edge" if across else "line"))  # fmt: skip
        if not across:
            painter.fillRect(QRect(rect.right() + 1 - rule, rect.top(), rule, rect.height()), theme.colour("edge"))
        painter.setFont(theme.font(tokens.LABEL, strong=across))
        painter.setPen(theme.colour("muted" if across else "text"))
        painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), (_WRAP | Qt.AlignmentFlag.AlignLeft).value, self._text(logicalIndex))  # fmt: skip
        painter.restore()
