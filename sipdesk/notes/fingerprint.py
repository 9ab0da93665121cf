"""One's own fingerprint on one page, to hand over: who signs, twelve words to compare by telephone, and how."""

import datetime as dt
from dataclasses import dataclass

from sipdesk.notes import words
from sipdesk.notes.nodes import Bullets, Document, Facts, Heading, Node, Paragraph, Span, muted, plain

STATUS = "FINGERPRINT PAGE · NOT A NOTE OF VISIT"
_HALF = 6
_LINE = 48
"""Sixteen bytes in hexadecimal."""
_WHY = (
    "Notes of visit that {name} signs carry a certificate with this fingerprint. Compare it once, and from then on sipdesk can "
    "tell you whether a note is really theirs and unchanged."
)
_HOW = (
    "Ring {name} on a number you had before, not on one that came with the note.",
    "Open the note in sipdesk (drop it on the window). It shows the words of the certificate it was signed with.",
    "Let {name} read the twelve words on this page to you, in order. All twelve must be the same.",
    "If one of them differs, do not rely on the note: ask for it again, and tell your authority.",
)


@dataclass(frozen=True)
class Fingerprint:
    """What stands on the page."""

    name: str
    vouched_by: str
    """Empty where nobody vouches for the certificate but its owner."""
    until: dt.date
    fingerprint: str
    """SHA-256 as bytes in hexadecimal, a space between each."""
    words: tuple[str, ...]
    """Twelve."""


def render_fingerprint(told: Fingerprint) -> bytes:
    """The page as PDF."""
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415  - reportlab takes 150 ms to import

    return lay_out(fingerprint_document(told)).pdf


def fingerprint_document(told: Fingerprint) -> Document:
    """The page in reading order."""
    return Document(
        title=f"Fingerprint of the certificate of {told.name}",
        author=told.name,
        marking="",
        status=STATUS,
        rehearsal=False,
        footer=f"Certificate of {told.name}",
        nodes=tuple(_nodes(told)),
    )


def _nodes(told: Fingerprint) -> list[Node]:
    vouched = told.vouched_by or "nobody else: comparing the fingerprint is what makes it good"
    return [
        Heading("Fingerprint of a certificate", 1),
        Paragraph((Span(told.name, "strong"),), "lead"),
        Paragraph(plain(_WHY.format(name=told.name))),
        Facts((("Vouched for by", vouched),), (("Valid until", words.long_date(told.until)),)),
        Heading("In words"),
        _words(told.words),
        Heading("In figures"),
        *(Paragraph(plain(line)) for line in _lines(told.fingerprint)),
        Paragraph(muted("SHA-256 of the certificate, as other programs print it too."), "small"),
        Heading("How to compare"),
        Bullets(tuple(plain(line.format(name=told.name)) for line in _HOW)),
    ]


def _words(twelve: tuple[str, ...]) -> Facts:
    """Two columns, each word with its number: for the telephone."""
    told = [(str(n), word) for n, word in enumerate(twelve, 1)]
    return Facts(tuple(told[:_HALF]), tuple(told[_HALF:]))


def _lines(figures: str) -> list[str]:
    return [figures[at : at + _LINE].strip() for at in range(0, len(figures), _LINE)]
