"""Finding the header row by its words, and what each column is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sipdesk.imports.grid import Merge, Row
from sipdesk.imports.headings import IDENTITY, Meaning, is_heading, meaning_of, words_of
from sipdesk.imports.lines import adviser_said, words_in

_LONGEST = 60
_OPEN = {None, "other", "perhaps", "former"}
"""What makes no header by itself."""


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
    remarks: list[str] = field(default_factory=list)
    """What else a person should know of the choice among the columns."""
    before: int = 0
    """The column of the adviser before, where the one that counts holds the new one; 0 for none."""
    unnamed: dict[str, bool] = field(default_factory=dict)
    """Without an adviser's column: headings that say nothing but stand over what may be people; whether they surely are."""

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
    found = {meaning for text in texts.values() if (meaning := meaning_of(text)) not in _OPEN}
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
    placed = [text for column, text in sub.items() if meaning_of(top.get(column, "")) in IDENTITY]
    if not any(meaning_of(text) in IDENTITY for text in placed) and not all(map(is_heading, placed)):
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
    joined, spoilt = {}, {}
    group = ""
    for column in sorted(top.keys() | sub.keys()):
        group = top.get(column, group)
        above, below = top.get(column, ""), sub.get(column, "")
        if not above and meaning_of(below) in {None, "turn"}:
            above = group
        both = below if above == below else f"{above} {below}".strip()
        known = [text for text in (both, below, above) if meaning_of(text) not in {None, "other"}]
        joined[column] = known[0] if known else both
        if known == [above] and is_heading(below):
            spoilt[column] = both
    # Of `School` over `Trust` and `Name` only the one means the school.
    sound = {meaning_of(text) for column, text in joined.items() if column not in spoilt}
    return joined | {column: both for column, both in spoilt.items() if meaning_of(joined[column]) in sound}


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


def names_other_table(row: Row, columns: Columns) -> bool:
    """Whether a row is the header of a table without schools, such as days per adviser, and no school of this one."""
    texts = _texts(row)
    if not all(is_heading(texts[column]) for column in columns.of("name") if column in texts):
        return False
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
