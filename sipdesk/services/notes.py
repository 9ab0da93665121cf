"""From a visit to the record of its note: the only place where one becomes the other.

Assembling is desk work; rendering the record (sipdesk.notes) is outside work and needs nothing but the record.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sipdesk.domain import answers as a
from sipdesk.domain.action import Outcome
from sipdesk.domain.comparison import without_others
from sipdesk.domain.context import VisitContext
from sipdesk.domain.correction import Decision
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import Refused
from sipdesk.domain.kinds import read_answer, write_printed
from sipdesk.domain.note import (
    NoteRecord,
    RecordAuthority,
    RecordCorrection,
    RecordItem,
    RecordSchool,
    RecordSection,
    RecordVisit,
    Signatory,
)
from sipdesk.domain.programme import Programme, Recipient
from sipdesk.domain.question import FiguresTable
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.domain.visit import ResponseKind, State, Visit, move_between
from sipdesk.domain.widening import held_back
from sipdesk.services.allotted import noted, readers
from sipdesk.services.enrolled import marking_of, service_of
from sipdesk.services.forms import FormService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.revisions import Revisions
from sipdesk.store.schools import Schools
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits

_PULLED = {"people_met": "met", "documents_seen": "seen", "summary": "summary"}
"""Kinds that have their own place at the head of a note."""

_ANSWERED = {State.CHECKED, State.SIGNED, State.ISSUED}
_STATUS = {
    State.PLANNED: "DRAFT",
    State.WRITING: "DRAFT",
    State.POSTPONED: "DRAFT",
    State.CANCELLED: "CANCELLED",
    State.REVIEW: "DRAFT FOR REVIEW",
    State.WITH_HEAD: "DRAFT FOR ACCURACY CHECK",
    State.CHECKED: "CHECKED BY THE HEADTEACHER · NOT SIGNED",
    State.SIGNED: "SIGNED",
    State.ISSUED: "ISSUED",
}


class NoteService:
    """Assembles note records. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService) -> None:
        self._desk = desk
        self._forms = forms
        self._service = visits
        self._visits = Visits(desk)
        self._thread = Thread(desk)
        self._schools = Schools(desk)
        self._revisions = Revisions(desk)

    def record(self, visit_id: str, *, draft: bool = False, after: State | None = None) -> NoteRecord:
        """The record of a visit's note. Without `draft`, `Refused` while something is missing.

        With `after` it is the record as it will stand once the visit is in that state, so that a paper can be made first
        and the visit moved only when it lies there.
        """
        visit = self._service.get(visit_id)
        if after is not None:
            move_between(visit.state, after)
            visit = visit.model_copy(update={"state": after})
        lacks = self._service.incomplete(visit)
        if lacks and not draft:
            more = f" and {len(lacks) - 3} more" if len(lacks) > 3 else ""
            raise Refused(
                f"The note is not complete: {'; '.join(lacks[:3])}{more}. Ask for a draft, or finish it first."
            )
        if after is State.SIGNED:
            self._service.settled.refuse(visit, after)
        programme, school = self._forms.programme_of(visit), self._service.school(visit.urn)
        with self._desk.writing():
            note, revision, supersedes = self._thread.note_id(visit.id, self._desk.clock.new_id())
        pulled, sections = self._sections(visit)
        return NoteRecord(
            note=note,
            revision=revision,
            supersedes=supersedes,
            **self._replaces(note, revision),
            status=_status(visit, draft=draft),
            draft=draft,
            marking=marking_of(self._desk, programme),
            rehearsal=self._desk.fact("rehearsal") == "yes",
            partner=self._desk.fact("partner"),
            authority=self._authority(visit, programme),
            school=_school(school, visit),
            visit=self._visit(visit, programme, school),
            met=pulled["met"],
            seen=pulled["seen"],
            summary=[line for line in pulled["summary"] if line.strip()],
            sections=sections,
            **self._checked(visit),
            recipients=self._readers(programme, visit),
            invitation=programme.invitation,
            signatories=_signatories(self._me(programme), visit.header.head or school.head, programme),
            remarks=[*_remarks(visit, programme, school), *held_back(sections, programme.small_numbers)],
        )

    def _checked(self, visit: Visit) -> dict[str, Any]:
        """What the head answered, and what became of it. The head reads a draft with numbered lines and no answer in it yet."""
        drafts = self._service.settled.drafts(visit)
        if visit.state is State.WITH_HEAD:
            by = drafts[0].reply_by if drafts else None
            return {"numbered": True, "reply_by": by}
        if visit.response is None or visit.state not in _ANSWERED:
            return {"response": visit.response}
        asked = self._service.settled.corrections(visit)
        return {
            "response": visit.response,
            "earlier": [one.reply for one in reversed(drafts[1:]) if one.reply],
            "corrections_made": sum(one.decision is Decision.ACCEPTED for one in asked),
            "corrections": [
                RecordCorrection(line=one.line, now=one.now, should=one.should, reason=one.reason)
                for one in asked
                if one.decision is Decision.DECLINED
            ],
        }

    def _replaces(self, note: str, revision: int) -> dict[str, Any]:
        correction = self._revisions.get(note)
        if correction is None:
            return {}
        return {
            "supersedes_revision": revision - 1,
            "supersedes_on": correction.replaced_on,
            "supersedes_sha256": correction.replaced_sha256,
            "why_replaced": correction.why,
        }

    def _me(self, programme: Programme) -> Signatory:
        fact = self._desk.fact
        return Signatory(role=fact("title") or programme.vocabulary.role, name=fact("partner"), statement="Written by")

    def _authority(self, visit: Visit, programme: Programme) -> RecordAuthority:
        words = programme.vocabulary
        return RecordAuthority(
            id=programme.authority,
            name=words.authority,
            service=words.service,
            role=words.role,
            role_short=words.role_short,
            report=programme.report_of(visit.slot or visit.kind),
            programme=programme.name,
            edition=programme.edition,
            form=visit.pin.form,
            form_title=self._forms.form_of(visit).title,
            form_sha256=visit.pin.sha256,
        )

    def _readers(self, programme: Programme, visit: Visit) -> list[Recipient]:
        placed, flags = self._schools.allocation(visit.urn), noted(self._desk, visit.urn)
        return readers(programme, visit, placed, service_of(self._desk), flags)

    def _visit(self, visit: Visit, programme: Programme, school: School) -> RecordVisit:
        allocation = self._schools.allocation(visit.urn)
        brokered = bool(allocation and allocation.brokered)
        given = programme.visits_for(school.phase, school.governance, brokered=brokered)
        last, header = self._visits.last_before(visit), visit.header
        of = None if isinstance(given, str) or not visit.slot or visit.slot not in [s.id for s in given] else len(given)
        position = None if isinstance(given, str) or of is None else [s.id for s in given].index(visit.slot) + 1
        return RecordVisit(
            id=visit.id,
            kind=visit.kind,
            title=visit.title,
            number=position if of else visit.number,
            of=of,
            year=str(visit.year),
            term=visit.term_slot.term.value if visit.term_slot else "",
            date=header.date,
            start=header.start,
            end=header.end,
            hours=header.hours,
            preparation_hours=header.preparation_hours,
            write_up_hours=header.write_up_hours,
            purpose=self._forms.form_of(visit).purpose,
            last_visit=dt.date.fromisoformat(last) if last else None,
        )

    def _sections(self, visit: Visit) -> tuple[dict[str, Any], list[RecordSection]]:
        given, context = self._service.answers(visit), self._service.context(visit)
        pulled: dict[str, Any] = {"met": [], "seen": [], "summary": []}
        sections = []
        for section in self._service.sections(visit):
            items = []
            for question in section.questions:
                if question.kind == "action_review" and not context.open_actions:
                    continue  # a first visit has nothing to look back on
                answer = read_answer(question, given.get(question.id))
                if question.kind in _PULLED:
                    pulled[_PULLED[question.kind]] += answer
                    continue
                convert = _PRINTED.get(question.kind)
                printed = convert(answer, context, self._thread, visit) if convert else answer
                if isinstance(question, FiguresTable):
                    printed = without_others(printed, context.phase)
                bare = question.model_copy(update={"hint": ""})
                columns = _columns(question, visit) if isinstance(question, FiguresTable) else {}
                items.append(RecordItem(question=bare, answer=write_printed(question.kind, printed), columns=columns))
            if items:
                sections.append(RecordSection(id=section.id, title=section.title, items=items))
        return pulled, sections


def _reviewed(reviews: a.Reviews, context: VisitContext, _thread: Thread, _visit: Visit) -> list[a.ReviewedAction]:
    by_id = {review.action_id: review for review in reviews}
    printed = []
    for entry in context.open_actions:
        review = by_id.get(entry.action.id)
        outcome = review.outcome if review and review.outcome else Outcome.NOT_REVIEWED
        printed.append(
            a.ReviewedAction(
                text=entry.action.text,
                owner=entry.action.owner,
                due=entry.action.by_when,
                due_note=entry.action.by_when_note,
                agreed_at=entry.agreed_at,
                outcome=outcome,
                evidence=review.evidence if review else "",
                impact=review.impact if review else "",
                new_due=review.new_by_when if review else None,
                rolled=entry.rolled + (0 if outcome.closes else 1),
            )
        )
    return printed


def _dives(dives: list[Any], context: VisitContext, _thread: Thread, visit: Visit) -> list[a.PrintedDive]:
    by_id = {dive.focus_id: dive for dive in dives}
    printed = []
    for agreed in context.foci:
        dive = by_id.get(agreed.id)
        if dive is not None:
            before = next((change.before for change in agreed.changes if change.visit == visit.id), agreed.focus.title)
            printed.append(a.PrintedDive(title=before, rationale=agreed.focus.rationale, dive=dive))
    return printed


def _impacts(impacts: list[Any], context: VisitContext, thread: Thread, visit: Visit) -> list[a.PrintedImpact]:
    by_id = {impact.focus_id: impact for impact in impacts}
    return [
        a.PrintedImpact(title=f.focus.title, finding_in_spring=thread.finding(f.id, visit), impact=by_id[f.id])
        for f in context.foci
        if f.id in by_id
    ]


_PRINTED: dict[str, Callable[[Any, VisitContext, Thread, Visit], Any]] = {
    "action_review": _reviewed,
    "deep_dives": _dives,
    "impact_review": _impacts,
}


def _columns(question: FiguresTable, visit: Visit) -> dict[str, str]:
    labels = {}
    for column in question.columns:
        year = str(visit.year.shifted(column.year))
        labels[column.id] = column.label or (f"{year} to date" if column.to_date else year)
    return labels


def _status(visit: Visit, *, draft: bool) -> str:
    if visit.state is State.CHECKED and visit.response and visit.response.kind is ResponseKind.NO_REPLY:
        status = "NO REPLY FROM THE HEADTEACHER · NOT SIGNED"
    elif visit.state is State.WRITING and not draft:
        status = "NOT YET CHECKED BY THE HEADTEACHER"
    else:
        status = _STATUS[visit.state]
    final = visit.state in {State.SIGNED, State.ISSUED, State.CANCELLED}
    return f"DRAFT · {status}" if draft and not final and "DRAFT" not in status else status


def _school(school: School, visit: Visit) -> RecordSchool:
    return RecordSchool(
        urn=school.urn,
        name=school.name,
        dfe_number=school.dfe_number,
        phase="" if school.phase is Phase.UNKNOWN else school.phase.value,
        governance="" if school.governance is Governance.UNKNOWN else school.governance.value,
        roll=visit.header.roll if visit.header.roll is not None else school.roll,
        roll_date=visit.header.date if visit.header.roll is not None else school.roll_date,
        head=visit.header.head or school.head,
        chair=visit.header.chair or school.chair,
    )


def _signatories(me: Signatory, head: str, programme: Programme) -> list[Signatory]:
    """In the order in which they sign. Who reviewed a note is named by those who sign it, not by the desk."""
    reviewer = [Signatory(role="Reviewer", statement="Reviewed by")] if programme.review_before_issue else []
    return [me, *reviewer, Signatory(role="Headteacher", name=head, statement="Received and factually accurate")]


def _remarks(visit: Visit, programme: Programme, school: School) -> list[str]:
    remarks = []
    day = visit.header.date
    if day and not programme.valid_from <= day <= programme.valid_to:
        remarks.append(
            f"Written with the forms of {programme.name}, which ran from {spoken_day(programme.valid_from)} "
            f"to {spoken_day(programme.valid_to)}."
        )
    if school.provisional:
        remarks.append(
            "The school's details come from the allocation sheet and have not been checked against the register."
        )
    return remarks
