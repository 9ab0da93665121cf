"""The system's own store of secrets, where there is one. It is imported late: it costs a tenth of a second."""

import os

PASSPHRASE_VARIABLE = "SIPDESK_PASSPHRASE"  # noqa: S105  - a name, not a secret
_SERVICE = "sipdesk"


def passphrase_from_environment() -> str | None:
    """The passphrase given by a script. It is taken out of the environment, so that no child process sees it."""
    return os.environ.pop(PASSPHRASE_VARIABLE, None)


def passphrase_from_keyring(desk: str) -> str | None:
    """The passphrase remembered on this device for a desk id; None where there is no keyring or nothing in it."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(_SERVICE, desk)
    except KeyringError:
        return None
