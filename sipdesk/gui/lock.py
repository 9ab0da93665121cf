"""When the desk locks by itself: nobody touches it for a while, the machine goes to sleep, the session is locked.

One seam, `Watch.due`, for all of it. What was tried: idling and a clock that jumps, on Linux; logind's signals, sent by
a test over a bus of its own. The message that Windows sends before it sleeps was never seen by this code; on macOS the
jump of the clock alone tells, so there the desk locks on waking, before anything else is shown.
"""

import sys
import time
from typing import Any

from PySide6.QtCore import SLOT, QByteArray, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from sipdesk.gui.places import IDLE, IDLE_VISIT

_LOOK = 5_000
_SLEPT = 60.0
"""Seconds between two looks after which the machine must have slept in between."""
_TOUCHES = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}  # fmt: skip


class Watch(QObject):
    """Counts idle time and listens to the system. It asks for the lock; the window locks."""

    due = Signal(str)
    """Lock now, and why."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.minutes = IDLE
        self.patient = False
        """A visit is open."""
        self._touched = time.monotonic()
        self._looked = time.time()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._system: object = None
        self._at: QWindow | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._follow)

    @property
    def limit(self) -> int:
        """Minutes that count now."""
        return max(self.minutes, IDLE_VISIT) if self.patient else self.minutes

    def rested(self) -> float:
        """Seconds since somebody last touched it."""
        return time.monotonic() - self._touched

    def begin(self) -> None:
        """The desk is open."""
        self._touched, self._looked = time.monotonic(), time.time()
        self._timer.start()
        self._follow(QGuiApplication.focusWindow())
        if self._system is None:
            self._system = listen_to_system(self)

    def end(self) -> None:
        """The desk is locked: nothing to watch."""
        self._timer.stop()
        self._follow(None)

    def _follow(self, window: QWindow | None) -> None:
        # On the window alone, where each key and click passes once: on the application it would see every event there is.
        if self._at is not None and isValid(self._at):
            self._at.removeEventFilter(self)
        self._at = window if self._timer.isActive() else None
        if self._at is not None:
            self._touched = time.monotonic()
            self._at.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False

    @Slot()
    def look(self) -> None:
        """See what time it is."""
        now = time.time()
        slept, self._looked = now - self._looked > _SLEPT, now
        if slept:
            self.due.emit("This machine was asleep.")
        elif time.monotonic() - self._touched >= 60 * self.limit:
            minutes = "a minute" if self.limit == 1 else f"{self.limit} minutes"
            self.due.emit(f"Nobody touched it for {minutes}.")

    def wind(self, seconds: float) -> None:
        """As though nobody had touched anything for so long; for tests, which do not wait for minutes."""
        self._touched = time.monotonic() - seconds

    @Slot(bool)
    def sleeping(self, begins: bool) -> None:
        """The machine goes to sleep (or wakes)."""
        if begins:
            self.due.emit("This machine went to sleep.")

    @Slot()
    def session_locked(self) -> None:
        """The person, or the system, locked the session."""
        self.due.emit("This session was locked.")


def listen_to_system(watch: Watch) -> object:
    """What this system tells before it sleeps; keep what comes back for as long as it should be heard."""
    if sys.platform == "win32":
        return _windows(watch)
    if sys.platform.startswith("linux"):
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415

        return logind(watch, QDBusConnection.systemBus())
    return False


def logind(watch: Watch, bus: object) -> bool:
    """Listen to logind on a bus. False where there is no such bus."""
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415

    assert isinstance(bus, QDBusConnection)  # noqa: S101  - its type must not be imported before it is needed
    if not bus.isConnected():
        return False
    home = "org.freedesktop.login1"
    listen: Any = bus.connect  # its stub asks for bytes and refuses them; what SLOT gives is taken
    sleep = listen(home, "/org/freedesktop/login1", f"{home}.Manager", "PrepareForSleep", watch, SLOT("sleeping(bool)"))
    lock = listen("", "", f"{home}.Session", "Lock", watch, SLOT("session_locked()"))
    return bool(sleep and lock)


def _windows(watch: Watch) -> object:
    """Windows says WM_POWERBROADCAST with PBT_APMSUSPEND to each window. Never run."""
    import ctypes.wintypes  # noqa: PLC0415

    from PySide6.QtCore import QAbstractNativeEventFilter  # noqa: PLC0415

    power, suspend = 0x0218, 4

    class Filter(QAbstractNativeEventFilter):
        """Sees the messages before Qt does and takes none away."""

        def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
            told = ctypes.wintypes.MSG.from_address(int(message))
            if told.message == power and told.wParam == suspend:
                watch.sleeping(True)  # noqa: FBT003
            return False, 0

    made = Filter()
    QApplication.instance().installNativeEventFilter(made)  # type: ignore[union-attr]
    return made
