"""A list that is sorted, filtered and opened from the keyboard. Enter opens; Tab leaves."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTableView

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button
from sipdesk.gui.widgets.paint import CellPainter, Head
from sipdesk.gui.widgets.rows import Column, GroupBy, Rows

_LEAST = 3
"""A page scrolls rather than show fewer rows than this."""
_FIRST = 180
"""The first column is never narrower than this; the table scrolls sideways rather."""
_FIRST_AT_MOST = 400
_SLICE = 200
"""Rows made ready at a time: a few milliseconds."""


def stand_where_selected(view: QAbstractItemView) -> None:
    """A screen reader selects a row without standing on it; whoever selects one stands on it from then on."""

    def follow() -> None:
        chosen = view.selectionModel().selectedIndexes()
        rows = {index.row() for index in chosen}
        if len(rows) == 1 and view.currentIndex().row() not in rows:
            view.selectionModel().setCurrentIndex(chosen[0], QItemSelectionModel.SelectionFlag.NoUpdate)

    # A moment later: the keyboard selects first and stands there after, and must not be told twice.
    later = QTimer(view)
    later.setSingleShot(True)
    later.timeout.connect(follow)
    view.selectionModel().selectionChanged.connect(lambda *_: later.start(0))


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
        self.least = _LEAST
        self._spanned = False
        self._warming = QTimer(self)
        self._warming.timeout.connect(self._warm)
        self._painter = CellPainter(self, theme, self.rows.columns)
        self._head = Head(self, theme, self.rows.columns)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self._head)
        self._behave()
        self.activated.connect(self._activated)
        self.selectionModel().currentRowChanged.connect(self._current)
        stand_where_selected(self)
        self.rows.modelReset.connect(self._span)
        self.rows.layoutChanged.connect(self._span)
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
        self._warming.start()
        self.refit()
        self.stand_on(here)

    def filter(self, text: str) -> None:
        """Only rows that hold every word."""
        here = self.key
        self.rows.filter(text)
        self._settle()
        self.stand_on(here)

    def group(self, by: GroupBy | None) -> None:
        """Rows under headings, or none; whoever stood on a row stays on it."""
        here = self.key
        self.rows.group(by)
        self._settle()
        self.stand_on(here)

    def _warm(self) -> None:
        """While nobody types, so that the first letter of a filter finds thousands of rows ready."""
        if not self.rows.warm(_SLICE):
            self._warming.stop()

    def _span(self) -> None:
        """A heading goes across the whole table."""
        if self._spanned:
            self.clearSpans()
        headings = self.rows.headings
        self._spanned = bool(headings)
        for row in headings:
            self.setSpan(row, 0, 1, len(self.rows.columns))

    def opener(self, text: str) -> QPushButton:
        """A button that opens the row one stands on: for who cannot double-click, and has no Enter."""
        made = button(text)
        made.clicked.connect(lambda: self.opened.emit(self.key) if self.key else None)
        self.moved.connect(lambda key: made.setEnabled(bool(key)))
        made.setEnabled(bool(self.key))
        return made

    @property
    def key(self) -> str:
        """The key of the row one stands on."""
        return self.rows.key_at(self.currentIndex().row())

    def stand_on(self, key: str) -> None:
        """Select the row of a key, else the first one."""
        row = self.rows.find(key)
        if row < 0 and self.rows.shown:
            row = 1 if self.rows.headings else 0
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
        self.setMinimumHeight(around + min(rows, self.least * self._theme.px(tokens.ROW)))
        self.updateGeometries()

    def _wanted(self, column: int) -> int:
        if self.isColumnHidden(column) and not self.rows.columns[column].spare:
            return 0
        told = [self._painter.width_of(self.rows.columns[column].cell(row)) for row in self.rows.some()]
        most = self._theme.px(self.rows.columns[column].most)
        widest = max(told, default=0)
        return max(self._head.width_of(column), min(widest, most) if most else widest)

    def _stretch(self) -> None:
        """The first column takes what the others leave, up to a length the eye can follow or its own words; then all share.

        Where the table scrolls sideways anyway, nothing needs to be cut.
        """
        wanted, others = self._widths[0], self._widths[1:]
        left = self.viewport().width() - sum(others)
        spare = [n for n, column in enumerate(self.rows.columns) if column.spare]
        least = self._theme.px(_FIRST)
        room = left + sum(self._widths[n] for n in spare)
        gives_way = left < least <= room
        for n in spare:
            self.setColumnHidden(n, gives_way)
        left = room if gives_way else left
        most = self._theme.px(_FIRST_AT_MOST)
        first = min(left, max(most, wanted)) if left >= least else max(least, wanted)
        shown = [n for n in range(1, len(self._widths)) if not self.isColumnHidden(n)]
        share = max(0, left - first) // max(1, len(shown))
        for n in shown:
            self.setColumnWidth(n, self._widths[n] + share)
        self.setColumnWidth(0, max(first, left - share * len(shown)))

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
