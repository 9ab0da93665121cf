"""The caseload: the table a partner would otherwise keep in Excel."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.caseload.columns import columns
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, column, hint
from sipdesk.gui.widgets.table import Table
from sipdesk.services.overview import CaseloadView

_KEYS = "Enter opens a school · Ctrl+F filters · Alt+Left goes back"
_EMPTY = (
    "Your caseload is empty. It comes from your authority's allocation sheet: close this window and read it in with "
    "“sipdesk import FILE”."
)


class CaseloadPage(Page):
    """Lists the schools of a year."""

    school_opened = Signal(str)
    word = "Caseload"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Caseload")]
        self._desk = desk
        self._year = ""
        self.heading = Heading("Caseload")
        self.field = QLineEdit()
        self.sort = Choice(theme, "Sort")
        self.order = Choice(theme, "Order")
        self.years = Choice(theme, "Year")
        self.empty = label(role="muted", wrap=True)
        self.keys = hint(_KEYS)
        self.table = Table(theme, "Schools of the caseload", columns(desk.app.clock.today()), lambda row: row.urn)
        self._theme = theme
        self._prepare()
        self._lay_out()
        self._connect()

    def _prepare(self) -> None:
        self.field.setPlaceholderText("Filter by name, category, phase, state…")
        self.field.setAccessibleName("Filter the caseload")
        self.field.setClearButtonEnabled(False)
        names = [column.title for column in self.table.rows.columns]
        self.sort.offer([(name, n) for n, name in enumerate(names)], 0)
        orders = Qt.SortOrder
        self.order.offer(
            [("ascending", orders.AscendingOrder), ("descending", orders.DescendingOrder)], orders.AscendingOrder
        )
        self.years.hide()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(tokens.S2)
        tools.addWidget(self.field, 1)
        tools.addWidget(self.sort)
        tools.addWidget(self.order)
        tools.addWidget(self.years)
        tools.addStretch(1)
        outer: QVBoxLayout = column(self)
        outer.addWidget(self.heading)
        outer.addWidget(self.error)
        outer.addLayout(tools)
        outer.addWidget(self.empty)
        outer.addWidget(self.table, 100)
        outer.addWidget(self.keys)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self.arrive)
        self.sort.chosen.connect(lambda column: self.table.sort_by(column, self.table.rows.sorted_by[1]))
        self.order.chosen.connect(lambda order: self.table.sort_by(self.table.rows.sorted_by[0], order))
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        self.years.chosen.connect(self.show_year)
        self.table.opened.connect(self.school_opened)
        self.table.sort_by(0, Qt.SortOrder.AscendingOrder)
        QShortcut(QKeySequence.StandardKey.Find, self, self._find)

    def load(self) -> None:
        """Ask for the caseload again."""
        self.asked(self._desk.ask(partial(_read, year=self._year), self._show, self.failed))

    def show_year(self, year: str) -> None:
        """Another school year."""
        self._year = year
        self.load()

    def _show(self, view: CaseloadView) -> None:
        self._year = view.year
        self.table.put(view.rows)
        self.years.setVisible(len(view.years) > 1)
        self.years.offer([(year.replace("-", "/"), year) for year in view.years], view.year)
        parts = [w.count(len(view.rows), "school"), view.year.replace("-", "/")]
        if view.term and view.due_by:
            parts.append(f"{view.term} visits due by {view.due_by.day} {view.due_by:%B} (term dates assumed)")
        self.heading.line.setText(" · ".join(parts))
        self._filter(self.field.text())
        if not self.field.hasFocus():
            self.arrive()

    def _filter(self, text: str) -> None:
        self.table.filter(text)
        shown, total = self.table.rows.rowCount(), self.table.rows.total
        nothing = f"No school fits “{text}”. Clear the filter to see all {total}." if total else _EMPTY
        say(self.empty, "" if shown else nothing)
        self.table.setVisible(bool(shown))
        self.keys.setText(f"{shown} of {total} shown · {_KEYS}" if text.strip() and shown else _KEYS)
        self.keys.setVisible(bool(shown))

    def _sorted(self, section: int, order: Qt.SortOrder) -> None:
        self.sort.set(section)
        self.order.set(order)

    def _find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def arrive(self) -> None:
        """On the table where there is one to stand on, else in the filter."""
        target = self.field if self.table.isHidden() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, year: str) -> CaseloadView:
    return services.overview.caseload(year)
