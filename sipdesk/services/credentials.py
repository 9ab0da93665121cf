"""What proves to a destination who sends, and what this machine trusts there: in the system's keyring and nowhere else.

Where a device has no keyring it is held until sipdesk ends, and asked for again the next time.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

from sipdesk.sync.transport import Credentials
from sipdesk.system import secrets

_held: dict[str, Credentials] = {}


def credentials_for(destination: str) -> Credentials:
    """What this device remembers for a destination: nothing for a folder, for the system itself lets people in there."""
    if "://" not in destination:
        return Credentials()
    if _key(destination) in _held:
        return _held[_key(destination)]
    try:
        kept = json.loads(secrets.passphrase_from_keyring(_key(destination)) or "{}")
        token, authorities = str(kept.get("token", "")), str(kept.get("authorities", ""))
    except (ValueError, AttributeError):
        return Credentials()
    return Credentials(token, Path(authorities) if authorities else None)


def with_more(destination: str, token: str = "", authorities: Path | None = None) -> Credentials:
    """What is remembered, and in its place what a person gives now."""
    known = credentials_for(destination)
    return Credentials(token or known.token, authorities.absolute() if authorities else known.authorities)


def keep(destination: str, known: Credentials) -> bool:
    """Remember it on this device; False where there is no keyring, so that it holds until sipdesk ends. Harmless for a
    folder."""
    if "://" not in destination:
        return False
    if not secrets.can_remember():
        _held[_key(destination)] = known
        return False
    told = {"token": known.token, "authorities": str(known.authorities or "")}
    secrets.remember(_key(destination), json.dumps(told))
    return True


def hold(destination: str, token: str = "", authorities: Path | None = None) -> None:
    """Use a token, or a file of certificates, until sipdesk ends, and keep it nowhere. Harmless for a folder."""
    if "://" in destination:
        _held[_key(destination)] = with_more(destination, token, authorities)


def forget(destination: str) -> None:
    """Take it out of the keyring."""
    _held.pop(_key(destination), None)
    if secrets.can_remember():
        secrets.forget(_key(destination))


def _key(destination: str) -> str:
    return f"way to {urlsplit(destination).netloc.casefold()}"
