"""Commands for what leaves and comes back by sync: enrol, sync, outbox."""

from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, ask, count, give, json_option, say, with_session
from sipdesk.domain.clock import local
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.outbox import OutboxView, ParcelView, SyncTold, spoken_size
from sipdesk.services.caseload import Preview
from sipdesk.services.enrolling import Offer, read_enrolment_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--show", is_flag=True, help="Only show what the file says; change nothing.")
@click.option(
    "--agree",
    is_flag=True,
    help="Agree where the file is older, has other keys than before, or is another authority's.",
)
@json_option
@with_session
def enrol(session: Session, file: Path, *, show: bool, agree: bool, as_json: bool) -> None:
    """Enrol this desk with an authority, by the signed file it gave you (FILE.sipenrol).

    It sets up where notes go and whose key they are sealed to. Compare the twelve words with the authority by telephone.
    """
    if show and agree:
        raise click.UsageError("--show changes nothing and --agree agrees: use one of them.")
    data = read_enrolment_file(file)
    service, run = session.services.enrolling, session.app.run
    offer: Offer = run(service.look, data)
    if not as_json:
        _tell_offer(offer)
    if offer.asks and not (agree or show):
        raise Refused("Nothing was changed. If all of this is right, say the same with --agree.")
    remarks: list[str] = [] if show else run(service.enrol, data, agreed=agree).remarks
    view: OutboxView = run(session.services.outbox.view)
    if as_json:
        give({**offer.model_dump(mode="json"), "enrolled": view.enrolled, "remarks": remarks, "unsent": view.unsent})
        return
    for remark in (one for one in remarks if one not in offer.says):
        say(remark)
    if not show and view.unsent:
        say(f"Signed before: {count(view.unsent, 'note')}. “sipdesk outbox --put-in” puts them into the outbox.")
    if not show and offer.standing != "same":
        say("Enrolled. “sipdesk sync” sends the greeting and whatever is issued.")


def _tell_offer(offer: Offer) -> None:
    for line in offer.says:
        say(line)
    say(f"Who: {offer.name}" if offer.service == offer.name else f"Who: {offer.name} ({offer.service})")
    say(f"Where notes go: {offer.to}")
    for other in offer.others:
        say(f"Where notes of schools of authority {other.la_code} go: {other.to}")
    if offer.recovery:
        say("Recovery: this authority could open your desk for you, should you forget your passphrase.")
    say(f"Twelve words: {offer.words}")


@click.command()
@click.option("--ask-token", is_flag=True, help="Ask for the token of the address, typed unseen; it is kept nowhere.")
@click.option(
    "--authorities",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A PEM file with certificates to trust besides the system's own, this time.",
)
@json_option
@with_session
def sync(session: Session, *, ask_token: bool, authorities: Path | None, as_json: bool) -> None:
    """Send what is issued to the central service, oldest first, and fetch what came: receipts, questions, a caseload.

    What will leave is listed first. A package is called delivered once it was read back whole, and received once the
    authority's signed receipt is here. Exit 1 where something could not be done or needs attention; the outbox says what.
    """
    from sipdesk.services.credentials import hold  # noqa: PLC0415 - what travels takes a moment to load
    from sipdesk.services.sync import run_sync  # noqa: PLC0415

    services, run = session.services, session.app.run
    view: OutboxView = run(services.outbox.view)
    if (ask_token or authorities) and view.enrolled:
        hold(run(services.enrolling.view).destination, ask("Token") if ask_token else "", authorities)
    if view.leaving:
        say(f"To {view.service} ({view.destination}) will leave:")
        for line in view.leaving:
            say(f"  {line}")
    if view.enrolled:
        run(services.outbox.agree_today)
    told: SyncTold = run_sync(services, run, told=lambda line: None if as_json else say(line))
    if as_json:
        give({**told.model_dump(mode="json"), "leaving": view.leaving})
    else:
        say(_summary(told))
    if told.troubles or told.attention:
        raise SystemExit(1)


def _summary(told: SyncTold) -> str:
    parts = [
        f"Delivered {told.delivered}, receipts {told.received}, letters {told.letters}",
        f"still waiting {told.waiting}" if told.waiting else "nothing is waiting",
    ]
    told_why = ""
    if told.attention:
        needs = f"{told.attention} need{'s' if told.attention == 1 else ''} attention: “sipdesk outbox” says why"
        told_why = f", of which {needs}"
    return "; ".join(parts) + f"{told_why}."


@click.command()
@click.option("--put-in", is_flag=True, help="Put in the notes that were signed before this desk was enrolled.")
@click.option("--ask-for", metavar="VISIT", help="Send a visit's requests for brokered support now, before its note.")
@click.option("--retry", metavar="ID", help="Try a package again; made anew where that is needed.")
@click.option("--check", metavar="ID", help="Ask at the next sync whether a package arrived.")
@click.option("--done", metavar="LETTER", help="A question, caseload or warning is dealt with.")
@click.option("--look", metavar="LETTER", help="Show what a caseload that came down would change.")
@click.option("--apply", "apply_", metavar="LETTER", help="Apply a caseload that came down.")
@click.option("--confirm", metavar="WORD", help="What has to be typed where the outbox asks for a word.")
@json_option
@with_session
def outbox(session: Session, **options: Any) -> None:
    """Show the outbox: each package with its real state and why, and what came down; or do one thing with it."""
    if not _act(session, options):
        return
    view: OutboxView = session.app.run(session.services.outbox.view)
    if options["as_json"]:
        give(view.model_dump(mode="json"))
        return
    if not view.enrolled:
        say("Not enrolled with an authority: nothing leaves by sync. “sipdesk enrol FILE” begins it.")
        return
    say(" · ".join(dict.fromkeys((view.authority, view.service, view.destination))))
    for parcel in view.parcels:
        _tell_parcel(parcel)
    for request in view.requests:
        answer = ": ".join(filter(None, [request.outcome or "no answer yet", request.answer]))
        say(f"Request, {request.school}: {request.words} - {answer}")
    for letter in (one for one in view.letters if one.open):
        about = ", ".join(filter(None, [letter.by, letter.school]))
        say(f"{letter.title}{f' ({about})' if about else ''}: {letter.words}  [{letter.id}]")
    if view.wiped:
        say(view.wiped_why)
        say(f"To confirm it: sipdesk outbox --confirm “{view.wiped}”")
    if view.unsent:
        say(f"Signed before this desk was enrolled: {count(view.unsent, 'note')}. --put-in puts them in.")
    if not view.parcels:
        say("Nothing is waiting.")


def _act(session: Session, options: dict[str, Any]) -> bool:
    """Do the one thing asked for; False where that was only to look at a caseload, and the outbox is not to be shown."""
    services, run = session.services, session.app.run
    chosen = [name for name in ("put_in", "ask_for", "retry", "check", "done", "look", "apply_") if options[name]]
    if len(chosen) > 1:
        raise click.UsageError("One thing at a time.")
    if options["confirm"] and chosen not in ([], ["apply_"]):
        raise click.UsageError("--confirm goes with --apply, or stands alone where the outbox asks for a word.")
    plain = {
        "ask_for": services.outbox.ask_for,
        "retry": services.outbox.retry,
        "check": services.outbox.check,
        "done": services.incoming.dealt_with,
    }
    if not chosen:
        if options["confirm"]:
            run(services.outbox.confirm_wiped, options["confirm"])
    elif chosen[0] == "put_in":
        run(services.outbox.put_in_unsent)
    elif chosen[0] in plain:
        run(plain[chosen[0]], options[chosen[0]])
    else:
        _caseload(session, options["look"] or options["apply_"], options, apply=bool(options["apply_"]))
    return not options["look"]


def _caseload(session: Session, letter: str, options: dict[str, Any], *, apply: bool) -> None:
    from sipdesk.services.incoming import parse  # noqa: PLC0415

    services, run = session.services, session.app.run
    snapshot = run(services.incoming.snapshot, letter)
    parsed = parse(snapshot, run(services.caseload.term_now))
    preview: Preview = run(services.caseload.preview, parsed)
    told = (("new", preview.new), ("changed", preview.changed), ("gone", preview.gone))
    word = run(services.incoming.word_for, preview)
    if options["as_json"] and not apply:
        schools = {what: [{"urn": one.urn, "name": one.name} for one in found] for what, found in told}
        give({"letter": letter, **schools, "messages": preview.messages, "confirm": word})
        return
    say("; ".join(f"{what} {len(found)}" for what, found in told))
    for what, found in told:
        for change in found:
            say(f"  {what}: {change.name} ({change.urn})")
    for message in preview.messages:
        say(message)
    if not apply:
        say(f"Apply it with --apply {letter}{f' --confirm {word}' if word else ''}.")
        return
    if word and (options["confirm"] or "").strip() != word:
        raise BadInput(
            f"This would take {count(int(word), 'school')} out of your caseload, more than one in ten. If that is right, add "
            f"--confirm {word}. Nothing was changed."
        )
    run(services.incoming.apply, letter, preview, options["confirm"] or "")
    say("Applied. “sipdesk undo-import” takes it back.")


def _tell_parcel(parcel: ParcelView) -> None:
    about = f"{parcel.school}: {parcel.title}" if parcel.school else parcel.title
    since = f"{local(parcel.since):%d %B, %H:%M}"
    size = f", {spoken_size(parcel.size)}" if parcel.size else ""
    say(f"[{parcel.stage}] {about} (since {since}{size})  [{parcel.id}]")
    if parcel.why:
        say(f"    {parcel.why}")
    if parcel.next_try:
        say(f"    Tried again by itself at {local(parcel.next_try):%H:%M}.")


COMMANDS = (enrol, sync, outbox)
