"""What is due, why the programme says so, and one key to the school it is about."""

from datetime import date

from PySide6.QtCore import Qt, Signal

from sipdesk.app import Services
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, column, hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.due import Due

_KINDS = {"visit": "Visit", "draft": "Note", "action": "Action", "forms": "Forms"}
_NOTHING = "Nothing is due: every visit the programme asks for this year is begun, every note issued, no action late."


def _by(row: tuple[int, Due]) -> Cell:
    due = row[1]
    if due.due is None:
        return Cell("—", None, "muted")
    if due.overdue:
        return Cell(f"Overdue · {w.day(due.due)}", due.due.toordinal(), "late", strong=True)
    return Cell(w.day(due.due), due.due.toordinal())


_COLUMNS = (
    Column("What", lambda row: words(row[1].what, strong=True)),
    Column("School", lambda row: words(row[1].school)),
    Column("Kind", lambda row: words(_KINDS[row[1].kind], "muted")),
    Column("By", _by, right=True),
)


class TodayPage(Page):
    """Lists what is due."""

    school_opened = Signal(str)
    word = "Today"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Today")]
        self._desk = desk
        self.heading = Heading("What is due")
        self.table = Table(theme, "What is due", _COLUMNS, lambda row: str(row[0]))
        self.why = label(role="muted", wrap=True)
        self.nothing = label(role="muted", wrap=True)
        outer = column(self)
        outer.addWidget(self.heading)
        outer.addWidget(self.error)
        outer.addWidget(self.nothing)
        outer.addWidget(self.table, 100)
        outer.addWidget(self.why)
        outer.addWidget(hint("Enter opens the school"))
        outer.addStretch(1)
        self.table.sort_by(3, Qt.SortOrder.AscendingOrder)
        self.table.opened.connect(self._open)
        self.table.moved.connect(self._explain)

    def load(self) -> None:
        """Ask again what is due today."""
        self.asked(self._desk.ask(_read, self._show, self.failed))

    def _show(self, found: tuple[date, list[Due]]) -> None:
        today, due = found
        late = sum(1 for entry in due if entry.overdue)
        parts = [f"{today:%A} {w.day(today)}", w.count(len(due), "thing"), f"{late} overdue" if late else ""]
        self.heading.line.setText(" · ".join(filter(None, parts)))
        self.table.put(list(enumerate(due)))
        say(self.nothing, "" if due else _NOTHING)
        self.table.setVisible(bool(due))
        self.arrive()

    def _explain(self, key: str) -> None:
        row = self.table.rows.row_at(self.table.rows.find(key))
        say(self.why, f"Why: {row[1].rule}" if row else "")

    def _open(self, key: str) -> None:
        row = self.table.rows.row_at(self.table.rows.find(key))
        if row:
            self.school_opened.emit(row[1].urn)

    def arrive(self) -> None:
        """On the first thing to do."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services) -> tuple[date, list[Due]]:
    today = services.desk.clock.today()
    return today, services.due.on(today)
