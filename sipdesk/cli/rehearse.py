"""What `sipdesk demo --sync-to` does once the notes are signed: offline, cut off, again, received."""

import shutil
from pathlib import Path

import click

from sipdesk.app import App
from sipdesk.cli.common import say
from sipdesk.domain.errors import Refused
from sipdesk.domain.outbox import OutboxView, SyncTold
from sipdesk.services import rehearsed_sync as rehearsal
from sipdesk.services.sync import Opener, open_way, run_sync


def begin(app: App, central: str) -> str:
    """Enrol the demo's desk with the rehearsal's authority; where its notes will go."""
    destination = rehearsal.place(central)
    app.run(app.services.enrolling.enrol, rehearsal.enrolment(destination, app.clock))
    say(f"Enrolled with {rehearsal.NAME}; notes go to {destination}.")
    return destination


def finish(app: App, passphrase: str, folder: Path, destination: str) -> None:
    """Issue what was signed and bring it across, with a cut in the middle."""
    visits = [one.visit for one in _view(app).parcels if one.visit]
    rehearsal.issue_all(app.services, app.run, visits)
    notes = app.run(app.services.outbox.notes_in)
    say(f"Offline: {len(notes)} notes signed and issued; they wait in the outbox.")
    app.run(app.services.outbox.agree_today)
    try:
        _sync(app, rehearsal.cut_after(1 + max(1, len(notes) - 1)))
    except rehearsal.CutOff:
        say("The line was cut in the middle of a note; nobody knows whether it arrived.")
    app.lock()
    app.open(passphrase)
    say(
        "The desk was opened anew: "
        + ", ".join(f"{one.title} is {one.stage}" for one in _view(app).parcels if one.visit)
    )
    say(f"Synced again: {_sync(app, open_way).delivered} delivered and read back.")
    inbox = folder / "received"
    shutil.rmtree(inbox, ignore_errors=True)
    report = rehearsal.take_in(destination, inbox, app.clock)
    taken = [line for line in report.of("taken") if line.note in notes]
    say(f"The authority looked: {len(taken)} notes verified and unpacked into {inbox}.")
    say(f"Synced for receipts: {_sync(app, open_way).received} came.")
    told = rehearsal.outcomes(_view(app), notes, destination)
    click.echo(f"{told.notes} notes signed, {told.there} on the other side, {told.received} received")
    if not told.exact:
        raise Refused("That is not each note exactly once. The outbox of the demo's desk says why.")


def _sync(app: App, opener: Opener) -> SyncTold:
    return run_sync(app.services, app.run, opener, told=lambda line: say(f"  {line}"))


def _view(app: App) -> OutboxView:
    view: OutboxView = app.run(app.services.outbox.view)
    return view
