"""Sending a draft to the head: the numbered pages, a reply form and an e-mail draft with both, put into a folder.

`prepare` and `keep` are desk work, `make` is not. Nothing is sent: the partner's own mail program does that, or nobody.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sipdesk.domain.changes import Changes
from sipdesk.domain.correction import DraftLine, reference
from sipdesk.domain.errors import BadInput
from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.domain.visit import State
from sipdesk.services.accuracy import AccuracyService, Addressee
from sipdesk.services.forms import FormService
from sipdesk.services.letter import Attachment, Reader, is_address, letter
from sipdesk.services.notes import NoteService
from sipdesk.services.visits import Step, VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.drafts import Drafts
from sipdesk.system.files import made_folder, refuse_target, write_atomically

if TYPE_CHECKING:
    from sipdesk.notes.replyform import FormRecord

HEAD, _KIND = "visit.date", "kind:"


@dataclass(frozen=True)
class Sending:
    """All that is needed to make the papers, so that no desk is."""

    visit: str
    record: NoteRecord = field(repr=False)
    to: Addressee
    confidential: bool
    """No school's name outside the papers themselves."""
    at: dt.datetime


@dataclass(frozen=True)
class Sent:
    """The papers as they lie in the folder."""

    visit: str
    draft: Path
    form: Path
    letter: Path
    reply_by: dt.date | None
    sha256: str
    record: str
    lines: tuple[DraftLine, ...] = field(repr=False)
    remarks: tuple[str, ...] = ()


class SendingService:
    """Runs on the desk's thread."""

    def __init__(
        self, desk: Desk, forms: FormService, visits: VisitService, notes: NoteService, accuracy: AccuracyService
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._service = visits
        self._notes = notes
        self._accuracy = accuracy
        self._drafts = Drafts(desk)

    def prepare(self, visit_id: str, reply_by: dt.date | None = None) -> Sending:
        """What will be sent. `reply_by`: the partner's own day, else the programme's working days, else none is claimed."""
        visit = self._service.get(visit_id)
        self._service.settled.refuse(visit, State.WITH_HEAD)
        by = reply_by or self._accuracy.view(visit.id).offered
        if by is not None and by <= self._desk.clock.today():
            raise BadInput("The day to reply by has to lie ahead. Nothing was made.")
        record = self._notes.record(visit.id, after=State.WITH_HEAD).model_copy(update={"reply_by": by})
        confidential = self._forms.programme_of(visit).caseload_confidential
        return Sending(visit.id, record, self._accuracy.addressee(visit), confidential, self._desk.clock.now())

    def keep(self, sent: Sent) -> Changes:
        """The head has it: the visit moves, and the lines of the draft are kept."""
        visit = self._service.get(sent.visit)
        kinds: dict[str, str] = {q.kind: q.id for section in self._service.sections(visit) for q in section.questions}
        lines = _found(sent.lines, kinds)
        told = {"reply_by": sent.reply_by, "lines": lines, "record": sent.record, "sha256": sent.sha256}
        with self._desk.writing():
            changes = self._service.move(visit.id, Step(to=State.WITH_HEAD))
            latest = self._accuracy.latest(self._service.get(visit.id))
            if latest is not None:
                self._drafts.put(latest.model_copy(update=told))
        return changes


def _found(lines: tuple[DraftLine, ...], kinds: dict[str, str]) -> list[DraftLine]:
    """The lines with the ids of their questions; `kinds`: those whose answers stand at the head of the note."""
    found, met = [], False
    for line in lines:
        question = line.question
        if question.startswith(_KIND):
            question = kinds.get(question.removeprefix(_KIND), "")
        # Among the facts at the head of a note stands one that is an answer.
        met = (met or line.text.startswith("Met ·")) and question == HEAD and not line.text.startswith("Programme ·")
        found.append(line.model_copy(update={"question": kinds.get("people_met", question) if met else question}))
    return found


def make(sending: Sending, folder: Path) -> Sent:
    """Write draft, form and e-mail draft beside one another, all three or none; an older paper is never replaced."""
    from sipdesk.notes import render  # noqa: PLC0415 - reportlab takes a fifth of a second to load
    from sipdesk.notes.replyform import render_reply_form  # noqa: PLC0415

    record = sending.record
    whole, fingerprint = render(record), hashlib.sha256(canonical(record)).hexdigest()
    form = render_reply_form(_form(sending, fingerprint))
    made_folder(folder)
    draft, reply, mail = _free(folder, stem_of(record, nameless=sending.confidential))
    files = [Attachment(draft.name, whole.pdf), Attachment(reply.name, form)]
    parts = {draft: whole.pdf, reply: form, mail: _letter(sending, files)}
    _write(parts)
    lines = tuple(
        DraftLine(number=x.number, page=x.page, text=x.text, question=x.place, paragraph=x.paragraph)
        for x in whole.lines
    )
    remarks = tuple(
        f"No font on board has the character {r.printed}; it stands so in the draft ({r.count} times)."
        for r in whole.replaced
    )
    sha256 = hashlib.sha256(whole.pdf).hexdigest()
    return Sent(sending.visit, draft, reply, mail, record.reply_by, sha256, fingerprint, lines, remarks)


def letter_beside(folder: Path, sha256: str) -> Path | None:
    """The e-mail draft that lies beside the draft of this hash; None where it is gone. Not for the desk's thread."""
    for draft in folder.glob("*.pdf") if folder.is_dir() else ():
        letter = draft.with_suffix(".eml")
        if letter.is_file() and draft.is_file() and hashlib.sha256(draft.read_bytes()).hexdigest() == sha256:
            return letter
    return None


def stem_of(record: NoteRecord, *, nameless: bool = False) -> str:
    """The beginning of a file name, without a school's name in it: `2025-26_autumn_900101`. Where the programme keeps its
    caseload confidential, without the school's number too."""
    whose = record.note[-8:] if nameless else record.school.urn
    return "_".join(filter(None, (record.visit.year, record.visit.term or record.visit.kind, whose)))


def _free(folder: Path, stem: str) -> tuple[Path, Path, Path]:
    number = 1
    while True:
        name = stem if number == 1 else f"{stem}_{number}"
        found = folder / f"{name}.pdf", folder / f"{name}_reply.pdf", folder / f"{name}.eml"
        if not any(path.exists() for path in found):
            return found
        number += 1


def _write(parts: dict[Path, bytes]) -> None:
    written: list[Path] = []
    try:
        for path, data in parts.items():
            refuse_target(path)
            write_atomically(path, data)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _form(sending: Sending, fingerprint: str) -> "FormRecord":
    from sipdesk.notes.document import short_id  # noqa: PLC0415
    from sipdesk.notes.replyform import FormRecord  # noqa: PLC0415

    record = sending.record
    return FormRecord(
        reference=reference(record.note, record.revision, fingerprint[:16]),
        report=record.authority.report,
        school=record.school.name,
        visit=_visit(record),
        note=f"{short_id(record.note)} · revision {record.revision}",
        partner=record.partner,
        head=record.school.head,
        marking=record.marking,
        rehearsal=record.rehearsal,
        reply_by=record.reply_by,
    )


def _visit(record: NoteRecord) -> str:
    from sipdesk.notes.words import long_date  # noqa: PLC0415 - the window starts without the room of notes

    return ", ".join(filter(None, (record.visit.title, long_date(record.visit.date))))


def _letter(sending: Sending, files: list[Attachment]) -> bytes:
    from sipdesk.notes.words import long_date  # noqa: PLC0415

    record, to = sending.record, sending.to
    report, visit = record.authority.report, _visit(record)
    subject = f"{report}: draft for your accuracy check, {visit}"
    if not sending.confidential:
        subject = f"{record.school.name}: {subject}"
    by = (
        f"Please reply by {long_date(record.reply_by)}. If no answer comes by then, the note will say so; "
        "silence is not taken as agreement.\n\n"
        if record.reply_by
        else "If no answer comes, the note will say so; silence is not taken as agreement.\n\n"
    )
    body = (
        f"Dear {to.name or 'headteacher'},\n\n"
        f"Attached is the draft of the {report[:1].lower()}{report[1:]} for {visit}. Please check that its facts are right: numbers, "
        "dates, roles, who does what. You are not asked whether you agree with it.\n\n"
        "The lines are numbered down the margin. Fill in the attached reply form, save it and send it back; or answer in your "
        "own words and name the line, such as “line 42: 38 should be 36”. If everything is right, a sentence is enough.\n\n"
        f"{by}"
        f"{record.partner}\n{', '.join(filter(None, (record.authority.role, record.authority.service)))}\n"
    )
    readers = [Reader(to.address, to.name)] if is_address(to.address) else []
    return letter(readers, [], subject, body, files, sending.at)
