"""`sipdesk demo`: the main job from end to end on an invented year, then the window."""

import secrets
from pathlib import Path

import click

from sipdesk.app import App
from sipdesk.cli.common import Session, say, with_session
from sipdesk.domain.calendar import TermSlot
from sipdesk.services import demo as rehearsal
from sipdesk.system.display import has_display


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="sipdesk-demo")
@click.option("--authority", help="Whose programme to follow, instead of the demo's own.")
@click.option("--no-window", is_flag=True, help="Only make the files.")
@with_session
def demo(session: Session, folder: Path, authority: str | None, *, no_window: bool) -> None:
    """Import a caseload, run the year for one school, print the path of each note."""
    folder = folder.absolute()
    app = App(folder / "desk")
    plan = rehearsal.plan()
    authority = authority or plan.authority
    app.library.editions(authority)
    rehearsal.prepare(folder)
    passphrase = session.given_passphrase() or secrets.token_urlsafe(18)
    try:
        app.create(passphrase, {"authority": authority, "partner": plan.partner, "rehearsal": "yes"})
        _import(app, TermSlot.parse(plan.terms[0]))
        for number, term in enumerate(plan.terms, 1):
            target = folder / "notes" / rehearsal.note_name(number, term, plan.school)
            _visit(app, plan.school, term, target)
            click.echo(target)
        _papers(app, folder)
    finally:
        app.close()
    if not session.given_passphrase():
        say("The demo desk has a throw-away passphrase: set SIPDESK_PASSPHRASE to open it again from the command line.")
    if has_display() and not no_window:
        session.open_window(folder / "desk", passphrase)


def _import(app: App, term: TermSlot) -> None:
    services = app.services
    read, lines = services.intake.register(
        rehearsal.source("register.csv"), set(), app.run(services.caseload.home_codes)
    )
    app.run(services.register.apply, app.run(services.register.preview, read, lines), lines, read.full)
    parsed = services.intake.allocation(rehearsal.source("allocation.csv"), term, term)
    preview = app.run(services.caseload.preview, parsed)
    app.run(services.caseload.apply, preview)
    say(
        f"Caseload: {len(preview.new)} of {preview.read} schools are yours ({len(preview.unmatched)} rows not settled)."
    )


def _visit(app: App, urn: str, term: str, target: Path) -> None:
    services = app.services
    visit, remarks = app.run(services.visits.open_in_term, urn, TermSlot.parse(term))
    for remark in remarks:
        say(remark)
    app.run(services.files.fill, visit.id, rehearsal.answers(term))
    record = app.run(services.notes.record, visit.id)
    for line in services.paper.write(record, target, target.parents[1] / "papers" / f"{target.stem}.json"):
        say(line)


def _papers(app: App, folder: Path) -> None:
    services = app.services
    services.diary.write(app.run(services.diary.entries), folder / "papers" / "visits.ics")


COMMANDS = (demo,)
