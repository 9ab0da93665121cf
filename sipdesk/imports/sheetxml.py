"""Child side: one worksheet's XML → rows of cells. Only cells that hold something cost memory."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from sipdesk.domain.errors import BadInput
from sipdesk.imports.formats import Formats
from sipdesk.imports.grid import (
    LAST_ROW,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_ROWS,
    MOST_TEXT,
    Cell,
    Merge,
    Row,
    Sheet,
)
from sipdesk.imports.strings import TextRuns, unescaped
from sipdesk.imports.xml import stream

_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")? ?/>')
_LONGEST_TAG = 1 << 16
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")


def position(reference: str) -> tuple[int, int]:
    """Row and column of `C7`. Raises BadInput where there can be no such cell."""
    found = _REFERENCE.match(reference)
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    row = int(found[2]) if found else 0
    if not 1 <= row <= LAST_ROW or not 1 <= column <= MOST_COLUMNS:
        raise BadInput(f"The workbook is damaged: it has a cell “{reference[:20]}”.")
    return row, column


def without_empty_cells(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The part without cells that have a border or a colour but nothing in them; a sheet may have millions.

    Left as it is wherever comments or CDATA might make something else look like such a cell.
    """
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        end = data.rfind(b">") + 1
        data, rest = data[:end], data[end:]
        if len(rest) > _LONGEST_TAG:
            data, rest = data + rest, b""
        yield data if b"<!" in data else _EMPTY_CELL.sub(b"", data)
    yield rest


class SheetParser:
    """Reads one worksheet. Use once; `sheet` is the result."""

    def __init__(self, name: str, words: list[str], formats: Formats, runs: TextRuns) -> None:
        self.sheet = Sheet(name)
        self._formats = formats
        self._row = self._column = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._count = 0
        self._type = "n"
        self._style = 0
        self._value: list[str] | None = None
        self._formula = self._in_value = self._in_text = False
        self._runs = runs
        self._merges: list[Merge] = []
        self._readers: dict[str, Callable[[str], Cell]] = {
            "s": lambda text: Cell("s", words[int(text)]),
            "str": lambda text: Cell("s", unescaped(text)),
            "b": lambda text: Cell("b", "TRUE" if text.strip() == "1" else "FALSE"),
            "e": lambda text: Cell("e", text),
            "d": lambda text: Cell("d", re.sub(r"T00:00(:00(\.0+)?)?Z?$", "", text.strip())),
        }

    def read(self, part: str, chunks: Iterable[bytes]) -> None:
        """Parse the part. Raises BadInput for damage and for more than an allocation can hold."""
        try:
            stream(part, without_empty_cells(chunks), self._start, self._end, self._text)
        except (ValueError, OverflowError, IndexError) as error:
            raise BadInput(
                f"The workbook is damaged: sheet “{self.sheet.name}”, row {self._row}, cannot be read."
            ) from error
        self._fill_down()
        self.sheet.merges = [merge for merge in self._merges if merge.right > merge.left]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "v":
            self._value, self._in_value = [], True
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "f":
            self._formula = True
        elif tag == "is":
            self._in_text = True
            self._value = []
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self._in_text:
            self._runs.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if tag == "c":
            if self._value is not None or self._formula:
                self._close_cell()
        elif tag == "v":
            self._in_value = False
        elif tag == "row":
            self._close_row()
        elif tag == "is":
            self._in_text = False
        elif self._in_text:
            self._runs.end(tag)

    def _text(self, piece: str) -> None:
        if self._in_value and self._value is not None:
            self._value.append(piece)
        elif self._in_text:
            self._runs.text(piece)

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(float(number)) if number else self._row + 1
        if not 1 <= self._row <= LAST_ROW or (self.sheet.rows and self._row <= self.sheet.rows[-1].number):
            raise ValueError("rows out of order")
        self._column = 0
        self._hidden = attributes.get("hidden", "0").casefold() in {"1", "true"}

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            row, self._column = position(reference)
            if row != self._row:
                raise ValueError("a cell outside its row")
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._value = None
        self._formula = False

    def _close_cell(self) -> None:
        text = "".join(self._value or [])
        if self._type == "inlineStr":
            cell = Cell("s", self._runs.taken())
        elif self._formula and not text and self._type != "str":
            cell = Cell("f", "")
        else:
            cell = self._cell(text)
        self._value = None
        if cell.kind != "f" and not cell.text.strip():
            return
        self._count += 1
        if len(cell.text) > MOST_TEXT or self._count > MOST_CELLS:
            raise BadInput(f"Sheet “{self.sheet.name}” holds far more than an allocation has; it was not read.")
        self._cells[self._column] = cell

    def _cell(self, text: str) -> Cell:
        if not text:
            return Cell("s", "")
        reader = self._readers.get(self._type)
        return reader(text) if reader else self._formats.cell(text.strip(), self._style)

    def _close_row(self) -> None:
        if self._cells:
            if len(self.sheet.rows) >= MOST_ROWS:
                raise BadInput(
                    f"Sheet “{self.sheet.name}” has more than {MOST_ROWS:,} rows. An allocation has some hundred; "
                    "is it another kind of file?"
                )
            self.sheet.rows.append(Row(self._row, self._cells, self._hidden))
            self._cells = {}

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        if len(self._merges) >= MOST_MERGES:
            raise BadInput(f"Sheet “{self.sheet.name}” has more merged cells than any list; it was not read.")
        self._merges.append(Merge(top, left, bottom, right))

    def _fill_down(self) -> None:
        """A value merged over several rows holds for each of them that has something of its own."""
        rows = {row.number: row for row in self.sheet.rows}
        numbers = list(rows)
        for merge in self._merges:
            above = rows.get(merge.top)
            value = above.cells.get(merge.left) if above else None
            if value is None or merge.bottom == merge.top:
                continue
            for number in numbers[bisect_right(numbers, merge.top) : bisect_right(numbers, merge.bottom)]:
                rows[number].cells.setdefault(merge.left, value._replace(filled=True))
