"""Sealed boxes (X25519, XSalsa20-Poly1305) and short signatures (Ed25519), by libsodium.

A sealed box can be opened by one key alone and says nothing about who sealed it: what is in it is signed besides.
Keys are 32 bytes; private ones are never printed and never logged.
"""

import hashlib

from nacl.bindings import crypto_box_SEALBYTES, crypto_scalarmult_base
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from sipdesk.domain.errors import BadInput
from sipdesk.keys.words import in_words

KEY_BYTES = 32
OVERHEAD = int(crypto_box_SEALBYTES)
"""Bytes by which a sealed box is longer than what is in it."""
_NOT_OURS = "It cannot be opened with this key: it was sealed for somebody else, or it is damaged. Nothing was changed."


def public_of(private: bytes) -> bytes:
    """The public half of a sealing key."""
    return bytes(crypto_scalarmult_base(private))


def verify_key_of(private: bytes) -> bytes:
    """The public half of a signing key."""
    return bytes(SigningKey(private).verify_key)


def seal(data: bytes, public: bytes) -> bytes:
    """A box only the private half of `public` opens; another box each time. `BadInput` for what is no key."""
    try:
        return bytes(SealedBox(PublicKey(public)).encrypt(data))
    except (CryptoError, TypeError, ValueError) as error:
        raise BadInput("This is no key anything can be sealed to. Nothing was sealed.") from error


def open_sealed(data: bytes, private: bytes) -> bytes:
    """What is in a box; `BadInput` for one that was sealed for another key, or changed."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(data))
    except (CryptoError, TypeError, ValueError) as error:
        raise BadInput(_NOT_OURS) from error


def sign(data: bytes, private: bytes) -> bytes:
    """64 bytes; the same for the same data and key."""
    return bytes(SigningKey(private).sign(data).signature)


def is_signed(data: bytes, signature: bytes, verify_key: bytes) -> bool:
    """Whether a signature is by this key over these very bytes."""
    try:
        VerifyKey(verify_key).verify(data, signature)
    except (BadSignatureError, CryptoError, TypeError, ValueError):
        return False
    return True


def key_fingerprint(public: bytes) -> str:
    """SHA-256 of a public key, 64 hexadecimal digits."""
    return hashlib.sha256(public).hexdigest()


def key_words(public: bytes) -> str:
    """Twelve words that two people compare by telephone."""
    return in_words(public)
