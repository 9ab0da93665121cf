"""Remarks on rules that meet: numbers of aspects two categories share or none has, categories that lead to two others."""

from itertools import combinations

from sipdesk.domain.programme import Category
from sipdesk.domain.rules import Trigger
from sipdesk.forms.lines import Path
from sipdesk.forms.words import Found

_Placed = tuple[Path, Category, Trigger]


def of(categories: list[Category]) -> list[Found]:
    """All of them, on the later rule of each two."""
    placed: list[_Placed] = [
        (("categories", outer, "triggers", inner), category, trigger)
        for outer, category in enumerate(categories)
        for inner, trigger in enumerate(category.triggers)
    ]
    pairs = [(one, other) for one, other in combinations(placed, 2) if one[1].id != other[1].id]
    found = [remark for one, other in pairs for remark in (*_shared_numbers(one, other), *_shared_ways(one, other))]
    return found + _hole(placed)


def _shared_numbers(one: _Placed, other: _Placed) -> list[Found]:
    (_, category, first), (path, _, second) = one, other
    mine, theirs = _span(second), _span(first)
    if mine is None or theirs is None or max(mine[0], theirs[0]) > min(mine[1], theirs[1]):
        return []
    key = "aspects_from" if second.aspects_from is not None else "aspects_to"
    shared = max(mine[0], theirs[0])
    return [
        ((*path, key), f"numbers of aspects that speak for one category; {shared} speaks for “{category.name}” too")
    ]


def _shared_ways(one: _Placed, other: _Placed) -> list[Found]:
    (_, category, first), (path, _, second) = one, other
    return [
        (
            (*path, "came_from"),
            f"a category that leads to one other; leaving “{name}” speaks for “{category.name}” too",
        )
        for name in second.came_from
        if name in first.came_from
    ]


def _hole(placed: list[_Placed]) -> list[Found]:
    """The first number of aspects between two rules that fits no category."""
    spans = sorted((span, path) for path, _, trigger in placed if (span := _span(trigger)) is not None)
    reached = spans[0][0][1] if spans else 0
    for (low, high), path in spans:
        if low > reached + 1:
            return [((*path, "aspects_from"), f"a rule for each number of aspects; {reached + 1} fits no category")]
        reached = max(reached, high)
    return []


_MANY = 10_000
"""Where a rule names no upper end."""


def _span(trigger: Trigger) -> tuple[int, int] | None:
    if trigger.aspects_from is None and trigger.aspects_to is None:
        return None
    return trigger.aspects_from or 0, _MANY if trigger.aspects_to is None else trigger.aspects_to
