"""One school row: its cells, and what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sipdesk.domain.allocation import AllocationRow, VisitCell
from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_names import is_nobody, split_people
from sipdesk.domain.allocation_numbers import plain_cell, read_days, read_la_code, read_laestab, read_urn
from sipdesk.domain.allocation_signs import is_ditto, is_unchanged
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.school import Phase, spoken_phase
from sipdesk.imports.columns import Columns
from sipdesk.imports.grid import Cell, Row
from sipdesk.imports.headings import Meaning

_LETTERS = {"p": Phase.PRIMARY, "s": Phase.SECONDARY, "n": Phase.NURSERY}
_NO_VALUE = "a formula without a stored value; open the file in a spreadsheet, save it there, and import it again."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its sheet, the section above it, and whose the section or the sheet is."""

    sheet: str
    named: bool
    """Whether sentences name the sheet."""
    scope: Scope
    section: str = ""
    phase: str = ""
    """The last section that named a phase."""
    adviser: str = ""

    def spoken(self, row: Row) -> str:
        """`Row 46`, or `Sheet “Autumn 25”, row 46`."""
        return f"Sheet “{self.sheet}”, row {row.number}" if self.named else f"Row {row.number}"


def letter(column: int) -> str:
    """The spreadsheet's name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cells(row: Row, columns: Columns, meaning: Meaning) -> Iterator[tuple[str, Cell]]:
    for column in columns.of(meaning):
        cell = row.cells.get(column)
        if cell is not None:
            yield columns.headings[column], cell


def text_of(row: Row, columns: Columns, meaning: Meaning) -> str:
    """The first words the row has under a heading of this meaning, in one line; empty where there are none."""
    for _, cell in _cells(row, columns, meaning):
        text = plain_cell(cell.text)
        if text and cell.kind != "e":
            return text
    return ""


def numbers_of(row: Row, columns: Columns) -> tuple[str, str, list[str]]:
    """URN, DfE number, and remarks. A number that stands in the other's column is told by its form."""
    found = {"urn": "", "laestab": ""}
    remarks = []
    titles: tuple[tuple[Meaning, str], ...] = (("urn", "URN"), ("laestab", "DfE number"))
    for meaning, title in titles:
        for heading, cell in _cells(row, columns, meaning):
            text = plain_cell(cell.text)
            urn, laestab = read_urn(text), read_laestab(text)
            own, other = (urn, laestab) if meaning == "urn" else (laestab, urn)
            if own:
                found[meaning] = found[meaning] or own
            elif other and (meaning == "laestab" or len(laestab) == 7):
                name = "laestab" if meaning == "urn" else "urn"
                found[name] = found[name] or other
                remarks.append(f"{heading}: “{text}” has the form of a {'DfE number' if meaning == 'urn' else 'URN'}.")
            elif text and cell.kind not in {"e", "f"} and not is_nobody(text) and not _is_half(text, meaning, columns):
                remarks.append(f"{heading}: “{text}” is not a {title}.")
    if not any(found.values()):
        found["urn"], found["laestab"] = _numbers_in(text_of(row, columns, "name"))
    cells = [*_cells(row, columns, "la"), *_cells(row, columns, "laestab")]
    code = next((read_la_code(cell.text) for _, cell in cells if read_la_code(cell.text)), "")
    if code and len(found["laestab"]) == 4:
        found["laestab"] = code + found["laestab"]
    return found["urn"], found["laestab"], remarks


def _is_half(text: str, meaning: Meaning, columns: Columns) -> bool:
    """Whether a cell is the authority's part of a DfE number that stands in two columns."""
    return meaning == "laestab" and len(columns.of("laestab")) > 1 and bool(read_la_code(text))


def _numbers_in(name: str) -> tuple[str, str]:
    """Numbers that a sheet without columns for them puts beside the name: `Colvestone Primary School (100221)`."""
    urn = re.search(r"(?:^|[(\[]|\bURN\W{0,3})([1-9]\d{5})\b", name)
    laestab = re.search(r"\b([1-9]\d{2})/(\d{4})\b", name)
    return urn[1] if urn else "", laestab[1] + laestab[2] if laestab else ""


def people_of(row: Row, columns: Columns, place: Place) -> list[str]:
    """The advisers of a row: from its own cell, else from its section or sheet."""
    if columns.of("adviser"):
        named = [
            name for _, cell in _cells(row, columns, "adviser") if cell.kind == "s" for name in split_people(cell.text)
        ]
        before = row.cells.get(columns.before) if columns.before and not named else None
        return list(dict.fromkeys(named)) or split_people(before.text if before else "")
    return split_people(place.adviser)


def _kept(row: Row, columns: Columns) -> tuple[list[str], str]:
    """Where the new adviser's cell names nobody and the one before is named: a remark, or why it is not certain."""
    before = row.cells.get(columns.before) if columns.before else None
    new = text_of(row, columns, "adviser")
    if before is None or not split_people(before.text) or split_people(new) or is_ditto(new):
        return [], ""
    headings = [columns.headings[column] for column in (columns.of("adviser")[0], columns.before)]
    if is_unchanged(new):
        return [f"“{headings[0]}” says “{new}”, so “{headings[1]}” counts: {plain_cell(before.text)}."], ""
    said = f"says “{new}”" if new else "is empty"
    return (
        [],
        f"“{headings[0]}” {said}, while “{headings[1]}” names {plain_cell(before.text)}; whose it is now is open.",
    )


def _phase(written: str, section: str) -> Phase:
    told = _LETTERS.get(written.casefold().strip(" ."), spoken_phase(written))
    return told if written and told is not Phase.UNKNOWN else phase_in(section)


def phase_in(section: str) -> Phase:
    """The phase a section names: `Nursery Schools`, `ALL THROUGH`."""
    if re.search(r"(?i)\bthrough\b", section):
        return Phase.ALL_THROUGH
    phases = [spoken_phase(word) for word in re.findall(r"[A-Za-z0-9]+", section) if word.casefold() != "all"]
    return next((phase for phase in phases if phase is not Phase.UNKNOWN), Phase.UNKNOWN)


def _visits(row: Row, columns: Columns, scope: Scope) -> list[VisitCell]:
    visits = []
    for heading, cell in _cells(row, columns, "visit"):
        if cell.text.strip():
            read = read_day(cell.text, Scope.of(heading).over(scope))
            written = plain_cell(cell.text)
            visits.append(VisitCell(heading=heading, written=written, day=read.day, remark=read.remark))
    return visits


def _amount(row: Row, columns: Columns, meaning: Meaning) -> tuple[Decimal | None, list[str]]:
    text = text_of(row, columns, meaning)
    amount = read_days(text)
    unread = bool(text) and amount is None and not is_nobody(text)
    return amount, [f"“{text}” is no number of {meaning}; kept as a note."] if unread else []


def _as_read(row: Row, columns: Columns) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column in sorted(row.cells):
        heading = columns.headings.get(column) or f"Column {letter(column)}"
        key = heading if heading not in cells else f"{heading} ({letter(column)})"
        cells[key] = row.cells[column].text
    return cells


def _unreadable(row: Row, columns: Columns) -> list[str]:
    remarks = []
    for column, cell in sorted(row.cells.items()):
        heading = columns.headings.get(column, "")
        if heading and cell.kind == "f":
            remarks.append(f"{heading}: {_NO_VALUE}")
        elif heading and cell.kind == "e":
            remarks.append(f"{heading}: the spreadsheet shows the error {cell.text}.")
    return remarks


def read_school(row: Row, columns: Columns, place: Place) -> AllocationRow:
    """The row as a school row of the allocation."""
    urn, laestab, remarks = numbers_of(row, columns)
    days, no_days = _amount(row, columns, "days")
    hours, no_hours = _amount(row, columns, "hours")
    visits = _visits(row, columns, place.scope)
    kept, doubt = _kept(row, columns)
    doubts = [f"{visit.heading}: {visit.remark}" for visit in visits if visit.remark]
    hidden = ["The row is hidden in the spreadsheet."] if row.hidden else []
    return AllocationRow(
        sheet=place.sheet,
        row=row.number,
        place=place.spoken(row),
        name=text_of(row, columns, "name"),
        urn=urn,
        laestab=laestab,
        la=text_of(row, columns, "la"),
        phase=_phase(text_of(row, columns, "phase"), place.phase),
        section=place.section,
        advisers=people_of(row, columns, place),
        category=text_of(row, columns, "category"),
        days=days,
        hours=hours,
        visits=visits,
        head=text_of(row, columns, "head"),
        notes="\n".join(cell.text.strip() for _, cell in _cells(row, columns, "notes") if cell.text.strip()),
        hidden=row.hidden,
        cells=_as_read(row, columns),
        doubt=doubt,
        remarks=[*remarks, *kept, *_unreadable(row, columns), *doubts, *no_days, *no_hours, *hidden],
    )
