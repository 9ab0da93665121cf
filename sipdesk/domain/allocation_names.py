"""People's names as allocation sheets write them: reordered, in any case, with initials, two to a cell."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sipdesk.domain.allocation_signs import handed_over, is_ditto, is_unchanged
from sipdesk.domain.allocation_words import word_set
from sipdesk.domain.errors import Refused

_TITLES = word_set("""
    dr mr mrs ms miss mx prof professor sir dame rev revd reverend cllr mbe obe cbe phd npqh jr snr
""")
_NOBODY = word_set("""
    tbc tba tbd vacant vacancy na none nil nobody noone x unallocated notallocated unassigned notassigned
    pending unknown null tobeconfirmed tobeallocated toallocate tobeagreed tobeadvised nosip noadviser
    awaiting awaitingallocation notapplicable notknown blank new notyetallocated newsip newadviser external
    sippost postvacant
""") | {""}
_BETWEEN = re.compile(r"\s*(?:[/&+;|]|\band\b|\bwith\b|\bthen\b|\bplus\b)\s*", re.IGNORECASE)
_NOBODY_YET = re.compile(
    r"^\s*(?:tb[acd]|vacan(?:t|cy)|unallocated|unassigned|none|n/a|to be \w+|awaiting|pending)\b", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ROLE = r"lead|leading|cover|covering|acting|interim|support|supporting|shadow|shadowing|new|temp|temporary"
_SPAN = re.compile(r"^(.+?)\s+(?:from|until|till|since|w\.?e\.?f\.?)\s+\S.*$", re.IGNORECASE)
_TAIL = re.compile(rf"^(\S+\s+\S.*?)(?:\s+|\s*[-–,]\s*)(?:{_ROLE}|sip|lama|sil|advis[eo]r)$", re.IGNORECASE)
_LEAD = re.compile(
    r"^\s*(?:the\s+)?(?:link\s+)?(?:sip|advis[eo]r|link|officer|partner|lama|sil|consultant|"
    rf"{_ROLE})s?(?:\s+(?:name|officer|advis[eo]r|partner))?\s*[:=–—]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a name: given names (or initials), and surname with hyphens and spaces closed up."""

    given: tuple[str, ...]
    surname: str

    def fits(self, other: "_Reading") -> bool:
        if self.surname and other.surname and self.surname != other.surname:
            return False
        if not (self.surname and other.surname) and not (self.given and other.given):
            return False
        return all(
            a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(self.given, other.given, strict=False)
        )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"['’‘`´]", "", folded)


def _tokens(text: str) -> list[str]:
    """Words of a name. Capital letters run together before a surname (`AB Example`) are initials."""
    words = re.findall(r"[^\W\d_]+", _plain(text))
    if any(not word.isupper() for word in words):
        words = [letter for word in words for letter in (word if word.isupper() and len(word) in {2, 3} else [word])]
    return [word.casefold() for word in words if word.casefold() not in _TITLES]


def _splits(tokens: list[str]) -> Iterator[_Reading]:
    for at in range(1, len(tokens)):
        front, back = tokens[:at], tokens[at:]
        if len("".join(back)) > 1:
            yield _Reading(tuple(front), "".join(back))
        if len("".join(front)) > 1:
            yield _Reading(tuple(back), "".join(front))


def _readings(name: str) -> list[_Reading]:
    before, comma, after = name.partition(",")
    surname, given = _tokens(before), _tokens(after)
    if comma and surname and given:
        return [_Reading(tuple(given), "".join(surname))]
    tokens = surname or given
    if len(tokens) == 1:
        return [_Reading((), tokens[0]), _Reading((tokens[0],), "")]
    return list(_splits(tokens))


def _initials(name: str) -> str:
    """`ae` for `AE`, `A.E.` and `A E`; empty for a name that has a full word in it."""
    words = re.findall(r"[^\W\d_]+", _plain(name))
    joined = "".join(words)
    small = len(joined) == 2 and joined.islower()
    short = all(len(word) == 1 for word in words) or (len(words) == 1 and (joined.isupper() or small))
    return joined.casefold() if short and len(joined) in {2, 3} else ""


def _stand_for(initials: str, name: str) -> bool:
    return any(
        r.given and r.surname and initials in {full := _first_letters(r), full[0] + full[-1]} for r in _readings(name)
    )


def _first_letters(reading: _Reading) -> str:
    return "".join(word[0] for word in reading.given) + reading.surname[0]


def same_person(wanted: str, written: str) -> bool:
    """Whether two written names may be one person: `Alex Example`, `EXAMPLE, Alex`, `A. Example`, `Dr A Example`, `AE`.

    Two full first names must be equal: Sam is not Samantha. A bare surname or first name fits everyone who has it.
    """
    ours, theirs = _initials(wanted), _initials(written)
    if ours and theirs:
        return ours == theirs
    if theirs and _stand_for(theirs, wanted):
        return True
    if ours and _stand_for(ours, written):
        return True
    return any(a.fits(b) for a in _readings(wanted) for b in _readings(written))


def is_nobody(text: str) -> bool:
    """Whether a cell for a name says that there is none: empty, TBC, vacant, n/a, ?, -, `TBC from January`."""
    bare = _ASIDE.sub("", text)
    letters = re.sub(r"[^a-z0-9]", "", _plain(bare).casefold())
    return letters in _NOBODY or _NOBODY_YET.match(bare) is not None


def _trimmed(piece: str) -> str:
    """A name without what follows it: `until Oct`, `lead`, a question mark."""
    bare = _LEAD.sub("", piece).strip(" ?*†‡#,:;-–—\t")
    for tail in (_SPAN, _TAIL):
        found = tail.match(bare)
        bare = found[1] if found else bare
    return " ".join(bare.split()).strip(" ,:;-–—")


def _listed(part: str) -> list[str]:
    """`A. Example, B Sample` is two people, `Example, Alex` is one; so with line breaks and spaced dashes."""
    for mark in (r"[\r\n]+", ",", r"\s[-–—]\s"):
        pieces = [piece.strip() for piece in re.split(mark, part) if piece.strip()]
        if len(pieces) > 1 and all(len(_tokens(piece)) > 1 for piece in pieces):
            return [name for piece in pieces for name in _listed(piece)]
    return [part]


def split_people(text: str) -> list[str]:
    """The people a cell names, each as written: `A. Example / B Sample` is two. Placeholders are nobody.

    Of `was A. Example, now B Sample` only the new one counts.
    """
    found: list[str] = []
    if is_nobody(text) or is_ditto(text) or is_unchanged(text):
        return found
    handed = handed_over(text)
    text = handed[1] if handed else text
    for part in _BETWEEN.split(_ASIDE.sub(" ", text)):
        for piece in _listed(_LEAD.sub("", part)):
            name = "" if is_nobody(piece) else _trimmed(piece)
            if not is_nobody(name) and re.search(r"[^\W\d_]", name):
                found.append(name)
    return list(dict.fromkeys(found))


def _named(names: Iterable[str]) -> str:
    *some, last = [f"“{name}”" for name in names]
    return f"{', '.join(some)} and {last}" if some else last


def choose_partner(wanted: str, names_in_file: Iterable[str]) -> set[str]:
    """The written forms in a file that are this partner.

    Raises Refused, naming them, when nobody fits or when the name, or a form of it, fits two people.
    """
    names = list(dict.fromkeys(names_in_file))
    fits = [name for name in names if same_person(wanted, name)]
    if not fits:
        whom = _named(names) if names else "nobody"
        raise Refused(
            f"Nobody in the file fits the name “{wanted.strip()}”. It names {whom}. "
            "Nothing was changed; give the name as the file has it."
        )
    for form in fits:
        rivals = [name for name in names if same_person(form, name) and name not in fits]
        rivals += [name for name in fits if not same_person(form, name)]
        if rivals:
            raise Refused(
                f"“{wanted.strip()}” is not one person in this file: {_named([form, *rivals])} may be different "
                "people. Nothing was changed; give the name in full, or correct the file."
            )
    return set(fits)
