"""Pages and structure hold each other: every mark has an element, every element's mark is on its page."""

from collections.abc import Iterator
from typing import Any

from sipdesk.notes.checking.content import under
from sipdesk.notes.checking.fault import Found, Rule

Said = Iterator[tuple[str, str]]
_PRINT, _UNSEEN = 4, 1 | 2 | 32
"""Flags of an annotation: printed; invisible, hidden or not shown."""


def pages(found: Found) -> Said:
    """What was found amiss while the pages were read, and the order of stops."""
    for number, (page, sheet) in enumerate(zip(found.pdf.pages, found.sheets, strict=True), 1):
        for rule, said in sheet.faults:
            yield rule, f"page {number}: {said}"
        if page.obj.get("/Tabs") != "/S":
            yield "tabs", f"page {number}: the stops are not in the order of the structure"
        if "/AA" in page.obj:
            yield "action", f"page {number}: something happens when it is opened"


def parents(found: Found) -> Said:
    """From each mark a way to an element that owns it, and no way that leads nowhere."""
    way = _way(found)
    owned = {mark: id(one) for one in found.elements() for mark in one.marks}
    holder = {id(one): one for one in found.elements()}
    for place, (page, sheet) in enumerate(zip(found.pdf.pages, found.sheets, strict=True)):
        slots = way.get(_number(page.obj, "/StructParents"))
        if slots is None:
            yield "parents", f"page {place + 1}: no way back to the structure"
            continue
        for number in sheet.marks:
            slot = slots[number] if number < len(slots) else None
            owner = owned.get((place, number))
            if owner is None:
                yield "orphan", f"page {place + 1}: mark {number} belongs to no element"
            elif slot is None or getattr(slot, "objgen", None) != holder[owner].element.objgen:
                yield "hole", f"page {place + 1}: the way back from mark {number} is lost"


def content(found: Found) -> Said:
    """No element speaks of a mark that is not on its page, and no mark has two owners."""
    seen: set[tuple[int, int]] = set()
    for one in found.elements():
        for place, number in one.marks:
            if not (0 <= place < len(found.sheets) and number in found.sheets[place].marks):
                yield "absent", f"{one.kind} speaks of mark {number}, which is not on its page"
            if (place, number) in seen:
                yield "shared", f"mark {number} has two owners"
            seen.add((place, number))


def annotations(found: Found) -> Said:
    """Each annotation is printed, seen, described, and part of the structure."""
    way = _way(found)
    for number, page in enumerate(found.pdf.pages, 1):
        for one in page.obj.get("/Annots", []):
            if one.get("/Subtype") == "/Popup":
                continue
            slot = way.get(_number(one, "/StructParent"))
            if slot is None:
                yield "annotation", f"page {number}: an annotation is no part of the structure"
            flags = int(one.get("/F", 0))
            if not flags & _PRINT or flags & _UNSEEN:
                yield "unseen", f"page {number}: an annotation is not shown or not printed"
            if not any(str(one.get(key, "")).strip() for key in ("/TU", "/Contents")):
                yield "unsaid", f"page {number}: an annotation does not say what it is for"


def _way(found: Found) -> dict[int, Any]:
    return _numbers(under(found.pdf.Root, "/StructTreeRoot", "/ParentTree") or {})


def _number(held: Any, key: str) -> int:
    found = held.get(key)
    return -1 if found is None else int(found)


def _numbers(tree: Any) -> dict[int, Any]:
    flat = list(tree.get("/Nums", []))
    held = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
    for kid in tree.get("/Kids", []):
        held |= _numbers(kid)
    return held


RULES: list[Rule] = [pages, parents, content, annotations]
