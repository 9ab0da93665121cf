"""The words of public data as tables: how files name their columns, label groups and mark what they leave out."""

import re
import tomllib
from functools import cache
from typing import Any

from sipdesk import paths

_SIGNS = re.compile(r"[^a-z0-9]+")


@cache
def table(name: str) -> dict[str, Any]:
    """A file of `resources/public`."""
    with (paths.resources() / "public" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def fold(text: str) -> str:
    """Small letters and digits with single blanks between words: how spellings are compared."""
    return _SIGNS.sub(" ", text.casefold()).strip()


def by_spelling(named: dict[str, Any], key: str = "") -> dict[str, str]:
    """Name by folded spelling, from `{name: [spelling, …]}` or, with a key, `{name: {key: [spelling, …]}}`."""
    return {
        fold(spelling): name for name, entry in named.items() for spelling in ([*entry[key], name] if key else entry)
    }
