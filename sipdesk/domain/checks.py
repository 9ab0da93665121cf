"""What an answer may hold beyond its shape: only what its question offers. A misfit is refused, never dropped."""

import datetime as dt
import math
from typing import Any

from sipdesk.domain import answers as a
from sipdesk.domain import question as q
from sipdesk.domain.errors import BadInput
from sipdesk.domain.exclusions import Measure, TableAnswer

MARKS = {"c", "z", "x"}


def _known(question: q.Asked, given: list[str], known: list[str], what: str) -> None:
    for value in given:
        if value and value not in known:
            raise BadInput(f"{question.id}: “{value}” is not {what}. Known: {', '.join(known)}. Nothing was changed.")


def _is_figure(value: a.Cell) -> bool:
    if isinstance(value, bool):
        return False
    return value is None or isinstance(value, int | float) or value in MARKS


def table(question: q.Table, answer: list[a.TableRow]) -> None:
    """Columns and fixed rows that exist; numbers where numbers are asked for."""
    types = {column.id: column for column in question.columns}
    for row in answer:
        _known(question, list(row.cells), list(types), "a column")
        if question.rows:
            _known(question, [row.row], [fixed.id for fixed in question.rows], "a row")
        for column_id, value in row.cells.items():
            column = types[column_id]
            if column.type == "percent" and isinstance(value, int | float) and not 0 <= value <= 100:
                raise BadInput(
                    f"{question.id}: {column.label}: {value:g} % is not between 0 and 100. Nothing was changed."
                )
            if column.type in {"number", "percent"} and not _is_figure(value):
                raise BadInput(f"{question.id}: {column.label} takes a number, not “{value}”. Nothing was changed.")
            if column.type == "choice" and isinstance(value, str):
                _known(
                    question,
                    [value],
                    [option.id for option in column.options],
                    f"a choice of {column.label}",
                )


def number(question: q.NumberAsked, answer: float | None) -> None:
    """Within the range; whole where asked."""
    if answer is None:
        return
    if not math.isfinite(answer) or abs(answer) > 1e12:
        raise BadInput(f"{question.id}: that is no number a person would write. Nothing was changed.")
    if question.whole and answer != int(answer):
        raise BadInput(f"{question.id}: a whole number is asked for, not {answer}. Nothing was changed.")
    low, high = question.minimum, question.maximum
    if (low is not None and answer < low) or (high is not None and answer > high):
        raise BadInput(f"{question.id}: {answer:g} is outside {low:g} to {high:g}. Nothing was changed."
                       if low is not None and high is not None else f"{question.id}: {answer:g} is out of range. Nothing was changed.")  # fmt: skip


def figures(question: q.FiguresTable, answer: TableAnswer) -> None:
    """Periods, groups and rows that exist; no count below zero."""
    _known(question, answer.added, [group.id for group in question.addable], "a group that can be added")
    question = question.with_added(answer.added)
    own = [column.id for column in question.columns if column.source == "school"]
    others = [column.id for column in question.columns if column.source == "comparator"]
    _known(question, list(answer.periods), own, "a period of the table")
    _known(question, list(answer.comparators), others, "a comparator of the table")
    for groups in answer.periods.values():
        _known(question, list(groups), [group.id for group in question.groups], "a group of the table")
        for counts in groups.values():
            given = [counts.roll, *(counts.of(measure) for measure in question.allowed)]
            if any(isinstance(n, int) and n < 0 for n in given):
                raise BadInput(f"{question.id}: a count cannot be below zero. Nothing was changed.")
            persistent = counts.of(Measure.PERSISTENT)
            if isinstance(persistent, int) and isinstance(counts.roll, int) and persistent > counts.roll:
                said = f"{persistent} of {counts.roll} pupils cannot be persistently absent"
                raise BadInput(f"{question.id}: {said}. Nothing was changed.")
    for comparator in answer.comparators.values():
        _known(
            question,
            list(comparator.values),
            [row.id for row in question.rows],
            "a row of the table",
        )
        _known(question, list(comparator.rolls), [group.id for group in question.groups], "a group of the table")


def day(question: q.Asked, answer: dt.date | None) -> None:
    """A day in this century."""
    if answer is not None and not 2000 <= answer.year <= 2100:
        raise BadInput(f"{question.id}: {answer} is not a day a visit can speak of. Nothing was changed.")


def anything(_question: q.Asked, _answer: Any) -> None:
    """The shape is all there is to check."""


def choice(question: q.Choice, answer: list[str]) -> None:
    """Offered choices only; one unless several may be taken."""
    _known(question, answer, [option.id for option in question.options], "one of the choices")
    if not question.several and len(answer) > 1:
        raise BadInput(f"{question.id}: one choice only. Nothing was changed.")


def rating(question: q.Rating, answer: a.RatingAnswer) -> None:
    """A point of the scale."""
    _known(question, [answer.value], [option.id for option in question.scale], "on the scale")


def judgements(question: q.DeepDives | q.ImpactReview, answer: list[Any]) -> None:
    """Each judgement a point of the scale."""
    _known(
        question,
        [item.judgement for item in answer],
        [option.id for option in question.scale],
        "on the scale",
    )


def groups(question: q.GroupReview, answer: list[a.GroupAnswer]) -> None:
    """Groups of the form, or ones with a label of their own; no number below zero."""
    _known(question, [given.group for given in answer], [group.id for group in question.groups], "a group of the form")
    named = [given.group for given in answer if given.group]
    if len(set(named)) != len(named):
        raise BadInput(f"{question.id}: a group stands twice. Nothing was changed.")
    for given in answer:
        if isinstance(given.pupils, int) and given.pupils < 0:
            raise BadInput(f"{question.id}: a number of pupils cannot be below zero. Nothing was changed.")
        if not given.group and not given.label:
            raise BadInput(f"{question.id}: a group added by hand needs a label. Nothing was changed.")


def concerns(question: q.Concerns, answer: dict[str, a.ConcernAnswer]) -> None:
    """Only the concerns the form asks about."""
    _known(question, list(answer), [item.id for item in question.items], "a standing concern")
