"""An e-mail saved as a file: the words somebody wrote, and the PDFs that came with them. Mail programs keep to few rules,
so that what is not said (an alphabet, a type) is guessed here, and nothing ends in an error.
"""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple

from sipdesk.domain.pasted import from_html

_HEADERS = re.compile(rb"\A(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*){2,}")
_KNOWN = re.compile(rb"^(?:mime-version|subject|received|from|date|to|content-type):", re.IGNORECASE | re.MULTILINE)
_BEGINNING = 20_000
_QUOTED = re.compile(r"<blockquote\b[^<>]*>(?:(?!<blockquote\b).)*?</blockquote\s*>", re.IGNORECASE | re.DOTALL)
_TORN = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_TORN_IS_ODD = 1_000
_DEEPEST = 20
_LONGEST = 1_000_000
_MOST = 8
"""PDFs that are looked at; the draft itself often comes back with the form."""


class Mail(NamedTuple):
    """What came."""

    words: str
    pdfs: tuple[bytes, ...] = ()


def read_mail(data: bytes) -> Mail:
    """The words and PDFs of an e-mail; of any other text the text itself."""
    plain = _in_utf8(data)
    beginning = _HEADERS.match(plain[:_BEGINNING].replace(b"\r\n", b"\n"))
    if beginning and _KNOWN.search(beginning[0]):
        try:
            message = message_from_bytes(plain, policy=default)
            return Mail(_words(message), _pdfs(message))
        except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
            pass  # a message that cannot be taken apart is read as it stands
    return Mail(text_of(plain))


def text_of(data: bytes) -> str:
    """Bytes as text, whatever alphabet they were saved in."""
    plain = _in_utf8(data)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("cp1252", "replace")


def _in_utf8(data: bytes) -> bytes:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _words(message: EmailMessage) -> str:
    """The plain words where there are any, else those of the markup without what it quotes."""
    told = {part.get_content_type(): part for part in reversed(_parts(message)) if _is_words(part)}
    plain = _text(told["text/plain"]) if "text/plain" in told else ""
    if plain.strip() or "text/html" not in told:
        return plain
    html = _text(told["text/html"])[:_LONGEST]
    if html.count("<") > 2 * html.count(">") + _TORN_IS_ODD:  # the parser would look for the end of each, over and over
        html = _TORN.sub("", html)
    return from_html(_unquoted(html)) or from_html(html)


def _parts(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]


def _is_words(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _text(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return text_of(data)


def _unquoted(html: str) -> str:
    """Without the message that was answered, where the mail program marks it."""
    for _ in range(_DEEPEST):
        less = _QUOTED.sub("", html)
        if less == html:
            break
        html = less
    return html


def _pdfs(message: EmailMessage) -> tuple[bytes, ...]:
    found = []
    for part in _parts(message):
        raw = part.get_payload(decode=True) if part.get_content_maintype() != "text" else None
        if isinstance(raw, bytes) and b"%PDF-" in raw[:1024]:
            found.append(raw)
    return tuple(found[:_MOST])
