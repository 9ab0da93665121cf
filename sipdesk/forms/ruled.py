"""What must hold between a programme's rules: each name in them is one the programme has, and each rule can come true."""

from collections.abc import Iterator
from typing import Any

from sipdesk.domain.rules import FACTS
from sipdesk.forms import reach
from sipdesk.forms.lines import Path
from sipdesk.forms.words import Found, one_of

Data = dict[str, Any]

WITH_IDS = (
    "facts",
    "flags",
    "cadences",
    "designations",
    "priorities",
    "strands",
    "partners",
    "gaps",
    "references",
    "doubts",
)
"""Lists of a programme in which an id stands once."""

_Named = tuple[Path, str]


def rules(data: Data) -> list[Found]:
    """Names that are not there, and rules that no school can ever meet."""
    known = {
        "category": [one["id"] for one in data.get("categories", [])],
        "flag": [one["id"] for one in data.get("flags", [])],
        "kind of contact": [one["id"] for one in data.get("contacts", [])],
        "visit": [one["id"] for one in data.get("visits", [])],
        "visit or kind of contact": [one["id"] for key in ("visits", "contacts") for one in data.get(key, [])],
        "fact": [*FACTS, *(one["id"] for one in data.get("facts", []))],
    }
    found: list[Found] = []
    for what, named in _named(data):
        for path, name in named:
            if name not in known[what]:
                found.append((path, f"a {what} of this programme, {one_of(known[what], name)}"))
    found += [problem for path, trigger in _triggers(data) for problem in _never(trigger, path)]
    # Whether rules can come true is asked once the names in them are there: one slip is told once.
    return found or reach.unreachable(data) + reach.without_start(data)


def _named(data: Data) -> Iterator[tuple[str, list[_Named]]]:
    """What each rule names, by what it has to be."""
    for path, trigger in _triggers(data):
        yield "fact", _list(trigger, "facts", path)
        yield "category", _list(trigger, "came_from", path)
    for path, stay in _within(data, "stays"):
        yield "category", _list(stay, "after", path)
    for path, cadence in _cadences(data):
        yield "flag", _list(cadence, "flags", path)
        yield "fact", _list(cadence, "facts", path)
        yield "kind of contact", [((*path, "kind"), cadence["kind"])] if cadence.get("kind") else []
        yield "visit", _list(cadence, "visits", path)
    for path, flag in _entries(data, "flags"):
        yield "category", _list(flag, "set_by", path) + _list(flag, "may_be_set_by", path)
    for path, rule in _entries(data, "recipients"):
        yield "category", _list(rule, "categories", path)
        yield "flag", _list(rule, "flags", path)
        yield "visit or kind of contact", _list(rule, "kinds", path)
    for path, designation in _entries(data, "designations"):
        yield "category", _list(designation, "categories", path)
    if "risk_register" in data:
        yield "category", _list(data["risk_register"], "talk_first", ("risk_register",))


def _never(trigger: Data, path: Path) -> list[Found]:
    """A rule without a condition, or with one that contradicts itself: nobody would ever be placed by it."""
    low, high = trigger.get("aspects_from"), trigger.get("aspects_to")
    if low is not None and high is not None and low > high:
        return [((*path, "aspects_to"), f"no fewer than aspects_from; no school has {low} and {high} at once")]
    if low is None and high is None and not trigger.get("facts") and not trigger.get("came_from"):
        return [(path, "facts, came_from or a number of aspects; a rule without any places no school")]
    return []


def _list(entry: Data, key: str, path: Path) -> list[_Named]:
    return [((*path, key, at), name) for at, name in enumerate(entry.get(key, []))]


def _entries(data: Data, key: str) -> Iterator[tuple[Path, Data]]:
    for at, entry in enumerate(data.get(key, [])):
        yield (key, at), entry


def _within(data: Data, key: str) -> Iterator[tuple[Path, Data]]:
    for outer, category in _entries(data, "categories"):
        for inner, entry in enumerate(category.get(key, [])):
            yield (*outer, key, inner), entry


def _triggers(data: Data) -> Iterator[tuple[Path, Data]]:
    yield from _within(data, "triggers")
    for at, entry in enumerate(data.get("risk_register", {}).get("triggers", [])):
        yield ("risk_register", "triggers", at), entry


def _cadences(data: Data) -> Iterator[tuple[Path, Data]]:
    yield from _within(data, "cadences")
    yield from _entries(data, "cadences")
