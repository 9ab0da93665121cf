"""Commands around the standing of a school: category, register."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from sipdesk.cli.common import Session, give, json_option, say, with_session
from sipdesk.cli.visits import Day
from sipdesk.domain.days import spoken_day
from sipdesk.domain.entitled_words import amount_said
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.placement import ASPECTS, DatedFact, PlacementDraft, RegisterView, SchoolStanding

if TYPE_CHECKING:
    from sipdesk.domain.placement import Asked, Heard


_OF_A_DECISION = ("reason", "placed_on", "agreed_with", "discussed_on", "discussed_with", "heard", "imposed", "not_followed")  # fmt: skip
_OF_A_FACT = ("since", "until", "source", "count")


@click.command()
@click.argument("urn")
@click.option("--set", "category", help="Place the school in this category (its id); needs --reason.")
@click.option("--reason", default="", help="Why; it stays in the history.")
@click.option(
    "--on", "placed_on", type=Day(), help="From which day; today where left out. Of --end-fact: the last day."
)
@click.option("--agreed-with", multiple=True, metavar="ROLE", help="Who agreed; may be given several times.")
@click.option("--discussed-on", type=Day(), help="When it was talked over.")
@click.option("--discussed-with", multiple=True, metavar="ROLE", help="With whom.")
@click.option("--heard", type=click.Choice(["accepted", "disputed"]), help="What the head said to the reasons.")
@click.option("--imposed", metavar="WHY", help="Placed without agreement, and why.")
@click.option("--not-followed", multiple=True, metavar="RULE=WHY", help="A rule that is not followed, and why.")
@click.option("--way-to", metavar="ID", help="If it left today: when could it be in this category?")
@click.option("--fact", metavar="ID", help="Note a fact (or a flag) of the school: its id, as --json lists them.")
@click.option("--since", type=Day(), help="Of --fact: from which day; left out where nobody knows.")
@click.option("--until", type=Day(), help="Of --fact: the last day, where it has ended.")
@click.option("--source", default="", metavar="WORDS", help="Of --fact: where it is known from.")
@click.option("--count", type=click.IntRange(min=0), help="Of --fact aspects: how many need to improve.")
@click.option("--end-fact", metavar="ID", help="A fact was so up to and including the day of --on.")
@json_option
@with_session
def category(session: Session, urn: str, *, as_json: bool, **options: Any) -> None:
    """Where a school stands by its programme's rules, why, and which clocks run; or place it in a category.

    What a document calls automatic is set by the rule itself, until you confirm it or decide otherwise with a reason. All
    else is only suggested. Facts are noted with --fact and ended with --end-fact; the rules are asked again at once.
    """
    services, run = session.services, session.app.run
    _refuse_strays(options)
    if options["fact"]:
        fact = run(services.standing.note_fact, _fact(urn, options))
        say(f"Noted: {fact.fact}{_days(fact)}. It can be taken out in the window.")
    elif options["end_fact"]:
        ended = run(services.standing.end_fact, _kept(run(services.standing.of_school, urn), options["end_fact"]), options["placed_on"])  # fmt: skip
        say(f"Ended: {ended.fact}, on {spoken_day(options['placed_on'])}.")
    if options["way_to"]:
        way = run(services.standing.way, urn, options["way_to"])
        _out(way.model_dump(mode="json"), [way.said], as_json=as_json)
        return
    if options["category"] is not None:
        draft = _draft(options, session.app.clock.today())
        _refuse_silent(run(services.placing.asks, urn, draft), draft)
        made = run(services.placing.place, urn, draft)
        say(
            f"Kept: {made.written or 'no category'} from {spoken_day(made.placed_on)}. It can be taken back in the window."
        )
    standing = run(services.standing.of_school, urn)
    _out(standing.model_dump(mode="json"), _told(standing), as_json=as_json)


def _refuse_strays(options: dict[str, Any]) -> None:
    """One thing at a time, and nothing that belongs to another."""
    given = {name for name, value in options.items() if value not in (None, "", ())}
    deeds = [name for name in ("category", "fact", "end_fact", "way_to") if name in given]
    if len(deeds) > 1:
        raise BadInput("One of --set, --fact, --end-fact and --way-to at a time. Nothing was changed.")
    ending = "end_fact" in given
    left = [name for name in _OF_A_DECISION if name in given and not (ending and name == "placed_on")]
    if options["category"] is None and left:
        raise BadInput(f"--{left[0].removeprefix('placed_').replace('_', '-')} belongs to a decision: name the category with --set. Nothing was changed.")  # fmt: skip
    of_fact = [name for name in _OF_A_FACT if name in given]
    if "fact" not in given and of_fact:
        raise BadInput(f"--{of_fact[0]} belongs to a fact: name it with --fact. Nothing was changed.")
    if ending and "placed_on" not in given:
        raise BadInput("Give the last day on which the fact was so with --on. Nothing was changed.")


def _fact(urn: str, options: dict[str, Any]) -> DatedFact:
    since, until, count = options["since"], options["until"], options["count"]
    if since and until and until < since:
        raise BadInput("A fact ends on the day it began, or later. Nothing was changed.")
    if len(options["source"]) > 500 or len(options["source"].splitlines()) > 1:
        raise BadInput("Write --source in one line of at most 500 characters. Nothing was changed.")
    if count is not None and options["fact"] != ASPECTS:
        raise BadInput(f"Only {ASPECTS} are counted: leave --count out. Nothing was changed.")
    if count is None and options["fact"] == ASPECTS:
        raise BadInput("Give with --count how many aspects need to improve. Nothing was changed.")
    return DatedFact(urn=urn, fact=options["fact"], since=since, until=until, source=options["source"], count=count)


def _kept(standing: SchoolStanding, name: str) -> str:
    """The kept fact that is meant, by its own id or, where only one of the name is open, by its name."""
    open_ones = [one.id for one in standing.facts if one.fact == name and one.id and one.until is None]
    if len(open_ones) > 1:
        raise Refused(f"“{name}” is noted more than once: name the one by its id, one of {', '.join(open_ones)}. Nothing was changed.")  # fmt: skip
    own = [one.id for one in standing.facts if one.id == name]
    if not (open_ones or own):
        raise NotFound(f"No open fact “{name}” is kept of this school; --json lists its facts. Nothing was changed.")
    return (open_ones or own)[0]


def _refuse_silent(asked: "list[Asked]", draft: PlacementDraft) -> None:
    """All that needs a reason at once, with the words to give one by."""
    left = [one for one in asked if not draft.not_followed.get(one.id)]
    if left:
        lines = "\n".join(f"  --not-followed “{one.id}=…”: {one.says}" for one in left)
        raise Refused(f"The rules ask for more. Nothing was changed; give a reason for each of these:\n{lines}")


def _draft(options: dict[str, Any], today: dt.date) -> PlacementDraft:
    pairs = [given.partition("=") for given in options["not_followed"]]
    if any(not sign or not why.strip() for _, sign, why in pairs):
        raise BadInput("Write --not-followed as RULE=WHY. Nothing was changed.")
    heard: Heard = options["heard"] or ""
    return PlacementDraft(
        category=options["category"],
        placed_on=options["placed_on"] or today,
        reason=options["reason"],
        agreed_with=list(options["agreed_with"]),
        discussed_on=options["discussed_on"],
        discussed_with=list(options["discussed_with"]),
        heard=heard,
        imposed=bool(options["imposed"]),
        imposed_why=options["imposed"] or "",
        not_followed={rule: why for rule, _, why in pairs},
    )


def _told(standing: SchoolStanding) -> list[str]:
    if standing.trouble:
        return [f"{standing.school}: {standing.trouble}"]
    lines = [f"{standing.school}: {standing.place}  ({standing.programme}, {standing.edition})"]
    lines += [f"  ! {told}" for told in (standing.to_confirm, standing.lapsed) if told]
    lines += [f"  fits {one.name}{' (automatic)' if one.automatic else ''}: {one.says} {one.because} ({one.source})" for one in standing.matches]  # fmt: skip
    lines += [f"  {one.label}: {one.because}" for one in standing.flags if one.borne]
    lines += [f"  fact {one.fact}{_days(one)}{f' ({one.source})' if one.source else ''}" for one in standing.facts]
    lines += [f"  {one.label}: {one.said} ({one.source})" for one in standing.clocks]
    for one in standing.entitlement:
        lines.append(f"  {one.label}: {amount_said(one)} ({one.source})")
    for past in standing.history:
        back = ", taken back" if past.placement.taken_back else ""
        lines.append(f"  {spoken_day(past.placement.placed_on)}  {past.name}{back}: {past.placement.reason.strip()}")
    return lines


@click.command()
@click.argument("urn")
@click.option("--enter", metavar="WHY", help="Put the school on the register today, and why.")
@click.option("--keep-off", metavar="WHY", help="Leave it off although a rule speaks for it, and why.")
@click.option("--leave", metavar="WHY", help="Take it off the register today, and why.")
@json_option
@with_session
def register(session: Session, urn: str, enter: str, keep_off: str, leave: str, *, as_json: bool) -> None:
    """Open a school's page of the register of schools at risk. Each opening is written into the audit."""
    services, run, today = session.services, session.app.run, session.app.clock.today()
    if sum(map(bool, (enter, keep_off, leave))) > 1:
        raise BadInput("One of --enter, --keep-off and --leave at a time. Nothing was changed.")
    if enter:
        run(services.risk.enter, urn, today, enter)
    elif keep_off:
        run(services.risk.keep_off, urn, keep_off)
    elif leave:
        run(services.risk.leave, urn, today, leave)
    view = run(services.risk.open, urn)
    say("Opened; the audit has it.")
    _out(view.model_dump(mode="json"), _page(view), as_json=as_json)


def _page(view: RegisterView) -> list[str]:
    entry = view.entry
    lines = [f"{view.sheet.name}: {f'on it since {spoken_day(entry.on)}' if entry else 'not on it'}"]
    lines += [f"  {one.says} {one.because} ({one.source})" for one in view.matches]
    if entry:
        for item in view.sheet.indicators:
            judged = entry.indicators.get(item.id)
            lines.append(f"  {item.label}: {judged.answer if judged else 'not assessed'}")
            lines += [f"    {line}" for line in view.held.get(item.id, [])]
        lines += [f"  told {one.who}, {one.how}, {spoken_day(one.on)} {one.outcome}".rstrip() for one in entry.told]
        lines += [
            f"  tried {one.who}, {one.how}, {spoken_day(one.on)} {one.outcome}".rstrip() for one in entry.attempts
        ]
    return [*lines, *(f"  ! {remark}" for remark in view.remarks)]


def _out(document: Any, lines: list[str], *, as_json: bool) -> None:
    if as_json:
        give(document)
    else:
        click.echo("\n".join(lines))


def _days(fact: DatedFact) -> str:
    since = f" since {spoken_day(fact.since)}" if fact.since else ""
    until = f" until {spoken_day(fact.until)}" if fact.until else ""
    return since + until


COMMANDS = (category, register)
