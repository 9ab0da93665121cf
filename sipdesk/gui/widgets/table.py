"""A list that is sorted, filtered and opened from the keyboard. Enter opens; Tab leaves."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.paint import CellPainter, Head
from sipdesk.gui.widgets.rows import Column, Rows

_LEAST = 3
"""A page scrolls rather than show fewer rows than this."""
_FIRST = 180
"""The first column is never narrower than this; the table scrolls sideways rather."""
_FIRST_AT_MOST = 400


class Table(QTableView):
    """A table of rows with a key each."""

    opened = Signal(str)
    """The key of the row a person opened."""
    moved = Signal(str)
    """The key of the row a person stands on; empty on none."""

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column], key: Callable[[Any], str]) -> None:
        super().__init__()
        self.rows = Rows(columns, key)
        self._theme = theme
        self._widths = [0] * len(columns)
        self._painter = CellPainter(self, theme, self.rows.columns)
        self._head = Head(self, theme, self.rows.columns)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self._head)
        self._behave()
        self.activated.connect(self._activated)
        self.selectionModel().currentRowChanged.connect(self._current)
        theme.changed.connect(self.refit)

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control, arrows move inside
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self._head.setStretchLastSection(False)
        self._head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by a column, and stay on the row one stands on."""
        self.sortByColumn(column, order)

    def put(self, rows: Sequence[Any]) -> None:
        """Other rows; whoever stood on a row that is still there stays on it."""
        here = self.key
        self.rows.put(rows)
        self.refit()
        self.stand_on(here)

    def filter(self, text: str) -> None:
        """Only rows that hold every word."""
        here = self.key
        self.rows.filter(text)
        self._settle()
        self.stand_on(here)

    @property
    def key(self) -> str:
        """The key of the row one stands on."""
        return self.rows.key_at(self.currentIndex().row())

    def stand_on(self, key: str) -> None:
        """Select the row of a key, else the first one."""
        row = max(0, self.rows.find(key)) if self.rows.rowCount() else -1
        index = self.rows.index(row, 0) if row >= 0 else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def refit(self) -> None:
        """Rows as high as the text asks, columns as wide as what they hold."""
        self.verticalHeader().setDefaultSectionSize(self._theme.px(tokens.ROW))
        self._widths = [self._wanted(n) for n in range(len(self.rows.columns))]
        self._stretch()
        self._settle()
        self.viewport().update()

    def _settle(self) -> None:
        """No higher than its rows."""
        rows = self.rows.rowCount() * self._theme.px(tokens.ROW)
        bar = self.horizontalScrollBar().sizeHint().height() if self.horizontalScrollBar().maximum() else 0
        around = self._head.sizeHint().height() + 2 * self._theme.palette.rule + bar
        self.setMaximumHeight(around + rows)
        self.setMinimumHeight(around + min(rows, _LEAST * self._theme.px(tokens.ROW)))
        self.updateGeometries()

    def _wanted(self, column: int) -> int:
        told = [self._painter.width_of(self.rows.columns[column].cell(row)) for row in self.rows.some()]
        return max([self._head.width_of(column), *told])

    def _stretch(self) -> None:
        """The first column takes what the others leave, up to a length the eye can follow; then all share alike.

        Where the table scrolls sideways anyway, nothing needs to be cut.
        """
        wanted, others = self._widths[0], self._widths[1:]
        left = self.viewport().width() - sum(others)
        least, most = self._theme.px(_FIRST), self._theme.px(_FIRST_AT_MOST)
        first = min(left, most) if left >= least else max(least, wanted)
        share = max(0, left - first) // max(1, len(others))
        for n, width in enumerate(others, 1):
            self.setColumnWidth(n, width + share)
        self.setColumnWidth(0, max(first, left - share * len(others)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._stretch()

    def _activated(self, index: QModelIndex) -> None:
        key = self.rows.key_at(index.row())
        if key:
            self.opened.emit(key)

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit(self.rows.key_at(now.row()))
