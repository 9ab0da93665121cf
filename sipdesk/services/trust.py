"""Whom a desk relies on, and how others come to rely on it: certificates told to it one by one, and the page with one's own
fingerprint. There is no register of people behind this; two of them compare twelve words once, or pass a file by hand.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from sipdesk.domain.base import Model
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.services.signing import Card, SigningService, read_file
from sipdesk.store.desk import Desk
from sipdesk.system.files import refuse_target, write_atomically

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from sipdesk.keys.identity import Identity

RELIED = "identity.trusted"
_LARGEST = 1_000_000
"""Bytes: more than any file of certificates has."""


class Relied(Model):
    """A certificate this desk was told to rely on."""

    name: str
    until: dt.date
    authority: bool
    """Vouches for others, all of whom are relied on with it."""
    fingerprint: str
    words: str
    pem: str


class TrustView(Model):
    """Who signs here, and who is relied on."""

    partner: str
    card: Card | None
    """None while this desk has no key yet."""
    ends_in: int = 0
    """Days until the certificate ends."""
    relied: list[Relied]


class TrustService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, signing: SigningService) -> None:
        self._desk = desk
        self._signing = signing

    def view(self) -> TrustView:
        """All of it; makes no key."""
        card = None if self._signing.key_wanted() else self._signing.card()
        return TrustView(
            partner=self._desk.fact("partner"),
            card=card,
            ends_in=(card.until - self._desk.clock.today()).days if card else 0,
            relied=self.relied(),
        )

    def relied(self) -> list[Relied]:
        """The certificates this desk was told to rely on, in the order it was told."""
        from sipdesk.keys.identity import read_trust  # noqa: PLC0415 - nothing of signing is loaded before somebody asks

        kept = self._desk.fact(RELIED)
        return [told(one) for one in read_trust(kept.encode())] if kept else []

    def rely(self, data: bytes) -> list[Relied]:
        """Rely on the certificates of a trust file; gives those it did not rely on before. `Refused` where it does already."""
        from sipdesk.keys.identity import read_trust  # noqa: PLC0415

        there = self.relied()
        known = {one.fingerprint for one in there}
        fresh = {one.fingerprint: one for one in map(told, read_trust(data)) if one.fingerprint not in known}
        if not fresh:
            raise Refused("This desk relies on that certificate already. Nothing was changed.")
        new = list(fresh.values())
        with self._desk.change("relies on", ", ".join(one.name for one in new), " ".join(fresh)):
            self._write([*there, *new])
        return new

    def drop(self, fingerprint: str) -> Relied:
        """Rely on a certificate no longer; `rely` with its PEM takes that back."""
        there = self.relied()
        gone = next((one for one in there if one.fingerprint == fingerprint), None)
        if gone is None:
            raise NotFound("This desk does not rely on that certificate any more. Nothing was changed.")
        with self._desk.change("relies no longer on", gone.name, gone.fingerprint):
            self._write([one for one in there if one is not gone])
        return gone

    def _write(self, relied: list[Relied]) -> None:
        self._desk.set_fact(RELIED, "".join(one.pem for one in relied))


def told(certificate: "Certificate") -> Relied:
    """A certificate in words."""
    from sipdesk.keys.identity import common_name, der, pem, vouches  # noqa: PLC0415
    from sipdesk.keys.words import fingerprint, in_words  # noqa: PLC0415

    data = der(certificate)
    return Relied(
        name=common_name(certificate), until=certificate.not_valid_after_utc.date(), authority=vouches(certificate),
        fingerprint=fingerprint(data), words=in_words(data), pem=pem(certificate),
    )  # fmt: skip


# -- outside the desk's thread ------------------------------------------------------------------------------------


def same_words(typed: str, words: str) -> bool:
    """Whether somebody typed a fingerprint's twelve words, however they were spaced and written."""
    heard = "".join(letter if letter.isalpha() else " " for letter in typed.casefold())
    return heard.split() == words.split()


def read_p12(file: Path, passphrase: str, now: dt.datetime) -> "Identity":
    """The identity in an authority's file, checked; `BadInput` says what is wrong with it."""
    from sipdesk.keys.identity import from_p12  # noqa: PLC0415

    return from_p12(_small(file), passphrase, now)


def read_trust_bytes(file: Path) -> bytes:
    """What a trust file holds; `BadInput` where that is no certificate."""
    from sipdesk.keys.identity import read_trust  # noqa: PLC0415

    data = _small(file)
    read_trust(data)
    return data


def _small(file: Path) -> bytes:
    data, _noted = read_file(file)
    if len(data) > _LARGEST:
        raise BadInput(
            f"{file.name} is too large for a file of certificates. It was not read, and nothing was changed."
        )
    return data


def write_trust_file(pem: bytes, target: Path) -> None:
    """For whoever is to rely on these signatures."""
    refuse_target(target)
    write_atomically(target, pem)


def write_fingerprint_page(card: Card, target: Path) -> None:
    """One page to hand over or to hang up: who signs, and the words to compare by telephone."""
    refuse_target(target)
    write_atomically(target, fingerprint_page(card))


def fingerprint_page(card: Card) -> bytes:
    """The same in memory."""
    from sipdesk.notes.fingerprint import Fingerprint, render_fingerprint  # noqa: PLC0415

    return render_fingerprint(
        Fingerprint(
            card.name,
            "" if card.self_signed else card.vouched_by,
            card.until,
            card.fingerprint,
            tuple(card.words.split()),
        )
    )
