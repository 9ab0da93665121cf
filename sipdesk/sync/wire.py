"""What client and server of the HTTPS way agree on: paths, media types, one header of ours, and the digest of RFC 9530."""

import base64
import binascii
import hashlib
import re

HEADER = "Sipdesk-Protocol"
VERSION = "1"
"""Every answer of a server carries `Sipdesk-Protocol: 1`; what comes without it comes from somebody in between."""
PACKAGE = "application/vnd.sipdesk.package"
"""The bytes of a package or letter: body of PUT, and of a 200 to GET."""
STORED = "application/vnd.sipdesk.stored+json"
"""Body of 201, 200 and 409 to PUT: {"name": …, "sha256": hexadecimal digest of the bytes that lie there now}."""
NAMES = "application/vnd.sipdesk.names+json"
"""Body of 200 to a GET of the list: ["name", …]."""
PATH = "/v1/packages"

_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):")


def content_digest(data: bytes) -> str:
    """The value of `Content-Digest` for these bytes."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def digest_in(header: str) -> bytes | None:
    """The SHA-256 a `Content-Digest` holds; None where it holds none."""
    found = _DIGEST.search(header)
    try:
        return base64.b64decode(found[1], validate=True) if found else None
    except binascii.Error:
        return None


def hexadecimal(data: bytes) -> str:
    """The SHA-256 of bytes as the body of an answer names it."""
    return hashlib.sha256(data).hexdigest()
