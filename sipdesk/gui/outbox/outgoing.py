"""The outbox of an open desk, wherever one is: the count in the status line and in the rail, and the syncs that begin by
themselves. Belongs to the shell.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sipdesk.domain.outbox import OutboxView, Stage, SyncTold
from sipdesk.gui.outbox.foot import OutboxFoot
from sipdesk.gui.outbox.parting import LONGEST, Parting
from sipdesk.gui.outbox.signs import instant
from sipdesk.gui.outbox.syncing import Syncer, summed_up

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from sipdesk.app import Services
    from sipdesk.gui.desk import DeskLink
    from sipdesk.gui.outbox.page import OutboxPage
    from sipdesk.gui.shell import Shell
    from sipdesk.gui.theme import Theme

_FIRST = 5_000
"""Milliseconds after the desk was opened."""
_SOON = 2_000
"""After something was issued or answered."""
_OFTEN = 15 * 60_000
"""While nothing waits, for what may come down."""
_REST = 3.0
"""Seconds without a key before a sync begins by itself."""


class Outgoing(QObject):
    """Knows how the outbox stands and when to sync."""

    viewed = Signal(object)
    """`OutboxView`, after anything changed."""

    def __init__(self, shell: "Shell", desk: "DeskLink", theme: "Theme") -> None:
        super().__init__(shell)
        self._shell, self._desk, self._theme = shell, desk, theme
        self.view = OutboxView(enrolled=False)
        self.by_itself = True
        """Syncs begin without being asked for."""
        self.rested: Callable[[], float] = lambda: _REST
        """Seconds since somebody last touched it."""
        self.patience = LONGEST
        """Milliseconds that closing may wait."""
        self._parting: Parting | None = None
        self.foot = OutboxFoot(theme)
        self.syncer = Syncer(desk, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)
        self.foot.button.clicked.connect(shell.go_outbox)
        shell.sharing.changed.connect(self.foot.hush)
        self.syncer.began.connect(lambda: self.foot.busy(on=True))
        self.syncer.ended.connect(self._ended)
        self.syncer.failed.connect(self._failed)

    def follow(self, page: "OutboxPage") -> None:
        """A page that wishes for syncs and shows them."""
        page.sync_wanted.connect(self.sync)
        page.viewed.connect(self._show)
        self.syncer.began.connect(lambda: page.syncing("Syncing…"))
        self.syncer.ended.connect(lambda told: page.synced(summed_up(told)))
        self.syncer.failed.connect(page.synced)

    # -- how it stands -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The desk is open."""
        self._timer.start(_FIRST)
        self.refresh()

    def refresh(self) -> None:
        """Ask how it stands."""
        self._desk.ask(_read, self._show, lambda _sentence: None)

    def stir(self) -> None:
        """Something was issued, answered or enrolled: it may go soon."""
        self._timer.start(_SOON)
        self.refresh()

    def _show(self, view: OutboxView) -> None:
        self.view = view
        self.foot.show_view(view)
        self._shell.rail.count("Outbox", view.waiting + sum(one.open for one in view.letters))
        self.viewed.emit(view)

    # -- syncing -------------------------------------------------------------------------------------------------

    @property
    def may(self) -> bool:
        """Whether a sync may begin by itself. Before somebody has seen today what would leave, nothing does: it only brings
        down what lies there."""
        return self.view.enrolled and not self.view.wiped

    @property
    def worth_waiting(self) -> bool:
        """Whether something would leave at once, so that closing is worth a moment."""
        view = self.view
        ready = any(one.stage.under_way and not one.next_try for one in view.parcels)
        return self.may and self.by_itself and not view.first_today and ready

    def holds(self, stack: "QStackedWidget", close: Callable[[], object]) -> bool:
        """The window wants to close: whether it waits a moment for what can still leave. Asked again, it never does."""
        if self._parting is None and self.worth_waiting:
            self._parting = Parting(self, self._theme, close, self.patience)
            stack.addWidget(self._parting)
            stack.setCurrentWidget(self._parting)
            self._parting.arrive()
            self.sync()
            return True
        if self._parting is not None and not self._parting.over:
            self._parting.give_up()
        stack.setCurrentWidget(self._shell)
        return False

    def sync(self) -> None:
        """Now, because somebody wants it."""
        self._start(asked=True)

    def _start(self, *, asked: bool) -> None:
        if self.syncer.start(asked=asked):
            self._timer.stop()
            self._shell.destroyed.connect(self.syncer.way.stop)

    def _due(self) -> None:
        if self.by_itself and self.rested() < _REST:
            self._timer.start(int(_REST * 1000))
        elif self.by_itself and self.may:
            self._start(asked=False)
        else:
            self._timer.start(_OFTEN)

    def _ended(self, told: SyncTold) -> None:
        self.foot.busy(on=False)
        if (told.delivered or told.received or told.letters) and not self._shell.sharing.on:
            self._shell.status.setText(f"Sync: {summed_up(told)}")
        self.refresh()
        self._timer.start(self._pause())

    def _failed(self, _sentence: str) -> None:
        self.foot.busy(on=False)
        self.refresh()
        self._timer.start(_OFTEN)

    def _pause(self) -> int:
        """Milliseconds until the next one: when the first package wants to be tried again, else in a while."""
        now = self._desk.app.clock.now()
        waits = [instant(one.next_try) for one in self.view.parcels if one.stage in {Stage.QUEUED, Stage.CHECKING}]
        seconds = [(at - now).total_seconds() for at in waits if at is not None]
        return min([_OFTEN, *(max(_SOON, int(left * 1000)) for left in seconds)])


def _read(services: "Services") -> OutboxView:
    return services.outbox.view()
