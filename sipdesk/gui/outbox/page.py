"""The outbox: what leaves, what was asked for, what came in, each where it really stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar, QWidget

from sipdesk.app import Services
from sipdesk.domain.outbox import OutboxView
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.outbox.asked import AskedPane
from sipdesk.gui.outbox.camein import CameInPane
from sipdesk.gui.outbox.foot import words_of
from sipdesk.gui.outbox.going import GoingPane
from sipdesk.gui.outbox.joining import JoinPanel
from sipdesk.gui.outbox.leaving import LeavingCard
from sipdesk.gui.outbox.pane import Pane
from sipdesk.gui.outbox.signs import spoken_when
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.filter import Filter
from sipdesk.gui.widgets.page import Heading, Step, column, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage

_TEACH = (
    "Your authority may have a service that takes signed notes: a shared folder or an address on the web. To join it, it "
    "gives you one small file that ends in .sipenrol. The file holds the service’s keys and its address; from then on "
    "each note you sign is sealed so that only they can read it, and leaves once you have issued it. Whoever runs the "
    "folder sees neither the note nor the school. Without such a file everything stays on this machine."
)


_COLUMN = 560
"""Wide enough for 72 letters, in pixels of normal text."""
_FIELD = 260
"""Wide enough for what stands in the filter before anything is typed."""


class OutboxPage(PrivatePage):
    """Shows what the desk says; whoever syncs is told by `sync_wanted`."""

    sync_wanted = Signal()
    changed = Signal()
    """The desk's outbox is another now."""
    note_opened = Signal(str)
    school_opened = Signal(str)
    caseload_wanted = Signal(str, str)
    """Look at what a caseload that came down would do."""
    viewed = Signal(object)
    """`OutboxView`, each time it was read."""
    word = "Outbox"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Outbox")]
        self._desk, self._theme = desk, theme
        self._fresh = True
        self._wished = False
        self.view = OutboxView(enrolled=False)
        self.heading = Heading("Outbox")
        self.sync = button("Sync now", "primary")
        self.told = label(role="muted", wrap=True)
        self.join = JoinPanel(desk)
        self.teach, self.teaching = frame("card"), label(_TEACH, "muted", wrap=True)
        self.leaving = LeavingCard(theme)
        self.going, self.asked_for, self.came_in = GoingPane(theme), AskedPane(theme), CameInPane(theme)
        self.panes: list[Pane] = [self.going, self.asked_for, self.came_in]
        self.bar = QTabBar()
        self.field = Filter(self, "Filter the list", "Filter by school, state, words…")
        self.tabs = frame("tabs")
        self._lay_out()
        self._connect()
        for part in (self.sync, self.teach, self.tabs):
            part.hide()

    def _lay_out(self) -> None:
        self.heading.add(self.sync)
        self.bar.setAccessibleName("Parts of the outbox")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        for pane in self.panes:
            self.bar.addTab(pane.word)
        row = QHBoxLayout(self.tabs)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.field)
        self.field.hide()
        inside = column(self.teach)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.addWidget(label("This desk is not enrolled with a central service", "section", wrap=True))
        narrow = QHBoxLayout()  # a row knows how high words of a limited width are, a column does not
        narrow.addWidget(self.teaching, 100)
        narrow.addStretch(1)
        inside.addLayout(narrow)
        inside.addWidget(self.join)
        self.join.open.setProperty("role", "primary")
        outer, self._scroll = scrolling_column(self.body)
        for widget in (self.heading, self.error, self.told, self.leaving, self.teach, self.tabs):
            outer.addWidget(widget)
        for pane in self.panes:
            pane.hide()
            outer.addWidget(pane, 100)
        outer.addStretch(1)
        self.told.hide()
        self._turned(0)

    def _connect(self) -> None:
        self.sync.clicked.connect(self.wish_sync)
        self.join.joined.connect(self._joined)
        self.join.refused.connect(self.failed)
        self.bar.currentChanged.connect(self._turned)
        self.field.textChanged.connect(self._filter)
        self.field.left.connect(self._to_list)
        self.leaving.agreed.connect(partial(self._do, lambda s: s.outbox.agree_today(), then=self.sync_wanted.emit))
        self.leaving.older_wanted.connect(partial(self._do, lambda s: s.outbox.put_in_unsent()))
        self.leaving.typed.connect(self._accept_wiped)
        self.going.retry_wanted.connect(self._retry)
        self.going.check_wanted.connect(self._check)
        self.came_in.caseload_wanted.connect(self.caseload_wanted)
        self.came_in.settled.connect(self._settle)
        for pane in self.panes:
            pane.note_opened.connect(self.note_opened)
            pane.school_opened.connect(self.school_opened)
        self._theme.changed.connect(self._narrow)
        self._narrow()
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+PgDown", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._turn, step))

    def _narrow(self) -> None:
        """No line longer than an eye can follow."""
        self.teaching.setMaximumWidth(self._theme.px(_COLUMN))
        self.field.setMaximumWidth(self._theme.px(_FIELD))
        self.field.setMinimumWidth(min(self._theme.px(_FIELD), 2 * _FIELD))

    # -- showing -------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask again."""
        self._fresh = True
        self.reload()

    def reload(self) -> None:
        """The same, without taking the keyboard anywhere."""
        self.asked(self._desk.ask(_read, self._show, self.failed))

    def _show(self, view: OutboxView) -> None:
        self.view = view
        self.viewed.emit(view)
        today = self._desk.app.clock.today()
        lists = view.enrolled or bool(view.parcels)
        self.heading.line.setText(self._line(view))
        self.teach.setVisible(not view.enrolled)
        self.leaving.show_view(view)
        if view.wiped and view.wiped_why in self.told.text():
            say(self.told, self.told.text().replace(view.wiped_why, "").strip())  # the card says it
        self.sync.setVisible(view.enrolled)
        self._dress_sync()
        for n, pane in enumerate(self.panes):
            pane.today = today
            pane.show_view(view)
            self.bar.setTabText(n, _tab(pane, view))
        self.tabs.setVisible(lists)
        self._turned(self.bar.currentIndex())
        if self._fresh:
            self._fresh = False
            self.arrive()
        if self._wished:
            self._wished = False
            if view.enrolled:
                self.wish_sync()

    def _line(self, view: OutboxView) -> str:
        if not view.enrolled:
            return ""
        last = (
            f"last synced {spoken_when(view.last_sync, self._desk.app.clock.today())}"
            if view.last_sync
            else "not synced yet"
        )
        return f"To {view.authority}: {view.destination} · {words_of(view)} · {last}"

    def _dress_sync(self) -> None:
        """One primary button: where something is asked first, its answer is the one."""
        role = "" if not self.leaving.isHidden() else "primary"
        if self.sync.property("role") != role:
            self.sync.setProperty("role", role)
            self.sync.style().unpolish(self.sync)
            self.sync.style().polish(self.sync)

    def _turned(self, place: int) -> None:
        here = QApplication.focusWidget()
        if here is not None and any(pane.isAncestorOf(here) for n, pane in enumerate(self.panes) if n != place):
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)
        lists = self.view.enrolled or bool(self.view.parcels)
        for n, pane in enumerate(self.panes):
            pane.setVisible(n == place and lists)
        self.field.setVisible(lists and (self.panes[max(0, place)].long or bool(self.field.text())))

    def _to_list(self) -> None:
        self.panes[max(0, self.bar.currentIndex())].arrive()

    def _filter(self, text: str) -> None:
        for pane in self.panes:
            pane.filter(text)

    def _turn(self, step: int) -> None:
        self.bar.setCurrentIndex((self.bar.currentIndex() + step) % self.bar.count())
        self.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_pane(self, word: str) -> None:
        """Another list, by its word."""
        self.bar.setCurrentIndex(next((n for n, pane in enumerate(self.panes) if pane.word == word), 0))

    # -- syncing -------------------------------------------------------------------------------------------------

    def wish_sync(self) -> None:
        """Sync, unless something has to be answered first: then the answer is where the keyboard goes."""
        if self.leaving.asks or self.view.wiped:
            self.leaving.arrive()
        else:
            self.sync_wanted.emit()

    def sync_when_shown(self) -> None:
        """The same, once it is known how the outbox stands."""
        self._wished = True

    def syncing(self, words: str) -> None:
        """A sync is under way; what it does now."""
        self.sync.setEnabled(False)
        say(self.told, words)

    def synced(self, words: str) -> None:
        """What came of it."""
        self.sync.setEnabled(True)
        say(self.told, words)
        self.reload()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _do(self, call: Callable[[Services], object], then: Callable[[], None] | None = None) -> None:
        def done(_changes: object) -> None:
            self.changed.emit()
            if then is None:
                self.reload()
            else:
                then()

        say(self.error, "")
        self._desk.ask(call, done, self.failed)

    def _retry(self, parcel: str) -> None:
        self._do(lambda s: s.outbox.retry(parcel), self.wish_sync)

    def _check(self, parcel: str) -> None:
        self._do(lambda s: s.outbox.check(parcel), self.wish_sync)

    def _settle(self, letter: str) -> None:
        self._do(lambda s: s.incoming.dealt_with(letter))

    def _accept_wiped(self, word: str) -> None:
        self._desk.ask(
            lambda s: s.outbox.confirm_wiped(word), lambda _: self.sync_wanted.emit(), self.leaving.word.refuse
        )

    def _joined(self, remarks: str) -> None:
        self.said.emit(f"This desk is enrolled. {remarks}".strip())
        self.changed.emit()
        self.load()

    # -- the page ------------------------------------------------------------------------------------------------

    def place(self) -> object:
        """The list."""
        return self.panes[max(0, self.bar.currentIndex())].word

    def restore(self, place: object) -> None:
        """The list I was on."""
        self.show_pane(str(place))

    def arrive(self) -> None:
        """On what is asked, on the list, or on the file to open."""
        if not self.view.enrolled:
            target: QWidget = self.join.open
        elif self.leaving.asks:
            return self.leaving.arrive()
        else:
            target = self.sync
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._to_list()
        return None


def _tab(pane: Pane, view: OutboxView) -> str:
    """Its word, and how many there wait."""
    open_letters = sum(one.open for one in view.letters)
    unanswered = sum(not one.outcome for one in view.requests)
    number = {"Going out": view.waiting, "Requests": unanswered, "Came in": open_letters}[pane.word]
    return f"{pane.word} · {number}" if number else pane.word


def _read(services: Services) -> OutboxView:
    return services.outbox.view()
