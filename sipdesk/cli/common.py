"""What the commands share: the session with its desk, JSON on stdout, messages on stderr."""

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sipdesk.domain.errors import Refused
from sipdesk.system import process, secrets

if TYPE_CHECKING:
    from sipdesk.app import App, Services

F = TypeVar("F", bound=Callable[..., Any])


class Session:
    """One command line: where the desk is, and the desk itself once a command needs it."""

    def __init__(self, open_window: Callable[[Path | None, str | None], int]) -> None:
        self.open_window = open_window
        self.folder: Path | None = None
        self.forms: Path | None = None
        self._app: App | None = None
        process.harden_process()
        self._passphrase = process.passphrase_from_environment()

    @property
    def app(self) -> "App":
        """The application on the session's folder."""
        if self._app is None:
            from sipdesk.app import App  # noqa: PLC0415  - not for --help, and not before the window needs it

            self._app = App(self.folder, forms=self.forms)
        return self._app

    @property
    def services(self) -> "Services":
        """The services of the desk, which is opened first."""
        if not self.app.is_open:
            self.app.open(self.passphrase())
        return self.app.services

    def passphrase(self, *, new: bool = False) -> str:
        """The passphrase: from the environment, the keyring, or asked for (twice for a new desk)."""
        if self._passphrase is not None:
            return self._passphrase
        if not new:
            from sipdesk.services import care  # noqa: PLC0415

            remembered = secrets.passphrase_from_keyring(care.desk_id(self.app.folder))
            if remembered is not None:
                return remembered
        return ask("Passphrase", twice=new, how=f"Set {process.PASSPHRASE_VARIABLE}.")

    def given_passphrase(self) -> str | None:
        """The passphrase of the environment, if any."""
        return self._passphrase

    def close(self) -> None:
        """Close what was opened."""
        if self._app is not None:
            self._app.close()


def ask(what: str, *, twice: bool = False, how: str = "") -> str:
    """A passphrase, or another secret, typed unseen; `Refused` where nobody can type. `how`: a sentence on how else to give it."""
    if not sys.stdin.isatty():
        raise Refused(f"No {what.lower()} was given, and there is nobody here to ask. {how}".strip())
    try:
        return str(click.prompt(what, hide_input=True, confirmation_prompt=twice, err=True))
    except click.Abort:
        raise Refused(f"No {what.lower()} was given. Nothing was changed.") from None


def with_session(command: F) -> F:
    """Hand the session to a command as its first argument."""

    @functools.wraps(command)
    @click.pass_context
    def run(context: click.Context, *args: Any, **kwargs: Any) -> Any:
        return command(context.obj, *args, **kwargs)

    return run  # type: ignore[return-value]


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout and nothing else.")


def say(text: str) -> None:
    """A message for a person, on stderr."""
    click.echo(text, err=True)


def count(number: int, what: str) -> str:
    """`1 letter`, `2 letters`."""
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def give(document: Any) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
