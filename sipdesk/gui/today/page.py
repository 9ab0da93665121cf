"""Today: what is due and why, drafts, notes with a head, promises, the next visits. Enter goes to the thing itself."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal

from sipdesk.app import Services
from sipdesk.domain.chart import Progress
from sipdesk.gui import words as w
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.marks import SIGNS
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.chart import Pictures
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.page import Heading, Step, column, hint, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.pictures import visits_of
from sipdesk.services.today import Part, TodayLine, TodayView

_NOTHING = (
    "Nothing is due: every visit the programme asks for by now is begun, every note issued, no promise open. "
    "The calendar is the place to plan what comes next."
)
_NO_SCHOOLS = (
    "Your caseload is empty, so nothing can be due. Bring in your authority’s allocation sheet on the Caseload page; "
    "from then on this page says each morning what wants you, and why."
)
_ORDER = list(Part)
_ROWS = 9
"""So many rows of the list stand on the smallest screen, at a text size of 100 %."""
_REST = 1200
"""Milliseconds before the year is drawn: whoever goes on at once has not waited for a picture."""


def columns(today: date) -> list[Column]:
    """The columns, as on that day."""
    return [
        Column(
            "What",
            lambda row: Cell(_first_line(row[1].what), row[1].what.casefold(), strong=True, says=row[1].what),
            most=240,
        ),
        Column("School", lambda row: words(row[1].school)),
        Column("State", lambda row: _state(row[1])),
        Column("When", lambda row: _when(row[1], today), right=True),
    ]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _state(line: TodayLine) -> Cell:
    if line.waiting is not None:
        told = "today" if not line.waiting else w.count(line.waiting, "day")
        sign = SIGNS["with head"]
        return Cell(f"With head · {told}", line.waiting, sign.tone, mark=sign.mark, says=f"With the head for {told}")
    if line.stateless or (line.state is None and line.part not in {Part.TERM, Part.WEEK, Part.OVERDUE}):
        return Cell("", None)
    sign = SIGNS[line.state.value if line.state else ""]
    return Cell(sign.word, sign.order, sign.tone, mark=sign.mark)


def _when(line: TodayLine, today: date) -> Cell:
    if line.on is None:
        return Cell("—", None, "muted")
    if line.late:
        days = (today - line.on).days
        return Cell(
            f"Overdue · {w.short_day(line.on, today)}",
            line.on.toordinal(),
            "late",
            strong=True,
            says=f"Overdue by {w.count(days, 'day')}",
        )
    near = {0: "Today", 1: "Tomorrow"}.get((line.on - today).days)
    by = "by " if line.part in {Part.WEEK, Part.TERM} else ""
    told = near if near and not by else f"{by}{line.on:%a} {w.short_day(line.on, today)}"
    return Cell(told, line.on.toordinal(), "text" if not by else "muted", strong=near is not None)


class TodayPage(PrivatePage):
    """Lists what wants the partner."""

    school_opened = Signal(str)
    visit_opened = Signal(str)
    calendar_wanted = Signal()
    outbox_wanted = Signal()
    word = "Today"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Today")]
        self._desk = desk
        self._theme = theme
        self._counted: Ask | None = None
        self.heading = Heading("Today")
        self.table = Table(theme, "What wants you today", columns(desk.app.clock.today()), lambda row: str(row[0]))
        self.card = frame("card")
        self.why = label(role="muted", wrap=True)
        self.nothing = label(role="muted", wrap=True)
        self.plan = button("Plan visits in the calendar")
        self.sync = button("", "link")
        self.sync.hide()
        self.remarks = label(role="muted", wrap=True)
        self.remarks.hide()
        self.open = self.table.opener("Open it")
        self.open.setAccessibleName("Open the visit or the school")
        self.keys = hint("Enter opens the visit, or the school where no visit is open yet · Alt+Left goes back")
        self.pictures = Pictures(desk, theme)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._count)
        self.table.rows.group(lambda row: (_ORDER.index(row[1].part), row[1].part.value))
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.moved.connect(self._explain)
        self.plan.clicked.connect(self.calendar_wanted)
        self.sync.clicked.connect(self.outbox_wanted)
        self.plan.hide()
        theme.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        inside = column(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.why)
        inside.addWidget(self.open)
        outer, _scroll = scrolling_column(self.body)
        for widget in (self.heading, self.error, self.sync, self.nothing, self.plan):
            outer.addWidget(widget)
        outer.addWidget(self.table, 100)
        outer.addWidget(self.card)
        outer.addWidget(self.keys)
        outer.addWidget(self.remarks)
        outer.addLayout(self.pictures)
        outer.addStretch(1)

    def _fit(self) -> None:
        """What wants the partner has the first screen; how the year stands comes below it, if need be further down."""
        self.table.least = max(3, int(_ROWS / self._theme.scale))
        self.table.refit()

    def tell_sync(self, words: str) -> None:
        """What the outbox has to say; nothing where it wants nobody."""
        self.sync.setText(words)
        self.sync.setAccessibleName(f"{words} Open the outbox")
        self.sync.setVisible(bool(words))

    def load(self) -> None:
        """Ask again how things stand."""
        self.asked(self._desk.ask(_read, self._show, self.failed))

    def _show(self, view: TodayView) -> None:
        lines = view.lines
        late = sum(1 for line in lines if line.late)
        parts = [
            f"{view.today:%A} {w.day(view.today)}",
            w.count(len(lines), "thing"),
            f"{late} overdue" if late else "",
        ]
        self.heading.line.setText(" · ".join(filter(None, parts)))
        self.table.put(list(enumerate(lines)))
        say(self.nothing, "" if lines else _NOTHING if view.schools else _NO_SCHOOLS)
        say(self.remarks, "\n".join(view.remarks))
        self.plan.setVisible(not lines and bool(view.schools))
        for widget in (self.table, self.card, self.keys):
            widget.setVisible(bool(lines))
        self._explain(self.table.key)
        self.arrive()
        self._rest.start()

    def _count(self) -> None:
        if not self.isVisible():
            return
        if self._counted is not None:
            self._counted.drop()
        # Where it cannot be told there is no picture, and nothing is amiss.
        self._counted = self._desk.ask(_read_year, self._show_year, lambda _sentence: self.pictures.put([]))

    def _show_year(self, found: Progress | None) -> None:
        self.pictures.put([found] if found else [])

    def _explain(self, key: str) -> None:
        row = self.table.rows.row_at(self.table.rows.find(key))
        say(self.why, f"{row[1].what}, {row[1].school}. {row[1].why}" if row else "")

    def _open(self, key: str) -> None:
        row = self.table.rows.row_at(self.table.rows.find(key))
        if row is None:
            return
        line: TodayLine = row[1]
        if line.visit:
            self.visit_opened.emit(line.visit)
        else:
            self.school_opened.emit(line.urn)

    def arrive(self) -> None:
        """On the first thing to do."""
        target = self.plan if self.table.isHidden() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _read_year(services: Services) -> Progress | None:
    return visits_of(services.overview.caseload(""))


def _read(services: Services) -> TodayView:
    return services.today.view()
