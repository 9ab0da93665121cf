"""What a rule is handed, and what it gives back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf

from sipdesk.notes.checking.aloud import Heard
from sipdesk.notes.checking.content import Sheet


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it should be: the rule by its short name, and a sentence."""

    rule: str
    said: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.said}"


@dataclass(frozen=True)
class Found:
    """The file as it was read."""

    data: bytes
    pdf: pikepdf.Pdf
    sheets: list[Sheet]
    heard: Heard | None
    note: bool

    def elements(self) -> list[Heard]:
        """Every element of the structure, in reading order."""
        return list(self.heard.walk()) if self.heard else []


Rule = Callable[[Found], Iterator[tuple[str, str]]]
