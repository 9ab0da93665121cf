"""Time given to schools against what their programme entitles them to, in the rule's own unit and period."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import UNITS
from sipdesk.domain.pieces import term_of
from sipdesk.domain.statement import KindSum, SchoolTime, Statement, TimeLine
from sipdesk.services.casebook import Case, Casebook, Shown, span_of
from sipdesk.services.forms import FormService
from sipdesk.services.timed import kind_sums, lines_of, pieces_of
from sipdesk.store.desk import Desk
from sipdesk.store.hours import Hours
from sipdesk.store.schools import Allocation, CaseloadRow, Schools

_AUTUMN = Term.AUTUMN.value


class TimeView(Model):
    """A school's time in a term or a year."""

    urn: str
    shown: Shown
    choices: list[Shown]
    standings: list[TimeStanding] = []
    kinds: list[KindSum] = []
    lines: list[TimeLine] = []
    """The newest first."""
    visits: list[tuple[str, str]] = []
    """Visits of the year (title, id), for time that belongs to one."""
    remarks: list[str] = []


class TimeUse(Model):
    """What a list of schools says of time: the first entitlement in hours or days, and the partner's own hours of the year."""

    standing: TimeStanding | None = None
    hours: Decimal | None = None
    """None where no visit and no entry has any."""


class LedgerService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._desk = desk
        self._book = Casebook(desk, forms)
        self._hours = Hours(desk)
        self._schools = Schools(desk)

    def standing(self, urn: str, on: date) -> list[TimeStanding]:
        """Each entitlement of a school in the period in which a day lies, with what was given of it. `NotFound`."""
        year = AcademicYear.of(on)
        case = self._book.case(urn, year)
        return self._book.on_day(case, on, self._book.times(case.authority, year))

    def of_school(self, urn: str, shown: Shown | None = None) -> TimeView:
        """A school's time in a term or a year; in the term it is now where none is named. `NotFound`."""
        today = self._desk.clock.today()
        now = AcademicYear.of(today)
        year = AcademicYear.parse(shown.year) if shown else now
        case = self._book.case(urn, year)
        times = self._book.times(case.authority, year)
        given = shown or Shown(year=str(now), term=term_of(today, times))
        programme = self._book.programme(case, year)
        first, last = span_of(given, times)
        within = [line for line in lines_of(case, programme, times, today) if first <= line.on <= last]
        return TimeView(
            urn=urn,
            shown=given,
            choices=self._choices(case, year, now),
            standings=self._book.within(case, given, times),
            kinds=kind_sums(within),
            lines=within[::-1],
            visits=[(visit.title, visit.id) for visit in case.visits if visit.year == given.year],
            remarks=self._book.remarks(case, programme),
        )

    def _choices(self, case: Case, shown: AcademicYear, now: AcademicYear) -> list[Shown]:
        years = {str(now), str(shown), *self._hours.years(case.school.urn)}
        years |= {str(AcademicYear.of(entry.on)) for entry in case.entries}
        return [Shown(year=year, term=term) for year in sorted(years, reverse=True) for term in (*Term, None)]

    # -- many schools --------------------------------------------------------------------------------------------

    def of_caseload(self, year: AcademicYear, schools: Sequence[CaseloadRow]) -> dict[str, TimeUse]:
        """What each school of a list has been given in a year, by URN: one query for each table, however many there are."""
        today = self._desk.clock.today()
        first, last = date(year.start, 8, 1), date(year.start + 1, 7, 31)
        on = min(max(today, first), last)
        told = {}
        for case in self._book.cases(year, schools):
            times = self._book.times(case.authority, year)
            pieces = pieces_of(case, self._book.programme(case, year), times, today)
            own = [p.amount for p in pieces if p.mine and not p.booked and p.unit == "hours" and p.amount and first <= p.on <= last]  # fmt: skip
            given = self._book.on_day(case, on, times, UNITS)
            told[case.school.urn] = TimeUse(standing=_main(given), hours=sum(own, Decimal(0)) if own else None)
        return told

    def statement(self, shown: Shown, urn: str = "") -> Statement:
        """Time given in a term or a year: of one school, or of the caseload. `NotFound` for a school that is not here."""
        year, home = AcademicYear.parse(shown.year), self._desk.fact("authority")
        cases = self._book.cases(year, [self._row(urn, home)] if urn else self._schools.caseload())
        programmes = [one for case in cases if (one := self._book.programme(case, year)) is not None]
        leading = next((one for one in programmes if one.authority == home), programmes[0] if programmes else None)
        first, last = span_of(shown, self._book.times(home, year))
        return Statement(
            period=f"{shown.term.value} {shown.year}" if shown.term else shown.year,
            first=first,
            last=last,
            one=bool(urn),
            nameless=any(one.caseload_confidential for one in programmes),
            partner=self._desk.fact("partner"),
            role=leading.vocabulary.role if leading else "School improvement partner",
            authority=leading.vocabulary.authority if leading else "",
            marking=leading.marking.partition(" · ")[0] if leading else "",  # whom a note is for, a statement is not
            rehearsal=self._desk.fact("rehearsal") == "yes",
            made=self._desk.clock.today(),
            schools=[self._told(case, shown, number) for number, case in enumerate(cases, 1)],
        )

    def _row(self, urn: str, home: str) -> CaseloadRow:
        """A school by itself, with or without an allocation."""
        school, allocation = self._book.school(urn), self._schools.allocation(urn)
        return CaseloadRow(
            school=school, allocation=allocation or Allocation(urn=urn, authority=home, year="", term=_AUTUMN)
        )

    def _told(self, case: Case, shown: Shown, number: int) -> SchoolTime:
        year, today = AcademicYear.parse(shown.year), self._desk.clock.today()
        programme = self._book.programme(case, year)
        times = self._book.times(case.authority, year)
        first, last = span_of(shown, times)
        hidden = programme is not None and programme.caseload_confidential
        return SchoolTime(
            school=f"School {number}" if hidden else case.school.name,
            urn="" if hidden else case.school.urn,
            standings=self._book.within(case, shown, times),
            kinds=kind_sums([line for line in lines_of(case, programme, times, today) if first <= line.on <= last]),
            remarks=[] if hidden else self._book.remarks(case, programme),
        )


def _main(given: list[TimeStanding]) -> TimeStanding | None:
    """The entitlement a list shows: one with a number first."""
    return next((one for one in given if one.due is not None), given[0] if given else None)
