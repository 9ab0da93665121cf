"""The agreed actions as the rows of a grid, for whoever would rather fill a table."""

import copy
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.one_line import read_when, spoken_when
from sipdesk.domain.question import Actions
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.grid import Grid
from sipdesk.gui.visit.editors.gridcells import MOST_ROWS, Look
from sipdesk.gui.visit.editors.rows import Item
from sipdesk.gui.widgets.controls import label, say

_COLUMNS = (("text", "What", 200), ("owner", "Who", 110), ("by_when", "By when", 120), ("success_measure", "Success measure", 150))  # fmt: skip


class _Agreed:
    """Actions as a grid's source, with an empty one after the last."""

    def __init__(self, around: Surroundings, owners: list[str]) -> None:
        self._around, self._owners = around, tuple(owners)
        self.rows: list[Item] = [{}]
        self._touched: set[int] = set()

    def put(self, items: list[Item]) -> None:
        """Other actions."""
        self.rows = [*copy.deepcopy(items), {}]
        self._touched = set()

    def value(self) -> list[Item]:
        """All but the empty ones nobody filled."""
        for row in self.rows:
            if any(row.values()) and not row.get("id") and id(row) in self._touched:
                row["id"] = self._around.new_id()
        return [copy.deepcopy(row) for row in self.rows if any(value for key, value in row.items() if key != "id") or
                (row and id(row) not in self._touched)]  # fmt: skip

    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(_COLUMNS)

    def row_head(self, row: int) -> str:
        """Its number."""
        return str(row + 1)

    def column_head(self, column: int) -> str:
        """What stands in it."""
        return _COLUMNS[column][1]

    def look(self, row: int, column: int) -> Look:
        """A cell."""
        key = _COLUMNS[column][0]
        action = self.rows[row]
        if key == "by_when":
            return Look(spoken_when(action.get("by_when"), str(action.get("by_when_note") or "")))
        return Look(str(action.get(key) or ""), choices=self._owners if key == "owner" else ())

    def write(self, row: int, column: int, text: str) -> None:
        """What was typed."""
        key, action = _COLUMNS[column][0], self.rows[row]
        self._touched.add(id(action))
        if key == "by_when":
            context = self._around.context
            read = read_when(text, context.year, context.term)
            action["by_when"] = read.day.isoformat() if read.day else None
            action["by_when_note"] = read.words
        else:
            action[key] = text
        if any(self.rows[-1].values()):
            self.rows.append({})

    def make_room(self, rows: int) -> None:
        """As many as are pasted, within reason."""
        self.rows.extend({} for _ in range(min(rows, MOST_ROWS) - len(self.rows)))

    def least_width(self, column: int) -> int:
        """By what stands in it."""
        return _COLUMNS[column][2]

    def stretches(self, column: int) -> bool:
        """What is to be done and how all will know."""
        return column in {0, 3}


class ActionTable(QWidget):
    """What, who, by when, success measure; the rest of an action stays as it is."""

    edited = Signal()

    def __init__(self, around: Surroundings, question: Actions) -> None:
        super().__init__()
        self._source = _Agreed(around, question.owners)
        self.grid = Grid(around.theme, "Agreed actions", self._source)
        self._said = label(role="hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        column.addWidget(self.grid.bar)
        column.addWidget(self._said)
        self.grid.edited.connect(self.edited)
        self.grid.said.connect(lambda sentence: say(self._said, sentence))
        say(self._said, "")

    def put(self, items: list[Item]) -> None:
        """Show actions."""
        self._source.put(items)
        self.grid.refresh()

    def value(self) -> Any:
        """The actions as they stand."""
        return self._source.value()
