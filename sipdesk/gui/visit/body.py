"""The section being written: its title, its questions one below the other."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.domain.question import Section
from sipdesk.gui import tokens
from sipdesk.gui.visit import header
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.registry import EDITORS
from sipdesk.gui.visit.question import QuestionBox, Reading
from sipdesk.gui.widgets.controls import label
from sipdesk.services.sections import HEAD
from sipdesk.services.writing import VisitView

_COLUMN = 700
"""A written column is no wider than 72 characters."""
_WIDE = 1040
_ABREAST = 480
"""Narrower than this the fields of the head stand one below the other."""
_ROOMY = {"exclusions_table", "attendance_table", "table", "focus_areas", "actions"}


class SectionBody(QWidget):
    """Made anew for each section that is opened."""

    edited = Signal(str)
    """The field that was edited."""

    def __init__(self, title: str, hint: str, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._most = _COLUMN
        self.title = label(title, "title", wrap=True)
        self.boxes: dict[str, QuestionBox] = {}
        self._narrow: list[QuestionBox] = []
        self.readings: dict[str, Reading] = {}
        self._rows: list[tuple[QGridLayout, list[QWidget]]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S5)
        top = QVBoxLayout()
        top.setSpacing(tokens.S1)
        top.addWidget(self.title)
        if hint:
            top.addWidget(label(hint, "muted", wrap=True))
        self._column.addLayout(top)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        around.theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(self._around.theme.px(self._most))
        for box in self._narrow:
            box.setMaximumWidth(self._around.theme.px(_COLUMN))

    def ask(self, section: Section | None) -> None:
        """The questions of a section of the form, or (None) the fields of the visit's head."""
        if section is None:
            self._ask_head()
            return
        for question in section.questions:
            box = QuestionBox(question.id, question, EDITORS[question.kind], self._around)
            self._join(box)
            self._column.addWidget(box)
            if question.kind in _ROOMY:
                self._most = _WIDE
            else:
                self._narrow.append(box)
        self._fit()

    def _ask_head(self) -> None:
        for row in header.ROWS:
            grid = QGridLayout()
            grid.setHorizontalSpacing(tokens.S4)
            grid.setVerticalSpacing(tokens.S4)
            boxes: list[QWidget] = []
            for name, question, make in row:
                box = QuestionBox(HEAD + name, question, make, self._around)
                self._join(box)
                boxes.append(box)
            self._rows.append((grid, boxes))
            self._column.addLayout(grid)
        self._lay_rows(abreast=True)

    def read(self, section: Section | None, view: VisitView) -> None:
        """The same of a visit whose text stands."""
        if section is None:
            told = header.values(view.visit)
            for name, question, _make in (entry for row in header.ROWS for entry in row):
                self._add_reading(HEAD + name, question.prompt, header.spoken(told.get(name)))
            return
        for question in section.questions:
            self._add_reading(question.id, question.prompt, view.printed.get(question.id, []))

    def _join(self, box: QuestionBox) -> None:
        box.edited.connect(self.edited)
        self.boxes[box.field] = box

    def _add_reading(self, field: str, prompt: str, lines: list[str]) -> None:
        reading = Reading(self._around.theme, field, prompt, lines)
        self.readings[field] = reading
        self._column.addWidget(reading)

    def _lay_rows(self, *, abreast: bool) -> None:
        for grid, boxes in self._rows:
            for place, box in enumerate(boxes):
                row, column = (0, place) if abreast else (place, 0)
                grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignTop)  # whatever is said below its neighbour
            for place in range(len(boxes)):
                grid.setColumnStretch(place, 1 if abreast or not place else 0)

    def resizeEvent(self, event: Any) -> None:
        """Fields stand side by side where there is room."""
        super().resizeEvent(event)
        self._lay_rows(abreast=self.width() >= self._around.theme.px(_ABREAST))

    def go(self, field: str, cursor: int = 0) -> QWidget | None:
        """Put the keyboard into a field, else into the first; the part of the page to have in view."""
        parts: dict[str, Any] = {**self.boxes, **self.readings}
        found: QuestionBox | Reading | None = parts.get(field) or next(iter(parts.values()), None)
        if found is not None:
            found.focus(cursor if field in parts else 0)
        return found

    @property
    def active(self) -> QuestionBox | None:
        """The question the keyboard is in."""
        return next((box for box in self.boxes.values() if box.active), None)

    def whereabouts(self) -> tuple[str, int]:
        """The field the keyboard is in, and the place of its cursor."""
        active, here = self.active, QApplication.focusWidget()
        if active is None or here is not active.editor.first():
            return (active.field if active else "", 0)
        if isinstance(here, QLineEdit):
            return active.field, here.cursorPosition()
        return active.field, here.textCursor().position() if isinstance(here, QPlainTextEdit) else 0
