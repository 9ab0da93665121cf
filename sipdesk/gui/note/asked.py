"""Corrections as they are entered: the line, what stands there, what it should be."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sipdesk.domain.correction import MOST, Asked
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.controls import button, label


class _Row(QWidget):
    """One correction."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self.title = label(role="strong")
        self.out = button("Take out", "small")
        self.line = Line("", "42")
        self.now = Prose(theme, "", least=1)
        self.should = Prose(theme, "", least=1)
        head, grid = QHBoxLayout(), QGridLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.out)
        grid.setSpacing(tokens.S1)
        top = Qt.AlignmentFlag.AlignTop
        for number_of, (words, field) in enumerate(
            (("Line", self.line), ("Now", self.now), ("Should be", self.should))
        ):
            told = label(words, "label")
            told.setContentsMargins(0, tokens.S2, tokens.S1, 0)  # on a level with the words in the field
            grid.addWidget(told, number_of, 0, top)
            grid.addWidget(field, number_of, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.S2)
        column.setSpacing(tokens.S1)
        column.addLayout(head)
        column.addLayout(grid)
        self.count(number)

    def count(self, number: int) -> None:
        """Its place among the others, in its names too."""
        self.title.setText(f"Correction {number}")
        self.out.setAccessibleName(f"Take correction {number} out")
        for field, said in ((self.line, "line"), (self.now, "as it stands now"), (self.should, "what it should be")):
            field.setAccessibleName(f"Correction {number}: {said}")

    def put(self, asked: Asked) -> None:
        """What was read out of the head's answer."""
        self.line.put(asked.line)
        self.now.put(asked.now)
        self.should.put(asked.should)

    def given(self) -> Asked:
        """As it stands in the fields."""
        return Asked(line=self.line.text(), now=self.now.text()[:4_000], should=self.should.text()[:4_000])


class AskedRows(QWidget):
    """As many corrections as there are, and a button for another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[_Row] = []
        self.more: QPushButton = button("Another correction")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S2)
        self._column.addWidget(self.more)
        self.more.clicked.connect(self._another)

    def put(self, asked: Sequence[Asked]) -> None:
        """Others; at least one empty one."""
        for row in list(self.rows):
            self._drop(row)
        for one in asked or [Asked()]:
            self._add().put(one)

    def given(self) -> list[Asked]:
        """Those in which anything stands."""
        return [one for one in (row.given() for row in self.rows) if not one.empty]

    def _another(self) -> None:
        if len(self.rows) < MOST:
            self._add().line.setFocus()

    def _add(self) -> _Row:
        row = _Row(self._theme, len(self.rows) + 1)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        row.out.clicked.connect(lambda: self._take_out(row))
        return row

    def _take_out(self, row: _Row) -> None:
        self._drop(row)
        if not self.rows:
            self._add()
        for number, left in enumerate(self.rows, 1):
            left.count(number)
        self.more.setFocus()

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
