"""Commands of the authority's side: receive, serve."""

from pathlib import Path

import click

from sipdesk.cli.common import count, give, json_option, say
from sipdesk.domain.received import ReceiveReport
from sipdesk.services.doctor import Proof
from sipdesk.services.receiving import read_token, rehearsal_key
from sipdesk.services.receiving import receive as look_once
from sipdesk.services.serving import Listeners, Serving
from sipdesk.services.serving import serve as listen

_FILE = click.Path(path_type=Path)
_FATES = {
    "taken": "taken in", "again": "taken before, sealed anew", "refused": "refused, and the sender told why",
    "waiting": "not taken yet", "strange": "not taken, and nobody told", "foreign": "left alone",
}  # fmt: skip


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--key", type=_FILE, help="The authority's key file; else the rehearsal's, in your own data folder.")
@click.option("--inbox", type=_FILE, help="Where to unpack; else a folder beside the key file.")
@click.option("--token-file", type=_FILE, help="For an https address: its one line is what the place asks for.")
@click.option(
    "--authorities",
    type=_FILE,
    help="For an https address: a PEM file with certificates to trust besides the system's own.",
)
@json_option
def receive(folder: str, key: Path | None, inbox: Path | None, *, as_json: bool, **asked: Path | None) -> None:
    """The authority's side: take in what partners sent to FOLDER, once each, and answer with signed receipts.

    FOLDER is the shared folder, or the https address in front of it. Each package is opened, its signatures and every file
    in it are checked, and it is unpacked into the inbox; in FOLDER everything stays sealed. What is not right is refused,
    and its sender is told why. Run it as often as you like, always with the same inbox: what was unpacked once is not unpacked
    again. Exit 0 also where something was refused; read the lines.
    """
    proof = Proof(read_token(asked["token_file"]), asked["authorities"])
    report = look_once(folder, key or rehearsal_key(), inbox, proof=proof)
    if as_json:
        give(report.model_dump(mode="json"))
    else:
        tell(report)


@click.command()
@click.argument("folder", type=_FILE)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8443, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@click.option("--certificate", type=_FILE, help="PEM: the server's certificate, with those above it.")
@click.option("--certificate-key", type=_FILE, help="PEM: its private key.")
@click.option("--token-file", type=_FILE, help="Its one line is what a desk has to show.")
@click.option("--key", type=_FILE, help="The authority's key file: then each new package is received at once.")
@click.option("--inbox", type=_FILE, help="With --key: where to unpack.")
def serve(folder: Path, **options: Path | str | int | None) -> None:
    """Put a small HTTPS receiver in front of FOLDER, until it is stopped.

    Without a certificate it listens to this machine alone, for a web server in front of it. It stores what is put under a
    free name, never writes over anything, and opens nothing unless --key is given.
    """
    listen(Serving(folder, **options), Listeners(_started, tell, say))  # type: ignore[arg-type]


def _started(address: str) -> None:
    say(f"Listening on {address}. Press Ctrl+C to stop.")


def tell(report: ReceiveReport) -> None:
    """One look, in lines."""
    for line in report.lines:
        what = {
            "note": f"revision {line.revision} of note",
            "requests": "requests for support",
            "greeting": "enrolment",
        }
        who = f" from {line.partner}" if line.partner else ""
        click.echo(f"{line.name}{who}: {what.get(line.kind or '', '')} {_FATES[line.fate]}".replace(":  ", ": "))
        if line.supersedes:
            click.echo(f"  takes the place of {line.supersedes}")
        if line.why:
            click.echo(f"  {line.why}")
    for conflict in report.conflicts:
        click.echo(f"Two papers say they are revision {conflict.revision} of note {conflict.note}; both are kept:")
        for place in conflict.folders:
            click.echo(f"  {place}")
    taken = len(report.of("taken", "again"))
    say(
        f"{taken} taken in, {len(report.of('refused'))} refused, {len(report.of('waiting'))} waiting, {report.known} known "
        f"from before. {count(report.letters, 'letter')} put into the shared place. Inbox: {report.inbox}"
    )
    if report.elsewhere:
        lies = "lies" if report.elsewhere == 1 else "lie"
        say(
            f"{count(report.elsewhere, 'paper')} taken in before {lies} in another inbox, and what was unpacked once is not "
            "unpacked again. Name that inbox with --inbox, or move what lies in it into this one."
        )
    if report.held_back:
        say(f"{count(report.held_back, 'letter')} could not be put there; the next look tries again. {report.held_why}")


COMMANDS = (receive, serve)
