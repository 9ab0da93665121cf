"""What comes from Word, Outlook, Excel or a browser, as the plain words a field holds.

Paragraphs stay paragraphs, lists become `- ` bullets, a table becomes a line for each row with ` | ` between its cells.
Fonts, pictures, comments, tracked deletions and the programs' own markings are dropped.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_TOO_LARGE = 2_000_000
"""Characters of markup beyond which the clipboard's plain text is taken instead."""
_CELLS = " | "
_SILENT = {"head", "style", "script", "title", "xml", "template", "del", "s", "strike", "svg", "object", "select"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "dd", "dt", "hr"}
_EMPTY = {"br", "hr", "img", "meta", "link", "input", "col", "base", "wbr", "area", "source", "embed", "track"}
_NOT_SAID = re.compile(
    r"mso-list:\s*ignore|display:\s*none|mso-hide:\s*all|mso-element:\s*(?:comment|annotation)|mso-comment-reference"
    r"|text-decoration:\s*line-through"
)
_COMMENT_CLASSES = re.compile(r"\b(?:msodel|msocomment\w*|msocom\w*)\b")
_SIGNS = "•·▪▫◦‣∙●○■□➢✓\uf0b7\uf0a7\uf0d8"
_BULLET = re.compile(rf"^[ \t]*(?:[{_SIGNS}][ \t]*|[o–—*-][ \t]*\t[ \t]*|[–—*-][ \t]+)(?=\S)")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad\ufffc"))
_SPACES = re.compile(r"[ \t\u00a0\u2002\u2003\u2007\u2009\u202f\r\n\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def from_clipboard(html: str, text: str) -> str:
    """The words of a clipboard that offers markup, text or both."""
    if html and len(html) <= _TOO_LARGE and 'name="qrichtext"' not in html:
        words = from_html(html)
        if words:
            return words
    return from_text(text)


def from_text(text: str) -> str:
    """Plain text: whatever stood for a bullet becomes `- `, tabs part the cells of a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n").split("\n")
    return "\n".join(_line(line) for line in lines).strip("\n")


def _line(line: str) -> str:
    line = _CONTROL.sub("", line.translate(_INVISIBLE))
    bullet = _BULLET.match(line)
    if bullet:
        return "- " + _joined(line[bullet.end() :])
    cells = [_joined(cell) for cell in line.split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return _CELLS.join(cells) if any(cells[1:]) and cells[0] else " ".join(filter(None, cells))


def _joined(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def from_html(html: str) -> str:
    """Markup as plain words."""
    reader = _Reader()
    reader.feed(_fragment(html))
    reader.close()
    reader.end_line()
    return "\n".join(_tidied(reader.lines)).strip("\n")


def _fragment(html: str) -> str:
    """What was selected: Word sends a long head of styles before it."""
    start, end = html.find("<!--StartFragment"), html.rfind("<!--EndFragment")
    if 0 <= start < end:
        return html[html.find(">", start) + 1 : end]
    body = re.search(r"<body[^>]*>", html, re.IGNORECASE)
    return html[body.end() :] if body else html


def _tidied(lines: list[str]) -> list[str]:
    """Never two empty lines together, and none between the bullets of a list."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not line:
            before = kept[-1] if kept else ""
            after = next((following for following in lines[place:] if following), "")
            if not before or (before.startswith("- ") and after.startswith("- ")):
                continue
        kept.append(line)
    return kept


@dataclass
class _Open:
    """An element that is open: whether it silences what is in it, and what it was."""

    tag: str
    silent: bool = False
    line: int = 0
    """How many lines there were when it began."""


@dataclass
class _Row:
    """Cells of a table's row as they are read."""

    cells: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads markup of any quality. Elements may overlap, be left open or be made up."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._open: list[_Open] = []
        self._words: list[str] = []
        self._bullet = False
        self._row: list[_Row] = []

    # -- elements ------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag == "br":
            self._break()
            return
        told = {name: (value or "").casefold() for name, value in attrs}
        style, kind = told.get("style", ""), told.get("class", "")
        if not self._silent:
            self._begin(tag, style)
        if tag not in _EMPTY:
            silent = tag in _SILENT or bool(_NOT_SAID.search(style) or _COMMENT_CLASSES.search(kind))
            self._open.append(_Open(tag, silent, len(self.lines)))

    def _begin(self, tag: str, style: str) -> None:
        if tag in _BLOCKS or tag in {"li", "tr", "table", "ul", "ol"}:
            self._end_block()
        if tag == "li" or (tag == "p" and _in_list(style)):
            self._bullet = True
        if tag == "tr":
            self._row.append(_Row())

    def handle_endtag(self, tag: str) -> None:
        """An element ends; what was left open inside it ends with it."""
        place = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n].tag == tag), -1)
        if place < 0:
            if tag == "p":
                self._end_block()
            return
        silent, began = self._silent, self._open[place].line
        del self._open[place:]
        if silent:
            return
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in _BLOCKS or tag in {"li", "table", "ul", "ol"}:
            self._end_block(empty=tag == "p" and len(self.lines) == began)

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self._words.append(data)

    @property
    def _silent(self) -> bool:
        return any(element.silent for element in self._open)

    # -- lines ---------------------------------------------------------------------------------------------------

    def _break(self) -> None:
        if self._silent:
            return
        if self._row:
            self._words.append(" ")
        else:
            self.end_line(empty=True)

    def _end_block(self, *, empty: bool = False) -> None:
        if self._row:
            self._words.append(" ")
        else:
            self.end_line(empty=empty)

    def end_line(self, *, empty: bool = False) -> None:
        """What was read since the last line becomes one; with `empty` even nothing does."""
        raw = "".join(self._words).translate(_INVISIBLE)
        sign = _BULLET.match(raw.replace("\u00a0", " ").lstrip("\r\n"))
        words = _joined(_CONTROL.sub("", raw))
        if sign:  # also within a list: not every program marks its bullets as such
            words, self._bullet = _BULLET.sub("", words, count=1), True
        if words:
            self.lines.append(("- " if self._bullet else "") + words)
            self._bullet = False
        elif empty:
            self.lines.append("")
            self._bullet = False
        self._words = []

    def _end_cell(self) -> None:
        if self._row:
            self._row[-1].cells.append(_joined(_CONTROL.sub("", "".join(self._words).translate(_INVISIBLE))))
            self._words = []

    def _end_row(self) -> None:
        if not self._row:
            return
        cells = self._row.pop().cells
        while cells and not cells[-1]:
            cells.pop()
        if self._row:  # a table inside a cell
            self._words.append(" ".join(filter(None, cells)))
        elif any(cells):
            self.lines.append(_CELLS.join(cells))
        self._words = self._words if self._row else []


def _in_list(style: str) -> bool:
    return "mso-list:" in style and "mso-list:none" not in style.replace(" ", "")
