"""Child side: a CSV file → one sheet. Delimiter by content; quoted line breaks, `sep=;`, CR and CRLF understood."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from sipdesk.domain.allocation_numbers import read_laestab, read_urn
from sipdesk.domain.errors import BadInput
from sipdesk.imports.decoding import decode, refuse_strangers
from sipdesk.imports.grid import MOST_CELLS, MOST_ROWS, MOST_TEXT, Cell, Row, Sheet, Tables
from sipdesk.imports.headings import IDENTITY, meaning_of

_DELIMITERS = ",;\t|"
_SAMPLE = 300
_END = "\ue000end of file\ue000"
"""Stands behind the last record, to see that it is a record of its own."""
_NAMED = re.compile(r'^"?sep=(.)"?\r?(?:\n|\r|$)', re.IGNORECASE)


class _Rank(NamedTuple):
    """How well a delimiter fits: headings found, then columns that hold through the file."""

    headings: int
    steadiness: float


def read_csv(data: bytes) -> Tables:
    """The file as one sheet without a name. Raises BadInput where it is no table of text or too large."""
    refuse_strangers(data[:4096])
    decoded = decode(data)
    named = _NAMED.match(decoded.text)
    delimiter = named[1] if named else _delimiter(decoded.text)
    skip = 1 if named else 0
    rows: list[Row] = []
    cells = 0
    for number, record in enumerate(_records(decoded.text, delimiter), start=1):
        if number <= skip:
            record = [f"sep={delimiter}"]  # noqa: PLW2901 - shown as the title row it is
        found = {column: Cell("s", text) for column, text in enumerate(record, start=1) if text.strip()}
        if found:
            cells += len(found)
            _limit(number, found, len(rows), cells)
            rows.append(Row(number, found))
    _refuse_swallowed(rows, delimiter)
    remarks = []
    if decoded.lost:
        count = "One byte has" if decoded.lost == 1 else f"{decoded.lost} bytes have"
        remarks.append(f"{count} no meaning in {decoded.encoding}; “\ufffd” stands in the place of each.")
    return Tables("csv", [Sheet("", rows=rows)], decoded.encoding, delimiter, remarks)


def _limit(number: int, found: dict[int, Cell], rows: int, cells: int) -> None:
    if rows >= MOST_ROWS or cells > MOST_CELLS:
        raise BadInput(
            f"The file has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells. An allocation has some hundred rows; "
            "is it another kind of file?"
        )
    if any(len(cell.text) > MOST_TEXT for cell in found.values()):
        raise BadInput(f"A cell in row {number} is longer than {MOST_TEXT:,} characters; no spreadsheet allows that.")


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records. Raises BadInput where a quotation mark is never closed, for then rows cannot be told apart."""
    csv.field_size_limit(1 << 20)
    # Programs that put a space after the delimiter mean the quotes that follow it.
    spaced = re.search(rf'(?m)(?:^|{re.escape(delimiter)}) +"', text) is not None
    gap = "" if text.endswith(("\n", "\r")) else "\n"
    lines = io.StringIO(f"{text}{gap}{_END}", newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced, strict=False)
    number = 0
    try:
        for record in reader:
            if record == [_END]:
                return
            number += 1
            if record and record[-1].endswith(_END):
                break
            yield record
    except csv.Error as error:
        raise BadInput(f"The table breaks off in row {number + 1}: {error}.") from error
    raise BadInput(
        f"In row {number} a quotation mark is opened and never closed, so the rows below it cannot be told apart. "
        "Open the file in a spreadsheet, mend that row, and import it again."
    )


def _refuse_swallowed(rows: list[Row], delimiter: str) -> None:
    """A quotation mark left open may swallow rows until the next one: then whole records stand in one cell."""
    if not rows:
        return
    width = Counter(max(row.cells) for row in rows).most_common(1)[0][0]
    for row in rows:
        for cell in row.cells.values():
            inner = cell.text.splitlines()[1:]
            if width > 3 and any(_is_record(line, delimiter, width) for line in inner):
                raise BadInput(
                    f"In row {row.number} one cell holds whole rows of the table; a quotation mark there is not closed. "
                    "Open the file in a spreadsheet, mend that row, and import it again."
                )


def _is_record(line: str, delimiter: str, width: int) -> bool:
    """Whether a line inside a cell is a row of the table: as many cells, and a school's number or plain words in them.

    In `Met the head, the deputy, the chair` a space follows each comma: that is a sentence.
    """
    told = [piece for piece in line.split(delimiter) if piece.strip()]
    if line.count(delimiter) < width - 1 or len(told) < 2:
        return False
    numbered = any(read_urn(piece) or len(read_laestab(piece)) == 7 for piece in told)
    apart = len(re.findall(rf"{re.escape(delimiter)}(?! )", line)) >= width - 1
    return numbered or (apart and any(re.search(r"\w{3}", piece) for piece in told))


def _delimiter(text: str) -> str:
    """The delimiter under which headings appear; without any, the one whose columns hold through the file."""
    ranks = {mark: _rank(text, mark) for mark in _DELIMITERS if mark in text}
    return max(ranks, key=lambda mark: ranks[mark], default=",")


def _rank(text: str, delimiter: str) -> _Rank:
    try:
        sample = [record for record in islice(_records(text, delimiter), _SAMPLE) if any(record)]
    except BadInput:
        return _Rank(0, 0.0)
    best = 0
    for record in sample:
        found = {meaning for cell in record if (meaning := meaning_of(cell)) not in {None, "other"}}
        best = max(best, len(found) if found & IDENTITY else 0)
    widths = Counter(len(record) for record in sample)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return _Rank(best if best > 1 else 0, (width - 1) * times / max(len(sample), 1))
