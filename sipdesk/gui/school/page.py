"""A school: who and what it is, and its visits with where each of them stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout

from sipdesk.app import Services
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import frame, label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, hint, scrolling_column
from sipdesk.gui.widgets.rows import Cell, Column, state, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.overview import SchoolView, VisitLine

_ABREAST = 4
_PROVISIONAL = "These details come from the allocation sheet and have not been checked against the register."


def _date(line: VisitLine) -> Cell:
    return Cell(w.day(line.date), line.date.toordinal(), "text") if line.date else Cell("No date yet", None, "muted")


_COLUMNS = (
    Column("Visit", lambda line: words(line.title, strong=True)),
    Column("Year", lambda line: words(line.year.replace("-", "/"), "muted")),
    Column("State", lambda line: state(line.state.value, line.reason)),
    Column("Date", _date, right=True),
)


class SchoolPage(Page):
    """Shows one school at a time."""

    visit_opened = Signal(str)
    word = "School"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._home = home
        self.urn = ""
        self.heading = Heading("")
        self.note = label(role="muted", wrap=True)
        self._facts = frame("card")
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        self._grid.setHorizontalSpacing(tokens.S5)
        self._grid.setVerticalSpacing(tokens.S3)
        self.table = Table(theme, "Visits", _COLUMNS, lambda line: line.id)
        self.empty = label(role="muted", wrap=True)
        self.keys = hint("Enter opens the note of a visit · Alt+Left goes back")
        outer, self._scroll = scrolling_column(self)
        for widget in (self.heading, self.error, self._facts, self.note):
            outer.addWidget(widget)
        outer.addSpacing(tokens.S2)
        outer.addWidget(label("Visits", "section"))
        outer.addWidget(self.empty)
        outer.addWidget(self.table, 100)
        outer.addWidget(self.keys)
        outer.addStretch(1)
        self.table.opened.connect(self.visit_opened)
        self.table.moved.connect(self._follow)

    def load(self, urn: str) -> None:
        """Another school, or the same again."""
        if urn != self.urn:
            self.heading.title.setText("")
            self.heading.line.setText("")
            self.table.put([])
        self.urn = urn
        self.trail = [Step("Caseload", self._home), Step("…")]
        self.asked(self._desk.ask(partial(_read, urn=urn), self._show, self.failed))

    def _show(self, view: SchoolView) -> None:
        school = view.school
        self.trail = [Step("Caseload", self._home), Step(school.name)]
        self.heading.title.setText(school.name)
        self.heading.line.setText(" · ".join(filter(None, _line(school, view.category))))
        _fill(self._grid, _facts(school))
        gone = "This school has left your caseload." if view.left else ""
        say(self.note, " ".join(filter(None, (gone, _PROVISIONAL if school.provisional else ""))))
        self.table.put(view.visits)
        there = bool(view.visits)
        self.table.setVisible(there)
        self.keys.setVisible(there)
        say(self.empty, "" if there else _no_visits(school))
        self.trail_changed.emit()
        self.arrive()

    def _follow(self, _key: str) -> None:
        if self.table.hasFocus():
            self._scroll.ensureWidgetVisible(self.table)

    def arrive(self) -> None:
        """On the visits, the newest first."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _no_visits(school: School) -> str:
    return (
        f"No visit has been opened for {school.name} yet. “sipdesk visit {school.urn} 2025-26/autumn” opens one; "
        "its note then stands here."
    )


def _line(school: School, category: str) -> list[str]:
    phase = "" if school.phase is Phase.UNKNOWN else w.sentence(school.phase.value)
    kind = school.type_name or ("" if school.governance is Governance.UNKNOWN else w.sentence(school.governance.value))
    return [f"URN {school.urn}", phase, kind, f"{school.roll} on roll" if school.roll is not None else "", category]


def _facts(school: School) -> list[tuple[str, str]]:
    told = (
        ("Headteacher", school.head),
        ("Chair of governors", school.chair),
        ("Authority", school.la_name),
        ("DfE number", school.dfe_number),
        ("Postcode", school.postcode),
        ("Status", school.status),
        ("Roll counted on", w.day(school.roll_date)),
    )
    return [(name, value) for name, value in told if value]


def _fill(grid: QGridLayout, facts: list[tuple[str, str]]) -> None:
    """Label above value, four to a row."""
    _clear(grid)
    parent = grid.parentWidget()
    if parent is not None:
        parent.setVisible(bool(facts))
    for n, (name, value) in enumerate(facts):
        row, place = divmod(n, _ABREAST)
        grid.addLayout(_fact(name, value), row, place, Qt.AlignmentFlag.AlignTop)
    for place in range(_ABREAST):
        grid.setColumnStretch(place, 1)


def _fact(name: str, value: str) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(0)
    told = label(value, wrap=True)
    told.setAccessibleName(f"{name}: {value}")
    made.addWidget(label(name, "label"))
    made.addWidget(told)
    return made


def _clear(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            _clear(inner)
        if widget is not None:
            widget.deleteLater()


def _read(services: Services, urn: str) -> SchoolView:
    return services.overview.school(urn)
