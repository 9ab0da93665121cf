"""A statement of time on its way out: its pages, its table, its name. Outside work, which needs no desk."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.statement import KindSum, SchoolTime, Statement
from sipdesk.services.sheets import Sheet, SheetService, Value
from sipdesk.system.files import refuse_target, write_atomically

_HEADS = (
    "School", "URN", "Row", "What", "Given", "Unit", "Period from", "Period to", "Due", "Mine", "All", "Left", "Over",
    "Booked", "How it was reckoned", "Source",
)  # fmt: skip


def statement_name(record: Statement, ending: str) -> str:
    """A file name without a school's name; without its number too where the caseload is confidential."""
    urn = record.schools[0].urn if record.one and record.schools and not record.nameless else ""
    return "_".join(filter(None, ("time", record.period.replace(" ", "-"), urn))) + ending


def statement_pages(record: Statement) -> bytes:
    """The statement as PDF."""
    from sipdesk.notes.statement import render_statement  # noqa: PLC0415  - reportlab takes 150 ms to import

    return render_statement(record)


def statement_sheet(record: Statement) -> Sheet:
    """A row for each entitlement in its period, and one for each kind of time and unit. Words stay words."""
    rows = [row for school in record.schools for row in _rows(school, record)]
    return Sheet(title=f"Time {record.period}", heads=list(_HEADS), rows=rows)


def _rows(school: SchoolTime, record: Statement) -> list[list[Value]]:
    rows = [_entitled(school, one) for one in school.standings]
    return rows + [row for kind in school.kinds for row in _by_kind(school, kind, (record.first, record.last))]


def _entitled(school: SchoolTime, one: TimeStanding) -> list[Value]:
    return [
        school.school, school.urn, "entitlement", one.label, one.given, one.unit, one.first, one.last,
        one.given if one.due is None else one.due, _plain(one.mine) if one.counts else "not counted",
        _plain(one.everybody) if one.counts else "not counted", one.given if one.left is None else _plain(one.left),
        None if one.due is None else _plain(one.over), _plain(one.booked) if one.counts else "not counted",
        one.said, one.source,
    ]  # fmt: skip


def _plain(amount: Decimal) -> Decimal:
    """Without noughts behind the point: 1 meeting is no 1.00 meeting."""
    return Decimal(f"{amount.normalize():f}")


def _by_kind(school: SchoolTime, one: KindSum, span: tuple[date, date]) -> list[list[Value]]:
    units = dict.fromkeys((*one.everybody, *one.booked))
    nothing = Decimal(0)
    return [
        [
            school.school, school.urn, "time by kind", one.kind, "", unit, *span, "", _plain(one.mine.get(unit, nothing)),
            _plain(one.everybody.get(unit, nothing)), "", "", _plain(one.booked.get(unit, nothing)), "", "",
        ]
        for unit in units
    ]  # fmt: skip


def write_statement(record: Statement, target: Path, sheets: SheetService) -> None:
    """Write a .pdf, a .csv or a .xlsx, by the ending of its name, wholly or not at all."""
    if target.suffix.casefold() == ".pdf":
        refuse_target(target)
        write_atomically(target, statement_pages(record))
    else:
        sheets.write(statement_sheet(record), target)
