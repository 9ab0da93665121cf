"""Letters and enrolments: believed from one authority, read by one partner, and whole."""

import json

import pytest
from pydantic import ValidationError

from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.parcel import (
    Enrolment,
    Letter,
    Receipt,
    Snapshot,
    canonical,
    letter_name,
    partner_prefix,
    read_letter_name,
    sha256,
)
from sipdesk.keys.sealing import open_sealed, public_of, seal, verify_key_of
from sipdesk.sync import enrolment, letters
from sipdesk.sync.signed import signed
from tests.unit.sync import post

SIGN = post.private("authority signs")
PARTNER = post.private()
VERIFY, TO = verify_key_of(SIGN), public_of(PARTNER)


def letter(**said) -> Letter:
    receipt = Receipt(
        parcel="x.sipd", sha256="0" * 64, note=post.NOTE, revision=1, audit_head="ab", outcome="received", at=post.NOW
    )
    told = {
        "id": post.uuid(5), "kind": "receipt", "partner": TO.hex(), "authority": post.AUTHORITY, "at": post.NOW,
        "body": receipt,
    }  # fmt: skip
    return Letter.model_validate(told | said)


def test_that_a_letter_is_read_as_it_was_written():
    name, data = letters.write(letter(), SIGN, TO)
    assert letters.read(data, PARTNER, VERIFY, name) == letter()
    assert read_letter_name(name) == (partner_prefix(TO.hex()), post.uuid(5), sha256(data)[:16])
    for hidden in (b"sipdesk", b"received", post.NOTE.encode(), post.AUTHORITY.encode()):
        assert hidden not in data


def test_that_a_forged_letter_is_never_believed():
    for forger in (post.private("forger"), bytes(32)):
        _name, data = letters.write(letter(), forger, TO)
        with pytest.raises(BadInput, match="not signed by the authority"):
            letters.read(data, PARTNER, VERIFY)


def test_that_an_unsigned_letter_is_never_believed():
    for inside in (
        canonical(letter()),
        b"",
        b"{}",
        b"[]",
        json.dumps({"said": letter().model_dump(mode="json"), "signature": ""}, sort_keys=True, separators=(",", ":")).encode(),
        signed(canonical(letter()), SIGN).replace(b"received", b"refused "),
    ):  # fmt: skip
        with pytest.raises(BadInput):
            letters.read(seal(inside, TO), PARTNER, VERIFY)


def test_that_a_letter_to_somebody_else_is_never_believed_though_sealed_anew():
    other = public_of(post.private("another partner"))
    _name, data = letters.write(letter(partner=other.hex()), SIGN, other)
    with pytest.raises(BadInput, match="sealed for somebody else"):
        letters.read(data, PARTNER, VERIFY)
    passed_on = seal(open_sealed(data, post.private("another partner")), TO)
    with pytest.raises(BadInput, match="passed on"):
        letters.read(passed_on, PARTNER, VERIFY)


def test_that_a_letter_under_another_name_is_never_believed():
    name, data = letters.write(letter(), SIGN, TO)
    for strange in (
        letter_name(TO.hex(), post.uuid(6), data),
        name.replace(sha256(data)[:16], "0" * 16),
        name.replace(".sipr", " (1).sipr"),
        "../x",
    ):
        with pytest.raises(BadInput):
            letters.read(data, PARTNER, VERIFY, strange)


def test_that_any_flipped_bit_of_a_letter_is_refused():
    _name, data = letters.write(letter(), SIGN, TO)
    for place in range(0, len(data) * 8, 5):
        spoilt = bytearray(data)
        spoilt[place // 8] ^= 1 << place % 8
        with pytest.raises(BadInput):
            letters.read(bytes(spoilt), PARTNER, VERIFY)


def test_that_a_letter_says_what_it_is():
    with pytest.raises(ValidationError):
        letter(kind="query")


def test_that_a_letter_is_addressed_to_whom_it_is_sealed():
    with pytest.raises(BadInput):
        letters.write(letter(), SIGN, public_of(post.private("another partner")))


def test_that_a_letter_of_unreasonable_size_is_not_sent():
    rows = [["x" * 1000, "y"]] * 5000
    large = Snapshot(number=1, term="2025-26/autumn", made=post.NOW, columns=["a", "b"], rows=rows)
    with pytest.raises(Refused, match="4 MB"):
        letters.write(letter(kind="snapshot", body=large), SIGN, TO)


def test_that_a_snapshot_is_a_square_table():
    with pytest.raises(ValidationError):
        Snapshot(number=1, term="2025-26/autumn", made=post.NOW, columns=["a", "b"], rows=[["1"]])


# -- enrolments ----------------------------------------------------------------------------------------------------------


def enrolled(**said) -> Enrolment:
    told = {
        "authority": post.AUTHORITY, "name": "London Borough of Somewhere", "seal_key": TO.hex(), "sign_key": VERIFY.hex(),
        "destination": "/srv/share", "invitation": "ab" * 32, "made": post.NOW, "destinations": {"205": "https://x.test"},
    }  # fmt: skip
    return Enrolment.model_validate(told | said)


def test_that_an_enrolment_is_read_with_the_words_to_compare():
    found = enrolment.read(enrolment.make(enrolled(), SIGN))
    assert found.enrolment == enrolled()
    assert found.words == enrolment.words_of(enrolled())
    assert len(found.words.split()) == 12


def test_that_other_keys_have_other_words():
    other = public_of(post.private("another partner")).hex()
    assert len({enrolment.words_of(e) for e in (enrolled(), enrolled(seal_key=other), enrolled(sign_key=other))}) == 3


def test_that_a_changed_enrolment_is_never_believed():
    data = enrolment.make(enrolled(), SIGN)
    for place in range(len(data) - 1):
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        with pytest.raises(BadInput):
            enrolment.read(bytes(spoilt))


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[" * 50_000, b"x" * 200_000, b"\xff\xfe", b'{"said":null,"signature":null}']
)
def test_that_what_is_no_enrolment_says_so(data):
    with pytest.raises(BadInput, match="enrolment file"):
        enrolment.read(data)


def test_that_an_enrolment_signed_by_another_key_than_it_names_is_refused():
    with pytest.raises(BadInput, match="not signed by the authority"):
        enrolment.read(enrolment.make(enrolled(), post.private("forger")))
