"""Spelling in British English, offline. No Qt here: it is loaded and asked away from the window's thread."""

import gc
import re
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sipdesk import paths

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary

WORDS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\w+(?:['’]\w+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_IZE = re.compile(r"iz(?=(?:e|es|ed|er|ers|ing|able|ation|ations|ational)$)", re.IGNORECASE)
_OWNING = re.compile(r"['’]s?$")
_MOST = 6
"""Suggestions shown at most."""
_TURN = 0.001
"""Seconds before a busy thread lets another have its turn. With Python's own 5 ms a key would wait for the speller."""

_loading = Lock()


class _Lines:
    """Lines for spylls, whose own reader leaves the file open."""

    def __init__(self, path: Path) -> None:
        told = enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1)
        self._lines = iter([(number, line.strip()) for number, line in told if line.strip()])

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self._lines

    def __next__(self) -> tuple[int, str]:
        return next(self._lines)

    def reset_encoding(self, encoding: str) -> None:
        """Both files are UTF-8, as they say themselves."""


@lru_cache(maxsize=1)
def _dictionary() -> "Dictionary":
    # A third of a second and 47 MB, for whoever types and nobody else.
    from spylls.hunspell import Dictionary  # noqa: PLC0415
    from spylls.hunspell.readers import read_aff, read_dic  # noqa: PLC0415

    folder = paths.resources() / "dictionary"
    aff, context = read_aff(_Lines(folder / "en_GB.aff"))
    return Dictionary(aff, read_dic(_Lines(folder / "en_GB.dic"), aff=aff, context=context))


@lru_cache(maxsize=1)
def _school_words() -> frozenset[str]:
    text = (paths.resources() / "dictionary" / "schools.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip() and line[0] != "#")


def questioned(word: str) -> bool:
    """Whether a word is one to look up: not a figure, a year group, an abbreviation in capitals or an address."""
    if len(word) < 2 or not _LETTERS.fullmatch(word):
        return False
    bare = _OWNING.sub("", word)
    return not (bare.isupper() or (bare.endswith("s") and bare[:-1].isupper()))


class Speller:
    """Knows the general dictionary, the words of schools and those it is told."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._told: dict[str, bool] = {}

    @staticmethod
    def load() -> None:
        """Read the dictionary, once for all of the program. In a thread of its own."""
        sys.setswitchinterval(_TURN)
        with _loading:
            # Its objects live as long as the program. Left to the collector they would be walked over again and again,
            # a quarter of a second each time, while every thread stands still.
            sweeping = gc.isenabled()
            gc.disable()
            try:
                _dictionary()
                _school_words()
                gc.freeze()
            finally:
                if sweeping:  # else the window sees to it
                    gc.enable()

    def tell(self, words: Iterable[str]) -> None:
        """Words that are right here: the programme's, the school's, the partner's own."""
        self._known = frozenset(part.casefold() for word in words for part in _LETTERS.findall(word))
        self._told = {}

    def wrong(self, text: str) -> set[str]:
        """The words of a text that nobody knows."""
        return {word for word in dict.fromkeys(WORDS.findall(text)) if questioned(word) and not self.knows(word)}

    def knows(self, word: str) -> bool:
        """Whether a word is spelt as somebody spells it; `-ise` and `-ize` are both right."""
        verdict = self._told.get(word)
        if verdict is None:
            verdict = self._told[word] = self._look_up(word.replace("’", "'"))
        return verdict

    def _look_up(self, word: str) -> bool:
        bare = _OWNING.sub("", word).casefold()
        known = self._known | _school_words() if self._known else _school_words()
        if word.casefold() in known or bare in known:
            return True
        dictionary = _dictionary()
        forms = dict.fromkeys((word, _OWNING.sub("", word)))
        return any(dictionary.lookup(form) or dictionary.lookup(_IZE.sub("is", form)) for form in forms)

    def suggest(self, word: str) -> list[str]:
        """What may have been meant, the likeliest first. Takes a tenth of a second or more."""
        plain = word.replace("’", "'")
        near = get_close_matches(plain.casefold(), self._known | _school_words(), n=2, cutoff=0.84)
        found = [_like(plain, ours) for ours in near]
        for offered in _dictionary().suggest(plain):
            if offered not in found:
                found.append(offered)
            if len(found) >= _MOST:
                break
        return found[:_MOST]


def _like(word: str, offered: str) -> str:
    return offered.capitalize() if word[:1].isupper() else offered
