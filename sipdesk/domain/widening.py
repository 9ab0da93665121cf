"""What a note may say to a wider circle: its figures without the small ones, its words without those that count pupils.

Words are read by rules that can be read here. A line that may let a pupil be known is left out, and it says so where it
stood; whoever has looked at such a line and vouches for it can keep it.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sipdesk.domain.answers import GroupAnswer
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.disclosure import Earlier, is_small, suppress
from sipdesk.domain.exclusions import Count, Figure, Measure, Pupils, TableAnswer
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.kinds import read_printed, write_printed
from sipdesk.domain.note import NoteRecord, RecordItem, RecordSection
from sipdesk.domain.question import FiguresTable, NumberAsked, Table

LEFT_OUT = "[Left out of this version.]"
FULL = (
    "This is the full note. It holds numbers so small that a pupil might be known by them, so it goes to those named under "
    "Distribution and no further; whoever shares it takes care of that."
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PUPIL = r"(?:pupils?|child(?:ren)?|boys?|girls?|students?|learners?|siblings?)"
_ONE = re.compile(
    r"\b(?:an?|the|this|that|another)\s+(?:[\w-]+\s+){0,2}(?:boy|girl)\b"
    r"|\b(?:an?|the|this|that|another)\s+(?:[\w-]+\s+){0,2}(?:pupil|child|student|learner)\s+(?:who|with|in|was|has|had|of)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"\b(?:suspen\w+|exclu(?:ded|sions?)|PEX|FTEs?|at risk)\b", re.IGNORECASE)
_ANY_NUMBER = re.compile(rf"\d|\b(?:{'|'.join((*_WORDS, 'eleven', 'twelve', 'a', 'an', 'single', 'once', 'twice', 'both'))})\b", re.IGNORECASE)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True)
class Widening:
    """What it takes to make a wider version."""

    threshold: int = 2
    """Counts from 1 up to this are taken out, as the programme says."""
    earlier: Sequence[Earlier] = ()
    """Tables of wider versions that have left the desk."""
    kept: Collection[str] = ()
    """Lines somebody has looked at and vouches for, word for word."""


@dataclass
class _Work:
    """One note on its way: what was left out, by heading."""

    how: Widening
    doubts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    taken: bool = False
    rolls: bool = False
    """The size of a group was taken out of a table."""


def widened(record: NoteRecord, how: Widening | None = None) -> NoteRecord:
    """The same note without what may let a pupil be known, with remarks that say so. What it is called is for others."""
    work = _Work(how or Widening())
    sections = _sections(record, work)
    record = record.model_copy(update={"remarks": [line for line in record.remarks if line != FULL]})
    told = _clean(record.model_dump(mode="json", exclude={"sections"}), work)
    clean = NoteRecord.model_validate(told | {"sections": [section.model_dump(mode="json") for section in sections]})
    return clean.model_copy(update={"remarks": [*_said(work), *clean.remarks]})


def doubtful(record: NoteRecord, threshold: int = 2) -> list[str]:
    """The lines that a wider version leaves out, as they were written, each once."""
    work = _Work(Widening(threshold))
    _sections(record, work)
    record = record.model_copy(update={"remarks": [line for line in record.remarks if line != FULL]})
    _clean(record.model_dump(mode="json", exclude={"sections"}), work)
    return list(dict.fromkeys(work.doubts))


def tables_of(record: NoteRecord) -> list[TableOfVisit]:
    """The tables of figures of a note that were filled."""
    return [
        _table_of(item.question, item.answer, record)
        for section in record.sections
        for item in section.items
        if isinstance(item.question, FiguresTable) and item.answer is not None
    ]


def _table_of(question: FiguresTable, answer: Any, record: NoteRecord) -> TableOfVisit:
    year = AcademicYear.parse(record.visit.year)
    return TableOfVisit(question=question, answer=read_printed(question.kind, answer), year=year, on=record.visit.date)


def held_back(sections: Sequence[RecordSection], threshold: int) -> list[str]:
    """What the full note says of itself where it tells of so few pupils that one might be known."""
    return [FULL] if _holds_small_numbers(sections, threshold) else []


def _holds_small_numbers(sections: Sequence[RecordSection], threshold: int) -> bool:
    for section in sections:
        for item in section.items:
            if isinstance(item.question, FiguresTable) and item.answer is not None:
                answer: TableAnswer = read_printed(item.question.kind, item.answer)
                counts = [c for groups in answer.periods.values() for c in groups.values()]
                numbers = [number for c in counts for number in _numbers(c)]
                if any(isinstance(number, int) and is_small(number, threshold) for number in numbers):
                    return True
    return False


def _numbers(counts: Pupils) -> list[Count | Figure]:
    return [counts.roll, *(counts.of(measure) for measure in Measure if measure.counted)]


def may_tell_of_a_pupil(line: str, threshold: int = 2) -> bool:
    """Whether a line of prose counts few pupils, speaks of one, or gives any number of suspensions or exclusions."""
    few = "|".join((*_WORDS[:threshold], *map(str, range(1, threshold + 1)), "single", "sole", "only", "both"))
    counted = re.compile(rf"\b(?:{few})\b(?:\W+[\w-]+){{0,2}}?\W+{_PUPIL}\b", re.IGNORECASE)
    if counted.search(line) or _ONE.search(line):
        return True
    return any(_EXCLUDED.search(part) and _ANY_NUMBER.search(part) for part in _SENTENCE.split(line))


def _said(work: _Work) -> list[str]:
    most = work.how.threshold
    small = " or ".join(map(str, range(1, most + 1))) if most < 3 else f"1 to {most}"
    lines = []
    if work.taken:
        lines.append(
            f"Numbers of {small} pupils or episodes are shown as c (suppressed), and so are others from which they could be "
            "worked out, with the rates that rest on them."
        )
    if work.left:
        lines.append(
            f"Left out because small numbers could be worked out from it: {'; '.join(dict.fromkeys(work.left))}."
        )
    if work.doubts:
        lines.append("Lines that count pupils, or speak of one, are left out where they stood.")
    return lines


# ------------------------------------------------------------------------------------------------------------ answers


def _sections(record: NoteRecord, work: _Work) -> list[RecordSection]:
    """The tables of all sections first: what they hide decides what may be said of the sizes of groups. What one of them
    tells is known to whoever reads the next."""
    tables: dict[tuple[str, str], RecordItem] = {}
    told = list(work.how.earlier)
    for section in record.sections:
        for item in section.items:
            if isinstance(item.question, FiguresTable):
                tables[section.id, item.question.id] = _figures(item, record, work, told)
    made = []
    for section in record.sections:
        beside = any((section.id, item.question.id) in tables for item in section.items)
        items = [
            tables.get((section.id, item.question.id)) or _item(item, work, beside=beside) for item in section.items
        ]
        made.append(section.model_copy(update={"items": items}))
    return made


def _item(item: RecordItem, work: _Work, *, beside: bool) -> RecordItem:
    if item.answer is None:
        return item
    answer = read_printed(item.question.kind, item.answer)
    unsafe = _UNSAFE.get(item.question.kind)
    if unsafe and unsafe(item.question, answer, work.how.threshold, beside):
        work.left.append(item.question.printed)
        return item.model_copy(update={"answer": None})
    if item.question.kind == "group_review":
        answer = [_group(group, work) for group in answer]
    told = _clean(write_printed(item.question.kind, answer), work)
    return item.model_copy(update={"answer": told})


def _figures(item: RecordItem, record: NoteRecord, work: _Work, earlier: list[Earlier]) -> RecordItem:
    if item.answer is None or not isinstance(item.question, FiguresTable):
        return item
    table = _table_of(item.question, item.answer, record)
    answer = table.answer
    told = suppress(table, work.how.threshold, earlier)
    earlier.append(Earlier(table, told))
    work.taken = work.taken or told.periods != answer.periods
    rolls = [counts.roll for groups in told.periods.values() for counts in groups.values()]
    work.rolls = work.rolls or "c" in rolls
    told = _printed(table.whole, told).model_copy(update={"comment": _clean(answer.comment, work)})
    return item.model_copy(update={"answer": write_printed(item.question.kind, told)})


def _printed(question: FiguresTable, answer: TableAnswer) -> TableAnswer:
    """Without counts that stand behind no row: what its pages do not show, a wider version does not hold."""
    rows = {(row.group, row.measure.value) for row in question.rows}
    periods = {
        column: {
            group: counts.model_copy(update={m.value: None for m in question.allowed if (group, m.value) not in rows})
            for group, counts in groups.items()
        }
        for column, groups in answer.periods.items()
    }
    return answer.model_copy(update={"periods": periods})


def _group(group: GroupAnswer, work: _Work) -> GroupAnswer:
    """Without its size, where that is small or a table hides the size of a group."""
    if not isinstance(group.pupils, int) or not (work.rolls or is_small(group.pupils, work.how.threshold)):
        return group
    work.taken = True
    return group.model_copy(update={"pupils": "c"})


def _table(question: Table, answer: Any, threshold: int, beside: bool) -> bool:
    """Counts beside a table of figures add up to it; elsewhere a small one is enough. Percentages of several groups
    whose sizes nobody gives may be those of one or two pupils."""
    types = {column.id: column.type for column in question.columns}
    counts = [value for row in answer for name, value in row.cells.items() if types.get(name) == "number"]
    shares = [value for row in answer for name, value in row.cells.items() if types.get(name) == "percent"]
    small = any(isinstance(n, int | float) and n != 0 and n <= threshold for n in counts)
    several = len({row.row for row in answer}) > 1
    return bool((beside and [n for n in counts if n]) or small or (several and [n for n in shares if n is not None]))


def _number(question: NumberAsked, answer: Any, threshold: int, beside: bool) -> bool:
    if not isinstance(answer, int | float) or answer == 0:
        return False
    return beside or (question.unit.casefold().startswith("pupil") and answer <= threshold)


_UNSAFE: dict[str, Callable[[Any, Any, int, bool], bool]] = {"table": _table, "number": _number}


# -------------------------------------------------------------------------------------------------------------- words


def _clean(value: Any, work: _Work) -> Any:
    """Plain JSON with each doubtful line of each text left out where it stood."""
    if isinstance(value, dict):
        return {key: _clean(inner, work) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, work) for inner in value]
    return "\n".join(_line(line, work) for line in value.split("\n")) if isinstance(value, str) else value


def _line(line: str, work: _Work) -> str:
    if line in work.how.kept or not may_tell_of_a_pupil(line, work.how.threshold):
        return line
    work.doubts.append(line)
    return LEFT_OUT
