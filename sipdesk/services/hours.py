"""Time that no visit's header has: a partner's own beside the visits, and colleagues', kept by role."""

from datetime import date
from typing import Any

from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.hours import TimeEntry, check_entry, typed_amount
from sipdesk.domain.spoken import said
from sipdesk.domain.typed import dated
from sipdesk.store.desk import Desk
from sipdesk.store.hours import Hours
from sipdesk.store.schools import Schools
from sipdesk.store.visits import Visits

_A_DAY = 24


class EntryDraft(Model):
    """An entry as it is typed. `much` is `2½ h`, `1 day` …; `on` is a day in any British spelling, empty for today."""

    kind: str
    much: str
    on: str = ""
    whose: str = "mine"
    role: str = ""
    visit: str = ""
    words: str = ""


class SavedTime(Model):
    """What is kept now, what stood before (None for a new entry), and sentences to read."""

    entry: TimeEntry
    before: TimeEntry | None = None
    remarks: list[str] = []


class HoursService:
    """Runs on the desk's thread. Each change gives what stood before, so that it can be put back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hours = Hours(desk)
        self._schools = Schools(desk)
        self._visits = Visits(desk)

    def get(self, entry_id: str) -> TimeEntry:
        """One entry."""
        found = self._hours.get(entry_id)
        if found is None:
            raise NotFound("This entry is no longer there.")
        return found

    def save(self, urn: str, draft: EntryDraft, entry_id: str = "") -> SavedTime:
        """Keep an entry, new (without an id) or changed. `BadInput` says what cannot be read or cannot be so."""
        before = self.get(entry_id) if entry_id else None
        today = self._desk.clock.today()
        entry = self._read(urn, draft, entry_id)
        check_entry(entry, today)
        self._check_day(entry)
        self._check_visit(entry)
        if entry != before:
            self._put(entry, "changed time" if before else "added time")
        return SavedTime(entry=entry, before=before, remarks=self._remarks(entry, today))

    def _read(self, urn: str, draft: EntryDraft, entry_id: str) -> TimeEntry:
        if self._schools.school(urn) is None:
            raise NotFound(f"There is no school {urn} in this desk. Import the caseload first.")
        amount, unit = typed_amount(draft.much)
        told: dict[str, Any] = {
            "id": entry_id or self._desk.clock.new_id(),
            "urn": urn,
            "on": self._day(draft.on),
            "kind": draft.kind,
            "amount": amount,
            "unit": unit,
            **draft.model_dump(include={"whose", "visit", "words"}),
            "role": draft.role if draft.whose == "colleague" else "",
        }
        try:
            return TimeEntry.model_validate(told)
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(f"{str(first['loc'][0]).capitalize()}: {said(first)}. Nothing was changed.") from None

    def _day(self, text: str) -> date:
        today = self._desk.clock.today()
        if not text.strip():
            return today
        day = dated(text, today)
        if day is None:
            example = f"03/10/{AcademicYear.of(today).start}"
            raise BadInput(f"“{text.strip()}” is no day. Write it as 3 Oct or {example}. Nothing was changed.")
        return day

    def _check_day(self, entry: TimeEntry) -> None:
        """A day of the partner's own has 24 hours, at however many schools."""
        if entry.whose == "mine" and entry.unit == "hours":
            there = self._hours.own_hours_on(entry.on, entry.id)
            if there + entry.amount > _A_DAY:
                raise BadInput(
                    f"With this, {entry.on:%d/%m/%Y} would have more than 24 hours of your own. "
                    "Check the amount and the day. Nothing was changed."
                )

    def _check_visit(self, entry: TimeEntry) -> None:
        visit = self._visits.get(entry.visit) if entry.visit else None
        if entry.visit and (visit is None or visit.id != entry.visit):
            raise NotFound("The visit this time belongs to is not there. Nothing was changed.")

    def _remarks(self, entry: TimeEntry, today: date) -> list[str]:
        told = []
        year = AcademicYear.of(entry.on)
        if year != AcademicYear.of(today):
            told.append(f"This counts for {year.slashed}, not for this school year.")
        if entry.on > today:
            told.append("The day is still to come: it counts as booked until then.")
        allocation = self._schools.allocation(entry.urn)
        if allocation is None or allocation.status == "left":
            told.append("This school has left your caseload.")
        return told

    def remove(self, entry_id: str) -> TimeEntry:
        """Take an entry out; gives it, for putting back."""
        before = self.get(entry_id)
        with self._desk.change("removed time", before.urn, before.id):
            self._hours.remove(before.id)
        return before

    def put_back(self, entry: TimeEntry) -> None:
        """As it stood before."""
        self._put(entry, "put time back")

    def _put(self, entry: TimeEntry, what: str) -> None:
        with self._desk.change(what, entry.urn, entry.id):
            self._hours.put(entry)
