"""Which of a table's columns says whose school it is. What cannot be decided is refused, never combined."""

import re
from collections.abc import Sequence
from datetime import date

from sipdesk.domain.allocation import numbered
from sipdesk.domain.allocation_names import is_nobody, same_person, split_people
from sipdesk.domain.allocation_numbers import plain_cell
from sipdesk.domain.allocation_signs import is_ditto, is_unchanged
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.allocation_words import looks_like_person, word_set
from sipdesk.domain.calendar import TermSlot, assumed_dates
from sipdesk.domain.errors import BadInput
from sipdesk.imports.columns import Columns
from sipdesk.imports.grid import Cell, Row
from sipdesk.imports.headings import Meaning, meaning_of, words_of
from sipdesk.imports.schoolrow import letter

_RANKS = (
    {"sip"},
    {"improvement"},
    {"lama", "sil", "sia", "slp", "llp"},
    {"adviser", "consultant", "inspector"},
    {"link"},
)
"""Where several columns name people, the first of these kinds says whose school it is."""
_SAMPLE = 200
_NEW = word_set("new incoming next replacement future")
_PRESENT = word_set("current present existing now")
_AGREED = word_set("agreed confirmed final actual approved")
_PROPOSED = word_set("proposed draft suggested provisional possible preferred planned potential")
_NOT_ADVISERS = word_set("""
    locality area town street diocese parish region cluster neighbourhood quadrant district religion religious gender
    status denomination character address estate hub patch zone hmi senco dsl sbm bursar manager clerk deputy assistant
    secretary ceo
""")
"""Words of headings over places and over a school's own people."""
_FROM = re.compile(r"(?i)\b(?:from|since|starting|starts|w\.?e\.?f\.?|with\s+effect(?:\s+from)?)\b\W*(.*)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(?<!\d)\d{1,2}[./-](\d{1,2})(?:[./-](?:20)?(\d\d))?(?!\d)")


def settle(columns: Columns, data: Sequence[Row], scope: Scope, slot: TermSlot) -> None:
    """Decide the columns whose heading leaves it open, and which of several says whose school it is.

    Raises BadInput where two columns name different advisers and neither counts before the other, where all are for
    other terms, or where two lists stand side by side.
    """
    _refuse_side_by_side(columns, data)
    for column in columns.by_meaning.pop("turn", []):
        _assign(columns, "adviser" if _holds_people(column, data) else "visit", column)
    _settle_open(columns, data)
    named = columns.of("adviser")
    for meaning in ("adviser", "category"):
        _prefer(columns, meaning, scope, slot)
    if named and not columns.of("adviser"):
        raise BadInput(
            f"{_quoted(columns, named)} {'says' if len(named) == 1 else 'say'} whose the schools are, but not for "
            f"{slot.spoken}. Nothing was changed."
        )
    _by_rank(columns)
    _by_age(columns, data, slot)
    if not columns.of("adviser"):
        columns.unnamed = _unnamed(columns, data)


def _settle_open(columns: Columns, data: Sequence[Row]) -> None:
    """Columns whose cells tell: a role among other words, a word that may mean an adviser, and former advisers."""
    roles = columns.by_meaning.pop("role", [])
    for column in roles:
        _assign(columns, "adviser" if _holds_people(column, data) else "other", column)
    empty = [column for column in roles if not _told(column, data)]
    if empty and not columns.of("adviser"):
        _assign(columns, "adviser", empty[0])
    named = bool(columns.of("adviser"))
    for column in columns.by_meaning.pop("perhaps", []):
        people = _holds_people(column, data)
        _assign(columns, "adviser" if people and not named else "other", column)
        columns.unused += [columns.headings[column]] if people and named else []
    for column in columns.by_meaning.pop("former", []):
        _assign(columns, "other", column)
        columns.unused.append(columns.headings[column])


def _assign(columns: Columns, meaning: Meaning, column: int) -> None:
    columns.by_meaning[meaning] = sorted([*columns.of(meaning), column])


def _told(column: int, data: Sequence[Row]) -> list[Cell]:
    """The cells of a column that say anything."""
    cells = [row.cells[column] for row in data[:_SAMPLE] if column in row.cells]
    return [cell for cell in cells if not (is_nobody(cell.text) or is_ditto(cell.text) or is_unchanged(cell.text))]


def _holds_people(column: int, data: Sequence[Row], *, single: bool = True) -> bool:
    told = _told(column, data)
    people = sum(_names_people(cell, single=single) for cell in told)
    return bool(told) and people * 2 > len(told)


def _names_people(cell: Cell, *, single: bool) -> bool:
    people = split_people(re.sub(r"@\S+", "", cell.text)) if cell.kind == "s" else []
    return any(looks_like_person(name.title() if name.islower() else name, single=single) for name in people)


def _prefer(columns: Columns, meaning: Meaning, scope: Scope, slot: TermSlot) -> None:
    """Of several columns for one thing, those for the term read; never one for another year or term."""
    found = columns.of(meaning)
    scopes = {column: Scope.of(_FROM.sub("", columns.headings[column])) for column in found}
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


def _by_rank(columns: Columns) -> None:
    advisers = columns.of("adviser")
    if len(advisers) > 1:
        ranks = {column: _rank(columns.headings[column]) for column in advisers}
        best = min(ranks.values())
        _keep(columns, "adviser", [column for column in advisers if ranks[column] == best])


def _rank(heading: str) -> int:
    words = set(words_of(heading))
    return next((rank for rank, kind in enumerate(_RANKS) if words & kind), len(_RANKS))


def _by_age(columns: Columns, data: Sequence[Row], slot: TermSlot) -> None:
    """Of several columns of one rank the agreed and the new one counts. Raises BadInput where that leaves it open."""
    advisers = columns.of("adviser")
    told = [column for column in advisers if _told(column, data)]
    if len(advisers) < 2 or len(told) < 2:
        return
    tags = {column: _tags(columns.headings[column], slot) for column in told}
    first = [c for c in told if all(_beats(tags[c], tags[d]) for d in told if d != c)]
    if first:
        older = [column for column in told if column != first[0] and not tags[column] & {"proposed", "future"}]
        columns.before = older[0] if "new" in tags[first[0]] and len(older) == 1 else 0
        _keep(columns, "adviser", first)
        return
    differing = next((row for row in data if _differ(row, told)), None)
    if differing is not None:
        raise BadInput(
            f"{_quoted(columns, told)} name different advisers (row {differing.number}), and it cannot be told which "
            f"counts for {slot.spoken}. Nothing was changed. Take out or rename all but one, and import the file again."
        )
    columns.remarks.append(f"{_quoted(columns, told)} never name different advisers and were read together.")


def _tags(heading: str, slot: TermSlot) -> set[str]:
    """What a heading says of its column's age: `Proposed new SIP` is both proposed and new."""
    words = set(words_of(heading))
    kinds = (("new", _NEW), ("present", _PRESENT), ("agreed", _AGREED), ("proposed", _PROPOSED))
    tags = {tag for tag, known in kinds if words & known}
    begins = _FROM.search(heading)
    if begins:
        start = _start(begins[1], slot)
        last = assumed_dates(slot.year, slot.term).last
        tags |= {"open"} if start is None else {"future"} if start > last else {"new"}
    return tags


def _beats(one: set[str], other: set[str]) -> bool:
    """Whether a column counts before another for certain."""
    for worse in ("future", "proposed"):
        if (worse in one) != (worse in other):
            return worse in other
    if "open" in one | other:
        return False
    if "new" in one:
        return not other & {"new", "agreed"}
    return "agreed" in one and not other


def _start(text: str, slot: TermSlot) -> date | None:
    """The day that `Sept`, `spring 2026` or `1/9/26` begins; None where no month can be read."""
    year = re.search(r"(?<!\d)20(\d\d)(?!\d)", text) or re.search(r"(?<![\d./-])['’]?(\d\d)\s*$", text)
    term = next(iter(Scope.of(text).terms), None)
    if term is not None:
        scope = Scope.of(text)
        return assumed_dates(scope.year or slot.year, term).first
    word = re.search(rf"(?i)\b({'|'.join(_MONTHS)})", text)
    day = _DAY.search(text)
    month = _MONTHS.index(word[1].casefold()) + 1 if word else int(day[1]) if day else 0
    if not 1 <= month <= 12:
        return None
    written = year[1] if year else day[2] if day and day[2] else ""
    return date(2000 + int(written) if written else slot.year.start + (month < 8), month, 1)


def _differ(row: Row, told: Sequence[int]) -> bool:
    """Whether two of the columns name different people in this row."""
    people = [split_people(row.cells[column].text) for column in told if column in row.cells]
    named = [names for names in people if names]
    return any(not same_person(a, b) for one in named for other in named for a, b in zip(one, other, strict=False))


def _unnamed(columns: Columns, data: Sequence[Row]) -> dict[str, bool]:
    """Columns whose headings say nothing, but whose cells may be people."""
    known = {c for meaning, group in columns.by_meaning.items() if meaning != "other" for c in group}
    found = {}
    for column in sorted({column for row in data for column in row.cells} - known):
        heading = columns.headings.get(column, "")
        words = set(words_of(heading))
        open_heading = meaning_of(heading) in {None, "role", "perhaps"} and not words & _NOT_ADVISERS
        if open_heading and _holds_people(column, data):
            found[heading or f"Column {letter(column)}"] = _holds_people(column, data, single=False)
    return found


_PHASES = {"primary", "secondary", "nursery", "special"}


def _refuse_side_by_side(columns: Columns, data: Sequence[Row]) -> None:
    """Two lists beside each other have the same heading over different schools. Raises BadInput."""
    for meaning in ("urn", "laestab", "name"):
        for at, left in enumerate(columns.of(meaning)):
            for right in columns.of(meaning)[at + 1 :]:
                alike = _bare(columns.headings[left]) == _bare(columns.headings[right])
                if alike and any(_apart(row, left, right) for row in data):
                    raise BadInput(
                        f"Two lists stand side by side: “{columns.headings[left]}” heads column {letter(left)} and "
                        f"column {letter(right)}, over different schools. Nothing was changed. "
                        "Put one list below the other, and import the file again."
                    )


def _bare(heading: str) -> set[str]:
    return set(words_of(heading)) - _PHASES


def _apart(row: Row, left: int, right: int) -> bool:
    texts = [plain_cell(row.cells[c].text).casefold() if c in row.cells else "" for c in (left, right)]
    return bool(texts[1]) and texts[0] != texts[1]


def _quoted(columns: Columns, found: Sequence[int]) -> str:
    plural = "columns" if len(found) > 1 else "column"
    return f"The {plural} {numbered(f'“{columns.headings[column]}”' for column in found)}"
