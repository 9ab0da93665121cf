"""A table of figures as a grid's source: counts typed, rates worked out, comparators as published."""

import copy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import ValidationError

from sipdesk.domain import comparison
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput
from sipdesk.domain.exclusions import SPOKEN_MARKS, Comparator, Measure, other_phase_named, rate, shown
from sipdesk.domain.question import ExclusionsColumn, FiguresTable
from sipdesk.domain.school import Phase
from sipdesk.gui.visit.editors.gridcells import Look
from sipdesk.gui.visit.editors.groups import is_count, read_count

_COUNT_FAULT = "is not a count. Type a whole number, or c suppressed, z not applicable, x not available."
_SHARE_FAULT = (
    "is not a percentage from 0 to 100. Type a number such as 5.4, or c suppressed, z not applicable, x not available."
)
_FIGURE_FAULT = "is not a figure. Type a number such as 2.31, or c suppressed, z not applicable, x not available."


@dataclass(frozen=True)
class Line:
    """A row of the grid: pupils on roll, a count, a rate worked out, or a share that is typed as a percentage."""

    label: str
    kind: Literal["roll", "number", "rate", "share"]
    group: str
    measure: Measure = Measure.PEX
    row: str = ""
    """The form's row; empty for one that the form does not print but its rates need."""

    @property
    def key(self) -> str:
        """Where its count is kept."""
        return "roll" if self.kind == "roll" else self.measure.value


def lines(question: FiguresTable) -> list[Line]:
    """Rolls first, then the form's rows, each rate behind the count it is worked out from."""
    labels = {group.id: group.label for group in question.groups}
    made = [Line(f"On roll: {group.label}", "roll", group.id) for group in question.groups]
    counted = {(row.measure, row.group) for row in question.rows if row.shows == "number"}
    for row in question.rows:
        if not row.measure.counted:
            made.append(Line(row.label, "share", row.group, row.measure, row.id))
            continue
        if row.shows == "rate" and (row.measure, row.group) not in counted:
            counted.add((row.measure, row.group))
            words = f"{row.measure.short}, {labels.get(row.group, row.group)}{question.said['number']}"
            made.append(Line(words, "number", row.group, row.measure))
        made.append(Line(row.label, row.shows, row.group, row.measure, row.id))
    return made


def year_words(told: Any) -> str:
    """A school year as the answer has it: `2023-24`, in older files by its start."""
    return str(AcademicYear(**told)) if isinstance(told, dict) else str(told or "")


def _figure(text: str) -> Any:
    bare = text.strip().removesuffix("%").strip()
    if not bare:
        return None
    return bare.casefold() if bare.casefold() in SPOKEN_MARKS else bare


def _is_figure(value: Any) -> bool:
    if value is None or value in SPOKEN_MARKS:
        return True
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _is_share(value: Any) -> bool:
    return _is_figure(value) and (value is None or value in SPOKEN_MARKS or 0 <= Decimal(str(value)) <= 100)


class Figures:
    """The answer of such a table, cell by cell. What is not shown is kept."""

    def __init__(self, question: FiguresTable, year: AcademicYear, phase: Phase = Phase.UNKNOWN) -> None:
        self._asked, self._year, self._phase = question, year, phase
        self.raw: dict[str, Any] = {}
        self._doubts: dict[str, dict[str, str]] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        added = self.raw.get("added")
        self.question = self._asked.with_added(added if isinstance(added, list) else [])
        self.lines = lines(self.question)

    def put(self, answer: Any) -> None:
        """Another answer."""
        self.raw = copy.deepcopy(answer) if isinstance(answer, dict) else {}
        self._lay_out()
        self.weigh()

    def weigh(self) -> None:
        """Hold the counts and rates of comparators against each other anew."""
        self._doubts = {}
        for column, raw in (self.raw.get("comparators") or {}).items():
            given = _readable(raw)
            if given is not None:
                self._doubts[column] = comparison.doubts(self.question, given)

    def doubts(self) -> list[str]:
        """Counts and rates that cannot all be right, each with its place and the arithmetic."""
        rows = {row.id: row.label for row in self.question.rows}
        heads = {column.id: n for n, column in enumerate(self.question.columns)}
        return [
            f"{rows[row]}, {self.column_head(heads[column])}: {why}"
            for column, found in self._doubts.items()
            if column in heads and not self.is_apart(column)
            for row, why in found.items()
        ]

    def reading(self) -> tuple[list[str], list[str]]:
        """What can be said of the figures, and what has to be known beside it, a line each; nothing while a cell cannot
        stand."""
        try:
            answer = self.question.answers.model_validate(self.raw)
        except (ValidationError, BadInput):
            return [], []
        told = comparison.findings(self._asked, answer, self._year, self._phase)
        cautions = comparison.cautions(self.question, answer, self._year, self._phase)
        notes = [comparison.footnote(given, self._year) for given in comparison.shown(answer, self._phase).values()]
        return told.lines, [*told.notes(), *notes, *cautions]

    def is_apart(self, column_id: str) -> bool:
        """Whether a comparator is of another phase than the school: then nothing of it is shown."""
        phase = self.phase_told(column_id)
        return phase is None or (phase is not Phase.UNKNOWN and not comparison.may_be(phase, self._phase))

    def phase_told(self, column_id: str) -> Phase | None:
        """Whose figures a comparator has: as it says, or as its own words betray. None for a phase nobody knows."""
        given = (self.raw.get("comparators") or {}).get(column_id) or {}
        words = " ".join(str(given.get(key) or "") for key in ("area", "population", "source"))
        try:
            return Phase(other_phase_named(words, self._phase) or given.get("phase") or Phase.UNKNOWN)
        except ValueError:
            return None

    def add(self, group: str) -> None:
        """One more group of pupils."""
        self.raw.setdefault("added", []).append(group)
        self._lay_out()

    def leave(self, group: str) -> None:
        """A group that was added goes again, with what was typed for it."""
        gone = {line.row for line in self.lines if line.group == group}
        self.raw["added"] = [one for one in self.raw.get("added") or [] if one != group]
        if not self.raw["added"]:
            del self.raw["added"]
        for groups in (self.raw.get("periods") or {}).values():
            groups.pop(group, None)
        for given in (self.raw.get("comparators") or {}).values():
            given["values"] = {row: told for row, told in (given.get("values") or {}).items() if row not in gone}
            given.get("rolls", {}).pop(group, None)
        self._lay_out()
        self.weigh()

    def take(self, column_id: str, comparator: dict[str, Any]) -> None:
        """A comparator as a whole; an empty one takes the column's figures out."""
        comparators = self.raw.setdefault("comparators", {})
        comparators[column_id] = copy.deepcopy(comparator)
        self.tidy(column_id)
        self.weigh()

    def value(self) -> dict[str, Any]:
        """The answer as it stands."""
        return copy.deepcopy(self.raw)

    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.lines), len(self.question.columns)

    def row_head(self, row: int) -> str:
        """What is counted."""
        return self.lines[row].label

    def column_head(self, column: int) -> str:
        """The school year, or whose figures."""
        asked = self.question.columns[column]
        year = self._year.shifted(asked.year).slashed
        if asked.source == "comparator":
            given = {} if self.is_apart(asked.id) else self._comparator(asked)
            phase, told = str(given.get("phase") or ""), year_words(given.get("year")).replace("-", "/")
            return ", ".join(filter(None, (asked.label or asked.id, phase, told)))
        return asked.label or (f"{year} to date" if asked.to_date else year)

    def _comparator(self, column: ExclusionsColumn) -> dict[str, Any]:
        found = (self.raw.get("comparators") or {}).get(column.id)
        return found if isinstance(found, dict) else {}

    def _counts(self, column: ExclusionsColumn, group: str) -> dict[str, Any]:
        found = ((self.raw.get("periods") or {}).get(column.id) or {}).get(group)
        return found if isinstance(found, dict) else {}

    def look(self, row: int, column: int) -> Look:
        """A cell."""
        line, asked = self.lines[row], self.question.columns[column]
        if asked.source == "comparator":
            return self._published(line, asked)
        counts = self._counts(asked, line.group)
        if line.kind == "rate":
            return Look(self._rate(counts, line), typed=False, right=True)
        value = counts.get(line.key)
        if line.kind == "share":
            return Look(shown(value), fault="" if _is_share(value) else f"“{value}” {_SHARE_FAULT}", right=True)
        return Look(shown(value), fault="" if is_count(value) else f"“{value}” {_COUNT_FAULT}", right=True)

    def _published(self, line: Line, asked: ExclusionsColumn) -> Look:
        if self.is_apart(asked.id):
            return Look(typed=False, right=True)
        given = self._comparator(asked)
        if line.kind == "roll":
            return Look(shown((given.get("rolls") or {}).get(line.group)), typed=False, right=True)
        if not line.row:
            return Look(typed=False, right=True)
        value = (given.get("values") or {}).get(line.row)
        fault = "" if _is_figure(value) else f"“{value}” {_FIGURE_FAULT}"
        return Look(shown(value), fault=fault, right=True, doubt=self._doubts.get(asked.id, {}).get(line.row, ""))

    @staticmethod
    def _rate(counts: dict[str, Any], line: Line) -> str:
        count, roll = counts.get(line.measure.value), counts.get("roll")
        return shown(rate(count, roll)) if is_count(count) and is_count(roll) else ""

    def write(self, row: int, column: int, text: str) -> None:
        """What was typed. An emptied place is taken out of the answer again."""
        line, asked = self.lines[row], self.question.columns[column]
        if asked.source == "comparator":
            values = self.comparator(asked.id).setdefault("values", {})
            _set(values, line.row, _figure(text))
            self.tidy(asked.id)
            self.weigh()
            return
        periods = self.raw.setdefault("periods", {})
        groups = periods.setdefault(asked.id, {})
        counts = groups.setdefault(line.group, {})
        _set(counts, line.key, _figure(text) if line.kind == "share" else read_count(text))
        if all(value is None for value in counts.values()):
            del groups[line.group]
        if not groups:
            del periods[asked.id]

    def comparator(self, column_id: str) -> dict[str, Any]:
        """The comparator of a column, to be changed."""
        comparators = self.raw.setdefault("comparators", {})
        made: dict[str, Any] = comparators.setdefault(column_id, {})
        return made

    def tidy(self, column_id: str) -> None:
        """A comparator that says nothing is none."""
        comparators = self.raw.get("comparators") or {}
        given = comparators.get(column_id) or {}
        if not any(given.get(key) for key in ("area", "phase", "year", "source", "values")):
            comparators.pop(column_id, None)

    def make_room(self, _rows: int) -> None:
        """The form's rows are all there are."""

    def least_width(self, _column: int) -> int:
        """Room for a year."""
        return 64

    def stretches(self, _column: int) -> bool:
        """All share what is left over."""
        return True

    def faults(self) -> list[str]:
        """Every cell that cannot stand, with its place."""
        rows, columns = self.size()
        there = ((row, column, self.look(row, column).fault) for row in range(rows) for column in range(columns))
        return [f"{self.row_head(row)}, {self.column_head(column)}: {fault}" for row, column, fault in there if fault]


def _readable(raw: Any) -> Comparator | None:
    """A comparator whose figures can be read, whatever else is still half typed."""
    values = (raw.get("values") or {}) if isinstance(raw, dict) else {}
    told = {row: value for row, value in values.items() if _is_figure(value)}
    try:
        return Comparator.model_validate({"values": told, "rolls": raw.get("rolls") or {}}) if told else None
    except (ValidationError, BadInput):
        return None


def _set(kept: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
