"""What was found when a file was checked: one word, the reason in a sentence, and who signed."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sipdesk.domain.base import Model


class Finding(StrEnum):
    """The word."""

    INTACT = "intact"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    UNTRUSTED = "untrusted"
    SUPERSEDED = "superseded"
    NOT_A_NOTE = "not-a-note"


class SignatureFound(Model):
    """One signature in the file."""

    field: str
    name: str
    """Who signed, as written in the signature."""
    role: str
    statement: str
    at: dt.datetime | None
    """When, by the clock of the machine it was signed on."""
    certificate: str
    """Whose certificate it was signed with."""
    fingerprint: str
    trusted: bool


class TimestampFound(Model):
    """A time stamp that was added behind the signatures later on."""

    at: dt.datetime
    """When the whole file was there at the latest, by the clock of the service."""
    service: str
    """Whose certificate it was given with."""
    fingerprint: str
    trusted: bool
    """Whether that certificate is relied on; the note is whole either way."""


class Verdict(Model):
    """The whole answer."""

    verdict: Finding
    why: str
    signatures: list[SignatureFound] = []
    record: dict[str, Any] | None = None
    """The record inside, as it stands there; only where the file can be read."""
    sha256: str
    timestamps: list[TimestampFound] = []
    """Time stamps that are whole, the first one first."""
