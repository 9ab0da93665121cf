"""The rehearsal: an invented partner, an invented caseload, one invented school's whole year. Nobody real is in it."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sipdesk import paths
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.domain.ink import Ink
from sipdesk.domain.programme import Programme
from sipdesk.domain.visit import HeadResponse, ResponseKind, State, Visit
from sipdesk.services import signing
from sipdesk.services.answerfiles import AnswerFiles
from sipdesk.services.caseload import CaseloadService, Preview
from sipdesk.services.forms import FormService
from sipdesk.services.intake import IntakeService
from sipdesk.services.registered import RegisterService
from sipdesk.services.visits import Step, VisitService
from sipdesk.system.files import private_folder, write_atomically

_MARK = "sipdesk-demo.json"


class Plan(Model):
    """Who, where and when: `plan.json` of the demo."""

    authority: str
    partner: str
    school: str
    terms: list[str]


def plan() -> Plan:
    """The plan as shipped."""
    return Plan.model_validate_json(source("plan.json").read_text(encoding="utf-8"))


def prepare(folder: Path) -> None:
    """Make the folder ready. One that an earlier demo made is emptied; anything else is refused, never overwritten."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder for the demo; nothing was changed.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise Refused(f"{folder} holds other things. Name an empty folder for the demo; nothing was changed.")
    private_folder(folder)
    write_atomically(folder / _MARK, json.dumps({"made": datetime.now(UTC).isoformat()}).encode())
    for name in ("desk", "notes", "papers"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("notes", "papers"):
        private_folder(folder / name)


def source(name: str) -> Path:
    """A file of the demo as shipped."""
    return paths.resources() / "demo" / name


def answers(term: str) -> dict[str, Any]:
    """What the partner wrote in a term."""
    told: dict[str, Any] = json.loads(source(f"{term.partition('/')[2]}.json").read_text(encoding="utf-8"))
    return told


class Parts(Protocol):
    """The services that a rehearsal is made with."""

    intake: IntakeService
    caseload: CaseloadService
    register: RegisterService
    visits: VisitService
    files: AnswerFiles


Run = Callable[..., Any]
"""Runs a call on the desk's thread and waits for it."""


def take_caseload(parts: Parts, run: Run, term: TermSlot, sheets: Path | None = None) -> Preview:
    """Read the register and the allocation sheet in, as a partner would, from a folder or as shipped. For another thread
    than the desk's."""
    register, allocation = (sheets / name if sheets else source(name) for name in ("register.csv", "allocation.csv"))
    read, lines = parts.intake.register(register, set(), run(parts.caseload.home_codes))
    run(parts.register.apply, run(parts.register.preview, read, lines), lines, read.full)
    parsed = parts.intake.allocation(allocation, term, term)
    preview: Preview = run(parts.caseload.preview, parsed)
    run(parts.caseload.apply, preview)
    return preview


def write_visit(parts: Parts, run: Run, urn: str, term: str) -> tuple[Visit, list[str]]:
    """Open the visit of a term and write what the partner wrote; remarks come back with it."""
    visit, remarks = run(parts.visits.open_in_term, urn, TermSlot.parse(term))
    run(parts.files.fill, visit.id, answers(term))
    return visit, remarks


class SigningParts(Parts, Protocol):
    """The same, and what signs."""

    forms: FormService
    signing: signing.SigningService


def sign_visit(parts: SigningParts, run: Run, visit: Visit) -> signing.Made:
    """The head's answer a week after the visit, or after an answer that was another, then both signatures, as typed."""
    visit = run(parts.visits.get, visit.id)
    if visit.response is None or visit.response.kind is not ResponseKind.ACCURATE:
        _answer(parts, run, visit)
    prepared = run(parts.signing.prepare, visit.id, head=True)
    inks = {one.field: Ink(typed=one.name or one.role) for one in prepared.record.signatories if one.signs}
    made = signing.make(prepared, inks["partner"], inks.get("head"), inks.get("reviewer"))
    run(parts.signing.keep, made)
    return made


def _answer(parts: SigningParts, run: Run, visit: Visit) -> None:
    """The head finds the note accurate; after silence, or corrections, on a later day."""
    day = (visit.header.date or datetime.now(UTC).date()) + timedelta(days=7)
    if visit.response is not None:
        day = max(day, visit.response.on + timedelta(days=3))
    if State.REVIEW in run(parts.visits.next_states, visit) and reviewed_first(parts, run, visit):
        run(parts.visits.move, visit.id, Step(to=State.REVIEW))
    run(parts.visits.move, visit.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=day)
    run(parts.visits.move, visit.id, Step(to=State.CHECKED, response=answer))


def reviewed_first(parts: SigningParts, run: Run, visit: Visit) -> bool:
    """Whether the visit's programme has each note reviewed before the head sees it."""
    programme: Programme = run(parts.forms.programme_of, visit)
    return programme.review_before_issue


def build(parts: Parts, run: Run, told: Callable[[str], None]) -> None:
    """The whole invented year on an empty desk: the caseload, then one school's visits. `told` hears how far it is."""
    script = plan()
    told("Reading the invented caseload…")
    take_caseload(parts, run, TermSlot.parse(script.terms[0]))
    for number, term in enumerate(script.terms, 1):
        told(f"Writing visit {number} of {len(script.terms)}…")
        write_visit(parts, run, script.school, term)


def note_name(number: int, term: str, urn: str) -> str:
    """A file name without spaces: `2025-26_1_autumn_900101.pdf`."""
    year, _, name = term.partition("/")
    return f"{year}_{number}_{name}_{urn}.pdf"
