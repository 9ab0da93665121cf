"""The open desk: rail, trail, pages and status line. Pages say where to go; only the shell goes there."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from sipdesk.gui import pages, tokens
from sipdesk.gui.appearance import Preferences
from sipdesk.gui.brief.saving import PaperSaver
from sipdesk.gui.caseload.page import CaseloadPage
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.foot import Foot
from sipdesk.gui.outbox.foot import wants
from sipdesk.gui.outbox.outgoing import Outgoing
from sipdesk.gui.places import Leaving, Spot
from sipdesk.gui.search.finder import Finder
from sipdesk.gui.sharing import Sharing
from sipdesk.gui.theme import Theme
from sipdesk.gui.today.page import TodayPage
from sipdesk.gui.verify.drops import Drops
from sipdesk.gui.widgets.controls import frame, label
from sipdesk.gui.widgets.page import Page
from sipdesk.gui.widgets.rail import Place, Rail
from sipdesk.gui.widgets.trail import Trail
from sipdesk.services.overview import DeskFacts

if TYPE_CHECKING:
    from sipdesk.gui.actions.page import ActionsPage
    from sipdesk.gui.brief.page import BriefPage
    from sipdesk.gui.calendar.page import CalendarPage
    from sipdesk.gui.help.page import HelpPage
    from sipdesk.gui.imports.page import ImportPage
    from sipdesk.gui.note.page import AskWhere, NotePage
    from sipdesk.gui.outbox.page import OutboxPage
    from sipdesk.gui.programme.page import ProgrammePage
    from sipdesk.gui.school.page import SchoolPage
    from sipdesk.gui.settings.page import SettingsPage
    from sipdesk.gui.verify.page import VerifyPage
    from sipdesk.gui.visit.page import VisitPage

P = TypeVar("P", bound=Page)

_WIDE_ENOUGH = 900
"""Narrower than this, in pixels of normal text, the rail folds."""


class Shell(QWidget):
    """One for each open desk."""

    titled = Signal(str)
    page_changed = Signal()
    left = Signal(Leaving)
    """The desk is to be left: locked, restored from a backup, or changed for another."""
    idle_chosen = Signal(int)
    """Minutes after which the desk locks."""

    def __init__(
        self,
        desk: DeskLink,
        theme: Theme,
        view: QPushButton,
        where: "AskWhere | None" = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__()
        self.preferences = preferences or Preferences(None)
        self.desk = desk
        self.theme = theme
        self.where = where
        self._past: list[Callable[[], None]] = []
        self._here: Callable[[], None] | None = None
        self.today = TodayPage(desk, theme)
        self.caseload = CaseloadPage(desk, theme)
        self.rail = Rail(
            theme,
            [
                Place("Today", "sun", self.go_today),
                Place("Caseload", "school", self.go_caseload),
                Place("Actions", "list-checks", self.go_actions),
                Place("Calendar", "calendar-days", self.go_calendar),
                Place("Outbox", "send", self.go_outbox),
                Place("Settings", "sliders-horizontal", self.go_settings),
            ],
        )
        self.trail = Trail()
        self.badge = label("REHEARSAL · nobody here is real", "badge")
        self.badge.hide()
        self.status = label(role="status")
        self.stack = QStackedWidget()
        self.foot = Foot(theme, self.preferences.minutes)
        self.sharing = Sharing(self, theme)
        self.outgoing = Outgoing(self, desk, theme)
        self.papers = PaperSaver(desk, self)
        self.finder = Finder(self, desk, theme)
        self.drops = Drops(self)
        self._lay_out(view)
        self._connect()
        theme.changed.connect(self._fold)

    def _lay_out(self, view: QPushButton) -> None:
        top, bottom = frame("bar", "bottom"), frame("bar", "top")
        head, foot = QHBoxLayout(top), QHBoxLayout(bottom)
        for row, side in ((head, tokens.S2), (foot, tokens.S1)):
            row.setContentsMargins(tokens.S4, side, tokens.S4, side)
            row.setSpacing(tokens.S4)
        head.addWidget(self.trail, 1)
        head.addWidget(self.sharing.badge)
        head.addWidget(self.badge)
        head.addWidget(self.finder.field)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.outgoing.foot.button)
        self.foot.fill(foot, view)
        for page in (self.today, self.caseload):
            self.stack.addWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail.frame)
        middle.addWidget(self.stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addLayout(middle, 1)
        outer.addWidget(bottom)

    def _connect(self) -> None:
        for page in (self.today, self.caseload):
            page.trail_changed.connect(self._show_trail)
            page.said.connect(self.status.setText)
        self.today.school_opened.connect(self.go_school)
        self.caseload.school_opened.connect(lambda urn: self.go_school(urn, self.caseload.year))
        for told in (self.papers.said, self.papers.failed):
            told.connect(self.status.setText)
        self.today.visit_opened.connect(self.go_visit)
        self.today.calendar_wanted.connect(self.go_calendar)
        self.today.outbox_wanted.connect(self.go_outbox)
        self.outgoing.viewed.connect(lambda view: self.today.tell_sync(wants(view)))
        self.caseload.visit_opened.connect(self.go_visit)
        self.caseload.brief_opened.connect(self.go_brief)
        self.caseload.import_wanted.connect(self.go_import)
        QShortcut(QKeySequence.StandardKey.Back, self, self.go_back)
        self.sharing.calm.trail_changed.connect(self._show_trail)
        self.sharing.changed.connect(self.rail.hush)
        self.foot.lock.clicked.connect(lambda: self.left.emit(Leaving()))
        self.foot.help.clicked.connect(lambda: self.go_help())  # noqa: PLW0108  - a press hands over a bool

    @cached_property
    def school(self) -> "SchoolPage":
        """Made when it is first gone to."""
        return self._added(pages.school(self))

    @cached_property
    def note(self) -> "NotePage":
        """Made when it is first gone to."""
        return self._added(pages.note(self))

    @cached_property
    def settings(self) -> "SettingsPage":
        """Made when it is first gone to."""
        return self._added(pages.settings(self))

    @cached_property
    def help(self) -> "HelpPage":
        """Made when it is first gone to."""
        return self._added(pages.handbook(self))

    @cached_property
    def visit(self) -> "VisitPage":
        """Made when it is first gone to."""
        return self._added(pages.visit(self))

    @cached_property
    def brief(self) -> "BriefPage":
        """Made when it is first gone to."""
        return self._added(pages.brief(self))

    @cached_property
    def promises(self) -> "ActionsPage":
        """Made when it is first gone to."""
        return self._added(pages.promises(self))

    @cached_property
    def calendar(self) -> "CalendarPage":
        """Made when it is first gone to."""
        return self._added(pages.calendar(self))

    @cached_property
    def outbox(self) -> "OutboxPage":
        """Made when it is first gone to."""
        return self._added(pages.outbox(self))

    @cached_property
    def imports(self) -> "ImportPage":
        """Made when it is first gone to."""
        return self._added(pages.imports(self))

    @cached_property
    def programme(self) -> "ProgrammePage":
        """Made when it is first gone to."""
        return self._added(pages.programme(self))

    @cached_property
    def verify(self) -> "VerifyPage":
        """Made when it is first gone to."""
        return self._added(pages.verify(self))

    def _added(self, page: P) -> P:
        page.trail_changed.connect(self._show_trail)
        page.said.connect(self.status.setText)
        self.stack.addWidget(page)
        return page

    def begin(self, spot: Spot | None = None) -> None:
        """Show what is due in a desk that has just been opened, or where I was before it was locked."""
        self.desk.ask(lambda services: services.overview.desk(), self._marked, self.status.setText)
        self.count()
        self.finder.refresh()
        self.outgoing.begin()
        if spot is None:
            self.go_today()
        else:
            self.restore(spot)

    def _marked(self, facts: DeskFacts) -> None:
        self.badge.setVisible(facts.rehearsal)
        self.status.setText(f"{facts.partner}’s desk · unlocked")

    # -- going somewhere -----------------------------------------------------------------------------------------

    def go_today(self) -> None:
        """What is due."""
        self._go(self.go_today, self.today, "Today")
        self.today.load()

    def go_caseload(self) -> None:
        """The caseload."""
        self._go(self.go_caseload, self.caseload, "Caseload")
        self.caseload.load()

    def go_school(self, urn: str, year: str = "") -> None:
        """A school, in a school year or in its newest."""
        self._go(partial(self.go_school, urn, year), self.school, "Caseload")
        self.school.load(urn, year)
        self._show_trail()

    def go_note(self, visit_id: str) -> None:
        """The note of a visit."""
        self._go(partial(self.go_note, visit_id), self.note, "Caseload")
        self.note.load(visit_id)
        self._show_trail()

    def go_visit(self, visit_id: str, question: str = "") -> None:
        """A visit to write in: where it was left, or at a question."""
        self._go(partial(self.go_visit, visit_id), self.visit, "Caseload")
        self.visit.load(visit_id, question)
        self._show_trail()

    def go_brief(self, visit_id: str) -> None:
        """What to have in mind before a visit."""
        self._go(partial(self.go_brief, visit_id), self.brief, "Caseload")
        self.brief.load(visit_id)
        self._show_trail()

    def go_actions(self) -> None:
        """All open actions."""
        self._go(self.go_actions, self.promises, "Actions")
        self.promises.load()

    def go_calendar(self) -> None:
        """The plan of the year."""
        self._go(self.go_calendar, self.calendar, "Calendar")
        self.calendar.load()

    def go_outbox(self) -> None:
        """What leaves for the service, and what came back."""
        self._go(self.go_outbox, self.outbox, "Outbox")
        self.outbox.load()

    def go_import(self, file: object = None) -> None:
        """Bring a file in, or choose one first."""
        self._go(self.go_import, self.imports, "Caseload")
        self.imports.load(file)

    def go_verify(self, files: object = None) -> None:
        """Check notes that came back, or choose some."""
        self._go(self.go_verify, self.verify, "")
        self.verify.load(files)

    def count(self) -> None:
        self.desk.ask(
            lambda services: services.promises.count(), partial(self.rail.count, "Actions"), self.status.setText
        )

    def go_settings(self) -> None:
        """The settings."""
        self._go(self.go_settings, self.settings, "Settings")
        self.settings.load()

    def go_programme(self, authority: str = "") -> None:
        """What an authority's programme says; that of the desk where none is named."""
        self._go(partial(self.go_programme, authority), self.programme, "")
        self.programme.load(authority)

    def go_help(self, topic: str = "") -> None:
        """The help: a topic, or what it says about the page I am on."""
        if self.page is self.help and not topic:
            return self.go_back()
        topic = topic or self.help.about(self.page.word)
        self._go(partial(self.go_help, topic), self.help, "")
        self.help.show_topic(topic)
        return None

    def go_back(self) -> None:
        """Where I was before."""
        if self._past:
            before = self._past.pop()
            self._here = None
            before()

    def _go(self, again: Callable[[], None], page: Page, place: str) -> None:
        if self._here is not None:
            self._past.append(self._here)
        self._here = again
        self.sharing.show(page)
        self.rail.choose(place)
        self.titled.emit(page.word)
        self._show_trail()
        self._fold()
        self.page.arrive()
        self.page_changed.emit()

    # -- being left and come back to -----------------------------------------------------------------------------

    @property
    def patient(self) -> bool:
        """Whether somebody may be talking over an open visit."""
        return self.page is self.__dict__.get("visit")  # not made only to be asked

    def flush(self, then: Callable[[], None], failed: Callable[[str], None]) -> None:
        """Keep what is still being typed, then go on; the sentence says why it could not be kept."""
        keep = getattr(self.page, "flush", None)
        made = self.__dict__.get("visit")  # from another page too: something may still wait to be taken by the desk
        if made is not None and self.page is not made:
            made.flush(partial(keep, then, failed) if keep else then, failed)
        elif keep is not None:
            keep(then, failed)
        else:
            then()

    def place(self) -> Spot:
        """Where I am, without a word of what stands there."""
        here = self._here or self.go_caseload
        call, given = (here.func, here.args) if isinstance(here, partial) else (here, ())
        return Spot(call.__name__, given, self.page.place(), sharing=self.sharing.on)

    def restore(self, spot: Spot) -> None:
        """Back to where I was."""
        self.sharing.turn(on=spot.sharing)
        getattr(self, spot.way)(*spot.given)
        self.page.restore(spot.inner)

    # -- the frame -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101  - nothing else is ever put on the stack
        return page

    def _show_trail(self) -> None:
        self.trail.show_steps(self.page.trail)

    def _fold(self) -> None:
        tight = self.width() < self.theme.px(_WIDE_ENOUGH)
        self.rail.fold(narrow=tight or self.page.wants_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the rail."""
        super().resizeEvent(event)
        self._fold()
