"""What becomes of every row of a file, ready to be shown: nothing a file says is passed over in silence."""

from collections.abc import Iterable
from enum import StrEnum

from sipdesk.domain.allocation import AllocationRow, ParsedAllocation, RowKind, SkippedRow, share_out
from sipdesk.domain.base import Model
from sipdesk.domain.errors import Refused
from sipdesk.domain.school import RegisterRow
from sipdesk.services.caseload import Fate, FieldChange, Preview, SchoolChange
from sipdesk.services.registered import RegisterPreview


class Kind(StrEnum):
    """What becomes of a row, in the order a person looks at them."""

    DOUBTFUL = "Doubtful"
    UNREADABLE = "Not settled"
    NEW = "New"
    CHANGED = "Changed"
    GONE = "Gone"
    SAME = "The same"
    OTHERS = "Other partners’"
    NOBODYS = "Nobody’s"
    NO_SCHOOL = "No school row"


class FateRow(Model):
    """One row of the preview."""

    key: str
    kind: Kind
    place: str
    """`Row 12`; empty for a school the file does not name."""
    name: str
    urn: str = ""
    what: str
    """In a sentence."""
    fields: list[FieldChange] = []
    remarks: list[str] = []
    candidates: list[RegisterRow] = []


_FIELD = {
    "name": "Name",
    "phase": "Phase",
    "governance": "Governance",
    "status": "Status",
    "head": "Headteacher",
    "roll": "Roll",
    "authority": "Authority",
    "category": "Category",
    "planned": "Planned visits",
    "notes": "Notes",
    "type_name": "Type",
    "postcode": "Postcode",
    "laestab": "DfE number",
    "la_name": "Authority",
    "roll_date": "Roll counted on",
    "provisional": "Checked against the register",
}
_SKIPPED = {
    RowKind.TITLE: ("title", "titles"),
    RowKind.SECTION: ("section heading", "section headings"),
    RowKind.HEADER: ("row of headings", "rows of headings"),
    RowKind.BLANK: ("blank", "blank"),
    RowKind.FOOTNOTE: ("footnote", "footnotes"),
    RowKind.SUBTOTAL: ("subtotal", "subtotals"),
    RowKind.TOTAL: ("total", "totals"),
    RowKind.OTHER_TERM: ("for another term", "for another term"),
    RowKind.OTHER: ("without a school", "without a school"),
}


def of_allocation(preview: Preview, partner: str) -> list[FateRow]:
    """Every row of an allocation file, and my schools that it does not name."""
    parsed = preview.parsed
    rows = {f"{row.sheet}!{row.row}": row for row in parsed.rows}
    found = [_doubt(fate, rows.get(fate.key)) for fate in preview.unmatched]
    for kind, changes in (
        (Kind.NEW, preview.new),
        (Kind.CHANGED, preview.changed),
        (Kind.SAME, preview.same),
        (Kind.GONE, preview.gone),
    ):
        found += [_change(kind, change) for change in changes]
    found += _shared(parsed, partner)
    return [*found, *(_skipped(row, n) for n, row in enumerate(parsed.skipped))]


def totals(parsed: ParsedAllocation) -> str:
    """How the rows of the file add up: `46 rows = 40 schools + 3 blank + 1 total`."""
    told = [f"{count} {_SKIPPED[kind][count > 1]}" for kind, count in parsed.totals.skipped.items() if count]
    schools = f"{len(parsed.rows)} school{'' if len(parsed.rows) == 1 else 's'}"
    return f"{parsed.totals.rows_in_file} rows in the file = " + " + ".join([schools, *told])


def _doubt(fate: Fate, row: AllocationRow | None) -> FateRow:
    place = row.place if row else f"Row {fate.row}"
    why = fate.why.removeprefix(f"{row.label}: ") if row else fate.why
    return FateRow(
        key=fate.key,
        kind=Kind.DOUBTFUL if fate.candidates else Kind.UNREADABLE,
        place=place,
        name=row.name if row else "",
        urn=row.urn if row else "",
        what=why[:1].upper() + why[1:],
        candidates=fate.candidates,
    )


def _change(kind: Kind, change: SchoolChange) -> FateRow:
    fields = [field.model_copy(update={"field": _FIELD.get(field.field, field.field)}) for field in change.fields]
    said = {
        Kind.NEW: "Joins your caseload.",
        Kind.GONE: "Not in the file: leaves your caseload. Its visits and drafts are kept.",
        Kind.SAME: "Already as the file has it.",
    }
    if change.allocation[0] is not None and kind is Kind.NEW:
        said[Kind.NEW] = "Comes back to your caseload, with its visits."
    return FateRow(
        key=f"school {change.urn}",
        kind=kind,
        place=change.place,
        name=change.name,
        urn=change.urn,
        what=said.get(kind)
        or "; ".join(f"{field.field}: {_or_none(field.before)} → {_or_none(field.after)}" for field in fields),
        fields=fields,
        remarks=change.remarks,
    )


def _or_none(text: str) -> str:
    return text or "nothing"


def _shared(parsed: ParsedAllocation, partner: str) -> list[FateRow]:
    try:
        share = share_out(parsed, partner)
    except Refused:
        return []
    found = [_listed(row, Kind.OTHERS, f"For {' and '.join(row.advisers)}.") for row in share.others]
    return found + [_listed(row, Kind.NOBODYS, "No adviser is named.") for row in share.nobodys]


def _listed(row: AllocationRow, kind: Kind, what: str) -> FateRow:
    return FateRow(key=f"{row.sheet}!{row.row}", kind=kind, place=row.place, name=row.name, urn=row.urn, what=what)


def _skipped(row: SkippedRow, number: int) -> FateRow:
    place = f"Row {row.row}" if row.row == row.through else f"Rows {row.row}–{row.through}"
    return FateRow(key=f"skipped {number}", kind=Kind.NO_SCHOOL, place=place, name=row.text, what=row.why)


def of_register(preview: RegisterPreview, names: dict[str, str]) -> list[FateRow]:
    """What a register says of my schools; the rest of England follows silently and is counted."""
    found = []
    for before, after in preview.changed:
        was, now = before.model_dump(mode="json"), after.model_dump(mode="json")
        fields = [
            FieldChange(field=_FIELD.get(name, name), before=_told(was[name]), after=_told(now[name]))
            for name in now
            if was[name] != now[name]
        ]
        what = "; ".join(f"{field.field}: {_or_none(field.before)} → {_or_none(field.after)}" for field in fields)
        found.append(
            FateRow(
                key=f"school {after.urn}",
                kind=Kind.CHANGED,
                place="",
                name=after.name,
                urn=after.urn,
                what=what,
                fields=fields,
            )
        )
    changed = {after.urn for _, after in preview.changed}
    found += [
        FateRow(
            key=f"school {urn}",
            kind=Kind.GONE if urn in preview.gone else Kind.SAME,
            place="",
            name=name,
            urn=urn,
            what="Not in the register file; it stays on your caseload."
            if urn in preview.gone
            else "Already as the register has it.",
        )
        for urn, name in names.items()
        if urn not in changed
    ]
    return found + _messages(preview.messages)


def _messages(messages: Iterable[str]) -> list[FateRow]:
    return [
        FateRow(key=f"message {n}", kind=Kind.UNREADABLE, place="", name="", what=message)
        for n, message in enumerate(messages)
    ]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "no" if value else "yes"
    return "" if value is None else str(value)
