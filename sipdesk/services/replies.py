"""What comes back from a head: a returned form, or an e-mail. Read here, looked over by the partner, kept by accuracy.py.

Reading files is outside work; whether a form belongs to the draft the head has now is asked of the desk.
"""

from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.correction import FormReply, Understood, reference
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.pasted import from_html
from sipdesk.domain.replied import read_email
from sipdesk.domain.visit import ResponseKind, Source
from sipdesk.imports.replyform import read_reply_form
from sipdesk.services.accuracy import AccuracyService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk

_LARGEST = 10 << 20
_KEPT = "Nothing was changed."
_TITLE = "Accuracy check: reply"
CALL = "Read it and enter the answer by hand."


class ReplyService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, accuracy: AccuracyService) -> None:
        self._desk = desk
        self._service = visits
        self._accuracy = accuracy

    def matched(self, visit_id: str, form: FormReply) -> Understood:
        """What a returned form says, where it belongs to the draft that the head has now; else `Refused` says whose it is."""
        visit = self._service.get(visit_id)
        drafts = self._service.settled.drafts(visit)
        if not form.reference.startswith("sipdesk/"):
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
        asked, comment = form.asked, form.comment
        return Understood(kind=kind, on=day, source=Source.FORM, asked=asked, comment=comment, remarks=remarks)


def _no_form(form: FormReply) -> str:
    if form.title.startswith(_TITLE):
        return f"This is a printed or flattened copy of the reply form: it can be read, but its fields are gone. {CALL} {_KEPT}"
    if form.fields:
        return f"This PDF has fields, but it is not the reply form that went with the draft. {_KEPT}"
    return f"This PDF is no reply form: it has no fields that were filled in. If it is a scan of one, {CALL[0].lower()}{CALL[1:]} {_KEPT}"


def read_file(file: Path) -> FormReply | Understood:
    """A file that came back: the form (PDF), or an e-mail saved as a file (.eml or text). Not for the desk's thread."""
    try:
        with file.open("rb") as held:
            data = held.read(_LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{file.name} cannot be read ({error.strerror}). {_KEPT}") from None
    if len(data) > _LARGEST:
        raise BadInput(f"{file.name} is larger than any reply. It was not read.")
    if b"%PDF-" in data[:1024]:
        return read_reply_form(file)
    if data[:4] in {b"\xd0\xcf\x11\xe0", b"PK\x03\x04"} or b"\0" in data[:4096].replace(b"\xff\xfe", b""):
        raise BadInput(f"{file.name} is neither the returned form (a PDF) nor an e-mail as text. {CALL} {_KEPT}")
    return read_email(_words(data))


def understood(text: str) -> Understood:
    """What a pasted e-mail says. Not for the desk's thread."""
    return read_email(text)


def _words(data: bytes) -> str:
    """The words of an e-mail saved as a file; of plain text the text itself."""
    head = data[:2_000].lower()
    if any(mark in head for mark in (b"\nmime-version:", b"\nsubject:", b"\nreceived:", b"\nfrom:", b"\ndate:")):
        try:
            message = message_from_bytes(data, policy=default)
            body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
            if body is not None:
                told = str(body.get_content())
                return from_html(told) if body.get_content_subtype() == "html" else told
        except (MessageError, LookupError, ValueError, AttributeError, KeyError):
            pass
    return data.decode("utf-8-sig", "replace")
