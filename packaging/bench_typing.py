"""Drives the real window offscreen for one figure and prints it as JSON. Arguments: which, desk folder, seconds.

Started by bench_window.py in a process of its own, so that figures do not warm each other up.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sipdesk.gui  # noqa: F401, I001  - the guard of the interpreter comes before Qt
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

PASSPHRASE = "four plain english words"  # noqa: S105
WORDS = "Pupils read daily with an adult, and leaders checked the books they take home. "


def wait(there: Callable[[], object], seconds: float = 60) -> None:
    """Let the window work until something is there; a loop of its own, so that other threads get their turn."""
    loop, clock, end = QEventLoop(), QTimer(), time.monotonic() + seconds
    clock.timeout.connect(lambda: loop.quit() if there() or time.monotonic() > end else None)
    clock.start(2)
    loop.exec()
    if not there():
        sys.exit("what was waited for did not come")


def resident() -> float:
    """Megabytes of this process that lie in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def opened(folder: Path) -> Any:
    """The window with its desk unlocked."""
    from sipdesk.gui.background import Background
    from sipdesk.gui.desk import DeskLink
    from sipdesk.gui.theme import Theme
    from sipdesk.gui.window import Window

    window = Window(DeskLink(folder, Background()), Theme("light"), PASSPHRASE)
    window.resize(1280, 720)
    window.show()
    wait(lambda: window.is_open)
    wait(window.shell.today.heading.line.text)
    return window


class Painted(QObject):
    """Calls back whenever a widget was painted."""

    def __init__(self, widget: QWidget, call: Callable[[], None]) -> None:
        super().__init__(widget)
        self._call = call
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """Never stops anything."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._call)
        return False


def today(folder: Path, _seconds: float) -> dict[str, float]:
    """Milliseconds from the passphrase being handed over to Today on the screen, without the key's derivation."""
    from sipdesk.app import App  # what the unlock screen loads while the passphrase is typed
    from sipdesk.gui.background import Background
    from sipdesk.gui.desk import DeskLink
    from sipdesk.gui.theme import Theme
    from sipdesk.gui.window import Window
    from sipdesk.keys import slots

    assert App
    derive, spent = slots._derived, []

    def timed(*args: Any) -> Any:
        start = time.perf_counter()
        made = derive(*args)
        spent.append(time.perf_counter() - start)
        return made

    slots._derived = timed
    window = Window(DeskLink(folder, Background()), Theme("light"))
    window.resize(1280, 720)
    window.show()
    wait(window.unlock.field.isVisible)
    wait(lambda: not window.desk.background.busy)
    window.unlock.field.setText(PASSPHRASE)
    start = time.perf_counter()
    window.unlock.go.click()
    wait(lambda: window.is_open)
    ready: list[float] = []
    watch = Painted(
        window.shell.today,
        lambda: ready.append(time.perf_counter()) if window.shell.today.heading.line.text() else None,
    )
    window.shell.today.update()
    wait(lambda: ready)
    assert watch
    window.close()
    window.finish()
    return {"ms": (ready[0] - start - sum(spent)) * 1000}


def typing(folder: Path, seconds: float) -> dict[str, float]:
    """Ten keys a second into a long text of a visit, autosave, spelling and notices on."""
    window = opened(folder)
    shell = window.shell
    shell.go_visit("900001/2025-26/autumn", "context")
    wait(lambda: shell.visit.view is not None and shell.visit.body is not None)
    field = shell.visit.body.boxes["context"].editor.first()
    field.setFocus()
    wait(field.hasFocus)
    settle = time.monotonic() + 3
    wait(lambda: time.monotonic() > settle)  # the dictionary loads on first focus
    pressed, shown, held, last = [], [], [0.0], [time.perf_counter()]

    def painted() -> None:
        while pressed:
            shown.append(time.perf_counter() - pressed.pop(0))

    watch = Painted(field.viewport(), painted)
    beat = QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)

    def tick() -> None:
        now = time.perf_counter()
        held.append(now - last[0] - 0.005)
        last[0] = now

    beat.timeout.connect(tick)
    beat.start(5)
    number, end = [0], time.monotonic() + seconds

    def key() -> None:
        letter = WORDS[number[0] % len(WORDS)]
        number[0] += 1
        pressed.append(time.perf_counter())
        QTest.keyClick(field, letter)

    keys = QTimer()
    keys.timeout.connect(key)
    keys.start(100)
    wait(lambda: time.monotonic() > end, seconds + 30)
    keys.stop()
    assert watch
    shown.sort()
    longest = sorted(held)[-5:]
    window.close()
    window.finish()
    return {
        "held": longest[-1] * 1000,
        "second": longest[-2] * 1000,
        "p50": statistics.median(shown) * 1000,
        "p99": shown[int(len(shown) * 0.99)] * 1000,
        "keys": len(shown),
    }


def search(folder: Path, _seconds: float) -> dict[str, float]:
    """The service's search by the raw query on the same connection."""
    from sipdesk.app import App

    app = App(folder)
    app.open(PASSPHRASE)
    services = app.services

    def both() -> float:
        db = services.desk.db
        services.search.find("leaders know")
        ours, raw = [], []
        for _ in range(100):
            start = time.perf_counter()
            services.search.find("leaders know")
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            db.conn.execute(
                "SELECT a.visit_id, a.question FROM search s JOIN answers a ON a.id = s.rowid WHERE search MATCH ? "
                "ORDER BY rank LIMIT 50",
                ('"leaders" "know"*',),
            ).fetchall()
            raw.append(time.perf_counter() - start)
        return statistics.median(ours) / statistics.median(raw)

    ratio = app.run(both)
    app.close()
    return {"ratio": ratio}


def memory(folder: Path, _seconds: float) -> dict[str, float]:
    """With a visit on screen."""
    window = opened(folder)
    window.shell.go_visit("900001/2025-26/autumn")
    wait(lambda: window.shell.visit.view is not None)
    told = {"mb": resident()}
    window.close()
    window.finish()
    return told


def bare(_folder: Path, _seconds: float) -> dict[str, float]:
    """A window with a word in it."""
    window, word = QMainWindow(), QLabel("sipdesk")
    word.setAlignment(Qt.AlignmentFlag.AlignCenter)
    window.setCentralWidget(word)
    window.resize(1280, 720)
    window.show()
    wait(window.isVisible)
    return {"mb": resident()}


def floor(folder: Path, seconds: float) -> dict[str, float]:
    """The same with the libraries an open desk cannot do without, and nothing of ours."""
    import cryptography.hazmat.primitives.ciphers.aead
    import pydantic
    import sqlcipher3
    import sqlite_utils

    class Model(pydantic.BaseModel):
        number: int = 1

    assert cryptography
    assert sqlcipher3
    assert sqlite_utils
    assert Model(number=2)
    return bare(folder, seconds)


def main() -> None:
    """One figure."""
    application = QApplication(["sipdesk"])
    QApplication.setStyle("Fusion")
    which, folder = sys.argv[1], Path(sys.argv[2])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    figures = {
        "today": today,
        "typing": typing,
        "search": search,
        "memory": memory,
        "bare": bare,
        "floor": floor,
    }
    told = figures[which](folder, seconds)
    assert application
    print(json.dumps(told))


if __name__ == "__main__":
    main()
