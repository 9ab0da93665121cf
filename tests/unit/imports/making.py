"""Files and registers for the import tests, made on the spot."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from sipdesk.domain.allocation import ParsedAllocation
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.programme import Category
from sipdesk.domain.school import RegisterRow
from sipdesk.imports.allocation import interpret
from sipdesk.imports.csvtable import read_csv
from sipdesk.imports.workbook import read_workbook

AUTUMN = TermSlot.parse("2025-26/autumn")
SPRING = TermSlot.parse("2025-26/spring")

CATEGORIES = [
    Category(id=name.lower().replace(" ", "-"), name=name)
    for name in ("Core", "Focused", "Enhanced", "Intensive A", "Intensive B")
]


def from_csv(text: str | bytes, *, wanted: TermSlot | None = None, name: str = "list.csv") -> ParsedAllocation:
    """What a CSV of these characters means."""
    data = text.encode() if isinstance(text, str) else text
    return interpret(read_csv(data), name, "0" * 64, wanted=wanted, default=AUTUMN)


def from_xlsx(data: bytes, *, wanted: TermSlot | None = None) -> ParsedAllocation:
    """What a workbook means."""
    return interpret(read_workbook(data), "list.xlsx", "0" * 64, wanted=wanted, default=AUTUMN)


def saved(workbook: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> openpyxl.Workbook:
    """A workbook with these sheets and rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def rewritten(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """A workbook with each part passed through `change` (None drops it), and some parts added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_spreadsheets_write(rows: Sequence[Sequence[str | int | None]], strings: Sequence[str] = ()) -> bytes:
    """A workbook with shared texts, as Excel and LibreOffice write it (openpyxl writes texts inline).

    `strings` are XML of shared items that stand before those of the rows; a cell `#0` names the first of them.
    """
    shared = [*strings]
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(65 + column)}{number}"
            if isinstance(value, int):
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
            elif isinstance(value, str):
                index = int(value[1:]) if value.startswith("#") else len(shared)
                if index == len(shared):
                    shared.append(f'<si><t xml:space="preserve">{escape(value)}</t></si>')
                cells.append(f'<c r="{place}" t="s" s="0"><v>{index}</v></c>')
            else:
                cells.append(f'<c r="{place}" s="0"/>')
        lines.append(f'<row r="{number}" spans="1:9">{"".join(cells)}</row>')
    relation = f'<Relationship Id="rId{{}}" Type="{_LINKS}/{{}}" Target="{{}}"/>'
    links = [
        relation.format(1, "worksheet", "worksheets/sheet1.xml"),
        relation.format(2, "sharedStrings", "sharedStrings.xml"),
    ]
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{''.join(links)}</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(shared)}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{xml}')
    return target.getvalue()


def school(urn: str, name: str, estab: str = "", **more: str) -> RegisterRow:
    """An establishment of Hackney, open, unless told otherwise."""
    given = {"la_code": "204", "la_name": "Hackney", "status_code": "1", "status_name": "Open", **more}
    return RegisterRow(urn=urn, name=name, estab=estab, **given)


class Shelf:
    """A register in memory, for matching."""

    def __init__(self, rows: Iterable[RegisterRow] = ()) -> None:
        self.rows = list(rows)

    @property
    def empty(self) -> bool:
        """Nothing was read."""
        return not self.rows

    def by_urn(self, urn: str) -> RegisterRow | None:
        """By URN."""
        return next((row for row in self.rows if row.urn == urn), None)

    def by_laestab(self, laestab: str) -> list[RegisterRow]:
        """By DfE number."""
        return [row for row in self.rows if row.laestab == laestab]

    def in_authorities(self, la_codes: Sequence[str]) -> list[RegisterRow]:
        """By authority."""
        return [row for row in self.rows if row.la_code in la_codes]

    def la_code(self, written: str) -> str:
        """An authority's code."""
        asked = written.strip().casefold()
        return next((r.la_code for r in self.rows if asked in {r.la_code, r.la_name.casefold()}), "")
