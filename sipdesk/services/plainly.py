"""Refusals as a sentence that stands beside its field, and answers as lines that can only be read."""

import re
from collections.abc import Callable
from itertools import chain
from typing import Any

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput
from sipdesk.domain.kinds import read_answer
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.question import Section
from sipdesk.domain.typed import example_day

_KEPT = " Nothing was changed."
_PLACE = re.compile(r"^(\d+)(?:\.([\w.]+))?: ")
_FIGURE = 12
"""A cell with fewer signs is a figure or a mark."""
_BETTER = (
    ("a date such as 2025-10-07 is expected", "This is not a date yet. Write it like {day} or {short}"),
    ("a date is written as 2025-10-07", "This is not a date yet. Write it like {day} or {short}"),
    ("a time such as 09:30 is expected", "This is not a time yet. Write it like 09:30"),
    ("a time is written as 09:30", "This is not a time yet. Write it like 09:30"),
    ("a whole number is expected", "A whole number is expected here"),
    ("a number is expected", "A number is expected here"),
)
_HOURS = ("preparation_hours", "write_up_hours")


def plain_sentence(field: str, error: BadInput, year: AcademicYear) -> str:
    """What a service refused, without the field's name (it stands beside the field) and without what was not changed.

    `year` is the visit's; an example of a day is one of its days.
    """
    example = example_day(year)
    text = str(error).removesuffix(_KEPT).removeprefix(field)
    text = re.sub(r"^visit\.times: ", "", text).lstrip(".").removeprefix(": ")
    place = _PLACE.match(text)
    where = ""
    if place:
        where = f"Entry {place[1]}" + (f", {place[2].replace('_', ' ').replace('.', ', ')}" if place[2] else "") + ": "
        text = text[place.end() :]
    for ours, better in _BETTER:
        if text.startswith(ours):
            text = better.format(day=spoken_day(example), short=f"{example:%d/%m/%y}") + text.removeprefix(ours)
    if field.endswith(_HOURS) and text.startswith("A number is expected"):
        text = "This is no time yet. Write it like 1.5, 1½, 1:30 or 90 min"
    sentence = where + (text[:1].upper() + text[1:])
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."


def printed_lines(record: NoteRecord) -> dict[str, list[str]]:
    """Each answer of a note as lines of plain text, by question id; those that stand at its head by their kind's place."""
    from sipdesk.notes.nodes import Heading  # noqa: PLC0415  - only a visit that stands is read this way
    from sipdesk.notes.printers import print_item  # noqa: PLC0415
    from sipdesk.notes.printers.item import setting_of  # noqa: PLC0415

    lines: dict[str, list[str]] = {}
    for section in record.sections:
        for item in section.items:
            nodes = [
                n
                for n in print_item(item, setting_of(record, section.title))
                if not _repeats(n, item.question.printed, Heading)
            ]
            told = [text for text in chain.from_iterable(map(_lines, nodes)) if text.strip()]
            lines[item.question.id] = [told[0].lstrip("\n"), *told[1:]] if told else []
    return lines


def _lines(node: Any) -> list[str]:
    """A piece of a note line by line: a row of a table is one line, a labelled field another."""
    from sipdesk.notes.nodes import Card, Facts, Table, written  # noqa: PLC0415

    def cell(content: Any) -> str:
        told = [text for block in content.blocks for text in written(block)]
        return "".join(text + (" " if text.endswith(".") else ", ") for text in told).rstrip(", ")

    if isinstance(node, Table):
        return _rows([column.label for column in node.columns], [list(map(cell, row)) for row in node.rows])
    if isinstance(node, Card):
        title = " · ".join(filter(None, (node.title, node.aside)))
        return ["\n" + title, *(f"{label}: {cell(content)}" for label, content in node.fields)]
    if isinstance(node, Facts):
        return [f"{label}: {text}" for label, text in (*node.left, *node.right, *node.below)]
    return written(node)


def _rows(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Figures under their heads; words each with its head, a row apart from the next."""
    if all(len(text) < _FIGURE for row in rows for text in row[1:]):
        return [" · ".join(filter(None, heads)), *(" · ".join(text or "–" for text in row) for row in rows)]
    if len(heads) == 2:
        return [": ".join(filter(None, row)) for row in rows]
    return [
        "\n" + " · ".join([row[0], *(f"{head}: {text}" for head, text in zip(heads[1:], row[1:], strict=True) if text)])
        for row in rows
    ]


def pulled_lines(sections: list[Section], given: dict[str, Any]) -> dict[str, list[str]]:
    """The same for the answers that stand at the head of a note: its points, people and documents."""
    lines: dict[str, list[str]] = {}
    for section in sections:
        for question in section.questions:
            tell = _PULLED.get(question.kind)
            if tell and question.id in given:
                lines[question.id] = [tell(entry) for entry in read_answer(question, given[question.id])]
    return lines


def _person(person: Any) -> str:
    return f"{person.role}: {person.name}" if person.name else str(person.role)


def _document(document: Any) -> str:
    dated = spoken_day(document.dated) if document.dated else ""
    return " · ".join(filter(None, (document.title, dated, document.note)))


_PULLED: dict[str, Callable[[Any], str]] = {"summary": str, "people_met": _person, "documents_seen": _document}


def _repeats(node: object, prompt: str, heading: type) -> bool:
    return isinstance(node, heading) and getattr(node, "text", "") == prompt
