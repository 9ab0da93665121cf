"""Commands of the authority's side besides receiving: central invite, recovery, list, remove, query, answer, snapshot."""

from pathlib import Path

import click

from sipdesk.cli.common import count, give, json_option, say
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput
from sipdesk.services import central as authority
from sipdesk.services.receiving import receive
from sipdesk.system.files import refuse_target

_FILE = click.Path(path_type=Path)
_key = click.argument("key_file", metavar="KEYFILE", type=_FILE)
_now = click.option("--into", metavar="FOLDER", help="Put it into the shared place at once; else the next look does.")


@click.group()
def central() -> None:
    """The authority's side: who may send, and what goes back to them.

    KEYFILE holds the authority's keys. It and the folder beside it belong to one person or service account, never into
    the shared place; keep a copy where you keep keys, for without it nothing that was sent can be opened.
    """


@central.command()
@_key
@click.option("--authority", "ident", required=True, metavar="ID", help="The authority's id; the same for good.")
@click.option("--name", required=True, help="Its name, as partners know it.")
@click.option("--service", default="", help="The service within it.")
@click.option("--to", "destination", required=True, help="The shared folder, or the https address, as desks see it.")
@click.option("--enrolment", "target", required=True, type=_FILE, help="Write the enrolment file (.sipenrol) here.")
@click.option("--programme", default="", metavar="AUTHORITY/EDITION", help="The programme partners follow.")
@click.option("--marking", default="", help="The protective marking on their notes.")
@click.option(
    "--recovery-key", default="", metavar="HEX", help="As `central recovery` prints it: a second way into a lost desk."
)
@click.option(
    "--other",
    "others",
    multiple=True,
    metavar="LA=PLACE",
    help="Where notes for schools of another local authority go, by its code.",
)
@json_option
def invite(key_file: Path, target: Path, *, as_json: bool, **said: str | tuple[str, ...]) -> None:
    """Make an enrolment file for one partner; the first time, the authority's keys too.

    Each file holds an invitation that one desk may use once: make one for each partner, and give it to nobody else.
    """
    refuse_target(target)
    authority.refuse_shared(target, str(said["destination"]), "the invitation in it")
    wanted = authority.Invitation(
        authority=str(said["ident"]), name=str(said["name"]), destination=str(said["destination"]),
        service=str(said["service"]), programme=str(said["programme"]), marking=str(said["marking"]),
        recovery_key=str(said["recovery_key"]), destinations=dict(_pair(one) for one in said["others"]),
    )  # fmt: skip
    made = authority.invite(key_file, wanted)
    authority.write_enrolment(target, made.data)
    if as_json:
        give({"enrolment": str(target), "words": made.words, "new_key": made.new_key})
        return
    if made.new_key:
        say(f"Keys made: {key_file}. Keep a copy where you keep keys.")
    say(f"Written: {target}. It is for one partner and can be used once. They will ask whether these are your words:")
    click.echo(made.words)


@central.command()
@click.argument("target", metavar="FILE", type=_FILE)
@json_option
def recovery(target: Path, *, as_json: bool) -> None:
    """Make a recovery key: FILE keeps the private half, and what is printed goes into `invite --recovery-key`.

    Where a partner forgets the passphrase, `sipdesk --desk FOLDER passphrase --recovery-key FILE` sets a new one. Whoever has
    FILE and a partner's desk can read it: keep FILE where nobody works with it, and say so to your partners.
    """
    public = authority.recovery(target)
    if as_json:
        give({"file": str(target), "public": public})
        return
    say(f"Written: {target}. Keep it where nobody works with it. For `sipdesk central invite --recovery-key`:")
    click.echo(public)


@central.command("list")
@_key
@json_option
def list_(key_file: Path, *, as_json: bool) -> None:
    """Who may send, what came, which requests for support are there."""
    known = authority.overview(key_file)
    if as_json:
        give(known.model_dump(mode="json"))
        return
    click.echo(f"{known.name} ({known.authority})\n{known.words}")
    for partner in known.partners:
        sent = f"{count(partner.notes, 'note')}, {count(partner.requests, 'request')}"
        click.echo(f"  {partner.name}: {sent} (certificate {partner.signer[:16]})")
    for request in known.requests:
        click.echo(f"  request {request.request} from {request.partner}, in {request.folder}")
    click.echo(
        f"{count(known.notes, 'note')}, {known.refused} refused, {count(known.invitations_open, 'invitation')} open, "
        f"snapshot {known.snapshot}, {count(known.letters_waiting, 'letter')} on the way."
    )


@central.command()
@_key
@click.argument("partner")
def remove(key_file: Path, partner: str) -> None:
    """Take a partner's leave to send away, as after a lost laptop. PARTNER is a name, or the certificate's first digits.

    What came from them stays. What they send from now on waits; a new enrolment file lets them in again.
    """
    name = authority.remove(key_file, partner)
    say(f"{name} can send nothing any more. Make a new enrolment file when they are to begin again.")


@central.command()
@_key
@click.argument("note")
@click.option("--by", required=True, metavar="ROLE", help="Who asks: a role, such as “Head of service”.")
@click.option("--words", required=True, help="What is asked.")
@_now
@json_option
def query(key_file: Path, note: str, by: str, words: str, into: str | None, *, as_json: bool) -> None:
    """Ask the partner about a note that was taken in. NOTE is its id: the first part of its package's name."""
    _sent(authority.query(key_file, note, by, words), key_file, into, as_json=as_json)


@central.command()
@_key
@click.argument("request")
@click.argument("outcome", type=click.Choice(["acknowledged", "placed", "declined"]))
@click.option("--words", default="", help="What the partner should know: with whom, from when, why not.")
@_now
@json_option
def answer(key_file: Path, request: str, outcome: str, words: str, into: str | None, *, as_json: bool) -> None:
    """Say what became of a request for brokered support. REQUEST is its id, as `central list` shows it."""
    _sent(authority.answer(key_file, request, outcome, words), key_file, into, as_json=as_json)  # type: ignore[arg-type]


@central.command()
@_key
@click.argument("file", type=_FILE)
@click.option("--term", help="The term, as 2025-26/autumn, where the file does not name it.")
@click.option("--partner", "partners", multiple=True, help="Only to this partner; as often as needed.")
@_now
@json_option
def snapshot(
    key_file: Path, file: Path, into: str | None, *, as_json: bool, **told: str | tuple[str, ...] | None
) -> None:
    """Give out the term's caseload from an allocation file (CSV or XLSX): to each partner their own schools, numbered.

    Partners see the same preview as for a file. One whose name the file does not hold gets nothing.
    """
    term = TermSlot.parse(str(told["term"])) if told["term"] else None
    sent = authority.snapshot(key_file, file, term, list(told["partners"] or ()))
    _sent(sent, key_file, into, as_json=as_json)


def _sent(sent: authority.Sent, key_file: Path, into: str | None, *, as_json: bool) -> None:
    waiting = 0
    if into:
        waiting = receive(into, key_file).held_back
    if as_json:
        give(sent._asdict() | {"put": bool(into) and not waiting})
        return
    number = f"Snapshot {sent.number} ({sent.term})" if sent.number else "One letter"
    say(f"{number} written to {', '.join(sent.partners)}.")
    if sent.left_out:
        say(f"Not in the file, so nothing was written to {', '.join(sent.left_out)}.")
    if not into or waiting:
        say("It goes with the next `sipdesk receive`.")


def _pair(text: str) -> tuple[str, str]:
    code, equals, place = text.partition("=")
    if not equals or not code.strip() or not place.strip():
        raise BadInput(f"“{text}” should be the code of a local authority, =, and a place: 204=/srv/share.")
    return code.strip(), place.strip()


COMMANDS = (central,)
