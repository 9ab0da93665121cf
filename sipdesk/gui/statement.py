"""The button that takes the statement of time away, as PDF or as a table: for one school, or for the caseload."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from sipdesk.app import Services
from sipdesk.domain.statement import Statement
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.services.casebook import Shown
from sipdesk.services.statements import statement_name, write_statement

_KINDS = {".pdf": "PDF (*.pdf)", ".csv": "CSV, plain text (*.csv)", ".xlsx": "Excel workbook (*.xlsx)"}


class StatementSaver(QObject):
    """Asks where, makes the pages outside the desk's thread, and says so."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: DeskLink, parent: QWidget, ask: AskSave = ask_save) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self.ask = ask

    def dress(self, pressed: QPushButton, theme: Theme) -> None:
        """A menu for a button, with the sign that it opens one."""
        pressed.setMenu(QMenu(pressed))
        pressed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        pressed.menu().setLayoutDirection(Qt.LayoutDirection.LeftToRight)

        def paint() -> None:
            side = theme.px(tokens.ICON - 2)
            pressed.setIcon(theme.icon("chevron-down", "muted"))
            pressed.setIconSize(QSize(side, side))

        theme.changed.connect(paint)
        paint()

    def offer(self, menu: QMenu, which: Callable[[], tuple[Shown, str] | None], before: str = "") -> None:
        """An entry for each kind of file. `which` gives the period and the school (empty for the caseload)."""
        for ending, kind in _KINDS.items():
            menu.addAction(f"{before}{kind.partition(' (')[0]}…").triggered.connect(partial(self._asked, which, ending))

    def _asked(self, which: Callable[[], tuple[Shown, str] | None], ending: str, _checked: object = None) -> None:
        found = which()
        if found is not None:
            self.save(*found, ending)

    def save(self, shown: Shown, urn: str, ending: str) -> None:
        """Read what was given, then ask where it goes."""
        read = partial(_read, shown=shown, urn=urn)
        self._desk.ask(read, partial(self._place, ending), self._refused)

    def _place(self, ending: str, record: Statement) -> None:
        chosen = self.ask(self._window, "Save the statement of time", statement_name(record, ending), _KINDS[ending])
        if not chosen:
            return
        target = Path(chosen)
        target = target if target.suffix else target.with_suffix(ending)
        write = partial(write_statement, record, target, self._desk.app.services.sheets)
        self._desk.outside(write, lambda _: self.said.emit(f"Saved as {target.name}"), self._refused)

    def _refused(self, sentence: str) -> None:
        self.failed.emit(f"Nothing was saved. {sentence}")


def _read(services: Services, shown: Shown, urn: str) -> Statement:
    return services.ledger.statement(shown, urn)
