"""Rows for a table: columns told as functions of a row, sorted and filtered in one place for every list there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sipdesk.gui.marks import SIGNS, Mark
from sipdesk.gui.widgets.controls import tip

CELL = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `sort` is what it sorts by (nothing sorts last, whichever way); `says` is for the ear and the tooltip."""

    text: str
    sort: Any = None
    tone: str = "text"
    strong: bool = False
    mark: Mark | None = None
    says: str = ""
    group: bool = False
    """The heading of a group of rows, across the whole table."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading between rows. It is read, never stood on."""

    title: str
    count: int

    @property
    def cell(self) -> Cell:
        """How it is painted and heard."""
        return Cell(f"{self.title} · {self.count}", tone="muted", strong=True, group=True)


GroupBy = Callable[[Any], tuple[Any, str]]
"""Of a row: what its group sorts by, and the group's title."""


@dataclass(frozen=True)
class Column:
    """A column: its title and what it makes of a row. The first one takes the room that is left."""

    title: str
    cell: Callable[[Any], Cell]
    right: bool = False
    most: int = 0
    """Never wider than this, in pixels of normal text, but for room that nobody else wants; 0 for as wide as it is."""
    spare: bool = False
    """Gives way where all of them do not fit side by side; what it says must be found elsewhere too."""


def words(text: str, tone: str = "text", *, strong: bool = False) -> Cell:
    """A cell that sorts as it reads."""
    return Cell(text or "—", text.casefold() or None, tone if text else "muted", strong)


def state(value: str, says: str = "") -> Cell:
    """A visit's state: its mark and its word."""
    sign = SIGNS[value]
    return Cell(sign.word, sign.order, sign.tone, mark=sign.mark, says=f"{says}: {sign.word.lower()}" if says else "")


class Rows(QAbstractTableModel):
    """What a table shows of its rows."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], str]) -> None:
        super().__init__()
        self.columns = list(columns)
        self._key = key
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._filter: list[str] = []
        self._heard: dict[str, str] = {}
        self.sorted_by = (-1, Qt.SortOrder.AscendingOrder)
        self._group: GroupBy | None = None
        self._places: dict[str, int] = {}
        self._meaning: Callable[[str], str] | None = None

    def put(self, rows: Sequence[Any]) -> None:
        """Other rows."""
        self._all, self._heard = list(rows), {}
        self._show()

    def filter(self, text: str) -> None:
        """Only rows that hold every word, in any column, in any case."""
        self._filter = text.casefold().split()
        self._show()

    def group(self, by: GroupBy | None) -> None:
        """Rows under headings; None takes the headings away."""
        self._group = by
        self._show()

    def explain(self, meaning: Callable[[str], str]) -> None:
        """What stands in a cell has a meaning, which its tooltip and its description give; empty for none."""
        self._meaning = meaning

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or (-1) leave the rows as they came; cells with nothing to sort by stand last."""
        self.sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        there = self.persistentIndexList()
        keys = [self.key_at(index.row()) for index in there]
        self._arrange()
        moved = [self.index(self._places.get(key, -1), index.column()) for key, index in zip(keys, there, strict=True)]
        self.changePersistentIndexList(there, moved)
        self.layoutChanged.emit()

    def _show(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self._shown = self._grouped(self._ordered())
        self._places = {self._key(row): n for n, row in enumerate(self._shown) if not isinstance(row, Group)}

    def _grouped(self, rows: list[Any]) -> list[Any]:
        if self._group is None:
            return rows
        parts: dict[tuple[Any, str], list[Any]] = {}
        for row in rows:
            parts.setdefault(self._group(row), []).append(row)
        return [entry for name in sorted(parts) for entry in (Group(name[1], len(parts[name])), *parts[name])]

    def _ordered(self) -> list[Any]:
        column, order = self.sorted_by
        fitting = [row for row in self._all if self._fits(row)]
        if column < 0:
            return fitting
        keyed = [(self.columns[column].cell(row).sort, row) for row in fitting]
        there = [pair for pair in keyed if pair[0] is not None]
        there.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)
        return [row for _, row in there] + [row for value, row in keyed if value is None]

    def _fits(self, row: Any) -> bool:
        if not self._filter:
            return True
        heard = self._words_of(row)
        return all(word in heard for word in self._filter)

    def _words_of(self, row: Any) -> str:
        key = self._key(row)
        if key not in self._heard:
            self._heard[key] = " ".join(column.cell(row).text for column in self.columns).casefold()
        return self._heard[key]

    def warm(self, count: int) -> bool:
        """Make some more rows ready to be filtered; False when all are."""
        begun = len(self._heard)
        for row in self._all[begun : begun + count]:
            self._words_of(row)
        return begun < len(self._heard)

    @property
    def total(self) -> int:
        """How many rows there are, filtered or not."""
        return len(self._all)

    def key_at(self, row: int) -> str:
        """The key of a shown row; empty where there is none, and for a heading."""
        found = self.row_at(row)
        return "" if found is None else self._key(found)

    def row_at(self, row: int) -> Any:
        """A shown row; None for a heading."""
        found = self._shown[row] if 0 <= row < len(self._shown) else None
        return None if isinstance(found, Group) else found

    @property
    def shown(self) -> list[Any]:
        """The rows as they stand now, headings left out."""
        return [row for row in self._shown if not isinstance(row, Group)]

    @property
    def headings(self) -> list[int]:
        """Where the headings stand."""
        return [n for n, row in enumerate(self._shown) if isinstance(row, Group)] if self._group else []

    def find(self, key: str) -> int:
        """Where a key is shown, or -1."""
        return self._places.get(key, -1)

    def some(self, count: int = 200) -> list[Any]:
        """Rows to choose the widths of columns by."""
        return self._all[:count]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if isinstance(row, Group):
            cell = row.cell if index.column() == 0 else Cell("", group=True)
        else:
            cell = self.columns[index.column()].cell(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == CELL:
            return cell
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            meaning = self._meaning(cell.text) if self._meaning and role == Qt.ItemDataRole.ToolTipRole else ""
            said = cell.says or cell.text
            return tip(f"{said}\n{meaning}") if meaning else said
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and self._meaning:
            return self._meaning(cell.text)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's own: nobody stands on a heading."""
        if index.isValid() and isinstance(self._shown[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        wanted = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if orientation == Qt.Orientation.Horizontal and role in wanted:
            return self.columns[section].title
        return None
