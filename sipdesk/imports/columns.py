"""Finding the header row by its words, and what each column is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sipdesk.domain.allocation_names import is_nobody
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.allocation_words import looks_like_person
from sipdesk.domain.calendar import TermSlot
from sipdesk.imports.grid import Cell, Merge, Row
from sipdesk.imports.headings import IDENTITY, Meaning, meaning_of, words_of
from sipdesk.imports.lines import adviser_said, words_in

_RANKS = (
    {"sip"},
    {"improvement"},
    {"lama", "sil", "sia", "slp", "llp"},
    {"adviser", "consultant", "inspector"},
    {"link"},
)
"""Where several columns name people, the first of these kinds says whose school it is."""
_LONGEST = 60
_SAMPLE = 200


@dataclass(slots=True)
class Columns:
    """What the columns of one table mean, until its next header."""

    headings: dict[int, str]
    """The words above each column."""
    by_meaning: dict[Meaning, list[int]]
    depth: int = 1
    """How many rows the header has: one or two."""
    unused: list[str] = field(default_factory=list)
    """Headings that name people or categories but were passed over for a better one."""

    def of(self, meaning: Meaning) -> list[int]:
        """The columns of this meaning, best first."""
        return self.by_meaning.get(meaning, [])

    @property
    def lists_schools(self) -> bool:
        """Whether there is a column that can name a school."""
        return any(self.of(meaning) for meaning in ("name", "urn", "laestab"))


def _texts(row: Row, merges: Sequence[Merge] = ()) -> dict[int, str]:
    """The words of a row, a merged block's words standing over each of its columns."""
    texts = {column: cell.text.strip() for column, cell in row.cells.items() if cell.text.strip()}
    for merge in merges:
        if merge.top <= row.number <= merge.bottom and merge.left in texts:
            for column in range(merge.left + 1, min(merge.right, merge.left + 50) + 1):
                texts.setdefault(column, texts[merge.left])
    return texts


def _strength(texts: dict[int, str]) -> set[Meaning]:
    """The different meanings found; nothing where the row is plainly no header."""
    found = {meaning for text in texts.values() if (meaning := meaning_of(text)) not in {None, "other", "perhaps"}}
    return {meaning for meaning in found if meaning is not None}


def _is_header(texts: dict[int, str], least: int) -> bool:
    found = _strength(texts)
    if least == 1:
        return bool(found & IDENTITY) and all(meaning_of(text) for text in texts.values())
    return len(found) >= least and bool(found & IDENTITY)


def _only_words(row: Row) -> bool:
    return all(cell.kind == "s" and len(cell.text) <= _LONGEST for cell in row.cells.values())


def _is_under_header(top: dict[int, str], sub: dict[int, str], row: Row) -> bool:
    """Whether the row below belongs to the header: words that are headings, or stand where the top is silent."""
    if len(row.cells) < 2 or not _only_words(row):
        return False
    for column, text in sub.items():
        above = meaning_of(top.get(column, ""))
        if meaning_of(text) is None and above not in {None, "other", "turn", "visit"}:
            return False
    return any(
        meaning_of(text) and text != top.get(column) and meaning_of(top.get(column, "")) is None
        for column, text in sub.items()
    ) or (all(meaning_of(text) for text in sub.values()) and sub != top)


def _groups_headings(row: Row, sub: dict[int, str], joined: dict[int, str]) -> bool:
    """Whether a row above a header groups its columns: it must tell alike headings apart or say what one means.

    A title such as `SIP | Alex Example`, or the last school of the table above, must not pass for one.
    """
    told = [
        column
        for column, text in sub.items()
        if meaning_of(joined[column]) not in {None, "other", meaning_of(text)}
        and meaning_of(text) in {None, "turn", "perhaps"}
    ]
    alike = [text for column, text in sub.items() if column in row.cells and list(sub.values()).count(text) > 1]
    sound = _strength(sub) & IDENTITY <= _strength(joined) and not adviser_said(words_in(row))
    return sound and bool(told or alike)


def _joined(top: dict[int, str], sub: dict[int, str]) -> dict[int, str]:
    """Both rows as one. A group's words also stand for the silent columns to their right."""
    joined = {}
    group = ""
    for column in sorted(top.keys() | sub.keys()):
        group = top.get(column, group)
        above, below = top.get(column, ""), sub.get(column, "")
        if not above and meaning_of(below) in {None, "turn"}:
            above = group
        both = below if above == below else f"{above} {below}".strip()
        known = [text for text in (both, below, above) if meaning_of(text) not in {None, "other"}]
        joined[column] = known[0] if known else both
    return joined


def find_columns(rows: Sequence[Row], at: int, merges: Sequence[Merge], least: int = 2) -> Columns | None:
    """The header that begins at this row, or None. `least` is how many meanings make a header."""
    top = _texts(rows[at], merges)
    below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number == rows[at].number + 1 else None
    sub = _texts(below, merges) if below else {}
    if _is_header(top, least):
        if below and _is_under_header(top, sub, below):
            return _columns(_joined(top, sub), depth=2)
        return _columns(top)
    groups = len(rows[at].cells) > 1 and _only_words(rows[at])
    if below and groups and _is_header(sub, least) and _only_words(below):
        joined = _joined(top, sub)
        return _columns(joined, depth=2) if _groups_headings(rows[at], sub, joined) else None
    split = _joined(top, sub) if below and groups and _only_words(below) else {}
    if split and _is_header(split, least) and _is_under_header(top, sub, below or rows[at]):
        return _columns(split, depth=2)
    return None


def names_other_table(row: Row) -> bool:
    """Whether a row is the header of a table without schools, such as days per adviser."""
    texts = _texts(row)
    known = [meaning_of(text) for text in texts.values()]
    return len(texts) > 1 and _only_words(row) and all(known) and len({m for m in known if m != "other"}) > 0


def _columns(texts: dict[int, str], depth: int = 1) -> Columns:
    by_meaning: dict[Meaning, list[int]] = {}
    for column, text in sorted(texts.items()):
        by_meaning.setdefault(meaning_of(text) or "other", []).append(column)
    headings = {column: " ".join(text.split()) for column, text in texts.items()}
    names = by_meaning.get("name", [])
    plain = [column for column in names if words_of(headings[column]) == ["name"]]
    if plain and len(names) > len(plain):
        by_meaning["name"] = [column for column in names if column not in plain]
        by_meaning.setdefault("perhaps", []).extend(plain)
    return Columns(headings, by_meaning, depth)


def settle(columns: Columns, data: Sequence[Row], scope: Scope, slot: TermSlot) -> None:
    """Decide the columns whose heading leaves it open, and which of several says whose school it is."""
    for column in columns.by_meaning.pop("turn", []):
        _assign(columns, "adviser" if _holds_people(column, data) else "visit", column)
    for column in columns.by_meaning.pop("perhaps", []):
        people = not columns.of("adviser") and _holds_people(column, data)
        _assign(columns, "adviser" if people else "other", column)
    for meaning in ("adviser", "category"):
        _prefer(columns, meaning, scope, slot)
    advisers = columns.of("adviser")
    if len(advisers) > 1:
        ranks = {column: _rank(columns.headings[column]) for column in advisers}
        best = min(ranks.values())
        _keep(columns, "adviser", [column for column in advisers if ranks[column] == best])


def _rank(heading: str) -> int:
    words = set(words_of(heading))
    return next((rank for rank, kind in enumerate(_RANKS) if words & kind), len(_RANKS))


def _assign(columns: Columns, meaning: Meaning, column: int) -> None:
    columns.by_meaning[meaning] = sorted([*columns.of(meaning), column])


def _holds_people(column: int, data: Sequence[Row]) -> bool:
    cells = [row.cells[column] for row in data[:_SAMPLE] if column in row.cells]
    told = [cell for cell in cells if not is_nobody(cell.text)]
    people = sum(_names_people(cell) for cell in told)
    return bool(told) and people * 2 > len(told)


def _names_people(cell: Cell) -> bool:
    return cell.kind == "s" and looks_like_person(cell.text.split("/")[0].split("&")[0], single=True)


def _prefer(columns: Columns, meaning: Meaning, scope: Scope, slot: TermSlot) -> None:
    """Of several columns for one thing, those for the term read; never one for another year or term."""
    found = columns.of(meaning)
    scopes = {column: Scope.of(columns.headings[column]) for column in found}
    fitting = [column for column in found if scopes[column].over(scope).fits(slot)]
    closest = [column for column in fitting if not scopes[column].empty]
    if fitting and len(fitting) > 1 and closest:
        fitting = closest
    _keep(columns, meaning, fitting)


def _keep(columns: Columns, meaning: Meaning, kept: list[int]) -> None:
    dropped = [column for column in columns.of(meaning) if column not in kept]
    columns.by_meaning[meaning] = kept
    columns.by_meaning.setdefault("other", []).extend(dropped)
    columns.unused += [columns.headings[column] for column in dropped]
