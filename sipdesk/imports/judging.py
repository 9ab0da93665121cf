"""Whether a row below the headings is a school, and if not, what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import NamedTuple

from sipdesk.domain.allocation import RowKind
from sipdesk.domain.allocation_names import split_people
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.allocation_words import looks_like_person, names_a_group, names_a_school, names_a_section
from sipdesk.imports.columns import Columns
from sipdesk.imports.grid import Row
from sipdesk.imports.headings import Meaning
from sipdesk.imports.lines import (
    adviser_said,
    is_footnote,
    person_alone,
    says_nobody,
    total_in,
    without_count,
    words_in,
)
from sipdesk.imports.schoolrow import numbers_of, text_of

_TELLING: tuple[Meaning, ...] = ("name", "urn", "laestab", "adviser")
_PART = re.compile(r"(?i)^(?:cluster|locality|area|group|team|zone|patch|tranche|cohort|band|phase)\s+\w{1,2}\b\W*$")
_CODE = re.compile(r"^\w{1,3}[+*]?$")
_WORDS = re.compile(r"^[^\W\d]{2}[^\d]*$")
_HEADS = "It heads the rows below it."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a row is. `kind` None means a school row."""

    kind: RowKind | None = None
    why: str = ""
    section: str = ""
    adviser: str = ""
    nobodys: bool = False
    """The rows below it have no adviser."""
    scope: Scope = field(default_factory=Scope)


class _Known(NamedTuple):
    """What judging needs to know of a row."""

    texts: list[str]
    name: str
    numbered: bool
    people: bool
    lost: bool
    """A cell that could say which school or whose holds a formula without a value."""


_SCHOOL = Judgement()


class Judge:
    """Judges the rows of one table. It looks ahead once: at how full rows are, and where the last total stands."""

    def __init__(self, columns: Columns, data: Sequence[Row], *, whose: bool) -> None:
        self._columns = columns
        self._last_total = max((row.number for row in data if self._is_total(row)), default=0)
        self._last_numbered = max((row.number for row in data if self._numbered(row)), default=0)
        lone = [words_in(row)[0] for row in data if len(words_in(row)) == 1]
        alone = [text for text in lone if looks_like_person(without_count(text), single=True)]
        numbered = sum(self._numbered(row) for row in data)
        full = sum(len(row.cells) > 1 for row in data)
        self._single_people = len(alone) > 1 and numbered * 5 >= full * 4 > 0
        """Lone first names head parts of the list: rows that are schools have their numbers."""
        self._fuller = full > len(lone) or numbered * 5 >= full * 4 > 0
        self._people_head = not whose and self._begins_with_person(data)
        """The list begins with a lone name, so lone names head its parts. Else `William Patten` may be a school."""

    def _begins_with_person(self, data: Sequence[Row]) -> bool:
        """Whether the first rows are a lone name and then something fuller."""
        told = [texts for row in data if (texts := words_in(row))]
        while told and says_nobody(told[0]):  # a list may begin with the schools that nobody has
            told = list(dropwhile(lambda texts: len(texts) > 1, told[1:]))
        heads = [at for at, texts in enumerate(told) if len(texts) > 1 or not names_a_section(texts[0])]
        first = heads[0] if heads else len(told)
        followed = len(told) > first + 1 and len(told[first + 1]) > 1
        return followed and self._fuller and bool(person_alone(told[first], single=self._single_people))

    def people(self, row: Row) -> bool:
        """Whether the row's own cell names an adviser."""
        cells = (row.cells.get(column) for column in self._columns.of("adviser"))
        told = [cell.text for cell in cells if cell is not None and cell.kind == "s"]
        return any(split_people(text) and not total_in([text]) for text in told)

    def _numbered(self, row: Row) -> bool:
        urn, laestab, _ = numbers_of(row, self._columns)
        return bool(urn or laestab)

    def _is_total(self, row: Row) -> bool:
        # Beside a name a remark speaks of that school: `Total of 3 visits`.
        remarks = self._columns.of("notes") if text_of(row, self._columns, "name") else []
        told = row._replace(cells={column: cell for column, cell in row.cells.items() if column not in remarks})
        return bool(total_in(words_in(told))) and not self._numbered(row) and not self.people(row)

    def _known(self, row: Row) -> _Known:
        telling = [c for m in _TELLING for c in self._columns.of(m)]
        lost = any(row.cells[column].kind == "f" for column in telling if column in row.cells)
        name = text_of(row, self._columns, "name")
        return _Known(words_in(row), name, self._numbered(row), self.people(row), lost)

    def judge(self, row: Row) -> Judgement:
        """What the row is."""
        row = self._once(row)
        known = self._known(row)
        if self._continues(row, known):
            return Judgement(RowKind.OTHER, "It continues the row above it in merged cells.")
        if known.numbered and (known.name or len(known.texts) > 1 or self._columns.of("urn")):
            return _SCHOOL
        if self._is_total(row):
            return Judgement(RowKind.TOTAL, "It adds up the list.")
        if known.lost and not names_a_section(known.name):
            return _SCHOOL
        return self._by_words(row, known)

    def _by_words(self, row: Row, known: _Known) -> Judgement:
        if not known.people and is_footnote(known.texts[0]):
            return Judgement(RowKind.FOOTNOTE, "It is a remark on the list.")
        if self._ends_adviser(known):
            return Judgement(RowKind.SECTION, _HEADS, section=known.texts[0], nobodys=True)
        if len(known.texts) == 1 or _only_counts(known.texts[1:]):
            return self._lone(row, known)
        return self._several(row, known)

    def _once(self, row: Row) -> Row:
        """A row whose every cell says the same, without the copies; what it says stands as a school's name would."""
        told = {column: cell for column, cell in row.cells.items() if cell.text.strip() and not cell.filled}
        if len(told) < 2 or len(words_in(row)) > 1:
            return row
        column = next((column for column in self._columns.of("name") if column in told), min(told))
        return row._replace(cells={column: told[column]})

    def _continues(self, row: Row, known: _Known) -> bool:
        if not known.texts:
            return not known.lost
        cells = [row.cells[c] for m in _TELLING[:3] for c in self._columns.of(m) if c in row.cells]
        advisers = [row.cells[c] for c in self._columns.of("adviser") if c in row.cells]
        own_adviser = any(not cell.filled and cell.text.strip() for cell in advisers)
        return bool(cells) and all(cell.filled for cell in cells) and not own_adviser

    def _lone(self, row: Row, known: _Known) -> Judgement:
        text = known.texts[0]
        school = names_a_school(text)
        scope = Scope() if school else Scope.of(text)
        said = adviser_said([text])
        if not said and self._people_head:
            said = person_alone([text], single=self._single_people)
        if said and not self._columns.of("adviser"):
            return Judgement(RowKind.SECTION, _HEADS, section=text, adviser=said)
        if said or names_a_section(text) or not scope.empty or (names_a_group(text) and not school):
            return Judgement(RowKind.SECTION, _HEADS, section=text, scope=scope)
        if known.people:
            return _SCHOOL
        if not known.name:
            return Judgement(RowKind.OTHER, "It has no school name and no number of a school.")
        below = self._below_total(row)
        if below is None and self._columns.of("adviser") and self._fuller and not school:
            return Judgement(RowKind.SECTION, _HEADS, section=text)
        return below or _SCHOOL

    def _ends_adviser(self, known: _Known) -> bool:
        """Whether the words stand where a school would and say that the schools below have no adviser."""
        only_counts = _only_counts(known.texts[1:])
        return bool(known.name) and not known.people and says_nobody(known.texts[:1] if only_counts else known.texts)

    def _several(self, row: Row, known: _Known) -> Judgement:
        if known.people:
            return _SCHOOL
        if not self._columns.of("adviser") and (said := adviser_said(known.texts)):
            return Judgement(RowKind.SECTION, _HEADS, section=known.name, adviser=said)
        if not known.name:
            return Judgement(RowKind.OTHER, "It has no school name and no number of a school.")
        if names_a_section(known.name) or _PART.search(known.name):
            return Judgement(RowKind.SECTION, _HEADS, section=known.name)
        if self._explains(row, known):
            return Judgement(RowKind.FOOTNOTE, "It explains an abbreviation.")
        return self._below_total(row) or _SCHOOL

    def _explains(self, row: Row, known: _Known) -> bool:
        """Whether a code stands where a school would, and words where its number would: `C`, `Core`."""
        cells = [row.cells[c].text for m in _TELLING[1:3] for c in self._columns.of(m) if c in row.cells]
        return len(known.texts) == 2 and bool(_CODE.match(known.name)) and any(_WORDS.match(text) for text in cells)

    def _below_total(self, row: Row) -> Judgement | None:
        if 0 < self._last_total < row.number and self._last_numbered < row.number:
            return Judgement(RowKind.FOOTNOTE, "It stands below the total and has no number of a school.")
        return None


def _only_counts(texts: list[str]) -> bool:
    """Whether what stands beside a heading only counts: `(25)`, `25 schools`."""
    return bool(texts) and all(not without_count(text) for text in texts)
