"""Every action that was agreed with the school, open and closed, each with what became of it visit by visit."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import frame, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.schoolyear import ActionLine, ActionsView, Look

_EMPTY = (
    "No action has been agreed with this school yet. They are agreed at a visit, and each visit after it says what "
    "became of them."
)
_TIMES = {1: "once", 2: "twice"}


def _state(line: ActionLine) -> Cell:
    if line.open:
        heard = f"Open · {line.outcome.value}" if line.outcome else "Open"
        return Cell(heard, f"0{heard}", "part" if line.rolled else "text")
    word = w.sentence(line.outcome.value) if line.outcome else "Closed"
    return Cell(word, f"1{word}", "done" if word == "Done" else "muted")


def _rolled(line: ActionLine) -> Cell:
    if not line.rolled:
        return Cell("—", None, "muted", says="Never carried over")
    times = _TIMES.get(line.rolled, f"{line.rolled} times")
    return Cell(times, line.rolled, "part" if line.open else "muted", says=f"Carried over {times}")


def _due(line: ActionLine) -> Cell:
    if line.due is None:
        return words(line.due_note, "muted")
    return Cell(w.day(line.due), line.due.toordinal())


_COLUMNS = (
    Column("Action", lambda line: Cell(" ".join(line.text.split()), line.text.casefold(), says=line.text)),
    Column("Who", lambda line: words(line.owner, "muted")),
    Column("State", _state),
    Column("Carried over", _rolled),
    Column("Agreed", lambda line: Cell(w.day(line.agreed_on), line.agreed_on.toordinal() if line.agreed_on else None, "muted"), right=True),
    Column("By when", _due, right=True),
)  # fmt: skip


class ActionsTab(Tab):
    """A list, and below it the whole of the action one stands on."""

    word = "Actions"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._view: ActionsView | None = None
        self.shown = Choice(theme, "Show")
        self.shown.offer([("all", "all"), ("open only", "open")], "all")
        self.count = label(role="muted")
        self.table = Table(theme, "Actions of the school", _COLUMNS, lambda line: line.id)
        self.detail = frame("card")
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S1)
        self.title = label(role="strong", wrap=True)
        self.facts = label(role="muted", wrap=True)
        self.history = label(wrap=True)
        self.history.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self.title, self.facts, self.history):
            inside.addWidget(widget)
        tools = Flow()
        tools.addWidget(self.shown)
        tools.addWidget(self.count)
        self.open = self.table.opener("Open the visit that agreed it")
        inside.addWidget(self.open)
        self.keys = hint("Enter opens the visit that agreed it · what became of it is written at the next visit")
        self._tools = (self.shown, self.count)
        self.column.addLayout(tools)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 100)
        self.column.addWidget(self.detail)
        self.column.addWidget(self.keys)
        self.column.addStretch(1)
        self.table.moved.connect(self._explain)
        self.table.opened.connect(self._open)
        self._wanted = "all"
        self.shown.chosen.connect(self._choose)

    def _choose(self, wanted: object) -> None:
        self._wanted = str(wanted)
        self._fill()

    def clear(self) -> None:
        """No actions of another school."""
        self._view = None
        self.table.put([])
        self.detail.hide()

    def read(self) -> None:
        """All of them."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, view: ActionsView) -> None:
        self._view = view
        self._fill()

    def _fill(self) -> None:
        lines = self._view.lines if self._view else []
        shown = [line for line in lines if line.open or self._wanted == "all"]
        open_now = sum(line.open for line in lines)
        self.count.setText(f"{open_now} open of {w.count(len(lines), 'action')}")
        self.table.put(shown)
        for widget in (*self._tools, self.keys):
            widget.setVisible(bool(lines))
        self.table.setVisible(bool(shown))
        self.detail.setVisible(bool(shown))
        nothing = "Every action agreed so far is closed." if lines else _EMPTY
        say(self.empty, "" if shown else nothing)

    def _explain(self, key: str) -> None:
        line: ActionLine | None = self.table.rows.row_at(self.table.rows.find(key)) if key else None
        self.detail.setVisible(line is not None)
        if line is None:
            return
        self.title.setText(line.text)
        measure = f"Success measure: {line.success_measure}" if line.success_measure else ""
        agreed = f"Agreed at {line.agreed_at}"
        say(self.facts, "\n".join(filter(None, (agreed, measure))))
        told = "\n".join(map(_look, line.looks))
        say(self.history, told or "No visit has looked at it yet.")

    def _open(self, key: str) -> None:
        line = self.table.rows.row_at(self.table.rows.find(key))
        if line:
            self.visit_opened.emit(line.visit, "")

    def arrive(self) -> None:
        """On the oldest open action."""
        (self.shown if self.table.isHidden() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)


def _look(look: Look) -> str:
    outcome = w.sentence(look.outcome.value) if look.outcome else "Not reviewed"
    moved = f"Now by {w.day(look.new_due)}." if look.new_due else ""
    said = " ".join(filter(None, (look.evidence, look.impact and f"Impact: {look.impact}", moved)))
    return f"{w.day(look.on)}, {look.visit_title} · {outcome}{f' · {said}' if said else ''}"


def _read(services: Services, urn: str) -> ActionsView:
    return services.schoolyear.actions(urn)
