"""`sipdesk forms explain`: what a programme's rules say of a school, each with its source."""

from typing import Any

import click

from sipdesk.cli.common import Session, give, json_option, with_session
from sipdesk.domain.category import Known
from sipdesk.domain.days import spoken_day
from sipdesk.domain.entitled_words import amount_said
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import Governance, Phase
from sipdesk.services import category as rules
from sipdesk.services.programmepage import ProgrammeView, of_itself


@click.command("explain")
@click.argument("authority")
@click.option("--fact", "facts", multiple=True, help="A fact about the school; may be given again. See --facts.")
@click.option("--aspects", type=click.IntRange(0, 99), help="How many aspects need to improve.")
@click.option("--leaving", default="", help="The category the school leaves today.")
@click.option("--to", "goal", default="", help="With --leaving: when could it be in this category?")
@click.option("--governance", type=click.Choice([one.value for one in Governance]), default=Governance.MAINTAINED.value)
@click.option("--phase", type=click.Choice([one.value for one in Phase]), default=Phase.PRIMARY.value)
@click.option("--facts", "list_facts", is_flag=True, help="List the facts that the programme's rules ask about.")
@click.option("--references", is_flag=True, help="List what the programme gives to look up: powers, grounds, evidence, bodies.")  # fmt: skip
@click.option("--gaps", is_flag=True, help="Print what the programme says of itself: review date, guidance, priorities, strands, partners, gaps and doubts.")  # fmt: skip
@json_option
@with_session
def explain(session: Session, authority: str, **options: Any) -> None:
    """Explain the rules of AUTHORITY (or AUTHORITY/EDITION): which categories fit a school and why, what each gives,
    what comes round, how long a school stays, who reads its notes. Needs no desk, and sets nothing."""
    today = session.app.clock.today()
    programme = rules.programme_of(session.app.library, authority, today)
    if options["list_facts"]:
        listed = rules.facts_of(programme)
        if options["as_json"]:
            give(listed)
        else:
            _lines([f"{fact:<22} {words}" for fact, words in listed.items()])
        return
    if options["references"]:
        if options["as_json"]:
            give([one.model_dump(mode="json") for one in programme.references])
        else:
            _lines(_references(programme))
        return
    if options["gaps"]:
        view = of_itself(programme, today)
        if options["as_json"]:
            give(view.model_dump(mode="json"))
        else:
            _lines(_of_itself(view))
        return
    known = Known(facts=list(options["facts"]), aspects=options["aspects"], left=options["leaving"])
    sort = (Phase(options["phase"]), Governance(options["governance"]))
    told = rules.explain(programme, known, sort, today, options["goal"])
    if options["as_json"]:
        give(told.model_dump(mode="json"))
        return
    _lines(_spoken(told))


def _lines(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def _references(programme: Programme) -> list[str]:
    """What the programme holds to be looked up, and by when it is to be looked at again."""
    lines = [programme.named]
    if programme.review_by:
        lines.append(f"To be reviewed by {spoken_day(programme.review_by)}.")
    for one in programme.references:
        lines += ["", f"{one.title}{_from(one.source)}", *(f"  {item.label}{_from(item.source)}" for item in one.items)]
    return lines if programme.references else [*lines, "It gives nothing to look up."]


def _of_itself(view: ProgrammeView) -> list[str]:
    """Its chapters as lines, each with its source."""
    lines = [f"{view.name} ({view.edition})", *filter(None, [view.remark])]
    for chapter in view.chapters:
        lines += ["", chapter.title, *filter(None, [chapter.says])]
        for entry in chapter.entries:
            lines += [f"  {entry.spoken}", *(f"    {one.spoken}" for one in entry.under)]
    return lines


def _from(source: str) -> str:
    return f"  [{source}]" if source else ""


def _spoken(told: rules.Explanation) -> list[str]:
    lines = [f"{told.programme} ({told.edition})"]
    for category in told.fitting:
        lines += ["", f"{category.name}: {category.meaning}  [{category.source}]", *_of(category)]
    if not told.fitting:
        lines.append("No category fits." if told.on_register else "No rule of the programme speaks for a category.")
    for match in told.on_register:
        lines.append(f"{told.register_name}: {_how(match.automatic)}. {match.says} ({match.because})  [{match.source}]")
    if told.talk_first:
        lines.append("A conversation with the headteacher comes first, with the reasons and how they were taken.")
    lines += [f"{stop.on.isoformat()}  {stop.name}{f'  [{stop.source}]' if stop.source else ''}" for stop in told.way]
    return lines


def _of(category: rules.Told) -> list[str]:
    lines = [f"  fits, {_how(m.automatic)}: {m.says} ({m.because})  [{m.source}]" for m in category.reasons]
    lines += [f"  gives: {one.label}: {amount_said(one)}  [{one.source}]" for one in category.gives]
    lines += [f"  comes round: {one.label}: {one.said}  [{one.source}]" for one in category.clocks]
    lines += [f"  stays: {one.says}  [{one.source}]" for one in category.stays]
    lines += [f"  brings with it: {flag}" for flag in category.flags]
    return [*lines, f"  reads its notes: {', '.join(category.readers)}"]


def _how(automatic: object) -> str:
    return "set by the document" if automatic else "suggested"
