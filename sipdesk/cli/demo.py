"""`sipdesk demo`: the main job from end to end on an invented year, then the window."""

import secrets
from pathlib import Path

import click

from sipdesk.app import App
from sipdesk.cli.common import Session, say, with_session
from sipdesk.cli.rehearse import begin, finish
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.note import canonical
from sipdesk.domain.visit import Visit
from sipdesk.services import demo as rehearsal
from sipdesk.services import rehearsal_elsewhere as elsewhere
from sipdesk.services.caseload import Preview
from sipdesk.system.display import has_display
from sipdesk.system.files import write_atomically


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="sipdesk-demo")
@click.option(
    "--authority", help="Whose programme to follow, instead of the demo's own: ID, or ID/EDITION for one edition."
)
@click.option("--no-window", is_flag=True, help="Only make the files.")
@click.option(
    "--sync-to",
    metavar="CENTRAL",
    help="A folder or an address: send the notes there, with a cut in the middle, and have them received.",
)
@with_session
def demo(session: Session, folder: Path, authority: str | None, sync_to: str | None, *, no_window: bool) -> None:
    """Import a caseload, run the year for one school, print the path of each note.

    With --authority the same invented school follows that authority's programme: its visits, a contact for each of its
    other forms, its category with the clocks that run for it.
    """
    folder = folder.absolute()
    app = App(folder / "desk", forms=session.forms)
    plan = rehearsal.plan()
    own, authority = authority is None, authority or plan.authority
    app.library.editions(authority.partition("/")[0])
    rehearsal.prepare(folder)
    passphrase = session.given_passphrase() or secrets.token_urlsafe(18)
    try:
        app.create(passphrase, {"authority": authority, "partner": plan.partner, "rehearsal": "yes"})
        trust = folder / "papers" / "rehearsal-authority.pem"
        write_atomically(trust, app.run(app.services.signing.rehearse))
        destination = begin(app, sync_to) if sync_to else ""
        if own:
            _own_year(app, plan, folder)
        else:
            _other_year(app, plan, folder)
        _papers(app, folder)
        if destination:
            finish(app, passphrase, folder, destination)
    finally:
        app.close()
    if not session.given_passphrase():
        say("The demo desk has a throw-away passphrase: set SIPDESK_PASSPHRASE to open it again from the command line.")
    if has_display() and not no_window:
        session.open_window(folder / "desk", passphrase)


def _own_year(app: App, plan: rehearsal.Plan, folder: Path) -> None:
    _imported(rehearsal.take_caseload(app.services, app.run, TermSlot.parse(plan.terms[0])))
    for number, term in enumerate(plan.terms, 1):
        visit, remarks = rehearsal.write_visit(app.services, app.run, plan.school, term)
        _sign(app, visit, remarks, folder / "notes" / rehearsal.note_name(number, term, plan.school))


def _other_year(app: App, plan: rehearsal.Plan, folder: Path) -> None:
    services, term = app.services, TermSlot.parse(plan.terms[0])
    programme = app.run(services.caseload.programme, app.run(services.settings.home), term)
    _imported(elsewhere.take_sheets(services, app.run, programme))
    standing = elsewhere.place(services, app.run, programme)
    whose = "" if programme.caseload_confidential else f"_{plan.school}"
    for encounter in elsewhere.elsewhere(services, app.run, programme):
        visit, remarks = elsewhere.write_elsewhere(services, app.run, programme, encounter)
        _sign(app, visit, remarks, folder / "notes" / f"{encounter.name}{whose}.pdf")
    _rules(app, standing.urn)


def _rules(app: App, urn: str) -> None:
    """Where the school stands after the year, and every clock that runs."""
    standing = app.run(app.services.standing.of_school, urn)
    say(f"{standing.place}." if standing.categories else "This programme has no categories.")
    for clock in standing.clocks:
        late = ", overdue" if clock.overdue and "overdue" not in clock.said else ""
        say(f"  {clock.label}: {clock.said.rstrip('.')}{late} [{clock.source}]")


def _imported(preview: Preview) -> None:
    say(
        f"Caseload: {len(preview.new)} of {preview.read} schools are yours ({len(preview.unmatched)} rows not settled)."
    )


def _sign(app: App, visit: Visit, remarks: list[str], target: Path) -> None:
    for remark in remarks:
        say(remark)
    made = rehearsal.sign_visit(app.services, app.run, visit)
    write_atomically(target, made.pdf)
    write_atomically(target.parents[1] / "papers" / f"{target.stem}.json", canonical(made.record))
    click.echo(target)


def _papers(app: App, folder: Path) -> None:
    services = app.services
    services.diary.write(app.run(services.diary.entries), folder / "papers" / "visits.ics")


COMMANDS = (demo,)
