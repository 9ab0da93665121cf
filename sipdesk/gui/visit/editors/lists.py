"""Editors of short lists: who was met, which documents were seen. A row each, suggestions one press away."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.domain.days import spoken_day
from sipdesk.domain.typed import typed_day
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.flow import Flow
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import announce, button, label


@dataclass(frozen=True)
class Part:
    """One field of a row: its key in the answer, its words, its share of the width."""

    key: str
    name: str
    share: int
    day: bool = False


class _Row(QWidget):
    """One entry."""

    edited = Signal()
    removed = Signal()
    next_wanted = Signal()

    def __init__(self, parts: tuple[Part, ...], read_day: Callable[[str], Any]) -> None:
        super().__init__()
        self._parts, self._read_day = parts, read_day
        self.raw: dict[str, Any] = {}
        self.fields = {part.key: Line(part.name, part.name) for part in parts}
        self.remove = button("Remove", "quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.S2)
        for part in parts:
            line.addWidget(self.fields[part.key], part.share)
            self.fields[part.key].edited.connect(self.edited)
        line.addWidget(self.remove)
        self.remove.clicked.connect(self.removed)

    def place(self, number: int, called: str) -> None:
        """Say which entry it is, for who cannot see it."""
        for part in self._parts:
            self.fields[part.key].setAccessibleName(f"{called} {number}: {part.name.lower()}")
        self.remove.setAccessibleName(f"Remove {called.lower()} {number}")

    def keep_remove(self, *, there: bool) -> None:
        """Nothing can be removed from an empty row; its room stays, so that the columns stand."""
        self.remove.setEnabled(there)
        policy = self.remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(policy)
        self.remove.setVisible(there)

    def put(self, raw: dict[str, Any]) -> None:
        """Show an entry."""
        self.raw = dict(raw)
        for part in self._parts:
            value = raw.get(part.key)
            day = self._read_day(str(value)) if part.day and value else None
            self.fields[part.key].put(spoken_day(day) if day else "" if value is None else str(value))

    def value(self) -> dict[str, Any]:
        """The entry as it stands; a day is a day, or what was typed."""
        told: dict[str, Any] = dict(self.raw)
        for part in self._parts:
            text = self.fields[part.key].text().strip()
            if part.day:
                day = self._read_day(text) if text else None
                told[part.key] = day.isoformat() if day else text or None
            else:
                told[part.key] = text
        return told

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not any(field.text().strip() for field in self.fields.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next entry."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.remove.hasFocus():
            self.next_wanted.emit()
            return
        super().keyPressEvent(event)


class _RowsEditor(Editor):
    """Rows of a few fields each."""

    parts: tuple[Part, ...] = ()
    called = "Entry"

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.rows: list[_Row] = []
        self._gone: tuple[int, dict[str, Any]] | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(tokens.S2)
        self.column.addLayout(self._list)
        self.bar = QWidget()
        self._told = label(role="muted", wrap=True)
        self.back = button("Put back")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._told, 1)
        row.addWidget(self.back)
        self.bar.hide()
        self.back.clicked.connect(self._put_back)
        self.column.addWidget(self.bar)
        self.chips: dict[str, QPushButton] = {}
        if question.suggestions:
            self.column.addWidget(self._suggestions(question.suggestions))
        self.put([])

    def _suggestions(self, suggestions: list[str]) -> QWidget:
        made = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        flow = Flow(made)
        for text in suggestions:
            chip = button(f"+ {text}".replace("&", "&&"), "small", name=f"Add {text}")
            chip.clicked.connect(partial(self._suggest, text))
            self.chips[text] = chip
            flow.addWidget(chip)
        return made

    def _day(self, text: str) -> Any:
        return typed_day(text, self.around.context.year)

    def _add(self, raw: dict[str, Any] | None = None) -> _Row:
        made = _Row(self.parts, self._day)
        made.put(raw or {})
        made.edited.connect(partial(self._edited, made))
        made.removed.connect(partial(self._remove, made))
        made.next_wanted.connect(partial(self._next, made))
        self.rows.append(made)
        self._list.addWidget(made)
        self._number()
        return made

    def _number(self) -> None:
        there = {next(iter(row.fields.values())).text().strip().casefold() for row in self.rows}
        for n, row in enumerate(self.rows, 1):
            row.place(n, self.called)
            row.keep_remove(there=not row.blank)
        for text, chip in self.chips.items():
            chip.setVisible(text.casefold() not in there)
        order = [stop for row in self.rows for stop in (*row.fields.values(), row.remove)]
        order += [self.back, *self.chips.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _edited(self, row: _Row) -> None:
        if row is self.rows[-1] and not row.blank:
            self._add()
        self._number()
        self._forget()
        self.edited.emit()

    def put(self, answer: Any) -> None:
        """Show the entries, and an empty row after them."""
        self._forget()
        told = [dict(entry) for entry in answer if isinstance(entry, dict)] if isinstance(answer, list) else []
        while len(self.rows) > len(told) + 1:
            self._drop(self.rows[-1])
        while len(self.rows) < len(told) + 1:
            self._add()
        for row, raw in zip(self.rows, [*told, {}], strict=True):
            row.put(raw)
        self._number()

    def value(self) -> Any:
        """The entries that say something."""
        return [row.value() for row in self.rows if not row.blank]

    def first(self) -> QWidget:
        """The first field."""
        return next(iter(self.rows[0].fields.values()))

    def _suggest(self, text: str) -> None:
        row = next((row for row in self.rows if row.blank), None) or self._add()
        first, *others = row.fields.values()
        first.put(text)
        self._edited(row)
        (others[0] if others else first).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{text} added")

    def _next(self, row: _Row) -> None:
        at = self.rows.index(row) + 1
        if at < len(self.rows):
            next(iter(self.rows[at].fields.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, row: _Row) -> None:
        at, told = self.rows.index(row), next(iter(row.fields.values())).text().strip()
        gone = (at, row.value())
        self._drop(row)
        if not self.rows or not self.rows[-1].blank:
            self._add()
        self._number()
        self._gone = gone
        self._told.setText(f"{told or self.called} removed.")
        self.back.setAccessibleName(f"Put back: {self._told.text()}")
        self.bar.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._told.text())
        self.edited.emit()

    def _put_back(self) -> None:
        if self._gone is not None:
            at, raw = self._gone
            told = self.value()
            self.put([*told[:at], raw, *told[at:]])
            next(iter(self.rows[at].fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _forget(self) -> None:
        self._gone = None
        self.bar.hide()


class PeopleMetEditor(_RowsEditor):
    """Who took part, by role; a name may be left out for good."""

    parts = (Part("role", "Role", 3), Part("name", "Name (may be left out)", 2))
    called = "Person"


class DocumentsSeenEditor(_RowsEditor):
    """Documents with the date each of them carries."""

    parts = (Part("title", "Document", 3), Part("dated", "Dated", 2, day=True), Part("note", "Note", 2))
    called = "Document"
