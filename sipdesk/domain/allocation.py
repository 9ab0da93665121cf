"""What an allocation sheet says, row by row, before anything is matched to the register or applied to a desk."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from sipdesk.domain.allocation_names import choose_partner, same_person, split_people
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.domain.school import Phase


class RowKind(StrEnum):
    """Why a row of a sheet is no school row."""

    TITLE = "title"
    SECTION = "section"
    HEADER = "header"
    BLANK = "blank"
    FOOTNOTE = "footnote"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    OTHER_TERM = "other term"
    """A school row under a section that names a term other than the one read."""
    OTHER = "other"
    """Cells without a school: a note that runs on, a second date. Named in the messages."""


class VisitCell(Model):
    """A cell under a visit heading: a date where it is one, else the words as written."""

    heading: str
    written: str
    day: date | None = None
    remark: str = ""
    """Why the words are kept as a note, where that may surprise."""


class AllocationRow(Model):
    """One school row. `cells` is the row as read, by heading; the other fields are what it means."""

    sheet: str
    row: int
    """As in the file: 1 is its first row."""
    place: str
    """For sentences: `Row 46`, or with the sheet's name where several were read."""
    name: str = ""
    urn: str = ""
    """Six digits, or empty."""
    laestab: str = ""
    """Seven digits; four where the sheet gives the establishment number alone; or empty."""
    la: str = ""
    """The authority as the row itself names it (name or code), or empty."""
    phase: Phase = Phase.UNKNOWN
    section: str = ""
    advisers: list[str] = []
    """Each person named, as written; empty where nobody is."""
    category: str = ""
    """As written; the programme decides what it means."""
    days: Decimal | None = None
    hours: Decimal | None = None
    visits: list[VisitCell] = []
    head: str = ""
    notes: str = ""
    hidden: bool = False
    """The row is hidden in the spreadsheet (often by a filter); it is read all the same."""
    cells: dict[str, str] = {}
    remarks: list[str] = []
    doubt: str = ""
    """Why it is not certain whose school it is; then the row is shown, never applied."""
    nobodys: bool = False
    """It stands in a part of the list that says so: `Unallocated`."""

    @property
    def label(self) -> str:
        """How a sentence names the row: `Row 46, Blossom House`."""
        what = self.name or (f"URN {self.urn}" if self.urn else self.laestab)
        return f"{self.place}, {what}" if what else self.place


class SkippedRow(Model):
    """A row, or a run of blank rows, that is no school row."""

    sheet: str
    row: int
    through: int
    """The last row of the run; the same as `row` for a single one."""
    kind: RowKind
    why: str
    text: str = ""
    """The row's own words, shortened."""

    @property
    def count(self) -> int:
        """How many rows of the file this is."""
        return self.through - self.row + 1


class IgnoredSheet(Model):
    """A sheet none of whose rows were read, and why."""

    sheet: str
    why: str


class ControlTotals(Model):
    """Every row of every sheet read, from the first to the last with anything in it, is accounted for once."""

    rows_in_file: int
    school_rows: int
    skipped: dict[RowKind, int]

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if self.rows_in_file != self.school_rows + sum(self.skipped.values()):
            raise ValueError("the rows of the file are not all accounted for")
        return self

    @classmethod
    def of(cls, rows_in_file: int, rows: list[AllocationRow], skipped: list[SkippedRow]) -> Self:
        """Count what was read; raises ValueError when a row has gone missing."""
        kinds: Counter[RowKind] = Counter()
        for row in skipped:
            kinds[row.kind] += row.count
        return cls(rows_in_file=rows_in_file, school_rows=len(rows), skipped=dict(kinds))


class ParsedAllocation(Model):
    """An allocation file as read: nothing matched, nothing applied."""

    file_name: str
    sha256: str
    """Of the file's bytes, 64 hexadecimal digits."""
    format: Literal["csv", "xlsx"]
    encoding: str = ""
    """For a CSV: how its bytes were read."""
    delimiter: str = ""
    term: TermSlot
    term_from: Literal["wanted", "file", "file name", "default"]
    rows: list[AllocationRow]
    skipped: list[SkippedRow]
    ignored: list[IgnoredSheet]
    totals: ControlTotals
    names_advisers: bool
    """Whether the file says anywhere (column, section, sheet) whose schools these are."""
    messages: list[str] = []
    unnamed: dict[str, bool] = {}
    """Where the file names no advisers: columns whose headings say nothing but whose cells may be people, and whether
    they surely are."""

    @property
    def advisers(self) -> list[str]:
        """Every written form of a name, in the order of the file."""
        return list(dict.fromkeys(name for row in self.rows for name in row.advisers))


class Share(Model):
    """The rows of a file by whose they are."""

    mine: list[AllocationRow]
    others: list[AllocationRow]
    """Rows that name somebody else."""
    nobodys: list[AllocationRow]
    """Rows in which the place for the name is empty, or says TBC, vacant …"""
    written: list[str]
    """The forms of the partner's name found in the file; empty where the file names nobody at all."""


def share_out(parsed: ParsedAllocation, wanted: str) -> Share:
    """Whose row is whose. A file that names no advisers at all is taken as one partner's own list.

    Before that, a column without a telling heading is believed if this partner stands in it. Raises Refused when nobody
    in the file fits the name, or two people do, or people stand in such a column and this partner is not among them.
    """
    rows, guessed = parsed.rows, ""
    if not parsed.names_advisers:
        guessed = _guessed(parsed, wanted)
        if not guessed:
            kept = [row for row in rows if not row.nobodys]
            return Share(mine=kept, others=[], nobodys=[row for row in rows if row.nobodys], written=[])
        rows = [_by_column(row, guessed) for row in rows]
    names = list(dict.fromkeys(name for row in rows for name in row.advisers))
    written = choose_partner(wanted, names)
    groups: dict[str, list[AllocationRow]] = {"mine": [], "others": [], "nobodys": []}
    for row in rows:
        mine = not written.isdisjoint(row.advisers)
        groups["mine" if mine else "others" if row.advisers else "nobodys"].append(row)
    return Share(**groups, written=[name for name in names if name in written])


def _guessed(parsed: ParsedAllocation, wanted: str) -> str:
    """The one column without a telling heading in which the partner stands; empty where no column holds people."""
    fitting = [
        heading
        for heading in parsed.unnamed
        if any(same_person(wanted, name) for row in parsed.rows for name in split_people(row.cells.get(heading, "")))
    ]
    if len(fitting) > 1:
        raise Refused(
            f"No heading says whose schools these are, and “{wanted.strip()}” stands under {_quoted(fitting)}. "
            "Nothing was changed; name the adviser's column “SIP” and import the file again."
        )
    surely = [heading for heading, sure in parsed.unnamed.items() if sure]
    if surely and not fitting:
        raise Refused(
            f"No heading says whose schools these are, but people stand under {_quoted(surely)}, and none of them fits "
            f"the name “{wanted.strip()}”. Nothing was changed. If that says whose schools they are, give the name as "
            "the file has it; if this is your own list, take the column out and import the file again."
        )
    return fitting[0] if fitting else ""


def _by_column(row: AllocationRow, heading: str) -> AllocationRow:
    people = split_people(row.cells.get(heading, ""))
    remark = f"Whose it is was read under “{heading}”: no heading names the adviser's column."
    return row.model_copy(update={"advisers": people, "remarks": [*row.remarks, remark]})


def _quoted(headings: Iterable[str]) -> str:
    return numbered(f"“{heading}”" for heading in headings)


def numbered(places: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`: for sentences."""
    *some, last = list(places) or [""]
    return f"{', '.join(some)} and {last}" if some else last
