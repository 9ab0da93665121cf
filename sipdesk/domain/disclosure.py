"""Disclosure control: which figures of a table must not be told, so that no pupil can be known by them.

First go counts of 1 up to a threshold. Then as many more as it takes until nobody can work one back from what is left:
from totals, from groups that lie in one another, from the year to date of an earlier note, from rates (a rate is worked
out of what is told, so it tells no more). A figure counts as safe only when another set of figures, with another value
there, agrees with everything that is told and was ever told; such a set is looked for and has to be found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from sipdesk.domain.exclusions import Count, Measure, TableAnswer
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.question import FiguresTable

FIELDS = (*(measure.value for measure in Measure if measure.counted), "roll")
_GROWS = {Measure.PEX.value, Measure.SUSPENSION.value}
"""Episodes add up over a year. Who is persistently absent in February may not be in June."""
_DEEP = 12
"""So many figures are moved at most to show that one of them can be another."""
Key = tuple[int, str, str, str]
"""School year; day up to which it counts, `~` for the whole year; group; field."""


@dataclass(frozen=True)
class Earlier:
    """A table that was told before: as it was written, and as it left the desk."""

    table: TableOfVisit
    told: TableAnswer


@dataclass(frozen=True)
class Sum:
    """A whole and its parts: their values add up to it."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass
class Known:
    """What is true, what a reader is told, and what both know of how figures hang together."""

    true: dict[Key, int] = field(default_factory=dict)
    told: set[Key] = field(default_factory=set)
    hidden: set[Key] = field(default_factory=set)
    """Printed as suppressed: at least 1, and no more is known."""
    out: set[Key] = field(default_factory=set)
    """Told by an earlier note: taking them out now hides nothing."""
    sums: list[Sum] = field(default_factory=list)


def suppress(table: TableOfVisit, threshold: int, earlier: Sequence[Earlier] = ()) -> TableAnswer:
    """The answer with every figure marked `c` that may not leave the desk. `threshold` 0 takes nothing out."""
    if threshold < 1:
        return table.answer
    question = table.question.with_added(table.answer.added)
    known = _known(table, question, earlier)
    mine = _cells(question, table.answer, table)
    hidden = {key for key in mine if _small(key, known, threshold)}
    _hide(known, hidden)
    shut: set[Key] = set()
    while (weak := _weak(known, threshold, shut)) is not None:
        spare = _nearest(weak, known, set(mine))
        if spare is None:
            shut.add(weak)  # nothing is left to take out: what earlier notes told cannot be untold
            continue
        hidden.add(spare)
        _hide(known, {spare})
    told = _without(table, {mine[key] for key in hidden})
    return _without_shares(told, threshold)


def known_to_a_reader(table: TableOfVisit, told: TableAnswer, earlier: Sequence[Earlier] = ()) -> Known:
    """What somebody knows who has read the table as it was told, and the earlier ones; for checking from outside."""
    question = table.question.with_added(table.answer.added)
    known = _known(table, question, earlier)
    cells = _cells(question, table.answer, table)
    shown = _cells(question, told, table)
    _hide(known, {key for key in cells if key not in shown})
    return known


def is_small(value: int, threshold: int) -> bool:
    """True for a count that may point to a pupil. None at all points to nobody."""
    return 1 <= value <= threshold


# ---------------------------------------------------------------------------------------------------- what is known


def _cells(question: FiguresTable, answer: TableAnswer, table: TableOfVisit) -> dict[Key, tuple[str, str, str]]:
    """The numbers of an answer by key, each with where it stands: column, group, field."""
    found = {}
    for column in question.columns:
        for group in question.groups:
            counts = answer.of(column.id, group.id)
            for name in FIELDS:
                if isinstance(getattr(counts, name, None), int):
                    # A roll is that of the January census, whatever day the note is of.
                    to_date = column.to_date and name != "roll"
                    day = (table.on.isoformat() if table.on else "") if to_date else "~"
                    found[(table.year.start + column.year, day, group.id, name)] = (column.id, group.id, name)
    return found


def _value(answer: TableAnswer, place: tuple[str, str, str]) -> int:
    column, group, name = place
    return int(getattr(answer.periods[column][group], name))


def _known(table: TableOfVisit, question: FiguresTable, earlier: Sequence[Earlier]) -> Known:
    known, questions = Known(), [question]
    for before in earlier:
        asked = before.table.question.with_added(before.table.answer.added)
        questions.append(asked)
        shown = _cells(asked, before.told, before.table)
        for key, place in _cells(asked, before.table.answer, before.table).items():
            known.true[key] = _value(before.table.answer, place)
            (known.told if key in shown else known.hidden).add(key)
            (known.hidden if key in shown else known.told).discard(key)
    # What is written now is true; where an earlier note had another number, the two have nothing to do with each other.
    for key, place in _cells(question, table.answer, table).items():
        now = _value(table.answer, place)
        if key in known.told and known.true[key] == now:
            known.out.add(key)
        known.hidden.discard(key)
        known.told.add(key)
        known.true[key] = now
    known.sums = [*_parts(questions, known), *_times(known)]
    return known


def _parts(questions: Sequence[FiguresTable], known: Known) -> list[Sum]:
    """Groups within groups: whole = its parts + the rest, for each way it is divided; as any of the tables has it."""
    families = {(above, way, groups) for question in questions for (above, way), groups in _families(question).items()}
    places = sorted({(year, day, name) for year, day, _, name in known.true})
    made = []
    for above, way, groups in sorted(families):
        for year, day, name in places:
            whole = (year, day, above, name)
            parts = [key for group in groups if (key := (year, day, group, name)) in known.true]
            if whole in known.true and parts:
                made += _sum(known, whole, parts, f"rest of {above} by {way} beside {', '.join(groups)}")
    return made


def _families(question: FiguresTable) -> dict[tuple[str, str], tuple[str, ...]]:
    """Groups that divide another alike, by that one and the way."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for group in question.groups:
        for parent in question.parents(group):
            key = parent.id, group.splits or group.id
            found[key] = (*found.get(key, ()), group.id)
    return found


def _times(known: Known) -> list[Sum]:
    """The year to date grows: a later day = an earlier one + what came between. Numbers of pupils do not."""
    made = []
    for year, pupils, name in sorted({(year, group, name) for year, _, group, name in known.true if name in _GROWS}):
        days = sorted(key for key in known.true if (key[0], key[2], key[3]) == (year, pupils, name))
        for before, after in pairwise(days):
            made += _sum(known, after, [before], f"{pupils} from {before[1]} to {after[1]}")
    return made


def _sum(known: Known, whole: Key, parts: list[Key], rest_called: str) -> list[Sum]:
    """With a rest that nobody prints. A rest of nothing may be guessed, so it counts as told."""
    rest = known.true[whole] - sum(known.true[part] for part in parts)
    if rest < 0:
        return []  # figures that do not add up tell a reader nothing by adding up
    key = (*whole[:2], rest_called, whole[3])
    known.true[key] = rest
    if rest == 0:
        known.told.add(key)
    return [Sum(whole, (*parts, key))]


def _hide(known: Known, keys: Iterable[Key]) -> None:
    keys = set(keys) - known.out
    known.told -= keys
    known.hidden |= keys


# ------------------------------------------------------------------------------------------------------ is it safe


def _small(key: Key, known: Known, threshold: int) -> bool:
    """Small itself, or told of a group with so few pupils."""
    value = known.true[key]
    roll = known.true.get((key[0], "~", key[2], "roll"), 0)
    return is_small(value, threshold) or (value > 0 and is_small(roll, threshold))


def _weak(known: Known, threshold: int, shut: set[Key]) -> Key | None:
    """A figure that must not be known and can be: one taken out, or the small difference between two that are told."""
    for key in sorted(known.true.keys() - known.told - shut):
        guarded = key in known.hidden or is_small(known.true[key], threshold)
        if guarded and not _open(key, known):
            return key
    return None


def _open(key: Key, known: Known) -> bool:
    """True when there is another value it may have, with everything told still agreeing."""
    return any(_moved(key, by, known) for by in (1, -1))


def _moved(key: Key, by: int, known: Known) -> bool:
    touching = [one for one in known.sums if key == one.whole or key in one.parts]
    return _settle({key: by}, {id(one) for one in touching}, known) if _may(key, by, known) else False


def _may(key: Key, by: int, known: Known) -> bool:
    least = 1 if key in known.hidden else 0
    return key not in known.told and known.true[key] + by >= least


def _settle(moves: dict[Key, int], open_sums: set[int], known: Known) -> bool:
    """Move other figures until every sum adds up again; depth first, each figure once."""
    broken = next((one for one in known.sums if id(one) in open_sums and _off(one, moves)), None)
    if broken is None:
        return True
    if len(moves) >= _DEEP:
        return False
    off = _off(broken, moves)
    for key in (broken.whole, *reversed(broken.parts)):
        by = -off if key == broken.whole else off
        if key not in moves and _may(key, by, known):
            touched = {id(one) for one in known.sums if key == one.whole or key in one.parts}
            if _settle(moves | {key: by}, open_sums | touched, known):
                return True
    return False


def _off(one: Sum, moves: dict[Key, int]) -> int:
    """By how much the whole has moved beyond its parts."""
    return moves.get(one.whole, 0) - sum(moves.get(part, 0) for part in one.parts)


# ------------------------------------------------------------------------------------------------------ take more out


def _nearest(weak: Key, known: Known, mine: set[Key]) -> Key | None:
    """The smallest figure still told that hangs together with the weak one most closely; of this table, and not nought."""
    seen, ring = {weak}, {weak}
    while ring:
        ring = {key for one in known.sums for key in (one.whole, *one.parts)
                if ring & {one.whole, *one.parts}} - seen  # fmt: skip
        seen |= ring
        spare = [key for key in ring if key in mine and key in known.told - known.out and known.true[key] > 0]
        if spare:
            return min(spare, key=lambda key: (known.true[key], key))
    return None


def _without(table: TableOfVisit, places: set[tuple[str, str, str]]) -> TableAnswer:
    periods = {
        column: {
            group: counts.model_copy(update={name: "c" for name in FIELDS if (column, group, name) in places})
            for group, counts in groups.items()
        }
        for column, groups in table.answer.periods.items()
    }
    return table.answer.model_copy(update={"periods": periods, "comment": ""})


def _without_shares(told: TableAnswer, threshold: int) -> TableAnswer:
    """A percentage that was typed is that of one or two pupils unless the pupils behind it are told, and more."""
    name = Measure.ABSENCE.value
    periods = {
        column: {
            group: counts
            if not isinstance(getattr(counts, name, None), Decimal) or _known_to_be_many(counts.roll, threshold)
            else counts.model_copy(update={name: "c"})
            for group, counts in groups.items()
        }
        for column, groups in told.periods.items()
    }
    return told.model_copy(update={"periods": periods})


def _known_to_be_many(roll: Count, threshold: int) -> bool:
    return isinstance(roll, int) and roll > threshold
