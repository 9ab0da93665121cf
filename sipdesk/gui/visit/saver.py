"""Saves what is typed: on each pause, and at most two seconds after the first key that is not saved yet.

A value is read from its field only when it is handed over, so a key costs nothing. What the desk refuses to take is kept
here and handed over again until it is taken.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from sipdesk.services.writing import Written

PAUSE = 400
"""Milliseconds without a key that make a pause."""
LIMIT = 1500
"""Milliseconds after which typing without pause is saved all the same."""
AGAIN = 3000
"""Milliseconds until what failed is tried again."""

Save = Callable[[str, dict[str, Any], Callable[[Written], None], Callable[[str], None]], None]


class Saver(QObject):
    """For one visit. It outlives the visit's place on the page until everything is saved."""

    written = Signal(object)
    """What a save came to, after its commit."""
    refused = Signal(str)
    """Nothing could be saved; the words are kept and tried again."""

    def __init__(self, visit: str, save: Save) -> None:
        super().__init__()
        self.visit = visit
        self._save = save
        self._readers: dict[str, Callable[[], Any]] = {}
        self._pending: dict[str, Any] = {}
        self._sent: dict[str, Any] = {}
        self._under_way = 0
        self._known: dict[str, Any] = {}
        self._waiting: list[tuple[Callable[[], None], Callable[[str], None]]] = []
        self._pause, self._limit, self._again = QTimer(self), QTimer(self), QTimer(self)
        for timer, wait in ((self._pause, PAUSE), (self._limit, LIMIT), (self._again, AGAIN)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.save)

    def touch(self, field: str, read: Callable[[], Any]) -> None:
        """A field was edited; `read` gives its value when it is time."""
        self._readers[field] = read
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()

    @property
    def idle(self) -> bool:
        """Everything is saved."""
        return not (self._readers or self._pending or self._sent)

    def holds(self, field: str) -> bool:
        """Whether something newer was typed into a field than what was handed over."""
        return field in self._readers or field in self._pending

    def unsaved(self) -> dict[str, Any]:
        """What is not saved yet, by field."""
        self.gather()
        return {**self._sent, **self._pending}

    def gather(self) -> None:
        """Read the values of fields that were edited: before they go from the screen, and before a save."""
        readers, self._readers = self._readers, {}
        for field, read in readers.items():
            self._pending[field] = read()

    def save(self) -> None:
        """Save now; while a save is under way, right after it."""
        if not self._under_way:
            self._hand_over()

    def hand_over(self) -> None:
        """Save now, even behind a save that is under way: what comes after is not to be in one save with it."""
        self._hand_over()

    def flush(self, then: Callable[[], None], failed: Callable[[str], None]) -> None:
        """Save now, behind whatever is under way, and say when everything is saved, or why it is not."""
        self._waiting.append((then, failed))
        self._hand_over()

    def forget_known(self) -> None:
        """The desk holds other values than those saved from here (something was taken back)."""
        self._known.clear()

    def _hand_over(self) -> None:
        for timer in (self._pause, self._limit, self._again):
            timer.stop()
        self.gather()
        pending, self._pending = self._pending, {}
        new = {
            f: value
            for f, value in pending.items()
            if f in self._sent or f not in self._known or self._known[f] != value
        }
        if new:
            self._under_way += 1
            self._sent |= new
            self._save(self.visit, new, self._done, self._failed)
        else:
            self._settle()

    def _done(self, written: Written) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._known |= self._sent
            self._sent = {}
        self.written.emit(written)
        if not self._under_way and (self._pending or (self._readers and self._waiting)):
            self._hand_over()
        self._settle()

    def _failed(self, sentence: str) -> None:
        self._under_way -= 1
        self._pending = {**self._sent, **self._pending}
        if not self._under_way:
            self._sent = {}
        self._again.start()
        self.refused.emit(sentence)
        waiting, self._waiting = self._waiting, []
        for _then, failed in waiting:  # last: what they say (“Not locked.”) is to stay
            failed(sentence)

    def _settle(self) -> None:
        if self.idle:
            waiting, self._waiting = self._waiting, []
            for then, _failed in waiting:
                then()
