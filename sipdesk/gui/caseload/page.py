"""The caseload: the table a partner would otherwise keep in Excel."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from sipdesk.app import Services
from sipdesk.gui import words as w
from sipdesk.gui.caseload.columns import CLOCK, GROUPS, columns
from sipdesk.gui.caseload.exporting import Exporter
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.drops import dropped_file
from sipdesk.gui.widgets.filter import Filter
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import Heading, Step, column, hint
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.gui.widgets.table import Table
from sipdesk.services.overview import CaseloadView, LastImport

_KEYS = "Enter opens a school · V writes its next visit · B shows its brief · Ctrl+F filters"
_NO_VISIT = "No visit waits to be written at this school; its page says why."
_FILE = 32
"""Letters of a file's name beside the button that undoes its import."""
_EMPTY = (
    "Your caseload is empty. It comes from your authority’s allocation sheet: choose “Import…”, or drop the file here. "
    "You see what every row would do before anything is changed."
)


class CaseloadPage(PrivatePage):
    """Lists the schools of a year."""

    school_opened = Signal(str)
    visit_opened = Signal(str)
    """The next visit of a school, to write."""
    brief_opened = Signal(str)
    """The visit whose brief is wanted."""
    import_wanted = Signal(object)
    """A file to import, or None to choose one."""
    word = "Caseload"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Caseload")]
        self._desk = desk
        self.year = ""
        """The school year shown."""
        self._view: CaseloadView | None = None
        self.heading = Heading("Caseload")
        self.field = Filter(self, "Filter the caseload", "Filter by name, category, phase, state…")
        self.groups = Choice(theme, "Group")
        self.sort = Choice(theme, "Sort")
        self.order = Choice(theme, "Order")
        self.years = Choice(theme, "Year")
        self.exporter = Exporter(desk, theme, self._shown)
        self.bring = button("Import…", "primary", name="Import an allocation or the register")
        self.undo = button("Undo the last import", "quiet")
        self.empty = label(role="muted", wrap=True)
        self.keys = hint(_KEYS)
        self.table = Table(theme, "Schools of the caseload", columns(desk.app.clock.today()), lambda row: row.urn)
        self.open = self.table.opener("Open the school")
        self.table.least = 2  # the page does not scroll; the line below it may take two lines of large text
        self._theme = theme
        self._prepare()
        self._lay_out()
        self._connect()

    def _prepare(self) -> None:
        names = [column.title for column in self.table.rows.columns]
        self.groups.offer([(name, name) for name in GROUPS], "none")
        self.sort.offer([(name, n) for n, name in enumerate(names)], 0)
        orders = Qt.SortOrder
        self.order.offer(
            [("ascending", orders.AscendingOrder), ("descending", orders.DescendingOrder)], orders.AscendingOrder
        )
        self.years.hide()
        self.undo.hide()
        self.setAcceptDrops(True)

    def _lay_out(self) -> None:
        tools = Flow(self.field)
        for control in (self.field, self.groups, self.sort, self.order, self.years):
            tools.addWidget(control)
        self.heading.add(self.exporter.button, self.bring)
        foot = QHBoxLayout()
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.undo)
        foot.addWidget(self.open)
        outer = column(self.body)
        outer.addWidget(self.heading)
        outer.addWidget(self.error)
        outer.addLayout(tools)
        outer.addWidget(self.empty)
        outer.addWidget(self.table, 100)
        outer.addLayout(foot)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._filter)
        self.field.left.connect(self.arrive)
        self.groups.chosen.connect(lambda name: self.table.group(GROUPS[name]))
        self.sort.chosen.connect(lambda column: self.table.sort_by(column, self.table.rows.sorted_by[1]))
        self.order.chosen.connect(lambda order: self.table.sort_by(self.table.rows.sorted_by[0], order))
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        self.years.chosen.connect(self.show_year)
        self.table.opened.connect(self.school_opened)
        for key, there in (("V", self.visit_opened), ("B", self.brief_opened)):
            call, only = partial(self._next, there.emit), Qt.ShortcutContext.WidgetShortcut
            QShortcut(QKeySequence(key), self.table, call, context=only)
        self.table.sort_by(0, Qt.SortOrder.AscendingOrder)
        self.exporter.said.connect(self.said)
        self.exporter.failed.connect(self.failed)
        self.bring.clicked.connect(lambda: self.import_wanted.emit(None))
        self.undo.clicked.connect(self._take_back)

    def load(self) -> None:
        """Ask for the caseload again."""
        self.asked(self._desk.ask(partial(_read, year=self.year), self._show, self.failed))

    def show_year(self, year: str) -> None:
        """Another school year."""
        self.year = year
        self.load()

    def _show(self, view: CaseloadView) -> None:
        self._view = view
        self.year = view.year
        clocks = any(row.clock and row.clock.due for row in view.rows)
        self.table.setColumnHidden([column.title for column in self.table.rows.columns].index(CLOCK), not clocks)
        self.table.put(view.rows)
        self.years.setVisible(len(view.years) > 1)
        self.years.offer([(year.replace("-", "/"), year) for year in view.years], view.year)
        parts = [w.count(len(view.rows), "school"), view.year.replace("-", "/")]
        if view.term and view.due_by:
            assumed = " (term dates assumed)" if view.assumed else ""
            parts.append(f"{view.term} visits due by {view.due_by.day} {view.due_by:%B}{assumed}")
        self.heading.line.setText(" · ".join(parts))
        self.exporter.button.setVisible(bool(view.rows))
        self._offer_undo(view.last_import)
        self._filter(self.field.text())
        if not self.field.hasFocus():
            self.arrive()

    def _next(self, then: Callable[[str], None]) -> None:
        """Open the next visit of the school one stands on if it is not open yet, then go there or to its brief."""
        call = partial(_open_next, urn=self.table.key)
        self._desk.ask(call, lambda visit: then(visit) if visit else self.said.emit(_NO_VISIT), self.failed)

    def _offer_undo(self, made: LastImport | None) -> None:
        self.undo.setVisible(made is not None)
        if made is not None:
            self.undo.setText(f"Undo the import of {_short(made.file)}")
            self.undo.setAccessibleName(f"Undo the import of {made.file} on {w.day(made.on)}")

    def _take_back(self) -> None:
        self._desk.ask(lambda services: services.caseload.undo_last(), lambda _: self._taken_back(), self.failed)

    def _taken_back(self) -> None:
        self.said.emit("The import was undone. Visits written since are kept.")
        self.load()

    def _filter(self, text: str) -> None:
        self.table.filter(text)
        shown, total = len(self.table.rows.shown), self.table.rows.total
        nothing = f"No school fits “{text}”. Clear the filter to see all {total}." if total else _EMPTY
        say(self.empty, "" if shown else nothing)
        self.table.setVisible(bool(shown))
        self.keys.setText(f"{shown} of {total} shown · {_KEYS}" if text.strip() and shown else _KEYS)
        self.keys.setVisible(bool(shown))
        self.open.setVisible(bool(shown))

    def _sorted(self, section: int, order: Qt.SortOrder) -> None:
        self.sort.set(section)
        self.order.set(order)

    def _shown(self) -> tuple[CaseloadView, list[str]] | None:
        return (self._view, [row.urn for row in self.table.rows.shown]) if self._view else None

    def arrive(self) -> None:
        """On the table where there is one to stand on, else on what is to be done."""
        target = self.table if not self.table.isHidden() else self.field if self.table.rows.total else self.bring
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """On to the import, which changes nothing by itself."""
        file: Path | None = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.import_wanted.emit(file)


def _short(file: str) -> str:
    """A file's name, its middle left out where it is long: which import it was stands at its beginning and its end."""
    return file if len(file) <= _FILE else f"{file[: _FILE - 12]}…{file[-11:]}"


def _read(services: Services, year: str) -> CaseloadView:
    return services.overview.caseload(year)


def _open_next(services: Services, urn: str) -> str:
    return services.schoolyear.open_next(urn) if urn else ""
