"""Child side: a CSV of public data as records in constant memory, whatever its encoding and delimiter."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.imports.register import delimiter_of, text_encoding

WITHIN = 12
"""The header stands in one of so many first lines."""
EVERY = 5_000
"""Rows between two words on how far it is."""
_MOST_TOLD = 50
_LONGEST_CELL = 1 << 17


@contextmanager
def records(path: Path) -> Iterator[tuple[Iterator[list[str]], str]]:
    """The records of a text file, and its encoding. Raises BadInput where it breaks off or holds NUL characters."""
    encoding = text_encoding(path)
    delimiter = delimiter_of(path, encoding)
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        reader = csv.reader(_sound(text), delimiter=delimiter)
        try:
            yield reader, encoding
        except csv.Error as error:
            raise BadInput(f"The file breaks off at line {reader.line_num}: {error}. Download it again.") from error


def _sound(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\x00" in line:
            raise BadInput("The file contains NUL characters, so it is no plain text. Download it again.")
        yield line


def find_head(reader: Iterator[list[str]], is_head: Callable[[list[str]], bool]) -> tuple[list[str], list[list[str]]]:
    """The header and the rows above it; an empty header where none is among the first lines."""
    above: list[list[str]] = []
    for record in reader:
        if is_head(record):
            return [name.strip() for name in record], above
        above.append(record)
        if len(above) == WITHIN:
            break
    return [], above


class Troubles:
    """Rows that could not be taken: the first fifty in words, all of them counted."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.count = 0

    def add(self, sentence: str) -> None:
        """One more row left out."""
        self.count += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(sentence)

    @property
    def message(self) -> dict[str, Any]:
        """For the parent."""
        return {"troubles": self.told, "count": self.count}


def fits(record: list[str], width: int) -> bool:
    """Whether a record has as many cells as the header; empty ones beyond it do not count."""
    return len(record) == width or (len(record) > width and not any(cell.strip() for cell in record[width:]))
