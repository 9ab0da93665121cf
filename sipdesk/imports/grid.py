"""Tables as plain cells: what a child makes of a file, and what the parent reads from its lines. No pydantic here."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["s", "n", "d", "b", "e", "f"]
"""Text, number, date, true or false, error such as #N/A, formula without a stored value."""


class Cell(NamedTuple):
    """One cell. Numbers and dates are exact text: `100221`, `2025-10-07`, `2025-11-18T09:30`."""

    kind: Kind
    text: str
    filled: bool = False
    """The value stands in the first row of a merged block; this cell lies beneath it."""


class Row(NamedTuple):
    """A row that has something in it. `number` is the row's number in the file, from 1; columns count from 1."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


class Merge(NamedTuple):
    """A merged block, first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet. A CSV is one sheet without a name."""

    name: str
    state: Literal["visible", "hidden"] = "visible"
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    """Only blocks that span several columns."""

    @property
    def last_row(self) -> int:
        """The number of the last row with anything in it; 0 for an empty sheet."""
        return self.rows[-1].number if self.rows else 0


@dataclass(slots=True)
class Tables:
    """A file's sheets, and how its bytes were read."""

    format: Literal["csv", "xlsx"]
    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""
    remarks: list[str] = field(default_factory=list)


MOST_ROWS = 20_000
"""Rows with anything in them, in all sheets together: an allocation has some hundred."""
MOST_CELLS = 400_000
MOST_TEXT = 32_767
"""Characters of one cell: a spreadsheet's own limit."""
MOST_CHARACTERS = 20_000_000
"""In all cells together."""
MOST_COLUMNS = 16_384
LAST_ROW = 1_048_576
MOST_SHEETS = 200
MOST_MERGES = 5_000
