"""Gentle notices: words that a note of visit is better without. Rules are data; nothing here stops anybody.

A rule fits either a pattern, or any of its words (whole, in any case), and where it has `near` only in a sentence that
holds one of those words as well.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pydantic import Field, model_validator

from sipdesk.domain.base import Identifier, Line, Model

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_CURLY = str.maketrans("’‘", "''")
_STEM = "*"


class Rule(Model):
    """One rule, with an example that it must catch and one that it must leave alone."""

    id: Identifier
    says: Line
    """What the partner reads under the field."""
    why: Line
    """The reason, in a sentence."""
    pattern: str = ""
    words: list[str] = []
    """Whole words or phrases; a `*` at the end stands for any ending."""
    near: list[str] = []
    any_case: bool = False
    """The pattern fits in any case; `words` always do."""
    schools: bool = False
    """The words are the names of the other schools of the caseload."""
    caught: list[str] = Field(min_length=1)
    passed: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_what_it_looks_for(self) -> "Rule":
        if sum(map(bool, (self.pattern, self.words, self.schools))) != 1:
            raise ValueError("a rule has a pattern, or words, or is about schools")
        re.compile(self.pattern)
        return self


class Rules(Model):
    """The file of rules."""

    rules: list[Rule]


class Found(Model):
    """A place in a text that a rule fits."""

    rule: str
    start: int
    end: int
    words: str
    says: str
    why: str

    @property
    def key(self) -> str:
        """What is remembered when the partner leaves it as it is: rule and words, unreadable."""
        told = f"{self.rule}\0{' '.join(self.words.casefold().split())}"
        return hashlib.sha256(told.encode()).hexdigest()[:24]


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    parts = sorted((_as_pattern(word) for word in words if word.strip(" *")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)", re.IGNORECASE)


def _as_pattern(word: str) -> str:
    stem = word.endswith(_STEM)
    spaced = r"\s+".join(re.escape(part) for part in word.removesuffix(_STEM).split())
    return spaced + (r"\w*" if stem else "")


class Notices:
    """The rules, made ready. Quick enough to go over a page between two pauses of typing."""

    def __init__(self, rules: Sequence[Rule], other_schools: Sequence[str] = ()) -> None:
        self._rules = [_Ready(rule, other_schools) for rule in rules]

    def find(self, text: str) -> list[Found]:
        """Every place that a rule fits, in the order of the text; of two rules at one place the earlier stands."""
        plain = text.translate(_CURLY)
        found: list[Found] = []
        for ready in self._rules:
            for start, end in ready.places(plain):
                if not any(start < other.end and other.start < end for other in found):
                    rule = ready.rule
                    found.append(
                        Found(rule=rule.id, start=start, end=end, words=text[start:end], says=rule.says, why=rule.why)
                    )
        return sorted(found, key=lambda place: place.start)


class _Ready:
    def __init__(self, rule: Rule, other_schools: Sequence[str]) -> None:
        self.rule = rule
        self._schools = other_schools

    @cached_property
    def _main(self) -> re.Pattern[str]:
        if self.rule.pattern:
            return re.compile(self.rule.pattern, re.IGNORECASE if self.rule.any_case else 0)
        return _any_of(self._schools if self.rule.schools else self.rule.words)

    @cached_property
    def _near(self) -> re.Pattern[str] | None:
        return _any_of(self.rule.near) if self.rule.near else None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the rule fits."""
        for fit in self._main.finditer(text):
            if fit.end() > fit.start() and (self._near is None or self._near.search(*_sentence(text, fit.start()))):
                yield fit.span()


def _sentence(text: str, place: int) -> tuple[str]:
    """The sentence around a place."""
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= place < sentence.end():
            return (sentence[0],)
    return (text,)
