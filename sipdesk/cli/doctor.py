"""`sipdesk doctor`: is a destination fit for packages, and what is wrong with it."""

from pathlib import Path

import click

from sipdesk.cli.common import Session, ask, give, json_option, say, with_session
from sipdesk.domain.errors import Refused
from sipdesk.services.doctor import Diagnosis, Proof, Tried, examine

_MARK = {"fine": "yes      ", "wrong": "NO       ", "not tried": "not tried"}


@click.command("doctor")
@click.argument("destination", required=False)
@click.option(
    "--authorities",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A PEM file with certificates to trust besides the system's own.",
)
@click.option("--ask-token", is_flag=True, help="Ask for the token of the destination, typed unseen.")
@json_option
@with_session
def doctor(
    session: Session, destination: str | None, authorities: Path | None, *, ask_token: bool, as_json: bool
) -> None:
    """Try DESTINATION, a folder or an https:// address, with dummy data: can it be reached, does it prove who it is, do
    packages get there and come back whole, and is nothing ever written over.

    Without DESTINATION, the one this desk is enrolled with. One small test file stays there, which may be deleted. A token,
    or certificates, with which all was well are remembered in the system's keyring; they are kept nowhere else.
    """
    where = destination or _enrolled(session)
    proof = Proof(ask("Token") if ask_token else "", authorities)
    found = examine(where, proof, session.app.clock, (lambda _step: None) if as_json else _tell)
    if as_json:
        give(found.model_dump(mode="json"))
    else:
        _close(found, asked=ask_token)
    if not found.fit:
        raise Refused(f"{found.place} is not fit for packages as it is. Nothing of yours was sent.")


def _enrolled(session: Session) -> str:
    known = session.app.run(session.services.enrolling.view)
    if not known.enrolled:
        raise Refused("This desk is not enrolled with an authority, so name the folder or address to try.")
    return str(known.destination)


def _tell(step: Tried) -> None:
    click.echo(f"{_MARK[step.finding]}  {step.tried}")
    if step.says:
        click.echo(f"           {step.says}")


def _close(found: Diagnosis, *, asked: bool) -> None:
    if found.fit:
        click.echo(f"{found.place} is fit for packages.")
    if found.kept:
        say("What you gave is remembered in this device's keyring, for this destination alone.")
    elif found.fit and asked:
        say("This device has no keyring, so the token is not kept: `sipdesk sync --ask-token` asks for it each time.")
    if found.left:
        say(f"A test file stays there, which may be deleted: {found.left}")


COMMANDS = (doctor,)
