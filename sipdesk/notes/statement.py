"""The statement of time: what each school is entitled to, what it was given, and how that was reckoned."""

from decimal import Decimal

from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import figure, short
from sipdesk.domain.pieces import COUNTED
from sipdesk.domain.statement import KindSum, SchoolTime, Statement
from sipdesk.notes import words
from sipdesk.notes.nodes import Cell, Column, Document, Heading, Node, Paragraph, Span, Table, cell, muted

STATUS = "STATEMENT OF TIME · NOT A NOTE OF VISIT"
_COUNTED = (
    "A visit counts with the hours of its header, and in days with the length its programme gives it. Different units are "
    "never added together. Where the programme has no number, its own word stands; it is not nought."
)


def render_statement(record: Statement) -> bytes:
    """The statement as PDF."""
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415  - reportlab takes 150 ms to import

    return lay_out(statement_document(record)).pdf


def statement_document(record: Statement) -> Document:
    """The statement in reading order."""
    period = _period(record)
    nodes: list[Node] = [
        Heading("Statement of time", 1),
        Paragraph((Span(f"{period[:1].upper()}{period[1:]}", "strong"),), "lead"),
        Paragraph(
            (Span(f"{record.partner}, {record.role}. Counted from {words.long_date(record.first)} to {words.long_date(record.last)}."),)
        ),
    ]  # fmt: skip
    for school in record.schools:
        nodes += _school(school)
    if not record.schools:
        nodes.append(Paragraph(muted("There is no school on the caseload.")))
    nodes.append(Paragraph(muted(_COUNTED), "small"))
    one = record.schools[0].school if record.one and record.schools else "Caseload"
    return Document(
        title=f"Statement of time, {period}" + ("" if record.nameless or not record.one else f": {one}"),
        author=record.partner,
        marking=record.marking,
        status=STATUS,
        rehearsal=record.rehearsal,
        footer=f"{one} · {period} · made on {words.long_date(record.made)}",
        nodes=tuple(nodes),
    )


def _period(record: Statement) -> str:
    return record.period if " " in record.period else f"school year {record.period.replace('-', '/')}"


def _school(school: SchoolTime) -> list[Node]:
    told = f"{school.school} · URN {school.urn}" if school.urn else school.school
    nodes: list[Node] = [Heading(told)]
    nodes += [Paragraph(muted(" ".join(school.remarks)))] if school.remarks else []
    if school.standings:
        nodes.append(_standings(school.standings))
        said = dict.fromkeys((one.label, one.said) for one in school.standings if one.said)
        nodes += [Paragraph((Span(f"{label}: ", "strong"), Span(told)), "small") for label, told in said]
    nodes += [_kinds(school.kinds)] if school.kinds else [Paragraph(muted("No time is noted in this period."))]
    return nodes


def _standings(found: list[TimeStanding]) -> Table:
    columns = (
        Column("Entitlement", 2.3),
        Column("Given", 1.4),
        Column("Counted in", 1.5),
        Column("Mine", 0.6, "right"),
        Column("All", 0.6, "right"),
        Column("Left", 0.8, "right"),
        Column("Booked", 0.7, "right"),
    )
    return Table(columns, tuple(_standing(one) for one in found), tight=True)


def _standing(one: TimeStanding) -> tuple[Cell, ...]:
    span = f"{one.first.day} {one.first:%b} – {words.short_date(one.last)}" if one.first and one.last else "once"
    mine, everybody = (_amount(one.mine, one), _amount(one.everybody, one)) if one.counts else ("—", "—")
    left = cell("—" if one.left is None else _amount(one.left, one))
    if one.over:
        left = Cell((Paragraph((Span(f"{_amount(one.over, one)} over", "alert"),)),))
    return (
        cell(one.label),
        cell(one.given),
        cell(span),
        cell(mine),
        cell(everybody),
        left,
        cell(_amount(one.booked, one) if one.booked else "—"),
    )


def _amount(amount: Decimal, one: TimeStanding) -> str:
    return figure(amount) if one.unit in COUNTED else short(amount, one.unit)


def _kinds(found: list[KindSum]) -> Table:
    columns = (Column("Time by kind", 2.2), Column("Mine", 1.2, "right"), Column("All", 1.2, "right"), Column("Booked", 1.2, "right"))  # fmt: skip
    rows = tuple((cell(one.kind), *(cell(_sums(part)) for part in (one.mine, one.everybody, one.booked))) for one in found)  # fmt: skip
    return Table(columns, rows, tight=True)


def _sums(given: dict[str, Decimal]) -> str:
    return " + ".join(short(amount, unit) for unit, amount in given.items()) or "—"
