"""Suspensions and permanent exclusions over the years, as the visits wrote them down: read only, rates worked out."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from sipdesk.app import Services
from sipdesk.domain.figures import FigureRow, Figures
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

_EMPTY = (
    "No visit has written down exclusions for this school yet. Where a visit's form has the table, its counts and rates "
    "stand here side by side with those of the years before."
)
_CHANGED = "Figures in bold differ from what the visit before had."


class ExclusionsTab(Tab):
    """One table, made anew for each school: its columns are the periods there are."""

    word = "Exclusions"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.table: Table | None = None
        self.notes = label(role="muted", wrap=True)
        self.notes.hide()
        self.column.addWidget(self.empty)
        self.column.addWidget(self.notes)
        self.column.addStretch(1)

    def clear(self) -> None:
        """No figures of another school."""
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        say(self.notes, "")
        say(self.empty, "")

    def read(self) -> None:
        """The tables of all visits."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, figures: Figures) -> None:
        had = self.table is not None and self.table.hasFocus()
        self.clear()
        say(self.empty, "" if figures.rows else _EMPTY)
        if not figures.rows:
            return
        self.table = figures_table(self.theme, figures)
        self.column.insertWidget(2, self.table, 100)
        say(self.notes, figures_notes(figures))
        if had:
            self.arrive()

    def arrive(self) -> None:
        """On the figures."""
        if self.table is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def figures_table(theme: Theme, figures: Figures) -> Table:
    """A table with a column for each period and comparator there is."""
    columns = [Column("", lambda row: words(row.label, strong=True))]
    columns += [Column(column.label, _cell(n), right=True) for n, column in enumerate(figures.columns)]
    made = Table(theme, "Suspensions and permanent exclusions", columns, lambda row: row.label)
    made.setSortingEnabled(False)
    made.put(figures.rows)
    return made


def figures_notes(figures: Figures) -> str:
    """What a reader needs to know of the figures, a line each."""
    changed = any(cell.before for row in figures.rows for cell in row.cells)
    return "\n".join([*figures.notes, *([_CHANGED] if changed else [])])


def _cell(place: int) -> Callable[[FigureRow], Cell]:
    def told(row: FigureRow) -> Cell:
        figure = row.cells[place]
        if not figure.text:
            return Cell("–", None, "muted", says=f"{row.label}: no figure")
        was = f", was {figure.before}" if figure.before else ""
        return Cell(f"{figure.text}{was}", None, strong=bool(figure.before), says=f"{row.label}: {figure.text}{was}")

    return told


def _read(services: Services, urn: str) -> Figures:
    return services.schoolyear.exclusions(urn)
