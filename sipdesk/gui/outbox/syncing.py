"""One sync at a time, away from the window and from the desk's thread but for its short steps; its end comes back here."""

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sipdesk.domain.outbox import SyncTold
from sipdesk.gui import words as w
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.outbox.line import apart

if TYPE_CHECKING:
    from sipdesk.app import App, Services
    from sipdesk.services.sync import Round


class Syncer(QObject):
    """Begins a sync and says what came of it. Whoever made it stops it when the desk is left."""

    began = Signal()
    ended = Signal(object)
    """`SyncTold`: what came of it."""
    failed = Signal(str)
    """It could not even begin, or broke off by a fault."""

    def __init__(self, desk: DeskLink, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._way = _Way()
        self._ask: Ask | None = None

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._ask is not None

    def start(self, *, asked: bool) -> bool:
        """Begin; False where one is under way already. `asked`: a person wants it, so what waits for its time is tried too."""
        if self.busy or self._desk.background.stopped:
            return False
        self._way = _Way()
        app = self._desk.app
        call = partial(_sync, app, app.services, self._way, asked=asked)
        self._ask = self._desk.background.watch(apart(call), self._ended, self._failed)
        self.began.emit()
        return True

    @property
    def way(self) -> "_Way":
        """What stops the one that is under way, from anywhere."""
        return self._way

    def _ended(self, told: SyncTold) -> None:
        self._ask = None
        self.ended.emit(told)

    def _failed(self, sentence: str) -> None:
        self._ask = None
        self.failed.emit(sentence)


class _Way:
    """Ends a sync after the package that is on its way; nobody waits for that one."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._round: Round | None = None

    def stop(self) -> None:
        """From any thread."""
        self._stopped.set()
        if self._round is not None:
            self._round.stop()

    def take(self, begun: "Round") -> None:
        """This is what is to be stopped."""
        self._round = begun
        if self._stopped.is_set():
            begun.stop()


def _sync(app: "App", services: "Services", way: _Way, *, asked: bool) -> SyncTold:
    """On the network's thread: the desk is asked through its own."""
    from sipdesk.services.sync import Round  # noqa: PLC0415  - what travels is loaded for those who are enrolled

    begun = Round(services, app.run, asked=asked)
    way.take(begun)
    return begun.sync()


def summed_up(told: SyncTold) -> str:
    """What a sync did, in a sentence or two."""
    done = [
        f"{w.count(told.delivered, 'package')} delivered" if told.delivered else "",
        f"{w.count(told.received, 'receipt')} came" if told.received else "",
        f"{w.count(told.letters, 'message')} came down" if told.letters else "",
    ]
    there = w.sentence(", ".join(filter(None, done)))
    if told.troubles:
        return " ".join([f"{there}." if there else "", *told.troubles]).strip()
    return f"{there}." if there else "Nothing new: everything is as it was."
