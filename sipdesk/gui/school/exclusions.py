"""Suspensions, permanent exclusions and absence over the years, as the visits wrote them down: read only, rates worked out,
and exclusions drawn where there is something to see."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from sipdesk.app import Services
from sipdesk.domain.chart import Chart
from sipdesk.domain.figures import FigureRow, Figures
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.chart import Pictures
from sipdesk.gui.widgets.controls import label, say
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

_EMPTY = (
    "No visit has written down exclusions or absence for this school yet. Where a visit's form has the table, its counts and "
    "rates stand here side by side with those of the years before."
)
_TITLE = "Suspensions and permanent exclusions"
_CHANGED = "Figures in bold differ from what the visit before had."


class ExclusionsTab(Tab):
    """One table, made anew for each school (its columns are the periods there are), and the pictures below it."""

    word = "Exclusions"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.table: Table | None = None
        self.notes = label(role="muted", wrap=True)
        self.notes.hide()
        self.column.addWidget(self.empty)
        self.column.addWidget(self.notes)
        self.pictures = Pictures(desk, theme)
        self.column.addLayout(self.pictures)
        self.absence: Table | None = None
        self.absent = label("Attendance", "section")
        self.absence_notes = label(role="muted", wrap=True)
        for widget in (self.absent, self.absence_notes):
            widget.hide()
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def clear(self) -> None:
        """No figures of another school."""
        self._forget_table()
        self.pictures.put([])
        self.absent.hide()
        for words_ in (self.notes, self.empty, self.absence_notes):
            say(words_, "")

    def _forget_table(self) -> None:
        for table in (self.table, self.absence):
            if table is not None:
                table.hide()
                table.deleteLater()
        self.table = self.absence = None

    def read(self) -> None:
        """The tables of all visits, and what they and the published figures can be drawn as."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, told: tuple[Figures, Figures, list[Chart]]) -> None:
        figures, absence, charts = told
        had = self.table is not None and self.table.hasFocus()
        self._forget_table()
        self.pictures.put(charts)
        say(self.empty, "" if figures.rows or absence.rows else _EMPTY)
        self.table = self._stand(figures, _TITLE, self.notes, self.column.indexOf(self.notes) + 1)
        self.absence = self._stand(
            absence, "Attendance", self.absence_notes, self.column.indexOf(self.absence_notes)
        )  # fmt: skip
        self.absent.setVisible(self.absence is not None)
        tables = (self.table, *(card.picture for card in self.pictures.cards), self.absence)
        for before, after in pairwise(widget for widget in tables if widget is not None):
            QWidget.setTabOrder(before, after)
        if had:
            self.arrive()

    def _stand(self, figures: Figures, title: str, notes: QLabel, place: int) -> Table | None:
        """A table at its place, with its notes; None where there are no figures."""
        say(notes, figures_notes(figures) if figures.rows else "")
        if not figures.rows:
            return None
        made = figures_table(self.theme, figures, title)
        made.least = len(figures.rows)  # the page scrolls, not the table
        made.refit()
        self.column.insertWidget(place, made, 100)
        return made

    def arrive(self) -> None:
        """On the figures."""
        first = self.table or self.absence
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def figures_table(theme: Theme, figures: Figures, title: str = _TITLE) -> Table:
    """A table with a column for each period and comparator there is."""
    columns = [Column("", lambda row: words(row.label, strong=True))]
    columns += [Column(column.label, _cell(n), right=True) for n, column in enumerate(figures.columns)]
    made = Table(theme, title, columns, lambda row: row.label)
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


def _read(services: Services, urn: str) -> tuple[Figures, Figures, list[Chart]]:
    told = services.schoolyear
    return told.exclusions(urn), told.attendance(urn), services.pictures.school(urn)
