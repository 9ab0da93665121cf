"""Parent side: the sheets of a CSV or workbook, as a child read them; every message is checked before it is believed."""

from collections.abc import Sequence
from typing import Any, get_args

from sipdesk.domain.errors import BadInput
from sipdesk.imports.grid import (
    LAST_ROW,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    Cell,
    Kind,
    Merge,
    Row,
    Sheet,
    Tables,
)
from sipdesk.imports.outside import Cancel, Outside, Progress, never

_KINDS = frozenset(get_args(Kind))


def read_tables(
    outside: Outside,
    *,
    progress: Progress = lambda _: None,
    cancelled: Cancel = never,
    command: Sequence[str] | None = None,
) -> Tables:
    """All visible sheets with their cells, hidden ones by name.

    Raises BadInput where the file cannot be read or is larger than an allocation may be; Cancelled.
    """
    tables = Tables("csv", [])
    count = cells = characters = 0
    try:
        for message in outside.ask("tables", cancelled=cancelled, command=command):
            if "format" in message:
                tables.format = "xlsx" if message["format"] == "xlsx" else "csv"
                tables.encoding, tables.delimiter = str(message["encoding"]), str(message["delimiter"])[:1]
                tables.remarks = [str(remark)[:300] for remark in message["remarks"]]
            elif "sheet" in message:
                tables.sheets.append(_sheet(message))
            else:
                rows = [_row(told) for told in message["rows"]]
                count += len(rows)
                cells += sum(len(row.cells) for row in rows)
                characters += sum(len(cell.text) for row in rows for cell in row.cells.values())
                tables.sheets[-1].rows += rows
                progress(count)
            large = count > MOST_ROWS or cells > MOST_CELLS or characters > MOST_CHARACTERS
            if large or len(tables.sheets) > MOST_SHEETS:
                raise BadInput(
                    f"{outside.path.name}: the file has more than {MOST_ROWS:,} rows, or far more text. "
                    "An allocation has some hundred rows; is it another kind of file? Nothing was changed."
                )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadInput(f"{outside.path.name}: reading it gave no sensible answer. Nothing was changed.") from error
    return tables


def _sheet(told: dict[str, Any]) -> Sheet:
    merges = [Merge(*(int(edge) for edge in merge)) for merge in told["merges"]]
    return Sheet(str(told["sheet"])[:200], "hidden" if told["state"] != "visible" else "visible", merges=merges)


def _row(told: list[Any]) -> Row:
    number, hidden, cells = told
    if not isinstance(number, int) or not 1 <= number <= LAST_ROW * 2:
        raise ValueError("no such row")
    return Row(number, {column: _cell(column, *rest) for column, *rest in cells}, bool(hidden))


def _cell(column: object, kind: Any, text: object, filled: object) -> Cell:
    known = isinstance(column, int) and 1 <= column <= MOST_COLUMNS and kind in _KINDS
    if not known or not isinstance(text, str) or len(text) > MOST_TEXT:
        raise ValueError("no such cell")
    return Cell(kind, text, bool(filled))
