"""The minutes of a visit, rehearsed by a script in the real window: clicks and keys beyond the words, and the machine's seconds.

`make rehearsal` prints the table; with `--write` it goes into resources/help/developers.md. The stretches are those of the
rhythm of a visit: what a partner does beside a head, with the visit of the autumn behind and that of the spring open.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# isort: off
import sipdesk.gui  # noqa: E402, F401  - before Qt

# isort: on
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from sipdesk import paths  # noqa: E402
from sipdesk.app import App  # noqa: E402
from sipdesk.domain.calendar import TermSlot  # noqa: E402
from sipdesk.domain.clock import Clock  # noqa: E402
from sipdesk.gui.background import Background  # noqa: E402
from sipdesk.gui.desk import DeskLink  # noqa: E402
from sipdesk.gui.theme import Theme  # noqa: E402
from sipdesk.gui.visit.editors.reviews import ReviewCard  # noqa: E402
from sipdesk.gui.visit.jottings import JottingsBox  # noqa: E402
from sipdesk.gui.visit.page import VisitPage  # noqa: E402
from sipdesk.gui.window import Window  # noqa: E402
from sipdesk.services import demo  # noqa: E402
from tests.gui.hand import Hand  # noqa: E402

PASSPHRASE = "four plain english words"  # noqa: S105
HELP = ROOT / "resources" / "help" / "developers.md"
HEADING = "## The minutes of a visit"
DEEP, SCHOOLS = "900101", ("900102", "900103")
_START = datetime(2025, 10, 7, 8, tzinfo=UTC)
JOTTINGS = (
    "~ six of ten Year 2 pupils now read daily", "governors asked about the third priority", "? who checks book bands",
    "! send the reading list to the English leader", "~ maths models on every wall in Year 4", "roof repaired in half-term",
)  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """What one stretch took."""

    name: str
    clicks: int
    keys: int
    letters: int
    seconds: float


class Rehearsal:
    """A partner in a hurry, in one window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = _START
        self.window: Window = self._open()
        self.hand = Hand(self.window)
        self.stretches: list[Stretch] = []

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _app(self, folder: Path | None = None) -> App:
        return App(folder or self.folder / "desk", Clock(now=self._tick))

    def _open(self) -> Window:
        self._prepare()
        window = Window(DeskLink(self.folder / "desk", Background(), self._app), Theme("light"))
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        return window

    def _prepare(self) -> None:
        """Before the morning: one autumn visit agreed, one to write foci in, one ready for the head; a spring visit open."""
        app = self._app()
        app.create(PASSPHRASE, {"partner": "Robin Marlow", "authority": "hackney"})
        services, run = app.services, app.run
        demo.take_caseload(services, run, TermSlot.parse("2025-26/autumn"))
        told = json.loads((paths.resources() / "demo" / "autumn.json").read_text(encoding="utf-8"))
        told.pop("move")
        opened = [run(services.visits.open_in_term, urn, TermSlot.parse("2025-26/autumn"))[0].id for urn in SCHOOLS]
        self.foci, self.ready = opened
        run(services.files.fill, self.ready, told)
        demo.write_visit(services, run, DEEP, "2025-26/autumn")
        self.now = datetime(2026, 3, 10, 8, 40, tzinfo=UTC)
        self.spring = run(services.visits.open_in_term, DEEP, TermSlot.parse("2025-26/spring"))[0].id
        app.close()

    def time(self, name: str, call: Callable[[], None]) -> None:
        """One stretch."""
        hand, begun = self.hand, time.perf_counter()
        before = (hand.clicks, hand.keys, hand.letters)
        call()
        taken = time.perf_counter() - begun
        clicks, keys, letters = (
            now - then for now, then in zip((hand.clicks, hand.keys, hand.letters), before, strict=True)
        )
        self.stretches.append(Stretch(name, clicks, keys, letters, taken))

    # -- the stretches -------------------------------------------------------------------------------------------

    def run(self) -> list[Stretch]:
        """All of them, in the order of a day."""
        hand = self.hand
        hand.write("Passphrase", PASSPHRASE)
        hand.enter()
        hand.wait(lambda: self.window.is_open, "the desk")
        self._stand(self.spring)
        self._section("Date and times")
        hand.press("Date of the visit")
        self.window.lock()
        hand.wait(lambda: not self.window.is_open and self.window.unlock.go.isEnabled(), "the lock")
        self.time("Arrival: lid to cursor", self.arrive)
        self.time("Last visit’s actions (4)", self.review)
        self._section("Context and changes")
        self.time(f"Jottings while talking ({len(JOTTINGS)})", self.jot)
        self.time("Write-up: jottings placed, the rest destroyed", self.place)
        self._stand(self.foci)
        self.time("Foci (3) and actions (2)", self.agree)
        self.window.shell.go_note(self.ready)
        hand.see("Send for accuracy check")
        self.time("To the head", self.send)
        return self.stretches

    @property
    def _page(self) -> VisitPage:
        return self.window.shell.visit

    def _stand(self, visit: str) -> None:
        """Where the partner comes from is no part of a stretch."""
        self.window.shell.go_visit(visit)
        view = self._page
        self.hand.wait(
            lambda: view.body is not None and view.view is not None and view.view.visit.id == visit, "the visit"
        )

    def _section(self, title: str) -> None:
        self.hand.point("Sections of the visit", title)
        self.hand.wait(lambda: self._page.body is not None and self._page.body.title.text() == title, title)

    def arrive(self) -> None:
        """The passphrase, Enter, and the cursor stands where it stood."""
        self.hand.type(PASSPHRASE)
        self.hand.enter()
        self.hand.wait(
            lambda: self.window.is_open and self._page.body is not None and self._page.body.active, "the cursor"
        )

    def review(self) -> None:
        """One key each."""
        self._section("Actions since the last visit")
        self.hand.enter()
        self.hand.wait(lambda: self._page.body is not None and self._page.body.active, "the first action")
        cards = self._page.findChildren(ReviewCard)
        for answer, card in zip("DPNR", cards, strict=True):
            for _ in range(12):
                if QApplication.focusWidget() is card:
                    break
                self.hand.tab()
            assert QApplication.focusWidget() is card, "the next action"
            self.hand.key(getattr(Qt.Key, f"Key_{answer}"))

    def jot(self) -> None:
        """A line, Enter."""
        self._show_side()
        self.hand.press("Jotting")
        for number, line in enumerate(JOTTINGS, 1):
            self.hand.type(line)
            self.hand.enter()
            self.hand.wait(lambda number=number: len(self._jottings.rows) == number, "the jotting filed")

    @property
    def _jottings(self) -> JottingsBox:
        found = self._page.findChild(JottingsBox)
        assert found is not None
        return found

    def _show_side(self) -> None:
        if not self._jottings.isVisible():
            self.hand.press("What I know")

    def place(self) -> None:
        """Each but one into the text, by a click and Enter; the last is destroyed with all that is left."""
        box = self._jottings
        for words in [row.jotting.words for row in box.rows][:-1]:
            row = next(row for row in box.rows if row.jotting.words == words)
            self.hand.press(row.accessibleName())
            self.hand.enter()
            self.hand.wait(
                lambda words=words: all(r.jotting.placed for r in box.rows if r.jotting.words == words), words
            )
        self.hand.press("Destroy all jottings of this visit")
        self.hand.press("Destroy them for good")
        self.hand.wait(lambda: not box.rows, "no jotting left")

    def agree(self) -> None:
        """Three fields for each focus, a line for each action."""
        hand = self.hand
        self._section("Focus areas for the next visits")
        for number in (1, 2, 3):
            hand.press(f"Focus {number}, look deeper in: Spring")
            hand.write(f"Focus {number}: focus", "Early reading in Year 2")
            for words in ("Practice lets some pupils down.", "Match every book.", "Hear six readers in March."):
                hand.tab()
                hand.type(words)
        self._section("Agreed actions")
        hand.press("New action*")
        for line in (
            "Match every book | Senior leaders | 14 November",
            "Agree one approach | Maths leader | half-term",
        ):
            hand.type(line)
            hand.enter()

    def send(self) -> None:
        """Two clicks."""
        self.hand.press("Send for accuracy check")
        self.hand.press("Save the draft for the head")
        self.hand.wait(lambda: list(self.folder.rglob("2025*.pdf")), "the draft")

    def close(self) -> None:
        """The window and the desk."""
        self.window.close()
        self.hand.wait(lambda: not self.window.isVisible(), "the end")
        self.window.finish()


def table(stretches: list[Stretch]) -> str:
    """As Markdown."""
    lines = ["| stretch | clicks | keys beyond the words | letters | seconds of the machine |", "|---|--:|--:|--:|--:|"]
    lines += [f"| {s.name} | {s.clicks} | {s.keys} | {s.letters} | {s.seconds:.1f} |" for s in stretches]
    return "\n".join(lines)


def write(told: str) -> None:
    """Into the help, in place of what stood there."""
    before = HELP.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    words = (
        "Measured by `make rehearsal`: a script works in the real window by mouse and keyboard. The passphrase counts as words, "
        "and the seconds are those the machine took while the script typed without a pause."
    )
    HELP.write_text(f"{before}\n\n{HEADING}\n\n{words}\n\n{told}\n", encoding="utf-8")


def main() -> None:
    """Rehearse, print, and where asked to, write."""
    application = QApplication.instance() or QApplication(["sipdesk"])
    QApplication.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DOCUMENTS_DIR"] = folder
        rehearsal = Rehearsal(Path(folder))
        try:
            told = table(rehearsal.run())
        finally:
            rehearsal.close()
    print(told)
    if "--write" in sys.argv:
        write(told)
    del application


if __name__ == "__main__":
    main()
