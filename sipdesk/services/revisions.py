"""Corrections: a signed note never changes, a new revision takes its place and says why. The old one stays as it was."""

import datetime as dt

from sipdesk.domain.base import Line, Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.clock import local
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import NotFound, Refused
from sipdesk.domain.visit import State, Visit, move_between
from sipdesk.services.visits import VisitService
from sipdesk.store import sealed
from sipdesk.store.desk import Desk
from sipdesk.store.issues import Issues
from sipdesk.store.revisions import NoteRow, Replacement, Revisions, Stood
from sipdesk.store.unfinished import UnfinishedEntries
from sipdesk.store.visits import Visits

_LONGEST = 500
_OPEN = {State.WRITING, State.REVIEW, State.WITH_HEAD, State.CHECKED}


class RevisionLine(Model):
    """One revision of a note, as a list shows it."""

    note: str
    revision: int
    stands: Line
    """In words: `Issued on 14 October 2025, replaced by revision 2`."""
    why: str = ""
    """Why it replaced the one before; empty for the first."""
    sha256: str = ""
    """Of its sealed file; empty while there is none."""


class RevisionView(Model):
    """The revisions of a visit's note, the latest first."""

    lines: list[RevisionLine] = []
    under_way: bool = False
    """The latest is a correction that is not signed yet, and can be withdrawn."""
    may_correct: bool = False


class RevisionService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService) -> None:
        self._desk = desk
        self._service = visits
        self._visits = Visits(desk)
        self._revisions = Revisions(desk)
        self._issues = Issues(desk)
        self._unfinished = UnfinishedEntries(desk)

    def of_visit(self, visit_id: str) -> RevisionView:
        """What there is and what can be done."""
        visit = self._service.get(visit_id)
        rows = self._revisions.of_visit(visit.id)
        return RevisionView(
            lines=[self._line(row, visit) for row in rows],
            under_way=self._revisions.under_way(visit.id) is not None,
            may_correct=visit.state in {State.SIGNED, State.ISSUED},
        )

    def _line(self, row: NoteRow, visit: Visit) -> RevisionLine:
        correction = self._revisions.get(row.id)
        return RevisionLine(
            note=row.id,
            revision=row.revision,
            stands=self._stands(row, visit),
            why=correction.why if correction else "",
            sha256=row.sha256,
        )

    def _stands(self, row: NoteRow, visit: Visit) -> str:
        if not row.sha256:
            return f"{visit.state.value.capitalize()}: not signed yet"
        issue = self._issues.of(row.id, row.revision)
        word, at = ("Issued", issue.at) if issue else ("Signed", self._revisions.signed_at(row))
        told = f"{word} on {_day(at)}" if at else word
        later = sealed.successor(self._desk, row.id)
        return f"{told}, replaced by {later}" if later else told

    def file(self, visit_id: str, revision: int) -> bytes:
        """A sealed revision, byte for byte; `NotFound` where there is no such, or it is not signed."""
        rows = self._revisions.of_visit(self._service.get(visit_id).id)
        row = next((one for one in rows if one.revision == revision), None)
        if row is None or not row.sha256:
            raise NotFound(f"There is no signed revision {revision} of this note in this desk.")
        return sealed.read(self._desk, row.sha256)

    # -- correcting ----------------------------------------------------------------------------------------------

    def correct(self, visit_id: str, why: str) -> Changes:
        """Begin a new revision of a signed or issued note: the visit goes back to writing with all its answers, and the
        accuracy check is asked for again. `Refused` without a reason."""
        visit, said = self._service.get(visit_id), " ".join(why.split())[:_LONGEST]
        if visit.state not in {State.SIGNED, State.ISSUED}:
            raise Refused(f"Only a signed note is corrected, and this visit is “{visit.state}”. Nothing was changed.")
        if not said:
            raise Refused("Say why the note is corrected: the new revision prints it. Nothing was changed.")
        move_between(visit.state, State.WRITING)
        old = self._revisions.of_visit(visit.id)[0]
        correction = Replacement(
            note_id=self._desk.clock.new_id(),
            visit_id=visit.id,
            at=self._desk.clock.stamp(),
            why=said,
            replaced=old.id,
            replaced_on=self._date(old),
            replaced_sha256=old.sha256,
            before=Stood(
                state=visit.state,
                reason=visit.reason,
                response=visit.response,
                header=visit.header,
                answers=self._visits.texts(visit.id),
            ),
        )
        with self._desk.change("began a correction", visit.id, f"revision {old.revision + 1}: {said}"):
            self._revisions.begin(correction, old.revision + 1)
            self._visits.update(visit.model_copy(update={"state": State.WRITING, "response": None, "reason": said}))
        return Changes(visits=[visit.id], schools=[visit.urn])

    def _date(self, old: NoteRow) -> dt.date:
        issue = self._issues.of(old.id, old.revision)
        at = issue.at if issue else self._revisions.signed_at(old)
        return local(at).date() if at else self._desk.clock.today()

    def withdraw(self, visit_id: str) -> Changes:
        """Give a correction up before it is signed: the visit stands again as it stood, words and all."""
        visit = self._service.get(visit_id)
        correction = self._revisions.under_way(visit.id)
        if correction is None or correction.before is None or visit.state not in _OPEN:
            raise Refused("No correction of this note is under way. Nothing was changed.")
        stood, at = correction.before, self._desk.clock.stamp()
        questions = {
            question.id: question for section in self._service.sections(visit) for question in section.questions
        }
        with self._desk.change("withdrew a correction", visit.id, correction.why):
            back = visit.model_copy(
                update={
                    "state": stood.state,
                    "reason": stood.reason,
                    "response": stood.response,
                    "header": stood.header,
                }
            )
            self._visits.update(back)
            for field in list(self._unfinished.of(visit.id)):
                self._unfinished.put(visit.id, field, None, at)
            changed = self._visits.put_back(visit.id, stood.answers, at)
            for name in changed & set(questions):
                self._service.keep_thread(back, questions[name])
            if stood.header.date != visit.header.date:
                self._service.thread_again(back)
            self._revisions.withdraw(correction)
        return Changes(visits=[visit.id], schools=[visit.urn])


def _day(at: str) -> str:
    day = local(at)
    return spoken_day(day)
