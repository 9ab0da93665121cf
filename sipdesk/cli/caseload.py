"""Commands around the caseload: import, undo-import, schools."""

from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, give, json_option, say, with_session
from sipdesk.cli.publicdata import import_public, sources
from sipdesk.domain.automatic import set_by_rules
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput
from sipdesk.services.caseload import Preview, SchoolChange

KINDS = ("allocation", "gias", "ofsted", "exclusions")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), help="What the file is; recognised by its content where left out.")
@click.option("--term", help="The term an allocation is for, as 2025-26/autumn.")
@click.option("--partner", help="Whose rows to take, where that is not the desk's own partner.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="When the data were published, as 2025-07-10.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@json_option
@with_session
def import_(session: Session, file: Path, **options: Any) -> None:
    """Import an allocation sheet, the register (GIAS establishments or links), Ofsted's management information, or the
    Department's figures on suspensions and permanent exclusions. What a file is shows in its content."""
    if not file.is_file():
        raise BadInput(f"There is no file {file}. Nothing was changed.")
    term = TermSlot.parse(options["term"]) if options["term"] else None
    services = session.services
    kind = options["kind"] or services.intake.recognise(file)
    if kind == "gias" and services.intake.recognise(file) == "links":
        kind = "links"
    _refuse_strays(kind, options)
    if kind == "gias":
        told = _register(session, file, dry_run=options["dry_run"])
    elif kind == "allocation":
        told = _allocation(session, file, term, options)
    else:
        told = import_public(session, (kind, file), options["published"], dry_run=options["dry_run"])
    if options["as_json"]:
        give(told)


_CALLED = {
    "gias": "the register",
    "allocation": "an allocation",
    "ofsted": "Ofsted’s",
    "exclusions": "about exclusions",
}
_OF_A_KIND = {"allocation": ("term", "partner"), "ofsted": ("published",), "exclusions": ("published",), "links": ("published",)}  # fmt: skip


def _refuse_strays(kind: str, options: dict[str, Any]) -> None:
    """What belongs to a file of another kind is not dropped without a word."""
    stray = [
        name for name in ("term", "partner", "published") if options[name] and name not in _OF_A_KIND.get(kind, ())
    ]
    if stray:
        whose = "Ofsted’s, exclusions’ or links’ data" if stray[0] == "published" else "an allocation"
        raise BadInput(
            f"--{stray[0]} belongs to {whose}, and this file is {_CALLED.get(kind, kind)}. Nothing was changed."
        )


def _allocation(session: Session, file: Path, term: TermSlot | None, options: dict[str, Any]) -> dict[str, Any]:
    caseload = session.services.caseload
    default = session.app.run(caseload.term_now)
    parsed = session.services.intake.allocation(file, term, default)
    preview = session.app.run(caseload.preview, parsed, options["partner"])
    made = None if options["dry_run"] else session.app.run(caseload.apply, preview)
    _speak(preview, applied=not options["dry_run"])
    if made is not None and made.by_rules:
        say(set_by_rules(made.by_rules))
    return {
        "kind": "allocation",
        "read": preview.read,
        "new": [change.urn for change in preview.new],
        "changed": [change.urn for change in preview.changed],
        "gone": [change.urn for change in preview.gone],
        "unmatched": [{"row": fate.row, "why": fate.why} for fate in preview.unmatched],
        "applied": not options["dry_run"],
    }


def _speak(preview: Preview, *, applied: bool) -> None:
    for message in preview.messages:
        say(message)
    for word, changes in (("new", preview.new), ("changed", preview.changed), ("left your caseload", preview.gone)):
        for change in changes:
            say(f"  {word}: {change.name} ({change.urn}){_fields(change)}")
    for fate in preview.unmatched:
        say(f"  not settled: {fate.why}")
    skipped = ", ".join(f"{count} {kind}" for kind, count in preview.parsed.totals.skipped.items() if count)
    say(
        f"{preview.file}, {preview.term.spoken}: {preview.parsed.totals.rows_in_file} rows = {preview.read} schools"
        f"{' + ' + skipped if skipped else ''}. Yours: {preview.mine} rows; {len(preview.new)} new, {len(preview.changed)} changed, "
        f"{len(preview.same)} as before, {len(preview.gone)} gone, {len(preview.unmatched)} not settled. "
        + ("Applied; “sipdesk undo-import” takes it back." if applied else "Nothing was changed.")
    )


def _fields(change: SchoolChange) -> str:
    told = "; ".join(f"{field.field}: “{field.before}” → “{field.after}”" for field in change.fields)
    return f": {told}" if told else ""


def _register(session: Session, file: Path, *, dry_run: bool) -> dict[str, Any]:
    services = session.services
    full_for = session.app.run(services.register.known)
    codes = session.app.run(services.caseload.home_codes)
    read, lines = services.intake.register(file, full_for, codes)
    preview = session.app.run(services.register.preview, read, lines)
    if not dry_run:
        session.app.run(services.register.apply, preview, lines, read.full)
    for message in filter(None, [preview.smaller, *preview.messages]):
        say(message)
    say(
        f"{preview.file}: {preview.read} establishments{' read' if dry_run else ' in the register'}, "
        f"{len(preview.changed)} of your schools changed, {len(preview.gone)} are not in it."
    )
    return {
        "kind": "gias",
        "read": preview.read,
        "new": [],
        "changed": [before.urn for before, _after in preview.changed],
        "gone": preview.gone,
        "unmatched": [],
        "applied": not dry_run,
    }


@click.command("undo-import")
@with_session
def undo_import(session: Session) -> None:
    """Take back the newest import. Visits written since are kept."""
    made = session.app.run(session.services.caseload.undo_last)
    say(f"Undone: {made.file} ({made.kind}).")


@click.command()
@click.option("--left", is_flag=True, help="The schools that have left your caseload.")
@json_option
@with_session
def schools(session: Session, *, left: bool, as_json: bool) -> None:
    """The schools of the caseload."""
    service = session.services.caseload
    listed = session.app.run(service.schools, left=left)
    book = session.app.run(session.services.standing.book, session.app.clock.today())
    told = [
        {
            "urn": row.school.urn,
            "name": row.school.name,
            "authority": row.allocation.authority,
            "phase": row.school.phase.value,
            "governance": row.school.governance.value,
            "category": session.app.run(service.category_name, row),
            "category_since": session.app.run(book.since, row),
            "laestab": row.school.laestab,
            "term": f"{row.allocation.year}/{row.allocation.term}",
            "status": "left your caseload" if left else "yours",
            "provisional": row.school.provisional,
        }
        for row in listed
    ]
    if as_json:
        give(told)
        return
    for line in told:
        click.echo(
            f"{line['urn']}  {line['name']:<52.52}  {line['phase']:<12} {line['governance']:<12} {line['category']}"
        )
    if not told:
        say(
            "No schools yet. Import an allocation: “sipdesk import FILE”."
            if not left
            else "No school has left your caseload."
        )


COMMANDS = (import_, undo_import, sources, schools)
