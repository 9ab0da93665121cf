"""The year at a glance: what was agreed in the first visit, looked into in the next, judged in the last."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.school.thread import ThreadView
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.page import hint
from sipdesk.services.schoolyear import YearView

_LEGEND = (
    "A solid line leads to what was looked at, a dashed one to what is still to come. Enter opens the visit there."
)
_EMPTY = (
    "No focus area is agreed for {year} yet. They are agreed at the first visit of the year and then stand here, each "
    "with what later visits found."
)


class YearTab(Tab):
    """Shows one school year; tells the page what its buttons need."""

    word = "Year"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.view: YearView | None = None
        self.years = Choice(theme, "Year")
        self.years.hide()
        self.thread_view = ThreadView(theme)
        self.legend = hint(_LEGEND)
        self.clocks_title = label("Clocks", "strong")
        self.clocks = label(role="muted", wrap=True)
        self.public_title = label("Inspections and history", "strong")
        self.public = label(role="muted", wrap=True)
        self._year = ""
        row = QHBoxLayout()
        row.addWidget(self.years)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.thread_view)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.legend)
        self.column.addSpacing(tokens.S1)
        self.column.addWidget(self.clocks_title)
        self.column.addWidget(self.clocks)
        self.column.addSpacing(tokens.S1)
        self.column.addWidget(self.public_title)
        self.column.addWidget(self.public)
        self.column.addStretch(1)
        self.years.chosen.connect(self._choose)
        self.thread_view.opened.connect(self.visit_opened)

    def clear(self) -> None:
        """Another school begins with its own newest year."""
        self._year = ""
        self.view = None
        self.thread_view.put([], [])
        for words in (self.clocks, self.clocks_title, self.public, self.public_title, self.empty, self.legend):
            words.hide()
        self.years.hide()

    def load_year(self, urn: str, year: str) -> None:
        """A school in a year; without one, in the year it was left in, or its newest."""
        if urn != self.urn:
            self.clear()
            self.urn = urn
        self._year = year or self._year
        self.load(urn)

    def read(self) -> None:
        """The year chosen, or the newest."""
        self.ask(partial(_read, urn=self.urn, year=self._year), self._show)

    def _choose(self, year: object) -> None:
        self._year = str(year)
        self.read()

    def _show(self, view: YearView) -> None:
        here = next((n for n, row in enumerate(self.thread_view.cards) if any(card.hasFocus() for card in row)), -1)
        self.view = view
        self.years.setVisible(len(view.years) > 1)
        self.years.offer([(year.replace("-", "/"), year) for year in view.years], view.year)
        self.thread_view.put(view.stages, view.strands)
        before: QWidget = self.years  # cards made anew stand behind the whole frame of the window for the Tab key
        for card in (card for row in self.thread_view.cards for card in row):
            self.setTabOrder(before, card)
            before = card
        there = bool(view.strands)
        self.legend.setVisible(there)
        say(self.empty, "" if there else view.why_empty or _EMPTY.format(year=view.year.replace("-", "/")))
        self.clocks_title.setVisible(bool(view.clocks))
        say(self.clocks, " · ".join(view.clocks))
        self.public_title.setVisible(bool(view.public))
        say(self.public, "\n".join(view.public))
        if here >= 0:
            self.arrive()
        self.changed.emit()

    def arrive(self) -> None:
        """On the first card that can be opened."""
        first = next((card for row in self.thread_view.cards for card in row if card.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, urn: str, year: str) -> YearView:
    return services.schoolyear.year(urn, year)
