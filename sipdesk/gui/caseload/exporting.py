"""The button that takes the caseload away as a spreadsheet."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.statement import StatementSaver
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.gui.widgets.controls import button
from sipdesk.services.casebook import Shown
from sipdesk.services.overview import CaseloadView
from sipdesk.services.sheets import Sheet

_KINDS = {".xlsx": "Excel workbook (*.xlsx)", ".csv": "CSV, plain text (*.csv)"}
InTable = Callable[[], tuple[CaseloadView, list[str]] | None]
"""The view and the schools as they stand in the table; None while there is nothing."""


class Exporter(QObject):
    """Writes what the table shows, off the window's thread."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: DeskLink, theme: Theme, shown: InTable, ask: AskSave = ask_save) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._shown = shown
        self.ask = ask
        self.button: QPushButton = button("Export", name="Export the caseload")
        menu = QMenu(self.button)
        for ending, kind in _KINDS.items():
            menu.addAction(kind.partition(" (")[0]).triggered.connect(partial(self.export, ending))
        menu.addSeparator()
        self.statements = StatementSaver(desk, self.button)
        self.statements.offer(menu, self._period, "Statement of time, ")
        self.statements.said.connect(self.said)
        self.statements.failed.connect(self.failed)
        self.button.setMenu(menu)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        side = self._theme.px(tokens.ICON - 2)
        self.button.setIcon(self._theme.icon("table-2", "text", gap=tokens.S1))
        self.button.setIconSize(QSize(side + tokens.S1, side))

    def _period(self) -> tuple[Shown, str] | None:
        """The term it is now, where the year shown is this one; else that year."""
        found = self._shown()
        return (Shown(year=found[0].year, term=found[0].term), "") if found else None

    def export(self, ending: str, _checked: object = None) -> None:
        """Ask where, then write there."""
        found = self._shown()
        if found is None:
            return
        view, urns = found
        sheet = self._desk.app.services.sheets.caseload(view, urns)
        chosen = self.ask(self.button, "Save the caseload", f"{sheet.title}{ending}", _KINDS[ending])
        if chosen:
            target = Path(chosen)
            self._write(sheet, target if target.suffix else target.with_suffix(ending))

    def _write(self, sheet: Sheet, target: Path) -> None:
        sheets = self._desk.app.services.sheets
        told = f"{w.count(len(sheet.rows), 'school')} saved as {target.name}"
        self.button.setEnabled(False)
        self._desk.outside(partial(sheets.write, sheet, target), lambda _: self._done(told), self._not_done)

    def _done(self, told: str) -> None:
        self.button.setEnabled(True)
        self.said.emit(told)

    def _not_done(self, sentence: str) -> None:
        self.button.setEnabled(True)
        self.failed.emit(f"Nothing was exported. {sentence}")
