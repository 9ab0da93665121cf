"""Jottings: one line each while somebody talks. Signs in the line say what it is and where it belongs."""

import re
from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from sipdesk.domain.base import Line, Model


class Mark(StrEnum):
    """What a jotting is."""

    PLAIN = ""
    ACTION = "!"
    QUESTION = "?"
    EVIDENCE = "~"

    @property
    def word(self) -> str:
        """The mark as a word, for the eye that does not know the sign and for the ear."""
        return {"!": "action", "?": "question", "~": "evidence"}.get(self.value, "")


class Part(Model):
    """A section as far as a jotting needs it."""

    id: str
    title: str
    holds_foci: bool = False
    """The foci of the year are written or looked into here."""


class Filed(Model):
    """A typed line, read: what it says, what it is, where it goes."""

    section: str
    mark: Mark = Mark.PLAIN
    focus: int | None = Field(default=None, ge=1, le=9)
    words: Line = ""


class Jotting(Filed):
    """A kept jotting. It stays in this desk and never enters a note by itself."""

    id: str
    visit_id: str
    at: str
    """The instant it was typed, in UTC."""
    placed: str = ""
    """The id of the question whose answer took its words up; empty while it waits."""


_SIGNS = "".join(mark.value for mark in Mark if mark)
_BEFORE = re.compile(rf"^\s*([{_SIGNS}])\s*")
_AFTER = re.compile(rf"\s+([{_SIGNS}])\s*$")
_FOCUS = re.compile(r"(?:^|\s)#([1-9])(?=\s|$)")
_SECTION = re.compile(r"(?:^|\s)#(\w[\w-]*)(?=\s|$)")


def read_line(line: str, here: str, parts: Sequence[Part]) -> Filed:
    """Read a typed line. `here` is the open section; a `#word` that no section begins with stays in the words."""
    words, mark = _mark(" ".join(line.split())[:500])
    words, focus = _focus(words)
    words, there = _section(words, parts)
    if not there and focus is not None:
        there = _home_of_foci(here, parts)
    return Filed(section=there or here, mark=mark, focus=focus, words=" ".join(words.split()))


def _mark(line: str) -> tuple[str, Mark]:
    for pattern in (_BEFORE, _AFTER):
        found = pattern.search(line)
        if found:
            return pattern.sub("", line, count=1), Mark(found[1])
    return line, Mark.QUESTION if line.endswith("?") else Mark.PLAIN


def _focus(line: str) -> tuple[str, int | None]:
    found = _FOCUS.search(line)
    return (_FOCUS.sub("", line, count=1), int(found[1])) if found else (line, None)


def _section(line: str, parts: Sequence[Part]) -> tuple[str, str]:
    for found in _SECTION.finditer(line):
        there = _begins(found[1].casefold(), parts)
        if there:
            return line[: found.start()] + line[found.end() :], there
    return line, ""


def _begins(word: str, parts: Sequence[Part]) -> str:
    """The first section whose title begins so; else the first with a word that begins so."""
    for part in parts:
        if part.title.casefold().startswith(word):
            return part.id
    return next((p.id for p in parts if any(w.startswith(word) for w in p.title.casefold().split())), "")


def _home_of_foci(here: str, parts: Sequence[Part]) -> str:
    homes = [part.id for part in parts if part.holds_foci]
    return here if here in homes or not homes else homes[0]
