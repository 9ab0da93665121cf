"""Commands around signatures: verify, identity, timestamp."""

from pathlib import Path

import click

from sipdesk.cli.common import Session, ask, give, json_option, say, with_session
from sipdesk.domain.clock import LONDON
from sipdesk.domain.errors import BadInput
from sipdesk.domain.verdict import Finding, Verdict
from sipdesk.services import signing, timestamps, trust
from sipdesk.system.files import refuse_target, write_atomically

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--trust", "trust_file", type=_FILE, help="A trust file (PEM): whose signatures to rely on.")
@json_option
@with_session
def verify(session: Session, file: Path, trust_file: Path | None, *, as_json: bool) -> None:
    """Is this the note of visit as it was signed? Exit 0 where it is intact, 1 with the reason where it is not.

    It needs no desk. With --desk the desk's own certificate and what it knows of the note count too. The verdict is one of
    intact, altered, unsigned, untrusted (whole, but nobody you rely on vouches for the signature), superseded (a later
    revision took its place) and not-a-note (a print, a scan or another paper). A hash in FILE.sha256 counts, where there
    is one. Later time stamps are listed and change nothing.
    """
    pdf, noted = signing.read_file(file)
    roots = signing.read_trust_file(trust_file) if trust_file else ()
    found = _asked(session, pdf, roots, noted) if session.folder else signing.check(pdf, roots, sha256=noted)
    if as_json:
        give(found.model_dump(mode="json"))
    else:
        _tell(found)
    if found.verdict is not Finding.INTACT:
        say(found.why)
        click.get_current_context().exit(1)


def _asked(session: Session, pdf: bytes, roots: tuple[object, ...], noted: str) -> Verdict:
    services, run = session.services, session.app.run
    every = (*roots, *run(services.signing.trusted))
    first = signing.check(pdf, every, sha256=noted)  # type: ignore[arg-type]
    return signing.check(pdf, every, run(services.signing.known, first.record), noted)  # type: ignore[arg-type]


def _tell(found: Verdict) -> None:
    click.echo(f"{found.verdict}: {found.why}" if found.verdict is Finding.INTACT else f"{found.verdict}")
    for one in found.signatures:
        when = f", {one.at.astimezone(LONDON):%d %b %Y %H:%M}" if one.at else ""
        click.echo(f"  {one.statement}: {one.name}{when} (certificate of {one.certificate})")
        click.echo(f"    {'relied on' if one.trusted else 'not relied on'}: {one.fingerprint}")
    for stamp in found.timestamps:
        relied = "relied on" if stamp.trusted else "not relied on"
        click.echo(f"  time stamped {stamp.at:%d %b %Y %H:%M} UTC by {stamp.service} ({relied})")
    click.echo(f"  SHA-256 {found.sha256}")


@click.command()
@click.option(
    "--export", "target", type=_FILE, help="Write the trust file (PEM) for whoever is to rely on your signatures."
)
@click.option("--page", type=_FILE, help="Write your fingerprint page (PDF): twelve words to compare by telephone.")
@click.option("--import", "source", type=_FILE, help="Sign with a certificate your authority issued (.p12).")
@click.option("--passphrase-file", type=_FILE, help="Holds the passphrase of that .p12; else it is asked for.")
@click.option("--rely-on", type=_FILE, help="Rely on the signatures of a trust file (PEM) from now on.")
@json_option
@with_session
def identity(session: Session, target: Path | None, source: Path | None, **options: Path | bool | None) -> None:
    """Who signs at this desk: the certificate, and its fingerprint in words."""
    service, run = session.services.signing, session.app.run
    if source:
        run(service.take, trust.read_p12(source, _passphrase(options["passphrase_file"]), session.app.clock.now()))
    if isinstance(other := options["rely_on"], Path):
        for one in run(session.services.trust.rely, trust.read_trust_bytes(other)):
            say(f"Relied on from now on: {one.name}{' and all whom it vouches for' if one.authority else ''}.")
    card = run(service.card)
    if target:
        refuse_target(target)
        write_atomically(target, run(service.trust_file))
        say(f"Written: {target}")
    if isinstance(page := options["page"], Path):
        trust.write_fingerprint_page(card, page)
        say(f"Written: {page}")
    if options["as_json"]:
        give(card.model_dump(mode="json"))
        return
    vouched = "nobody else: compare the fingerprint once" if card.self_signed else card.vouched_by
    click.echo(f"{card.name}, until {card.until:%d %b %Y}\nvouched for by {vouched}\n{card.words}\n{card.fingerprint}")


@click.command()
@click.argument("note", metavar="FILE|VISIT")
@click.option("--url", default="", help="The time stamping service; else the one named in the desk's settings.")
@click.option("--to", "target", type=_FILE, help="Where the stamped file goes; else beside FILE as NAME_stamped.pdf.")
@json_option
@with_session
def timestamp(session: Session, note: str, url: str, target: Path | None, *, as_json: bool) -> None:
    """Add a time stamp to a signed note, online, behind its signatures, which stay as they are.

    Only a hash of the file goes to the service (RFC 3161), and nothing goes anywhere else. FILE is left as it is. With
    --desk a note that this desk sealed is kept there with its stamp as well; VISIT (its id, or URN/2025-26/autumn) needs
    --desk, and --to only where a file is wanted too.
    """
    file = Path(note)
    source = file if file.is_file() or file.suffix.lower() == ".pdf" else None
    if source and target is None:
        target = timestamps.beside(source)
    if target:
        refuse_target(target)
    pdf = signing.read_file(source)[0] if source else session.app.run(session.services.timestamps.note, note)
    made = timestamps.stamp(
        pdf, url or (session.app.run(session.services.timestamps.address) if session.folder else "")
    )
    kept = _keep(session, made, must=source is None)
    if target:
        write_atomically(target, made.pdf)
        say(f"Written: {target}")
    stamp = signing.check(made.pdf, ()).timestamps[-1]
    if as_json:
        give({**stamp.model_dump(mode="json"), "sha256": made.sha256, "sealed": kept, "file": target and str(target)})
        return
    click.echo(f"Time stamped {stamp.at:%d %b %Y %H:%M} UTC by {stamp.service}.")
    if kept:
        say("The desk keeps the note with its stamp; the file before counts as well.")


def _keep(session: Session, made: timestamps.Stamped, *, must: bool) -> bool:
    """Seal it in the desk, where there is one and it knows the note."""
    if session.folder is None:
        return False
    service, run = session.services.timestamps, session.app.run
    if not must and not run(service.knows, made.before, made.note, made.revision):
        return False
    run(service.keep, made)
    return True


def _passphrase(file: Path | bool | None) -> str:
    if not isinstance(file, Path):
        return ask("Passphrase of the certificate file", how="Put it into a file and name that with --passphrase-file.")
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{file} cannot be read. Nothing was changed.") from None


COMMANDS = (verify, identity, timestamp)
