"""What comes back from a head: a returned form, or an e-mail. Read here, looked over by the partner, kept by accuracy.py.

Reading files is outside work; whether a form belongs to the draft the head has now is asked of the desk.
"""

from pathlib import Path

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.correction import OURS, FormReply, Understood, reference
from sipdesk.domain.errors import BadInput, Refused, SipdeskError
from sipdesk.domain.replied import own_words, read_email
from sipdesk.domain.visit import ResponseKind, Source, State
from sipdesk.imports.mail import read_mail
from sipdesk.imports.replyform import read_reply_form
from sipdesk.services.accuracy import AccuracyService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.revisions import Revisions

_LARGEST = 10 << 20
_KEPT = "Nothing was changed."
_TITLE = "Accuracy check: reply"
CALL = "Read it and enter the answer by hand."
_ATTACHED = "A PDF came with it in which no answer is filled in; what stands here was read from the e-mail’s own words."
_BESIDE = 300


class Whose(Model):
    """The note a returned form belongs to."""

    visit: str = ""
    """Empty where this desk has no such note."""
    said: str = ""
    """`Alder Park Primary School, SIP 1: autumn visit`."""
    waits: bool = False
    """The head's answer is still waited for."""


class ReplyService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, accuracy: AccuracyService) -> None:
        self._desk = desk
        self._service = visits
        self._accuracy = accuracy
        self._revisions = Revisions(desk)

    def whose(self, form: FormReply) -> Whose:
        """The visit whose draft a returned form answers; an empty one where this desk knows no such note."""
        note = form.reference.removeprefix(OURS).split("/")[0]
        visit_id = self._revisions.visit_of(note) if form.reference.startswith(OURS) else ""
        if not visit_id:
            return Whose()
        visit = self._service.get(visit_id)
        latest = self._accuracy.latest(visit)
        waits = visit.state is State.WITH_HEAD and latest is not None and latest.reply is None
        return Whose(visit=visit.id, said=f"{self._service.school(visit.urn).name}, {visit.title}", waits=waits)

    def matched(self, visit_id: str, form: FormReply) -> Understood:
        """What a returned form says, where it belongs to the draft that the head has now; else `Refused` says whose it is."""
        visit = self._service.get(visit_id)
        drafts = self._service.settled.drafts(visit)
        if not form.reference.startswith(OURS):
            raise Refused(_no_form(form))
        known = [reference(one.note_id, one.revision, one.record[:16]) for one in drafts]
        if form.reference not in known:
            note = form.reference.split("/")[1:2]
            if drafts and note == [drafts[0].note_id]:
                raise Refused(
                    f"This form went with another revision of this note, or a draft this desk does not know. {_KEPT}"
                )
            raise Refused(
                f"This form belongs to another note, not to this one. Open that visit’s note and take it in there. {_KEPT}"
            )
        if known.index(form.reference) > 0:
            raise Refused(f"This form answers an older draft; the head has been sent a newer one since. {_KEPT}")
        return self._understood(form)

    def _understood(self, form: FormReply) -> Understood:
        remarks = []
        kind = None
        if form.asked or form.corrections:
            kind = ResponseKind.CORRECTED
        elif form.accurate:
            kind = ResponseKind.ACCURATE
        if form.accurate and kind is ResponseKind.CORRECTED:
            remarks.append("Both boxes speak: “accurate” is ticked, and there are corrections.")
        if form.corrections and not form.asked:
            remarks.append("“Corrections” is ticked, but no line is filled in: see the comment.")
        if kind is None:
            remarks.append("Neither box is ticked and no line is filled in: ask the head, or choose by the comment.")
        today = self._desk.clock.today()
        day = read_day(form.date, Scope()).day or read_day(form.date, Scope(year=AcademicYear.of(today))).day
        if form.date and day is None:
            remarks.append(f"The date on the form reads “{form.date[:60]}”.")
        if form.cut:
            remarks.append("More is filled in than is read of one field: look at the form itself for the end of it.")
        if form.beside:
            beside = " ".join(form.beside.split())
            dots = "…" if len(beside) > _BESIDE else ""
            remarks.append(
                f"The e-mail it came with says: “{beside[:_BESIDE]}{dots}” That is not kept unless you write it in."
            )
        asked, comment = form.asked, form.comment
        return Understood(kind=kind, on=day, source=Source.FORM, asked=asked, comment=comment, remarks=remarks)


def _no_form(form: FormReply) -> str:
    if form.title.startswith(_TITLE):
        return f"This is a printed or flattened copy of the reply form: it can be read, but its fields are gone. {CALL} {_KEPT}"
    if form.fields:
        return f"This PDF has fields, but it is not the reply form that went with the draft. {_KEPT}"
    return f"This PDF is no reply form: it has no fields that were filled in. If it is a scan of one, {CALL[0].lower()}{CALL[1:]} {_KEPT}"


def read_file(file: Path) -> FormReply | Understood:
    """A file that came back: the form (PDF), or an e-mail saved as a file (.eml or text), where a form that is attached and
    filled in counts before its words. Not for the desk's thread."""
    data = _data_of(file)
    if b"%PDF-" in data[:1024]:
        return read_reply_form(file)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise BadInput(
            f"{file.name} is a message as Outlook keeps it, or an old Office file. Save it as text or .eml, or paste its words. "
            f"{_KEPT}"
        )
    if data[:4] == b"PK\x03\x04" or (b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}):
        raise BadInput(f"{file.name} is neither the returned form (a PDF) nor an e-mail as text. {CALL} {_KEPT}")
    mail = read_mail(data)
    form, why = _attached(file) if mail.pdfs else (None, "")
    if form is not None and form.reference.startswith(OURS) and form.filled:
        return form.model_copy(update={"beside": own_words(mail.words)})
    found = read_email(mail.words)
    if mail.pdfs:
        told = f"A PDF came with it that could not be read: {why}"[:500] if why else _ATTACHED
        found = found.model_copy(update={"remarks": [told, *found.remarks]})
    return found


def form_in(file: Path) -> FormReply | None:
    """The reply form that a PDF is; None for any other. Not for the desk's thread."""
    form, _ = _attached(file)
    return form if form is not None and form.reference.startswith(OURS) else None


def _data_of(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise BadInput(f"{file.name} is no file that can be read. {_KEPT}")
        with file.open("rb") as held:
            data = held.read(_LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{file.name} cannot be read ({error.strerror}). {_KEPT}") from None
    if not data.strip():
        raise BadInput(f"{file.name} is empty: nothing of it arrived. Ask for it again. {_KEPT}")
    if len(data) > _LARGEST:
        raise BadInput(f"{file.name} is larger than any reply. It was not read.")
    return data


def _attached(file: Path) -> tuple[FormReply | None, str]:
    """The form that came with an e-mail; else None, and why it cannot be read."""
    try:
        return read_reply_form(file), ""
    except SipdeskError as error:
        return None, " ".join(error.sentence.split()).removeprefix(f"{file.name}: ").removesuffix(_KEPT).strip()


def understood(text: str) -> Understood:
    """What a pasted e-mail says. Not for the desk's thread."""
    return read_email(text)
