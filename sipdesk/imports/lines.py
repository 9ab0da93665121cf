"""What a row is when it is no school row: total, footnote, section, title. Told by words, never by position alone."""

import re

from sipdesk.domain.allocation_names import is_nobody
from sipdesk.domain.allocation_words import looks_like_person, names_a_school, word_set
from sipdesk.imports.grid import Row
from sipdesk.imports.headings import meaning_of

_SUBTOTAL = re.compile(r"(?i)\bsub\s*-?\s*totals?\b")
_TOTAL = re.compile(
    r"(?i)^\W*(?:(?:grand|overall|running|sum|combined)\s+)?totals?\b|\btotals?\s*(?:\(\d+\))?\W*$"
    r"|^\W*(?:number|no\.?|count|sum|average)\s+(?:of|no)\b|^\W*(?:count|sum|average)\W*$|^\W*schools?\s*[:=]\s*\d+\W*$"
)
_FOOTNOTE = re.compile(
    r"(?i)^\s*\(?(?:[*†‡§^~#]|\(\d\)\s|\d\)\s|notes?\b\s*(?:[:.\-–]|$|\d)|n\.?b\b|key\b\s*(?:[^\w\s]|$|to\b)|source\b|please\b|legend\b|updated\b"
    r"|last\s+(?:updated|saved|amended)|version\b|prepared\b|produced\b|printed\b|for\s+(?:more|further|any|queries|info)"
    r"|this\s+(?:list|sheet|document|file|table)|all\s+(?:visits|dates|schools)\b|confidential|official|page\s+\d"
    r"|\d+\s+(?:primary|secondary|nursery|special|maintained)?\s*schools?\b|as\s+(?:at|of)\b|correct\s+(?:as|at)"
    r"|data\b|abbreviations?\b|colou?rs?\b|contact\b|queries\b|https?:|www\.|compiled\b|owner\b|author\b|date\s*:)"
)
_LONG = 70
_WHOSE = (
    re.compile(r"(?i)\b(?:caseload|schools|allocations?|list)\s+(?:for|of|allocated\s+to|assigned\s+to)\s*:?\s*(.+)$"),
    re.compile(r"(?i)\bcaseload\s*[-–—:]\s*(.+)$"),
    re.compile(r"(?i)^(.+?)['’]s?\s+(?:caseload|schools|allocations?|list)\b"),
    re.compile(r"(?i)^(.+?)\s*[-–—:]\s*(?:caseload|schools|allocations?|school\s+list)\b"),
)
_SHOWN = 120
_ROLES = {"adviser", "role"}
_LABEL = 4
"""A label before a name, `Your SIP:`, has no more words than these."""
_WITHOUT = word_set("""
    no without none not nobody unallocated unassigned unattached unmatched vacant vacancy vacancies tbc tba tbd awaiting
    pending
""")
_BESIDE = word_set("""
    to be allocated assigned agreed confirmed advised appointed decided yet still currently a an any the school schools
    with sip sips adviser advisers advisor advisors partner partners link officer lama sil post posts allocation list
    is are have has who for term improvement attached named at present
""")
_TO_BE = re.compile(
    r"(?i)\b(?:to|still\s+to)\s+be\s+(?:re-?)?(?:allocated|assigned|agreed|confirmed|advised|appointed|decided)\b"
)


def words_in(row: Row) -> list[str]:
    """The row's non-empty texts from left to right, without the copies a merged block leaves beneath itself.

    A row whose every cell says the same, as some programs write a merged heading, says it once.
    """
    cells = (row.cells[column] for column in sorted(row.cells))
    texts = [" ".join(cell.text.split()) for cell in cells if cell.text.strip() and not cell.filled]
    return texts if len({text.casefold() for text in texts}) > 1 else texts[:1]


def shown(row: Row) -> str:
    """The row's words for a message, shortened."""
    text = " · ".join(words_in(row))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def total_in(texts: list[str]) -> str:
    """The words that make a row a total or subtotal, or empty. Only its first words count: notes speak of totals too."""
    for text in texts[:2]:
        if len(text) <= _LONG and (_SUBTOTAL.search(text) or _TOTAL.search(text)):
            return text
    return ""


def is_subtotal(text: str) -> bool:
    """Whether the words themselves say that it is a part: `Sub-total`, `Total primary`, `Primary total`."""
    rest = re.sub(r"(?i)\b(?:grand|overall|totals?|all|schools?|days?|hours?|visits?|number|no|of)\b|[\W\d]", " ", text)
    return bool(_SUBTOTAL.search(text) or rest.strip()) and not re.search(r"(?i)\b(?:grand|overall)\b", text)


def is_footnote(text: str) -> bool:
    """Whether some words are a remark on the list: a star, `Note:`, a sentence, a key."""
    sentence = len(text.split()) >= 6 and text.rstrip().endswith((".", "!", "?"))
    return bool(_FOOTNOTE.match(text)) or len(text) > _LONG or sentence or " = " in text


def without_count(text: str) -> str:
    """`Alex Example (12 schools)` without what is counted."""
    bare = re.sub(r"\([^()]*\)", " ", text)
    return " ".join(re.sub(r"[-–—:,]?\s*\d+\s*(?:schools?|visits?|days?)?\s*$", " ", bare).split()).strip(" -–—:")


def adviser_said(texts: list[str]) -> str:
    """The person a title or section plainly names as adviser: `SIP: Alex Example`, `Caseload of A. Example`; or empty."""
    if not texts or len(texts) > 2:
        return ""
    if len(texts) == 2:
        label, name = texts[0].rstrip(" :"), without_count(texts[1])
        return name if _is_role(label) and looks_like_person(name, single=True) else ""
    label, mark, name = _halves(texts[0])
    if mark and _is_role(label) and looks_like_person(without_count(name), single=True):
        return without_count(name)
    for pattern in _WHOSE:
        found = pattern.search(texts[0])
        if found and looks_like_person(without_count(found[1])):
            return without_count(found[1])
    return ""


def _is_role(label: str) -> bool:
    return meaning_of(label) in _ROLES and len(label.split()) <= _LABEL


def says_nobody(texts: list[str]) -> bool:
    """Whether a section says that its schools have no adviser: `Unallocated (3)`, `SIP: TBC`, `Schools without a SIP`."""
    if not texts or len(texts) > 2:
        return False
    label, mark, name = (texts[0].rstrip(" :"), ":", texts[1]) if len(texts) == 2 else _halves(texts[0])
    if mark and _is_role(label) and is_nobody(without_count(name)):
        return True
    text = without_count(texts[0])
    words = set(re.findall(r"[a-z]+", text.casefold()))
    known = bool(words & _WITHOUT or _TO_BE.search(text)) and words <= _WITHOUT | _BESIDE
    return len(texts) == 1 and (known or (bool(words & _WITHOUT) and is_nobody(text)))


def _halves(text: str) -> tuple[str, str, str]:
    found = re.match(r"^([^:–—]+?)\s*(:|\s[-–—]\s|–|—)\s*(.+)$", text)
    return (found[1], found[2], found[3]) if found else (text, "", "")


def person_alone(texts: list[str], *, single: bool) -> str:
    """The person a lone cell consists of, or empty; a school's word in it speaks against a person."""
    if len(texts) != 1:
        return ""
    name = without_count(texts[0])
    return name if looks_like_person(name, single=single) and not names_a_school(name) else ""
