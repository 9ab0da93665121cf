"""This process itself: what it must not leave behind, and what it was given."""

import os
import sys

PASSPHRASE_VARIABLE = "SIPDESK_PASSPHRASE"  # noqa: S105  - a name, not a secret


def harden_process() -> None:
    """No core dumps: a crash must not leave the desk's words in a file."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  - POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def passphrase_from_environment() -> str | None:
    """The passphrase given by a script. It is taken out of the environment, so that no child process sees it."""
    return os.environ.pop(PASSPHRASE_VARIABLE, None)
