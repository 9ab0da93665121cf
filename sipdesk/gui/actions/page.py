"""Every open action across the caseload. Read only: an action is reviewed at a visit, where the head can answer."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from sipdesk.app import Services
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.filter import Filter
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import Heading, Step, column, hint, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.gui.widgets.rows import Cell, Column, GroupBy, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.promises import OpenLine

_EMPTY = "No action is open. What you agree on a visit stands here until a later visit finds it done or lets it drop."
_ALL = "all"
_SHOWN: dict[str, Callable[[OpenLine], bool]] = {
    _ALL: lambda line: True,
    "promises I made": lambda line: line.mine,
    "overdue": lambda line: line.overdue,
    "support to be brokered": lambda line: line.brokered,
}
_GROUPS: dict[str, GroupBy | None] = {
    "none": None,
    "school": lambda line: (line.school.casefold(), line.school),
    "owner": lambda line: (line.owner.casefold(), line.owner or "Nobody named"),
}


def columns(today: date) -> list[Column]:
    """The columns, as on that day."""
    return [
        Column(
            "Action",
            lambda line: Cell(_first_line(line.text), line.text.casefold(), strong=True, says=line.text),
            most=300,
        ),
        Column("School", lambda line: words(line.school)),
        Column("Owner", lambda line: words(line.owner, "accent" if line.mine else "text")),
        Column("By", lambda line: _by(line, today)),
        Column("Age", lambda line: _age(line, today), right=True),
        Column("Rolled over", _rolled, right=True),
    ]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].removeprefix("- ")


def _by(line: OpenLine, today: date) -> Cell:
    if line.by_when is None:
        return Cell(line.by_words or "—", None, "muted")
    told = w.short_day(line.by_when, today)
    if line.overdue:
        return Cell(f"Overdue · {told}", line.by_when.toordinal(), "late", strong=True)
    return Cell(told, line.by_when.toordinal())


def _age(line: OpenLine, today: date) -> Cell:
    age = max(0, (today - line.agreed_on).days)
    return Cell(f"{age} d", age, "muted", says=f"Agreed {w.count(age, 'day')} ago, on {w.day(line.agreed_on)}")


def _rolled(line: OpenLine) -> Cell:
    if not line.rolled:
        return Cell("—", 0, "muted", says="Not carried over so far")
    return Cell(w.count(line.rolled, "time"), line.rolled, says=f"Carried over {w.count(line.rolled, 'time')}")


class ActionsPage(PrivatePage):
    """Lists them."""

    school_opened = Signal(str)
    visit_opened = Signal(str)
    counted = Signal(int)
    """How many are open, for the rail."""
    word = "Actions"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Actions")]
        self._desk = desk
        self._lines: list[OpenLine] = []
        self.heading = Heading("Actions")
        self.field = Filter(self, "Filter the actions", "Filter by action, school, owner…")
        self.which = Choice(theme, "Show")
        self.groups = Choice(theme, "Group")
        self.empty = label(role="muted", wrap=True)
        self.all = button("Show all open actions")
        self.table = Table(theme, "Open actions", columns(desk.app.clock.today()), lambda line: line.id)
        self.card = frame("card")
        self.detail = label(wrap=True)
        self.history = label(role="muted", wrap=True)
        self.school = button("Open the school")
        self.visit = button("Open the visit it was agreed at")
        self.keys = hint("Enter opens the school · Ctrl+F filters · An action is reviewed at a visit, not here")
        self.which.offer([(name, name) for name in _SHOWN], _ALL)
        self.groups.offer([(name, name) for name in _GROUPS], "none")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = Flow(self.field)
        for control in (self.field, self.which, self.groups):
            tools.addWidget(control)
        buttons = QHBoxLayout()
        buttons.addWidget(self.school)
        buttons.addWidget(self.visit)
        buttons.addStretch(1)
        inside = column(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.detail)
        inside.addWidget(self.history)
        inside.addLayout(buttons)
        outer, _scroll = scrolling_column(self.body)
        for widget in (self.heading, self.error):
            outer.addWidget(widget)
        outer.addLayout(tools)
        outer.addWidget(self.empty)
        outer.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.table, 100)
        outer.addWidget(self.card)
        outer.addWidget(self.keys)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.left.connect(self.arrive)
        self.which.chosen.connect(lambda _which: self._choose())
        self.all.clicked.connect(self._show_all)
        self.groups.chosen.connect(lambda name: self.table.group(_GROUPS[name]))
        self.table.opened.connect(lambda _key: self._open_school())
        self.table.moved.connect(self._explain)
        self.school.clicked.connect(self._open_school)
        self.visit.clicked.connect(self._open_visit)
        self.table.sort_by(4, Qt.SortOrder.DescendingOrder)

    def load(self) -> None:
        """Ask again."""
        self.asked(self._desk.ask(_read, self._show, self.failed))

    def _show(self, lines: list[OpenLine]) -> None:
        self._lines = lines
        late, mine = sum(line.overdue for line in lines), sum(line.mine for line in lines)
        wanted = sum(line.brokered for line in lines)
        parts = [
            f"{len(lines)} open",
            f"{late} overdue" if late else "",
            f"{mine} promised by you" if mine else "",
            f"{wanted} for support to be brokered" if wanted else "",
        ]
        self.heading.line.setText(" · ".join(filter(None, parts)))
        self.counted.emit(len(lines))
        self._choose()
        if not self.field.hasFocus():
            self.arrive()

    def _choose(self) -> None:
        fits = _SHOWN[str(self.which.value)]
        self.table.put([line for line in self._lines if fits(line)])
        self._fill()

    def _fill(self) -> None:
        self.table.filter(self.field.text())
        there = bool(self.table.rows.shown)
        say(self.empty, "" if there else self._none_fits() if self._lines else _EMPTY)
        self.all.setVisible(bool(self._lines) and not there)
        for widget in (self.table, self.card, self.keys):
            widget.setVisible(there)
        self._explain(self.table.key)

    def _none_fits(self) -> str:
        text, which = self.field.text().strip(), str(self.which.value)
        told = [f"“{text}”" if text else "", f"“{which}”" if which != _ALL else ""]
        return f"No open action fits {' and '.join(filter(None, told))}."

    def _show_all(self) -> None:
        self.field.clear()
        self.which.set(_ALL)
        self._choose()
        self.arrive()

    @property
    def _line(self) -> OpenLine | None:
        found: OpenLine | None = self.table.rows.row_at(self.table.rows.find(self.table.key))
        return found

    def _explain(self, _key: str) -> None:
        line = self._line
        if line is None:
            return
        self.detail.setText(line.text.strip())
        found = f"Last found: {line.last_outcome}." if line.last_outcome else "Not reviewed so far."
        rolled = f" Carried over {w.count(line.rolled, 'time')}." if line.rolled else ""
        asked = " The authority’s service is to arrange support." if line.brokered else ""
        which = f" Which: {line.wanted}" if line.brokered and line.wanted else ""
        self.history.setText(
            f"{line.owner or 'Nobody named'} · agreed at {line.agreed_at}. {found}{rolled}{asked}{which}"
        )

    def _open_school(self) -> None:
        if self._line is not None:
            self.school_opened.emit(self._line.urn)

    def _open_visit(self) -> None:
        if self._line is not None:
            self.visit_opened.emit(self._line.visit)

    def arrive(self) -> None:
        """On the list, or in the filter where it is empty."""
        target = self.field if self.table.isHidden() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services) -> list[OpenLine]:
    return services.promises.open()
