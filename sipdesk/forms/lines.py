"""Where each key of a TOML document stands. Only asked once something is wrong, so the ordinary load never pays for it.

tomllib gives values without places, and this walks the same text for the places alone.
"""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists counted from 0."""

_GAP = re.compile(r"(?:\s|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL)
_PLAIN = re.compile(r"[^\s,\]}#]+(?: \d\d:[^\s,\]}#]*)?")
"""Numbers, words and dates; a date may have its time after one space."""


class Unreadable(Exception):
    """The text is not TOML from here on."""


class Scanner:
    """Walks a document once. `lines` holds the line (from 1) of every path met, also when the walk breaks off."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.last: Path = ()
        self._text = text
        self._at = 0
        self._counts: dict[Path, int] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def scan(self) -> None:
        """Walk to the end; raises Unreadable where the text is not TOML."""
        table: Path = ()
        while self._skip(_GAP) < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, what: re.Pattern[str]) -> int:
        found = what.match(self._text, self._at)
        if found is None:
            raise Unreadable
        self._at = found.end()
        return self._at

    def _take(self, what: re.Pattern[str]) -> str:
        start = self._at
        return self._text[start : self._skip(what)]

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _note(self, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)
        self.last = path

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            if self._next() in {'"', "'"}:
                parts.append(tomllib.loads(f"key = {self._take(_STRING)}")["key"])
            else:
                parts.append(self._take(_BARE))
            self._skip(_BLANK)
            if self._next() != ".":
                return parts
            self._at += 1

    def _header(self) -> Path:
        line = self._line()
        width = 2 if self._text.startswith("[[", self._at) else 1
        self._at += width
        keys = self._key()
        self._at += width
        path: Path = ()
        for position, key in enumerate(keys, 1):
            path += (key,)
            self._note(path, line)
            if width == 2 and position == len(keys):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path += (self._counts[path] - 1,)
        self._note(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path += (key,)
            self._note(path, line)
        if self._next() != "=":
            raise Unreadable
        self._at += 1
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        match self._next():
            case "[":
                self._list(path)
            case "{":
                self._inline(path)
            case '"' | "'":
                self._skip(_STRING)
            case _:
                self._skip(_PLAIN)

    def _list(self, path: Path) -> None:
        self._at += 1
        position = 0
        while self._skip(_GAP) < len(self._text):
            if self._next() == "]":
                self._at += 1
                return
            self._note((*path, position), self._line())
            self._value((*path, position))
            position += 1
            self._comma()
        raise Unreadable

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip(_GAP) < len(self._text):
            if self._next() == "}":
                self._at += 1
                return
            self._pair(path)
            self._comma()
        raise Unreadable

    def _comma(self) -> None:
        self._skip(_GAP)
        if self._next() == ",":
            self._at += 1


def lines_of(text: str) -> dict[Path, int]:
    """The line of every key, list item and table of a text that tomllib has accepted."""
    scanner = Scanner(text)
    scanner.scan()
    return scanner.lines


def last_opened(text: str) -> tuple[Path, int]:
    """The last key that began in a broken text, and its line: where something was left open."""
    scanner = Scanner(text)
    with suppress(Unreadable, ValueError, RecursionError):
        scanner.scan()
    return scanner.last, scanner.lines.get(scanner.last, 1)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest table around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def dotted(path: Path) -> str:
    """A path as the file writes it: `sections.questions.prompt`."""
    return ".".join(part for part in path if isinstance(part, str))
