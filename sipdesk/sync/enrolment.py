"""The enrolment file: how an authority tells a partner's desk its keys and where notes go. Plain JSON, signed.

The signature proves that nobody changed the file after the holder of its own key signed it; that this holder is the
authority two people settle by comparing twelve words by telephone.
"""

from typing import NamedTuple

from sipdesk.domain.errors import BadInput
from sipdesk.domain.parcel import KEPT, Enrolment, canonical
from sipdesk.domain.parcel import read as read_model
from sipdesk.keys.sealing import key_words
from sipdesk.sync.signed import open_signed, said_in, signed

WHAT = "The enrolment file"
LARGEST = 100_000


class Read(NamedTuple):
    """An enrolment that is whole, and the words by which its authority is recognised."""

    enrolment: Enrolment
    words: str


def make(enrolment: Enrolment, sign_key: bytes) -> bytes:
    """The file's bytes."""
    return signed(canonical(enrolment), sign_key) + b"\n"


def read(data: bytes) -> Read:
    """An enrolment out of its file, signed by the key it names; `BadInput` for anything else."""
    if len(data) > LARGEST:
        raise BadInput(f"{WHAT} is far larger than such a file is. {KEPT}")
    plain = data.removesuffix(b"\n")
    said, _signature = said_in(plain, WHAT)
    enrolment = read_model(Enrolment, said, WHAT)
    open_signed(plain, bytes.fromhex(enrolment.sign_key), WHAT)
    return Read(enrolment, words_of(enrolment))


def words_of(enrolment: Enrolment) -> str:
    """Twelve words for both keys together: who compares them knows that both are the authority's."""
    return key_words(bytes.fromhex(enrolment.sign_key) + bytes.fromhex(enrolment.seal_key))
