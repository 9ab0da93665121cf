"""Issuing a signed note: exactly who gets it, what is asked before it goes, and the e-mail draft that takes it there.

What touches the desk and what takes time are kept apart: `plan`, `issue` and `drafts` are desk work, `write` is not.
Nothing leaves by itself: the partner sends the draft, and the copy for the service waits for a sync.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from sipdesk.domain.base import Line, Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.clock import local
from sipdesk.domain.errors import NotFound, Refused
from sipdesk.domain.issue import (
    Answered,
    Decisions,
    Distribution,
    Doubt,
    Issue,
    WiderRequest,
    holder,
    is_head,
    sending_doubts,
)
from sipdesk.domain.person import CHAIR, Person, same_role
from sipdesk.domain.visit import State, Visit
from sipdesk.services.addressed import doubts_about
from sipdesk.services.allotted import noted, readers
from sipdesk.services.enrolled import service_of
from sipdesk.services.forms import FormService
from sipdesk.services.letter import is_address
from sipdesk.services.packing import issued
from sipdesk.services.postbag import Draft, draft_for
from sipdesk.services.renditions import Source
from sipdesk.services.signing import Made, SigningService
from sipdesk.services.visits import Step, VisitService
from sipdesk.store import sealed
from sipdesk.store.agenda import Agenda, TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.issues import Issues
from sipdesk.store.papers import Paper, Papers
from sipdesk.store.people import People
from sipdesk.store.revisions import NoteRow, Revisions
from sipdesk.store.schools import Schools
from sipdesk.store.visits import Visits
from sipdesk.system.files import made_folder, refuse_target, write_atomically

WAITS = "waits for sync"


class Candidate(Model):
    """One of the school's people with whom a note could be shared more widely."""

    role: Line
    name: Line


class Plan(Model):
    """Who gets a note and what is asked before; `issued` where it has gone already."""

    visit: str
    urn: str
    note: str
    revision: int
    state: State
    today: dt.date
    lines: list[Distribution]
    doubts: list[Doubt] = []
    candidates: list[Candidate] = []
    """Empty too where the programme lets nobody ask for wider sharing."""
    issued: Issue | None = None

    @property
    def said(self) -> list[str]:
        """Exactly who gets it, a line each: `To: Amara Osei (headteacher)`."""
        return [f"{_word(line)}: {line.who}{f' ({WAITS})' if line.by_sync else ''}" for line in self.lines]

    @property
    def readers(self) -> list[Distribution]:
        """Those an e-mail goes to."""
        return [line for line in self.lines if not line.by_sync]


class IssueService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService, signing: SigningService) -> None:
        self._desk = desk
        self._forms = forms
        self._service = visits
        self._signing = signing
        self._people = People(desk)
        self._schools = Schools(desk)
        self._issues = Issues(desk)
        self._revisions = Revisions(desk)
        self._terms = TermBook(desk)
        self._agenda = Agenda(desk)

    # -- before it goes ------------------------------------------------------------------------------------------

    def plan(self, visit_id: str, wider: Sequence[WiderRequest] = ()) -> Plan:
        """Who would get the note of a visit, or who got it. `Refused` while it is not signed."""
        visit, row = self._signed(visit_id)
        people = self._people.of_school(visit.urn)
        issued = self._issues.of(row.id, row.revision)
        programme = self._forms.programme_of(visit)
        today = self._desk.clock.today()
        placed, flags = self._schools.allocation(visit.urn), noted(self._desk, visit.urn)
        given = readers(programme, visit, placed, service_of(self._desk), flags)
        own = [Distribution(**recipient.model_dump()) for recipient in given]
        asked = [self._asked(request.checked(visit.header.date, today), visit) for request in wider]
        lines = [_filled(line, people) for line in _in_order(own)]
        if issued:
            lines = [*issued.lines]
        new = [_filled(line, people) for line in asked if not any(_same(line, there) for there in lines)]
        return Plan(
            visit=visit.id,
            urn=visit.urn,
            note=row.id,
            revision=row.revision,
            state=visit.state,
            today=today,
            lines=_in_order([*lines, *new]),
            doubts=self._doubts(visit, new if issued else [*lines, *new]),
            candidates=_candidates(people, [*lines, *new]) if programme.wider_sharing == "on request" else [],
            issued=issued,
        )

    def _signed(self, visit_id: str) -> tuple[Visit, NoteRow]:
        visit = self._service.get(visit_id)
        row = next(iter(self._revisions.of_visit(visit.id)), None)
        if visit.state not in {State.SIGNED, State.ISSUED} or row is None or not row.sha256:
            raise Refused(f"Only a signed note is issued, and this visit is “{visit.state}”. Nothing was issued.")
        return visit, row

    def _asked(self, request: WiderRequest, visit: Visit) -> Distribution:
        if self._forms.programme_of(visit).wider_sharing != "on request":
            raise Refused("This programme shares a note with its own readers alone. Nothing was issued.")
        return Distribution(
            role=request.role,
            version="wider",
            reason=f"Asked for by {request.asked_by}",
            asked_by=request.asked_by,
            asked_on=request.asked_on,
            asked_why=request.why,
        )

    def _doubts(self, visit: Visit, lines: list[Distribution]) -> list[Doubt]:
        readers = [line for line in lines if not line.by_sync]
        if not readers:
            return []
        now = self._desk.clock.now()
        found = [
            doubt
            for line in readers
            for doubt in doubts_about(self._desk, visit.urn, line, _named(line, visit), local_day(now))
        ]
        at, year = local_time(now), AcademicYear.of(local_day(now))
        terms = self._terms.year(visit.pin.authority, year)
        day = at.date().isoformat()
        own = [one for one in self._agenda.days(day, terms[-1].last.isoformat()) if one.urn == visit.urn]
        return found + sending_doubts(at, terms, own)

    def source(self, visit_id: str) -> Source | None:
        """What a wider version is made from, outside the desk's thread; None where it was made before."""
        visit, row = self._signed(visit_id)
        if sealed.hash_of(self._desk, row.id, row.revision, "wider"):
            return None
        pdf = sealed.read(self._desk, row.sha256)
        limit = self._forms.programme_of(visit).small_numbers
        now, identity = self._desk.clock.now(), self._signing.signs_again()
        return Source(visit.id, pdf, now, identity, limit, tuple(self._told_before(visit)))

    def wider_file(self, visit_id: str) -> bytes | None:
        """The wider version that was made before, byte for byte; None where there is none."""
        _, row = self._signed(visit_id)
        sha256 = sealed.hash_of(self._desk, row.id, row.revision, "wider")
        return sealed.read(self._desk, sha256) if sha256 else None

    def _told_before(self, visit: Visit) -> list[tuple[bytes, bytes]]:
        """Of each note of the school that was shared more widely, the full file and the wider one."""
        rows = [row for other in Visits(self._desk).of_school(visit.urn) for row in self._revisions.of_visit(other.id)]
        pairs = [(row.sha256, sealed.hash_of(self._desk, row.id, row.revision, "wider")) for row in rows]
        return [(sealed.read(self._desk, full), sealed.read(self._desk, told)) for full, told in pairs if full and told]

    # -- it goes -------------------------------------------------------------------------------------------------

    def issue(self, visit_id: str, decisions: Decisions, wider: Made | None = None) -> Issue:
        """Take a signed note to “issued”, all of it or nothing. `Refused` while a doubt is not answered.

        Issued twice it is the same issue; somebody more who asked is added to it. `wider`: the wider version, where it is
        needed and was not made before.
        """
        plan = self.plan(visit_id, decisions.wider)
        there = plan.issued
        if there is not None and plan.lines == there.lines:
            return there
        _refuse_unanswered(plan.doubts, decisions)
        visit, row = self._signed(visit_id)
        sealed.read(self._desk, row.sha256)  # what is lost or damaged is not called issued
        needs_wider = any(line.version == "wider" for line in plan.lines)
        wider_sha256 = self._lay_down(row, wider) if needs_wider else ""
        answered = [Answered(words=one.words, why=decisions.answers[one.id]) for one in plan.doubts]
        issue = Issue(
            id=there.id if there else self._desk.clock.new_id(),
            visit=visit.id,
            note=row.id,
            revision=row.revision,
            at=there.at if there else self._desk.clock.stamp(),
            sha256=there.sha256 if there else row.sha256,
            lines=plan.lines,
            answered=[*(there.answered if there else []), *answered],
            wider_sha256=wider_sha256,
        )
        what = "shared the note more widely" if there else "issued the note"
        with self._desk.change(what, visit.id, issue.sha256):
            if wider_sha256:
                sealed.remember(self._desk, row.id, row.revision, wider_sha256, "wider")
            self._issues.put(issue)
            self._keep_papers(visit, issue, there)
            if there is None:
                self._revisions.settle(row.id)
                issued(self._desk, row.id, row.revision)
            if visit.state is State.SIGNED:
                self._service.move(visit.id, Step(to=State.ISSUED))
        return issue

    def _lay_down(self, row: NoteRow, wider: Made | None) -> str:
        known = sealed.hash_of(self._desk, row.id, row.revision, "wider")
        if known:
            return known
        if wider is None or (wider.record.note, wider.record.revision) != (row.id, row.revision):
            raise Refused("The wider version of this note was not made. Nothing was issued; try again.")
        sealed.put(self._desk, wider.sha256, wider.pdf)
        return wider.sha256

    def _keep_papers(self, visit: Visit, issue: Issue, there: Issue | None) -> None:
        made = [] if there else [(f"Note as issued, revision {issue.revision}", issue.sha256)]
        if issue.wider_sha256 and not (there and there.wider_sha256):
            made.append((f"Wider version, revision {issue.revision}", issue.wider_sha256))
        for title, sha256 in made:
            new, at = self._desk.clock.new_id(), self._desk.clock.stamp()
            Papers(self._desk).add(
                Paper(id=new, urn=visit.urn, visit_id=visit.id, kind="note", title=title, sha256=sha256, at=at)
            )

    # -- the e-mail drafts ---------------------------------------------------------------------------------------

    def drafts(self, visit_id: str) -> list[Draft]:
        """The e-mail drafts of an issued note: one for its own readers, one for each who gets the wider version. They can
        be made again as often as need be, with the same bytes."""
        visit, row = self._signed(visit_id)
        issue = self._issues.of(row.id, row.revision)
        if issue is None:
            raise NotFound("This note is not issued yet, so there is no e-mail to make.")
        programme, school = self._forms.programme_of(visit), self._service.school(visit.urn)
        letters = [[line for line in issue.lines if line.version == "full"]]
        letters += [[line] for line in issue.lines if line.version == "wider"]
        made = []
        for number, lines in enumerate(letters):
            if lines:
                sha256 = issue.wider_sha256 if lines[0].version == "wider" else issue.sha256
                pdf = sealed.read(self._desk, sha256)
                made.append(draft_for((visit, school, programme), issue, lines, pdf, number))
        return made


def write(drafts: Sequence[Draft], folder: Path) -> list[Path]:
    """Write e-mail drafts into a folder, which is made if need be. One that lies there with the same bytes is left; another
    file of that name is kept, never replaced. Not for the desk's thread."""
    made_folder(folder)
    return [_put(draft.name, draft.written(), folder) for draft in drafts]


def _put(name: str, data: bytes, folder: Path) -> Path:
    stem, ending = Path(name).stem, Path(name).suffix
    number, target = 1, folder / name
    while target.exists() and not (target.is_file() and target.read_bytes() == data):
        number += 1
        target = folder / f"{stem}_{number}{ending}"
    if not target.exists():
        refuse_target(target)
        write_atomically(target, data)
    return target


def local_time(now: dt.datetime) -> dt.datetime:
    """An instant as a clock in London shows it."""
    return local(now.isoformat())


def local_day(now: dt.datetime) -> dt.date:
    """The day of an instant in London."""
    return local_time(now).date()


def _refuse_unanswered(doubts: list[Doubt], decisions: Decisions) -> None:
    open_still = [one.words for one in doubts if not decisions.answers.get(one.id, "").strip()]
    if open_still:
        raise Refused(f"Not issued yet. Say why it goes all the same: {' '.join(open_still)}")


def _named(line: Distribution, visit: Visit) -> str:
    if is_head(line.role):
        return visit.header.head
    return visit.header.chair if same_role(line.role, CHAIR) else ""


def _filled(line: Distribution, people: list[Person]) -> Distribution:
    """With the name and address of the school's contacts. What is no address is none."""
    person = None if line.by_sync else holder(line.role, people)
    if person is None:
        return line
    address = person.email if is_address(person.email) else ""
    return line.model_copy(update={"name": person.name, "address": address})


_ORDER = ("full", "wider", "copy for the service")


def _in_order(lines: Sequence[Distribution]) -> list[Distribution]:
    """The head first, the service last."""
    return sorted(lines, key=lambda line: (_ORDER.index(line.version), not is_head(line.role)))


def _same(line: Distribution, there: Distribution) -> bool:
    """Somebody who gets the note already."""
    return same_role(line.role, there.role)


def _candidates(people: list[Person], lines: list[Distribution]) -> list[Candidate]:
    """One for each role at the school that does not get the note yet."""
    roles: list[str] = []
    for one in people:
        if one.role and not one.gone and not any(same_role(one.role, there) for there in roles):
            roles.append(one.role)
    free = [role for role in roles if not any(same_role(role, line.role) for line in lines)]
    holders = [(role, holder(role, people)) for role in free]
    return [Candidate(role=role, name=one.name) for role, one in holders if one is not None]


def _word(line: Distribution) -> str:
    if line.by_sync:
        return "Copy"
    return "To" if is_head(line.role) else "Wider version" if line.version == "wider" else "Cc"
