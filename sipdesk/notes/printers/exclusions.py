"""Tables of figures, of exclusions and of attendance: numbers as typed, rates computed here, comparators of the same phase, labelled."""

from sipdesk.domain import chart_rates, comparison
from sipdesk.domain.exclusions import Comparator, TableAnswer, figure_of, shown
from sipdesk.domain.question import ExclusionsColumn, ExclusionsRow, FiguresTable
from sipdesk.notes import words
from sipdesk.notes.nodes import Column, Figure, Node, Paragraph, Table, cell, muted, plain, prose
from sipdesk.notes.printers.item import Item

_RAISED = "¹²³⁴⁵⁶⁷⁸⁹"


def table(item: Item) -> list[Node]:
    """The table, its key and sources, what may be said of it, its pictures where the form wants them, and the comment."""
    answer: TableAnswer = item.answer
    question: FiguresTable = item.question.with_added(answer.added)
    others = comparison.shown(answer, item.setting.phase)
    columns = [c for c in question.columns if c.source == "school" or c.id in others]
    rows = [[row.label, *(_figure(row, column, answer) for column in columns)] for row in question.rows]
    rows += _rolls(question, columns, answer)
    nodes: list[Node] = []
    if any(any(row[1:]) for row in rows):
        heads = [Column("", 2.4), *(Column(_label(c, item, others), 1.0, "right") for c in columns)]
        cells = [(cell(first), *(cell(figure) for figure in rest)) for first, *rest in rows]
        nodes += [Table(tuple(heads), tuple(cells)), *_footnotes(question, rows, item, others)]
        nodes += _pictures(question, item)
    comment = [Paragraph(b.text, "line") if isinstance(b, Paragraph) else b for b in prose(answer.comment)]
    return item.headed([*nodes, *comment])


def _pictures(question: FiguresTable, item: Item) -> list[Node]:
    """Of this table's figures and no others: what was taken out of it is in no picture either."""
    year = item.setting.year
    if not question.chart or year is None:
        return []
    return [Figure(chart) for chart in chart_rates.of_table(question, item.answer, year, item.setting.phase)]


def _label(column: ExclusionsColumn, item: Item, others: dict[str, Comparator]) -> str:
    if column.source == "school":
        label = item.columns.get(column.id) or column.label
        return f"{label} to date" if column.to_date and "date" not in label.casefold() else label
    return f"{comparison.label(others[column.id])}{_raised(list(others).index(column.id))}"


def _raised(place: int) -> str:
    return _RAISED[place] if place < len(_RAISED) else f" [{place + 1}]"


def _figure(row: ExclusionsRow, column: ExclusionsColumn, answer: TableAnswer) -> str:
    if column.source == "comparator":
        return shown(answer.comparators[column.id].values.get(row.id))
    return shown(figure_of(answer.of(column.id, row.group), row.measure, row.shows))


def _rolls(question: FiguresTable, columns: list[ExclusionsColumn], answer: TableAnswer) -> list[list[str]]:
    """What the rates were computed on, for each group that has it."""
    found = []
    for group in question.groups:
        figures = [_roll(answer, column, group.id) for column in columns]
        if any(figures):
            found.append([f"Pupils on roll: {group.label}", *figures])
    return found


def _roll(answer: TableAnswer, column: ExclusionsColumn, group: str) -> str:
    if column.source == "comparator":
        return shown(answer.comparators[column.id].rolls.get(group))
    return shown(answer.of(column.id, group).roll)


def _footnotes(question: FiguresTable, rows: list[list[str]], item: Item, others: dict[str, Comparator]) -> list[Node]:
    marks = {figure for row in rows for figure in row[1:]}
    lines = [question.method, words.key_of_marks(marks)]
    year, phase = item.setting.year, item.setting.phase
    lines += [f"{_raised(n)} {comparison.footnote(given, year)}" for n, given in enumerate(others.values())]
    for given in others.values():
        lines += [f"{comparison.label(given)}: {doubt}" for doubt in comparison.doubts(question, given).values()]
    found = comparison.findings(question, item.answer, year, phase) if year else None
    if found and year:
        lines += [*comparison.cautions(question, item.answer, year, phase), *found.notes()]
    said = [Paragraph(plain(line), "small") for line in found.lines] if found else []
    return [*said, *(Paragraph(muted(line), "small") for line in lines if line)]
