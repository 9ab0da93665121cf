"""A partner who types into the real window without pause, and says what was typed and what was acknowledged.

Arguments: desk folder, passphrase. On stdout, with the machine's monotonic clock: `typed LENGTH SECONDS` for each key and
`saved LENGTH SECONDS` for each acknowledgement, which is what the page shows as “Saved”.
"""

import os
import sys
import time
from itertools import cycle
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import sipdesk.gui  # noqa: F401, I001  - the guard of the interpreter comes before Qt
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipdesk.domain.calendar import TermSlot
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from sipdesk.services.writing import Written

QUESTION = "context"
KEY = 15
"""Milliseconds between keys."""
LETTERS = "abcdefghij klmnopqrs tuvwxyz "


def tell(what: str, length: int) -> None:
    """One line, at once."""
    sys.stdout.write(f"{what} {length} {time.monotonic()}\n")
    sys.stdout.flush()


class Typist:
    """Waits for the field, then types for ever."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.letters = cycle(LETTERS)
        self.length = 0
        self.visit = ""
        self.timer = QTimer()
        self.timer.timeout.connect(self.step)
        self.timer.start(KEY)

    def step(self) -> None:
        """One more key, or one more look whether the field is there."""
        if not self.window.is_open:
            return
        shell = self.window.shell
        if not self.visit:
            app = self.window.desk.app
            visit, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
            self.visit = visit.id
            shell.visit.saved.connect(self.saved)
            shell.go_visit(visit.id, QUESTION)
        body = shell.visit.body
        if body is None or QUESTION not in body.boxes:
            return
        QTest.keyClick(body.boxes[QUESTION].editor.first(), next(self.letters))
        self.length += 1
        tell("typed", self.length)

    def saved(self, written: Written) -> None:
        """The commit is acknowledged."""
        if QUESTION in written.answers:
            tell("saved", len(written.answers[QUESTION]))


def main() -> None:
    """Type until killed."""
    application = QApplication(["sipdesk"])
    window = Window(DeskLink(Path(sys.argv[1]), Background()), Theme("light"), sys.argv[2])
    window.show()
    typist = Typist(window)
    sys.exit(application.exec() if typist else 1)


if __name__ == "__main__":
    main()
