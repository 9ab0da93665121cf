"""The command line: one function for each command, each calling a service."""

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from sipdesk import __version__
from sipdesk.cli.common import Session
from sipdesk.domain.errors import NotFound, SipdeskError
from sipdesk.domain.spoken import system_refusal

OpenWindow = Callable[[Path | None, str | None], int]


_ROOMS = {
    "care": ("new", "backup", "restore", "check", "passphrase"),
    "caseload": ("import", "undo-import", "sources", "schools"),
    "visits": ("visit", "note", "due", "calendar", "forms"),
    "standing": ("category", "register"),
    "accuracy": ("accuracy",),
    "issue": ("issue", "correct"),
    "signing": ("verify", "identity", "timestamp"),
    "outbox": ("enrol", "sync", "outbox"),
    "receive": ("receive", "serve"),
    "central": ("central",),
    "doctor": ("doctor",),
    "hours": ("time", "statement"),
    "demo": ("demo",),
}


class Commands(click.Group):
    """Loads a command when it is asked for: the window must not wait for all of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order a partner meets them."""
        return [name for names in _ROOMS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        room = next((room for room, names in _ROOMS.items() if cmd_name in names), None)
        if room is None:
            return None
        commands: tuple[click.Command, ...] = import_module(f"sipdesk.cli.{room}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--desk", "folder", type=click.Path(path_type=Path), help="Folder of the desk.")
@click.option(
    "--forms", type=click.Path(path_type=Path), help="Folder with authorities of your own, beside those that ship."
)
@click.version_option(__version__, prog_name="sipdesk")
@click.pass_context
def sipdesk(context: click.Context, folder: Path | None, forms: Path | None) -> None:
    """The caseload, visits and notes of a school improvement partner.

    Without a command the window opens. The passphrase is read from SIPDESK_PASSPHRASE, else from the system's
    keyring, else asked for.
    """
    context.obj.folder, context.obj.forms = folder, forms
    if forms is not None and not forms.is_dir():
        raise NotFound(f"There is no folder {forms}.")
    if context.invoked_subcommand is None:
        context.exit(context.obj.open_window(folder, context.obj.given_passphrase()))


def run(open_window: OpenWindow, arguments: list[str] | None = None) -> None:
    """Run one command line and end the process: 0 done, 1 refused with a plain sentence, 2 wrong usage."""
    session = Session(open_window)
    try:
        code = sipdesk.main(arguments, prog_name="sipdesk", standalone_mode=False, obj=session)
    except SipdeskError as error:
        click.echo(error.sentence, err=True)
        code = 1
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing more was changed.", err=True)
        code = 1
    except OSError as error:
        click.echo(system_refusal(error), err=True)
        code = 1
    except Exception as error:  # noqa: BLE001  - the last resort: a sentence, never a traceback
        click.echo(
            f"Something in sipdesk went wrong ({type(error).__name__}{_place(error)}). What was saved before is safe.",
            err=True,
        )
        code = 1
    finally:
        with contextlib.suppress(
            Exception
        ):  # what was done is done; a desk that will not close cleanly changes nothing of it
            session.close()
    sys.exit(code if isinstance(code, int) else 0)


def _place(error: Exception) -> str:
    """The line of ours at which it went wrong, for whoever mends it. Never the error's own words: they may quote a note."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if f"{os.sep}sipdesk{os.sep}" in one.filename]
    return f", {Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else ""
