"""Parent side: a file of public data read in a child. What comes back is checked before anybody uses it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.imports.outside import Cancel, Outside, Progress, never

_BETWEEN = "\x1f"
_LONGEST = 5_000
_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_DATE = re.compile(r"|\d{4}-\d\d-\d\d", re.ASCII)
_YEAR = re.compile(r"20\d\d-\d\d", re.ASCII)
_VALUE = re.compile(r"|[czxku]|\d{1,13}(\.\d{1,9})?", re.ASCII)
_LEVELS = ("national", "regional", "local", "school")
_PERIODS = ("full", "autumn", "spring", "summer")

KEY, ABOUT, VALUES = 7, 3, 7
"""How many parts of a figure's line name it, tell of it, and are its cells."""

FigureLine = tuple[str, ...]
"""level, area, year, period, phase, group, label · name, region, phase as printed · roll, then count and rate of permanent
exclusions, suspensions and pupils suspended once or more · one token for each cell, joined by the unit separator."""

SchoolLine = tuple[str, ...]
"""URN, DfE number, name, phase, authority, postcode, category of concern."""

LinkLine = tuple[str, ...]
"""URN, linked URN, its name, kind of link, day as an ISO date or empty."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose data are kept in full: authorities by number or name, schools by URN."""

    codes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    urns: frozenset[str] = frozenset()

    @property
    def message(self) -> dict[str, list[str]]:
        """For the child."""
        return {"codes": sorted(self.codes), "names": sorted(self.names), "urns": sorted(self.urns)}


@dataclass(slots=True)
class PublicFile:
    """A file that was read; nothing of it is in the desk yet."""

    kind: str
    file_name: str
    sha256: str = ""
    encoding: str = ""
    read: int = 0
    lines: list[tuple[str, ...]] = field(default_factory=list)
    full: dict[str, dict[str, str]] = field(default_factory=dict)
    """All columns of the schools asked for, by URN; Ofsted only."""
    above: list[str] = field(default_factory=list)
    """What stood above the header."""
    shape: str = ""
    newest: str = ""
    messages: list[str] = field(default_factory=list)
    """Rows left out and why."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is read: who looks on, who may stop it, and the child to use."""

    progress: Progress = lambda _: None
    cancelled: Cancel = never
    command: Sequence[str] | None = None


def read_public(kind: str, path: Path, asked: Asked, way: Way | None = None) -> PublicFile:
    """A file of `exclusions`, `ofsted` or `links`, whole. Raises BadInput with one sentence, Cancelled where stopped."""
    way = way or Way()
    outside = Outside(path)
    file = PublicFile(kind, path.name)
    messages = outside.ask(kind, asked.message, cancelled=way.cancelled, command=way.command)
    for message in messages:
        if not file.sha256:
            file.sha256 = outside.hash()
        _take(outside, file, message)
        way.progress(file.read)
    outside.check_unchanged()
    if not file.lines:
        raise BadInput(f"{path.name} has no row of your schools, their authorities or England. Nothing was changed.")
    return file


def _take(outside: Outside, file: PublicFile, message: dict[str, Any]) -> None:
    if "figures" in message:
        file.lines += _checked(outside, message["figures"], _figure)
    elif "rows" in message:
        split = _link if file.kind == "links" else _school
        file.lines += _checked(outside, message["rows"], split)
        file.full.update(_full(message.get("full", {})))
        file.read = len(file.lines)
    elif "troubles" in message:
        file.messages += _troubles(message)
    else:
        file.read = _number(message.get("read"), file.read)
        file.encoding = str(message.get("encoding", file.encoding))[:40]
        file.shape = str(message.get("shape", file.shape))[:40]
        file.newest = str(message.get("newest", file.newest))[:20]
        file.above += [" ".join(str(text).split())[:300] for text in message.get("above", [])]


def _checked(
    outside: Outside, told: object, split: Callable[[object], tuple[str, ...] | None]
) -> list[tuple[str, ...]]:
    lines = [line for one in told if (line := split(one)) is not None] if isinstance(told, list) else []
    if not isinstance(told, list) or len(lines) != len(told):
        raise BadInput(f"{outside.path.name}: reading it gave no sensible answer. Nothing was changed.")
    return lines


def _split(told: object, width: int) -> tuple[str, ...] | None:
    if not isinstance(told, str) or len(told) > _LONGEST:
        return None
    line = tuple(told.split(_BETWEEN))
    return line if len(line) == width and _URN.fullmatch(line[0]) else None


def _school(told: object) -> SchoolLine | None:
    return _split(told, 7)


def _link(told: object) -> LinkLine | None:
    line = _split(told, 5)
    return line if line and _URN.fullmatch(line[1]) and _DATE.fullmatch(line[4]) else None


def _figure(told: object) -> FigureLine | None:
    width = KEY + ABOUT + VALUES
    if not isinstance(told, list) or len(told) != width + 1 or not isinstance(told[-1], list):
        return None
    line = tuple(str(part)[:500] for part in told[:-1])
    named = line[0] in _LEVELS and bool(line[1]) and _YEAR.fullmatch(line[2]) and line[3] in _PERIODS
    if not named or not all(_VALUE.fullmatch(value) for value in line[-VALUES:]) or len(told[-1]) != VALUES:
        return None
    tokens = _BETWEEN.join(str(token)[:20].replace(_BETWEEN, " ") for token in told[-1])
    return (*line, tokens.strip(_BETWEEN) and tokens)


def _full(told: object) -> dict[str, dict[str, str]]:
    given = told if isinstance(told, dict) else {}
    return {
        str(urn): {str(name): str(value)[:_LONGEST] for name, value in columns.items()}
        for urn, columns in given.items()
        if isinstance(columns, dict)
    }


def _number(told: object, before: int) -> int:
    return told if isinstance(told, int) else before


def _troubles(message: dict[str, Any]) -> list[str]:
    told = [" ".join(str(text).split())[:300] for text in message.get("troubles", [])]
    more = _number(message.get("count"), 0) - len(told)
    if more > 0:
        told.append(f"And {more:,} more rows were left out for the same reasons.")
    return told
