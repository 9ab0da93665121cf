"""What a heading means, by its words. Shared with the child, which uses it to tell one delimiter from another."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from sipdesk.domain.allocation_words import names_a_school, word_set

Meaning = Literal[
    "name",
    "urn",
    "laestab",
    "phase",
    "adviser",
    "category",
    "visit",
    "days",
    "hours",
    "la",
    "notes",
    "head",
    "turn",
    "perhaps",
    "role",
    "former",
    "other",
]
"""`turn` is a heading such as `SIP 1` or `Autumn`: its values tell whether it holds dates or people. `perhaps` is one
such as `School link`: people make it an adviser's column, anything else leaves it aside. `role` is an adviser's
heading among other words, such as `Confirmed SIP`: people make it one of the adviser's columns. `former` names whoever
had the school before."""

IDENTITY = {"name", "urn", "laestab"}

_SPELLINGS = {
    "school": "sch schl schools",
    "reference": "ref",
    "establishment": "est establishments",
    "estab": "estabs",
    "no": "num nr number numbers",
    "category": "cat categories categorisation",
    "adviser": "adv advisor advisers advisors",
    "head": "ht headteacher principal heads",
    "hours": "hrs hr hour",
    "days": "day",
    "name": "names",
    "visit": "visits",
    "urn": "urns",
    "comments": "comment",
    "notes": "note",
    "date": "dates",
    "consultant": "consultants",
    "partner": "partners",
    "phase": "phases ph",
    "la": "lea",
    "sip": "sips",
    "officer": "officers",
    "setting": "settings",
    "academy": "academies academys",
    "lama": "lamas",
    "sil": "sils",
    "autumn": "aut",
    "spring": "spr",
    "summer": "sum",
}
_SHORT = {short: word for word, spellings in _SPELLINGS.items() for short in spellings.split()}
_FOREIGN = word_set("""
    email mail tel telephone phone mobile address postcode ofsted website roll nor pupils inspection grade
    judgement rag previous former old outgoing count ukprn uprn web deadline report received invoice cost
    price budget trust mat federation ward chair governor governors past fsm pan score risk conversion
    updated sent signed rating reports
""")
_FILLER = word_set("""
    of the a for and or s to as on gias in current new our
""")
_NUMBERED = word_set("""
    no code ref id reference
""")
_ADVISER = word_set("""
    sip adviser lama sil sia consultant inspector slp llp allocation
""")
_ADVISER_PAIRS = [
    word_set(pair)
    for pair in (
        "improvement partner",
        "improvement lead",
        "improvement officer",
        "link officer",
        "link person",
        "link partner",
        "link lead",
        "lead officer",
        "education partner",
        "challenge partner",
        "leadership partner",
        "standards partner",
        "named officer",
        "allocated to",
        "assigned to",
        "lead name",
        "partner name",
        "officer name",
    )
]
_ADVISER_ALONE = word_set("""
    partner link lead officer allocated assigned
""")
_ADVISER_BESIDE = word_set("""
    name allocated assigned lead link la school improvement officer partner initials education proposed term
    autumn spring summer professional person external named standards primary secondary leadership challenge
    responsible year council senior associate team who visiting london learning effectiveness
""")
_ROLE = word_set("""
    sip adviser lama sil sia consultant inspector slp llp
""")
"""Words of a heading that name an adviser's role whatever stands beside them."""
_ROLE_PERHAPS = word_set("""
    partner link lead officer person named attached allocated assigned reviewer mentor coach who whom whose by sio sep
    sdp eip associate
""")
_FORMER = word_set("""
    previous former old outgoing past leaving
""")
_NOT_ROLE = word_set("""
    no visit days hours date dates time focus status type start end due priority objective objectives target targets
    outcome outcomes plan action actions attended completed feedback
""")
_OTHER_ROLE = word_set("""
    attendance send sen senco finance hr business safeguarding premises governance legal data health safety admissions
    exclusions communications it ict hmi dsl sbm bursar manager clerk deputy assistant secretary ceo maths english
    literacy phonics
""")
_LOOSE = {"other", "visit", "hours", "days", "notes", "head", "phase", "perhaps"}
"""Meanings that one word gives, whatever stands beside it: `Park Federation Primary` and `Trust` are `other` alike."""
_HEADINGS = (
    _FOREIGN | _FILLER | _NUMBERED | _ADVISER_ALONE | _ADVISER_BESIDE | _ROLE | _ROLE_PERHAPS | _FORMER | _NOT_ROLE
) | word_set("""
    head executive comments remarks information info context meeting phase sector type total per each sum category
    support level la local authority urn laestab dfe estab setting
""")
_MOST_WORDS = 8
_KNOWN_LONG = word_set("""
    school establishment laestab adviser category consultant authority comments headteacher partner support
    unique reference improvement officer number
""")


def words_of(heading: str) -> list[str]:
    """The heading's words: no case, no punctuation, abbreviations written out, misspellings mended."""
    spaced = re.sub(r"(?<=[a-z]{3})(?=[A-Z])", " ", re.sub(r"^\s*\d{1,2}\s*[.)]\s*", "", heading))
    bare = re.sub(r"[’'`]", "", spaced.casefold())
    bare = re.sub(r"\bd\.?\s*f\.?\s*e\b", "dfe", bare)
    bare = re.sub(r"\bu\.\s*r\.\s*n\b", "urn", bare)
    bare = re.sub(r"\bs\.\s*i\.\s*p\b", "sip", bare)
    bare = re.sub(r"\bla\s*[-/]?\s*estab\b", "laestab", bare).replace("head teacher", "head")
    bare = re.sub(r"([a-z])(\d)", r"\1 \2", bare.replace("#", " no "))
    return [_mended(_SHORT.get(word, word)) for word in re.findall(r"[a-z0-9]+", bare)]


@lru_cache(maxsize=8192)
def _mended(word: str) -> str:
    if len(word) < 6:
        return word
    close = get_close_matches(word, _KNOWN_LONG, n=1, cutoff=0.87)
    return _SHORT.get(close[0], close[0]) if close else word


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Meaning | None:
    """What the heading names; `other` for a heading that is known to name something else; None for no heading."""
    if len(heading) > 120 or not re.search(r"[^\W\d_]", heading):
        return None
    words = words_of(heading)
    if not words:
        return None
    bare = set(words) - _FILLER
    raw_plural = re.search(r"(?i)\b(no|number|how many)\.?\s+(of\s+)?(schools|visits|sips)\b", heading)
    if bare & _FOREIGN or raw_plural or _is_last_year(heading):
        former = _is_last_year(heading) or (bare & _FORMER and not bare & (_FOREIGN - _FORMER))
        return "former" if former and _role_in(bare | {"previous"}, words) else "other"
    for meaning, test in _TESTS:
        if test(bare, words):
            return meaning
    return _role_in(bare, words)


def is_heading(text: str) -> bool:
    """Whether words that stand where a school's name would are a heading: `Trust`, `Days per visit`.

    `Park Federation Primary` and `The Link School` are schools, though a word in them is a heading's.
    """
    meaning = meaning_of(text)
    if meaning is None or (meaning == "perhaps" and names_a_school(text)):
        return False
    return meaning not in _LOOSE or all(word in _HEADINGS or word.isdigit() for word in words_of(text))


def _role_in(bare: set[str], words: list[str]) -> Meaning | None:
    """What a heading is that no test knows, by any word of an adviser's role in it."""
    if not bare & (_ROLE | _ROLE_PERHAPS) or bare & _NOT_ROLE or len(words) > _MOST_WORDS:
        return None
    if bare & _OTHER_ROLE or "hours" in bare:
        return "other"
    paired = any(pair <= bare for pair in _ADVISER_PAIRS)
    return "role" if bare & _ROLE or paired else "perhaps"


def _is_last_year(heading: str) -> bool:
    return re.search(r"(?i)\blast\s+(year|term)|\bprior\b", heading) is not None


def _is_urn(bare: set[str], words: list[str]) -> bool:
    combined = bare >= {"urn", "name"}
    return ("urn" in bare and not combined) or bare >= {"unique", "reference"}


def _is_laestab(bare: set[str], words: list[str]) -> bool:
    authority = {"laestab", "dfe", "dcsf", "dfes", "dfee", "estab"}
    allowed = authority | _NUMBERED | {"la", "lea", "school", "establishment", "edubase"}
    named = bare & authority or (bare & {"school", "establishment"} and bare & _NUMBERED)
    return bool(named) and bare <= allowed


def _is_la(bare: set[str], words: list[str]) -> bool:
    body = {"la", "authority", "borough", "council", "lea"}
    return bool(bare & body) and bare <= body | _NUMBERED | {"local", "name", "county", "home", "district"}


def _is_name(bare: set[str], words: list[str]) -> bool:
    places = {"school", "establishment", "setting", "academy", "provider", "college", "institution"}
    if bare == {"name"}:
        return True
    return bool(bare & places) and bare <= places | {"name", "title", "full", "urn"}


def _digits(bare: set[str]) -> set[str]:
    return {word for word in bare if word.isdigit()}


def _is_perhaps(bare: set[str], words: list[str]) -> bool:
    return bool(bare & _ADVISER_ALONE) and bare <= _ADVISER_ALONE | _ADVISER_BESIDE | _digits(bare)


def _is_turn(bare: set[str], words: list[str]) -> bool:
    terms = {"autumn", "spring", "summer", "term", "half", "year"}
    digits = _digits(bare)
    rest = bare - terms - digits
    timed = rest != bare and rest <= {"sip", "lama", "sil", "adviser", "name"}
    return timed or bare == {"allocation"}


def _is_adviser(bare: set[str], words: list[str]) -> bool:
    named = bare & _ADVISER or any(pair <= set(words) for pair in _ADVISER_PAIRS)
    years = _digits(bare)
    if bare - years and bare - years <= _ADVISER_ALONE:
        return True
    return bool(named) and bare <= _ADVISER | _ADVISER_BESIDE | years


def _is_visit(bare: set[str], words: list[str]) -> bool:
    spoilt = {"notes", "comments", "days", "hours", "no", "focus", "type", "purpose", "total"}
    return bool(bare & {"visit", "meeting", "date"}) and not bare & spoilt


def _is_category(bare: set[str], words: list[str]) -> bool:
    if bare & {"days", "hours"} or words[-2:] == ["support", "sip"]:  # `Support SIP` is a person, `SIP support` a level
        return False
    core = {"category", "tier", "band", "support", "level", "offer", "priority", "banding"}
    beside = {"sip", "school", "la", "need", "intensity", "programme", "package", "agreed", "proposed"}
    terms = {"autumn", "spring", "summer", "term", "sil", "lama", "code", "name", "improvement"}
    return bool(bare & core) and bare <= core | beside | terms | _digits(bare)


_TESTS: tuple[tuple[Meaning, Callable[[set[str], list[str]], bool]], ...] = (
    ("urn", _is_urn),
    ("laestab", _is_laestab),
    ("la", _is_la),
    ("name", _is_name),
    ("phase", lambda bare, words: bool(bare & {"phase", "sector", "type"}) and not bare & {"visit", "support"}),
    ("turn", _is_turn),
    ("visit", _is_visit),
    ("hours", lambda bare, words: "hours" in bare),
    ("days", lambda bare, words: "days" in bare),
    ("category", _is_category),
    ("adviser", _is_adviser),
    ("notes", lambda bare, words: bool(bare & {"notes", "comments", "remarks", "information", "info", "context"})),
    ("perhaps", _is_perhaps),
    ("head", lambda bare, words: "head" in bare or bare == {"executive"}),
)
