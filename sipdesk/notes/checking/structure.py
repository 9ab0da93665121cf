"""The structure itself: headings in steps, tables with heads, lists with their parts, pictures in words."""

from collections.abc import Iterator

from sipdesk.notes.checking.aloud import Heard
from sipdesk.notes.checking.fault import Found, Rule

Said = Iterator[tuple[str, str]]

_KINDS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "P", "H1", "H2", "H3", "H4",
          "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote",
          "Note", "Reference", "Link", "Annot", "Form", "Figure", "Formula"}  # fmt: skip
_ABOVE = {"LI": {"L"}, "Lbl": {"LI", "Note"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"},
          "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}}  # fmt: skip
_WITHIN = {"L": {"L", "LI", "Caption"}, "TR": {"TH", "TD"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}}


def kinds(found: Found) -> Said:
    """Only kinds every reader knows, each where it belongs, each knowing what it is part of."""
    for one in found.elements():
        if one.kind not in _KINDS:
            yield "kind", f"{one.kind} is no kind that readers know"
        above = one.above.kind if one.above else ""
        if above not in _ABOVE.get(one.kind, {above}):
            yield "place", f"{one.kind} stands in {above}"
        stray = {kid.kind for kid in one.within} - _WITHIN.get(one.kind, _KINDS)
        if stray:
            yield "place", f"{one.kind} holds {', '.join(sorted(stray))}"
        if one.above and one.element.get("/P", one.element).objgen != one.above.element.objgen:
            yield "parent", f"{one.kind} names another parent than the one it stands in"


def headings(found: Found) -> Said:
    """The first is of level 1, none is skipped on the way down, each says something."""
    level = 0
    for one in found.elements():
        if one.kind in {"H1", "H2", "H3", "H4", "H5", "H6"}:
            now = int(one.kind[1])
            if now > level + 1:
                yield "skipped", f"{one.kind} “{one.words}” follows a heading of level {level}"
            if not _all(one).strip():
                yield "empty", f"{one.kind} says nothing"
            level = now
    if not level:
        yield "skipped", "there is no heading"


def _all(one: Heard) -> str:
    return "".join(part.words for part in one.walk())


def pictures(found: Found) -> Said:
    """Every figure and formula in words."""
    for one in found.elements():
        if (
            one.kind in {"Figure", "Formula"}
            and not str(one.element.get("/Alt", one.element.get("/ActualText", ""))).strip()
        ):
            yield "alt", f"a {one.kind.lower()} is not described"


def tables(found: Found) -> Said:
    """Every head says what it is the head of; every row has as many cells."""
    for one in found.elements():
        if one.kind == "TH" and _attribute(one, "/Table", "/Scope") not in {"/Row", "/Column", "/Both"}:
            yield "scope", f"the head “{one.words}” does not say whether it stands over a row or a column"
        if one.kind == "Table":
            rows = [row for row in one.walk() if row.kind == "TR"]
            if len({sum(_span(cell) for cell in row.within) for row in rows}) > 1:
                yield "ragged", "a table has rows of different length"
            if rows and not any(cell.kind == "TH" for row in rows for cell in row.within):
                yield "headless", "a table has no head"


def _span(cell: Heard) -> int:
    return int(str(_attribute(cell, "/Table", "/ColSpan") or 1))


def lists(found: Found) -> Said:
    """A list whose entries have bullets or numbers says so."""
    for one in found.elements():
        marked = one.kind == "L" and any(part.kind == "Lbl" for entry in one.within for part in entry.within)
        if marked and _attribute(one, "/List", "/ListNumbering") in {None, "/None"}:
            yield "numbering", "a list does not say what its entries are marked with"


def _attribute(one: Heard, owner: str, name: str) -> object:
    held = one.element.get("/A")
    if held is None:
        return None
    for attributes in [held] if hasattr(held, "keys") and held.get("/O") is not None else list(held):
        if attributes.get("/O") == owner and name in attributes:
            found: object = attributes[name]
            return found if not hasattr(found, "__str__") else str(found)
    return None


RULES: list[Rule] = [kinds, headings, pictures, tables, lists]
