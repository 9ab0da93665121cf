"""Child side: the bytes of a text file → its text and how it was read. Nothing is guessed from the file's name."""

import re
from typing import NamedTuple

from sipdesk.domain.errors import BadInput

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3", "a database"),
    (b"BEGIN:VCALENDAR", "a calendar"),
)
_MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|\?xml|svg|table|head|body|meta)\b", re.IGNORECASE | re.DOTALL
)
_ADVICE = "Open it in a spreadsheet, save it as .xlsx or as CSV, and import that."


class Decoded(NamedTuple):
    """Text, the encoding's name for people, and how many bytes had no meaning in it."""

    text: str
    encoding: str
    lost: int


def refuse_strangers(start: bytes) -> None:
    """Raise BadInput for a file that is no table of text, whatever its name says."""
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput("The file is empty.")
    for mark, what in _STRANGERS:
        if start.startswith(mark):
            raise BadInput(f"The file is {what}, not a table. {_ADVICE}")
    if _MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")[:2000]):
        raise BadInput(f"The file is a web page or XML document, not a table. {_ADVICE}")


def encoding_of(start: bytes) -> str:
    """The encoding a mark at the beginning names, or empty."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), "")


def decode(data: bytes) -> Decoded:
    """UTF-16 and UTF-8 by their marks, UTF-8 where every byte agrees, else Windows-1252.

    Bytes that contradict their mark or have no meaning are replaced and counted. Raises BadInput for NUL characters.
    """
    marked = encoding_of(data)
    if marked:
        text = data.decode(marked, errors="replace").removeprefix("\ufeff")
        return _checked(Decoded(text, _spoken(marked, data), text.count("\ufffd")))
    try:
        return _checked(Decoded(data.decode("utf-8"), "UTF-8", 0))
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return _checked(Decoded(text, "Windows-1252", text.count("\ufffd")))


def _spoken(marked: str, data: bytes) -> str:
    if marked == "utf-16":
        return "UTF-16 LE" if data.startswith(b"\xff\xfe") else "UTF-16 BE"
    return "UTF-8 with BOM" if marked == "utf-8-sig" else "UTF-32"


def _checked(decoded: Decoded) -> Decoded:
    if "\x00" in decoded.text:
        raise BadInput(f"The file contains NUL characters, so it is no plain text. {_ADVICE}")
    return decoded
