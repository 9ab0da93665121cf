"""A grid filled as a spreadsheet is: type, Tab, Enter, arrows, F2, Delete, copy and paste. Escape, then Tab, leaves it."""

import csv
import io
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTableView

from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.gridcells import CellEditing, GridHead, GridModel, Source
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.rows import Index

_WIDEST = 320
_SIDE = 0.42
"""The most that the names of the rows take of the width."""
_MOST_HIGH = 1600
"""Higher than this, the grid scrolls inside its own frame."""
_FRESH = QAbstractItemView.EditTrigger
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


def block(text: str) -> list[list[str]]:
    """What a spreadsheet put on the clipboard, cell by cell; a quoted cell may hold line breaks."""
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return list(csv.reader(io.StringIO(tidy), delimiter="\t")) if tidy else []


class Grid(QTableView):
    """Shows a source and writes into it. Knows nothing of what the cells mean."""

    edited = Signal()
    said = Signal(str)
    """What happened to a paste, in a sentence; empty when there is nothing to say."""

    def __init__(self, theme: Theme, name: str, source: Source) -> None:
        super().__init__()
        self._theme, self._source = theme, source
        self.cells = GridModel(source)
        self._began: int | None = None
        self._leaving = False
        self._editing = CellEditing(self, theme, source, self._step, self._entered)
        self.setModel(self.cells)
        self.setItemDelegate(self._editing)
        self.setAccessibleName(name)
        self.setProperty("tabs_inside", True)  # noqa: FBT003  - Qt's own
        self.setAccessibleDescription(
            "Type to fill a cell, F2 to change it, Tab and Enter go on, Delete empties. Escape, then Tab, leaves the table."
        )
        self._behave()
        self.cells.written.connect(self._written)
        self.bar = Line("Cell")
        """For who cannot type into the grid itself; whoever owns the grid puts it below."""
        self.bar.hide()
        self.bar.edited.connect(self._write_bar)
        self._picked: Index = QModelIndex()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._open_picked)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.selectionModel().currentChanged.connect(lambda *_: self.updateMicroFocus())  # where the keyboard is now
        theme.changed.connect(self.fit)
        self.fit()

    def _behave(self) -> None:
        self.setHorizontalHeader(GridHead(Qt.Orientation.Horizontal, self, self._theme))
        self.setVerticalHeader(GridHead(Qt.Orientation.Vertical, self, self._theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(_FRESH.AnyKeyPressed | _FRESH.DoubleClicked | _FRESH.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)

    def refresh(self) -> None:
        """The source says other things now; whoever stands on a cell stays on it."""
        here = self.currentIndex()
        row, column = here.row(), here.column()
        self.cells.reset()
        self.fit()
        if row >= 0:
            self.stand_on(min(row, self.cells.rowCount() - 1), min(column, self.cells.columnCount() - 1))

    def stand_on(self, row: int, column: int) -> None:
        """Go to a cell."""
        index = self.cells.index(row, column)
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)

    def _selected(self, chosen: QItemSelection, _gone: QItemSelection) -> None:
        cells = chosen.indexes()
        if len(cells) == 1:
            self._picked = QPersistentModelIndex(cells[0])
            self._later.start(0)

    def _open_picked(self) -> None:
        """Keys and the mouse stand on what they select. A screen reader selects alone: for it the cell is a field below
        the grid, since Qt does not tell it of an editor inside a table."""
        index = self.cells.index(self._picked.row(), self._picked.column()) if self._picked.isValid() else QModelIndex()
        if not index.isValid() or index == self.currentIndex():
            return
        self.stand_on(index.row(), index.column())
        look = self._source.look(index.row(), index.column())
        self.bar.setAccessibleName(self.cells.place(index.row(), index.column()))
        self.bar.put(look.text)
        self.bar.setVisible(look.typed)

    def _write_bar(self) -> None:
        self.cells.setData(self.currentIndex(), self.bar.text())

    def _written(self) -> None:
        self.fit()
        self.edited.emit()

    # ------------------------------------------------------------------ sizes

    def fit(self) -> None:
        """Columns as wide as what they hold, rows as high, the whole no higher than its rows."""
        for column in range(self.cells.columnCount()):
            self.setColumnWidth(column, self._wanted(column))
        self._stretch()

    def _wanted(self, column: int) -> int:
        plain = QFontMetrics(self._theme.font())
        head = QFontMetrics(self._theme.font(tokens.LABEL, strong=True))
        longest = max((head.horizontalAdvance(word) for word in self._source.column_head(column).split()), default=0)
        told = max((plain.horizontalAdvance(self._source.look(row, column).text)
                    for row in range(self.cells.rowCount())), default=0)  # fmt: skip
        least = self._theme.px(self._source.least_width(column))
        return min(max(least, longest + tokens.S4, told + tokens.S5), self._theme.px(_WIDEST))

    def _stretch(self) -> None:
        side = self.verticalHeader()
        if isinstance(side, GridHead):
            side.setFixedWidth(side.wanted(round(self.width() * _SIDE)))
        total = sum(self.columnWidth(n) for n in range(self.cells.columnCount()))
        room = self.width() - side.width() - 2 * self._theme.palette.rule - total
        wide = [n for n in range(self.cells.columnCount()) if self._source.stretches(n)]
        if room < 0:
            self._shrink(-room)
        elif wide:
            for column in wide:
                spare = room % len(wide) if column == wide[-1] else 0
                self.setColumnWidth(column, self.columnWidth(column) + room // len(wide) + spare)
        self._heights()
        self.viewport().update()

    def _shrink(self, by: int) -> None:
        """Columns that can wrap their words give way before the table scrolls sideways."""
        give = [self.columnWidth(n) - self._floor(n) for n in range(self.cells.columnCount())]
        total = sum(give)
        if total >= by > 0:  # else it scrolls in any case, and nothing need be narrow
            for column, slack in enumerate(give):
                self.setColumnWidth(column, self.columnWidth(column) - -(-by * slack // total))

    def _floor(self, column: int) -> int:
        plain = QFontMetrics(self._theme.font())
        texts = [self._source.look(row, column).text for row in range(self.cells.rowCount())]
        longest = max((plain.horizontalAdvance(word) for text in texts for word in text.split()), default=0)
        head = QFontMetrics(self._theme.font(tokens.LABEL, strong=True))
        named = max((head.horizontalAdvance(word) for word in self._source.column_head(column).split()), default=0)
        least = min(self._theme.px(self._source.least_width(column)), self.columnWidth(column))
        return min(
            max(longest + 2 * tokens.S2 + tokens.S1, named + 2 * tokens.S2 + tokens.S1, least), self.columnWidth(column)
        )

    def _heights(self) -> None:
        side, top = self.verticalHeader(), self.horizontalHeader()
        for row in range(self.cells.rowCount()):
            cells = [self._editing.height(row, n, self.columnWidth(n)) for n in range(self.cells.columnCount())]
            name = side.height_of(row, side.width()) if isinstance(side, GridHead) else 0
            self.setRowHeight(row, max(self._theme.px(tokens.ROW), name, *cells))
        if isinstance(top, GridHead):
            top.setFixedHeight(max([top.height_of(n, self.columnWidth(n)) for n in range(self.cells.columnCount())], default=0))  # fmt: skip
        rows = sum(self.rowHeight(n) for n in range(self.cells.rowCount()))
        columns = sum(self.columnWidth(n) for n in range(self.cells.columnCount()))
        beyond = columns > self.width() - side.width() - 2 * self._theme.palette.rule
        bar = self.horizontalScrollBar().sizeHint().height() if beyond else 0
        wanted = top.height() + rows + 2 * self._theme.palette.rule
        high = min(wanted, self._theme.px(_MOST_HIGH)) + bar
        if self.minimumHeight() != high or self.maximumHeight() != high:
            self.setFixedHeight(high)
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    # ------------------------------------------------------------------ keys

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """Where the keyboard is: the cell, as the whole table sees it and not only what is below its heads."""
        here = self.currentIndex()
        if query != Qt.InputMethodQuery.ImCursorRectangle or not here.isValid():
            return super().inputMethodQuery(query)
        return self.visualRect(here).translated(self.viewport().pos())

    def focusInEvent(self, event: Any) -> None:
        """The keyboard stands on a cell from the start."""
        super().focusInEvent(event)
        self.bar.hide()
        self._leaving = False
        if not self.currentIndex().isValid() and self.cells.rowCount():
            self.stand_on(0, 0)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  - Qt's name
        """Tab goes from cell to cell; after Escape, or at the last one, it goes on to the next control."""
        if self._leaving or not self._along(1 if next else -1):
            self._leaving = False
            return super().focusNextPrevChild(next)
        return True

    def _along(self, by: int) -> bool:
        """To the next cell that can be typed in, in reading order; false beyond the last."""
        here, wide = self.currentIndex(), self.cells.columnCount()
        if self._began is None:
            self._began = here.column()
        place = here.row() * wide + here.column() + by
        while 0 <= place < wide * self.cells.rowCount():
            row, column = divmod(place, wide)
            if self._source.look(row, column).typed:
                self.stand_on(row, column)
                return True
            place += by
        self._began = None
        return False

    def _step(self, down: int, across: int) -> None:
        """From an open cell: Enter and arrows go straight, Tab goes along."""
        if down == 0 and abs(across) == 2:
            self._along(across // 2)
            return
        self._straight(down, across, enter=False)

    def _straight(self, down: int, across: int, *, enter: bool) -> None:
        here = self.currentIndex()
        column = here.column() + across
        if enter and self._began is not None:
            column = self._began
        self._began = None
        row = max(0, min(self.cells.rowCount() - 1, here.row() + down))
        self.stand_on(row, max(0, min(self.cells.columnCount() - 1, column)))

    def _entered(self, back: bool) -> None:
        """Enter: down (or up), and back to the column where Tab began."""
        self._straight(-1 if back else 1, 0, enter=True)

    def event(self, event: QEvent) -> bool:
        """The first Escape is the grid's: it lets Tab out. The next one is the page's."""
        wanted = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if wanted and not self._leaving and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a spreadsheet's keys do."""
        if event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift}:
            self._leaving = event.key() == Qt.Key.Key_Escape
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()  # the page's
            return
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            return
        for key, act in self._acts().items():
            if event.matches(key):
                act()
                return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._entered(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._empty()
        elif event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            super().keyPressEvent(event)
        else:
            if event.text().strip() == "":
                self._began = None
            super().keyPressEvent(event)

    def _acts(self) -> dict[QKeySequence.StandardKey, Callable[[], None]]:
        key = QKeySequence.StandardKey
        return {key.Copy: self.copy, key.Cut: self.cut, key.Paste: self.paste}

    def _chosen(self) -> tuple[int, int, int, int]:
        there = [(index.row(), index.column()) for index in self.selectedIndexes()]
        there = there or [(self.currentIndex().row(), self.currentIndex().column())]
        rows, columns = [row for row, _ in there], [column for _, column in there]
        return min(rows), min(columns), max(rows), max(columns)

    def _empty(self) -> None:
        top, left, bottom, right = self._chosen()
        self.cells.write([(row, column, "") for row in range(top, bottom + 1) for column in range(left, right + 1)])

    def copy(self) -> None:
        """The chosen cells, as a spreadsheet takes them."""
        top, left, bottom, right = self._chosen()
        told = io.StringIO()
        writer = csv.writer(told, delimiter="\t", lineterminator="\n")
        for row in range(top, bottom + 1):
            writer.writerow([self._source.look(row, column).text for column in range(left, right + 1)])
        QGuiApplication.clipboard().setText(told.getvalue())

    def cut(self) -> None:
        """Copy, then empty."""
        self.copy()
        self._empty()

    def paste(self) -> None:
        """A block from here on. What does not fit, and what is worked out, is said and left."""
        rows = block(QGuiApplication.clipboard().text())
        if not rows:
            return
        here_row, here_column, last_row, last_column = self._chosen()
        if len(rows) == 1 and len(rows[0]) == 1:  # one value fills all that is chosen
            rows = [rows[0] * (last_column - here_column + 1)] * (last_row - here_row + 1)
        self._source.make_room(here_row + len(rows))
        self.cells.grow()
        cells = [(here_row + n, here_column + m, text) for n, row in enumerate(rows) for m, text in enumerate(row)]
        inside = [(row, column, text) for row, column, text in cells
                  if row < self.cells.rowCount() and column < self.cells.columnCount()]  # fmt: skip
        typed = [cell for cell in inside if self._source.look(cell[0], cell[1]).typed]
        width = max(len(row) for row in rows)
        told = _unfitted(here_row + len(rows) - self.cells.rowCount(),
                         here_column + width - self.cells.columnCount(), len(inside) - len(typed))  # fmt: skip
        self.cells.write(typed)
        self.said.emit(told)

    def edit(self, index: Index, trigger: Any = None, event: QEvent | None = None) -> bool:  # type: ignore[override]
        """A cell opened by typing is left by the arrows; one opened by F2 is not."""
        if trigger is None:
            super().edit(index)
            return True
        self._editing.fresh = trigger == _FRESH.AnyKeyPressed
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def keyboardSearch(self, _search: str) -> None:
        """Typing fills a cell; it never searches."""


def _unfitted(rows: int, columns: int, left: int) -> str:
    over = [w.count(number, word) for number, word in ((rows, "row"), (columns, "column")) if number > 0]
    beyond = f"{' and '.join(over)} did not fit into the table and {'was' if rows + columns == 1 else 'were'} left out." if over else ""  # fmt: skip
    kept = f"{w.count(left, 'cell')} that cannot be typed in {'was' if left == 1 else 'were'} left as {'it was' if left == 1 else 'they were'}." if left else ""  # fmt: skip
    return " ".join(filter(None, (beyond, kept)))
