"""One form file: from bytes to text, from text to values, from values to a model. What is wrong is said in plain words."""

import hashlib
import re
import tomllib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.errors import FormProblems, Problem
from sipdesk.forms import lines
from sipdesk.forms.words import Found, found_in

M = TypeVar("M", bound=Model)

LARGEST = 1_000_000
"""Bytes; the largest shipped form has a fiftieth of that."""

_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_SYNTAX = (
    ("Expected '='", "= and a value after the key"),
    ("Expected newline", "nothing more on this line after the value"),
    ("Expected ']", "closing brackets after the table's name"),
    ("Invalid value", "a value: text in quotes, a number, true, false, a date or a list"),
    ("Invalid date", "a date that exists, such as 2021-09-01"),
    ("Cannot", "each key and each table once only; this one is there already"),
    ("Duplicate", "each key once only; this one is there already"),
    ("Unclosed array", "a comma, or a closing ]"),
    ("Unclosed inline", "a comma, or a closing }"),
    ("Unterminated", "closing quotes"),
    ("Illegal character", "closing quotes on the same line, and no control characters"),
    ("Found invalid", "closing quotes on the same line, and no control characters"),
    ("Unescaped", "two backslashes where one is meant, or single quotes around the text"),
    ("Invalid", "a key with its value, a [table] or a # comment"),
)


class Source:
    """A form file as read: its name for people, its exact text, the text's hash, and its values."""

    def __init__(self, file: str, text: str) -> None:
        """Raises FormProblems where the text is empty or not TOML."""
        self.file = file
        self.text = text
        self.data = _values(file, text)

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, in hex."""
        return hash_of(self.text)

    @cached_property
    def _lines(self) -> dict[lines.Path, int]:
        return lines.lines_of(_bare(self.text))

    def problem(self, found: Found, *, remark: bool = False) -> Problem:
        """Something found at a path, with its line."""
        path, expected = found
        line = lines.line_of(self._lines, path)
        return Problem(self.file, line, lines.dotted(path) or "file", expected, remark)


def hash_of(text: str) -> str:
    """SHA-256 of a form's text, in hex; the same as of the file it was read from."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_source(path: Path, file: str) -> Source:
    """Read a file. `file` is its name in messages. Raises FormProblems."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise FormProblems([Problem(file, 1, "file", "a file of less than a megabyte")])
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise FormProblems([Problem(file, 1, "file", f"a file that can be read ({why})")]) from error
    try:
        return Source(file, raw.decode())
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FormProblems([Problem(file, line, "file", "text in UTF-8; save the file in that encoding")]) from error


def build(source: Source, model: type[M], check: Callable[[dict[str, Any]], list[Found]]) -> M:
    """The model a file describes. `check` sees the values once each has the right shape. Raises FormProblems."""
    built: M | None = None
    found: list[Found] = []
    whole = True
    try:
        built = model.model_validate(source.data)
    except ValidationError as error:
        found = found_in(error, model, source.data)
        # A rule of the whole model has no place of its own; `check` knows where the same mistake stands.
        whole = not any(item["loc"] for item in error.errors(include_url=False))
    if whole:
        found = check(source.data) or found
    if found or built is None:
        raise FormProblems([source.problem(item) for item in found])
    return built


def _bare(text: str) -> str:
    return text.removeprefix("\ufeff")


def _values(file: str, text: str) -> dict[str, Any]:
    bare = _bare(text)
    if not bare.strip():
        raise FormProblems([Problem(file, 1, "file", "a form; the file is empty")])
    try:
        return tomllib.loads(bare)
    except RecursionError:
        raise FormProblems([Problem(file, 1, "file", "lists and tables that are not nested so deeply")]) from None
    except ValueError as error:
        raise FormProblems([_syntax(file, bare, str(error))]) from error


def _syntax(file: str, text: str, message: str) -> Problem:
    at = _AT.search(message)
    bare = message[: at.start()] if at else message
    expected = next((words for start, words in _SYNTAX if bare.startswith(start)), bare)
    if at and at[1]:
        line = int(at[1])
        rows = text.split("\n")
        key = re.match(r"\s*\[*\s*([\w.-]+)", rows[line - 1] if line <= len(rows) else "")
        return Problem(file, line, key[1] if key else "syntax", expected)
    path, line = lines.last_opened(text)
    return Problem(file, line, lines.dotted(path) or "syntax", expected)
