"""Whether a programme's rules can ever come to anything: categories that no way leads to, clocks that nothing starts.

A programme that leaves all its categories to people, without a rule, is left alone.
"""

from collections.abc import Iterator
from typing import Any

from sipdesk.forms.lines import Path
from sipdesk.forms.words import Found

Data = dict[str, Any]


def unreachable(data: Data) -> list[Found]:
    """Categories that no rule places a school in, where others have such rules."""
    categories: list[Data] = data.get("categories", [])
    if not any(one.get("triggers") for one in categories):
        return []
    reached = {name for one in data.get("designations", []) for name in one.get("categories", [])}
    reached |= {one["id"] for one in categories if any(_by_itself(rule) for rule in one.get("triggers", []))}
    ways = {one["id"]: {*_comes_from(one)} - {one["id"]} for one in categories}
    while more := {name for name, before in ways.items() if name not in reached and before & reached}:
        reached |= more
    return [
        (
            ("categories", at, "id"),
            f"a category that schools can come into; no fact, number of aspects, designation or other category leads to “{one['id']}”",
        )
        for at, one in enumerate(categories)
        if one["id"] not in reached
    ]


def without_start(data: Data) -> list[Found]:
    """Stays and recurring things that can never begin to count."""
    found = [problem for path, name, stay in _stays(data) for problem in _never_begins(path, name, stay)]
    for path, cadence in _cadences(data):
        amount = cadence.get("amount", 1)
        if not isinstance(amount, str) and amount < 1:
            found.append(((*path, "amount"), "1 or more, or “not stated”; a clock for nothing never starts"))
    return found


def _by_itself(rule: Data) -> bool:
    """A rule that needs no other category: it has a fact or a number of aspects."""
    return bool(rule.get("facts")) or rule.get("aspects_from") is not None or rule.get("aspects_to") is not None


def _comes_from(category: Data) -> Iterator[str]:
    for rule in category.get("triggers", []):
        yield from rule.get("came_from", [])
    for stay in category.get("stays", []):
        yield from stay.get("after", [])


def _never_begins(path: Path, category: str, stay: Data) -> list[Found]:
    if {*stay.get("after", [])} != {category}:
        return []
    return [
        ((*path, "after"), f"another category; no school comes to “{category}” from there, and this clock never starts")
    ]


def _stays(data: Data) -> Iterator[tuple[Path, str, Data]]:
    for outer, category in enumerate(data.get("categories", [])):
        for inner, stay in enumerate(category.get("stays", [])):
            yield ("categories", outer, "stays", inner), category["id"], stay


def _cadences(data: Data) -> Iterator[tuple[Path, Data]]:
    for outer, category in enumerate(data.get("categories", [])):
        for inner, cadence in enumerate(category.get("cadences", [])):
            yield ("categories", outer, "cadences", inner), cadence
    for at, cadence in enumerate(data.get("cadences", [])):
        yield ("cadences", at), cadence
