"""Garbage is swept on the window's thread alone.

Python sweeps on whichever thread happens to ask for memory. Where that is the desk's thread, a page that has gone is taken
apart there, and Qt ends the program: widgets may only go on the thread they were made on. So as long as there is a window
Python does not sweep by itself; a timer does, young things a few times a second. Old ones go when the desk is locked.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 200
"""Milliseconds between two looks: a sweep of what came up in between takes one or two."""
_OLD = 1
"""The oldest generation swept while somebody works; the next would hold the window for a tenth of a second."""

_standing: set[int] = set()
"""Windows that sweep, by the identity of their sweepers."""


class Sweeper(QObject):
    """Sweeps as long as its window stands; call `stop` when it has gone."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()
        _standing.add(id(self))
        gc.disable()

    def sweep(self) -> None:
        """Sweep what is due, on this thread: the window's."""
        due = [n for n in range(_OLD + 1) if gc.get_count()[n] > gc.get_threshold()[n]]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """The last one leaves it to Python again. Harmless when done twice."""
        self._timer.stop()
        _standing.discard(id(self))
        if not _standing:
            gc.enable()
