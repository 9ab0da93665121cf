"""School names as people shorten them, compared by the words that tell one school from another."""

import re
from difflib import SequenceMatcher

from sipdesk.domain.allocation_words import word_set
from sipdesk.domain.school import Phase, RegisterRow, name_key, phase_of

_NOISE = word_set("""
    school schools and of a with for at in on
""")
_ROLES = word_set("""
    infant junior nursery girl boy high secondary senior sixth upper lower middle grammar primary special
    pru first
""")
_COMMON = word_set("""
    community academy free college church england catholic roman saint centre children form voluntary aided
    controlled va vc federation foundation trust studio technology sport art specialist language convent
    preparatory prep methodist jewish muslim islamic hindu sikh early year unit education learning campus
    new old former pupil referral provision alternative ap sen send mixed day
""")
_ALIKE = 0.75
"""Two words this similar are one word misspelt: Gainsboro and Gainsborough."""


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def words_of(name: str) -> frozenset[str]:
    """The words of a name key without plural endings and without words that carry nothing."""
    return frozenset(_stem(word) for word in name_key(name).split()) - _NOISE


def without_asides(name: str) -> str:
    """A name without what stands in brackets: `Blossom House (name not in GIAS)`."""
    return " ".join(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name).split())


def telling(name: str, la_name: str = "") -> frozenset[str]:
    """The words that tell this school from others: no phase, no faith, no word of the authority's own name."""
    words = words_of(name) - _ROLES - _COMMON - words_of(la_name)
    return frozenset(word for word in words if not any(c.isdigit() for c in word))


def share_a_word(name: str, school: RegisterRow) -> bool:
    """Whether a row's name and a school's have a telling word in common, misspellings allowed.

    A name without any telling word (`Primary School`) contradicts nothing.
    """
    ours, theirs = telling(name, school.la_name), telling(school.name, school.la_name)
    if not ours or not theirs:
        return bool(words_of(name) & words_of(school.name)) or not words_of(name)
    return any(a == b or SequenceMatcher(None, a, b).ratio() >= _ALIKE for a in ours for b in theirs)


def phases_agree(row: Phase, school: RegisterRow) -> bool:
    """False only when both phases are known and no school could be both."""
    theirs = phase_of(school.phase_code, school.type_code)
    open_ended = {Phase.UNKNOWN, Phase.ALL_THROUGH, Phase.MIDDLE}
    special = {Phase.SPECIAL, Phase.ALTERNATIVE}
    return row == theirs or bool({row, theirs} & open_ended) or {row, theirs} == special


def closeness(name: str, school: RegisterRow) -> int:
    """How surely a shortened name is this school's: 3 same words, 2 same telling words, 1 contained; 0 not."""
    words, full = words_of(name), words_of(school.name)
    if words == full:
        return 3
    ours, theirs = telling(name, school.la_name), telling(school.name, school.la_name)
    if not ours or (words & _ROLES - full and full & _ROLES - words):
        return 0
    if ours == theirs:
        return 2
    return 1 if ours < theirs or (theirs < ours and len(theirs) > 1) else 0


def also_names(name: str, found: RegisterRow, school: RegisterRow) -> bool:
    """Whether a name holds, beside all that tells one school, all that tells another: `Alder Park / Bramble Lane`."""
    rest = telling(name, found.la_name) - telling(found.name, found.la_name)
    theirs = telling(school.name, school.la_name)
    return bool(theirs) and theirs <= rest


def begins_so(name: str, school: RegisterRow) -> bool:
    """Whether a school's name begins with all the words of a shorter one."""
    words, full = name_key(name).split(), name_key(school.name).split()
    return len(words) < len(full) and full[: len(words)] == words
