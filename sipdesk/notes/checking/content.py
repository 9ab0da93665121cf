"""What stands on the pages of a finished PDF, mark by mark: for the check and for reading aloud. Needs pikepdf, which is loaded
only where it is asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
_SHOW = {"Tj", "TJ", "'", '"'}
_HEEDED = " ".join([*_PAINT - {"INLINE IMAGE"}, *_SHOW, "BDC BMC EMC q Q ET Tf k K BI ID EI"])
"""All that a reader follows, as pikepdf wants it: the other half of the operators is never handed over."""
_BLOCKS = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")


@dataclass
class Mark:
    """One stretch of marked content that is part of the structure, or an artifact (`number` None)."""

    kind: str
    number: int | None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As a reader hears it, replacements of single stretches included."""
        return "".join(self.parts)


@dataclass
class Sheet:
    """What one page was found to hold."""

    marks: dict[int, Mark] = field(default_factory=dict)
    artifacts: list[Mark] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    shown: dict[str, set[int]] = field(default_factory=dict)
    """By the name of a font: the codes that were drawn with it."""


class Face:
    """A font's way from codes to text."""

    def __init__(self, font: pikepdf.Dictionary) -> None:
        self.says: dict[int, str] = {}
        if "/ToUnicode" in font:
            self._read(bytes(font.ToUnicode.read_bytes()))

    def _read(self, cmap: bytes) -> None:
        for kind, body in _BLOCKS.findall(cmap):
            found = [bytes.fromhex(part.decode("ascii")) for part in _HEX.findall(body)]
            step = 2 if kind == b"bfchar" else 3
            for first, *rest in zip(*(found[n::step] for n in range(step)), strict=True):
                self._take(int.from_bytes(first, "big"), rest)

    def _take(self, first: int, rest: list[bytes]) -> None:
        text = rest[-1].decode("utf-16-be", "replace")
        last = int.from_bytes(rest[0], "big") if len(rest) == 2 else first
        for code in range(first, last + 1):
            self.says[code] = text[:-1] + chr(ord(text[-1]) + code - first) if text else ""


class _Reader:
    """Follows the operators of one page."""

    def __init__(self, fonts: dict[str, Face]) -> None:
        self.sheet = Sheet()
        self._fonts, self._font, self._saved = fonts, "", [""]
        # Each level: the mark it belongs to (if any), and whether its text was replaced.
        self._levels: list[tuple[Mark | None, bool]] = []

    def take(self, name: str, operands: list[Any]) -> None:
        """One operator."""
        if name in {"BDC", "BMC"}:
            self._open(str(operands[0]), operands[1] if len(operands) > 1 else {})
        elif name == "EMC":
            self._close()
        elif name in {"q", "Q"}:
            self._save(name)
        elif name == "ET" and (here := self._here()) and here.kind == "Figure":
            here.parts.append(" ")  # the labels of a picture are no sentence
        elif name == "Tf":
            self._font = str(operands[0])
        elif name in _SHOW:
            self._show(operands)
        elif name in _PAINT and not self._here():
            self._fault("loose", f"{name} outside any mark")
        elif name in {"k", "K"}:
            self._fault("colour", "a colour of print in a file made for the screen")

    def end(self) -> Sheet:
        """After the last operator."""
        if self._levels or len(self._saved) > 1:
            self._fault("balance", "marks or states that are never closed")
        return self.sheet

    def _fault(self, rule: str, said: str) -> None:
        self.sheet.faults.append((rule, said))

    def _here(self) -> Mark | None:
        return self._levels[-1][0] if self._levels else None

    def _open(self, kind: str, told: Any) -> None:
        inside, replaced = self._levels[-1] if self._levels else (None, False)
        number = told.get("/MCID") if hasattr(told, "get") else None
        mark = inside
        if number is not None or kind == "/Artifact":
            if inside is not None:
                self._fault("nesting", f"{kind} inside {inside.kind}")
            mark = Mark(kind[1:], None if number is None else int(number))
            self._keep(mark)
        actual = told.get("/ActualText") if hasattr(told, "get") else None
        if actual is not None and not replaced and mark:
            mark.parts.append(str(actual))
        self._levels.append((mark, replaced or actual is not None))

    def _keep(self, mark: Mark) -> None:
        if mark.number is None:
            self.sheet.artifacts.append(mark)
        elif mark.number in self.sheet.marks:
            self._fault("twice", f"mark {mark.number} stands twice on its page")
        else:
            self.sheet.marks[mark.number] = mark

    def _close(self) -> None:
        if self._levels:
            self._levels.pop()
        else:
            self._fault("balance", "a mark is closed that was never opened")

    def _save(self, name: str) -> None:
        if name == "q":
            self._saved.append(self._font)
        elif len(self._saved) > 1:
            self._font = self._saved.pop()
        else:
            self._fault("balance", "a state is brought back that was never kept")

    def _show(self, operands: list[Any]) -> None:
        codes = b"".join(_codes(operands))
        if not codes:
            return
        self.sheet.shown.setdefault(self._font, set()).update(codes)
        if not self._levels or self._levels[-1][0] is None:
            self._fault("loose", "text outside any mark")
        elif not self._levels[-1][1]:
            face = self._fonts.get(self._font)
            says = face.says if face else {}
            self._levels[-1][0].parts.append("".join(says.get(code, "") for code in codes))


def _codes(operands: list[Any]) -> Iterator[bytes]:
    for one in operands:
        if isinstance(one, pikepdf.String):
            yield bytes(one)
        elif isinstance(one, pikepdf.Array):
            yield from _codes(list(one))


def under(held: Any, *keys: str) -> Any:
    """What lies at the end of a path of keys; None where the path ends earlier."""
    for key in keys:
        held = held.get(key) if hasattr(held, "get") else None
    return held


def fonts_of(page: pikepdf.Page) -> dict[str, pikepdf.Dictionary]:
    """The fonts a page can draw with, by name."""
    held = under(page.obj, "/Resources", "/Font")
    return dict(held.items()) if held is not None else {}


def sheets(pdf: pikepdf.Pdf) -> list[Sheet]:
    """Every page."""
    faces: dict[tuple[int, int], Face] = {}
    found = []
    for page in pdf.pages:
        named = {}
        for name, font in fonts_of(page).items():
            if font.objgen not in faces:
                faces[font.objgen] = Face(font)
            named[name] = faces[font.objgen]
        reader = _Reader(named)
        for step in pikepdf.parse_content_stream(page, _HEEDED):
            reader.take(str(step.operator), list(step.operands))
        found.append(reader.end())
    return found
