"""The pictures of the help and of README, taken anew from the real window on invented schools: `python packaging/pictures.py`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# isort: off
import sipdesk.gui  # noqa: E402, F401  - before Qt

# isort: on
from PIL import Image  # noqa: E402
from PySide6.QtCore import QEventLoop  # noqa: E402
from PySide6.QtGui import QColor, QImage, QPainter  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from sipdesk.app import App  # noqa: E402
from sipdesk.domain.calendar import TermSlot  # noqa: E402
from sipdesk.domain.clock import Clock  # noqa: E402
from sipdesk.domain.ink import Ink  # noqa: E402
from sipdesk.domain.issue import Decisions  # noqa: E402
from sipdesk.domain.placement import DatedFact, PlacementDraft  # noqa: E402
from sipdesk.domain.school import Phase  # noqa: E402
from sipdesk.domain.visit import HeadResponse, ResponseKind, State  # noqa: E402
from sipdesk.gui.background import Background  # noqa: E402
from sipdesk.gui.desk import DeskLink  # noqa: E402
from sipdesk.gui.theme import Theme  # noqa: E402
from sipdesk.gui.visit.side import Beside  # noqa: E402
from sipdesk.gui.window import Window  # noqa: E402
from sipdesk.services import central, demo, receiving, signing  # noqa: E402
from sipdesk.services.sync import run_sync  # noqa: E402
from sipdesk.services.visits import Step  # noqa: E402
from tests.gui.hand import Hand  # noqa: E402

PASSPHRASE = "four plain english words"  # noqa: S105
HERE = ROOT / "resources" / "help" / "pictures"
DEEP, DIVES = "900101", "deep_dives"
PLACED = "900110"
"""A school on whose category somebody has decided."""
_UNWRITTEN = frozenset({"summary", "concerns", "exclusions_since", "groups"})
_PRIMARY = frozenset({"exclusions"})
"""What the rehearsal holds for a primary school alone."""
_COLOURS = 256
"""More than the window has; a picture is a third as large as with all there could be."""
_QUIET = 0.6
"""Seconds without an event after which a page counts as painted."""
_PLANNED = ("2026-03-12", "2026-03-17", "2026-03-19", "2026-03-24")
SHARE = Path(tempfile.gettempdir()) / "sip-notes"
"""Its path stands in a picture, so it is the same each time."""
JOTTINGS = ("~ Y2 lowest six read daily now", "? governors visit in May", "! ask for phonics advice")


class Studio:
    """A partner's desk in March, and the window on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2025, 9, 22, 8, tzinfo=UTC)
        self._write_year()
        self.window = Window(DeskLink(folder / "desk", Background(), self._app), Theme("light"))
        self.window.resize(1280, 720)
        self.window.show()
        self.window.activateWindow()
        self.hand = Hand(self.window)
        self.hand.write("Passphrase", PASSPHRASE)
        self.hand.enter()
        self.hand.wait(lambda: self.window.is_open, "the desk")
        self.window.shell.outgoing.by_itself = False

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def clock(self) -> Clock:
        """The partner's, which is the service's as well."""
        return Clock(now=self._tick)

    def _app(self, folder: Path | None = None) -> App:
        return App(folder or self.folder / "desk", self.clock)

    def _write_year(self) -> None:
        app = self._app()
        app.create(PASSPHRASE, {"partner": "Robin Marlow", "authority": "hackney", "rehearsal": "yes"})
        services, run = app.services, app.run
        demo.take_caseload(services, run, TermSlot.parse("2025-26/autumn"))
        mine = [row.school for row in run(services.caseload.schools) if row.school.phase is not Phase.NURSERY]
        urns = [school.urn for school in mine if school.phase is Phase.PRIMARY]
        for urn in urns:
            self._check(app, urn)
        self._send(app, urns)
        for other in (school.urn for school in mine if school.urn not in urns):
            self._write(app, other, "2025-26/autumn", _PRIMARY)
        self.now = datetime(2026, 3, 10, 9, 20, tzinfo=UTC)
        self._place(app)
        self.autumn = run(services.visits.open_in_term, DEEP, TermSlot.parse("2025-26/autumn"))[0].id
        self.spring = self._write(app, DEEP, "2025-26/spring", _UNWRITTEN)
        for line in JOTTINGS:
            run(services.jottings.add, self.spring, line, DIVES)
        for urn, day in zip(urns[1:], _PLANNED, strict=False):
            planned = run(services.visits.open_in_term, urn, TermSlot.parse("2025-26/spring"))[0].id
            run(services.visits.save, planned, {"date": day, "start": "09:00", "end": "12:00"}, None)
        app.close()

    def _write(self, app: App, urn: str, term: str, but: frozenset[str] = frozenset()) -> str:
        """A visit of the rehearsal, as far as this school's form asks; its actions due in May."""
        visit, _remarks = app.run(app.services.visits.open_in_term, urn, TermSlot.parse(term))
        asked = {one.id for part in app.run(app.services.visits.sections, visit) for one in part.questions} - but
        told = demo.answers(term)
        told.pop("move", None)
        told["answers"] = {key: given for key, given in told["answers"].items() if key in asked}
        if urn != DEEP:
            told["answers"]["actions"] = [{**one, "by_when": "2026-05-22"} for one in told["answers"]["actions"]]
        app.run(app.services.files.fill, visit.id, told)
        return str(visit.id)

    def _place(self, app: App) -> None:
        """A fact of a school, and what was decided on it."""
        fact = DatedFact(urn=PLACED, fact="grade-3", since=date(2025, 3, 13), source="the inspection report")
        decided = PlacementDraft(
            category="enhanced",
            placed_on=date(2025, 10, 6),
            reason="Requires improvement; leaders know what has to change and can do it with help.",
            agreed_with=["Headteacher", "Chair of governors"],
            discussed_on=date(2025, 10, 2),
            discussed_with=["Headteacher"],
        )
        app.run(app.services.standing.note_fact, fact)
        app.run(app.services.placing.place, PLACED, decided)

    def _check(self, app: App, urn: str) -> None:
        """The autumn visit of a school, written and answered by its head."""
        visit = app.run(app.services.visits.get, self._write(app, urn, "2025-26/autumn"))
        app.run(app.services.visits.move, visit.id, Step(to=State.WITH_HEAD))
        answer = HeadResponse(kind=ResponseKind.ACCURATE, on=date(2025, 10, 21))
        app.run(app.services.visits.move, visit.id, Step(to=State.CHECKED, response=answer))

    def _send(self, app: App, urns: list[str]) -> None:
        """The autumn notes on their way to a service: received, delivered, one in trouble, queued, sealed."""
        services, run, key = app.services, app.run, self.folder / "central.key"
        shutil.rmtree(SHARE, ignore_errors=True)
        SHARE.mkdir()
        wanted = central.Invitation("hackney", "Hackney Education", str(SHARE))
        run(services.enrolling.enrol, central.invite(key, wanted, self.clock).data)
        run(services.outbox.agree_today)
        run_sync(services, run)
        for n, urn in enumerate([DEEP, *(one for one in urns if one != DEEP)][:5]):
            visit = run(services.visits.open_in_term, urn, TermSlot.parse("2025-26/autumn"))[0].id
            made = signing.make(
                run(services.signing.prepare, visit, head=True), Ink(typed="Robin Marlow"), Ink(typed="The head")
            )
            run(services.signing.keep, made)
            if n == 4:
                return
            doubts = run(services.issue.plan, visit, []).doubts
            run(services.issue.issue, visit, Decisions(answers={one.id: "As agreed by telephone" for one in doubts}))
            if n == 1:
                self._in_the_way(app)
            if n < 3:
                run_sync(services, run)
            if n == 0:
                receiving.receive(SHARE, key, self.folder / "inbox", self.clock)

    def _in_the_way(self, app: App) -> None:
        """Something lies under the name of the one package that waits."""
        waits = next(one for one in app.run(app.services.outbox.view).parcels if one.stage.under_way)
        name = app.run(lambda: app.services.outbox._parcels.get(waits.id).name)
        (SHARE / name).write_bytes(b"in the way")

    def _sheet(self) -> Path:
        """The sheet of the spring: one school joins, one has another category, one is gone."""
        lines = demo.source("allocation.csv").read_bytes().splitlines(keepends=True)
        changed = [
            line.replace(b"Jess Okonkwo", b"Robin Marlow").replace(b"INTENSIVE A", b"Enhanced") for line in lines
        ]
        file = self.folder / "allocation.csv"
        file.write_bytes(b"".join(line for line in changed if b"900110" not in line))
        return file

    # -- taking --------------------------------------------------------------------------------------------------

    def take(self, name: str) -> None:
        """A picture of the window as it stands, a hairline around it."""
        loop = QEventLoop()
        end = datetime.now(UTC) + timedelta(seconds=_QUIET)
        while datetime.now(UTC) < end:
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        taken = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(taken)
        painter.setPen(QColor(self.window.theme.palette.line))
        painter.drawRect(taken.rect().adjusted(0, 0, -1, -1))
        painter.end()
        file = HERE / f"{name}.png"
        taken.save(str(file))
        Image.open(file).quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        print(name)

    def run(self) -> None:
        """All of them, in the order of the help."""
        shell, hand = self.window.shell, self.hand
        self._go(shell.go_today, lambda: bool(shell.today.heading.line.text()), "today")
        self._go(shell.go_caseload, lambda: shell.caseload.table.rows.shown, "caseload")
        self._go(lambda: shell.go_import(self._sheet()), lambda: hand.find("Filter the rows"), "import")
        self._go(lambda: shell.go_school(DEEP), lambda: bool(shell.school.heading.title.text()), "year")
        self._category()
        shell.go_visit(self.spring)
        hand.wait(lambda: shell.visit.body is not None, "the visit")
        shell.visit.open_section(DIVES)
        beside = shell.visit.findChild(Beside)
        hand.wait(lambda: beside is not None and beside.side.jottings.rows, "the jottings")
        self.take("visit")
        self._go(lambda: shell.go_note(self.spring), lambda: shell.note.viewer.document.pageCount() > 0, "note")
        self.window.desk.app.run(shell.desk.app.services.outbox.agree_today)
        self._go(shell.go_outbox, lambda: shell.outbox.going.table.rows.shown, "outbox")

    def _category(self) -> None:
        """Where a school stands, and the rules that speak for it."""
        page = self.window.shell.school
        self.window.shell.go_school(PLACED)
        self.hand.wait(lambda: page.year.view is not None and page.year.view.urn == PLACED, "the school")
        page.show_tab("Category and risk")
        self.hand.wait(lambda: page.category.view is not None, "where it stands")
        self.take("category")

    def _go(self, there: Callable[[], object], ready: Callable[[], object], name: str) -> None:
        there()
        self.hand.wait(ready, name)
        self.take(name)

    def close(self) -> None:
        """The window and the desk."""
        self.window.close()
        self.hand.wait(lambda: not self.window.isVisible(), "the end")
        self.window.finish()


def main() -> None:
    """Take them all."""
    application = QApplication.instance() or QApplication(["sipdesk"])
    QApplication.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DOCUMENTS_DIR"] = folder
        studio = Studio(Path(folder))
        try:
            studio.run()
        finally:
            studio.close()
            shutil.rmtree(SHARE, ignore_errors=True)
    del application


if __name__ == "__main__":
    main()
