"""The open desk: rail, trail, pages and status line. Pages say where to go; only the shell goes there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.caseload.page import CaseloadPage
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.page import AskWhere, NotePage, ask_where
from sipdesk.gui.school.page import SchoolPage
from sipdesk.gui.theme import Theme
from sipdesk.gui.today.page import TodayPage
from sipdesk.gui.widgets.controls import frame, label
from sipdesk.gui.widgets.page import Page
from sipdesk.gui.widgets.rail import Place, Rail
from sipdesk.gui.widgets.trail import Trail
from sipdesk.services.overview import DeskFacts

_WIDE_ENOUGH = 900
"""Narrower than this, in pixels of normal text, the rail folds."""


class Shell(QWidget):
    """One for each open desk."""

    titled = Signal(str)

    def __init__(self, desk: DeskLink, theme: Theme, view: QPushButton, where: AskWhere = ask_where) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._past: list[Callable[[], None]] = []
        self._here: Callable[[], None] | None = None
        self.today = TodayPage(desk, theme)
        self.caseload = CaseloadPage(desk, theme)
        self.school = SchoolPage(desk, theme, self.go_caseload)
        self.note = NotePage(desk, theme, self.go_caseload, where)
        self.rail = Rail(theme, [Place("Today", "sun", self.go_today), Place("Caseload", "school", self.go_caseload)])
        self.trail = Trail()
        self.badge = label("REHEARSAL · nobody here is real", "badge")
        self.badge.hide()
        self.status = label(role="status")
        self.stack = QStackedWidget()
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
        head.addWidget(self.badge)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot.addWidget(self.status, 1)
        foot.addWidget(view)
        for page in (self.today, self.caseload, self.school, self.note):
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
        for page in (self.today, self.caseload, self.school, self.note):
            page.trail_changed.connect(self._show_trail)
            page.said.connect(self.status.setText)
        for opener in (self.today, self.caseload, self.note):
            opener.school_opened.connect(self.go_school)
        self.school.visit_opened.connect(self.go_note)
        QShortcut(QKeySequence.StandardKey.Back, self, self.go_back)

    def begin(self) -> None:
        """Show the caseload of a desk that has just been opened."""
        self._desk.ask(lambda services: services.overview.desk(), self._marked, self.status.setText)
        self.go_caseload()

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

    def go_school(self, urn: str) -> None:
        """A school."""
        self._go(partial(self.go_school, urn), self.school, "Caseload")
        self.school.load(urn)
        self._show_trail()

    def go_note(self, visit_id: str) -> None:
        """The note of a visit."""
        self._go(partial(self.go_note, visit_id), self.note, "Caseload")
        self.note.load(visit_id)
        self._show_trail()

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
        self.stack.setCurrentWidget(page)
        self.rail.choose(place)
        self.titled.emit(page.word)
        self._show_trail()
        self._fold()
        page.arrive()

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
        tight = self.width() < self._theme.px(_WIDE_ENOUGH)
        self.rail.fold(narrow=tight or self.page.wants_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the rail."""
        super().resizeEvent(event)
        self._fold()
