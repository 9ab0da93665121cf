"""The accuracy check from the command line: send, take the answer in, decide, and call it done."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, give, json_option, say, with_session
from sipdesk.cli.visits import Day
from sipdesk.domain.correction import Asked, Decision, FormReply, Reply, Understood
from sipdesk.domain.errors import Refused
from sipdesk.domain.visit import ResponseKind, Source

_Path = click.Path(path_type=Path)


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option(
    "--send", "folder", type=_Path, help="Put a numbered draft, a reply form and an e-mail draft into this folder."
)
@click.option("--reply-by", type=Day(), help="With --send: the day to reply by, where the programme names none.")
@click.option("--reply", "form", type=_Path, help="Take in the returned reply form.")
@click.option(
    "--email",
    type=_Path,
    help="Take in the head's e-mail, saved as .eml or text; a filled-in form attached to it counts first.",
)
@click.option(
    "--call", "calls", nargs=3, multiple=True, metavar="LINE NOW SHOULD", help="Take in a correction told by telephone."
)
@click.option("--accurate", is_flag=True, help="The head found it accurate.")
@click.option("--no-reply", is_flag=True, help="No answer came by the day given with --on.")
@click.option("--on", type=Day(), help="The day of the answer; today where the answer does not say.")
@click.option("--comment", default="", help="The head's words; they stand in the note.")
@click.option("--accept", type=int, multiple=True, metavar="N", help="Accept correction N, as listed.")
@click.option(
    "--decline", nargs=2, multiple=True, metavar="N REASON", help="Decline correction N; the reason is printed."
)
@click.option("--work-in", is_flag=True, help="Open the visit again, to work in what was accepted.")
@click.option("--done", is_flag=True, help="All is decided and worked in: call the note checked.")
@json_option
@with_session
def accuracy(session: Session, visit_id: str, *, as_json: bool, **options: Any) -> None:
    """The head's accuracy check of a visit's note: send the draft, take the answer in, decide each correction.

    Without an option it says how the check stands. VISIT is its id, or URN/2025-26/autumn. Nothing is sent by itself.
    """
    alone = [name for name in ("on", "comment") if options[name] and not _ways(options)]
    if alone:
        raise click.UsageError(f"--{alone[0]} goes with an answer: --reply, --email, --call, --accurate or --no-reply.")
    key = session.app.run(session.services.visits.get, visit_id).id
    files = _sent(session, key, options)
    reply = _answer(session, key, options)
    if reply is not None:
        session.app.run(session.services.accuracy.take, key, reply)
    _decide(session, key, options)
    if options["work_in"]:
        session.app.run(session.services.accuracy.reopen, key)
    if options["done"]:
        session.app.run(session.services.accuracy.finish, key)
    _tell(session, key, files, as_json=as_json)


def _sent(session: Session, key: str, options: dict[str, Any]) -> list[str]:
    if options["folder"] is None:
        if options["reply_by"]:
            raise click.UsageError("--reply-by goes with --send.")
        return []
    from sipdesk.services.sending import make  # noqa: PLC0415 - printing is loaded by who prints

    service, run = session.services.sending, session.app.run
    prepared = run(service.prepare, key, options["reply_by"])
    sent = make(prepared, options["folder"])
    run(service.keep, sent)
    for line in filter(None, (*sent.remarks, prepared.to.doubt)):
        say(line)
    return [str(path) for path in (sent.draft, sent.form, sent.letter)]


def _ways(options: dict[str, Any]) -> list[str]:
    """The ways in which an answer is given."""
    return [name for name in ("form", "email", "calls", "accurate", "no_reply") if options[name]]


def _answer(session: Session, key: str, options: dict[str, Any]) -> Reply | None:
    ways = _ways(options)
    if not ways:
        return None
    if len(ways) > 1:
        raise click.UsageError("One answer at a time: --reply, --email, --call, --accurate or --no-reply.")
    on: date = options["on"] or session.app.clock.today()
    comment = options["comment"]
    if options["calls"]:
        asked = [
            Asked(line=" ".join(line.split())[:500], now=now[:4000], should=should[:4000])
            for line, now, should in options["calls"]
        ]
        return Reply(kind=ResponseKind.CORRECTED, on=on, source=Source.CALL, asked=asked, comment=comment)
    if options["accurate"]:
        return Reply(kind=ResponseKind.ACCURATE, on=on, source=Source.CALL, comment=comment)
    if options["no_reply"]:
        return Reply(kind=ResponseKind.NO_REPLY, on=on, comment=comment)
    return _read(session, key, options["form"] or options["email"], options)


def _read(session: Session, key: str, file: Path, options: dict[str, Any]) -> Reply:
    from sipdesk.services.replies import read_file  # noqa: PLC0415

    read: FormReply | Understood = read_file(file)
    found = session.app.run(session.services.replies.matched, key, read) if isinstance(read, FormReply) else read
    for remark in found.remarks:
        say(remark)
    if found.kind is None:
        raise Refused(
            "What the head answered could not be told. Read it, and enter it with --accurate or --call. Nothing was kept."
        )
    on = options["on"] or found.on or session.app.clock.today()
    comment = "\n".join(filter(None, (found.comment, options["comment"])))
    return Reply(kind=found.kind, on=on, source=found.source, asked=found.asked, comment=comment)


def _decide(session: Session, key: str, options: dict[str, Any]) -> None:
    wanted = [(number, Decision.ACCEPTED, "") for number in options["accept"]]
    for number, reason in options["decline"]:
        if not number.isdecimal():
            raise click.UsageError("--decline takes the number of a correction and a reason.")
        wanted.append((int(number), Decision.DECLINED, reason))
    for number, decision, reason in wanted:
        lines = session.app.run(session.services.accuracy.view, key).lines
        if not 1 <= number <= len(lines):
            raise Refused(f"There is no correction {number}; there are {len(lines)}. Nothing more was changed.")
        session.app.run(session.services.accuracy.decide, lines[number - 1].correction.id, decision, reason)


def _tell(session: Session, key: str, files: list[str], *, as_json: bool) -> None:
    visit = session.app.run(session.services.visits.get, key)
    check = session.app.run(session.services.accuracy.view, key)
    if as_json:
        told = check.model_dump(mode="json", exclude={"lines"})
        lines = [
            {**one.correction.model_dump(mode="json"), "words": [x.text for x in one.words], "question": one.question,
             "worked_in": one.worked_in}
            for one in check.lines
        ]  # fmt: skip
        give({"visit": visit.id, "state": visit.state.value, "files": files, "corrections": lines, **told})
        return
    for path in files:
        say(f"Written: {path}")
    say(f"{visit.title}: {visit.state}.{f' Reply by {check.reply_by}.' if check.reply_by else ''}")
    for number, one in enumerate(check.lines, 1):
        asked = one.correction
        became = asked.decision.value or "not decided"
        if asked.decision is Decision.ACCEPTED:
            became += ", worked in" if one.worked_in else ", not worked in yet"
        say(f"  {number}  {asked.line or '-'}: {asked.now or '…'} -> {asked.should or '…'} ({became})")
        for line in one.words:
            say(f"       {line.number}  {line.text}")


COMMANDS = (accuracy,)
