"""Commands for the desk itself: new, backup, restore, check, passphrase."""

import os
from pathlib import Path

import click

from sipdesk.cli.common import Session, ask, count, give, json_option, say, with_session
from sipdesk.domain.clock import local
from sipdesk.domain.errors import Refused
from sipdesk.services import care
from sipdesk.system.process import PASSPHRASE_VARIABLE

NEW_PASSPHRASE = "SIPDESK_NEW_PASSPHRASE"  # noqa: S105  - a name, not a secret


@click.command()
@click.option("--authority", required=True, help="The authority's folder in forms/, or FOLDER/EDITION.")
@click.option("--partner", required=True, help="Your name, as notes of visit print it.")
@with_session
def new(session: Session, authority: str, partner: str) -> None:
    """Make a desk."""
    if not partner.strip():
        raise Refused("Say who you are: --partner “Your Name”. It stands on each note.")
    session.app.create(session.passphrase(new=True), {"authority": authority, "partner": " ".join(partner.split())})
    say(f"The desk is ready in {session.app.folder}. Next: “sipdesk import FILE”.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_session
def backup(session: Session, file: Path) -> None:
    """Write a verified backup to FILE. An unchanged desk leaves an existing backup as it is."""
    desk = session.services.desk
    made = session.app.run(care.backup, desk, file.absolute())
    if made is None:
        say(f"Nothing has changed since the backup in {file}; it was left as it is.")
    else:
        say(f"Backed up and verified: {file}. It opens with today's passphrase.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_session
def restore(session: Session, file: Path) -> None:
    """Put a backup in place of the desk. The desk as it was is kept beside it."""
    passphrase = session.given_passphrase() or ask("Passphrase of the backup", how=f"Set {PASSPHRASE_VARIABLE}.")
    made, kept = session.app.run(care.restore, session.app.folder, file.absolute(), passphrase, session.app.clock)
    say(f"Restored the backup of {local(made.made):%d %B %Y, %H:%M}.")
    for folder in kept:
        say(f"The desk as it was is kept in {folder}; delete that folder when you are sure you do not need it.")


@click.command()
@json_option
@with_session
def check(session: Session, *, as_json: bool) -> None:
    """Read the whole desk and say whether all of it is sound."""
    services = session.services
    health = session.app.run(care.check, services.desk, services.forms)
    if as_json:
        give({"sound": True, **health.model_dump()})
    else:
        say(
            f"Sound: {count(health.schools, 'school')}, {count(health.visits, 'visit')}, {count(health.answers, 'answer')}, "
            f"{count(health.sealed, 'signed file')}, an audit of {health.audit} entries without a gap."
        )


def _new_passphrase() -> str:
    return os.environ.pop(NEW_PASSPHRASE, None) or ask("New passphrase", twice=True, how=f"Set {NEW_PASSPHRASE}.")


@click.command()
@click.option(
    "--recovery-key",
    "key_file",
    type=click.Path(path_type=Path),
    help="Forgotten? The authority that enrolled this desk with a recovery key can set a new one with it.",
)
@with_session
def passphrase(session: Session, key_file: Path | None) -> None:
    """Change the passphrase (the new one from SIPDESK_NEW_PASSPHRASE, or asked for twice)."""
    if key_file is not None:
        new_words = _new_passphrase()
        session.app.run(care.recover, session.app.folder, key_file, new_words, session.app.clock)
        say("Changed, with the recovery key. Backups made before still open with the old passphrase, or with that key.")
        return
    old = session.passphrase()
    desk = session.services.desk
    fresh = _new_passphrase()
    session.app.run(care.change_passphrase, desk, old, fresh)
    say("Changed. Backups made before still open with the old passphrase.")


COMMANDS = (new, backup, restore, check, passphrase)
