"""What came down: questions on a note, a term's caseload, and things that were not taken."""

from PySide6.QtCore import Signal

from sipdesk.domain.outbox import LetterView, OutboxView
from sipdesk.gui.marks import Mark, Sign
from sipdesk.gui.outbox.pane import Pane
from sipdesk.gui.outbox.signs import of_sign, spoken_when, when
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.rows import Cell, Column, words

_NOTHING = "Nothing came down yet. Questions on your notes and each term’s caseload arrive here with a sync."
_KINDS = {"query": "Question", "snapshot": "Caseload", "warning": "Not taken"}
_OPEN, _DONE = Sign("Waits for you", Mark.EMPTY, "part", 0), Sign("Dealt with", Mark.TICK, "done", 2)
_WARNED = Sign("Not taken", Mark.OFF, "late", 1)
_CASELOAD = "Nothing of it is in your caseload yet. Look at what every row would do, as with a file; your drafts are never touched."


class CameInPane(Pane):
    """The letters."""

    caseload_wanted = Signal(str, str)
    """Look at what a caseload would do: its id and its title."""
    settled = Signal(str)
    """A question, or a warning, is dealt with."""
    word = "Came in"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "What came down", self._columns())
        self.look = self.can("See what it would do…", lambda: self.caseload_wanted.emit(self.table.key, self.row.title))
        self.note = self.can("Show the note", lambda: self.note_opened.emit(self.row.visit))
        self.school = self.can("Show the school", lambda: self.school_opened.emit(self.row.urn))
        self.settle = self.can("It is dealt with", lambda: self.settled.emit(self.table.key))

    def _columns(self) -> list[Column]:
        return [
            Column("What", lambda row: words(row.title, strong=row.open), most=320),
            Column("Kind", lambda row: words(_KINDS[row.kind], "muted")),
            Column("School", lambda row: words(row.school), most=240),
            Column("State", lambda row: of_sign(_sign(row))),
            Column("Came", lambda row: Cell(when(row.at, self.today), row.at, "muted"), right=True),
        ]

    def show_view(self, view: OutboxView) -> None:
        """As the desk has it."""
        self.view = view
        self.put(view.letters, _NOTHING)

    def explain(self, row: LetterView) -> None:
        """What it says."""
        self.title.setText(" · ".join(filter(None, (row.title, row.school))))
        self.words.setText(row.words or (_CASELOAD if row.kind == "snapshot" and row.open else ""))
        self.words.setVisible(bool(self.words.text()))
        by = f"From: {row.by}" if row.by else ""
        self.more.setText(" · ".join(filter(None, (by, f"came {spoken_when(row.at, self.today)}"))))
        self.look.setVisible(row.kind == "snapshot" and row.open)
        self.note.setVisible(bool(row.visit))
        self.school.setVisible(bool(row.urn))
        self.settle.setVisible(row.open)


def _sign(row: LetterView) -> Sign:
    if not row.open:
        return _DONE
    return _WARNED if row.kind == "warning" else _OPEN
