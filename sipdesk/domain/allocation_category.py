"""Which of a programme's categories a sheet means by `ENHANCED`, `Focussed`, `Int B`, `3 - Enhanced` or `C`."""

import re
from collections.abc import Sequence

from sipdesk.domain.programme import Category

_NUMBERING = re.compile(r"^\s*(?:(?:level|tier|category|cat|band|group)\s*)?\d+\s*[-–—.):]*\s*(?=\D)")
_FILLERS = {"support", "offer", "level", "category", "cat", "tier", "package", "programme", "school"}


def _words(text: str, *, asides: bool = False) -> list[str]:
    """Words without case, leading numbers, asides (unless asked for) and fillers; doubled letters count once."""
    told = _NUMBERING.sub("", text.casefold())
    bare = told if asides else re.sub(r"\([^()]*\)", " ", told)
    words = re.findall(r"[a-z0-9+]+", re.sub(r"([a-z])\1", r"\1", bare))
    return [word for word in words if word not in _FOLDED_FILLERS] or words


_FOLDED_FILLERS = {re.sub(r"([a-z])\1", r"\1", word) for word in _FILLERS}


def _same(asked: list[str], full: list[str]) -> bool:
    return "".join(asked) == "".join(full)


def _initials(asked: list[str], full: list[str]) -> bool:
    return len(full) > 1 and asked == ["".join(word[0] for word in full)]


def _begins(short: list[str], full: list[str]) -> bool:
    return len(short) <= len(full) and all(b.startswith(a) for a, b in zip(short, full, strict=False))


def match_category(written: str, categories: Sequence[Category]) -> Category | None:
    """The category meant, or None when none or more than one fits. Exact words first, then a unique beginning."""
    asked = _words(written)
    if not asked:
        return None
    names = [
        (category, name)
        for category in categories
        for name in [category.name, category.id.replace("-", " ").replace("_", " "), *category.also]
    ]
    # What stands in brackets is an aside, but where a name has brackets itself they may tell it from its neighbour.
    whole = _words(written, asides=True)
    spelt = [(category, _words(name, asides=True)) for category, name in names]
    named = {category.id: category for category, full in spelt if _same(whole, full)}
    if len(named) == 1:
        return next(iter(named.values()))
    spelt = [(category, _words(name)) for category, name in names]
    for test in (_same, _begins, _initials):
        found = {category.id: category for category, full in spelt if test(asked, full)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None
