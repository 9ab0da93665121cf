"""Child side: Ofsted's management information, row by row in constant memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.imports.figurerows import Wanted
from sipdesk.imports.publicfile import Troubles, find_head, fits, records
from sipdesk.imports.publicwords import fold
from sipdesk.imports.register import BETWEEN

_CHUNK = 2_000
_NO_FILE = (
    "This is not Ofsted's management information on schools: it has no row with URN, the school's name and the columns "
    "of an inspection. Download “state-funded schools: latest inspections” as CSV."
)


def read_inspections(path: Path, request: dict[str, Any], words: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Messages for the parent: the lines above the header, chunks of rows with all columns of the schools asked for."""
    with records(path) as (reader, encoding):
        head, above = find_head(reader, lambda record: "URN" in {cell.strip() for cell in record})
        folded = [fold(name) for name in head]
        dates = {fold(name) for block in words["blocks"] for name in block["on"]}
        places = [_place(folded, names) for names in words["school"].values()]
        if -1 in (places[0], places[2]) or not dates & set(folded):
            raise BadInput(_NO_FILE)
        yield {"above": [cell.strip()[:300] for row in above for cell in row if cell.strip()][:5], "encoding": encoding}
        yield {"columns": head}
        yield from _rows(reader, head, places, (Wanted(request), len(above) + 1))


def _place(folded: list[str], names: list[str]) -> int:
    return next((folded.index(fold(name)) for name in names if fold(name) in folded), -1)


def _rows(
    reader: Iterator[list[str]], head: list[str], places: list[int], more: tuple[Wanted, int]
) -> Iterator[dict[str, Any]]:
    """Lines of the columns kept for every school: URN, DfE number, name, phase, authority, postcode, category."""
    wanted, number = more
    seen: set[str] = set()
    troubles = Troubles()
    rows: list[str] = []
    full: dict[str, dict[str, str]] = {}
    width = len(head)
    for record in reader:
        number += 1
        if not any(record):
            continue
        if len(record) != width and not fits(record, width):
            troubles.add(f"Row {number} has {len(record)} cells and not {width}; it was left out.")
            continue
        row = [record[place].strip() if place >= 0 else "" for place in places]
        urn = row[0]
        if urn in seen or len(urn) != 6 or not urn.isdecimal() or not urn.isascii():
            troubles.add(_why(number, urn, twice=urn in seen))
            continue
        seen.add(urn)
        row = ["" if cell == "NULL" else cell for cell in row]
        line = BETWEEN.join(row)
        if line.count(BETWEEN) != len(places) - 1 or not line.isprintable():
            line = BETWEEN.join(" ".join(cell.replace(BETWEEN, " ").split()) for cell in row)
        rows.append(line)
        if urn in wanted.urns or wanted.authority(row[1][:3], row[4]):
            full[urn] = dict(zip(head, record, strict=False))
        if len(rows) == _CHUNK:
            yield {"rows": rows, "full": full}
            rows, full = [], {}
    yield {"rows": rows, "full": full}
    yield troubles.message


def _why(number: int, urn: str, *, twice: bool) -> str:
    if twice:
        return f"Row {number}: URN {urn} stands in the file already; the first was kept."
    return f"Row {number}: “{urn[:20]}” is not a URN; the row was left out."
