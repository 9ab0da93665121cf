"""Canonical JSON with an Ed25519 signature beside it: `{"said":{…},"signature":"…"}`, itself canonical."""

import json

from sipdesk.domain.errors import BadInput
from sipdesk.domain.parcel import KEPT, canonical_json
from sipdesk.keys.sealing import is_signed, sign

_KEYS = {"said", "signature"}


def signed(said: bytes, private: bytes) -> bytes:
    """Canonical JSON and who says so."""
    return canonical_json({"said": json.loads(said), "signature": sign(said, private).hex()})


def said_in(data: bytes, what: str) -> tuple[bytes, bytes]:
    """What is said, as canonical JSON, and the signature: not checked yet. `BadInput` names `what` cannot be read."""
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or set(told) != _KEYS or canonical_json(told) != data:
            raise BadInput(f"{what} is not written the way sipdesk writes it, so it was changed on its way. {KEPT}")
        return canonical_json(told["said"]), bytes.fromhex(told["signature"])
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput(f"{what} is damaged and cannot be read. {KEPT}") from error


def open_signed(data: bytes, verify_key: bytes, what: str) -> bytes:
    """What is said, where this key signed it; `BadInput` otherwise."""
    said, signature = said_in(data, what)
    if not is_signed(said, signature, verify_key):
        raise BadInput(f"{what} is not signed by the authority it names, so it was not believed. {KEPT}")
    return said
