"""A table of the form's own: typed columns, rows fixed by the form or as many as are needed."""

import copy
import math
import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.one_line import read_when, spoken_when
from sipdesk.domain.question import Column, Table
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.grid import Grid
from sipdesk.gui.visit.editors.gridcells import MOST_ROWS, Look
from sipdesk.gui.visit.editors.groups import MARKS
from sipdesk.gui.visit.editors.rows import Item, hinted, listed
from sipdesk.gui.widgets.controls import announce, button, label, say

_THOUSANDS = re.compile(r"^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_LEAST = {"text": 104, "choice": 96, "date": 104, "number": 72, "percent": 72}


def read_cell(column: Column, text: str, year: AcademicYear, term: Term | None) -> Any:
    """What was typed, as it is kept; what does not fit its column stays as it was typed."""
    bare = text.strip()
    if not bare:
        return None
    if column.type == "date":
        day = read_when(bare, year, term).day
        return day.isoformat() if day else bare
    if column.type == "choice":
        return _option(column, bare)
    if column.type in {"number", "percent"}:
        return _number(bare)
    return text


def _option(column: Column, bare: str) -> str:
    """The option a cell names, or plainly begins to name."""
    folded = bare.casefold()
    exact = [option.id for option in column.options if folded in {option.id.casefold(), option.label.casefold()}]
    begun = [option.id for option in column.options if len(folded) > 1 and option.label.casefold().startswith(folded)]
    found = exact or begun
    return found[0] if len(found) == 1 else bare


def _number(bare: str) -> Any:
    if bare.casefold() in MARKS:
        return bare.casefold()
    plain = bare.removesuffix("%").strip()
    try:
        number = float(plain.replace(",", "") if _THOUSANDS.match(plain) else plain)
    except ValueError:
        return bare
    if not math.isfinite(number):
        return bare
    return int(number) if number == int(number) else number


def cell_fault(column: Column, value: Any) -> str:
    """Why a cell cannot stand, in words; empty where it can."""
    if value in (None, ""):
        return ""
    figure = isinstance(value, int | float) or value in MARKS
    if column.type in {"number", "percent"} and not figure:
        return f"“{value}” is not a number. Type a number, or c suppressed, z not applicable, x not available."
    if column.type == "percent" and isinstance(value, int | float) and not 0 <= value <= 100:
        return f"{value:g} % is not between 0 and 100."
    if column.type == "choice" and value not in {option.id for option in column.options}:
        return f"“{value}” is not offered. Choose: {', '.join(option.label for option in column.options)}."
    if column.type == "date" and not re.match(r"^\d{4}-\d\d-\d\d$", str(value)):
        return f"“{value}” is not a day. Write it as 12 December 2025."
    return ""


class Records:
    """The rows of an answer as a grid's source. Free rows have an empty one after the last."""

    def __init__(self, question: Table, year: AcademicYear, term: Term | None) -> None:
        self.question, self._year, self._term = question, year, term
        self._labels = {row.id: row.label for row in question.rows}
        self.rows: list[Item] = []
        self._kept: set[int] = set()
        self.put([])

    def put(self, items: list[Item]) -> None:
        """Other rows; one the form no longer has is shown by its id."""
        self._given = copy.deepcopy(items)
        if not self.question.rows:
            self.rows = [*copy.deepcopy(items), _blank()]
        else:
            by_id = {str(item.get("row")): item for item in copy.deepcopy(items)}
            order = [*by_id, *(row.id for row in self.question.rows if row.id not in by_id)]
            places = {row.id: place for place, row in enumerate(self.question.rows)}
            order.sort(key=lambda row_id: places.get(row_id, len(places)))
            self.rows = [by_id.get(row_id, _blank(row_id)) for row_id in order]
        self._kept = {id(row) for row in self.rows if row in items}

    def value(self) -> list[Item]:
        """The rows that say anything, and those that came empty and were left so."""
        told = [row for row in self.rows if _told(row) or id(row) in self._kept]
        same = len(told) == len(self._given) and all(row in self._given for row in told)
        return copy.deepcopy(self._given if same and self.question.rows else told)

    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.question.columns)

    def row_head(self, row: int) -> str:
        """The name of a fixed row; the number of a free one."""
        row_id = str(self.rows[row].get("row") or "")
        if not self.question.rows:
            return str(row + 1)
        return self._labels.get(row_id, f"{row_id} (no longer asked)")

    def column_head(self, column: int) -> str:
        """As the form has it."""
        asked = self.question.columns[column]
        return f"{asked.label} (%)" if asked.type == "percent" and "%" not in asked.label else asked.label

    def look(self, row: int, column: int) -> Look:
        """A cell."""
        asked = self.question.columns[column]
        value = (self.rows[row].get("cells") or {}).get(asked.id)
        labels = {option.id: option.label for option in asked.options}
        text = "" if value is None else str(value)
        if asked.type == "choice":
            text = labels.get(text, text)
        elif asked.type == "date":
            text = spoken_when(value, "") if isinstance(value, str) else text
        elif isinstance(value, float):
            text = f"{value:.12g}"
        figures = asked.type in {"number", "percent"}
        return Look(text, fault=cell_fault(asked, value), right=figures, choices=tuple(labels.values()))

    def write(self, row: int, column: int, text: str) -> None:
        """What was typed; typing into the last free row makes another below it."""
        asked = self.question.columns[column]
        kept = self.rows[row]
        cells = dict(kept.get("cells") or {})
        value = read_cell(asked, text, self._year, self._term)
        if value is None:
            cells.pop(asked.id, None)
        else:
            cells[asked.id] = value
        kept["cells"] = cells
        self._kept.discard(id(kept))
        if not self.question.rows and _told(self.rows[-1]):
            self.rows.append(_blank())

    def make_room(self, rows: int) -> None:
        """Free rows grow with a paste, as far as a table in a note goes."""
        if not self.question.rows:
            self.rows.extend(_blank() for _ in range(min(rows, MOST_ROWS) - len(self.rows)))

    def least_width(self, column: int) -> int:
        """By what is typed into it."""
        return _LEAST[self.question.columns[column].type]

    def stretches(self, column: int) -> bool:
        """Words take what is left over; where there are none, all do."""
        types = [asked.type for asked in self.question.columns]
        return types[column] == "text" or "text" not in types

    def faults(self) -> list[str]:
        """Every cell that cannot stand, with its place."""
        rows, columns = self.size()
        there = ((row, column, self.look(row, column).fault) for row in range(rows) for column in range(columns))
        return [
            f"Row {self.row_head(row)}, {self.column_head(column)}: {fault}" for row, column, fault in there if fault
        ]


def _blank(row: str = "") -> Item:
    return {"row": row, "cells": {}}


def _told(row: Item) -> bool:
    return any(value not in (None, "") for value in (row.get("cells") or {}).values())


class TableEditor(Editor):
    """A table of the form's own."""

    question: Table

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        context = around.context
        self.records = Records(self.question, context.year, context.term)
        self.grid = Grid(around.theme, self.question.prompt, self.records)
        self.said = label(role="hint", wrap=True)
        self.fault = label(role="error", wrap=True)
        self.leave, self.back = button("Remove row", "quiet"), button("Put back", name="Put the removed row back")
        self._gone: tuple[int, Item] | None = None
        self.column.addWidget(self.grid)
        self.column.addWidget(self.grid.bar)
        self.column.addWidget(self.said)
        self.column.addWidget(self.fault)
        row = QHBoxLayout()
        row.addWidget(hinted("Type into the last row to go on. A block from a spreadsheet can be pasted."), 1)
        row.addWidget(self.leave)
        row.addWidget(self.back)
        if not self.question.rows:
            self.column.addLayout(row)
        self.leave.clicked.connect(self._remove)
        self.back.clicked.connect(self._put_back)
        self.back.hide()
        self.grid.edited.connect(self._changed)
        self.grid.said.connect(self._say)
        say(self.said, "")
        say(self.fault, "")

    def _changed(self) -> None:
        self._gone = None
        self.back.hide()
        self._tell()
        say(self.said, "")
        self.edited.emit()

    def _tell(self) -> None:
        say(self.fault, "\n".join(self.records.faults()[:3]))

    def _say(self, sentence: str) -> None:
        say(self.said, sentence)
        announce(self, sentence)

    def _remove(self) -> None:
        here = self.grid.currentIndex().row()
        if not 0 <= here < len(self.records.rows) - 1:  # the last one is the empty one
            return
        gone = (here, self.records.rows.pop(here))
        self.grid.refresh()
        self._changed()
        self._gone = gone
        self.back.show()
        self._say(f"Row {here + 1} removed.")
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        if self._gone is not None:
            here, row = self._gone
            self.records.rows.insert(here, row)
            self.grid.refresh()
            self._changed()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.grid.stand_on(here, 0)

    def put(self, answer: Any) -> None:
        """Show rows."""
        if listed(answer) != self.value():
            self.records.put(listed(answer))
            self.grid.refresh()
            self._tell()

    def value(self) -> Any:
        """The rows that say anything."""
        return self.records.value()

    def first(self) -> QWidget:
        """The grid."""
        return self.grid
