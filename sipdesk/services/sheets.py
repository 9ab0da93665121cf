"""The caseload as a spreadsheet. Text goes into cells through `as_text` and only there."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput
from sipdesk.services.overview import CaseloadView, SchoolRow
from sipdesk.system.files import refuse_target, write_atomically

Value = str | int | Decimal | date | None
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take text for a formula (OWASP, "CSV Injection"), full-width forms among it."""
_LONGEST = 32_000


class Sheet(Model):
    """A table ready to be written: a neutral title, headings, rows of typed values."""

    title: str
    heads: list[str]
    rows: list[list[Value]]


def as_text(text: str) -> str:
    """Text as a cell holds it: what would be read as a formula gets an apostrophe in front."""
    kept = text[:_LONGEST]
    return f"'{kept}" if kept.lstrip(" \u00a0").startswith(_FORMULA) else kept


class SheetService:
    """Lays out and writes. Outside work, which needs no desk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def caseload(self, view: CaseloadView, urns: Sequence[str]) -> Sheet:
        """The schools named, in that order. A programme that keeps its caseload confidential lets no name out."""
        numbers = {row.urn: n for n, row in enumerate(view.rows, 1)}
        rows = {row.urn: row for row in view.rows}
        heads = ["School", "URN", "Phase", "Category"]
        for term in Term:
            heads += [term.value.capitalize(), f"{term.value.capitalize()} date"]
        heads += [
            "Open actions",
            "Oldest agreed on",
            "My hours",
            "Time used",
            "Time due",
            "Of what",
            "Next date",
            "Next date is",
        ]
        return Sheet(
            title=f"sipdesk caseload {view.today.isoformat()}",
            heads=heads,
            rows=[_line(rows[urn], numbers[urn]) for urn in urns if urn in rows],
        )

    def write(self, sheet: Sheet, target: Path) -> None:
        """Write a .xlsx or a .csv, by the ending of its name."""
        kinds = {".xlsx": self._workbook, ".csv": _csv}
        make = kinds.get(target.suffix.casefold())
        if make is None:
            raise BadInput(f"{target.name} ends in neither .xlsx nor .csv. Nothing was written.")
        refuse_target(target)
        write_atomically(target, make(sheet))

    def _workbook(self, sheet: Sheet) -> bytes:
        import xlsxwriter  # noqa: PLC0415  - only who exports needs it

        out = io.BytesIO()
        # In memory: nothing of a caseload may lie in a folder for temporary files.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(out, options) as book:
            book.set_properties({"title": sheet.title, "created": self._clock.now().replace(tzinfo=None)})
            day = book.add_format({"num_format": "dd/mm/yyyy", "align": "right"})
            head = book.add_format({"bold": True, "bottom": 1})
            page = book.add_worksheet("Caseload")
            for place, title in enumerate(sheet.heads):
                page.write_string(0, place, title, head)
            for n, row in enumerate(sheet.rows, 1):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(n, place, as_text(value))
                    elif isinstance(value, date):
                        page.write_datetime(n, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                    elif value is not None:
                        page.write_number(n, place, float(value))
            page.freeze_panes(1, 1)
            page.autofit()
            if sheet.rows:
                page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
        return out.getvalue()


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.heads)
    writer.writerows([[_written(value) for value in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig")  # the mark makes Excel read the accents


def _written(value: Value) -> str:
    if isinstance(value, str):
        return as_text(value)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _line(row: SchoolRow, number: int) -> list[Value]:
    told: list[Value] = [f"School {number}" if row.confidential else row.name, None if row.confidential else row.urn]
    told += [row.phase, row.category]
    for term in Term:
        cell = row.terms.get(term)
        told += [
            "no visit" if cell is None else cell.state.value if cell.state else "not begun",
            cell.date if cell else None,
        ]
    told += [row.open_actions, row.oldest, *_time(row)]
    told += [row.next.on if row.next else None, _kind(row)]
    return told


def _time(row: SchoolRow) -> list[Value]:
    """The partner's own hours, then what was given of the entitlement in its own unit: a number, or the document's word."""
    one = row.time.standing
    if one is None:
        return [row.time.hours, None, None, ""]
    return [row.time.hours, one.everybody, one.given if one.due is None else one.due, f"{one.label}: {one.given}"]


def _kind(row: SchoolRow) -> str:
    if row.next is None:
        return ""
    if row.next.listed:
        return "in the allocation sheet"
    return "overdue" if row.next.overdue else "last day of term" if row.next.by else "a visit"
