"""The hours a school was given: on site, preparing, writing up, by visit and summed by term and year."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt

from sipdesk.app import Services
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.ledger import Hours, Ledger, LedgerLine, LedgerTotal

_EMPTY = (
    "No hours are entered for this school yet. They come from the visits: start and end, preparation and write-up stand "
    "at the head of each."
)
_QUARTERS = {Decimal(0): "", Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}


def hours_in_words(amount: Decimal | None) -> str:
    """`3½ h`, or a dash."""
    if amount is None:
        return "—"
    whole, part = divmod(amount, 1)
    fraction = _QUARTERS.get(part)
    if fraction is None:
        return f"{amount.quantize(Decimal('0.01')).normalize():f} h"
    return f"{int(whole) or ''}{fraction} h" if amount else "0 h"


def _hours(
    pick: Callable[[Hours], Decimal | None], *, strong: bool = False
) -> Callable[[LedgerLine | LedgerTotal], Cell]:
    def told(row: LedgerLine | LedgerTotal) -> Cell:
        amount = pick(row.hours)
        return Cell(hours_in_words(amount), amount, "muted" if amount is None else "text", strong=strong)

    return told


_HOURS = (
    Column("On site", _hours(lambda hours: hours.on_site), right=True),
    Column("Preparation", _hours(lambda hours: hours.preparation), right=True),
    Column("Write-up", _hours(lambda hours: hours.write_up), right=True),
    Column("In all", _hours(lambda hours: hours.total, strong=True), right=True),
)
_LINES = (
    Column("Visit", lambda line: words(line.title, strong=True)),
    Column("Year", lambda line: words(line.year.replace("-", "/"), "muted")),
    Column(
        "Date", lambda line: Cell(w.day(line.date), line.date.toordinal() if line.date else None, "muted"), right=True
    ),
    *_HOURS,
)
_TOTALS = (
    Column("Year and term", lambda total: Cell(_period(total), strong=total.term is None)),
    Column("Visits", lambda total: Cell(str(total.visits), total.visits), right=True),
    *_HOURS,
)


def _period(total: LedgerTotal) -> str:
    return (
        f"{total.year.replace('-', '/')} {total.term.value}" if total.term else f"{total.year.replace('-', '/')} in all"
    )


class TimeTab(Tab):
    """Two tables: the sums, and what they are made of."""

    word = "Time"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.totals = Table(theme, "Hours by year and term", _TOTALS, _period)
        self.totals.setSortingEnabled(False)
        self.by_visit = label("By visit", "section")
        self.table = Table(theme, "Hours by visit", _LINES, lambda line: line.visit)
        self.keys = hint("Enter opens the visit; its hours stand at its head")
        self._all = (self.totals, self.by_visit, self.table, self.keys)
        self.column.addWidget(self.empty)
        for widget in self._all:
            self.column.addWidget(widget, 100 if widget is self.table else 0)
        self.column.addStretch(1)
        self.table.opened.connect(lambda visit: self.visit_opened.emit(visit, ""))

    def clear(self) -> None:
        """No hours of another school."""
        self.totals.put([])
        self.table.put([])

    def read(self) -> None:
        """All of them."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, ledger: Ledger) -> None:
        self.totals.put(ledger.totals)
        self.table.put(ledger.lines)
        for widget in self._all:
            widget.setVisible(bool(ledger.lines))
        say(self.empty, "" if ledger.lines else _EMPTY)

    def arrive(self) -> None:
        """On the sums."""
        self.totals.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, urn: str) -> Ledger:
    return services.ledger.of_school(urn)
