"""Hours by visit: on site, preparing, writing up, as the headers of the visits have them."""

import datetime as dt
from decimal import Decimal

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import Term
from sipdesk.domain.visit import State, Visit
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.visits import Visits

_NONE = Decimal(0)


class Hours(Model):
    """Hours of one sort each; None where nobody has entered any."""

    on_site: Decimal | None = None
    preparation: Decimal | None = None
    write_up: Decimal | None = None

    @property
    def total(self) -> Decimal | None:
        """All that was entered."""
        there = [part for part in (self.on_site, self.preparation, self.write_up) if part is not None]
        return sum(there, _NONE) if there else None


class LedgerLine(Model):
    """One visit."""

    visit: str
    title: str
    year: str
    term: Term | None
    date: dt.date | None
    hours: Hours


class LedgerTotal(Model):
    """A term of a year, or (without a term) the whole year."""

    year: str
    term: Term | None
    visits: int
    hours: Hours


class Ledger(Model):
    """The time spent on one school."""

    lines: list[LedgerLine] = []
    totals: list[LedgerTotal] = []


class LedgerService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService) -> None:
        self._service = visits
        self._visits = Visits(desk)

    def of_school(self, urn: str) -> Ledger:
        """Every visit that has hours, the newest first, with totals for each term and year."""
        self._service.school(urn)
        visits = [visit for visit in self._visits.of_school(urn) if visit.state is not State.CANCELLED]
        lines = [line for line in map(_line, visits) if line.hours.total is not None]
        lines.reverse()
        return Ledger(lines=lines, totals=_totals(lines))


def _line(visit: Visit) -> LedgerLine:
    header = visit.header
    return LedgerLine(
        visit=visit.id,
        title=visit.title,
        year=str(visit.year),
        term=visit.term_slot.term if visit.term_slot else None,
        date=header.date,
        hours=Hours(on_site=header.hours, preparation=header.preparation_hours, write_up=header.write_up_hours),
    )


def _totals(lines: list[LedgerLine]) -> list[LedgerTotal]:
    """The newest year first: its sum, then its terms."""
    made = []
    for year in sorted({line.year for line in lines}, reverse=True):
        of_year = [line for line in lines if line.year == year]
        made.append(_total(year, None, of_year))
        for term in Term:
            of_term = [line for line in of_year if line.term is term]
            if of_term:
                made.append(_total(year, term, of_term))
    return made


def _total(year: str, term: Term | None, lines: list[LedgerLine]) -> LedgerTotal:
    return LedgerTotal(
        year=year,
        term=term,
        visits=len(lines),
        hours=Hours(
            on_site=_sum([line.hours.on_site for line in lines]),
            preparation=_sum([line.hours.preparation for line in lines]),
            write_up=_sum([line.hours.write_up for line in lines]),
        ),
    )


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    there = [part for part in parts if part is not None]
    return sum(there, _NONE) if there else None
