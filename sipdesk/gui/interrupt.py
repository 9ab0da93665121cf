"""Ctrl+C in the terminal, and a polite request to end, close the window as its own button does: Qt's loop alone would not let
Python notice."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QWidget


@contextmanager
def closing_on_interrupt(window: QWidget) -> Iterator[None]:
    """While this lasts an interrupt closes the window. For the main thread only."""
    near, far = socket.socketpair()
    near.settimeout(0)
    far.settimeout(0)
    before = signal.set_wakeup_fd(far.fileno())
    handlers = {one: signal.signal(one, lambda *_: None) for one in (signal.SIGINT, signal.SIGTERM)}
    notifier = QSocketNotifier(near.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: window.close())
    try:
        yield
    finally:
        notifier.setEnabled(False)
        for one, handler in handlers.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(before)
        near.close()
        far.close()
