"""From visits' headers and entries to pieces of time: what each is, for which day it counts, and whether it is still to come."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.hours import KINDS, UNITS, TimeEntry, TimeKind, converted
from sipdesk.domain.pieces import Piece
from sipdesk.domain.programme import Programme
from sipdesk.domain.statement import KindSum, TimeLine
from sipdesk.domain.visit import State
from sipdesk.store.hours import TimedVisit

Kind = TimeKind | Literal["contact"]
CONTACT = "Contact"


class Given(Protocol):
    """A school's visits and entries."""

    @property
    def visits(self) -> list[TimedVisit]:
        """Those that were not called off."""
        ...

    @property
    def entries(self) -> list[TimeEntry]:
        """Those made by hand."""
        ...


class _Part(NamedTuple):
    """A piece, and the visit or the entry it comes from."""

    piece: Piece
    visit: TimedVisit | None = None
    entry: TimeEntry | None = None


def pieces_of(given: Given, programme: Programme | None, times: Sequence[TermTimes], today: date) -> list[Piece]:
    """Everything that may count, in no order."""
    return [part.piece for part in _all(given, programme, times, today)]


def lines_of(given: Given, programme: Programme | None, times: Sequence[TermTimes], today: date) -> list[TimeLine]:
    """The same as lines, the earliest first."""
    titles = {visit.id: visit.title for visit in given.visits}
    made = [
        _visit_line(part.piece, part.visit) if part.visit else _entry_line(part.piece, part.entry, titles)
        for part in _all(given, programme, times, today)
    ]
    return sorted(made, key=lambda line: line.on)


def _all(given: Given, programme: Programme | None, times: Sequence[TermTimes], today: date) -> Iterable[_Part]:
    for visit in given.visits:
        for piece in _of_visit(visit, programme, (times, today, _own_length(visit, programme, given.entries))):
            yield _Part(piece, visit=visit)
    for entry in given.entries:
        yield _Part(_of_entry(entry, today), entry=entry)


def _kind(visit: TimedVisit, programme: Programme | None) -> Kind:
    if visit.slot or visit.kind == "visit":
        return "visit"
    found = next((one for one in programme.contacts if one.id == visit.kind), None) if programme else None
    return found.counts_as if found else "contact"


def _day(visit: TimedVisit, times: Sequence[TermTimes]) -> date | None:
    """The visit's own; without one the first day of its term, once somebody writes in it."""
    if visit.header.date or visit.state is State.PLANNED or visit.term is None:
        return visit.header.date
    by_term = {(AcademicYear.of(one.first), one.term): one.first for one in times}
    return by_term.get((AcademicYear.parse(visit.year), visit.term))


def _own_length(visit: TimedVisit, programme: Programme | None, entries: Sequence[TimeEntry]) -> Decimal | None:
    """How many days a visit is: as entered for it, else as its programme says."""
    entered = [
        converted(entry.amount, entry.unit, "days", None)
        for entry in entries
        if entry.visit == visit.id and entry.kind == "visit" and entry.whose == "mine" and entry.unit != "hours"
    ]
    if entered:
        return sum((days for days in entered if days is not None), Decimal(0))
    slot = programme.slot(visit.slot) if programme and visit.slot else None
    return slot.days if slot is not None and isinstance(slot.days, Decimal) else None


def _of_visit(
    visit: TimedVisit, programme: Programme | None, seen: tuple[Sequence[TermTimes], date, Decimal | None]
) -> Iterable[Piece]:
    times, today, days = seen
    on, header = _day(visit, times), visit.header
    if on is None:
        return
    booked = visit.state is State.PLANNED or on > today
    yield Piece(on, _kind(visit, programme), header.hours, days=days, booked=booked)
    if header.preparation_hours:
        yield Piece(on, "preparation", header.preparation_hours, counts=False)
    if header.write_up_hours:
        yield Piece(on, "write-up", header.write_up_hours, counts=False)


def _of_entry(entry: TimeEntry, today: date) -> Piece:
    own = entry.visit and entry.kind == "visit" and entry.whose == "mine" and entry.unit != "hours"
    return Piece(
        on=entry.on,
        kind="contact" if own else entry.kind,  # it is the length of the visit, which counts itself
        amount=entry.amount,
        unit=entry.unit,
        mine=entry.whose == "mine",
        booked=entry.on > today,
        counts=not entry.visit,
    )


def _visit_line(piece: Piece, visit: TimedVisit) -> TimeLine:
    return TimeLine(
        key=f"{visit.id}/{piece.kind}",
        visit=visit.id,
        on=piece.on,
        undated=visit.header.date is None,
        kind=KINDS[piece.kind] if piece.kind != "contact" else CONTACT,
        amount=piece.amount,
        unit="hours",
        mine=True,
        what=visit.title,
        booked=piece.booked,
    )


def _entry_line(piece: Piece, entry: TimeEntry | None, titles: dict[str, str]) -> TimeLine:
    assert entry is not None  # noqa: S101  - a part has one of the two
    return TimeLine(
        key=entry.id,
        entry=entry,
        on=entry.on,
        kind=KINDS[entry.kind],
        amount=entry.amount,
        unit=entry.unit,
        mine=piece.mine,
        who=entry.role or ("" if piece.mine else "A colleague"),
        what=" · ".join(filter(None, (titles.get(entry.visit, ""), entry.words))),
        booked=piece.booked,
    )


def kind_sums(lines: Sequence[TimeLine]) -> list[KindSum]:
    """Sums by kind in the usual order, each unit by itself."""
    order = [*KINDS.values(), CONTACT]
    found = []
    for kind in order:
        of_kind = [line for line in lines if line.kind == kind]
        done = [line for line in of_kind if not line.booked]
        if of_kind:
            found.append(
                KindSum(
                    kind=kind,
                    mine=_sums([line for line in done if line.mine]),
                    everybody=_sums(done),
                    booked=_sums([line for line in of_kind if line.booked]),
                )
            )
    return found


def _sums(lines: Sequence[TimeLine]) -> dict[str, Decimal]:
    made: dict[str, Decimal] = {}
    for unit in UNITS:
        amounts = [line.amount for line in lines if line.unit == unit and line.amount is not None]
        if amounts:
            made[unit] = sum(amounts, Decimal(0))
    return made
