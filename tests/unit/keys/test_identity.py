"""The signing identity: made here, or issued by an authority and checked as it comes in."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sipdesk.domain.errors import BadInput
from sipdesk.keys import identity
from sipdesk.keys.words import WORDS, fingerprint, in_words
from tests.unit.notes import signed

NOW = signed.NOW


def packed(who: identity.Identity, *, chain: bool = True, passphrase: bytes = b"open sesame") -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"me", who.key, who.certificate, list(who.chain) if chain else None,
        serialization.BestAvailableEncryption(passphrase),
    )  # fmt: skip


def test_that_a_new_identity_is_fit_for_signing_as_other_readers_ask():
    made = signed.impostor()
    assert made.key.key_size == 3072
    assert made.self_signed
    told = made.certificate.extensions
    usage = told.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert ExtendedKeyUsageOID.EMAIL_PROTECTION in told.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert not told.get_extension_for_class(x509.BasicConstraints).value.ca
    names = made.certificate.subject
    assert names.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "Helen Ashdown"
    assert names.get_attributes_for_oid(NameOID.TITLE)[0].value == "School improvement partner"
    assert made.until > NOW + dt.timedelta(days=3600)


def test_that_a_name_of_any_length_or_none_becomes_a_certificate():
    for name in ("", "Ł" * 300):
        assert identity.make(name, name, NOW).name


def test_that_an_identity_comes_back_as_it_was_kept():
    again = identity.kept_again(*signed.partner().kept())
    assert again.certificate == signed.partner().certificate
    assert again.chain == signed.partner().chain
    assert again.key.private_numbers() == signed.partner().key.private_numbers()


def test_that_the_trust_file_holds_the_top_of_the_chain_and_no_key():
    pem = signed.partner().trust_file()
    assert identity.read_trust(pem) == (signed.authority().certificate,)
    assert b"PRIVATE" not in pem
    with pytest.raises(BadInput, match="PEM"):
        identity.read_trust(b"nothing")


def test_that_an_authority_s_certificate_comes_in_with_its_chain():
    taken = identity.from_p12(packed(signed.partner()), "open sesame", NOW)
    assert taken.certificate == signed.partner().certificate
    assert taken.chain == (signed.authority().certificate,)
    assert not taken.self_signed


@pytest.mark.parametrize(("data", "passphrase"), [(b"junk", "x"), (b"", ""), (None, "wrong")])
def test_that_a_file_that_does_not_open_changes_nothing(data, passphrase):
    with pytest.raises(BadInput, match="Nothing was changed"):
        identity.from_p12(packed(signed.partner()) if data is None else data, passphrase, NOW)


def test_that_a_chain_that_ends_nowhere_is_refused():
    with pytest.raises(BadInput, match="vouches for Helen Ashdown"):
        identity.from_p12(packed(signed.partner(), chain=False), "open sesame", NOW)


def test_that_a_stranger_in_the_chain_vouches_for_nobody():
    stranger = identity.make_authority("Invented authority", NOW)
    false = identity.Identity(signed.partner().key, signed.partner().certificate, (stranger.certificate,))
    with pytest.raises(BadInput, match="vouches for"):
        identity.from_p12(packed(false), "open sesame", NOW)


def test_that_a_certificate_past_its_end_is_refused_with_its_day():
    with pytest.raises(BadInput, match=r"ended on \d\d\.\d\d\.\d{4}"):
        identity.from_p12(packed(signed.partner()), "open sesame", NOW + dt.timedelta(days=365 * 11))


def made_by_hand(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + dt.timedelta(days=9))
    certificate = built.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, serialization.NoEncryption())


def test_that_a_certificate_for_another_purpose_is_refused():
    with pytest.raises(BadInput, match="not made for signing"):
        identity.from_p12(made_by_hand(signed.partner().key), "", NOW)


def test_that_a_key_that_readers_do_not_know_is_refused():
    with pytest.raises(BadInput, match="RSA"):
        identity.from_p12(made_by_hand(ec.generate_private_key(ec.SECP256R1())), "", NOW)


def test_that_a_certificate_before_its_day_is_refused():
    with pytest.raises(BadInput, match=r"not valid yet; it begins on 06\.10\.2025"):
        identity.from_p12(packed(signed.partner()), "open sesame", NOW - dt.timedelta(days=9))


def test_that_a_certificate_without_its_key_is_told_from_a_wrong_passphrase():
    with pytest.raises(BadInput, match="without its key"):
        identity.from_p12(signed.partner().trust_file(), "open sesame", NOW)
    with pytest.raises(BadInput, match="the passphrase is another"):
        identity.from_p12(packed(signed.partner()), "open sesamy", NOW)


def test_that_a_short_key_is_refused_with_its_length():
    with pytest.raises(BadInput, match="The key has 1024 bits"):
        identity.from_p12(made_by_hand(rsa.generate_private_key(65537, 1024)), "", NOW)  # noqa: S505


def built(name: str, above: identity.Identity | None, **odd: object) -> identity.Identity:
    """A certificate authority under another (or under nobody), with what is odd about it."""
    key = odd.get("key") or rsa.generate_private_key(65537, 2048)
    assert isinstance(key, rsa.RSAPrivateKey)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = above.certificate.subject if above else subject
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(9).not_valid_before(NOW - dt.timedelta(days=5))
        .not_valid_after(NOW + dt.timedelta(days=int(str(odd.get("days", 900)))))
        .add_extension(x509.BasicConstraints(ca=True, path_length=odd.get("length")), critical=True)  # type: ignore[arg-type]
    )  # fmt: skip
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    usage = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                           "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)  # fmt: skip
    usage[str(odd.get("use", "key_cert_sign"))] = True
    made = made.add_extension(x509.KeyUsage(**usage), critical=True)
    certificate = made.sign(above.key if above else key, hashes.SHA256())
    chain = (above.certificate, *above.chain) if above else ()
    return identity.Identity(key, certificate, chain)


def issued_by(above: identity.Identity) -> identity.Identity:
    own = identity.issue(above, "Helen Ashdown", "", NOW)
    return identity.Identity(own.key, own.certificate, (above.certificate, *above.chain))


def test_that_a_chain_of_three_comes_in():
    council = built("Invented council", None)
    taken = identity.from_p12(packed(issued_by(built("Invented service", council))), "open sesame", NOW)
    assert [identity.common_name(one) for one in taken.chain] == ["Invented service", "Invented council"]


@pytest.mark.parametrize("odd", [{"length": 0}, {"use": "crl_sign"}])
def test_that_whoever_may_not_vouch_for_others_vouches_for_nobody(odd):
    service = built("Invented service", built("Invented council", None), **odd)
    below = built("Invented team", service) if "length" in odd else service
    with pytest.raises(BadInput, match="does not hold"):
        identity.from_p12(packed(issued_by(below)), "open sesame", NOW)


def test_that_an_authority_past_its_end_is_named():
    council = built("Invented council", None, days=30)
    later = NOW + dt.timedelta(days=40)
    with pytest.raises(BadInput, match="Invented council is not valid any more"):
        identity.from_p12(packed(issued_by(council)), "open sesame", later)


def test_that_a_trust_file_may_be_a_single_certificate_as_windows_exports_it():
    data = identity.der(signed.authority().certificate)
    assert identity.read_trust(data) == (signed.authority().certificate,)
    assert identity.vouches(signed.authority().certificate)
    assert not identity.vouches(signed.partner().certificate)
    assert identity.pem(signed.authority().certificate).encode() == signed.partner().trust_file()


def test_that_a_fingerprint_reads_the_same_in_words_for_ever():
    assert len(set(WORDS)) == 256
    assert all(word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)
    assert in_words(b"sipdesk") == in_words(b"sipdesk")
    assert len(in_words(b"a").split()) == 12
    assert in_words(b"a") != in_words(b"b")
    assert fingerprint(b"a").startswith("CA 97 81 12")
    assert in_words(b"a").split()[0] == WORDS[0xCA]
