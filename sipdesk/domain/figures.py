"""Tables of figures of several visits side by side: one row for each measure and group, one column for each period."""

import datetime as dt
from collections.abc import Sequence

from sipdesk.domain import comparison
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.exclusions import SPOKEN_MARKS, TableAnswer, figure_of, shown
from sipdesk.domain.question import ExclusionsColumn, ExclusionsRow, FiguresTable
from sipdesk.domain.school import Phase


class Figure(Model):
    """One cell. `before` is what an earlier visit had there, where it was something else."""

    text: str = ""
    before: str = ""


class FigureColumn(Model):
    """A period of the school's, or a comparator."""

    label: str
    source: str = ""
    """Where a comparator comes from."""


class FigureRow(Model):
    """A measure of a group."""

    label: str
    cells: list[Figure]


class Figures(Model):
    """The whole table with what a reader needs to know of it."""

    columns: list[FigureColumn] = []
    rows: list[FigureRow] = []
    notes: list[str] = []


class TableOfVisit(Model):
    """One visit's question and answer."""

    question: FiguresTable
    answer: TableAnswer
    year: AcademicYear
    on: dt.date | None
    phase: Phase = Phase.UNKNOWN
    """The school's. Published figures of another phase are left out, and all of them while it is not known."""

    @property
    def whole(self) -> FiguresTable:
        """The question with the groups that were added."""
        return self.question.with_added(self.answer.added)


_Key = tuple[int, str]
"""The year a column is of, and the day up to which it counts (empty for the whole year)."""


def side_by_side(tables: Sequence[TableOfVisit], *, brief: bool = False) -> Figures:
    """The tables merged, given oldest first. A whole year told by several visits has the newest figure, with the one
    before where they differ; a year to date has a column for each visit.

    In brief the year to date is one column too, with what it was at the visit before, and comparators are left out.
    """
    columns: dict[_Key, FigureColumn] = {}
    rows: dict[str, dict[_Key, Figure]] = {}
    for table in tables:
        for column in table.question.columns:
            if column.source == "school":
                key = _key(column, table, brief=brief)
                told = _told(column, table)
                if any(told.values()):
                    columns[key] = FigureColumn(label=_label(key, column, table))
                    _merge(rows, key, told)
    keys: list[_Key] = sorted(columns, key=lambda key: (key[0], key[1] or "9"))
    others = _comparators(tables[-1]) if tables and not brief else []
    return Figures(
        columns=[*(columns[key] for key in keys), *(column for column, _ in others)],
        rows=[
            FigureRow(
                label=label,
                cells=[*(cells.get(key, Figure()) for key in keys), *(Figure(text=values.get(label, "")) for _, values in others)],
            )
            for label, cells in rows.items()
        ],
        notes=[*_notes(tables[-1].question.method, rows, others), *_cautions(keys)] if keys else [],
    )  # fmt: skip


def _key(column: ExclusionsColumn, table: TableOfVisit, *, brief: bool) -> _Key:
    day = "~" if brief or not table.on else table.on.isoformat()
    return table.year.start + column.year, day if column.to_date else ""


def _label(key: _Key, column: ExclusionsColumn, table: TableOfVisit) -> str:
    year = AcademicYear(start=key[0]).slashed
    if not column.to_date:
        return column.label or year
    return f"{year} to {table.on.day} {table.on:%b}" if table.on else f"{year} to date"


def _told(column: ExclusionsColumn, table: TableOfVisit) -> dict[str, str]:
    """The column's figures by the row's label, the rolls last."""
    by_group = table.answer.periods.get(column.id, {})
    told = {row.label: _figure(row, column, table.answer) for row in table.whole.rows}
    for group in table.whole.groups:
        counts = by_group.get(group.id)
        told[f"Pupils on roll: {group.label}"] = shown(counts.roll) if counts else ""
    return told


def _figure(row: ExclusionsRow, column: ExclusionsColumn, answer: TableAnswer) -> str:
    return shown(figure_of(answer.of(column.id, row.group), row.measure, row.shows))


def _merge(rows: dict[str, dict[_Key, Figure]], key: _Key, told: dict[str, str]) -> None:
    for label, text in told.items():
        cells = rows.setdefault(label, {})
        there = cells.get(key)
        if text:
            moved = there is not None and there.text not in {"", text}
            cells[key] = Figure(text=text, before=there.text if there and moved else "")


def _cautions(keys: Sequence[_Key]) -> list[str]:
    years = sorted({year for year, _ in keys})
    return [line for line in (comparison.caution(AcademicYear(start=year)) for year in years) if line]


def _comparators(table: TableOfVisit) -> list[tuple[FigureColumn, dict[str, str]]]:
    made = []
    kept = comparison.shown(table.answer, table.phase)
    for column in table.question.columns:
        given = kept.get(column.id)
        if given:
            values = {row.label: shown(given.values.get(row.id)) for row in table.whole.rows}
            source = comparison.footnote(given, table.year)
            made.append((FigureColumn(label=comparison.label(given), source=source), values))
    return made


def _notes(
    method: str, rows: dict[str, dict[_Key, Figure]], others: list[tuple[FigureColumn, dict[str, str]]]
) -> list[str]:
    texts = {cell.text for cells in rows.values() for cell in cells.values()}
    texts |= {text for _, values in others for text in values.values()}
    marks = ", ".join(f"{mark}: {words}" for mark, words in SPOKEN_MARKS.items() if mark in texts)
    sources = [column.source for column, _ in others]
    return [line for line in (method, f"{marks}." if marks else "", *sources) if line]
