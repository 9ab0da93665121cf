"""What still wants a date: choose a school, type the day, Enter. Or drag it onto the weeks."""

from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from sipdesk.domain.agenda import Undated
from sipdesk.domain.calendar import Term
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.calendar.grid import carry
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.filter import Filter
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table


def labelled(name: str, field: QWidget) -> QWidget:
    """A field with its name above."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(tokens.S1)
    told = label(name, "label")
    told.setBuddy(field)
    lines.addWidget(told)
    lines.addWidget(field)
    return box


_NO_SCHOOLS = "Your caseload is empty. Bring it in on the Caseload page; then the visits to plan stand here."


class DragTable(Table):
    """Rows can be dragged onto the weeks."""

    _pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; a drag may begin."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the row."""
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        key = self.rows.key_at(self.rowAt(self._pressed.y()))
        if far and key:
            self._pressed = None
            carry(self, f"slot {key}")


class Planner(QWidget):
    """The list and the two fields below it."""

    planned = Signal(object, str, str)
    """An undated visit, the day and the times as typed."""

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all: list[Undated] = []
        self._today = date.min
        self._schools = True
        self.title = label("Still to be dated", "section")
        self.field = Filter(page, "Filter the schools still to be dated", "Filter schools…")
        columns = (
            Column("School", lambda one: words(one.school, strong=True)),
            Column(
                "By",
                lambda one: Cell(
                    w.short_day(one.due, self._today),
                    one.due.toordinal(),
                    "muted",
                    says=f"{one.title}, by {w.day(one.due)}",
                ),
            ),
        )
        self.table = DragTable(theme, "Visits still to be dated", columns, _key)
        self.empty = label(role="muted", wrap=True)
        self.day = QLineEdit()
        self.day.setPlaceholderText("14 Oct")
        self.day.setAccessibleName("Day of the visit")
        self.times = QLineEdit()
        self.times.setPlaceholderText("9:00–12:00")
        self.times.setAccessibleName("Times of the visit, if known")
        self.go = button("Plan the visit", "primary")
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.left.connect(self.arrive)
        self.table.opened.connect(lambda _key: self.day.setFocus())
        self.go.clicked.connect(self._plan)
        for field in (self.day, self.times):
            field.returnPressed.connect(self._plan)
        theme.changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        fields = Flow()
        for name, field in (("Day", self.day), ("Times", self.times)):
            fields.addWidget(labelled(name, field))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.S2)
        for widget in (self.title, self.field, self.empty):
            outer.addWidget(widget)
        outer.addWidget(self.table, 100)
        outer.addLayout(fields)
        outer.addWidget(self.error)
        outer.addWidget(self.go)
        outer.addStretch(1)

    def _dress(self) -> None:
        for field in (self.day, self.times):
            field.setFixedWidth(self._theme.px(120))

    def show_undated(self, undated: list[Undated], term: Term, today: date, *, schools: bool) -> None:
        """Those of a term; `schools` says whether there are any on the caseload."""
        self._today, self._schools = today, schools
        self._all = [one for one in undated if one.slot.term is term]
        self.table.put(self._all)
        self._fill(term)

    def _fill(self, term: Term | None = None) -> None:
        self.table.filter(self.field.text())
        there, total = bool(self.table.rows.shown), len(self._all)
        said = "No school fits." if total else f"Every visit of the {term or 'term'} has its date."
        said = said if self._schools else _NO_SCHOOLS
        say(self.empty, "" if there else said)
        self.table.setVisible(there)
        self.field.setVisible(total > 0)
        for widget in (self.day, self.times, self.go):
            widget.setEnabled(there)

    def named(self, key: str) -> Undated | None:
        """The visit a key names."""
        return next((one for one in self._all if _key(one) == key), None)

    @property
    def chosen(self) -> Undated | None:
        """The one to be planned next."""
        return self.named(self.table.key)

    def _plan(self) -> None:
        if self.chosen is not None:
            self.planned.emit(self.chosen, self.day.text(), self.times.text())

    def taken(self) -> None:
        """The date stands; on to the next school."""
        say(self.error, "")
        self.day.clear()
        self.times.clear()

    def refuse(self, sentence: str) -> None:
        """Say in words why not, and keep what was typed."""
        say(self.error, sentence)
        self.day.setFocus()

    def arrive(self) -> None:
        """On the list, where there is one."""
        (self.day if self.table.isHidden() and self.day.isEnabled() else self.table).setFocus()


def _key(one: Undated) -> str:
    return f"{one.urn} {one.slot}"
