"""Words of allocation sheets: what is a section, what looks like a person, what looks like a school."""

import re
import unicodedata


def word_set(words: str) -> frozenset[str]:
    """The words of a list kept as running text."""
    return frozenset(words.split())


_SECTION = word_set("""
    primary primaries secondary secondaries nursery nurseries special school schools phase sector through
    all pru prus academy academies maintained free infant infants junior juniors first middle settings
    setting college colleges post independent alternative provision ap early years eyfs children childrens
    centre centres sixth form forms high upper lower and the of other others new voluntary aided controlled
    community foundation non la pupil referral unit units cont continued contd sen send total list
    non-maintained trust trusts mainstream state funded church faith catholic ce rc federations federation
""")
_GROUPING = word_set("""
    cluster clusters locality area hub partnership team group district zone patch region quadrant network
    ward consortium collaborative tranche cohort band phase
""")
_SCHOOLISH = word_set("""
    house road street lodge manor grange abbey school sch academy acad college primary prim infant infants junior juniors nursery secondary grammar
    high pru centre saint st cofe ce rc catholic
""")
_NOT_PEOPLE = word_set("""
    contact contacts info information lookup lists overview dates calendar key guidance template staff
    sheet schools allocation allocations list data sip sips visit visits term autumn spring summer core
    focused enhanced intensive caseload final draft copy master current north south east west central
    borough council summary report table tbc email phone notes week half see with by done yes no
    completed complete booked cancelled monday tuesday wednesday thursday friday jan january feb february
    mar march apr april may jun june jul july aug august sep sept september oct october nov november dec
    december my our overview adviser advisers partner partners link officer name all not to be red amber
    green teams online meeting virtual main index export page tab improvement education services service
    department unallocated vacant closed
""")


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’‘`]", "", folded))


def names_a_section(text: str) -> bool:
    """Whether some words are a heading within a list and cannot be a school: `PRIMARY (25)`, `Nursery Schools`."""
    words = [word for word in _words(text) if not word.isdigit()]
    if not words or len(words) > 10:
        return False
    return all(word in _SECTION for word in words)


def names_a_group(text: str) -> bool:
    """Whether some words name a part of the authority: `Cluster A`, `North locality`."""
    return bool(set(_words(text)) & _GROUPING)


def names_a_school(text: str) -> bool:
    """Whether a word in it belongs to schools' names."""
    return bool(set(_words(text)) & _SCHOOLISH)


def looks_like_person(text: str, *, single: bool = False) -> bool:
    """Whether the shape is a person's name: `A. Example`, `Example, Alex`, `Sam Sample`; one word only if `single`."""
    words = _words(text)
    plain = re.fullmatch(r"[^\W\d_]['’.\-\w]*(?:[\s,.]+[^\W\d_]['’.\-\w]*){0,3}\.?", text.strip())
    known = set(words) & (_NOT_PEOPLE | _SECTION | _GROUPING | _SCHOOLISH)
    if not plain or known or any(char.isdigit() for char in text):
        return False
    capitals = all(part[:1].isupper() or part in {"de", "van", "der", "von", "la", "di"} for part in text.split())
    return capitals and (single or len(words) > 1)
