"""The help's texts: Markdown files in resources/help/, in the order in which contents.md names them."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sipdesk import paths

_ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<id>[a-z-]+)\.md\)", re.MULTILINE)
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)")
FIRST = "first-visit"


def folder() -> Path:
    """Where the texts lie."""
    return paths.resources() / "help"


@dataclass(frozen=True)
class Topic:
    """One text."""

    id: str
    title: str

    @cached_property
    def markdown(self) -> str:
        """As written."""
        return (folder() / f"{self.id}.md").read_text(encoding="utf-8")

    @cached_property
    def words(self) -> str:
        """What a search looks through: the words alone, folded."""
        return _LINK.sub(r"\g<text>", self.markdown).casefold()


def contents() -> list[Topic]:
    """All topics, in order."""
    listed = (folder() / "contents.md").read_text(encoding="utf-8")
    return [Topic(found["id"], found["title"]) for found in _ENTRY.finditer(listed)]


def fitting(topics: list[Topic], asked: str) -> list[Topic]:
    """Topics that hold every word asked for; those with a word in their title come first."""
    words = asked.casefold().split()
    found = [topic for topic in topics if all(word in topic.words for word in words)]
    return sorted(found, key=lambda topic: not any(word in topic.title.casefold() for word in words))
