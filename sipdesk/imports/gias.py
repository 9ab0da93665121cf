"""The register (Get Information About Schools): an establishments CSV as compact rows, in chunks as they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.domain.school import RegisterRow
from sipdesk.imports.outside import Cancel, Outside, Progress, never

RegisterLine = tuple[str, ...]
"""One establishment as text in the order of `RegisterRow`'s fields."""

_WIDTH = len(RegisterRow.model_fields)
_BETWEEN = "\x1f"
_LONGEST = 5_000
_LONGEST_NAME = 500


@dataclass(slots=True)
class RegisterFile:
    """A register file. Iterate over it once for its chunks; what is known only at the end is filled in then."""

    file_name: str
    sha256: str
    columns: list[str]
    """Every heading of the file."""
    missing: list[str]
    """Fields of `RegisterRow` that the file has no column for."""
    encoding: str
    chunks: Iterator[list[RegisterLine]]
    full: dict[str, dict[str, str]] = field(default_factory=dict)
    """All columns of the schools asked for, by URN, as text."""
    rows: int = 0
    messages: list[str] = field(default_factory=list)
    """Rows left out and why, and what the file lacks."""

    def __iter__(self) -> Iterator[list[RegisterLine]]:
        return self.chunks


def read_register(
    path: Path,
    full_for: set[str] | frozenset[str] = frozenset(),
    *,
    progress: Progress = lambda _: None,
    cancelled: Cancel = never,
    command: Sequence[str] | None = None,
) -> RegisterFile:
    """Open a register file in a child and read its header; the rows come as the result is iterated over.

    Raises BadInput (also while iterating) where the file is no establishments file or the child fails; Cancelled.
    Leave the iteration early and the child is ended.
    """
    outside = Outside(path)
    messages = outside.ask("register", {"full_for": sorted(full_for)}, cancelled=cancelled, command=command)
    head = next(messages, {})
    columns, found = head.get("columns"), head.get("found")
    if not isinstance(columns, list) or not isinstance(found, list) or len(found) != _WIDTH:
        raise _garbled(outside)
    fields = list(RegisterRow.model_fields)
    missing = [name for name, there in zip(fields, found, strict=True) if not there]
    file = RegisterFile(
        file_name=path.name,
        sha256=outside.hash(),
        columns=[str(name) for name in columns],
        missing=missing,
        encoding=str(head.get("encoding", "")),
        chunks=iter(()),
    )
    if missing:
        file.messages.append(f"The file has no column for: {', '.join(missing).replace('_', ' ')}.")
    file.chunks = _chunks(outside, file, messages, progress)
    return file


def _garbled(outside: Outside) -> BadInput:
    return BadInput(f"{outside.path.name}: reading it gave no sensible answer. Nothing was changed.")


def _chunks(
    outside: Outside, file: RegisterFile, messages: Iterator[dict[str, Any]], progress: Progress
) -> Iterator[list[RegisterLine]]:
    for message in messages:
        if "rows" in message:
            lines = _lines(message["rows"])
            if lines is None or not isinstance(message.get("full"), dict):
                raise _garbled(outside)
            file.full.update(_full(message["full"]))
            file.rows += len(lines)
            progress(file.rows)
            yield lines
        else:
            file.messages += _troubles(message)
    outside.check_unchanged()


def _lines(told: object) -> list[RegisterLine] | None:
    """The rows of a chunk, or None where they are not what a sound child sends."""
    if not isinstance(told, list):
        return None
    lines = [tuple(text.split(_BETWEEN)) for text in told if isinstance(text, str) and len(text) < _LONGEST]
    sound = len(lines) == len(told) and all(len(line) == _WIDTH and _sound(line) for line in lines)
    return lines if sound else None


def _sound(line: RegisterLine) -> bool:
    """A URN of six digits, and a name that fits on a line."""
    return len(line[0]) == 6 and line[0].isdecimal() and len(line[1]) <= _LONGEST_NAME


def _full(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        str(urn): {str(name): str(value) for name, value in columns.items()}
        for urn, columns in told.items()
        if isinstance(columns, dict)
    }


def _troubles(message: dict[str, Any]) -> list[str]:
    told = [str(text)[:300] for text in message.get("troubles", [])]
    count = int(message.get("bad", 0)) + int(message.get("twice", 0))
    if count > len(told):
        told.append(f"And {count - len(told)} more rows were left out for the same reasons.")
    return told
