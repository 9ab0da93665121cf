"""The first run: which authorities there are to choose from, and how good a passphrase is, before there is a desk."""

import math
import unicodedata
from datetime import date
from pathlib import Path

from sipdesk.domain.base import Model
from sipdesk.domain.errors import FormProblems, NotFound, SipdeskError
from sipdesk.domain.programme import Programme
from sipdesk.forms.loader import Library
from sipdesk.keys.slots import SHORTEST_PASSPHRASE, normal
from sipdesk.services.overview import find_desk

_STATUS = {
    "in force": "in force",
    "draft": "a draft, not in force",
    "historic": "an edition of the past, which still serves",
    "example": "nobody's own: use it as it stands, or copy it to begin yours",
}


class AuthorityChoice(Model):
    """An authority whose forms are here, in words for the person who chooses."""

    id: str
    name: str
    edition: str = ""
    status: str = ""
    remark: str = ""
    """Why the edition serves although the day lies outside its dates."""
    role: str = ""
    """What the authority calls its partners."""
    own: bool = False
    """From the partner's own folder of forms."""
    problem: str = ""
    """Why it cannot be chosen."""


class Strength(Model):
    """A passphrase weighed. `enough` is the rule of twelve characters; the words advise beyond that."""

    enough: bool
    share: int
    """0 to 100, for a bar."""
    words: str


def desk_there(folder: Path) -> bool:
    """Whether a desk lies in the folder; `DeskDamaged` where one lies there that cannot say which it is."""
    try:
        find_desk(folder)
    except NotFound:
        return False
    return True


def authorities(library: Library, today: date) -> list[AuthorityChoice]:
    """Everyone whose forms are here; one whose files cannot be used stands in the list and says why."""
    listed = [_choice(library, name, today) for name in library.authorities()]
    return [choice for one in listed for choice in (one, *_drafts(library, one, today))]


def _drafts(library: Library, usual: AuthorityChoice, today: date) -> list[AuthorityChoice]:
    """Drafts beside the edition that serves: somebody may settle on one, the date never does."""
    if usual.problem:
        return []
    drafts = []
    for edition in library.editions(usual.id):
        try:
            draft = edition != usual.edition and library.programme(usual.id, edition).status == "draft"
        except FormProblems:
            continue
        drafts += [_choice(library, usual.id, today, edition)] if draft else []
    return drafts


def _choice(library: Library, name: str, today: date, edition: str = "") -> AuthorityChoice:
    own = library.own is not None and (library.own / name).is_dir()
    try:
        found = library.edition_for(name, today, edition)
        for slot in found.programme.visits:
            library.form(name, found.programme.edition, slot.form)
    except FormProblems as error:
        first, more = error.problems[0], len(error.problems) - 1
        also = f" (and {more} more)" if more else ""
        return AuthorityChoice(id=name, name=name, own=own, problem=f"Its files cannot be used yet. {first}{also}")
    except SipdeskError as error:
        return AuthorityChoice(id=name, name=name, own=own, problem=error.sentence)
    told = _told(found.programme, found.remark, own=own)
    return told.model_copy(update={"id": f"{name}/{edition}", "name": f"{told.name}, draft"}) if edition else told


def _told(programme: Programme, remark: str, *, own: bool) -> AuthorityChoice:
    """In few words: which edition it is stands there already, and where its end is told, that it is of the past."""
    called = f"{programme.vocabulary.authority} {programme.edition} "
    over = programme.status == "historic" and remark.startswith(called)
    if remark.startswith(called):
        bare = remark.removeprefix(called)
        remark = bare[:1].upper() + bare[1:]
    if programme.status == "draft":  # chosen on purpose, whatever else there is
        remark = remark.removesuffix(" It serves until there is a newer edition.")
    return AuthorityChoice(
        id=programme.authority,
        name=programme.vocabulary.authority,
        edition=programme.edition,
        status="" if over else _STATUS[programme.status],
        remark=remark,
        role=programme.vocabulary.role,
        own=own,
    )


_LADDER = (
    (43, "Weak: easy to guess. Add another word or two that have nothing to do with you."),
    (55, "Fair. One more unrelated word makes it good."),
    (70, "Good."),
    (10_000, "Strong."),
)


def weigh(passphrase: str) -> Strength:
    """How hard a passphrase is to guess, roughly: by its length, its variety and how often it repeats itself."""
    letters = normal(passphrase)
    bits = _bits(letters)
    share = max(0, min(100, round(bits)))
    short = SHORTEST_PASSPHRASE - len(letters)
    if short > 0:
        more = f"{short} more character{'s' if short > 1 else ''} needed."
        return Strength(enough=False, share=min(share, 30), words=f"Too short: {more}" if letters else "")
    return Strength(enough=True, share=share, words=next(words for limit, words in _LADDER if bits < limit))


def _bits(text: str) -> float:
    """A character that follows its neighbour, or that came before twice, adds little; words count as words.

    Four unrelated words give about 60, as four draws from a list of 30,000 do; one word with a year gives about 30.
    """
    if not text:
        return 0.0
    words = [word for word in text.replace("-", " ").split() if len(word) > 2]
    if len(words) >= 2:
        distinct = {word.casefold() for word in words}
        others = sum(1 for letter in text if not letter.isalpha() and not letter.isspace())
        return sum(min(15.0, 2.6 * len(word)) for word in distinct) + 2.0 * min(others, 8)
    kinds = {unicodedata.category(letter)[:2] for letter in text}
    each = math.log2(10 + 20 * len(kinds)) * 0.6
    fresh, seen = 0.0, ""
    for letter in text:
        run = bool(seen) and abs(ord(letter) - ord(seen[-1])) <= 1
        fresh += 0.15 if run or seen.count(letter) >= 2 else 1.0
        seen += letter
    return fresh * each
