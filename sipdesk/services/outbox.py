"""The outbox as a person sees it: what stands in it and why, what can be done, what is put in by hand. On the desk's thread.

What leaves and comes back is `services/dispatch.py` and `services/incoming.py`; `services/sync.py` runs them.
"""

import datetime as dt

from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.outbox import Can, Cause, OutboxView, ParcelView, RequestView, Stage
from sipdesk.domain.visit import State
from sipdesk.services.dispatch import AGREED, WIPED_WORD, Dispatch, touched
from sipdesk.services.enrolled import Enrolled, enrolled, in_words
from sipdesk.services.incoming import IncomingService
from sipdesk.services.packing import Content, Packing
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import WAITING, ParcelRow, Parcels, Place, Places, Requests

_SHOWN = 50
"""Received parcels that are shown; all are counted."""
NOT_ENROLLED = (
    "This desk is not enrolled with an authority, so nothing can leave it by sync. Ask your authority for its enrolment file "
    "and open it with “sipdesk enrol FILE”, or in Settings."
)
_KINDS = {"note": "Note of visit", "requests": "Requests for support", "greeting": "Greeting"}
_ANEW: frozenset[Cause] = frozenset(("refused", "conflict", "altered", "large", "failed", "key"))
"""Trying again means a new parcel: the same bytes would end the same way."""


class OutboxService:
    """Shows, and does what a person asks for."""

    def __init__(
        self, desk: Desk, visits: VisitService, packing: Packing, dispatch: Dispatch, incoming: IncomingService
    ) -> None:
        self._desk = desk
        self._visits = visits
        self._packing = packing
        self._dispatch = dispatch
        self._incoming = incoming
        self._parcels = Parcels(desk)
        self._places = Places(desk)
        self._requests = Requests(desk)

    # -- what stands in it ---------------------------------------------------------------------------------------

    def view(self) -> OutboxView:
        """All of it."""
        known = enrolled(self._desk)
        if known is None:
            return OutboxView(enrolled=False)
        said, names = known.enrolment, self._school_names()
        places = {place.destination: place for place in self._places.all()}
        waiting = [self._shown(row, known, places, names) for row in self._parcels.open()]
        there = [self._shown(row, known, places, names) for row in self._parcels.received(_SHOWN)]
        open_ = [one for one in waiting if one.stage not in {Stage.SEALED, Stage.DELIVERED}]
        leaving = [_line(one) for one in open_ if one.stage.under_way]
        wiped = next((place for place in places.values() if place.sort == "wiped"), None)
        return OutboxView(
            enrolled=True,
            authority=said.name,
            service=said.service or said.name,
            destination=in_words(said.destination),
            parcels=[*waiting, *there],
            received=self._parcels.count(Stage.RECEIVED),
            waiting=len(open_),
            attention=sum(one.stage is Stage.ATTENTION for one in open_),
            oldest_days=max([self._days(one.made) for one in open_], default=0),
            letters=self._incoming.letters(),
            requests=self._asked(names),
            first_today=bool(leaving) and not self._dispatch.agreed,
            leaving=leaving,
            wiped=WIPED_WORD if wiped else "",
            wiped_why=wiped.why if wiped else "",
            unsent=len(self._parcels.unsent_notes()),
            last_sync=max((place.reached for place in places.values()), default=""),
        )

    def _school_names(self) -> dict[str, str]:
        return self._parcels.school_names()

    def _days(self, at: str) -> int:
        return max(0, (self._desk.clock.now() - dt.datetime.fromisoformat(at)).days)

    def _shown(self, row: ParcelRow, known: Enrolled, places: dict[str, Place], names: dict[str, str]) -> ParcelView:
        place = places.get(row.destination) or Place(destination=row.destination)
        stage, cause, why = self._stands(row, place, known)
        later = row.next_try or (place.next_try if stage.under_way else "")
        return ParcelView(
            id=row.id,
            kind=row.kind,
            title=row.title,
            school=names.get(row.urn, ""),
            urn=row.urn,
            visit=row.visit_id,
            revision=row.revision,
            stage=stage,
            since=row.since,
            made=row.made,
            why=why,
            cause=cause,
            attempts=row.attempts,
            next_try=later if later > self._desk.clock.stamp() else "",
            size=row.size,
            to=in_words(row.destination) if row.destination else "nowhere yet",
            can=_can(row, stage),
        )

    def _stands(self, row: ParcelRow, place: Place, known: Enrolled) -> tuple[Stage, Cause, str]:
        """Its real state: what is wrong with a place is wrong with all that should go there."""
        who = known.enrolment.service or known.enrolment.name
        if row.stage is Stage.SENDING and not self._dispatch.is_sending(row.id):
            return Stage.CHECKING, "", _CHECKING
        if row.stage in WAITING and place.sort in {"person", "wiped"}:
            return Stage.ATTENTION, "place", place.why
        told = {
            Stage.SEALED: "It leaves when you issue the note.",
            Stage.QUEUED: row.why or place.why or "It leaves with the next sync.",
            Stage.SENDING: "It is on its way.",
            Stage.CHECKING: row.why or _CHECKING,
            Stage.DELIVERED: f"{_LAY if place.sort == 'wiped' else _LIES} {who} has not confirmed it yet.",
            Stage.RECEIVED: f"{who} has confirmed it with a signed receipt.",
            Stage.ATTENTION: row.why,
        }
        return row.stage, row.cause if row.stage is Stage.ATTENTION else "", told[row.stage]

    def _asked(self, names: dict[str, str]) -> list[RequestView]:
        stages = {row.id: row.stage for row in self._parcels.of_requests()}
        return [
            RequestView(
                id=row.action,
                urn=row.urn,
                school=names.get(row.urn, ""),
                visit=row.visit_id,
                words=row.words,
                asked=row.asked,
                stage=stages.get(row.parcel),
                outcome=row.outcome,
                answer=row.answer,
                answered=row.answered,
            )
            for row in self._requests.all()
        ]

    def of_visit(self, visit_id: str) -> ParcelView | None:
        """The parcel of a visit's latest note; None where there is none."""
        known = enrolled(self._desk)
        found = [row for row in self._parcels.of_visit(visit_id) if row.kind == "note"]
        if known is None or not found:
            return None
        row = found[-1]
        places = {row.destination: self._places.get(row.destination)}
        return self._shown(row, known, places, self._school_names())

    def notes_in(self) -> list[str]:
        """The ids of all notes that have a parcel, in order."""
        return self._parcels.notes()

    # -- what a person does --------------------------------------------------------------------------------------

    def agree_today(self) -> Changes:
        """The person has seen what will leave; for today (the calendar's day in London) nobody asks again."""
        if not self._dispatch.agreed:
            count = self._parcels.count(*WAITING)
            with self._desk.change("saw what will leave", self._desk.clock.today().isoformat(), f"{count} packages"):
                self._desk.set_fact(AGREED, self._desk.clock.today().isoformat())
        return Changes()

    def retry(self, parcel: str) -> Changes:
        """Put one back into the queue, made anew where the same bytes would end the same way. `Refused` where there is
        nothing to try."""
        row, known = self._get(parcel), self._enrolled()
        if row.stage in {Stage.DELIVERED, Stage.RECEIVED, Stage.SEALED}:
            raise Refused(f"“{row.title}” is {row.stage}: there is nothing to try again. Nothing was changed.")
        if row.stage is Stage.ATTENTION and row.cause in _ANEW:
            return self._anew(row, known)
        if row.stage is Stage.ATTENTION and row.cause == "nowhere":
            goes = self._packing.way(row.urn, known)
            if not goes.destination:
                raise Refused(goes.why)
            row = row.model_copy(update={"destination": goes.destination})
        stage = Stage.QUEUED if row.stage is Stage.ATTENTION else row.stage
        with self._desk.change("tries a package again", row.name, row.cause):
            self._parcels.put(self._fresh(row, stage))
            self._clear(row.destination)
        return touched(row)

    def check(self, parcel: str) -> Changes:
        """At the next sync, ask whether it arrived before anything is sent."""
        row = self._get(parcel)
        if row.stage in {Stage.SEALED, Stage.RECEIVED} or not row.sha256 or not row.destination:
            raise Refused(f"“{row.title}” cannot lie anywhere but here. Nothing was changed.")
        with self._desk.change("asks whether a package arrived", row.name, row.stage.value):
            self._parcels.put(self._fresh(row, Stage.CHECKING))
            self._clear(row.destination)
        return touched(row)

    def confirm_wiped(self, typed: str) -> Changes:
        """The place was emptied, and that is right: what was delivered there and never received is sent again. `BadInput`
        for another word than the view asks for."""
        if " ".join(typed.split()).casefold() != WIPED_WORD:
            raise BadInput(f"Type “{WIPED_WORD}” to go on. Nothing was sent.")
        return self._dispatch.forgive()

    def put_in_unsent(self) -> Changes:
        """Put notes into the outbox that were signed before the desk was enrolled: the latest revision of each."""
        known, found = self._enrolled(), Changes()
        for note, revision, visit_id in self._parcels.unsent_notes():
            visit = self._visits.get(visit_id)
            stage = Stage.QUEUED if visit.state is State.ISSUED else Stage.SEALED
            self._put_in(self._packing.signed_content(note, revision, visit_id), known, stage)
            found = Changes(visits=[*found.visits, visit.id], schools=[*found.schools, visit.urn])
        return found

    def ask_for(self, visit_id: str) -> Changes:
        """Put the requests for brokered support of a visit into the outbox now, before its note is signed. `Refused` where
        there are none that were not asked for already."""
        visit, known = self._visits.get(visit_id), self._enrolled()
        content = self._packing.requests_content(visit)
        if all(self._packing.is_asked(action) for action in content.requests):
            raise Refused("These requests are in the outbox already, in the same words. Nothing was changed.")
        self._put_in(content, known, Stage.QUEUED)
        return Changes(visits=[visit.id], schools=[visit.urn])

    def _put_in(self, content: Content, known: Enrolled, stage: Stage) -> None:
        with (
            self._packing.laid(content, known, stage) as parcel,
            self._desk.change("put a package into the outbox", parcel.name, parcel.sha256),
        ):
            self._packing.put_in(parcel, content)

    def _anew(self, row: ParcelRow, known: Enrolled) -> Changes:
        with self._packing.laid(self._packing.content_of(row, known), known, Stage.QUEUED) as fresh:
            if not fresh.sha256:
                raise Refused(fresh.why)
            with self._desk.change("made a package anew", fresh.name, f"{row.cause}: {row.name}"):
                self._parcels.put(kept_place(fresh, row))
                self._clear(fresh.destination)
        return touched(row)

    def _fresh(self, row: ParcelRow, stage: Stage) -> ParcelRow:
        return row.model_copy(
            update={"stage": stage, "cause": "", "why": "", "next_try": "", "since": self._desk.clock.stamp()}
        )

    def _clear(self, destination: str) -> None:
        place = self._places.get(destination)
        if place.sort in {"later", "person"}:
            self._places.put(Place(destination=destination, reached=place.reached))

    def _get(self, parcel: str) -> ParcelRow:
        row = self._parcels.get(parcel)
        if row is None:
            raise NotFound("There is no such package in the outbox.")
        return row

    def _enrolled(self) -> Enrolled:
        known = enrolled(self._desk)
        if known is None:
            raise Refused(NOT_ENROLLED)
        return known


_LIES = "It was read back from there, whole."
_LAY = "It lay there, whole, and is not to be seen there now."
_CHECKING = (
    "Nobody knows yet whether it arrived: it was cut off on its way. The next sync asks, and sends it again if not."
)


def kept_place(fresh: ParcelRow, old: ParcelRow) -> ParcelRow:
    """A parcel made anew, in the place of the old one."""
    return fresh.model_copy(update={"id": old.id, "seq": old.seq, "made": old.made})


def _can(row: ParcelRow, stage: Stage) -> list[Can]:
    found: list[Can] = []
    if stage in {Stage.QUEUED, Stage.CHECKING, Stage.ATTENTION}:
        found.append("retry")
    if row.sha256 and row.destination and stage in {Stage.ATTENTION, Stage.DELIVERED}:
        found.append("check")
    if row.visit_id:
        found.append("show")
    return found


def _line(one: ParcelView) -> str:
    return (f"{_KINDS[one.kind]}, {one.school}: {one.title}" if one.school else one.title)[:500]
