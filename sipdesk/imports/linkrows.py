"""Child side: the register's links between schools that went before and schools that came after."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.imports.publicfile import Troubles, find_head, fits, records
from sipdesk.imports.publicwords import fold
from sipdesk.imports.register import BETWEEN

_COLUMNS = ("urn", "linkurn", "linkname", "linktype", "linkestablisheddate")
_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_DAY = re.compile(r"(0[1-9]|[12]\d|3[01])[-/](0[1-9]|1[0-2])[-/](\d{4})", re.ASCII)
_CHUNK = 2_000
_NO_FILE = (
    "This is not the register's file of links: it has no row with URN, LinkURN, LinkName and LinkType. Download “Links” "
    "as CSV from Get Information About Schools."
)


def read_links(path: Path) -> Iterator[dict[str, Any]]:
    """Messages for the parent: the links in chunks, then what was left out."""
    with records(path) as (reader, encoding):
        head, above = find_head(
            reader, lambda record: {"urn", "linkurn", "linktype"} <= {fold(cell) for cell in record}
        )
        folded = [fold(name) for name in head]
        if not set(_COLUMNS[:4]) <= set(folded):
            raise BadInput(_NO_FILE)
        places = [folded.index(name) if name in folded else -1 for name in _COLUMNS]
        yield {"encoding": encoding}
        troubles, seen = Troubles(), set()
        rows: list[str] = []
        for number, record in enumerate(reader, start=len(above) + 2):
            if not any(record):
                continue
            row = _row(record, places, len(head))
            if not row:
                troubles.add(f"Row {number} is no link between two URNs; it was left out.")
            elif (row[0], row[1], row[3]) not in seen:
                seen.add((row[0], row[1], row[3]))
                rows.append(BETWEEN.join(row))
            if len(rows) == _CHUNK:
                yield {"rows": rows}
                rows = []
    yield {"rows": rows}
    yield troubles.message


def _row(record: list[str], places: list[int], width: int) -> list[str]:
    """URN, linked URN, its name, the kind, the day as an ISO date or empty; nothing where it is no link."""
    if not fits(record, width):
        return []
    row = [" ".join(record[place].replace(BETWEEN, " ").split()) if place >= 0 else "" for place in places]
    if not _URN.fullmatch(row[0]) or not _URN.fullmatch(row[1]) or row[0] == row[1] or not row[3]:
        return []
    day = _DAY.fullmatch(row[4])
    row[4] = f"{day[3]}-{day[2]}-{day[1]}" if day else ""
    return row
