"""The time a school was given against what its category entitles it to, by kind, and each piece of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from sipdesk.app import Services
from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import TimeEntry
from sipdesk.domain.statement import TimeLine
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.school.timecard import TimeCard
from sipdesk.gui.school.timerows import ENTITLED, KINDS, LINES, key_of, spoken_kind
from sipdesk.gui.statement import StatementSaver
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.table import Table
from sipdesk.services.casebook import Shown
from sipdesk.services.hours import EntryDraft, SavedTime
from sipdesk.services.ledger import TimeView

_EMPTY = (
    "No time is entered for this period. Visits bring theirs: start and end, preparation and write-up stand at the head of "
    "each. Add what no visit has, such as a meeting, or an officer’s time."
)
_KEYS = "Enter opens the visit, or changes what was typed · Delete removes it · Ctrl+Z takes the last change back"


class TimeTab(Tab):
    """Three tables: what the school is entitled to, sums by kind, and what they are made of."""

    word = "Time"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.view: TimeView | None = None
        self._shown: Shown | None = None
        self._undos: list[Callable[[Services], object]] = []
        self.period = Choice(theme, "Period")
        self.period.setText("Period")  # until what can be chosen is known
        self.period.setAccessibleName("Period")
        self.add = button("Add time")
        self.remove = button("Remove", name="Remove this time")
        self.undo = button("Undo", name="Undo the last change of time")
        self.statement = button("Statement", name="Save a statement of this period")
        self.saver = StatementSaver(desk, self)
        self.card = TimeCard(theme)
        self.remarks = label(role="muted", wrap=True)
        self.entitled = Table(theme, "What the school is entitled to", ENTITLED, key_of)
        self.said_of = label(role="muted", wrap=True)
        self.by_kind = label("By kind", "section")
        self.kinds = Table(theme, "Time by kind", KINDS, spoken_kind)
        self.each = label("Each piece of time", "section")
        self.table = Table(theme, "Each piece of time", LINES, lambda line: line.key)
        self.change = self.table.opener("Change…")
        self.change.setAccessibleName("Change this time, or open its visit")
        self.keys = hint(_KEYS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = Flow()
        for control in (self.period, self.add, self.change, self.remove, self.undo, self.statement):
            tools.addWidget(control)
        self.column.addLayout(tools)
        for widget in (self.card, self.remarks, self.entitled, self.said_of, self.by_kind, self.kinds, self.each):
            self.column.addWidget(widget)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 100)
        self.column.addWidget(self.keys)
        self.column.addStretch(1)
        for table in (self.entitled, self.kinds):
            table.setSortingEnabled(False)
        for table in (self.entitled, self.kinds, self.table):
            table.least = 12  # the page scrolls, not the table
        self.undo.hide()

    def _connect(self) -> None:
        self.saver.dress(self.statement, self.theme)
        self.saver.offer(self.statement.menu(), self._which)
        self.saver.said.connect(self.said)
        self.saver.failed.connect(self.failed)
        self.period.chosen.connect(self._choose)
        self.add.clicked.connect(lambda: self._begin(None))
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._take_back)
        self.card.typed.connect(self._save)
        self.card.closed.connect(self.arrive)
        self.table.opened.connect(self._open)
        self.table.moved.connect(lambda _: self._stand())
        self.entitled.moved.connect(self._tell)
        only = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Del"), self.table, self._remove, context=only)
        QShortcut(QKeySequence.StandardKey.Undo, self.table, self._take_back, context=only)

    # -- showing -------------------------------------------------------------------------------------------------

    def load(self, urn: str) -> None:
        """Another school begins in the term it is now."""
        if urn != self.urn:
            self._shown = None
            self.card.hide()
        super().load(urn)

    def clear(self) -> None:
        """No time of another school."""
        self.view = None
        for table in (self.entitled, self.kinds, self.table):
            table.put([])
        self._undos.clear()
        self.undo.hide()
        say(self.remarks, "")
        say(self.said_of, "")

    def read(self) -> None:
        """All of the period."""
        self.ask(partial(_read, urn=self.urn, shown=self._shown), self._show)

    def _choose(self, shown: Shown) -> None:
        self._shown = shown
        self.read()

    def _show(self, view: TimeView) -> None:
        self.view, self._shown = view, view.shown
        self.period.offer([(one.words, one) for one in view.choices], view.shown)
        self.card.offer_visits(view.visits)
        self.entitled.put(view.standings)
        self.kinds.put(view.kinds)
        self.table.put(view.lines)
        self.entitled.setVisible(bool(view.standings))
        for widget in (self.by_kind, self.kinds, self.each, self.table, self.keys, self.change, self.remove):
            widget.setVisible(bool(view.lines))
        self.undo.setVisible(bool(self._undos))
        say(self.remarks, " ".join(view.remarks))
        say(self.empty, "" if view.lines else _EMPTY)
        self._tell(self.entitled.key)
        self._stand()

    def _tell(self, key: str) -> None:
        """How the entitlement one stands on was reckoned, and where it is written."""
        one: TimeStanding | None = self.entitled.rows.row_at(self.entitled.rows.find(key)) if key else None
        parts = [one.said, f"Given by: {one.by}." if one.by else "", f"Source: {one.source}." if one.source else ""] if one else []  # fmt: skip
        told = " ".join(filter(None, parts))
        say(self.said_of, f"{one.label}. {told}" if one and told else "")

    def _line(self) -> TimeLine | None:
        found: TimeLine | None = self.table.rows.row_at(self.table.currentIndex().row())
        return found

    def _stand(self) -> None:
        line = self._line()
        self.remove.setEnabled(line is not None and line.entry is not None)
        self.change.setText("Open the visit" if line is not None and line.entry is None else "Change…")

    def _which(self) -> tuple[Shown, str] | None:
        return (self._shown, self.urn) if self._shown is not None else None

    # -- changing ------------------------------------------------------------------------------------------------

    def _begin(self, entry: TimeEntry | None) -> None:
        self.card.begin(entry)

    def _open(self, key: str) -> None:
        line: TimeLine | None = self.table.rows.row_at(self.table.rows.find(key))
        if line is not None and line.entry is not None:
            self._begin(line.entry)
        elif line is not None:
            self.visit_opened.emit(line.visit, "")

    def _save(self, entry_id: str, draft: EntryDraft) -> None:
        self.desk.ask(partial(_save, urn=self.urn, draft=draft, entry=entry_id), self._saved, self.card.refuse)

    def _saved(self, kept: SavedTime) -> None:
        back = partial(_put_back, entry=kept.before) if kept.before else partial(_remove, entry=kept.entry.id)
        self._undos.append(back)
        self.card.kept()
        self._after(" ".join(("Time saved.", *kept.remarks)))

    def _remove(self) -> None:
        line = self._line()
        if line is not None and line.entry is not None:
            self.do(partial(_remove, entry=line.entry.id), self._removed)

    def _removed(self, before: TimeEntry) -> None:
        self._undos.append(partial(_put_back, entry=before))
        self._after("Time removed · Undo puts it back")

    def _take_back(self) -> None:
        if self._undos:
            self.do(self._undos.pop(), lambda _: self._after("Taken back"))

    def _after(self, said: str) -> None:
        self.said.emit(said)
        self.read()
        self.changed.emit()

    def arrive(self) -> None:
        """On what there is to read; where there is nothing, on adding time."""
        there = next((table for table in (self.entitled, self.table) if not table.isHidden()), None)
        (there or self.add).setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, urn: str, shown: Shown | None) -> TimeView:
    return services.ledger.of_school(urn, shown)


def _save(services: Services, urn: str, draft: EntryDraft, entry: str) -> SavedTime:
    return services.hours.save(urn, draft, entry)


def _remove(services: Services, entry: str) -> TimeEntry:
    return services.hours.remove(entry)


def _put_back(services: Services, entry: TimeEntry) -> None:
    services.hours.put_back(entry)
