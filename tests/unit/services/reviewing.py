"""An invented authority whose programme has each note reviewed before the headteacher sees it."""

import datetime as dt
import shutil
from pathlib import Path

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.services import demo
from sipdesk.services.visits import Step
from sipdesk.store.desk import Desk
from sipdesk.store.schools import Allocation, put_allocation
from tests.conftest import PASSPHRASE, SCHOOLS

AUTHORITY = "inventshire"


def forms_in(folder: Path) -> Path:
    """A folder of one's own forms with that authority in it: a shipped one under another name, and a reviewer."""
    source = next(paths.forms().glob("*/*/programme.toml"))
    target = folder / AUTHORITY / source.parent.name
    shutil.copytree(source.parent, target)
    told = source.read_text(encoding="utf-8").replace(source.parent.parent.name, AUTHORITY)
    told = told.replace("reply_working_days", "review_before_issue = true\nreply_working_days", 1)
    (target / source.name).write_text(told, encoding="utf-8")
    return folder


def allot(desk_folder: Path, clock: Clock) -> None:
    """The first school belongs to that authority."""
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    with desk.change("another authority", SCHOOLS[0].urn) as db:
        kept = Allocation(urn=SCHOOLS[0].urn, authority=AUTHORITY, year="2025-26", term="autumn", category="core")
        put_allocation(db, kept, clock.stamp(), "")
    desk.close()


def checked(app: App) -> str:
    """A visit whose note was reviewed and then answered by the head."""
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, SCHOOLS[0].urn, TermSlot.parse("2025-26/autumn"))
    told = demo.answers("2025-26/autumn")
    del told["move"]
    app.run(services.files.fill, visit.id, told)
    app.run(services.visits.move, visit.id, Step(to=State.REVIEW))
    app.run(services.visits.move, visit.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 21))
    app.run(services.visits.move, visit.id, Step(to=State.CHECKED, response=answer))
    return visit.id
