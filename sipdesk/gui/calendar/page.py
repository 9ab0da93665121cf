"""The year's plan: what still wants a date beside the term in weeks; every change can be undone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.agenda import SchoolDay, TermTimes, Undated, assumed_times
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.calendar.dates import DatesFace
from sipdesk.gui.calendar.grid import TermGrid
from sipdesk.gui.calendar.planner import Planner
from sipdesk.gui.calendar.weeks import Day
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import Heading, Step, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.services.agenda import Put, YearPlan
from sipdesk.services.diary import Entry

T = TypeVar("T")
_KEYS = "Arrows go from day to day · Enter opens the visit, or plans the chosen school · Delete takes a date out · Ctrl+Z undoes"
_SIDE, _ABREAST = 276, 860


class CalendarPage(PrivatePage):
    """Plans one year at a time, a term in view."""

    visit_opened = Signal(str)
    word = "Calendar"

    def __init__(self, desk: DeskLink, theme: Theme, ask: AskSave = ask_save) -> None:
        super().__init__()
        self.trail = [Step("Calendar")]
        self._desk = desk
        self._theme = theme
        self.ask = ask
        self.plan: YearPlan | None = None
        self._year: AcademicYear | None = None
        self._authority = ""
        self._term: Term | None = None
        self._undo: list[tuple[str, Callable[[Services], object]]] = []
        self.heading = Heading("Calendar")
        self.terms, self.years = Choice(theme, "Term"), Choice(theme, "Year")
        self.authorities = Choice(theme, "Term dates of")
        self.change = button("Term dates…", name="Term dates and schools’ own days")
        self.export = button("Export .ics", name="Export the dated visits as a calendar file")
        self.planner = Planner(self, theme)
        self.grid = TermGrid(theme)
        self.detail = label(wrap=True)
        self.against = label(role="error", wrap=True)
        self.open = button("Open the visit")
        self.clear = button("Take the date out")
        self.undo = button("Undo", "quiet")
        self.dates = DatesFace(theme)
        self.faces = QStackedWidget()
        self._lay_out()
        self._connect()
        theme.changed.connect(self._turn)

    def _lay_out(self) -> None:
        self.heading.add(self.change, self.export)
        tools = Flow()
        for control in (self.terms, self.years, self.authorities):
            tools.addWidget(control)
        acts = Flow()
        for act in (self.open, self.clear, self.undo):
            acts.addWidget(act)
        right = QVBoxLayout()
        right.setSpacing(tokens.S2)
        right.addLayout(tools)
        right.addWidget(self.grid, 100)
        right.addWidget(self.detail)
        right.addWidget(self.against)
        right.addLayout(acts)
        right.addWidget(label(_KEYS, "hint", wrap=True))
        right.addStretch(1)
        self._abreast = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._abreast.setSpacing(tokens.S4)
        self._abreast.addWidget(self.planner)
        self._abreast.addLayout(right, 1)
        weeks, dates = QWidget(), QWidget()
        for face, fill in ((weeks, [self.heading, self.error]), (dates, [self.dates])):
            lines, _scroll = scrolling_column(face)
            for widget in fill:
                lines.addWidget(widget)
            if face is weeks:
                lines.addLayout(self._abreast, 1)
            self.faces.addWidget(face)
        layout = self.body.layout() or QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.faces)

    def _connect(self) -> None:
        self.terms.chosen.connect(self._show_term)
        self.years.chosen.connect(self._show_year)
        self.authorities.chosen.connect(self._show_authority)
        self.change.clicked.connect(lambda: self._face(1))
        self.dates.closed.connect(lambda: self._face(0))
        self.export.clicked.connect(self._export)
        self.planner.planned.connect(self._plan)
        self.grid.moved.connect(self._explain)
        self.grid.entered.connect(self._enter)
        self.grid.cleared.connect(self._clear)
        self.grid.brought.connect(self._bring)
        self.open.clicked.connect(lambda: self._enter(self.grid.day))
        self.clear.clicked.connect(lambda: self._clear(self.grid.day))
        self.undo.clicked.connect(self._take_back)
        self.dates.terms_confirmed.connect(self._set_terms)
        self.dates.day_noted.connect(self._note)
        self.dates.day_dropped.connect(self._drop)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._take_back)

    # -- showing -------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the plan again."""
        read = partial(_read, year=self._year, authority=self._authority)
        self.asked(self._desk.ask(read, self._show, self.failed))

    def _show(self, plan: YearPlan) -> None:
        first = self.plan is None
        here = self.grid.day.on if self.grid.day and not first else plan.today
        self.plan = plan
        now = TermSlot.of(plan.today)
        if self._term is None:
            self._term = now.term if now.year == plan.year else Term.AUTUMN
        clashing = sum(1 for one in plan.planned if one.against)
        assumed = "term dates assumed" if any(times.assumed for times in plan.terms) else ""
        told = [w.count(len(plan.planned), "visit") + " dated", f"{len(plan.undated)} to be dated"]
        told += [f"{w.count(clashing, 'date')} to look at" if clashing else "", assumed]
        self.heading.line.setText(" · ".join(filter(None, [plan.year.slashed, *told])))
        self.terms.offer([(w.sentence(term.value), term) for term in Term], self._term)
        self.years.offer([(year.slashed, year) for year in _years(plan)], plan.year)
        self.authorities.setVisible(len(plan.authorities) > 1)
        self.authorities.offer([(w.sentence(name), name) for name in plan.authorities], plan.authority)
        self.dates.show_plan(plan)
        self.export.setEnabled(bool(plan.planned))
        self._offer_undo()
        self._show_term(self._term, here)
        if first:
            self.arrive()

    def _show_term(self, term: Term, on: object = None) -> None:
        self._term = term
        if self.plan is None:
            return
        here = on if on is not None else self.grid.day.on if self.grid.day else self.plan.today
        self.grid.weeks.put(self.plan, term)
        self.grid.refit()
        self.grid.stand_on(here)  # type: ignore[arg-type]
        self.planner.show_undated(self.plan.undated, term, self.plan.today, schools=bool(self.plan.schools))
        self._explain(self.grid.day)

    def _show_year(self, year: AcademicYear) -> None:
        self._year, self.plan = year, None
        self.load()

    def _show_authority(self, authority: str) -> None:
        self._authority = authority
        self.load()

    def _explain(self, day: Day | None) -> None:
        if day is None:
            return
        one = day.visits[0] if day.visits else None
        self.detail.setText(day.spoken.partition("; ")[0] if one is None else _told(day))
        free = f" · {w.sentence(day.why_not)}" if day.why_not and one is None else ""
        self.detail.setText(self.detail.text() + free + "".join(f" · {own}" for own in day.own))
        say(self.against, " ".join(sentence for visit in day.visits for sentence in visit.against))
        self.open.setEnabled(one is not None)
        self.clear.setEnabled(any(visit.movable for visit in day.visits))

    def _offer_undo(self) -> None:
        self.undo.setVisible(bool(self._undo))
        if self._undo:
            self.undo.setText(f"Undo: {self._undo[-1][0]}")
            self.undo.setAccessibleName(self.undo.text())

    # -- changing ------------------------------------------------------------------------------------------------

    def _do(self, call: Callable[[Services], T], then: Callable[[T], None], failed: Callable[[str], None]) -> None:
        self._desk.ask(call, then, failed)

    def _plan(self, one: Undated, day: str, times: str) -> None:
        self._do(lambda s: s.agenda.plan(one.urn, one.slot, day, times), self._planned, self.planner.refuse)

    def _planned(self, put: Put) -> None:
        self.planner.taken()
        self._put(put)

    def _put(self, put: Put) -> None:
        when = f"{put.on:%A} {put.on.day} {put.on:%B}" if put.on else "no date"
        self._undo.append((f"{put.school}, {when}", lambda services: services.agenda.put_back(put)))
        self._said(" ".join([f"{put.school}: {when}.", *put.remarks]))
        self.load()

    def _said(self, text: str) -> None:
        self.said.emit(text)
        announce(self, text)

    def _enter(self, day: Day | None) -> None:
        """The visit that stands there; on a free day the chosen school is planned."""
        if day is not None and day.visits:
            self.visit_opened.emit(day.visits[0].visit)
        elif day is not None and self.planner.chosen is not None:
            self._plan(self.planner.chosen, day.on.isoformat(), self.planner.times.text())

    def _bring(self, key: str, day: Day) -> None:
        kind, _, rest = key.partition(" ")
        if kind == "visit":
            self._do(lambda s: s.agenda.move(rest, day.on.isoformat()), self._put, self.failed)
        elif (found := self.planner.named(rest)) is not None:
            self._plan(found, day.on.isoformat(), "")

    def _clear(self, day: Day | None) -> None:
        movable = [one for one in day.visits if one.movable] if day else []
        if movable:
            self._do(lambda s: s.agenda.clear(movable[0].visit), self._put, self.failed)

    def _take_back(self) -> None:
        if self._undo:
            told, call = self._undo.pop()
            self._do(call, lambda _: self._taken_back(told), self.failed)

    def _taken_back(self, told: str) -> None:
        self._said(f"Undone: {told}")
        self.load()

    # -- term dates and schools' own days ------------------------------------------------------------------------

    def _set_terms(self, times: list[TermTimes]) -> None:
        plan = self.plan
        if plan is None:
            return
        wanted = times or [assumed_times(plan.year, term) for term in Term]
        put = partial(_set_terms, authority=plan.authority, year=plan.year)
        self._do(partial(put, times=wanted), partial(self._terms_set, put), self.dates.card.refuse)

    def _terms_set(self, put: Callable[..., object], before: list[TermTimes]) -> None:
        self._undo.append(("term dates", partial(put, times=before)))
        self._said("The term dates are kept.")
        self.load()

    def _note(self, urn: str, first: str, last: str, what: str) -> None:
        plan = self.plan
        if plan is not None:
            self._do(lambda s: s.agenda.add_day(urn, first, last, what, plan.year), self._noted, self.dates.refuse)

    def _noted(self, day: SchoolDay) -> None:
        self._undo.append((day.what, lambda services: services.agenda.drop_day(day.id)))
        self.dates.noted(day)
        self.load()

    def _drop(self, day_id: str) -> None:
        self._do(lambda s: s.agenda.drop_day(day_id), self._dropped, self.dates.refuse)

    def _dropped(self, day: SchoolDay) -> None:
        self._undo.append((f"removing {day.what}", lambda services: services.agenda.keep_day(day)))
        self._said(f"Removed: {day.what}. Ctrl+Z puts it back.")
        self.load()

    # -- taking away ---------------------------------------------------------------------------------------------

    def _export(self) -> None:
        today = self._desk.app.clock.today()
        chosen = self.ask(self, "Save the dated visits", f"sipdesk visits {today.isoformat()}.ics", "Calendar (*.ics)")
        if chosen:
            target = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".ics")
            self._do(lambda services: services.diary.entries(), partial(self._write, target), self.failed)

    def _write(self, target: Path, entries: list[Entry]) -> None:
        diary = self._desk.app.services.diary
        told = partial(self._exported, len(entries), target)
        self._desk.outside(partial(diary.write, entries, target), lambda _: told(), self.failed)

    def _exported(self, count: int, target: Path) -> None:
        self._said(f"{w.count(count, 'visit')} saved as {target.name}")

    # -- the frame -----------------------------------------------------------------------------------------------

    def _face(self, number: int) -> None:
        self.faces.setCurrentIndex(number)
        if number:
            self.dates.card.fields[0, "first"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """On the weeks, at today."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        """Side by side where there is room, else one below the other."""
        narrow = self.width() < self._theme.px(_ABREAST)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._abreast.setDirection(way)
        self.planner.setFixedWidth(self._theme.px(_SIDE)) if not narrow else self.planner.setMaximumWidth(16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._turn()


def _told(day: Day) -> str:
    named = [
        f"{one.school}, {one.title}" + (f", {one.start:%H:%M} to {one.end:%H:%M}" if one.start and one.end else "")
        for one in day.visits
    ]
    return f"{day.on:%A} {w.day(day.on)}: {'; '.join(named)}"


def _years(plan: YearPlan) -> list[AcademicYear]:
    now = AcademicYear.of(plan.today)
    return sorted({plan.year, now, now.shifted(1), now.shifted(-1)}, key=lambda year: year.start)


def _read(services: Services, year: AcademicYear | None, authority: str) -> YearPlan:
    return services.agenda.year(year, authority)


def _set_terms(services: Services, *, authority: str, year: AcademicYear, times: list[TermTimes]) -> list[TermTimes]:
    return services.agenda.set_terms(authority, year, times)
