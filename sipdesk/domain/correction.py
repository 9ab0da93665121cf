"""The head's answer to a draft: what should be put right, line by line, and what the partner made of it."""

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.visit import ResponseKind, Source

ROWS = 10
"""Corrections the reply form has room for; more go into its comment or into an e-mail."""
MOST = 200
"""Corrections that one answer may hold."""

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
"""A few lines, as the head wrote them."""


class Decision(StrEnum):
    """What became of a correction."""

    OPEN = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Asked(Model):
    """One correction as it was asked for."""

    line: Line = ""
    """The place in the head's own words: `42`, `12-14`, `page 2 line 7`, `paragraph 3`."""
    now: Said = ""
    should: Said = ""

    @property
    def empty(self) -> bool:
        """Nothing was asked."""
        return not (self.line or self.now or self.should)


class Reply(Model):
    """The head's answer, looked over by the partner and ready to be kept."""

    kind: ResponseKind
    on: dt.date
    source: Source | None = None
    asked: list[Asked] = Field(default=[], max_length=MOST)
    comment: Prose = ""


class Understood(Model):
    """What could be read out of an answer from outside. The partner looks at it before anything is kept."""

    kind: ResponseKind | None = None
    on: dt.date | None = None
    source: Source
    asked: list[Asked] = []
    comment: Prose = ""
    remarks: list[Line] = []
    """What the partner should know: words that were not understood, a form that says two things."""


class FormReply(Model):
    """A returned form, field by field, as it was filled in."""

    reference: Line = ""
    accurate: bool = False
    corrections: bool = False
    date: Line = ""
    asked: list[Asked] = []
    comment: Prose = ""
    title: Line = ""
    """Of the file: tells a printed copy of the form from a stranger."""
    fields: int = 0
    """How many fields the file has; none in a form that was printed or flattened."""
    beside: Prose = ""
    """What the e-mail says that it came with, in the head's own words."""
    cut: bool = False
    """More was filled in than is read of one field."""

    @property
    def filled(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.accurate or self.corrections or self.asked or self.comment)


class DraftLine(Model):
    """One numbered line of a draft, as it was printed."""

    number: int
    page: int
    text: str
    question: str = ""
    """Where it is written: the id of a question, or `visit.date` for the head of the form; empty for what is no answer."""
    paragraph: int = 0
    """Which paragraph of the draft it belongs to; 0 for headings, lists, tables, and drafts of before they were counted."""


class Correction(Model):
    """A correction that is kept, with what the partner decided."""

    id: str
    visit: str
    draft: str
    position: int
    line: Line
    now: Said = ""
    should: Said = ""
    source: Source | None = None
    on: dt.date
    decision: Decision = Decision.OPEN
    reason: Line = ""


OURS = "sipdesk/"
"""How a reference begins."""


def reference(note: str, revision: int, draft: str) -> str:
    """What a reply form carries, so that it finds its way back: `sipdesk/NOTE/REVISION/DRAFT`."""
    return f"{OURS}{note}/{revision}/{draft}"


_PAGE = re.compile(r"\bp(?:age|g|\.)?\s*\.?\s*(\d{1,3})\b", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to|and|&|,)\s*(\d{1,4}))?")
_ONE_PARAGRAPH = re.compile(
    r"\bpar(?:a|agraph)?s?\.?\s*(?:no\.?\s*|number\s*)?(\d{1,3})\b|¶\s*(\d{1,3})\b", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\bpar(?:a|agraph)?s?\b|¶|section|bullet|action|focus", re.IGNORECASE)


def lines_named(words: str, lines: list[DraftLine]) -> list[DraftLine]:
    """The lines of a draft that a place such as `42`, `12-14` or `page 2 line 7` means; none where it cannot be told.

    Lines are numbered through the note. Where a page is named that the number does not stand on, the head counted from
    the top of that page.
    """
    page = _PAGE.search(words)
    rest = words[: page.start()] + words[page.end() :] if page else words
    found = None if _PARAGRAPH.search(words) else _FIGURES.search(rest)
    if found is None:
        return []
    first, last = int(found[1]), int(found[2] or found[1])
    named = [line for line in lines if first <= line.number <= last]
    if page:
        here = [line for line in lines if line.page == int(page[1])]
        if not named or any(line.page != int(page[1]) for line in named):
            named = here[first - 1 : last] if first else []
    return named if first <= last else []


def paragraph_named(words: str, lines: list[DraftLine]) -> list[DraftLine]:
    """The lines that `paragraph 3` or `page 2, paragraph 1` means if the head counted from the top, as most do; none where it
    cannot be told. It is a guess: a help to find the place, never a proof that it was mended."""
    page = _PAGE.search(_ONE_PARAGRAPH.sub(" ", words))
    found = _ONE_PARAGRAPH.search(words)
    if found is None:
        return []
    wanted = int(found[1] or found[2])
    on = [line for line in lines if line.paragraph and (page is None or line.page == int(page[1]))]
    numbers = list(dict.fromkeys(line.paragraph for line in on))
    if not 1 <= wanted <= len(numbers):
        return []
    return [line for line in lines if line.paragraph == numbers[wanted - 1]]
