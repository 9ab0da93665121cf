"""What an allocation file gives, row by row, as plain JSON. `python -m tests.unit.imports.golden` prints today's."""

import json
import sys
from pathlib import Path
from typing import Any

from sipdesk.domain.allocation import AllocationRow, ParsedAllocation, share_out
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.matching import match
from sipdesk.domain.school import RegisterRow
from sipdesk.imports.allocation import read_allocation
from sipdesk.imports.gias import read_register
from tests.unit.imports.making import AUTUMN, CATEGORIES, Shelf

DATA = Path(__file__).parents[2] / "data" / "imports"
FILES = ("messy_hackney_2025-26.xlsx", "messy_hackney_cp1252_semicolon.csv")
PARTNERS = ("Alex Example", "B Sample", "Sam Sample", "C Placeholder")


def register() -> Shelf:
    """Hackney's part of the register."""
    fields = list(RegisterRow.model_fields)
    lines = [line for chunk in read_register(DATA / "hackney_open_cp1252.csv") for line in chunk]
    return Shelf(RegisterRow(**dict(zip(fields, line, strict=True))) for line in lines)


def of(name: str, wanted: TermSlot | None, shelf: Shelf) -> dict[str, Any]:
    """Everything about a file that somebody could dispute."""
    parsed = read_allocation(DATA / name, wanted, AUTUMN)
    return {
        "term": str(parsed.term),
        "term from": parsed.term_from,
        "control totals": parsed.totals.model_dump(mode="json"),
        "messages": parsed.messages,
        "ignored": {sheet.sheet: sheet.why for sheet in parsed.ignored},
        "rows": {str(row.row): _fate(row) for row in parsed.rows}
        | {
            str(row.row) if row.count == 1 else f"{row.row}-{row.through}": f"{row.kind}: {row.text}"
            for row in parsed.skipped
        },
        "partners": {partner: _partner(parsed, partner, shelf) for partner in PARTNERS if _is_in(parsed, partner)},
    }


def _is_in(parsed: ParsedAllocation, partner: str) -> bool:
    return any(partner.rsplit(maxsplit=1)[-1] in name for name in parsed.advisers)


def _fate(row: AllocationRow) -> str:
    """A school row on one line: numbers, phase, whose, category, days, visits, and what is said about it."""
    visits = [f"{visit.day}" if visit.day else f"“{visit.written}”" for visit in row.visits]
    parts = [
        row.name,
        f"URN {row.urn or 'none'}",
        f"DfE {row.laestab or 'none'}",
        row.phase.value,
        f"for {' and '.join(row.advisers) or 'nobody'}",
        f"category {row.category or 'none'}",
        f"days {row.days if row.days is not None else 'none'}",
        f"visits {', '.join(visits) or 'none'}",
        *row.remarks,
    ]
    return " | ".join(parts)


def _partner(parsed: ParsedAllocation, partner: str, shelf: Shelf) -> dict[str, Any]:
    share = share_out(parsed, partner)
    matched = match(share.mine, [*share.others, *share.nobodys], shelf, la_codes=["204"], categories=CATEGORIES)
    return {
        "written": share.written,
        "settled": [
            " | ".join([str(s.row.row), s.urn, s.how, s.category or "category as it was", *s.remarks])
            for s in matched.settled
        ],
        "unsettled": [unsettled.why for unsettled in matched.unsettled],
    }


def golden_path(name: str) -> Path:
    """Where the expected outcome lies."""
    return DATA / f"{Path(name).stem}.golden.json"


if __name__ == "__main__":
    shelf = register()
    for file in FILES:
        sys.stdout.write(
            f"{golden_path(file).name}\n{json.dumps(of(file, None, shelf), indent=1, ensure_ascii=False)}\n"
        )
