"""Making parcels: of a signed note, of requests that cannot wait for one, of a greeting. Runs on the desk's thread.

The bytes lie down before the desk says so, as a signed note does; what comes of them is the outbox's affair.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sipdesk.domain.action import Action
from sipdesk.domain.errors import Refused, SipdeskError
from sipdesk.domain.note import NoteRecord, canonical, read_record
from sipdesk.domain.outbox import Cause, Kind, Stage
from sipdesk.domain.parcel import ActionList, Cover
from sipdesk.domain.parcel import canonical as written
from sipdesk.domain.visit import Visit
from sipdesk.services.caseload import CaseloadService
from sipdesk.services.enrolled import Enrolled, Goes, enrolled, way_of
from sipdesk.services.signing import CERTIFICATES, SigningService, record_in
from sipdesk.services.visits import VisitService
from sipdesk.store import audit, sealed
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import ParcelRow, Parcels, RequestRow, Requests, lay_down, take_up

if TYPE_CHECKING:
    from sipdesk.sync.package import Packed

GREETED_WITH = "enrolment.greeted"
"""The mark of the certificate the last greeting was signed with."""
Keep = Callable[[], None]
"""Puts what was made into the desk, inside the caller's transaction."""


@dataclass(frozen=True)
class Content:
    """What a parcel is about, and its files by name."""

    kind: Kind
    note: str
    """Empty for a parcel that is no note: it is then known by its own id."""
    revision: int = 1
    supersedes: str = ""
    supersedes_revision: int | None = None
    marking: str = ""
    title: str = ""
    visit: str = ""
    urn: str = ""
    files: dict[str, bytes] | None = None
    requests: tuple[Action, ...] = ()
    invitation: str = ""


class Packing:
    """Makes parcels and withdraws those that no longer stand."""

    def __init__(self, desk: Desk, visits: VisitService, signing: SigningService, caseload: CaseloadService) -> None:
        self._desk = desk
        self._visits = visits
        self._signing = signing
        self._caseload = caseload
        self._parcels = Parcels(desk)
        self._requests = Requests(desk)
        signing.beside = self.beside

    # -- beside a signature --------------------------------------------------------------------------------------

    @contextmanager
    def beside(self, visit: Visit, record: NoteRecord, pdf: bytes) -> Iterator[Keep]:
        """For the time a signed note is put into the desk: gives what to call inside that transaction. A desk that is not
        enrolled makes nothing. Whatever is wrong with a parcel, the signature stands and the outbox says what it is."""
        known = enrolled(self._desk)
        if known is None:
            yield lambda: None
            return
        content = note_content(visit, record, pdf)
        with self.laid(content, known, Stage.SEALED) as parcel:

            def keep() -> None:
                self._withdraw_earlier(visit.id)
                self.put_in(parcel, content)

            yield keep

    @contextmanager
    def laid(self, content: Content, known: Enrolled, stage: Stage) -> Iterator[ParcelRow]:
        """A parcel whose bytes lie ready; they are taken up again where what follows fails."""
        parcel, packed = self.made(content, known, stage)
        new = packed is not None and lay_down(self._desk, packed.sha256, packed.data)
        try:
            yield parcel
        except BaseException:
            if new:
                take_up(self._desk, parcel.sha256)
            raise

    def put_in(self, parcel: ParcelRow, content: Content) -> None:
        """Into the outbox, with the requests it carries; inside the caller's transaction."""
        self._parcels.add(parcel)
        for action in content.requests:
            self._ask(action, parcel)

    def _ask(self, action: Action, parcel: ParcelRow) -> None:
        if self.is_asked(action):
            return  # its answer stands
        words = request_words(action)
        self._requests.put(
            RequestRow(
                action=action.id, visit_id=parcel.visit_id, urn=parcel.urn, words=words, parcel=parcel.id, asked=parcel.made
            )
        )  # fmt: skip

    def is_asked(self, action: Action) -> bool:
        """Whether support was asked for already, in these words."""
        before = self._requests.get(action.id)
        return before is not None and before.words == request_words(action)

    def _withdraw_earlier(self, visit_id: str) -> None:
        """A note that was signed anew before it was issued leaves in its new revision alone."""
        for old in self._parcels.of_visit(visit_id):
            if old.kind == "note" and old.stage is Stage.SEALED:
                self._parcels.withdraw(old)

    # -- making --------------------------------------------------------------------------------------------------

    def made(self, content: Content, known: Enrolled, stage: Stage) -> "tuple[ParcelRow, Packed | None]":
        """A parcel and its bytes; no bytes where they cannot be made, and then the parcel says why."""
        new, goes = self._desk.clock.new_id(), self.way(content.urn, known)
        try:
            packed, cause, why = self._packed(content, known, new), *_nowhere(goes, stage)
        except SipdeskError as error:
            large = isinstance(error, Refused)
            return self._row(
                content, known, new, goes, (Stage.ATTENTION, "large" if large else "failed", str(error))
            ), None
        row = self._row(content, known, new, goes, (Stage.ATTENTION if cause else stage, cause, why))
        return row.model_copy(
            update={
                "name": packed.name,
                "sha256": packed.sha256,
                "size": len(packed.data),
                "audit_head": packed.manifest.audit_head,
            }
        ), packed

    def way(self, urn: str, known: Enrolled) -> Goes:
        """Where a school's parcels go."""
        if not urn:
            return Goes(known.enrolment.destination)
        try:
            home = self._caseload.home_codes()
        except SipdeskError:  # a programme that cannot be read now must not stand in the way of a signature
            home = []
        return way_of(self._visits.school(urn), known.enrolment, home)

    def _packed(self, content: Content, known: Enrolled, new: str) -> "Packed":
        from sipdesk.sync.package import pack  # noqa: PLC0415 - libsodium is loaded for those who are enrolled

        identity = self._signing.identity()
        cover = Cover(
            id=new,
            kind=content.kind,
            note=content.note or new,
            revision=content.revision,
            supersedes=content.supersedes,
            supersedes_revision=content.supersedes_revision,
            marking=content.marking,
            made=self._desk.clock.now(),
            partner=identity.name,
            reply_to=known.public.hex(),
            authority=known.enrolment.authority,
            audit_head=audit.head(self._desk.db)[1],
            invitation=content.invitation,
        )
        return pack(cover, content.files or {}, identity, bytes.fromhex(known.enrolment.seal_key))

    def _row(
        self, content: Content, known: Enrolled, new: str, goes: Goes, stands: tuple[Stage, Cause, str]
    ) -> ParcelRow:
        now = self._desk.clock.stamp()
        return ParcelRow(
            id=new,
            kind=content.kind,
            note=content.note or new,
            revision=content.revision,
            visit_id=content.visit,
            urn=content.urn,
            title=content.title,
            name=new,
            sha256="",
            size=0,
            audit_head="",
            recipient=known.enrolment.seal_key,
            destination=goes.destination,
            stage=stands[0],
            cause=stands[1],
            why=stands[2],
            since=now,
            made=now,
        )

    def greet_again(self) -> None:
        """Where this desk signs with another certificate than it greeted with, the authority does not know what it sends: put
        another greeting into the outbox, which the same invitation lets in."""
        known, mark = enrolled(self._desk), self.mark()
        before = self._desk.fact(GREETED_WITH)
        if known is None or mark == before:
            return
        if not before:  # enrolled by an earlier sipdesk, which did not keep it
            with self._desk.writing():
                self._desk.set_fact(GREETED_WITH, mark)
            return
        content = greeting_content(known)
        with (
            self.laid(content, known, Stage.QUEUED) as parcel,
            self._desk.change("greets with another certificate", known.enrolment.name, parcel.name),
        ):
            self.put_in(parcel, content)
            self._desk.set_fact(GREETED_WITH, mark)

    def mark(self) -> str:
        """What tells one certificate of this desk from another."""
        return hashlib.sha256(self._desk.fact(CERTIFICATES).encode()).hexdigest()

    # -- made anew -----------------------------------------------------------------------------------------------

    def content_of(self, parcel: ParcelRow, known: Enrolled) -> Content:
        """What is in a parcel, from the desk: for one whose bytes are lost, or were sealed for another key."""
        if parcel.kind == "note":
            return self.signed_content(parcel.note, parcel.revision, parcel.visit_id)
        if parcel.kind == "requests":
            return self.requests_content(self._visits.get(parcel.visit_id))
        return greeting_content(known)

    def signed_content(self, note: str, revision: int, visit_id: str) -> Content:
        """Of a note that lies signed in the desk."""
        pdf = sealed.read(self._desk, sealed.hash_of(self._desk, note, revision))
        return note_content(self._visits.get(visit_id), read_record(record_in(pdf)), pdf)

    def requests_content(self, visit: Visit) -> Content:
        """Of the requests of a visit as they stand in its answers; `Refused` where there are none."""
        answers = self._visits.answers(visit)
        asked = [question for section in self._visits.sections(visit) for question in section.questions]
        agreed = [answers.get(question.id) for question in asked if question.kind == "actions"]
        found = tuple(action for action in _actions(agreed) if action.brokerage)
        if not found:
            raise Refused("No action of this visit asks for support to be brokered. Nothing was put into the outbox.")
        school = self._visits.school(visit.urn)
        told = _listed("sipdesk.requests", found, ("", visit.id, visit.urn, school.name), visit.header.date)
        title = f"Requests for support: {visit.title}, {visit.year}"
        return Content(
            "requests", "", title=title, visit=visit.id, urn=visit.urn, files={"requests.json": told}, requests=found
        )


def note_content(visit: Visit, record: NoteRecord, pdf: bytes) -> Content:
    """Of a signed note: the file, its record, what was agreed, and what the service is asked for."""
    given = [item.answer for section in record.sections for item in section.items if item.question.kind == "actions"]
    agreed = _actions(given)
    wanted = tuple(action for action in agreed if action.brokerage)
    about = (record.note, visit.id, record.school.urn, record.school.name)
    files = {"note.pdf": pdf, "record.json": canonical(record)}
    if agreed:
        files["actions.json"] = _listed("sipdesk.actions", agreed, about, record.visit.date)
    if wanted:
        files["requests.json"] = _listed("sipdesk.requests", wanted, about, record.visit.date)
    return Content(
        "note",
        record.note,
        record.revision,
        record.supersedes,
        record.supersedes_revision,
        record.marking,
        f"{record.visit.title}, {record.visit.year}, revision {record.revision}",
        visit.id,
        visit.urn,
        files,
        wanted,
    )


def greeting_content(known: Enrolled) -> Content:
    """The first word to an authority: who this desk is, with the secret of the enrolment it answers."""
    said = known.enrolment
    return Content("greeting", "", title=f"Greeting to {said.service or said.name}"[:500], invitation=said.invitation)


def request_words(action: Action) -> str:
    """A request as a list shows it."""
    return " ".join(
        filter(None, [action.text.strip(), f"({action.brokerage_note.strip()})" if action.brokerage_note else ""])
    )


def _actions(given: list[Any]) -> tuple[Action, ...]:
    return tuple(Action.model_validate(one) for answer in given for one in answer or [])


def _listed(name: Any, actions: tuple[Action, ...], about: tuple[str, str, str, str], day: Any) -> bytes:
    note, visit, urn, school = about
    told = ActionList(
        schema_name=name, note=note, visit=visit, urn=urn, school=school, date=day, actions=list(actions)
    )  # fmt: skip
    return written(told)


def _nowhere(goes: Goes, stage: Stage) -> tuple[Cause, str]:
    """One that waits for its note to be issued does not need a destination yet, and keeps why it will find none."""
    return ("nowhere" if goes.why and stage is not Stage.SEALED else ""), goes.why


def issued(desk: Desk, note: str, revision: int) -> None:
    """The parcel of a note may leave: the note is issued. Inside the caller's transaction."""
    parcel = Parcels(desk).of_note(note, revision)
    if parcel is not None and parcel.stage is Stage.SEALED:
        stage, cause = (Stage.ATTENTION, "nowhere") if not parcel.destination else (Stage.QUEUED, "")
        Parcels(desk).put(parcel.model_copy(update={"stage": stage, "cause": cause, "since": desk.clock.stamp()}))
