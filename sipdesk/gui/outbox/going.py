"""What leaves: each package with its real state, why it stands there, and what can be done."""

import datetime as dt

from PySide6.QtCore import Signal

from sipdesk.domain.outbox import OutboxView, ParcelView, Stage, spoken_size
from sipdesk.gui import words as w
from sipdesk.gui.outbox.pane import Pane, flowing
from sipdesk.gui.outbox.signs import MEANS, STAGES, next_step, of_sign, spoken_when, when
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.rows import Cell, Column, words

_NOTHING = (
    "Nothing waits to leave. Once you sign a note, its package is sealed here; issue the note, and the package goes to "
    "the service at the next sync."
)
_NONE_LEFT = "Everything was received. Choose “every package” to look back."
_WAITING, _ALL = "not yet received", "every package"


class GoingPane(Pane):
    """The packages."""

    retry_wanted = Signal(str)
    check_wanted = Signal(str)
    word = "Going out"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Packages", self._columns())
        self.which = Choice(theme, "Show")
        self.column.insertLayout(0, flowing(self.which))
        self.retry = self.can("Try again", lambda: self.retry_wanted.emit(self.table.key))
        self.check = self.can("Ask whether it arrived", lambda: self.check_wanted.emit(self.table.key))
        self.note = self.can("Show the note", lambda: self.note_opened.emit(self.row.visit))
        self.school = self.can("Show the school", lambda: self.school_opened.emit(self.row.urn))
        self.which.chosen.connect(lambda _which: self._choose())
        self.which.offer([(_WAITING, False), (_ALL, True)], now=False)

    def _columns(self) -> list[Column]:
        return [
            Column("School", lambda row: words(row.school or row.title, strong=True), most=300),
            Column("Package", lambda row: words(row.title if row.school else "", "muted"), most=320),
            Column("State", lambda row: of_sign(STAGES[row.stage])),
            Column("Since", lambda row: Cell(when(row.since, self.today), row.since, "muted"), right=True),
            Column("Next", lambda row: _next(row, self.today)),
            Column("Size", lambda row: Cell(spoken_size(row.size), row.size, "muted"), right=True),
        ]

    def show_view(self, view: OutboxView) -> None:
        """As the desk has it."""
        self.view = view
        self.which.setVisible(view.received > 0)
        self._choose()

    def _choose(self) -> None:
        every = bool(self.which.value)
        shown = [row for row in self.view.parcels if every or row.stage is not Stage.RECEIVED]
        self.put(shown, _NONE_LEFT if self.view.received else _NOTHING)

    def explain(self, row: ParcelView) -> None:
        """Why it stands where it stands."""
        self.title.setText(" · ".join(filter(None, (row.school, row.title))))
        self.words.setText(f"{STAGES[row.stage].word}. {row.why or MEANS[row.stage]}")
        self.more.setText(_more(row, self.today))
        self.retry.setVisible("retry" in row.can)
        self.check.setVisible("check" in row.can)
        self.note.setVisible("show" in row.can and bool(row.visit))
        self.school.setVisible(bool(row.urn))


def _next(row: ParcelView, today: dt.date) -> Cell:
    tone = "late" if row.stage is Stage.ATTENTION else "muted"
    return Cell(next_step(row, today) or "—", row.next_try or None, tone)


def _more(row: ParcelView, today: dt.date) -> str:
    parts = [
        f"To {row.to}",
        f"sealed {spoken_when(row.made, today)}",
        f"tried {w.count(row.attempts, 'time')}" if row.attempts else "",
        f"tried again {spoken_when(row.next_try, today)}" if row.next_try and row.stage.under_way else "",
        spoken_size(row.size),
    ]
    return " · ".join(filter(None, parts))
