"""Child side: an .xlsx file → its visible sheets, cell by cell and exact.

Read from the parts themselves and not through openpyxl: its read-only mode knows neither merged cells nor hidden rows
nor formulas without a value and believes the sheet's own word about its size; its full mode keeps every empty cell that
has a border, and fails on decoration that does not matter here.
"""

import posixpath
import re
from dataclasses import dataclass

from sipdesk.domain.errors import BadInput
from sipdesk.imports.archive import Archive
from sipdesk.imports.formats import read_formats
from sipdesk.imports.grid import MOST_SHEETS, Sheet, Tables
from sipdesk.imports.sheetxml import SheetParser
from sipdesk.imports.strings import TextRuns, read_strings
from sipdesk.imports.xml import local, tree

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    part: str
    hidden: bool


def read_workbook(data: bytes) -> Tables:
    """All sheets in the file's order; hidden ones by name only. Raises BadInput for anything that is no plain workbook."""
    archive = Archive(data)
    archive.refuse_strangers()
    part = _workbook_part(archive)
    root = tree(part, archive.read(part))
    targets = _relations(archive, part)
    entries = _entries(root, targets)
    if len(entries) > MOST_SHEETS:
        raise BadInput(f"The workbook has {len(entries)} sheets; at most {MOST_SHEETS} are read.")
    strings = _part(archive, targets, "sharedStrings")
    styles = _part(archive, targets, "styles")
    runs = TextRuns()
    words = read_strings(strings, archive.chunks(strings), runs) if strings else []
    formats = read_formats(tree(styles, archive.read(styles)) if styles else None, mac=_counts_from_1904(root))
    sheets = []
    for entry in entries:
        if entry.hidden:
            sheets.append(Sheet(entry.name, "hidden"))
            continue
        parser = SheetParser(entry.name, words, formats, runs)
        parser.read(entry.part, archive.chunks(entry.part))
        sheets.append(parser.sheet)
    struck = ["Words struck through beside others in the same cell were left out."] if runs.dropped else []
    return Tables("xlsx", sheets, remarks=struck)


def _workbook_part(archive: Archive) -> str:
    """Where the workbook lies; nearly always xl/workbook.xml."""
    if _WORKBOOK in archive.names:
        return _WORKBOOK
    found = [name for name in sorted(archive.names) if re.fullmatch(r"xl/workbook\d*\.xml", name)]
    if not found:
        raise BadInput("The workbook is damaged: it has no list of sheets.")
    return found[0]


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → its kind (`worksheet`, `styles` …) and the part it names."""
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in archive.names:
        raise BadInput("The workbook is damaged: it does not say where its sheets are.")
    found = {}
    for element in tree(listing, archive.read(listing)):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], path)
    return found


def _part(archive: Archive, targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for what, path in targets.values() if what == kind and path in archive.names), "")


def _entries(root: object, targets: dict[str, tuple[str, str]]) -> list[_Entry]:
    found = []
    for element in root.iter():  # type: ignore[attr-defined]
        if local(element.tag) != "sheet":
            continue
        relation = next((value for key, value in element.attrib.items() if local(key) == "id"), "")
        kind, path = targets.get(relation, ("", ""))
        if kind == "worksheet":
            hidden = element.get("state", "visible").casefold() != "visible"
            found.append(_Entry(element.get("name", ""), path, hidden))
    return found


def _counts_from_1904(root: object) -> bool:
    for element in root.iter():  # type: ignore[attr-defined]
        if local(element.tag) == "workbookPr":
            return element.get("date1904", "0").casefold() in {"1", "true", "on"}
    return False
