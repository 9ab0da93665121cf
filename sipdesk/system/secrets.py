"""The system's own store of secrets, where there is one. It is imported late: it costs a tenth of a second."""

from sipdesk.domain.errors import Refused

_SERVICE = "sipdesk"


def passphrase_from_keyring(desk: str) -> str | None:
    """The passphrase remembered on this device for a desk id; None where there is no keyring or nothing in it."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(_SERVICE, desk)
    except KeyringError:
        return None


def can_remember() -> bool:
    """Whether this device has a keyring that keeps secrets; asking takes a fifth of a second."""
    import keyring  # noqa: PLC0415
    from keyring.backends import fail, null  # noqa: PLC0415

    found = keyring.get_keyring()
    return not isinstance(found, (fail.Keyring, null.Keyring)) and found.priority > 0


def remember(desk: str, passphrase: str) -> None:
    """Put a desk's passphrase into the keyring; `Refused` where it does not take it."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(_SERVICE, desk, passphrase)
    except KeyringError as error:
        raise Refused("This device's keyring did not take it. Nothing was remembered.") from error


def forget(desk: str) -> None:
    """Take a desk's passphrase out of the keyring; harmless where it is not in it."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

    try:
        keyring.delete_password(_SERVICE, desk)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise Refused(
            "This device's keyring did not answer. Take the entry “sipdesk” out of it by hand, in the keyring's own program."
        ) from error
