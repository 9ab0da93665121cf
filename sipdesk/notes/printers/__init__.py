"""How each kind of question prints. One registry, found by kind; an architecture test holds it against domain/kinds.py."""

from sipdesk.domain.kinds import read_printed
from sipdesk.domain.note import RecordItem
from sipdesk.notes.nodes import Node
from sipdesk.notes.printers import actions, exclusions, foci, plain, tables
from sipdesk.notes.printers.item import Item, Printer, Setting

PRINTERS: dict[str, Printer] = {
    "short_text": plain.short_text,
    "long_text": plain.long_text,
    "summary": plain.elsewhere,
    "yes_no": plain.yes_no,
    "choice": plain.choice,
    "rating": plain.rating,
    "date": plain.date,
    "number": plain.number,
    "people_met": plain.elsewhere,
    "documents_seen": plain.elsewhere,
    "table": tables.table,
    "focus_areas": foci.focus_areas,
    "actions": actions.agreed,
    "action_review": actions.reviewed,
    "deep_dives": foci.deep_dives,
    "impact_review": foci.impact_review,
    "exclusions_table": exclusions.table,
    "attendance_table": exclusions.table,
    "group_review": tables.group_review,
    "concerns": tables.concerns,
}

PULLED_OUT = frozenset({"summary", "people_met", "documents_seen"})
"""Kinds whose answers stand at the head of the note (record.summary, .met, .seen), not in their section."""


def print_item(item: RecordItem, setting: Setting) -> list[Node]:
    """The nodes of one question with its answer; empty where nothing was answered."""
    kind = item.question.kind
    answer = read_printed(kind, item.answer) if item.answer is not None else None
    if answer is None:
        return []
    return PRINTERS[kind](Item(item.question, answer, item.columns, setting))
