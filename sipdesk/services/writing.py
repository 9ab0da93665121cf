"""Writing a visit field by field: what is an answer is saved, what is none yet is kept as it was typed, all can be undone."""

from typing import Any

from sipdesk.domain.base import Model
from sipdesk.domain.clock import local
from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.missing import Lack
from sipdesk.domain.question import Section
from sipdesk.domain.visit import Visit, VisitHeader
from sipdesk.services.notes import NoteService
from sipdesk.services.plainly import plain_sentence, printed_lines, pulled_lines
from sipdesk.services.sections import HEAD, SectionState, count_of, mark_of, nothing_to_do
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.journal import RAW, JournalEntry, Turn
from sipdesk.store.unfinished import Unfinished, UnfinishedEntries
from sipdesk.store.visits import Visits

_LATE = "What you typed here is kept as it was typed, and is not in the note."


class Place(Model):
    """Where somebody writes: the section, the question or field in it, and the place of the cursor."""

    section: str = ""
    field: str = ""
    cursor: int = 0


class Standing(Model):
    """How a visit stands after each save."""

    visit: Visit
    answers: dict[str, Any] = {}
    """By question id, as plain JSON values; after a save only those that were written."""
    unfinished: dict[str, Unfinished] = {}
    """What is no answer yet, by question id or `visit.date` and the like."""
    states: dict[str, SectionState] = {}
    missing: list[Lack] = []
    context: VisitContext
    can_undo: bool = False
    can_redo: bool = False


class VisitView(Standing):
    """A visit as its page shows it."""

    school: str
    sections: list[Section]
    today_is_the_day: bool = False
    read_only: str = ""
    """Why nothing can be written any more, and what can be done; empty while it can."""
    printed: dict[str, list[str]] = {}
    """Of a visit that cannot be written: each answer as the note has it, line by line."""
    place: Place = Place()
    remarks: list[str] = []
    """That the form's edition is past its dates, that the programme gives no such visit here."""


class Written(Standing):
    """What a save came to."""

    changed: bool
    at: str
    """The local time of the commit, as `10:42:07`."""


class Turned(Model):
    """What undo or redo came to. `field` is where it happened; empty where there was nothing to take back."""

    field: str = ""
    view: VisitView


class WritingService:
    """What the visit page calls. Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, notes: NoteService) -> None:
        self._desk = desk
        self._service = visits
        self._notes = notes
        self._visits = Visits(desk)
        self._unfinished = UnfinishedEntries(desk)

    # -- reading -------------------------------------------------------------------------------------------------

    def view(self, visit_id: str) -> VisitView:
        """A visit with its sections, answers, unfinished entries and marks."""
        visit = self._service.get(visit_id)
        stands, standing, sections = (
            self._service.why_it_stands(visit),
            self._standing(visit),
            self._service.sections(visit),
        )
        printed = printed_lines(self._notes.record(visit.id, draft=True)) if stands else {}
        return VisitView(
            **standing,
            school=self._service.school(visit.urn).name,
            sections=sections,
            today_is_the_day=visit.header.date == self._desk.clock.today(),
            read_only=f"{stands} {_kept_beside(len(standing['unfinished']))}".strip() if stands else "",
            printed={**printed, **pulled_lines(sections, standing["answers"])} if stands else {},
            place=Place.model_validate_json(self._desk.fact(_place(visit.id), "{}")),
            remarks=self._service.remarks(visit),
        )

    def _standing(self, visit: Visit, only: set[str] | None = None) -> dict[str, Any]:
        given, context = self._service.answers(visit), self._service.context(visit)
        missing, unfinished = self._service.lacking(visit), dict(self._unfinished.of(visit.id))
        lacking = {lack.question for lack in missing} | set(unfinished)
        header = visit.header
        states = {
            HEAD: SectionState(
                mark=mark_of(
                    said=bool(header.date or header.start), lacking=any(field.startswith(HEAD) for field in lacking)
                )
            )
        }
        for section in self._service.sections(visit):
            said = any(
                question.id in unfinished
                or nothing_to_do(question, context)
                or (question.id in given and not self._service.says_nothing(question, visit, given[question.id]))
                for question in section.questions
            )
            mark = mark_of(said=said, lacking=any(question.id in lacking for question in section.questions))
            states[section.id] = SectionState(mark=mark, count=count_of(section, given, context))
        writable = visit.state.open_for_writing
        return {
            "visit": visit,
            "answers": given if only is None else {key: value for key, value in given.items() if key in only},
            "unfinished": unfinished,
            "states": states,
            "missing": missing,
            "context": context,
            "can_undo": writable and self._visits.log.back(visit.id) is not None,
            "can_redo": writable and self._visits.log.on(visit.id) is not None,
        }

    # -- writing -------------------------------------------------------------------------------------------------

    def write(self, visit_id: str, header: dict[str, Any], answers: dict[str, Any]) -> Written:
        """Keep what was typed, each field on its own, all in one transaction.

        What is refused is kept as it was typed, beside the answer that stands, with the sentence that says why. An
        entry refused before is tried again when another one makes sense of it. Of a visit that stands meanwhile nothing
        changes; what was typed too late is kept beside it in the same way, so that no words hold up the lock.
        """
        visit = self._service.get(visit_id)
        at = self._desk.clock.stamp()
        stands = self._service.why_it_stands(visit)
        if stands:
            self._set_aside(
                visit, {**{HEAD + name: raw for name, raw in header.items()}, **answers}, f"{stands} {_LATE}"
            )
            return self._written(visit_id, set(answers), changed=False)
        with self._desk.writing():
            written = self._write_header(visit, header, at)
            changed = written.header != visit.header
            for question_id in sorted(answers, key=lambda name: name not in self._foci(visit)):
                changed |= self._write_answer(written, question_id, answers[question_id], at)
            if changed:
                self._service.keep_begun(visit, written)
        return self._written(visit_id, set(answers), changed=changed)

    def _written(self, visit_id: str, answers: set[str], *, changed: bool) -> Written:
        standing = self._standing(self._service.get(visit_id), answers)
        return Written(**standing, changed=changed, at=f"{local(self._desk.clock.stamp()):%H:%M:%S}")

    def _set_aside(self, visit: Visit, fields: dict[str, Any], why: str) -> None:
        """Keep what differs from the visit as it stands."""
        given = {HEAD + name: value for name, value in visit.header.model_dump(mode="json").items()}
        given |= self._service.answers(visit)
        at = self._desk.clock.stamp()
        with self._desk.writing():
            for field, raw in fields.items():
                if (raw or None) != (given.get(field) or None):
                    self._settle(visit.id, field, Unfinished(raw=raw, why=why), at)

    def _open(self, visit_id: str) -> Visit:
        visit = self._service.get(visit_id)
        stands = self._service.why_it_stands(visit)
        if stands:
            raise Refused(stands)
        return visit

    def _foci(self, visit: Visit) -> set[str]:
        """The questions whose answers others may name; they are kept first."""
        sections = self._service.sections(visit)
        return {q.id for section in sections for q in section.questions if q.kind == "focus_areas"}

    def _write_header(self, visit: Visit, given: dict[str, Any], at: str) -> Visit:
        kept = self._unfinished.of(visit.id)
        waiting = {
            **{name.removeprefix(HEAD): entry.raw for name, entry in kept.items() if name.startswith(HEAD)},
            **given,
        }
        if not given:
            return visit
        refused: dict[str, str] = {}
        moved = True
        while waiting and moved:  # an end before its start is refused until the start has moved as well
            moved = False
            for name in list(waiting):
                try:
                    visit = self._service.keep_header(visit, {name: _blank(name, waiting[name])}, at)
                except BadInput as error:
                    refused[name] = plain_sentence(HEAD + name, error, visit.year)
                else:
                    self._settle(visit.id, HEAD + name, None, at)
                    del waiting[name]
                    moved = True
        for name, raw in waiting.items():
            self._settle(visit.id, HEAD + name, Unfinished(raw=raw, why=refused[name]), at)
        return visit

    def _write_answer(self, visit: Visit, question_id: str, raw: Any, at: str) -> bool:
        try:
            changed = self._service.keep_answer(visit, question_id, raw, at)
        except BadInput as error:
            why = plain_sentence(question_id, error, visit.year)
            self._settle(visit.id, question_id, Unfinished(raw=raw, why=why), at)
            return False
        self._settle(visit.id, question_id, None, at, told=changed)
        return changed

    def _settle(self, visit_id: str, field: str, entry: Unfinished | None, at: str, *, told: bool = False) -> None:
        """Keep or forget what is no answer; the journal tells it unless the answer's own entry does (`told`)."""
        if self._unfinished.put(visit_id, field, entry, at) and not told:
            after = entry.model_dump_json() if entry else None
            self._visits.record(visit_id, JournalEntry(field=RAW + field, before=None, after=after, at=at))

    def part(self, visit_id: str) -> None:
        """What was written until now and what comes next are two steps of undo (a paste is one of its own)."""
        self._visits.log.part(self._service.get(visit_id).id)

    def remember(self, visit_id: str, place: Place) -> None:
        """Where to go on when the visit is opened again."""
        with self._desk.writing():
            self._desk.set_fact(_place(self._service.get(visit_id).id), place.model_dump_json())

    # -- undo ----------------------------------------------------------------------------------------------------

    def undo(self, visit_id: str) -> Turned:
        """Take the last change back: answers and head alike, through lock, quit and crash."""
        return self._turn(visit_id, back=True)

    def redo(self, visit_id: str) -> Turned:
        """Do again what was taken back last."""
        return self._turn(visit_id, back=False)

    def _turn(self, visit_id: str, *, back: bool) -> Turned:
        visit, field = self._open(visit_id), ""
        log = self._visits.log
        with self._desk.writing():
            turn = log.back(visit.id) if back else log.on(visit.id)
            while turn is not None and not field:
                at = self._desk.clock.stamp()
                if self._apply(self._service.get(visit.id), turn, at):
                    field = turn.field
                log.turned(visit.id, turn, at, back=back)
                if not field:  # typed and taken away again within one spell: go on to what can be seen
                    turn = log.back(visit.id) if back else log.on(visit.id)
        return Turned(field=field, view=self.view(visit.id))

    def _apply(self, visit: Visit, turn: Turn, at: str) -> bool:
        entry = Unfinished.model_validate_json(turn.raw) if turn.raw is not None else None
        changed = self._unfinished.put(visit.id, turn.field, entry, at)
        if not turn.answered:
            return changed
        if turn.field.startswith(HEAD):
            return self._put_header(visit, turn.field.removeprefix(HEAD), turn.value) or changed
        if not self._visits.restore_answer(visit.id, turn.field, turn.value, at):
            return changed
        question = next((q for s in self._service.sections(visit) for q in s.questions if q.id == turn.field), None)
        if question is not None:
            self._service.keep_thread(visit, question)
        return True

    def _put_header(self, visit: Visit, name: str, text: str | None) -> bool:
        """The head held this before, so it is put back without asking whether it fits what stands beside it."""
        value = getattr(VisitHeader.model_validate({name: _typed(name, text)}), name)
        header = visit.header.model_copy(update={name: value})
        if header == visit.header:
            return False
        updated = visit.model_copy(update={"header": header})
        self._visits.update(updated)
        if name == "date":
            self._service.thread_again(updated)
        return True


def _kept_beside(count: int) -> str:
    """What is said of entries that came too late for the note, or were never finished; empty for none."""
    many = "One entry that is not in the note is" if count == 1 else f"{count} entries that are not in the note are"
    return f"{many} kept, and will be there when it is written in again." if count else ""


def _place(visit_id: str) -> str:
    return f"place {visit_id}"


def _blank(name: str, raw: Any) -> Any:
    """An emptied field is one that was never filled."""
    return VisitHeader.model_fields[name].get_default() if raw == "" and name in VisitHeader.model_fields else raw


def _typed(name: str, text: str | None) -> Any:
    """A value of the head from the text the journal keeps."""
    if text is None:
        return VisitHeader.model_fields[name].get_default()
    return int(text) if name == "roll" else text
