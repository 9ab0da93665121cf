"""Where each part of a note was written, so that a line of a draft leads back to its question."""

from sipdesk.domain.note import NoteRecord
from sipdesk.notes.nodes import Facts, Heading, Node
from sipdesk.notes.printers import print_item
from sipdesk.notes.printers.item import setting_of

HEAD = "visit.date"
KIND = "kind:"
"""Before the kind of a question whose answer stands at the head of the note, whatever its id."""
_HEADED = {"Documents seen": f"{KIND}documents_seen", "In brief": f"{KIND}summary"}


def places(record: NoteRecord, nodes: list[Node]) -> tuple[str, ...]:
    """For each node the id of the question it answers, `visit.date` for the head of the form, or nothing."""
    found = [""] * len(nodes)
    under = ""
    for number, node in enumerate(nodes):
        if isinstance(node, Heading) and node.level < 3:
            under = _HEADED.get(node.text, "")
        found[number] = HEAD if isinstance(node, Facts) else under
    at = 0
    for section in record.sections:
        head = Heading(section.title)
        if head not in nodes[at:]:
            continue  # nothing was written under it
        at = nodes.index(head, at) + 1
        setting = setting_of(record, section.title)
        for item in section.items:
            printed = print_item(item, setting)
            if printed and nodes[at : at + len(printed)] == printed:
                found[at : at + len(printed)] = [item.question.id] * len(printed)
                at += len(printed)
    return tuple(found)
