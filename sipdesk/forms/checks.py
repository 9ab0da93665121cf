"""What must hold between the keys of a file, once each value by itself has the right shape.

All of these see the file's own values, so that a finding points at what is written there.
"""

from collections.abc import Iterator
from typing import Any

from sipdesk.domain.exclusions import Measure
from sipdesk.domain.question import AttendanceTable, ExclusionsTable, FiguresTable
from sipdesk.forms import ruled
from sipdesk.forms.lines import Path
from sipdesk.forms.words import Found, one_of

Data = dict[str, Any]

_SPOKEN = ("name", "prompt", "title", "label", "purpose", "authority", "service", "source")
_WITH_IDS = ("options", "scale", "groups", "rows", "columns", "items", "addable")


def form(data: Data) -> list[Found]:
    """Mistakes within one visit form."""
    found = blanks(data) + twice(data["sections"], ("sections",))
    seen: dict[str, str] = {}
    for path, question, section in questions(data):
        if question["id"] in seen:
            found.append(((*path, "id"), f"an id used once in this form; section {seen[question['id']]} has it too"))
        seen.setdefault(question["id"], section["id"])
        for key in _WITH_IDS:
            found += twice(question.get(key, []), (*path, key))
        found += _BY_KIND.get(question["kind"], _nothing)(question, path)
    return found


def programme(data: Data, forms: list[str]) -> list[Found]:
    """Mistakes within one programme. `forms` are the ids of the forms beside it."""
    found = blanks(data)
    for key in ("visits", "variants", "contacts", "categories", "groups", *ruled.WITH_IDS):
        found += twice(data.get(key, []), (key,))
    if str(data["valid_to"]) < str(data["valid_from"]):
        found.append((("valid_to",), "a date after valid_from"))
    for key in ("visits", "contacts"):
        for position, slot in enumerate(data.get(key, [])):
            if slot["form"] not in forms:
                found.append(((key, position, "form"), f"a form of this edition, {one_of(forms, slot['form'])}"))
    return found + _variants(data) + _categories(data) + ruled.rules(data)


def questions(data: Data) -> Iterator[tuple[Path, Data, Data]]:
    """Each question with its path and its section."""
    for outer, section in enumerate(data["sections"]):
        for inner, question in enumerate(section["questions"]):
            yield ("sections", outer, "questions", inner), question, section


def blanks(data: Any, path: Path = ()) -> list[Found]:
    """Names, titles, prompts and labels that are there but empty."""
    found: list[Found] = []
    if isinstance(data, dict):
        for key, value in data.items():
            if key in _SPOKEN and isinstance(value, str) and not value.strip():
                found.append(((*path, key), "some words, not an empty text"))
            found += blanks(value, (*path, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            found += blanks(value, (*path, position))
    return found


def twice(entries: list[Data], path: Path) -> list[Found]:
    """Entries of a list that share an id."""
    seen: set[str] = set()
    found: list[Found] = []
    for position, entry in enumerate(entries):
        if entry["id"] in seen:
            found.append(((*path, position, "id"), f"an id used once in this list; “{entry['id']}” is there already"))
        seen.add(entry["id"])
    return found


def _nothing(_question: Data, _path: Path) -> list[Found]:
    return []


def _bounds(question: Data, path: Path, low: Any, high: Any) -> list[Found]:
    lowest, highest = question.get("minimum", low), question.get("maximum", high)
    # A number in quotes is taken as the number it spells, here as in the model.
    if lowest is None or highest is None or float(lowest) <= float(highest):
        return []
    key = "minimum" if "minimum" in question else "maximum"
    return [((*path, key), f"a minimum no larger than the maximum ({lowest} is more than {highest})")]


def _foci(question: Data, path: Path) -> list[Found]:
    found = _bounds(question, path, 3, 3)
    if question.get("terms", True) == []:
        found.append(((*path, "terms"), "at least one term in which a focus may be due"))
    return found


def _number(question: Data, path: Path) -> list[Found]:
    return _bounds(question, path, None, None)


def _table(question: Data, path: Path) -> list[Found]:
    found: list[Found] = []
    for position, column in enumerate(question["columns"]):
        options, here = column.get("options", []), (*path, "columns", position, "options")
        found += twice(options, here)
        if column.get("type") == "choice" and len(options) < 2:
            found.append((here, "at least two options, as the column's type is choice"))
        elif column.get("type") != "choice" and options:
            found.append((here, 'no options, unless the column has type = "choice"'))
    return found


def _exclusions(question: Data, path: Path) -> list[Found]:
    return [*_measures(question, path, ExclusionsTable), *_figures(question, path)]


def _attendance(question: Data, path: Path) -> list[Found]:
    return [*_measures(question, path, AttendanceTable), *_figures(question, path)]


def _measures(question: Data, path: Path, kind: type[FiguresTable]) -> list[Found]:
    """What such a table may measure; what is typed as a percentage has no number of its own."""
    names = [measure.value for measure in kind.allowed]
    found: list[Found] = []
    for position, row in enumerate(question["rows"]):
        here = (*path, "rows", position)
        if row["measure"] not in names:
            found.append(((*here, "measure"), f"a measure of such a table, {one_of(names, row['measure'])}"))
        elif row["shows"] == "number" and not Measure(row["measure"]).counted:
            found.append(((*here, "shows"), 'shows = "rate", as it is typed as a percentage'))
    return found


def _figures(question: Data, path: Path) -> list[Found]:
    groups = [group["id"] for group in question["groups"]]
    found: list[Found] = [
        ((*path, "rows", position, "group"), f"a group of this table, {one_of(groups, row['group'])}")
        for position, row in enumerate(question["rows"])
        if row["group"] not in groups
    ]
    found += _within(question, path)
    for position, column in enumerate(question["columns"]):
        here = (*path, "columns", position)
        if column["source"] == "comparator" and not column.get("label", "").strip():
            found.append(((*here, "label"), "a label, as the column is a comparator"))
        if float(column.get("year", 0)) > 0:
            found.append(((*here, "year"), "0 for the year of the visit, -1 for the one before, and so on"))
    return found


def _within(question: Data, path: Path) -> list[Found]:
    """Groups lie within one that is there, and not in a circle."""
    found: list[Found] = []
    above = {group["id"]: group.get("within", "") for key in ("groups", "addable") for group in question.get(key, [])}
    for key in ("groups", "addable"):
        for position, group in enumerate(question.get(key, [])):
            here = (*path, key, position, "within")
            parent, steps = group.get("within", ""), 0
            if parent and parent not in above:
                found.append((here, f"a group of this table, {one_of(list(above), parent)}"))
            while parent in above and steps <= len(above):
                parent, steps = above[parent], steps + 1
            if steps > len(above):
                found.append((here, "a wider group: these lie within one another in a circle"))
    return found


_BY_KIND = {
    "focus_areas": _foci,
    "number": _number,
    "table": _table,
    "exclusions_table": _exclusions,
    "attendance_table": _attendance,
}


def _variants(data: Data) -> list[Found]:
    slots = [slot["id"] for slot in data["visits"]]
    return [
        (("variants", outer, key, inner), f"a visit of this programme, {one_of(slots, name)}")
        for outer, variant in enumerate(data["variants"])
        for key in ("visits", "brokered")
        if isinstance(variant.get(key), list)
        for inner, name in enumerate(variant[key])
        if name not in slots
    ]


def _categories(data: Data) -> list[Found]:
    found: list[Found] = []
    spelt: dict[str, str] = {}
    for outer, category in enumerate(data.get("categories", [])):
        path: Path = ("categories", outer)
        for key in ("entitlements", "triggers", "stays", "cadences"):
            found += twice(category.get(key, []), (*path, key))
        spellings = [((*path, "name"), category["name"])]
        spellings += [((*path, "also", inner), text) for inner, text in enumerate(category.get("also", []))]
        for where, text in spellings:
            owner = spelt.setdefault(" ".join(text.casefold().split()), category["id"])
            if owner != category["id"]:
                found.append((where, f"a spelling of one category only; {owner} has it too"))
    return found
