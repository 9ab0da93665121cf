"""Commands around signatures: verify, identity."""

from pathlib import Path

import click

from sipdesk.cli.common import Session, ask, give, json_option, say, with_session
from sipdesk.domain.errors import BadInput
from sipdesk.domain.verdict import Finding, Verdict
from sipdesk.services import signing
from sipdesk.system.files import refuse_target, write_atomically

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--trust", type=_FILE, help="A trust file (PEM): whose signatures to rely on.")
@json_option
@with_session
def verify(session: Session, file: Path, trust: Path | None, *, as_json: bool) -> None:
    """Is this the note of visit as it was signed? Exit 0 where it is intact, 1 with the reason where it is not.

    It needs no desk. With --desk the desk's own certificate and what it knows of the note count too.
    """
    pdf, noted = signing.read_file(file)
    roots = signing.read_trust_file(trust) if trust else ()
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
        when = f", {one.at:%d %b %Y %H:%M}" if one.at else ""
        click.echo(f"  {one.statement}: {one.name}{when} (certificate of {one.certificate})")
        click.echo(f"    {'relied on' if one.trusted else 'not relied on'}: {one.fingerprint}")
    click.echo(f"  SHA-256 {found.sha256}")


@click.command()
@click.option(
    "--export", "target", type=_FILE, help="Write the trust file (PEM) for whoever is to rely on your signatures."
)
@click.option("--import", "source", type=_FILE, help="Sign with a certificate your authority issued (.p12).")
@click.option("--passphrase-file", type=_FILE, help="Holds the passphrase of that .p12; else it is asked for.")
@click.option("--rely-on", type=_FILE, help="Rely on the signatures of a trust file (PEM) from now on.")
@json_option
@with_session
def identity(session: Session, target: Path | None, source: Path | None, **options: Path | bool | None) -> None:
    """Who signs at this desk: the certificate, and its fingerprint in words."""
    service, run = session.services.signing, session.app.run
    if source:
        run(service.take_in, signing.read_file(source)[0], _passphrase(options["passphrase_file"]))
    if isinstance(other := options["rely_on"], Path):
        run(service.rely_on, signing.read_file(other)[0])
    card = run(service.card)
    if target:
        refuse_target(target)
        write_atomically(target, run(service.trust_file))
        say(f"Written: {target}")
    if options["as_json"]:
        give(card.model_dump(mode="json"))
        return
    vouched = "nobody else: compare the fingerprint once" if card.self_signed else card.vouched_by
    click.echo(f"{card.name}, until {card.until:%d %b %Y}\nvouched for by {vouched}\n{card.words}\n{card.fingerprint}")


def _passphrase(file: Path | bool | None) -> str:
    if not isinstance(file, Path):
        return ask("Passphrase of the certificate file")
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{file} cannot be read. Nothing was changed.") from None


COMMANDS = (verify, identity)
