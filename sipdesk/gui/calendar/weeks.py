"""A term in weeks: which days there are, and what stands on each of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sipdesk.domain.agenda import reason_against
from sipdesk.domain.calendar import Term
from sipdesk.gui import words as w
from sipdesk.gui.marks import SIGNS
from sipdesk.services.agenda import Planned, YearPlan

DAY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Day:
    """One school day's cell."""

    on: date
    why_not: str = ""
    """Why no school is open."""
    visits: list[Planned] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    """What schools have on that day, in words."""
    today: bool = False

    @property
    def lines(self) -> int:
        """How many lines the cell wants."""
        return max(1, len(self.visits) + len(self.own))

    @property
    def spoken(self) -> str:
        """The whole cell for the ear."""
        told = [f"{self.on:%A} {w.day(self.on)}{', today' if self.today else ''}"]
        told += [self.why_not] if self.why_not else []
        for one in self.visits:
            told.append(f"{one.title}, {one.school}{_at(one)}, {SIGNS[one.state.value].word.lower()}")
            told += one.against
        return "; ".join([*told, *self.own]) if len(told) + len(self.own) > 1 else f"{told[0]}; free"


def _at(one: Planned) -> str:
    return f", {one.start:%H:%M} to {one.end:%H:%M}" if one.start and one.end else ""


def monday(day: date) -> date:
    """Of its week."""
    return day - timedelta(days=day.weekday())


class Weeks(QAbstractTableModel):
    """Weeks by Monday to Friday. A visit at a weekend stands on the Friday before, with its day."""

    def __init__(self) -> None:
        super().__init__()
        self.mondays: list[date] = []
        self._days: dict[date, Day] = {}

    def put(self, plan: YearPlan, term: Term) -> None:
        """Another year or term."""
        self.beginResetModel()
        self.mondays = _mondays(plan, term)
        self._days = _days(plan, self.mondays)
        self.endResetModel()

    def day(self, index: Index) -> Day:
        """The day of a cell."""
        on = self.mondays[index.row()] + timedelta(days=index.column())
        return self._days[on]

    def place(self, on: date) -> QModelIndex:
        """Where a day stands, or nowhere."""
        begins = monday(on)
        if begins not in self.mondays:
            return QModelIndex()
        return self.index(self.mondays.index(begins), min(4, on.weekday()))

    def lines(self, row: int) -> int:
        """How many lines a week wants."""
        return max(self._days[self.mondays[row] + timedelta(days=n)].lines for n in range(5))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.mondays)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        if not index.isValid():
            return None
        day = self.day(index)
        if role == DAY:
            return day
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join([*(one.school for one in day.visits), *day.own]) or day.why_not
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return day.spoken
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[section]
        begins = self.mondays[section]
        return f"{begins.day} {begins:%b}"


def _mondays(plan: YearPlan, term: Term) -> list[date]:
    """The weeks of the term, and of the holiday after it those in which something stands."""
    order = list(Term)
    times = plan.terms[order.index(term)]
    after = plan.terms[order.index(term) + 1].first if term is not Term.SUMMER else date(plan.year.start + 1, 8, 1)
    before = date(plan.year.start, 8, 1) if term is Term.AUTUMN else times.first
    found = {monday(times.first) + timedelta(weeks=n) for n in range((times.last - monday(times.first)).days // 7 + 1)}
    found |= {monday(one.on) for one in plan.planned if before <= one.on < after}
    return sorted(found)


def _days(plan: YearPlan, mondays: list[date]) -> dict[date, Day]:
    visits: dict[date, list[Planned]] = {}
    for one in plan.planned:
        shown = one.on - timedelta(days=max(0, one.on.weekday() - 4))
        visits.setdefault(shown, []).append(one)
    found = {}
    for begins in mondays:
        for n in range(5):
            on = begins + timedelta(days=n)
            own = [f"{day.what} · {plan.schools[day.urn]}" for day in plan.days if day.first <= on <= day.last]
            there = sorted(visits.get(on, []), key=lambda one: (str(one.start or ""), one.school))
            found[on] = Day(on, reason_against(on, plan.terms), there, own, today=on == plan.today)
    return found
