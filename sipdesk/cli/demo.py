"""`sipdesk demo`: the main job from end to end on an invented year, then the window."""

import secrets
from pathlib import Path

import click

from sipdesk.app import App
from sipdesk.cli.common import Session, say, with_session
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.note import canonical
from sipdesk.services import demo as rehearsal
from sipdesk.system.display import has_display
from sipdesk.system.files import write_atomically


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
        trust = folder / "papers" / "rehearsal-authority.pem"
        write_atomically(trust, app.run(app.services.signing.rehearse))
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
    preview = rehearsal.take_caseload(app.services, app.run, term)
    say(
        f"Caseload: {len(preview.new)} of {preview.read} schools are yours ({len(preview.unmatched)} rows not settled)."
    )


def _visit(app: App, urn: str, term: str, target: Path) -> None:
    services = app.services
    visit, remarks = rehearsal.write_visit(services, app.run, urn, term)
    for remark in remarks:
        say(remark)
    made = rehearsal.sign_visit(services, app.run, visit)
    write_atomically(target, made.pdf)
    write_atomically(target.parents[1] / "papers" / f"{target.stem}.json", canonical(made.record))


def _papers(app: App, folder: Path) -> None:
    services = app.services
    services.diary.write(app.run(services.diary.entries), folder / "papers" / "visits.ics")


COMMANDS = (demo,)
