"""What public data is in the desk: where each file is from, when it was published and imported, and how to take it back."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.published import Source
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.gui.widgets.rows import Cell, Column
from sipdesk.gui.widgets.table import Table
from sipdesk.services.publicdata import SourceLine

_EMPTY = (
    "No public data is in this desk yet. Download files from Explore Education Statistics, Ofsted or Get Information About "
    "Schools and bring them in as they are: each is known by its content."
)
_ROWS = 12
"""The page scrolls before the list in it does."""
_UNDO = "Taking a file back removes what came with it; visits, and figures you have put into them, stay."


def _day(line: SourceLine) -> Cell:
    on = line.source.published
    return Cell(w.day(on), on.toordinal(), "text") if on else Cell("Not known", None, "muted")


def _imported(line: SourceLine) -> Cell:
    return Cell(w.day(line.source.imported.date()), line.source.imported.timestamp(), "text")


def _rows(line: SourceLine) -> Cell:
    return Cell(
        f"{line.source.kept:,}", line.source.kept, says=f"{line.source.kept:,} of {line.source.rows:,} rows kept"
    )


def _named(line: SourceLine) -> Cell:
    """Its newest period first: titles are alike at their beginning, and that is what a narrow window shows."""
    title, _, newest = line.source.title.partition(", up to ")
    return Cell(f"{newest} · {title}" if newest else title, title.casefold(), strong=True, says=line.source.title)


_COLUMNS = (
    Column("Source", _named),
    Column("Published", _day),
    Column("Imported", _imported),
    Column("Rows kept", _rows, right=True),
)


class SourcesFace(QWidget):
    """A list with the file one stands on told in full below it."""

    changed = Signal()
    """Something was taken back."""
    failed = Signal(str)

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._lines: dict[str, SourceLine] = {}
        self.title = label("Public data in this desk", "section")
        self.empty = label(_EMPTY, "muted", wrap=True)
        self.table = Table(theme, "Public data in this desk", _COLUMNS, lambda line: line.source.id)
        self.table.least = _ROWS
        self.detail = label(role="muted", wrap=True)
        self.undo = button("Take this file back")
        self.note = label(_UNDO, "hint", wrap=True)
        self._foot = abreast(self.undo)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, tokens.S3, 0, 0)
        inside.setSpacing(tokens.S2)
        for widget in (self.title, self.empty, self.table, self.detail, self._foot, self.note):
            inside.addWidget(widget)
        self._show([])
        self.table.moved.connect(self._tell)
        self.undo.clicked.connect(self._take_back)

    def load(self) -> None:
        """Ask for what is there now."""
        self._desk.ask(_read, self._show, self.failed.emit)

    def _show(self, lines: list[SourceLine]) -> None:
        self._lines = {line.source.id: line for line in lines}
        self.table.put(lines)
        self.empty.setVisible(not lines)
        for widget in (self.table, self.detail, self._foot, self.note):
            widget.setVisible(bool(lines))
        self._tell(self.table.key)

    def _tell(self, key: str) -> None:
        line = self._lines.get(key)
        self.undo.setEnabled(bool(line and line.can_undo))
        say(self.detail, f"{_told(line.source)} {line.why_not}".strip() if line else "")

    def _take_back(self) -> None:
        key = self.table.key
        if key:
            self._desk.ask(partial(_undone, source=key), lambda _: self._taken(), self.failed.emit)

    def _taken(self) -> None:
        self.load()
        self.changed.emit()


def _told(source: Source) -> str:
    licence = "Open Government Licence v3.0."
    return f"{source.title}. {source.file}, {source.rows:,} rows, SHA-256 {source.sha256[:16]}…{source.sha256[-4:]}. {licence}"


def _read(services: Services) -> list[SourceLine]:
    return services.publicdata.sources()


def _undone(services: Services, source: str) -> Source:
    return services.publicdata.undo(source)
