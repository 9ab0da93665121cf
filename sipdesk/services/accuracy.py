"""The accuracy check without a portal: what a head was sent, what came back, and what became of each correction.

Desk work alone. Making and writing the papers is services/sending.py, reading what comes from outside services/replies.py.
"""

import datetime as dt

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import working_days_after
from sipdesk.domain.changes import Changes
from sipdesk.domain.clock import local
from sipdesk.domain.correction import Correction, Decision, DraftLine, Reply, lines_named, paragraph_named
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import NotFound, Refused
from sipdesk.domain.issue import Distribution
from sipdesk.domain.person import HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State, Visit
from sipdesk.services.addressed import doubts_about
from sipdesk.services.forms import FormService
from sipdesk.services.letter import is_address
from sipdesk.services.people import PeopleService
from sipdesk.services.settled import refuse_early
from sipdesk.services.visits import Step, VisitService
from sipdesk.store.corrections import Corrections
from sipdesk.store.desk import Desk
from sipdesk.store.drafts import Draft, Drafts
from sipdesk.store.visits import Visits

_OPEN = {State.WITH_HEAD, State.WRITING, State.REVIEW}
"""Where corrections may be decided."""
AGAIN = "Send the draft to the head again."


class Addressee(Model):
    """Whom the draft goes to: the head, as the people of the school know them."""

    name: str = ""
    address: str = ""
    doubt: str = ""
    """What to make sure of before it is sent; empty where there is nothing."""


class Line(Model):
    """A correction with the draft's own words, and where to mend it."""

    correction: Correction
    words: list[DraftLine] = []
    guessed: bool = False
    """The place is a paragraph, and these are its words if the head counted from the top."""
    question: str = ""
    """Empty where it cannot be told."""
    worked_in: bool = False


class Check(Model):
    """How the accuracy check of a visit stands."""

    to: Addressee = Addressee()
    offered: dt.date | None = None
    """The day by which to answer a draft sent today; None where the programme says nothing."""
    sent: dt.date | None = None
    reply_by: dt.date | None = None
    overdue: bool = False
    sha256: str = ""
    """Of the draft that was sent last; empty where none was made."""
    reply: HeadResponse | None = None
    """What the head answered to the draft that was sent last."""
    lines: list[Line] = []
    going_on: bool = False
    """There are corrections to decide or to work in, or they wait to be called done."""

    @property
    def waiting(self) -> list[Line]:
        """Not decided yet."""
        return [one for one in self.lines if one.correction.decision is Decision.OPEN]

    @property
    def undone(self) -> list[Line]:
        """Accepted, and the text is as the head read it."""
        return [o for o in self.lines if o.correction.decision is Decision.ACCEPTED and not o.worked_in]

    @property
    def ready(self) -> bool:
        """Everything the head asked for is decided and worked in."""
        return self.going_on and not self.waiting and not self.undone


class AccuracyService:
    """Runs on the desk's thread. Each change is one transaction with its entry in the audit."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService) -> None:
        self._desk = desk
        self._forms = forms
        self._service = visits
        self._people = PeopleService(desk)
        self._visits = Visits(desk)
        self._drafts = Drafts(desk)
        self._corrections = Corrections(desk)

    # -- reading -------------------------------------------------------------------------------------------------

    def view(self, visit_id: str) -> Check:
        """Where the check stands."""
        visit, today = self._service.get(visit_id), self._desk.clock.today()
        days = self._forms.programme_of(visit).reply_working_days
        offered = working_days_after(today, days) if isinstance(days, int) else None
        latest = self.latest(visit)
        if latest is None:
            return Check(to=self.addressee(visit), offered=offered)
        lines = [self._line(visit, one, latest) for one in self._asked(visit, latest)]
        waits = visit.state is State.WITH_HEAD and latest.reply is None
        return Check(
            to=self.addressee(visit),
            offered=offered,
            sent=local(latest.sent).date(),
            reply_by=latest.reply_by,
            sha256=latest.sha256,
            overdue=waits and latest.reply_by is not None and latest.reply_by < today,
            reply=latest.reply,
            lines=lines,
            going_on=bool(lines) and visit.state in _OPEN and visit.response is None,
        )

    def addressee(self, visit: Visit) -> Addressee:
        """The head, from the people of the school and from nowhere else."""
        head = self._people.head(visit.urn)
        if head is None or not head.email:
            name = head.name if head and head.name else visit.header.head
            doubt = "The people of the school hold no e-mail address of the head, so the draft of the e-mail has none."
            return Addressee(name=name, doubt=doubt)
        address = head.email if is_address(head.email) else ""
        line = Distribution(role=HEAD, name=head.name, address=address)
        asked = doubts_about(self._desk, visit.urn, line, visit.header.head, self._desk.clock.today())
        return Addressee(name=head.name, address=address, doubt=" ".join(one.words for one in asked))

    def latest(self, visit: Visit) -> Draft | None:
        """The draft that the head was given last; None where the present revision was never with the head."""
        return next(iter(self._service.settled.drafts(visit)), None)

    def _asked(self, visit: Visit, draft: Draft) -> list[Correction]:
        return [one for one in self._service.settled.corrections(visit) if one.draft == draft.id]

    def _line(self, visit: Visit, correction: Correction, draft: Draft) -> Line:
        named = lines_named(correction.line, draft.lines)
        words = named or paragraph_named(correction.line, draft.lines)
        return Line(
            correction=correction,
            words=words,
            guessed=bool(words) and not named,
            question=next((line.question for line in words if line.question), ""),
            worked_in=self._service.settled.worked_in(visit, correction, draft),
        )

    # -- the answer ----------------------------------------------------------------------------------------------

    def take(self, visit_id: str, reply: Reply) -> Changes:
        """Keep the head's answer. Corrections wait to be decided; agreement, or no reply by a day, makes the note checked."""
        visit = self._service.get(visit_id)
        if visit.state is not State.WITH_HEAD:
            raise Refused(
                f"This visit is “{visit.state}”, not with the head, so no answer can be entered. Nothing was kept."
            )
        latest = self.latest(visit)
        if latest is not None and latest.reply is not None:
            raise Refused(
                "An answer to this draft is entered already. Take it out first, if it was entered by mistake."
            )
        self._refuse_odd(visit, reply, latest)
        asked = [one for one in reply.asked if not one.empty]
        response = HeadResponse(kind=reply.kind, on=reply.on, comment=reply.comment.strip(), source=reply.source)
        if reply.kind is not ResponseKind.CORRECTED:
            return self._service.move(visit.id, Step(to=State.CHECKED, response=response))
        with self._desk.change("the head asked for corrections", visit.id, f"{len(asked)} on {reply.on}"):
            draft = latest or self._service.settled.begin(visit)
            self._drafts.put(draft.model_copy(update={"reply": response}))
            for position, one in enumerate(asked, 1):
                told = {"line": one.line, "now": one.now, "should": one.should, "source": reply.source, "on": reply.on}
                self._corrections.put(
                    Correction(id=self._desk.clock.new_id(), visit=visit.id, draft=draft.id, position=position, **told)
                )
        return Changes(visits=[visit.id], schools=[visit.urn])

    def _refuse_odd(self, visit: Visit, reply: Reply, latest: Draft | None) -> None:
        asked = [one for one in reply.asked if not one.empty]
        if reply.on > self._desk.clock.today():
            raise Refused("That day has not come yet. Nothing was kept.")
        refuse_early(visit, reply.on)
        if reply.kind is ResponseKind.CORRECTED and not asked:
            raise Refused(
                "Enter at least one correction: the line, what stands there, what it should be. Nothing was kept."
            )
        if reply.kind is not ResponseKind.CORRECTED and asked:
            raise Refused("There are corrections entered, so the answer is “Corrections”. Nothing was kept.")
        by = latest.reply_by if latest else None
        if reply.kind is ResponseKind.NO_REPLY and by and reply.on < by:
            raise Refused(
                f"The head was asked to reply by {spoken_day(by)}. Until then no reply is none yet; nothing was kept."
            )

    def withdraw(self, visit_id: str) -> Changes:
        """The answer was entered by mistake: take it out, with its corrections, and wait for the head as before."""
        visit = self._service.get(visit_id)
        latest = self.latest(visit)
        if visit.state is not State.WITH_HEAD or latest is None or latest.reply is None:
            raise Refused("There is no answer that could be taken out any more. Nothing was changed.")
        with self._desk.change("took the head's answer out", visit.id):
            self._corrections.forget(latest.id)
            self._drafts.put(latest.model_copy(update={"reply": None}))
        return Changes(visits=[visit.id], schools=[visit.urn])

    # -- corrections ---------------------------------------------------------------------------------------------

    def decide(self, correction_id: str, decision: Decision, reason: str = "") -> Changes:
        """Accept a correction, decline it with a reason that stands in the note, or think again (`Decision.OPEN`)."""
        found = self._corrections.get(correction_id)
        if found is None:
            raise NotFound("This correction is no longer there.")
        visit = self._service.get(found.visit)
        latest = self.latest(visit)
        if visit.state not in _OPEN or latest is None or latest.id != found.draft:
            raise Refused("This correction belongs to a draft that is done with, so it stays as it was decided.")
        if decision is Decision.DECLINED and not reason.strip():
            raise Refused("Say in a few words why the text stands; the reason is printed under the head’s answer.")
        told = {"decision": decision, "reason": " ".join(reason.split())[:500] if decision is Decision.DECLINED else ""}
        what = decision.value or "undecided"
        with self._desk.change(f"correction is {what}", visit.id, found.id):
            self._corrections.put(found.model_copy(update=told))
        return Changes(visits=[visit.id], schools=[visit.urn])

    def reopen(self, visit_id: str) -> Changes:
        """Open the visit again so that accepted corrections can be worked in."""
        visit = self._service.get(visit_id)
        check = self.view(visit.id)
        if check.waiting:
            raise Refused("Accept or decline each correction first; then the visit opens for those you accepted.")
        if not check.undone:
            raise Refused("Nothing waits to be worked in. Nothing was changed.")
        named = ", ".join(one.correction.line or "one without a line" for one in check.undone[:6])
        return self._service.move(
            visit.id, Step(to=State.WRITING, why=f"to work in the head’s corrections: {named}"[:400])
        )

    def finish(self, visit_id: str) -> Changes:
        """Everything is decided and worked in: the note is checked, without a second round."""
        visit = self._service.get(visit_id)
        latest, check = self.latest(visit), self.view(visit_id)
        if latest is None or latest.reply is None or not check.going_on:
            raise Refused(f"There is no answer to this text that could be called done. {AGAIN}")
        if visit.state is State.WITH_HEAD:
            return self._service.move(visit.id, Step(to=State.CHECKED, response=latest.reply))
        self._service.settled.refuse(visit, State.CHECKED, latest.reply)
        lacks = self._service.incomplete(visit)
        if lacks:
            raise Refused(f"Still missing: {'; '.join(lacks[:3])}{' …' if len(lacks) > 3 else ''}.")
        if visit.state is State.WRITING and self._forms.programme_of(visit).review_before_issue:
            raise Refused("This programme has each change of a note reviewed. Send it for review first.")
        with self._desk.change(f"visit is {State.CHECKED}", visit.id, "the head's corrections are worked in"):
            told = {"state": State.CHECKED, "reason": "", "response": latest.reply}
            self._visits.update(visit.model_copy(update=told))
        return Changes(visits=[visit.id], schools=[visit.urn])
