"""One sheet from top to bottom: every row becomes a school row or a skipped row with its reason."""

import re
from dataclasses import dataclass, field

from sipdesk.domain.allocation import AllocationRow, RowKind, SkippedRow, numbered
from sipdesk.domain.allocation_names import split_people
from sipdesk.domain.allocation_signs import handed_over, is_ditto
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.allocation_words import names_a_section
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.school import Phase
from sipdesk.imports.advisers import settle
from sipdesk.imports.columns import Columns, find_columns, names_other_table
from sipdesk.imports.grid import Row, Sheet
from sipdesk.imports.judging import Judge, Judgement
from sipdesk.imports.lines import adviser_said, is_subtotal, person_alone, shown, words_in
from sipdesk.imports.schoolrow import Place, numbers_of, phase_in, read_school, text_of

_SHOWN = 80
_ABOVE = "It stands above the headings."
_HEADS = "It heads the rows below it."


@dataclass(slots=True)
class Outline:
    """A sheet that has a header, before its rows are read."""

    sheet: Sheet
    header: int
    """Index of the first header row among the sheet's rows."""
    least: int
    """How many meanings make a header here: 1 only in a sheet that has no better one."""
    titled: Scope
    """The term or year that the rows above the header name."""
    named: Scope
    """The term or year that the sheet's name says."""
    adviser: str
    """The person whom the rows above the header name as adviser, or empty."""
    heads: dict[int, str]
    """Row number → the person that stands alone in it, right above a header: each part of the list has its own."""

    @property
    def scope(self) -> Scope:
        """What name and title say together; the name counts where they contradict each other."""
        return self.named if self.named.clashes(self.titled) else self.named.over(self.titled)


def outline(sheet: Sheet) -> Outline | None:
    """Find the sheet's first header; None where no row names a school column."""
    for least in (2, 1):
        headers = [at for at in range(len(sheet.rows)) if find_columns(sheet.rows, at, sheet.merges, least)]
        if headers:
            return _outlined(sheet, headers, least)
    return None


def _outlined(sheet: Sheet, headers: list[int], least: int) -> Outline:
    titles = [words_in(row) for row in sheet.rows[: headers[0]]]
    titled = Scope()
    for texts in titles:
        titled = titled.over(Scope.of(" ".join(texts)))
    heads = _heads(sheet, headers)
    first = heads.get(sheet.rows[headers[0] - 1].number, "") if headers[0] else ""
    adviser = next((name for texts in titles if (name := adviser_said(texts))), first)
    return Outline(sheet, headers[0], least, titled, Scope.of(sheet.name), adviser, heads)


def _heads(sheet: Sheet, headers: list[int]) -> dict[int, str]:
    """People who stand alone right above a header. One such name may be a title; an initial, or a second, tells."""
    above = [sheet.rows[at - 1] for at in headers if at]
    single = len(above) > 1
    found = {row.number: name for row in above if (name := person_alone(words_in(row), single=single))}
    certain = [
        name for name in found.values() if "," in name or any(len(word) == 1 for word in re.findall(r"\w+", name))
    ]
    return found if certain or len(set(found.values())) > 1 else {}


@dataclass(slots=True)
class SheetRows:
    """A sheet as read."""

    rows: list[AllocationRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    names_advisers: bool = False
    tables: list[Columns] = field(default_factory=list)
    """The columns of each table of the sheet."""
    adviser_cells: dict[int, str] = field(default_factory=dict)
    """What stands in the adviser's cell of each school row, a placeholder too."""


class Reader:
    """Reads one sheet. Use once."""

    def __init__(self, outlined: Outline, slot: TermSlot, *, several: bool) -> None:
        self._sheet = outlined.sheet
        self._outline = outlined
        self._slot = slot
        self._several = several
        self._columns: Columns | None = None
        self._section = self._phase = ""
        self._adviser = outlined.adviser
        self._nobodys = False
        self._scope = Scope()
        self.result = SheetRows()

    def read(self) -> SheetRows:
        """Every row in turn; blank ones are counted from the gaps."""
        at, expected = 0, 1
        rows = self._sheet.rows
        while at < len(rows):
            if rows[at].number > expected:
                self._skip(expected, rows[at].number - 1, RowKind.BLANK, "It is empty.")
            depth = self._header(at) or self._row(rows[at], at)
            expected = rows[at + depth - 1].number + 1
            at += depth
        self._tell_subtotals()
        return self.result

    def _skip(self, row: int, through: int, kind: RowKind, why: str, text: str = "") -> None:
        self.result.skipped.append(
            SkippedRow(sheet=self._sheet.name, row=row, through=through, kind=kind, why=why, text=text)
        )

    def _header(self, at: int) -> int:
        """Take the header that begins here; 0 where none does, else how many rows it has."""
        rows = self._sheet.rows
        if self._columns and self._identified(rows[at], self._columns):
            return 0
        columns = find_columns(rows, at, self._sheet.merges, self._outline.least)
        other = columns is None and self._columns and names_other_table(rows[at], self._columns)
        if other:
            self._columns = Columns({}, {})
        if columns is None:
            why = "Headings of a table without schools."
            return self._skip_row(rows[at], RowKind.HEADER, why) if other else 0
        settle(columns, rows[at + columns.depth :], self._outline.scope, self._slot)
        self._columns = columns
        self.result.tables.append(columns)
        self._note_columns(columns)
        for row in rows[at : at + columns.depth]:
            self._skip_row(row, RowKind.HEADER, "These are the headings.")
        self._judge = Judge(columns, rows[at + columns.depth :], whose=bool(self._outline.adviser))
        return columns.depth

    def _note_columns(self, columns: Columns) -> None:
        self.result.names_advisers |= bool(columns.of("adviser"))
        unused = [
            f"The column “{heading}” was kept with its rows but not used: "
            "another says whose school it is, or in which category, for this term."
            for heading in columns.unused
        ]
        for said in [*unused, *columns.remarks]:
            message = f"{self._where()}{said}"
            if message not in self.result.messages:
                self.result.messages.append(message)

    def _where(self) -> str:
        return f"Sheet “{self._sheet.name}”: " if self._several else ""

    def _skip_row(self, row: Row, kind: RowKind, why: str) -> int:
        self._skip(row.number, row.number, kind, why, shown(row))
        return 1

    @staticmethod
    def _identified(row: Row, columns: Columns) -> bool:
        urn, laestab, _ = numbers_of(row, columns)
        return bool(urn or laestab)

    def _row(self, row: Row, at: int) -> int:
        columns = self._columns
        if columns is None:
            return self._title(row, at)
        if not columns.lists_schools:
            return self._skip_row(row, RowKind.OTHER, "It stands under headings that name no school.")
        head = self._outline.heads.get(row.number)
        if head and not columns.of("adviser"):
            self._adviser, self._nobodys = head, False
            return self._skip_row(row, RowKind.SECTION, _HEADS)
        judgement = self._judge.judge(row)
        if judgement.kind is not None:
            self._take(judgement)
            return self._skip_row(row, judgement.kind, judgement.why)
        if not self._scope.fits(self._slot):
            why = f"It stands under {self._scope.spoken}, and {self._slot.spoken} was read."
            return self._skip_row(row, RowKind.OTHER_TERM, why)
        place = Place(
            sheet=self._sheet.name,
            named=self._several,
            scope=self._scope.over(self._outline.scope).over(Scope(year=self._slot.year)),
            section=self._section,
            phase=self._phase,
            adviser=self._adviser,
        )
        self.result.names_advisers |= bool(self._adviser)
        read = self._told_above(read_school(row, columns, place), text_of(row, columns, "adviser"))
        nobodys = self._nobodys and not columns.of("adviser")
        self.result.rows.append(read.model_copy(update={"nobodys": nobodys}) if nobodys else read)
        self.result.adviser_cells[row.number] = text_of(row, columns, "adviser")
        self._note_handover(read, columns)
        self._note_lost_adviser(row, columns)
        return 1

    def _told_above(self, row: AllocationRow, cell: str) -> AllocationRow:
        """The row with the adviser of the row above, where its own cell only repeats that one."""
        if not is_ditto(cell):
            return row
        above = self.result.rows[-1] if self.result.rows else None
        people = above.advisers if above else []
        whose = numbered(people) or "nobody"
        remark = f"The adviser's cell says “{cell}”: {whose}, as in the row above."
        return row.model_copy(update={"advisers": people, "remarks": [*row.remarks, remark]})

    def _note_handover(self, row: AllocationRow, columns: Columns) -> None:
        """Say which of two names in one cell was believed."""
        for column in columns.of("adviser"):
            cell = row.cells.get(columns.headings[column], "")
            if handed_over(cell):
                whose = numbered(split_people(cell)) or "nobody"
                self.result.messages.append(f"{row.place}: “{cell[:_SHOWN]}” was read as {whose}, the newer name.")

    def _note_lost_adviser(self, row: Row, columns: Columns) -> None:
        kinds = {row.cells[column].kind for column in columns.of("adviser") if column in row.cells}
        message = f"{self._where()}Some adviser cells hold no name but a formula without a stored value, or an error."
        if kinds and kinds <= {"f", "e"} and message not in self.result.messages:
            self.result.messages.append(message)

    def _title(self, row: Row, at: int) -> int:
        texts = words_in(row)
        if len(texts) == 1 and names_a_section(texts[0]) and at + 1 == self._outline.header:
            self._enter(texts[0])
            return self._skip_row(row, RowKind.SECTION, _HEADS)
        if row.number in self._outline.heads:
            return self._skip_row(row, RowKind.SECTION, _HEADS)
        return self._skip_row(row, RowKind.TITLE, _ABOVE)

    def _enter(self, section: str) -> None:
        self._section = section
        self._phase = section if phase_in(section) is not Phase.UNKNOWN else self._phase

    def _take(self, judgement: Judgement) -> None:
        """What a section says holds until the next one."""
        if judgement.kind is not RowKind.SECTION:
            return
        if judgement.adviser or judgement.nobodys:
            self._adviser, self._nobodys = judgement.adviser, judgement.nobodys
        if not judgement.scope.empty:
            self._scope = judgement.scope
        elif not judgement.adviser and not judgement.nobodys:
            self._enter(judgement.section)

    def _tell_subtotals(self) -> None:
        """A total is a part of the list where its words say so or schools follow it."""
        last = max((row.row for row in self.result.rows), default=0)
        self.result.skipped = [
            row.model_copy(update={"kind": RowKind.SUBTOTAL, "why": "It adds up a part of the list."})
            if row.kind is RowKind.TOTAL and (row.row < last or is_subtotal(row.text.split(" · ")[0]))
            else row
            for row in self.result.skipped
        ]
