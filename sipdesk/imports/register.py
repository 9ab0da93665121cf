"""Child side: the register's establishments file, row by row in constant memory."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sipdesk.domain.errors import BadInput
from sipdesk.imports.decoding import encoding_of, refuse_strangers

WANTED: tuple[tuple[str, ...], ...] = (
    ("URN",),
    ("EstablishmentName",),
    ("LA (code)",),
    ("LA (name)",),
    ("EstablishmentNumber",),
    ("PhaseOfEducation (code)",),
    ("TypeOfEstablishment (code)",),
    ("TypeOfEstablishment (name)",),
    ("EstablishmentStatus (code)",),
    ("EstablishmentStatus (name)",),
    ("Postcode",),
    ("NumberOfPupils",),
    ("CensusDate",),
)
"""The register's columns, by any of their names, in the order of `RegisterRow`'s fields."""

NEEDED = 5
"""A file without the first five is no establishments file."""
BETWEEN = "\x1f"
"""Stands between the fields of a row on its way to the parent."""
_CHUNK = 2_000
_MOST_TOLD = 50
_SQUEEZE = re.compile(r"[\s\x00-\x1f\x7f]+")
_DATE = re.compile(r"^(0[1-9]|[12]\d|3[01])[-/](0[1-9]|1[0-2])[-/](\d{4})$")
_URN = re.compile(r"[1-9]\d{5}")
_LA, _ESTAB, _TYPE, _CENSUS = 2, 4, 6, 12


class Head(NamedTuple):
    """The header: where each wanted column is (-1 for a missing one), all names, and the row it stands in."""

    places: list[int]
    names: list[str]
    line: int


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def find_head(reader: Iterator[list[str]], within: int = 10) -> Head:
    """The header among the first rows. Raises BadInput where this is no establishments file."""
    for line, record in enumerate(reader, start=1):
        places = _places([_folded(name) for name in record])
        if -1 not in places[:NEEDED]:
            return Head(places, [name.strip() for name in record], line)
        if line >= within:
            break
    raise BadInput(
        "This is not the register's establishments file: it has no row with URN, EstablishmentName, LA (code), LA (name) "
        "and EstablishmentNumber. Download “Establishment fields” as CSV from Get Information About Schools."
    )


def _places(folded: list[str]) -> list[int]:
    return [next((folded.index(_folded(name)) for name in names if _folded(name) in folded), -1) for names in WANTED]


def text_encoding(path: Path) -> str:
    """UTF-8 where every byte of the file agrees, else Windows-1252; UTF-16 by its mark."""
    with path.open("rb") as file:
        start = file.read(4096)
        refuse_strangers(start)
        marked = encoding_of(start)
        if marked:
            return marked
    try:
        with path.open(encoding="utf-8", newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(path: Path, encoding: str) -> str:
    """The register comes with commas; a file saved from a spreadsheet may not."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        start = text.read(20_000)
    if "\x00" in start:
        raise BadInput("The file contains NUL characters, so it is no plain text. Download it again.")
    return max(",;\t", key=start.count)


def _ready(row: list[str]) -> list[str]:
    """Codes with the zeros that spreadsheets take away, and the census date as an ISO date."""
    la, estab = row[_LA], row[_ESTAB]
    if len(la) < 3 and la.isdecimal():
        row[_LA] = la.zfill(3)
    if len(estab) < 4:
        row[_ESTAB] = estab.zfill(4) if estab.isdecimal() and int(estab) else ""
    if len(row[_TYPE]) == 1:
        row[_TYPE] = "0" + row[_TYPE]
    if row[_CENSUS]:
        row[_CENSUS] = _DATE.sub(r"\3-\2-\1", row[_CENSUS])
    return row


def read_register(path: Path, full_for: set[str]) -> Iterator[dict[str, Any]]:
    """Messages for the parent: the header, chunks of rows, all columns of the schools asked for, and what was wrong."""
    encoding = text_encoding(path)
    delimiter = delimiter_of(path, encoding)
    csv.field_size_limit(1 << 20)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        try:
            head = find_head(reader)
            yield {"columns": head.names, "encoding": encoding, "found": [place >= 0 for place in head.places]}
            yield from _Chunks(head, full_for).messages(reader)
        except csv.Error as error:
            raise BadInput(
                f"The register file breaks off at line {reader.line_num}: {error}. Download it again."
            ) from error


class _Chunks:
    """Turns records into chunks of rows, and keeps count of what could not be taken."""

    def __init__(self, head: Head, full_for: set[str]) -> None:
        self._head = head
        self._full_for = full_for
        self._seen: set[str] = set()
        self._troubles: list[str] = []
        self._bad = self._twice = self._blank = 0
        self._number = head.line

    def messages(self, reader: Iterator[list[str]]) -> Iterator[dict[str, Any]]:
        rows: list[str] = []
        full: dict[str, dict[str, str]] = {}
        last = max(self._head.places)
        missing = -1 in self._head.places
        places = self._head.places
        for record in reader:
            self._number += 1
            if len(record) <= last or missing:
                record = [*record, *[""] * (last + 2 - len(record))]  # noqa: PLW2901 - -1 then finds an empty cell
                record.append("")
            urn = record[places[0]].strip()
            if not self._takes(urn, record):
                continue
            row = [record[place].strip() for place in places]
            row[0] = urn
            line = BETWEEN.join(_ready(row))
            if line.count(BETWEEN) != len(places) - 1 or "\n" in line or "\r" in line:
                line = BETWEEN.join(_SQUEEZE.sub(" ", field) for field in row)
            rows.append(line)
            if urn in self._full_for:
                full[urn] = dict(zip(self._head.names, record, strict=False))
            if len(rows) == _CHUNK:
                yield {"rows": rows, "full": full}
                rows, full = [], {}
        yield {"rows": rows, "full": full}
        yield {"troubles": self._troubles, "bad": self._bad, "twice": self._twice, "blank": self._blank}

    def _takes(self, urn: str, record: list[str]) -> bool:
        if urn in self._seen:
            self._twice += 1
            self._tell(f"Row {self._number}: URN {urn} stands in the file already; the first was kept.")
            return False
        if len(urn) == 6 and urn.isdecimal() and _URN.fullmatch(urn):
            self._seen.add(urn)
            return True
        if not any(cell.strip() for cell in record):
            self._blank += 1
            return False
        self._bad += 1
        self._tell(f"Row {self._number}: “{urn[:20]}” is not a URN; the row was left out.")
        return False

    def _tell(self, sentence: str) -> None:
        if len(self._troubles) < _MOST_TOLD:
            self._troubles.append(sentence)
