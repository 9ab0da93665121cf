"""The brief before a visit and the leaf after it: what is known is gathered on the desk's thread, pages are made anywhere."""

import datetime as dt
from pathlib import Path

from sipdesk.domain.action import OpenAction
from sipdesk.domain.brief import (
    BriefAction,
    BriefFocus,
    BriefPerson,
    BriefPrompts,
    BriefRecord,
    BriefWords,
    LeafAction,
    LeafFocus,
    LeafRecord,
)
from sipdesk.domain.errors import Refused
from sipdesk.domain.kinds import read_answer
from sipdesk.domain.note import NoteRecord, RecordSchool
from sipdesk.domain.person import rank
from sipdesk.domain.visit import Visit
from sipdesk.services.briefrules import BriefRules
from sipdesk.services.notes import NoteService
from sipdesk.services.pictures import PictureService
from sipdesk.services.promises import is_mine, words_for
from sipdesk.services.schoolyear import SchoolYearService
from sipdesk.store.desk import Desk
from sipdesk.system.files import refuse_target, write_atomically

_NOT_ASKED = {"people_met", "documents_seen", "summary", "action_review"}
"""Kinds whose prompts help nobody to prepare."""


class BriefService:
    """Gathers. Runs on the desk's thread."""

    def __init__(
        self, desk: Desk, years: SchoolYearService, notes: NoteService, pictures: PictureService, rules: BriefRules
    ) -> None:
        self._desk = desk
        self._rules = rules
        self._years = years
        self._people = years.people
        self._forms = years.forms
        self._service = years.visits
        self._notes = notes
        self._pictures = pictures

    def of(self, visit_id: str) -> BriefRecord:
        """The brief of a visit, as things stand today."""
        visit = self._service.get(visit_id)
        note = self._notes.record(visit.id, draft=True)
        programme, today = self._forms.programme_of(visit), self._desk.clock.today()
        day = visit.header.date or today
        view, context = self._years.year(visit.urn, str(visit.year)), self._service.context(visit)
        actions = [_action(entry, day) for entry in context.open_actions]
        me = words_for(programme, note.partner)
        handed = self._service.handed_on(visit)
        earlier = self._years.exclusions(visit.urn, visit.header.date, brief=True)
        return BriefRecord(
            visit=visit.id,
            urn=visit.urn,
            school=note.school.name,
            facts=_facts(note.school),
            title=visit.title,
            date=visit.header.date,
            time=_time(visit),
            year=visit.year.slashed,
            purpose=note.visit.purpose,
            partner=note.partner,
            marking=note.marking.partition(" · ")[0],  # whom a note is for, the partner's brief is not
            rehearsal=note.rehearsal,
            nameless=programme.caseload_confidential,
            made=today,
            last_title=str(handed.get("visit", "")),
            last_date=note.visit.last_visit,
            people=self._who(visit, note),
            clocks=[*view.clocks, *self._rules.clocks(visit.urn, min(day, today))],  # a visit to come is none yet
            entitlement=self._rules.entitlement(visit.urn, day),
            foci=self._foci(visit),
            actions=[action for action in actions if not is_mine(action.owner, me)],
            promises=[action for action in actions if is_mine(action.owner, me)],
            handed_on=_handed(handed),
            exclusions=earlier,
            pictures=self._pictures.school(visit.urn, visit.header.date),
            prompts=self._prompts(visit),
            data_reviewed_on=visit.header.data_reviewed_on,
            writable=visit.state.open_for_writing,
        )

    def review_data(self, visit_id: str, *, done: bool) -> BriefRecord:
        """Tick (or untick) that the data were looked over today."""
        today = self._desk.clock.today().isoformat() if done else None
        self._service.save(visit_id, {"data_reviewed_on": today})
        return self.of(visit_id)

    def leaf(self, visit_id: str) -> LeafRecord:
        """What was agreed at a visit. `Refused` where nothing is yet."""
        visit = self._service.get(visit_id)
        programme, note = self._forms.programme_of(visit), self._notes.record(visit.id, draft=True)
        foci, actions, following = self._agreed(visit)
        if not foci and not actions:
            raise Refused("Nothing is agreed yet: write a focus area or an action first, then make the leaf.")
        return LeafRecord(
            visit=visit.id,
            urn=visit.urn,
            school=note.school.name,
            title=visit.title,
            date=visit.header.date,
            year=str(visit.year),
            term=visit.term_slot.term.value if visit.slot and visit.term_slot else visit.kind,
            partner=note.partner,
            role=note.authority.role,
            report=note.authority.report,
            marking=note.marking,
            rehearsal=note.rehearsal,
            nameless=programme.caseload_confidential,
            foci=foci,
            actions=actions,
            next_visit=following,
        )

    def _agreed(self, visit: Visit) -> tuple[list[LeafFocus], list[LeafAction], dt.date | None]:
        given = self._service.answers(visit)
        foci: list[LeafFocus] = []
        actions: list[LeafAction] = []
        following: dt.date | None = None
        for section in self._service.sections(visit):
            for question in section.questions:
                answer = read_answer(question, given.get(question.id))
                if question.kind == "focus_areas":
                    foci += [_leaf_focus(focus) for focus in answer if focus.title.strip()]
                if question.kind == "actions":
                    actions += [
                        LeafAction(text=a.text, owner=a.owner, due=a.by_when, due_note=a.by_when_note)
                        for a in answer
                        if a.text.strip()
                    ]
                if question.kind == "date" and "next" in question.id and answer:
                    following = answer
        return foci, actions, following

    def _who(self, visit: Visit, note: NoteRecord) -> list[BriefPerson]:
        view = self._people.of_school(visit.urn)
        people = [
            BriefPerson(
                role=line.person.role,
                name=line.person.name,
                reach=" · ".join(filter(None, (line.person.email, line.person.phone))),
                since=line.person.since,
                question=line.question,
            )
            for line in view.lines
            if not line.person.gone
        ]
        there = {person.name.casefold() for person in people}
        told = (("Headteacher", note.school.head), ("Chair of governors", note.school.chair))
        named = [BriefPerson(role=role, name=name) for role, name in told if name and name.casefold() not in there]
        return sorted(named + people, key=lambda person: rank(person.role))

    def _foci(self, visit: Visit) -> list[BriefFocus]:
        """The foci of the year; before any are agreed, those of the year before with what came of them."""
        for year in (visit.year, visit.year.shifted(-1)):
            strands = self._years.year(visit.urn, str(year)).strands
            if strands:
                break
        else:
            return []
        made = []
        due = {agreed.id: agreed.focus for agreed in self._service.context(visit).foci}
        for strand in strands:
            told = [knot for knot in strand.knots if knot.written and knot.visit != visit.id][1:]
            focus = due.get(strand.id)
            made.append(
                BriefFocus(
                    number=strand.number,
                    title=strand.title,
                    due=[term.value for term in focus.due] if focus else [],
                    judgement=told[-1].lead if told else "",
                    finding=told[-1].text if told else "",
                    success_measure=focus.success_measure if focus else "",
                    year=year.slashed if year != visit.year else "",
                )
            )
        return made

    def _prompts(self, visit: Visit) -> list[BriefPrompts]:
        sections = []
        for section in self._service.sections(visit):
            asked = [question.prompt for question in section.questions if question.kind not in _NOT_ASKED]
            if asked:
                sections.append(BriefPrompts(title=section.title, prompts=asked))
        return sections


def _leaf_focus(focus: object) -> LeafFocus:
    told = {name: getattr(focus, name) for name in ("title", "school_actions", "partner_actions")}
    return LeafFocus(due=[term.value for term in getattr(focus, "due", [])], **told)


def _action(entry: OpenAction, day: dt.date) -> BriefAction:
    action = entry.action
    return BriefAction(
        text=action.text,
        owner=action.owner,
        due=action.by_when,
        due_note=action.by_when_note,
        agreed_at=entry.agreed_at,
        agreed_on=entry.agreed_on,
        days=max(0, (day - entry.agreed_on).days) if entry.agreed_on else 0,
        overdue=bool(action.by_when and action.by_when < day),
        rolled=entry.rolled,
        outcome=entry.last_outcome,
    )


def _facts(school: RecordSchool) -> list[tuple[str, str]]:
    roll = "" if school.roll is None else str(school.roll)
    told = (
        ("URN", school.urn),
        ("DfE number", school.dfe_number),
        ("Phase", school.phase.capitalize()),
        ("Governance", school.governance.capitalize()),
        ("Roll", roll),
    )
    return [(name, value) for name, value in told if value]


def _time(visit: Visit) -> str:
    start, end = visit.header.start, visit.header.end
    if start and end:
        return f"{start:%H:%M}–{end:%H:%M}"
    return f"from {start:%H:%M}" if start else ""


def _handed(handed: dict[str, object]) -> list[BriefWords]:
    told = []
    for heading, given in handed.items():
        if heading not in {"visit", "date"}:
            words = "\n".join(f"- {line}" for line in given) if isinstance(given, list) else str(given)
            if words.strip():
                told.append(BriefWords(heading=heading, words=words))
    return told


# -- outside the desk's thread ------------------------------------------------------------------------------------


def brief_pages(record: BriefRecord) -> bytes:
    """The brief as PDF, in memory alone."""
    from sipdesk.notes.brief import render_brief  # noqa: PLC0415  - reportlab takes a fifth of a second to load

    return render_brief(record)


def leaf_pages(record: LeafRecord) -> bytes:
    """The leaf as PDF, in memory alone."""
    from sipdesk.notes.leaf import render_leaf  # noqa: PLC0415

    return render_leaf(record)


def write_pages(pdf: bytes, target: Path) -> None:
    """Put a PDF where the person said."""
    refuse_target(target)
    write_atomically(target, pdf)


def brief_name(record: BriefRecord) -> str:
    """A file name without a school's name; without its number too where the caseload is confidential."""
    day = (record.date or record.made).isoformat()
    return f"brief_{day}.pdf" if record.nameless else f"brief_{day}_{record.urn}.pdf"


def leaf_name(record: LeafRecord) -> str:
    """The same for the leaf."""
    parts = [record.year, record.term, "" if record.nameless else record.urn, "agreed"]
    return "_".join(filter(None, parts)) + ".pdf"
