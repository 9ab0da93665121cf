"""A school: who and what it is, its year at a glance, and everything kept of it, a tab for each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar

from sipdesk.app import Services
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.actions import ActionsTab
from sipdesk.gui.school.category import CategoryTab
from sipdesk.gui.school.exclusions import ExclusionsTab
from sipdesk.gui.school.papers import PapersTab
from sipdesk.gui.school.people import PeopleTab
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.school.time import TimeTab
from sipdesk.gui.school.visits import VisitsTab
from sipdesk.gui.school.year import YearTab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, scrolling_column
from sipdesk.services.overview import SchoolView

_PROVISIONAL = "These details come from the allocation sheet and have not been checked against the register."
_LEFT = "This school has left your caseload."


class SchoolPage(Page):
    """Shows one school at a time. Ctrl+Tab, Ctrl+Shift+Tab and arrows go from tab to tab."""

    visit_opened = Signal(str)
    """A visit to write."""
    question_opened = Signal(str, str)
    """The same, at one of its questions."""
    note_opened = Signal(str)
    brief_opened = Signal(str)
    """The visit whose brief is wanted."""
    leaf_wanted = Signal(str)
    word = "School"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._home = home
        self._view: SchoolView | None = None
        self._sharing = False
        self._fresh = True
        self.urn = ""
        self.heading = Heading("")
        self.note = label(role="muted", wrap=True)
        self.brief = button("Brief", name="Brief before the next visit")
        self.write = button("Write the visit", "primary")
        self.year, self.visits = YearTab(desk, theme), VisitsTab(desk, theme)
        self.people, self.time = PeopleTab(desk, theme), TimeTab(desk, theme)
        self.agreed, self.exclusions = ActionsTab(desk, theme), ExclusionsTab(desk, theme)
        self.category, self.papers = CategoryTab(desk, theme), PapersTab(desk, theme)
        self.tabs: list[Tab] = [
            self.year, self.visits, self.agreed, self.exclusions,
            self.category, self.time, self.people, self.papers,
        ]  # fmt: skip
        self.table, self.empty, self.keys = self.visits.table, self.visits.empty, self.visits.keys
        self.bar = QTabBar()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.heading.add(self.brief, self.write)
        self.bar.setAccessibleName("Parts of the school’s page")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        for tab in self.tabs:
            self.bar.addTab(tab.word)
        line = frame("tabs")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addStretch(1)
        outer, self._scroll = scrolling_column(self)
        outer.setSpacing(tokens.S2)
        for widget in (self.heading, self.error, self.note, line):
            outer.addWidget(widget)
        for tab in self.tabs:
            tab.hide()
            outer.addWidget(tab, 1)
        self._shown(0)

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._shown)
        self.write.clicked.connect(lambda: self._next(self.visit_opened.emit))
        self.brief.clicked.connect(lambda: self._next(self.brief_opened.emit))
        for tab in self.tabs:
            tab.visit_opened.connect(self._open_visit)
            tab.note_opened.connect(self.note_opened)
            tab.brief_opened.connect(self.brief_opened)
            tab.said.connect(self.said)
        self.papers.leaf_wanted.connect(self.leaf_wanted)
        self.year.changed.connect(self._show_next)
        self.people.changed.connect(self.year.read)
        self.visits.changed.connect(self.year.read)
        self.category.changed.connect(self._look_again)
        self.table.moved.connect(self._follow)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+PgDown", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._turn, step))

    # -- tabs ----------------------------------------------------------------------------------------------------

    @property
    def tab(self) -> Tab:
        """The tab that is shown."""
        return self.tabs[max(0, self.bar.currentIndex())]

    def show_tab(self, word: str) -> None:
        """Another tab, by its word; the first where it is out of sight."""
        there = (n for n, tab in enumerate(self.tabs) if tab.word == word and self.bar.isTabVisible(n))
        self.bar.setCurrentIndex(next(there, 0))

    def _shown(self, place: int) -> None:
        here = QApplication.focusWidget()
        if here is not None and any(tab.isAncestorOf(here) for tab in self.tabs):
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)  # else hiding it would send the keyboard anywhere
        for n, tab in enumerate(self.tabs):
            tab.setVisible(n == place)
        self._scroll.verticalScrollBar().setValue(0)
        if self.urn:
            self.tab.load(self.urn)

    def _turn(self, step: int) -> None:
        there = [n for n in range(self.bar.count()) if self.bar.isTabVisible(n)]
        here = there.index(self.bar.currentIndex()) if self.bar.currentIndex() in there else 0
        self.bar.setCurrentIndex(there[(here + step) % len(there)])
        self.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- loading -------------------------------------------------------------------------------------------------

    def load(self, urn: str, year: str = "") -> None:
        """Another school, or the same again; its year is the one named, else its newest."""
        if urn != self.urn:
            self._view = None
            self.heading.title.setText("")
            self.heading.line.setText("")
            say(self.note, "")
            self.write.hide()
            self.brief.hide()
            for tab in self.tabs:
                tab.clear()
            self.urn = urn
            self.bar.setCurrentIndex(0)
        self._fresh = True
        self.trail = [Step("Caseload", self._home), Step("…")]
        self.asked(self._desk.ask(partial(_read, urn=urn), self._show, self.failed))
        self.year.load_year(urn, year)
        if self.tab is not self.year:
            self.tab.load(urn)

    def _show(self, view: SchoolView) -> None:
        self._view, school = view, view.school
        self.trail = [Step("Caseload", self._home), Step(school.name)]
        self._tell_line()
        say(self.note, " ".join(filter(None, (_LEFT if view.left else "", _PROVISIONAL if school.provisional else ""))))
        self.people.tell_facts(_facts(school))
        self.heading.title.setText(school.name)
        self.trail_changed.emit()

    def _tell_line(self) -> None:
        if self._view is not None:
            category = "" if self._sharing else self._view.category
            year = self.year.view
            since = f"Head since {year.head_since}" if year and year.urn == self.urn and year.head_since else ""
            self.heading.line.setText(" · ".join(filter(None, (*_line(self._view.school, category), since))))

    def _show_next(self) -> None:
        view = self.year.view
        if view is None or view.urn != self.urn:
            return
        self._tell_line()
        self.visits.offer_contacts(view.contacts)
        self.write.setVisible(view.next is not None)
        self.brief.setVisible(view.next is not None)
        if view.next is not None:
            self.write.setText(f"Write the {view.next.term.value} visit")
            full = f"Write {view.next.title}, {view.next.slot.partition('/')[0].replace('-', '/')}"
            self.write.setAccessibleName(full)
            self.write.setToolTip(full)
        if self._fresh:
            self._fresh = False
            self.arrive()

    def _look_again(self) -> None:
        """The heading names the category as it stands now."""

        def told(view: SchoolView) -> None:
            if view.school.urn == self.urn:
                self._view = view
                self._tell_line()

        self._desk.ask(partial(_read, urn=self.urn), told, self.failed)

    # -- going on ------------------------------------------------------------------------------------------------

    def _next(self, then: Callable[[str], None]) -> None:
        """Open the next visit if it is not open yet, then go there or to its brief."""
        call = partial(_open_next, urn=self.urn)
        self._desk.ask(call, lambda visit: then(visit) if visit else None, self.failed)

    def _open_visit(self, visit: str, question: str) -> None:
        if question:
            self.question_opened.emit(visit, question)
        else:
            self.visit_opened.emit(visit)

    def share(self, on: bool) -> None:
        """Category and hours vanish while the screen is shared."""
        self._sharing = on
        if on:
            self.category.hush()
        for tab in (self.category, self.time):
            place = self.tabs.index(tab)
            if on and self.tab is tab:
                self.bar.setCurrentIndex(0)
            if self.bar.isTabVisible(place) == on:  # said twice, Qt forgets to close the gap
                self.bar.setTabVisible(place, not on)
        self._tell_line()

    def flush(self, then: Callable[[], None], failed: Callable[[str], None]) -> None:
        """Keep what is half made, then go on."""
        waiting = self.category.flush()
        if waiting is None:
            then()
        else:
            self._desk.ask(waiting, lambda _kept: then(), failed)

    def _follow(self, _key: str) -> None:
        if self.table.hasFocus():
            self._scroll.ensureWidgetVisible(self.table)

    def place(self) -> object:
        """The tab."""
        return self.tab.word

    def restore(self, place: object) -> None:
        """The tab I was on."""
        self.show_tab(str(place))

    def arrive(self) -> None:
        """On the tab's own work; else on the tabs."""
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tab.arrive()


def _line(school: School, category: str) -> list[str]:
    phase = "" if school.phase is Phase.UNKNOWN else w.sentence(school.phase.value)
    kind = school.type_name or ("" if school.governance is Governance.UNKNOWN else w.sentence(school.governance.value))
    return [f"URN {school.urn}", phase, kind, f"{school.roll} on roll" if school.roll is not None else "", category]


def _facts(school: School) -> list[tuple[str, str]]:
    told = (
        ("Authority", school.la_name),
        ("DfE number", school.dfe_number),
        ("Postcode", school.postcode),
        ("Status", school.status),
        ("Roll counted on", w.day(school.roll_date)),
    )
    return [(name, value) for name, value in told if value]


def _read(services: Services, urn: str) -> SchoolView:
    return services.overview.school(urn)


def _open_next(services: Services, urn: str) -> str:
    return services.schoolyear.open_next(urn)
