"""An e-mail draft as a file: opened in the partner's own mail program, which adds the sender and sends it or does not.

sipdesk never sends anything. The draft names its readers openly: To and Cc, never a hidden copy.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import NamedTuple

from sipdesk.domain.errors import BadInput

# Deliberately narrower than the standard: what a school's contact sheet holds, and nothing a header could be broken with.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_LONGEST_WORD = 60
_KEPT = "\n\t\u200c\u200d"
"""Tabs, line ends, and what joins or parts the letters of a name; other characters that cannot be seen are dropped."""
_SEPARATORS = re.compile(r'[\\/:*?"<>|]+')


class Reader(NamedTuple):
    """Somebody a draft is addressed to."""

    address: str
    name: str = ""


class Attachment(NamedTuple):
    """A file that goes with a draft, byte for byte."""

    name: str
    data: bytes
    media: str = "application/pdf"


def is_address(text: str) -> bool:
    """Whether this can stand as an e-mail address."""
    local, _, _ = text.partition("@")
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return bool(_ADDRESS.fullmatch(text)) and not dots and len(text) <= 254


def letter(
    to: Sequence[Reader],
    cc: Sequence[Reader],
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    at: datetime | None = None,
) -> bytes:
    """An unsent message (RFC 5322, CRLF, `X-Unsent: 1`), the same bytes for the same words.

    `at` (UTC, from the desk's clock) becomes its Date; without it, and without readers, the mail program fills them in.
    Text is sent as typed; what would break a header is dropped from it. `BadInput` for what is no e-mail address.
    """
    heads = ["X-Unsent: 1"]
    for header, readers in (("To", to), ("Cc", cc)):
        if readers:
            heads.append(f"{header}: " + ",\r\n ".join(map(_address, readers)))
    heads.append(f"Subject: {_encoded(_line(subject))}")
    if at is not None:
        heads.append(f"Date: {format_datetime(at)}")
    made = EmailMessage(policy=SMTP)
    made.set_content(_printable(body), cte="quoted-printable")
    for attached in attachments:
        kind, _, sub = attached.media.partition("/")
        made.add_attachment(attached.data, maintype=kind, subtype=sub, filename=_file_name(attached.name))
    if attachments:
        # Neither quoted-printable nor base64 can hold “=_”, so no file can end its own part.
        made.set_boundary("=_" + _fingerprint(body, attachments))
    # The library breaks long names in other alphabets with a space too many, so the headers above are set here.
    return "".join(f"{head}\r\n" for head in heads).encode("ascii") + made.as_bytes()


def _address(reader: Reader) -> str:
    if not is_address(reader.address):
        who = f" of {_line(reader.name)}" if reader.name else ""
        raise BadInput(
            f"“{_line(reader.address)[:80]}” cannot be read as the e-mail address{who}. "
            "Nothing was written; put it right among the people of the school."
        )
    name = _line(reader.name)
    if _plain(name):
        return formataddr((name, reader.address))
    return f"{_encoded(name)}\r\n <{reader.address}>"


def _encoded(text: str) -> str:
    """A header's words: as they are, or where they are not ASCII, as encoded words of a length mail allows."""
    how = "us-ascii" if _plain(text) else "utf-8"
    return Header(text, how, maxlinelen=74, header_name="Subject").encode(linesep="\r\n")


def _plain(text: str) -> bool:
    """What may stand in a header as it is: not what looks encoded already, and no word longer than a line of mail may be."""
    return text.isascii() and "=?" not in text and all(len(word) <= _LONGEST_WORD for word in text.split())


def _line(text: str) -> str:
    """One line without characters that a header cannot carry."""
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    """Text without control characters (but `_KEPT`), lone surrogates and marks that turn the direction."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cs", "Cf", "Zl", "Zp"})


def _file_name(name: str) -> str:
    return _SEPARATORS.sub("_", _line(name)).strip(". ") or "attachment"


def _fingerprint(body: str, attachments: Sequence[Attachment]) -> str:
    told = hashlib.sha256(body.encode("utf-8", "replace"))
    for attached in attachments:
        told.update(attached.name.encode("utf-8", "replace") + attached.data)
    return told.hexdigest()[:32]
