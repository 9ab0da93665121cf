"""Commands around public data: what `import` does with it, and what of it is in the desk."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, give, json_option, say, with_session
from sipdesk.domain.automatic import set_by_rules


def import_public(
    session: Session, what: tuple[str, Path], published: datetime | None, *, dry_run: bool
) -> dict[str, Any]:
    """Take in a file of Ofsted's, of exclusions or of links: its kind and path. Returns what `--json` prints."""
    services = session.services
    kind, file = what
    asked = session.app.run(services.publicdata.asked)
    read = services.intake.public(kind, file, asked)
    preview = session.app.run(services.publicdata.preview, read, published.date() if published else None)
    made = None if dry_run else session.app.run(services.publicdata.apply, preview, read)
    for message in preview.messages:
        say(message)
    for one in preview.told:
        say(f"  {one.becomes}: {one.name}: {one.what}")
    done = "The desk has this file already." if preview.known else "" if dry_run else "Applied."
    day = f"published {preview.published}" if preview.published else "publication date not known"
    say(f"{preview.title}, {day}: {preview.read:,} rows read, {preview.kept:,} kept. {done or 'Nothing was changed.'}")
    if made is not None and made.by_rules:
        say(set_by_rules(made.by_rules))
    return {
        "kind": "gias" if kind == "links" else kind,
        "read": preview.read,
        "new": [] if preview.known else preview.urns("new"),
        "changed": [] if preview.known else preview.urns("changed"),
        "gone": preview.urns("absent"),
        "unmatched": [],
        "applied": not dry_run,
    }


@click.command()
@click.option("--undo", metavar="ID", help="Take back the file with this id.")
@json_option
@with_session
def sources(session: Session, *, undo: str | None, as_json: bool) -> None:
    """The files of public data in the desk: what each is, when it was published and imported, and its SHA-256."""
    service = session.services.publicdata
    if undo:
        taken = session.app.run(service.undo, undo)
        say(f"Undone: {taken.file} ({taken.title}).")
    listed = [line.source for line in session.app.run(service.sources)]
    if as_json:
        give([source.model_dump(mode="json") for source in listed])
        return
    for source in listed:
        click.echo(f"{source.id}  {source.kind:<10} {source.spoken}; {source.file}, SHA-256 {source.sha256}")
    if not listed:
        say("No public data yet. Import a file: “sipdesk import FILE”.")
