"""`sipdesk time` and `sipdesk statement`: what a school was given of what it is entitled to, told and taken away."""

from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, count, give, json_option, say, with_session
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.days import spoken_day
from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.errors import BadInput
from sipdesk.domain.hours import KINDS, figure, short
from sipdesk.domain.pieces import COUNTED
from sipdesk.services.casebook import Shown
from sipdesk.services.hours import EntryDraft
from sipdesk.services.ledger import TimeView
from sipdesk.services.statements import write_statement


@click.command("time")
@click.argument("urn")
@click.option("--term", help="The term, as 2025-26/autumn, or a whole year, as 2025-26; else the term it is now.")
@click.option("--add", nargs=3, metavar="KIND AMOUNT UNIT", help=f"Add time: {', '.join(KINDS)}; 2.5 hours, 1 days, 2 'half days'.")  # fmt: skip
@click.option("--on", default="", help="With --add: the day, as 2025-10-03; today where left out.")
@click.option("--whose", default="", help="With --add: mine, or the role of a colleague (never a name).")
@click.option("--visit", default="", help="With --add: the visit this time belongs to.")
@click.option("--words", default="", help="With --add: what it was for.")
@click.option("--remove", default="", help="Take out time that was added, by its id.")
@json_option
@with_session
def time(session: Session, urn: str, *, as_json: bool, **options: Any) -> None:
    """The time a school was given, against what it is entitled to in the rule's own unit and period."""
    services = session.services
    if options["add"]:
        _add(session, urn, options)
    elif alone := [name for name in ("on", "whose", "visit", "words") if options[name]]:
        raise BadInput(
            f"--{alone[0]} belongs to time that is added: say kind and amount with --add. Nothing was changed."
        )
    if options["remove"]:
        taken = session.app.run(services.hours.remove, options["remove"])
        say(f"Removed: {KINDS[taken.kind].lower()}, {short(taken.amount, taken.unit)} on {spoken_day(taken.on)}.")
    view = session.app.run(services.ledger.of_school, urn, _period(options["term"]) if options["term"] else None)
    if as_json:
        give(view.model_dump(mode="json", exclude={"choices", "visits"}))
    else:
        _speak(view)


def _add(session: Session, urn: str, options: dict[str, Any]) -> None:
    kind, amount, unit = options["add"]
    mine = options["whose"].strip().casefold() in {"mine", ""}
    role = options["whose"].strip()
    draft = EntryDraft(
        kind=kind,
        much=f"{amount} {unit}",
        on=options["on"],
        whose="mine" if mine else "colleague",
        role="" if mine or role.casefold() == "colleague" else role,
        visit=options["visit"],
        words=options["words"],
    )
    kept = session.app.run(session.services.hours.save, urn, draft)
    say(f"Added: {KINDS[kept.entry.kind].lower()}, {short(kept.entry.amount, kept.entry.unit)} on {spoken_day(kept.entry.on)} ({kept.entry.id}).")  # fmt: skip
    for remark in kept.remarks:
        say(remark)


def _period(text: str) -> Shown:
    """`2025-26/autumn` or `2025-26`."""
    if any(term.value in text.casefold() for term in Term):
        slot = TermSlot.parse(text)
        return Shown(year=str(slot.year), term=slot.term)
    return Shown(year=str(AcademicYear.parse(text)))


def _speak(view: TimeView) -> None:
    click.echo(view.shown.words)
    for one in view.standings:
        span = f"{spoken_day(one.first)} to {spoken_day(one.last)}" if one.first and one.last else "once"
        click.echo(f"{one.label}: {one.given}, {span}  [{one.source}]")
        click.echo(f"  {_used(one)}")
        if one.said:
            click.echo(f"  {one.said}")
    for kind in view.kinds:
        mine, everybody = (" + ".join(short(amount, unit) for unit, amount in part.items()) or "none" for part in (kind.mine, kind.everybody))  # fmt: skip
        click.echo(f"{kind.kind}: mine {mine}, all {everybody}")
    for remark in view.remarks:
        say(remark)
    if not view.standings and not view.kinds:
        say("No time is noted in this period.")


def _used(one: TimeStanding) -> str:
    if not one.counts:
        return "nothing is counted against it"
    parts = [f"mine {_amount(one, 'mine')}", f"all {_amount(one, 'everybody')}"]
    parts += [f"{_amount(one, 'over')} over"] if one.over else [f"left {_amount(one, 'left')}"] if one.left is not None else []  # fmt: skip
    parts += [f"booked {_amount(one, 'booked')}"] if one.booked else []
    return ", ".join(parts)


def _amount(one: TimeStanding, name: str) -> str:
    amount = getattr(one, name)
    return figure(amount) if one.unit in COUNTED else short(amount, one.unit)


@click.command("statement")
@click.argument("period")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="A .pdf, a .csv or a .xlsx.")
@click.option("--school", "urn", default="", help="One school, by URN; the whole caseload where left out.")
@with_session
def statement(session: Session, period: str, target: Path, urn: str) -> None:
    """Write the statement of time of a term (2025-26/autumn) or a year (2025-26)."""
    if target.suffix.casefold() not in {".pdf", ".csv", ".xlsx"}:
        raise BadInput(f"{target.name} ends in neither .pdf, .csv nor .xlsx. Nothing was written.")
    services = session.services
    record = session.app.run(services.ledger.statement, _period(period), urn)
    write_statement(record, target, services.sheets)
    say(f"Written: {target}, {count(len(record.schools), 'school')}.")


COMMANDS = (time, statement)
