"""Commands around a visit: visit, note, due, calendar, forms."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from sipdesk.cli.common import Session, count, give, json_option, say, with_session
from sipdesk.cli.explain import explain
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput
from sipdesk.domain.ink import Ink
from sipdesk.domain.typed import likely
from sipdesk.domain.visit import Visit
from sipdesk.services import signing
from sipdesk.services.signing import record_in
from sipdesk.services.word import ENDING, WordSource, write_word
from sipdesk.system.files import refuse_target, write_atomically


class Day(click.ParamType[date]):
    """A date as 2025-10-07."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or wrong usage."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date. Write it as 2025-10-07.", param, ctx)
        if not likely(day):
            self.fail(f"“{value}” is a day of no school year. Check the year.", param, ctx)
        return day


def _opened(session: Session, urn: str, when: str | None, kind: str | None, on: date | None) -> Visit:
    service = session.services.visits
    if kind is not None:
        if when is not None or on is None:
            raise click.UsageError("A contact outside the terms takes --kind and --date, and no YEAR/TERM.")
        visit, remarks = session.app.run(service.open_contact, urn, kind, on)
    else:
        if when is None:
            raise click.UsageError("Name the term as 2025-26/autumn, or a contact with --kind and --date.")
        if on is not None:
            raise click.UsageError("--date goes with --kind; the day of a term's visit comes with --answers.")
        visit, remarks = session.app.run(service.open_in_term, urn, TermSlot.parse(when))
    for remark in remarks:
        say(remark)
    return visit


@click.command()
@click.argument("urn")
@click.argument("when", required=False, metavar="[YEAR/TERM]")
@click.option("--kind", help="A contact outside the terms: telephone, meeting, email …")
@click.option("--date", "on", type=Day(), help="The day of such a contact.")
@click.option(
    "--answers", type=click.Path(path_type=Path), help="A JSON file with what to write (“-” reads it from stdin)."
)
@click.option("--template", is_flag=True, help="Print such a file, empty, to stdout.")
@json_option
@with_session
def visit(session: Session, urn: str, when: str | None, **options: Any) -> None:
    """Open a visit and fill it from a file, with the same checks as the window."""
    answers: Path | None = options["answers"]
    if options["template"] and answers:
        raise click.UsageError("--template prints a file and --answers reads one: use one of them.")
    told = _read(answers) if answers else {}
    opened = _opened(session, urn, when, options["kind"], options["on"])
    services = session.services
    if options["template"]:
        give(session.app.run(services.files.template, opened.id))
        return
    if told:
        session.app.run(services.files.fill, opened.id, told)
    now = session.app.run(services.visits.get, opened.id)
    lacks = session.app.run(services.visits.incomplete, now)
    if options["as_json"]:
        give({"visit": now.id, "state": now.state.value, "incomplete": lacks})
        return
    say(f"{now.title}, {session.app.run(services.visits.school, now.urn).name}: {now.state}. Visit {now.id}")
    for lack in lacks:
        say(f"  missing: {lack}")


def _read(file: Path) -> dict[str, Any]:
    name = "What came from stdin" if str(file) == "-" else file.name
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        told = json.loads(_text(raw), parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"{name} is not JSON: {where}: {error.msg}. Nothing was changed.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8 text. Save it as UTF-8; nothing was changed.") from None
    except (RecursionError, ValueError) as error:
        raise BadInput(f"{name} cannot be read as JSON ({str(error)[:80]}). Nothing was changed.") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}). Nothing was changed.") from None
    if not isinstance(told, dict):
        raise BadInput(f"{name} should hold one object with “visit” and “answers”. Nothing was changed.")
    return told


def _text(raw: bytes) -> str:
    """UTF-8 with or without its mark, or UTF-16, which PowerShell writes when a template is redirected to a file."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig")


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key, value in pairs:
        if key in told:
            raise ValueError(f"“{key}” stands twice")
        told[key] = value
    return told


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="The PDF to write; FILE.docx gives a copy for Word.",
)
@click.option("--revision", type=click.IntRange(min=1), help="An earlier signed revision, as it was sealed.")
@click.option("--draft", is_flag=True, help="A draft, whatever is still missing.")
@click.option(
    "--sign", is_flag=True, help="Sign it: your name as typed, for good. The headteacher's answer comes first."
)
@click.option(
    "--head-signs", "head", metavar="NAME", help="With --sign: the headteacher is here, signs too, and types this name."
)
@click.option(
    "--reviewer",
    metavar="NAME",
    help="With --sign, where the programme has notes reviewed: the reviewer is here, signs too, and types this name.",
)
@click.option("--record", type=click.Path(path_type=Path), help="Also write the note's record as JSON.")
@with_session
def note(session: Session, visit_id: str, target: Path, record: Path | None, **options: Any) -> None:
    """Write the note of a visit as PDF. VISIT is its id, or URN/2025-26/autumn. A signed note is given as it was sealed."""
    services, draft = session.services, options["draft"]
    others = options["head"] or options["reviewer"]
    if (others and not options["sign"]) or (options["sign"] and draft):
        raise click.UsageError("--head-signs and --reviewer go with --sign, and a draft is never signed.")
    if options["revision"] and draft:
        raise click.UsageError("--revision gives out what is signed, --draft what is not: use one of them.")
    if record is not None and target.suffix.casefold() == ENDING:
        raise click.UsageError("--record goes with a PDF; a copy for Word has none.")
    if target.suffix.casefold() == ENDING:
        _for_word(session, visit_id, target, options)
        return
    sealed = None if draft else _sealed(session, visit_id, target, options)
    if sealed is not None:
        write_atomically(target, sealed)
        if record is not None:
            write_atomically(record, record_in(sealed))
        say(f"Written: {target}")
        return
    assembled = session.app.run(services.notes.record, visit_id, draft=draft)
    for line in services.paper.write(assembled, target, record):
        say(line)
    say(f"Written: {target}")


def _for_word(session: Session, visit_id: str, target: Path, options: dict[str, Any]) -> None:
    """A copy for Word: of the signed note where there is one, else of the text as it stands."""
    if options["sign"]:
        raise click.UsageError("A copy for Word is never signed. Write the PDF with --sign first.")
    sealed = None if options["draft"] else _sealed(session, visit_id, target, options)
    record = None
    if sealed is None:
        record = session.app.run(session.services.notes.record, visit_id, draft=options["draft"])
    say(f"Written: {write_word(WordSource(sealed, record), target)}. It is a copy, not the record.")


def _sealed(session: Session, visit_id: str, target: Path, options: dict[str, Any]) -> bytes | None:
    """The signed note, signed now where that was asked for."""
    refuse_target(target)
    service, run = session.services.signing, session.app.run
    if options["revision"]:
        if options["sign"]:
            raise click.UsageError("--revision gives out what is signed already; leave --sign out.")
        return bytes(run(session.services.revisions.file, visit_id, options["revision"]))
    found: bytes | None = run(service.sealed, visit_id)
    if found is not None and options["sign"]:
        say("This note is signed already, and nobody was added to it. It is given as it was sealed.")
    if found is None and options["sign"]:
        reviewer = options["reviewer"] or ""
        prepared = run(service.prepare, visit_id, head=bool(options["head"]), reviewer=reviewer)
        head = Ink(typed=options["head"]) if options["head"] else None
        made = signing.make(prepared, Ink(typed=prepared.record.partner), head, Ink(typed=reviewer))
        run(service.keep, made)
        found = made.pdf
    return found


@click.command()
@click.option("--on", type=Day(), help="Another day than today.")
@json_option
@with_session
def due(session: Session, on: date | None, *, as_json: bool) -> None:
    """What is due, and the rule that says so."""
    found = session.app.run(session.services.due.on, on or session.app.clock.today())
    if as_json:
        give([entry.model_dump(mode="json") for entry in found])
        return
    for entry in found:
        when = f"{entry.due:%d %b %Y}" if entry.due else "       "
        click.echo(
            f"{when}  {'overdue  ' if entry.overdue else ''}{entry.school}: {entry.what}\n             {entry.rule}"
        )
    if not found:
        say("Nothing is due.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_session
def calendar(session: Session, file: Path) -> None:
    """Write the dated visits as a calendar file (.ics), without a confidential word."""
    services = session.services
    entries = session.app.run(services.diary.entries)
    services.diary.write(entries, file)
    say(f"Written: {file}, {count(len(entries), 'date')}.")


@click.group()
def forms() -> None:
    """Programmes and visit forms."""


@forms.command("check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@json_option
@with_session
def forms_check(session: Session, folder: Path | None, *, as_json: bool) -> None:
    """Check the forms in FOLDER (or those that ship with sipdesk): every folder in it is an authority.

    Names file, line and key of each mistake: names that are not there, categories no rule leads to, clocks that never start.
    A remark points at what may be meant, such as one fact for two categories or “bi-annual”; it stops nothing.
    """
    from sipdesk import paths  # noqa: PLC0415
    from sipdesk.forms.lint import check  # noqa: PLC0415

    problems = check(folder or paths.forms(), session.app.clock.today())
    errors = [problem for problem in problems if not problem.remark]
    if as_json:
        give(
            [
                {"file": p.file, "line": p.line, "key": p.key, "expected": p.expected, "remark": p.remark}
                for p in problems
            ]
        )
    else:
        for problem in problems:
            click.echo(str(problem))
        say(f"{count(len(errors), 'error')}, {count(len(problems) - len(errors), 'remark')}.")
    if errors:
        click.get_current_context().exit(1)


@forms.command("schema")
def forms_schema() -> None:
    """Print the JSON Schema of the note record."""
    from sipdesk.domain.note import json_schema  # noqa: PLC0415

    give(json_schema())


forms.add_command(explain)

COMMANDS = (visit, note, due, calendar, forms)
