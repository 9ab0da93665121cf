"""A visit from the diary to the note: open, write, move on. One transaction for each thing a partner does."""

from datetime import date
from typing import Any

from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, TermSlot, assumed_dates
from sipdesk.domain.changes import Changes
from sipdesk.domain.context import VisitContext
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.kinds import blank_answer, read_answer, what_is_missing, write_answer
from sipdesk.domain.missing import Lack
from sipdesk.domain.question import Question, Section
from sipdesk.domain.school import School
from sipdesk.domain.since import speaks_of_last_visit, with_last_visit
from sipdesk.domain.spoken import said, where
from sipdesk.domain.visit import CALLED_OFF, MOVES, NO_STEP, HeadResponse, State, Visit, VisitHeader, move_between
from sipdesk.forms.loader import remark_on
from sipdesk.services.allotted import beyond
from sipdesk.services.answers import LAID_OUT, PREPARED, PROJECTIONS, laid_out, prepared
from sipdesk.services.forms import FormService
from sipdesk.services.settled import Settled, refuse_early
from sipdesk.store.desk import Desk
from sipdesk.store.journal import JournalEntry
from sipdesk.store.revisions import Revisions
from sipdesk.store.schools import Allocation, Schools
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits


class Step(Model):
    """A move to another state with what comes with it."""

    to: State
    by: str = ""
    why: str = ""
    response: HeadResponse | None = None


class VisitService:
    """Everything that changes a visit. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._desk = desk
        self._forms = forms
        self._visits = Visits(desk)
        self._schools = Schools(desk)
        self._thread = Thread(desk)
        self.settled = Settled(desk)
        self._revisions = Revisions(desk)

    # -- finding -------------------------------------------------------------------------------------------------

    def get(self, visit_id: str) -> Visit:
        """A visit by id, or by the beginning of it, or as `URN/2025-26/autumn`."""
        found = self._visits.get(visit_id)
        if found is None and visit_id.count("/") >= 2:
            urn, _, rest = visit_id.partition("/")
            slot = TermSlot.parse(rest)
            found = self._visits.in_term(urn, slot)
        if found is None:
            raise NotFound(f"There is no visit “{visit_id}” in this desk.")
        return found

    def school(self, urn: str) -> School:
        """A school of this desk."""
        found = self._schools.school(urn)
        if found is None:
            raise NotFound(f"There is no school {urn} in this desk. Import the caseload first.")
        return found

    # -- opening -------------------------------------------------------------------------------------------------

    def open_in_term(self, urn: str, slot: TermSlot) -> tuple[Visit, list[str]]:
        """The programme's visit of a term: the one there is, or a new one, with remarks to read."""
        school, allocation = self._mine(urn)
        opened = self._visits.in_term(urn, slot)
        if opened is not None:  # it has its own form, whatever became of the folder it came from
            return opened, []
        edition = self._forms.edition(allocation.authority, slot)
        programme_slot = edition.programme.slot_in(slot.term)
        if programme_slot is None:
            raise Refused(f"The programme {edition.programme.name} has no visit in the {slot.term} term.")
        there = self._visits.in_slot(urn, str(slot.year), programme_slot.id)
        if there is not None:
            return there, []
        if allocation.status == "left":
            raise Refused(f"{school.name} has left your caseload: its drafts can be finished, but no new visit opened.")
        brokered = beyond(edition.programme, school, allocation, programme_slot.id)
        with self._desk.change("opened a visit", urn, f"{slot} {programme_slot.id}") as _db:
            visit = Visit(
                id=self._desk.clock.new_id(),
                urn=urn,
                slot=programme_slot.id,
                year=slot.year,
                term_slot=slot,
                number=programme_slot.number,
                title=programme_slot.title,
                state=State.PLANNED,
                header=VisitHeader(head=school.head, chair=school.chair),
                pin=self._forms.pin(edition, programme_slot.form),
                opened=self._desk.clock.stamp(),
            )
            self._visits.add(visit)
        return visit, [remark for remark in (edition.remark, brokered) if remark]

    def remarks(self, visit: Visit) -> list[str]:
        """What is to be known of a visit's form: that its edition is past its dates, that no visit is due here."""
        programme = self._forms.programme_of(visit)
        on = visit.header.date
        if on is None and visit.term_slot:
            on = assumed_dates(visit.term_slot.year, visit.term_slot.term).first
        allocation = self._schools.allocation(visit.urn)
        brokered = (
            beyond(programme, self.school(visit.urn), allocation, visit.slot) if allocation and visit.slot else ""
        )
        return [remark for remark in (remark_on(programme, on) if on else "", brokered) if remark]

    def open_contact(self, urn: str, kind: str, on: date) -> tuple[Visit, list[str]]:
        """A contact outside the terms' visits: the one of that kind on that day, or a new one."""
        school, allocation = self._mine(urn)
        slot = TermSlot.of(on)
        edition = self._forms.edition(allocation.authority, slot)
        contact = next((c for c in edition.programme.contacts if c.id == kind), None)
        if contact is None:
            known = ", ".join(c.id for c in edition.programme.contacts) or "none"
            raise Refused(f"The programme {edition.programme.name} knows no contact “{kind}”. It knows: {known}.")
        there = self._visits.contact_on(urn, kind, on.isoformat())
        if there is not None:
            return there, []
        with self._desk.change("opened a contact", urn, f"{kind} {on}") as _db:
            visit = Visit(
                id=self._desk.clock.new_id(),
                urn=urn,
                kind=kind,
                year=AcademicYear.of(on),
                term_slot=slot,
                title=contact.title,
                state=State.PLANNED,
                header=VisitHeader(date=on, head=school.head, chair=school.chair),
                pin=self._forms.pin(edition, contact.form),
                opened=self._desk.clock.stamp(),
            )
            self._visits.add(visit)
        return visit, [edition.remark] if edition.remark else []

    def _mine(self, urn: str) -> tuple[School, Allocation]:
        school, allocation = self.school(urn), self._schools.allocation(urn)
        if allocation is None:
            raise NotFound(f"{school.name} is not on your caseload.")
        return school, allocation

    # -- reading -------------------------------------------------------------------------------------------------

    def sections(self, visit: Visit) -> list[Section]:
        """The sections of the visit's own form that apply to the school, with the day of the visit before filled in."""
        return self._for_school(visit)[0]

    def _for_school(self, visit: Visit) -> tuple[list[Section], dict[str, Question]]:
        """The sections that apply, and their questions by id; worked out once for each form and sort of school."""
        phase, governance = self._schools.sort_of(visit.urn)
        key = f"form {visit.pin.sha256} {phase} {governance}"
        if key not in self._desk.held:
            sections = self._forms.form_of(visit).sections_for(phase, governance)
            self._desk.held[key] = (sections, _by_id(sections), speaks_of_last_visit(sections))
        sections, asked, waits = self._desk.held[key]
        if not waits:
            return sections, asked
        day = self._visits.last_before(visit)
        if f"{key} {day}" not in self._desk.held:
            filled = with_last_visit(sections, date.fromisoformat(day) if day else None)
            self._desk.held[f"{key} {day}"] = (filled, _by_id(filled))
        found: tuple[list[Section], dict[str, Question]] = self._desk.held[f"{key} {day}"]
        return found

    def context(self, visit: Visit) -> VisitContext:
        """The foci of the year, the open actions and the school's facts at this visit."""
        school = self.school(visit.urn)
        return VisitContext(
            phase=school.phase,
            governance=school.governance,
            year=visit.year,
            term=visit.term_slot.term if visit.term_slot else None,
            foci=self._thread.foci(visit),
            open_actions=self._thread.open_before(visit),
        )

    def answers(self, visit: Visit) -> dict[str, Any]:
        """The answers given so far, as plain JSON values by question id."""
        return self._visits.answers(visit.id)

    def handed_on(self, visit: Visit) -> dict[str, Any]:
        """What the last visit left for this one: its summary and every answer the form hands on, by its heading."""
        earlier = [v for v in self._visits.of_school(visit.urn) if v.id != visit.id and _before(v, visit)]
        if not earlier:
            return {}
        given = self.answers(earlier[-1])
        asked = [q for section in self.sections(earlier[-1]) for q in section.questions if q.id in given]
        handed = {q.printed: given[q.id] for q in asked if q.kind == "summary" or q.hand_on}
        return {"visit": earlier[-1].title, "date": str(earlier[-1].header.date or ""), **handed} if handed else {}

    def incomplete(self, visit: Visit) -> list[str]:
        """What is missing before the note may go to the head, in the order of the form."""
        return [lack.words for lack in self.lacking(visit)]

    def lacking(self, visit: Visit) -> list[Lack]:
        """The same, each with the place where it is mended."""
        header = visit.header
        found = [] if header.date else [Lack(question="visit.date", words="Date of the visit")]
        if visit.kind == "visit" and not header.hours:
            found.append(Lack(question="visit.start", words="Start and end"))
        given, context = self.answers(visit), self.context(visit)
        for section in self.sections(visit):
            for question in section.questions:
                answer = read_answer(question, given.get(question.id))
                found += [
                    Lack(question=question.id, words=f"{section.title} › {lack}")
                    for lack in what_is_missing(question, answer, context)
                ]
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def save(
        self, visit_id: str, header: dict[str, Any] | None = None, answers: dict[str, Any] | None = None
    ) -> Changes:
        """Keep what was written, all of it or nothing. The first save makes a planned visit one being written."""
        visit = self.get(visit_id)
        stands = self.why_it_stands(visit)
        if stands:
            raise Refused(stands)
        at = self._desk.clock.stamp()
        with self._desk.writing():
            updated = self.keep_header(visit, header, at) if header else visit
            changed = self._save_answers(updated, answers or {}, at)
            touched = changed or updated.header != visit.header
            if touched:
                self.keep_begun(visit, updated)
        return Changes(visits=[visit.id]) if touched else Changes()

    def why_it_stands(self, visit: Visit) -> str:
        """Why nothing may be written into a visit any more, and what can be done; empty while it is open for writing."""
        if visit.state.open_for_writing:
            return ""
        back = State.WRITING in self.next_states(visit)
        way = (
            "Take it back to writing first, and say why."
            if back
            else "A correction is a new revision, begun beside the note."
        )
        return f"This visit is “{visit.state}”, so its text stands. {way}"

    def keep_begun(self, before: Visit, visit: Visit) -> None:
        """Keep the head of a visit that was written in; the first words make a planned one being written."""
        if visit.state is not State.WRITING:
            visit = visit.model_copy(update={"state": State.WRITING, "reason": ""})
        if visit != before:
            self._visits.update(visit)

    def keep_header(self, visit: Visit, given: dict[str, Any], at: str) -> Visit:
        """Enter changes to the head of a visit in the journal, inside the caller's transaction; the visit as it then is.

        `BadInput` comes before anything was written.
        """
        told = visit.header.model_dump(mode="json")
        try:
            header = VisitHeader.model_validate({**told, **given})
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(f"visit.{where(first) or 'times'}: {said(first)}. Nothing was changed.") from None
        if header.date and visit.slot and AcademicYear.of(header.date) != visit.year:
            raise BadInput(
                f"visit.date: {spoken_day(header.date)} lies outside the school year {visit.year}. Nothing was changed."
            )
        updated = visit.model_copy(update={"header": header})
        for name, value in header.model_dump(mode="json").items():
            if value != told[name]:
                self._visits.record(
                    visit.id, JournalEntry(field=f"visit.{name}", before=_text(told[name]), after=_text(value), at=at)
                )
        if header.date != visit.header.date:
            self._visits.update(updated)
            self.thread_again(updated)
        return updated

    def thread_again(self, visit: Visit) -> None:
        """Keep the golden thread of a visit anew, after its date changed."""
        given = self.answers(visit)
        for question in self._for_school(visit)[1].values():
            keep = PROJECTIONS.get(question.kind)
            if keep and question.id in given:
                keep(self._thread, visit, read_answer(question, given[question.id]))

    def _save_answers(self, visit: Visit, given: dict[str, Any], at: str) -> bool:
        asked = self._for_school(visit)[1]
        # The foci first, whatever the order of the file: actions may name them.
        wanted = sorted(given, key=lambda name: getattr(asked.get(name), "kind", "") != "focus_areas")
        kept = [self.keep_answer(visit, question_id, given[question_id], at) for question_id in wanted]
        return any(kept)

    def keep_answer(self, visit: Visit, question_id: str, raw: Any, at: str) -> bool:
        """Keep one answer and its part of the golden thread, inside the caller's transaction; False when nothing changed.

        `BadInput` comes before anything was written.
        """
        question = self._for_school(visit)[1].get(question_id)
        if question is None:
            raise BadInput(
                f"The form of this visit asks no question “{question_id}” of this school. Nothing was changed."
            )
        if not self._save_answer(visit, question, raw, at):
            return False
        self.keep_thread(visit, question)
        return True

    def keep_thread(self, visit: Visit, question: Question) -> None:
        """Keep what later visits look up of an answer."""
        keep = PROJECTIONS.get(question.kind)
        if keep:
            keep(self._thread, visit, read_answer(question, self._visits.answer(visit.id, question.id)))

    def _save_answer(self, visit: Visit, question: Question, raw: Any, at: str) -> bool:
        if question.kind in PREPARED:
            there = self._visits.answer(visit.id, question.id)
            raw = prepared(question, raw, self.context(visit), there, self._desk.clock.new_id)
        value = write_answer(question.kind, read_answer(question, raw))
        if not self._visits.has_answer(visit.id, question.id) and self.says_nothing(question, visit, value):
            return False  # an empty field of a template says nothing
        return self._visits.save_answer(visit.id, question.id, value, at)

    def says_nothing(self, question: Question, visit: Visit, value: Any) -> bool:
        """Whether an answer is an empty one, or only names what there is to say something about."""
        if value == blank_answer(question.kind):
            return True
        if question.kind not in LAID_OUT:
            return False
        return bool(
            value == write_answer(question.kind, read_answer(question, laid_out(question, self.context(visit))))
        )

    def move(self, visit_id: str, step: Step) -> Changes:
        """Take a visit to another state. `Refused` names what is missing or which steps there are."""
        visit = self.get(visit_id)
        move = move_between(visit.state, step.to)
        if step.to not in self.next_states(visit):
            raise Refused(NO_STEP[step.to])
        if "complete" in move.needs:
            self._refuse_incomplete(visit)
        if "reviewed" in move.needs and self._forms.programme_of(visit).review_before_issue:
            raise Refused("This programme has each note reviewed before the head sees it. Send it for review first.")
        if "by" in move.needs and not step.by.strip():
            raise Refused(f"Say by whom the visit was {step.to}.")
        if "why" in move.needs and not step.why.strip():
            raise Refused("Say why, in a few words; it stays with the visit.")
        if "response" in move.needs and step.response is None:
            raise Refused(
                "Say how the head answered: accurate, corrected, or no reply by a date. Silence is never agreement."
            )
        if step.response:
            refuse_early(visit, step.response.on)
        self.settled.refuse(visit, step.to, step.response)
        reason = ", ".join(filter(None, (step.by and f"by {step.by}", step.why)))
        response = {State.CHECKED: step.response, State.WITH_HEAD: None}.get(step.to, visit.response)
        with self._desk.change(f"visit is {step.to}", visit.id, reason):
            self._visits.update(visit.model_copy(update={"state": step.to, "reason": reason, "response": response}))
            self.settled.follow(visit, step.to, response)
        return Changes(visits=[visit.id], schools=[visit.urn])

    def _refuse_incomplete(self, visit: Visit) -> None:
        lacks = self.incomplete(visit)
        if lacks:
            more = f" and {len(lacks) - 3} more" if len(lacks) > 3 else ""
            raise Refused(f"Still missing: {'; '.join(lacks[:3])}{more}.")

    def next_states(self, visit: Visit) -> list[State]:
        """Where a visit can go from here. A correction is begun by itself; and a visit that is corrected took place."""
        targets = [move.target for move in MOVES if move.source is visit.state and "correction" not in move.needs]
        return [to for to in targets if to not in CALLED_OFF] if self._revisions.under_way(visit.id) else targets


def _by_id(sections: list[Section]) -> dict[str, Question]:
    return {question.id: question for section in sections for question in section.questions}


def _before(earlier: Visit, visit: Visit) -> bool:
    """Whether one visit came before another: by date, or by term where a date is missing."""
    if earlier.header.date and visit.header.date:
        return earlier.header.date < visit.header.date
    if earlier.term_slot and visit.term_slot:
        return earlier.term_slot.order < visit.term_slot.order
    return False


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
