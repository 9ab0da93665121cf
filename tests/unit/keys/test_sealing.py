"""Sealed boxes and short signatures: opened and believed with one key alone."""

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.keys.sealing import (
    OVERHEAD,
    is_signed,
    key_words,
    open_sealed,
    public_of,
    seal,
    sign,
    verify_key_of,
)

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 1_000_000], ids=["nothing", "a byte", "a megabyte"])
def test_that_a_box_opens_with_its_own_key_alone(data):
    box = seal(data, public_of(KEY))
    assert len(box) == len(data) + OVERHEAD
    assert open_sealed(box, KEY) == data
    with pytest.raises(BadInput, match="somebody else"):
        open_sealed(box, OTHER)


def test_that_any_flipped_bit_of_a_box_is_seen():
    box = seal(b"what was found", public_of(KEY))
    for place in range(len(box) * 8):
        spoilt = bytearray(box)
        spoilt[place // 8] ^= 1 << place % 8
        with pytest.raises(BadInput):
            open_sealed(bytes(spoilt), KEY)


@pytest.mark.parametrize("key", [b"", b"short", bytes(32), bytes(33)], ids=["none", "short", "zero", "long"])
def test_that_nothing_is_sealed_to_what_is_no_key(key):
    with pytest.raises(BadInput):
        seal(b"x", key)


def test_that_a_signature_is_of_one_key_over_these_bytes():
    signature = sign(b"said", KEY)
    assert is_signed(b"said", signature, verify_key_of(KEY))
    assert not is_signed(b"Said", signature, verify_key_of(KEY))
    assert not is_signed(b"said", signature, verify_key_of(OTHER))
    for strange in (b"", signature[:-1], signature + b"x", bytes(64)):
        assert not is_signed(b"said", strange, verify_key_of(KEY))
    assert not is_signed(b"said", signature, b"no key")


def test_that_a_key_has_twelve_words():
    assert len(key_words(public_of(KEY)).split()) == 12
    assert key_words(public_of(KEY)) != key_words(public_of(OTHER))
