"""Dates of visits as a calendar file. Never a category, a register, a judgement or a person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from sipdesk.domain.base import Model
from sipdesk.domain.clock import LONDON, Clock
from sipdesk.domain.visit import State, Visit
from sipdesk.services.forms import FormService
from sipdesk.store.desk import Desk
from sipdesk.store.schools import Schools
from sipdesk.store.visits import Visits
from sipdesk.system.files import refuse_target, write_atomically


class Entry(Model):
    """One date for the diary. All day where no times are known."""

    id: str
    title: str
    begins: datetime | date
    ends: datetime | date


class DiaryService:
    """Collects dates on the desk's thread; writes the file anywhere."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._forms = forms
        self._visits = Visits(desk)
        self._schools = Schools(desk)
        self._clock: Clock = desk.clock

    def entries(self) -> list[Entry]:
        """The dated visits of the caseload that are not cancelled."""
        return [
            self._entry(visit, row.school.name)
            for row in self._schools.caseload()
            for visit in self._visits.of_school(row.school.urn)
            if visit.header.date and visit.state is not State.CANCELLED
        ]

    def _entry(self, visit: Visit, school: str) -> Entry:
        header, day = visit.header, visit.header.date or self._clock.today()
        # A programme may keep its caseload confidential; then nothing outside the desk names a school.
        named = "" if self._forms.programme_of(visit).caseload_confidential else f" · {school}"
        timed = header.start is not None and header.end is not None
        begins = datetime.combine(day, header.start, LONDON).astimezone(UTC) if timed and header.start else day
        ends = (
            datetime.combine(day, header.end, LONDON).astimezone(UTC)
            if timed and header.end
            else day + timedelta(days=1)
        )
        return Entry(
            id=str(uuid5(NAMESPACE_URL, f"sipdesk:{visit.id}")), title=f"{visit.title}{named}", begins=begins, ends=ends
        )

    def write(self, entries: list[Entry], target: Path) -> None:
        """Write an RFC 5545 calendar; the ids stay the same, so importing it again moves dates instead of doubling them."""
        refuse_target(target)
        from icalendar import Calendar, Event  # noqa: PLC0415

        calendar = Calendar()
        calendar.add("prodid", "-//sipdesk//visits//EN")
        calendar.add("version", "2.0")
        for entry in entries:
            event = Event()
            event.add("uid", entry.id)
            event.add("dtstamp", self._clock.now())
            event.add("summary", entry.title)
            event.add("dtstart", entry.begins)
            event.add("dtend", entry.ends)
            event.add("class", "PRIVATE")
            calendar.add_component(event)
        write_atomically(target, calendar.to_ical())
