"""Suspensions and permanent exclusions: numbers as typed, rates computed here, comparators only with their labels."""

from sipdesk.domain.exclusions import Comparator, Counts, Figure, rate, shown
from sipdesk.domain.question import ExclusionsColumn, ExclusionsRow, ExclusionsTable
from sipdesk.notes import words
from sipdesk.notes.nodes import Column, Node, Paragraph, Table, cell, muted, prose
from sipdesk.notes.printers.item import Item

METHOD = "Rates are episodes per 100 pupils on roll at the January census, so a rate may exceed 100."
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹"


def table(item: Item) -> list[Node]:
    """The table, its key and sources, and the comment."""
    question: ExclusionsTable = item.question
    columns = [c for c in question.columns if _used(c, item)]
    notes = _sources(columns, item)
    rows = [_row(row, columns, item) for row in question.rows]
    rows += _rolls(question, columns, item)
    filled = [row for row in rows if any(row[1:])]
    nodes: list[Node] = []
    if filled:
        heads = [Column("", 2.4), *(Column(_label(c, item, notes), 1.0, "right") for c in columns)]
        cells = [(cell(first), *(cell(figure) for figure in rest)) for first, *rest in rows]
        nodes += [Table(tuple(heads), tuple(cells)), *_footnotes(rows, notes)]
    comment = [Paragraph(b.text, "line") if isinstance(b, Paragraph) else b for b in prose(item.answer.comment)]
    return item.headed([*nodes, *comment])


def _used(column: ExclusionsColumn, item: Item) -> bool:
    """School columns always; a comparator only where it has figures and says what they are."""
    if column.source == "school":
        return True
    comparator = item.answer.comparators.get(column.id)
    return bool(comparator and comparator.labelled and comparator.values)


def _label(column: ExclusionsColumn, item: Item, notes: dict[str, str]) -> str:
    if column.source == "school":
        label = item.columns.get(column.id) or column.label
        return f"{label} to date" if column.to_date and "date" not in label.casefold() else label
    given = item.answer.comparators[column.id]
    mark = _raised(list(notes), given.source)
    return f"{given.area}, {given.phase.value}, {given.year.slashed}{mark}"


def _raised(sources: list[str], source: str) -> str:
    place = sources.index(source)
    return _RAISED[place] if place < len(_RAISED) else f" [{place + 1}]"


def _sources(columns: list[ExclusionsColumn], item: Item) -> dict[str, str]:
    """Each source once, in the order of the columns."""
    given = [item.answer.comparators[c.id].source for c in columns if c.source == "comparator"]
    return dict.fromkeys(given, "")


def _row(row: ExclusionsRow, columns: list[ExclusionsColumn], item: Item) -> list[str]:
    return [row.label, *(_figure(row, column, item) for column in columns)]


def _figure(row: ExclusionsRow, column: ExclusionsColumn, item: Item) -> str:
    if column.source == "comparator":
        comparator: Comparator = item.answer.comparators[column.id]
        return shown(comparator.values.get(row.id))
    counts = _counts(item.answer.periods, column.id, row.group)
    count = counts.of(row.measure)
    figure: Figure | int = count if row.shows == "number" else rate(count, counts.roll)
    return shown(figure)


def _counts(periods: dict[str, dict[str, Counts]], column: str, group: str) -> Counts:
    return periods.get(column, {}).get(group, Counts())


def _rolls(question: ExclusionsTable, columns: list[ExclusionsColumn], item: Item) -> list[list[str]]:
    """What the rates were computed on, for each group that has it."""
    found = []
    for group in question.groups:
        figures = [
            shown(_counts(item.answer.periods, c.id, group.id).roll) if c.source == "school" else "" for c in columns
        ]
        if any(figures):
            found.append([f"Pupils on roll: {group.label}", *figures])
    return found


def _footnotes(rows: list[list[str]], sources: dict[str, str]) -> list[Node]:
    marks = {figure for row in rows for figure in row[1:]}
    lines = [METHOD, words.key_of_marks(marks)]
    lines += [f"{_raised(list(sources), source)} {source}" for source in sources]
    return [Paragraph(muted(line), "small") for line in lines if line]
