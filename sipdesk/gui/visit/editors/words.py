"""Editors of words, dates and numbers."""

from contextlib import suppress
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from sipdesk.domain.days import spoken_day
from sipdesk.domain.typed import example_day, typed_day, typed_hours, typed_number, typed_time
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.rows import LongLine
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.controls import button, label, say

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NARROW = 220


class _OneField(Editor):
    """All of the answer stands in one field."""

    def hold(self, field: Line | Prose) -> None:
        """This is the field."""
        self.field = field
        self.field.edited.connect(self.edited)
        self.column.addWidget(self.field)

    def put(self, answer: Any) -> None:
        """Show it."""
        self.field.put("" if answer is None else str(answer))

    def value(self) -> Any:
        """The words."""
        return self.field.text()

    def first(self) -> QWidget:
        """The field."""
        return self.field


class ShortTextEditor(_OneField):
    """One line of words, spelt and noticed as all words are."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.hold(LongLine(around, question.prompt))


class NameEditor(_OneField):
    """Somebody's name, which no dictionary knows."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.hold(Line(question.prompt))


class LongTextEditor(_OneField):
    """Paragraphs and bullets."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.hold(Prose(around.theme, question.prompt, around.aids, 4))


class _Point(Prose):
    """One point of a summary: Enter goes on to the next, Backspace in an empty one goes back."""

    next_wanted = Signal()
    back_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Backspace."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.next_wanted.emit()
        elif plain and event.key() == Qt.Key.Key_Backspace and not self.toPlainText():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)


class SummaryEditor(Editor):
    """A field for each point; Enter makes the next, up to as many as the form allows."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.points: list[_Point] = []
        self._maximum: int = question.maximum
        self._left = label(role="label", wrap=True)
        self.more = button("Add a point")
        self.more.clicked.connect(lambda: self._next(self.points[-1]))
        self.column.addWidget(self._left)
        self.column.addWidget(self.more)
        self.put([])

    def _add(self) -> _Point:
        number = len(self.points) + 1
        made = _Point(self.around.theme, f"{self.question.prompt} Point {number}", self.around.aids, 1)
        made.edited.connect(lambda: self._edited(made))
        made.next_wanted.connect(lambda: self._next(made))
        made.back_wanted.connect(lambda: self._back(made))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.S2)
        mark = label("•", "muted")
        mark.setContentsMargins(0, tokens.S2, 0, 0)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(made, 1)
        self.column.insertWidget(len(self.points), row)
        self.points.append(made)
        return made

    def put(self, answer: Any) -> None:
        """Show the points, and room for one more."""
        told = [str(point) for point in answer] if isinstance(answer, list) else [str(answer)] if answer else []
        wanted = max(1, len(told), min(len(told) + 1, self._maximum))
        while len(self.points) < wanted:
            self._add()
        while len(self.points) > wanted:
            row = self.points.pop().parentWidget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for point, text in zip(self.points, [*told, *[""] * wanted], strict=False):
            point.put(text)
        self._count()

    def value(self) -> Any:
        """The points that say something."""
        return [point.text() for point in self.points if point.text().strip()]

    def first(self) -> QWidget:
        """The first point."""
        return self.points[0]

    def _edited(self, point: _Point) -> None:
        lines = [line.removeprefix("- ").strip() for line in point.text().splitlines() if line.strip()]
        if len(lines) > 1:  # several lines were pasted: one point each, as far as there is room
            at = self.points.index(point)
            told = [other.text() for other in self.points]
            filled = [text for text in [*told[:at], *lines, *told[at + 1 :]] if text.strip()]
            self.put(filled)
            self.points[min(at + len(lines), len(self.points)) - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        self._count()
        self.edited.emit()

    def _next(self, point: _Point) -> None:
        at = self.points.index(point) + 1
        if at == len(self.points):
            if at >= self._maximum or not point.text().strip():
                return
            self._add()
        self.points[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _back(self, point: _Point) -> None:
        at = self.points.index(point)
        if at:
            self.points[at - 1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _count(self) -> None:
        there, most = len(self.value()), self._maximum
        self.more.setVisible(len(self.points) < most and bool(self.points[-1].text().strip()))
        over = f"{there} points; the note has room for {most}." if there > most else ""
        say(self._left, over or f"{there} of {most} points" + (" · Enter begins the next" if there < most else ""))


class _Narrow(Editor):
    """A short field with words beside it."""

    def __init__(self, question: Any, around: Surroundings, placeholder: str = "") -> None:
        super().__init__(question, around)
        self.field = Line(question.prompt, placeholder)
        self.field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.beside = label(role="muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        row.addWidget(self.field)
        row.addWidget(self.beside, 1)
        self.column.addLayout(row)
        self.field.edited.connect(self._edited)
        around.theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.field.setMaximumWidth(self.around.theme.px(_NARROW))

    def _edited(self) -> None:
        self.tell()
        self.edited.emit()

    def tell(self) -> None:
        """Say beside the field how it is read."""

    def first(self) -> QWidget:
        """The field."""
        return self.field


def _short(day: date) -> str:
    """`24 Nov 2026`."""
    number, month, year = spoken_day(day).split(" ")
    return f"{number} {month[:3]} {year}"


class DateEditor(_Narrow):
    """A day in any British spelling; the weekday stands beside it, so that a slip shows."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around, _short(example_day(around.context.year)))
        self.field.editingFinished.connect(lambda: self.put(self.value()))

    def put(self, answer: Any) -> None:
        """A day in words, short enough for the field; anything else as it was typed."""
        text = "" if answer is None else str(answer)
        with suppress(ValueError):
            text = _short(date.fromisoformat(text))
        self.field.put(text)
        self.tell()

    def value(self) -> Any:
        """The day, else what was typed; None for nothing."""
        text = self.field.text().strip()
        day = typed_day(text, self.around.context.year) if text else None
        return day.isoformat() if day else text or None

    def tell(self) -> None:
        """The weekday; a day typed another way is spelt out in the field itself once it is left."""
        text = self.field.text().strip()
        day = typed_day(text, self.around.context.year) if text else None
        self.beside.setText("" if day is None else _DAYS[day.weekday()])


class TimeEditor(_Narrow):
    """A time of day."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around, "09:00")
        self.field.editingFinished.connect(lambda: self.put(self.value()))

    def put(self, answer: Any) -> None:
        """Hours and minutes; anything else as it was typed."""
        text = "" if answer is None else str(answer)
        self.field.put(text[:5] if len(text) == 8 and typed_time(text) else text)

    def value(self) -> Any:
        """The time, else what was typed; None for nothing."""
        text = self.field.text().strip()
        read = typed_time(text) if text else None
        return read.isoformat("minutes") if read else text or None


class NumberEditor(_Narrow):
    """A number with its unit beside it."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._whole: bool = question.whole
        self._hours = question.unit == "hours"
        self.beside.setText(question.unit)
        if self._hours:  # what was typed as 1h30 stands there as 1.5 once the field is left
            self.field.editingFinished.connect(lambda: self.put(self.value()))

    def put(self, answer: Any) -> None:
        """The number as it is written; anything else as it was typed."""
        text = "" if answer is None else str(answer)
        self.field.put(f"{answer:.10g}" if isinstance(answer, float) else text)

    def value(self) -> Any:
        """The number, else what was typed; None for nothing."""
        text = self.field.text().strip()
        read = (typed_hours(text) if self._hours else typed_number(text, whole=self._whole)) if text else None
        return text or None if read is None else read
