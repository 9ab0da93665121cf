"""Commands after the signatures: issue, correct."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, give, json_option, say, with_session
from sipdesk.cli.visits import Day
from sipdesk.domain.errors import Refused
from sipdesk.domain.issue import Decisions, Issue, WiderRequest
from sipdesk.services.issue import WAITS, Plan, write
from sipdesk.system.files import refuse_target, write_atomically

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--eml", type=_FILE, help="Write the e-mail draft here; else into your papers folder.")
@click.option("--wider", metavar="ROLE", help="Share the wider version too, with this role among the school's people.")
@click.option("--asked-by", metavar="WHO", help="With --wider: who specifically asked for it.")
@click.option("--asked-on", type=Day(), help="With --wider: when; else today.")
@click.option("--why", help="With --wider: why they asked.")
@click.option(
    "--keep",
    "kept",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="With --wider: a line left out that you have looked at and vouch for, by its number in --plan; as often as needed.",
)
@click.option("--all-the-same", "why_anyway", metavar="WHY", help="Answer every doubt with this reason, which is kept.")
@click.option("--plan", "only_plan", is_flag=True, help="Say who would get it and what is asked; change nothing.")
@json_option
@with_session
def issue(session: Session, visit_id: str, eml: Path | None, **options: Any) -> None:
    """Issue a signed note: an e-mail draft to the headteacher with the signed file in it. You send it yourself.

    VISIT is its id, or URN/2025-26/autumn. Issued twice it is the same issue; the draft can be made again at any time.
    """
    if options["only_plan"] and (eml is not None or options["why_anyway"] or options["kept"]):
        raise click.UsageError("--plan changes nothing: leave --eml, --all-the-same and --keep out.")
    wider = _wider(session, options)
    service, run = session.services.issue, session.app.run
    plan: Plan = run(service.plan, visit_id, wider)
    if options["only_plan"]:
        _tell_plan(plan, _left_out(session, visit_id, wider), as_json=options["as_json"])
        return
    if eml is not None:
        refuse_target(eml)
    why = " ".join((options["why_anyway"] or "").split())[:400]
    if plan.doubts and not why:
        _tell_plan(plan, [], as_json=False)
        raise Refused("Not issued. Answer with --all-the-same WHY; the reason is kept.")
    made = None
    source = run(service.source, visit_id) if wider else None
    if source is not None:
        from sipdesk.services.renditions import left_out, make_wider  # noqa: PLC0415 - what signs takes a second to load

        made = make_wider(source, _chosen(left_out(source), options["kept"]))
    elif options["kept"]:
        raise Refused("The wider version was made before and stays as it is. Nothing was issued.")
    done: Issue = run(
        service.issue, visit_id, Decisions(wider=wider, answers={one.id: why for one in plan.doubts}), made
    )
    _tell_issue(done, _written(session, visit_id, eml), as_json=options["as_json"])


def _wider(session: Session, options: dict[str, Any]) -> list[WiderRequest]:
    if not options["wider"]:
        if options["asked_by"] or options["asked_on"] or options["why"] or options["kept"]:
            raise click.UsageError("--asked-by, --asked-on, --why and --keep go with --wider.")
        return []
    on: date = options["asked_on"] or session.app.clock.today()
    return [WiderRequest.read(options["wider"], options["asked_by"] or "", on, options["why"] or "")]


def _left_out(session: Session, visit_id: str, wider: list[WiderRequest]) -> list[str]:
    """The lines a wider version that is asked for, and not made yet, would leave out."""
    source = session.app.run(session.services.issue.source, visit_id) if wider else None
    if source is None:
        return []
    from sipdesk.services.renditions import left_out  # noqa: PLC0415 - what signs takes a second to load

    return left_out(source)


def _chosen(lines: list[str], numbers: tuple[int, ...]) -> list[str]:
    unknown = [number for number in numbers if number > len(lines)]
    if unknown:
        there = f"lines 1 to {len(lines)} are" if lines else "no line is"
        raise Refused(f"There is no line {unknown[0]}: {there} left out. Nothing was issued; --plan lists them.")
    return [lines[number - 1] for number in numbers]


def _written(session: Session, visit_id: str, eml: Path | None) -> list[Path]:
    from sipdesk import paths  # noqa: PLC0415

    drafts = session.app.run(session.services.issue.drafts, visit_id)
    if eml is None:
        return write(drafts, paths.user_papers())
    write_atomically(eml, drafts[0].written())
    return [eml, *write(drafts[1:], eml.parent)]


def _tell_plan(plan: Plan, lines: list[str], *, as_json: bool) -> None:
    if as_json:
        give(
            {
                "visit": plan.visit,
                "state": plan.state.value,
                **_told(plan.lines),
                "doubts": [d.words for d in plan.doubts],
                "left_out": lines,
            }
        )
        return
    for line in plan.said:
        say(line)
    for doubt in plan.doubts:
        say(f"  ? {doubt.words}")
    if lines:
        say("Left out of the wider version; keep one with --keep N where nobody could be known by it:")
    for number, line in enumerate(lines, 1):
        say(f"  {number}. {line}")


def _told(lines: list[Any]) -> dict[str, Any]:
    return {"distribution": [line.model_dump(mode="json") for line in lines]}


def _tell_issue(done: Issue, files: list[Path], *, as_json: bool) -> None:
    if as_json:
        give({**done.model_dump(mode="json"), "eml": [str(file) for file in files]})
        return
    for line in done.lines:
        say(f"{'Copy' if line.by_sync else 'To'}: {line.who}{f' ({WAITS})' if line.by_sync else ''}")
    for file in files:
        say(f"Written: {file}. Nothing was sent: open it in your mail program and send it.")


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--why", help="Why the note is corrected; the new revision prints it.")
@click.option(
    "--withdraw", is_flag=True, help="Give the correction up before it is signed; the note stands as it stood."
)
@json_option
@with_session
def correct(session: Session, visit_id: str, why: str | None, *, withdraw: bool, as_json: bool) -> None:
    """Begin a correction of a signed note, as a new revision; without --why list the revisions there are.

    The signed file never changes and can be given out and verified for ever: sipdesk note VISIT --revision 1 --to FILE.
    """
    if why is not None and withdraw:
        raise click.UsageError("--why begins a correction and --withdraw gives one up: use one of them.")
    service, run = session.services.revisions, session.app.run
    if why is not None:
        run(service.correct, visit_id, why)
    elif withdraw:
        run(service.withdraw, visit_id)
    view, now = run(service.of_visit, visit_id), run(session.services.visits.get, visit_id)
    if as_json:
        give({"visit": now.id, "state": now.state.value, **view.model_dump(mode="json")})
        return
    for line in view.lines:
        say(f"Revision {line.revision}: {line.stands}{f'. Why: {line.why}' if line.why else ''}")
    if not view.lines:
        say("There is no note of this visit yet.")


COMMANDS = (issue, correct)
