"""The machine goes to sleep: logind's own signals, on a bus of the test's own, lock the desk."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.outside

_SCRIPT = """
import os
import sipdesk.gui
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
from sipdesk.gui.lock import Watch, logind

application = QApplication([])
told, home, path = [], "org.freedesktop.login1", "/org/freedesktop/login1"
watch = Watch(application)
watch.due.connect(lambda why: (told.append(why), len(told) == 2 and application.quit()))
assert logind(watch, QDBusConnection.sessionBus())
other = QDBusConnection.connectToBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], "logind")
assert other.registerService(home)

def send():
    sleep = QDBusMessage.createSignal(path, home + ".Manager", "PrepareForSleep")
    sleep.setArguments([True])
    other.send(sleep)
    other.send(QDBusMessage.createSignal(path + "/session/_31", home + ".Session", "Lock"))

QTimer.singleShot(0, send)
QTimer.singleShot(20000, application.quit)
application.exec()
print(told)
"""


def test_that_sleep_and_a_locked_session_are_heard_over_dbus() -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=60,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert run.stdout.strip() == "['This machine went to sleep.', 'This session was locked.']", run.stderr
