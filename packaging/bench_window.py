"""The window's figures, each beside a bare PySide6 window or a raw query in the same run."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
Report = Callable[..., None]

# The smallest application window: a main window with a word in its middle.
BARE = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        sys.stdout.write("painted\\n"); sys.stdout.flush()
app = QApplication([]); QApplication.setStyle("Fusion")
window, word = Bare(), QLabel("sipdesk")
word.setAlignment(Qt.AlignmentFlag.AlignCenter); window.setCentralWidget(word)
window.resize(1280, 720); window.show()
app.exec()
"""

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
import sipdesk.gui.unlock.page as unlock
paint = unlock.UnlockPage.paintEvent
def painted(self, event):
    paint(self, event)
    sys.stdout.write("painted\\n"); sys.stdout.flush()
unlock.UnlockPage.paintEvent = painted
from sipdesk.__main__ import open_window
open_window(Path(sys.argv[1]))
"""

DRIVE = Path(__file__).with_name("bench_typing.py")


def _until_painted(code: str, *arguments: str) -> float:
    # Whoever starts a program twice has its bytecode: a machine that forbids it would measure the compiler.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    environment.setdefault("DISPLAY", "none")  # sipdesk opens no window where none is announced; offscreen needs none
    start = time.perf_counter()
    run = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        told = process.stdout.readline()
        taken = time.perf_counter() - start
        process.kill()
    if told != "painted\n":
        raise SystemExit("The window ended before it was painted; its start was not measured.")
    return taken


def start_up(folder: Path, report: Report) -> None:
    """Process start to the unlock screen painted, by the same for a bare window; in turns."""
    ours, bare = [], []
    _until_painted(BARE)
    _until_painted(OURS, str(folder))
    for _ in range(11):
        bare.append(_until_painted(BARE))
        ours.append(_until_painted(OURS, str(folder)))
    ratio = statistics.median(ours) / statistics.median(bare)
    report("process start → unlock screen painted ÷ a bare PySide6 window", ratio, "≤ 1.3", met=ratio <= 1.3)


def _drive(what: str, folder: Path, *more: str) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, str(DRIVE), what, str(folder), *more], capture_output=True, text=True, check=False
    )
    if told.returncode:
        raise SystemExit(told.stderr)
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def opening(folder: Path, large: Path, report: Report) -> None:
    """Passphrase accepted to Today painted, the key derivation taken off; then with a hundred times the schools."""
    small = statistics.median(_drive("today", folder)["ms"] for _ in range(5))
    report(
        "unlock accepted → Today painted, 40 schools × 10 years, ms beyond the key", small, "≤ 400", met=small <= 400
    )
    many = statistics.median(_drive("today", large)["ms"] for _ in range(3))
    report(
        "the same with 4,000 schools, by 40 schools (100 would be linear)",
        many / small,
        "≤ 100",
        met=many / small <= 100,
    )


def typing(folder: Path, report: Report) -> None:
    """A minute at ten keys a second with everything on."""
    seconds = os.environ.get("SIPDESK_BENCH_SECONDS", "60")
    told = _drive("typing", folder, seconds)
    report("longest hold of the window's thread while typing, ms", told["held"], "≤ 50", met=told["held"] <= 50)
    report("key → painted, 99th of a hundred, ms", told["p99"], "≤ 33", met=told["p99"] <= 33)


def searching(folder: Path, report: Report) -> None:
    """The search as the window asks it, by the raw FTS5 query, over 1,200 notes."""
    ratio = _drive("search", folder)["ratio"]
    report("search over 1,200 notes ÷ the raw FTS5 query", ratio, "≤ 1.5", met=ratio <= 1.5)


def memory(folder: Path, report: Report) -> None:
    """Resident memory with the desk open and a visit on screen, by a bare window's, alone and with the libraries."""
    ours, bare, floor = (_drive(what, folder)["mb"] for what in ("memory", "bare", "floor"))
    report("resident memory ÷ a bare window", ours / bare, "≤ 1.8", met=ours / bare <= 1.8)
    told = "the same ÷ a bare window with pydantic, SQLCipher, sqlite-utils and cryptography loaded"
    report(told, ours / floor, "≤ 1.8", met=ours / floor <= 1.8)
