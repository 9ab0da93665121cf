"""The fields of a returned reply form, read in the child: only it may open a PDF that comes from outside, by itself or
attached to an e-mail.
"""

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from sipdesk.domain.correction import OURS, ROWS
from sipdesk.domain.errors import BadInput
from sipdesk.imports.mail import read_mail

_MOST_BYTES = 10 << 20
_MOST_FIELDS, _DEEPEST = 500, 8
_LONG, _SHORT = 20_000, 2_000
_LINES = str.maketrans({"\r": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})
_JOINERS = "\u200c\u200d"
"""Seen in nothing but how the letters beside them are drawn, without which a name is another."""


def fields_in(file: Path) -> Iterator[dict[str, Any]]:
    """The one message."""
    with file.open("rb") as held:
        data = held.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadInput("It is larger than any reply form. It was not read.")
    if b"%PDF-" in data[:1024]:
        yield _opened(data)
    else:
        yield _attached(read_mail(data).pdfs)


def _attached(pdfs: tuple[bytes, ...]) -> dict[str, Any]:
    """The first reply form among what came with an e-mail that anything was filled in; else what else came."""
    refused, found = BadInput("No PDF came with it."), []
    for data in pdfs:
        try:
            found.append(_opened(data))
        except BadInput as refusal:
            refused = refusal
    if not found:
        raise refused
    return max(found, key=lambda told: (told["reference"].startswith(OURS), _filled(told)))


def _filled(told: dict[str, Any]) -> bool:
    return any(told[name] for name in ("accurate", "corrections", "asked", "comment"))


def _opened(data: bytes) -> dict[str, Any]:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _reply(pdf)
    except pikepdf.PasswordError:
        raise BadInput("It is locked with a password. Ask the head to send it without one.") from None
    except pikepdf.PdfError:
        raise BadInput("It is no PDF that can be opened.") from None


def _reply(pdf: Any) -> dict[str, Any]:
    found = _fields(pdf)
    rows = [
        {name: _line(found.get(f"{name}_{n}", ""), _SHORT) for name in ("line", "now", "should")}
        for n in range(1, ROWS + 1)
    ]
    for row in rows:
        row["line"] = " ".join(row["line"].split())[:200]
    return {
        "reference": " ".join(_line(found.get("reference", ""), 300).split()),
        "accurate": _ticked(found.get("accurate", "")),
        "corrections": _ticked(found.get("corrections", "")),
        "date": " ".join(_line(found.get("date", ""), 100).split()),
        "asked": [row for row in rows if any(row.values())],
        "comment": _line(found.get("comment", ""), _LONG),
        "title": " ".join(_line(_title(pdf), 300).split()),
        "fields": len(found),
        "cut": any(len(value) > (_LONG if name == "comment" else _SHORT) for name, value in found.items()),
    }


def _title(pdf: Any) -> str:
    info = pdf.trailer.get("/Info")
    return str(info.get("/Title", "")) if info is not None else ""


def _fields(pdf: Any) -> dict[str, str]:
    """Values by full name. Programs that fill forms in may regroup fields, so kids are followed, but not for ever."""
    form = pdf.Root.get("/AcroForm")
    found: dict[str, str] = {}
    waiting = [(one, "", 0) for one in _listed(form.get("/Fields") if form is not None else None)]
    while waiting and len(found) < _MOST_FIELDS:
        field, above, depth = waiting.pop(0)
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = str(field.get("/T", ""))[:200]
        name = ".".join(filter(None, (above, own)))
        if "/V" in field and name:
            found[name] = _value(field.V)
        elif name and "/FT" in field:
            found.setdefault(name, "")
        if depth < _DEEPEST:
            waiting += [(kid, name, depth + 1) for kid in _listed(field.get("/Kids"))]
    return found


def _listed(held: Any) -> list[Any]:
    return list(held)[:_MOST_FIELDS] if isinstance(held, pikepdf.Array) else []


def _value(held: Any) -> str:
    """Text, the name of a face, or, from some programs, a stream."""
    if isinstance(held, pikepdf.Stream):
        raw: bytes = held.read_bytes()[: 2 * _LONG]
        return raw.decode("utf-16" if raw[:2] in {b"\xfe\xff", b"\xff\xfe"} else "utf-8", "replace")
    return str(held) if isinstance(held, pikepdf.String | pikepdf.Name) else ""


def _ticked(value: str) -> bool:
    return value.strip().lstrip("/").casefold() not in {"", "off", "no", "false", "0"}


def _line(text: str, most: int) -> str:
    """Text as it was typed, without what cannot be seen and says nothing; its lines kept."""
    return "".join(filter(_kept, text.replace("\r\n", "\n").translate(_LINES)))[:most].strip()


def _kept(char: str) -> bool:
    return char == "\n" or char in _JOINERS or char.isprintable() or unicodedata.category(char) == "Zs"
