"""Makes the golden desk of the present schema: run once when a version is released, then kept for ever.

.venv/bin/python packaging/golden_desk.py tests/data/desks/v1
"""

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sipdesk import __version__
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.note import canonical
from sipdesk.keys import slots
from sipdesk.services import demo
from sipdesk.store.backups import counts
from sipdesk.store.schema import SCHEMA_VERSION

PASSPHRASE = "four plain english words"  # noqa: S105  - of a desk in which everything is invented


def main(target: Path) -> None:
    """The rehearsal's year, written with a fixed clock, with what it must still say next to it."""
    if target.exists():
        sys.exit(f"{target} is there already: a golden desk is never made again.")
    at = datetime(2025, 9, 1, 9, tzinfo=UTC)

    def now() -> datetime:
        nonlocal at
        at += timedelta(seconds=11)
        return at

    with tempfile.TemporaryDirectory() as scratch:
        app = App(Path(scratch) / "desk", Clock(now=now))
        plan = demo.plan()
        app.create(PASSPHRASE, {"authority": plan.authority, "partner": plan.partner, "rehearsal": "yes"})
        services = app.services
        read, lines = services.intake.register(
            demo.source("register.csv"), set(), app.run(services.caseload.home_codes)
        )
        app.run(services.register.apply, app.run(services.register.preview, read, lines), lines, read.full)
        term = TermSlot.parse(plan.terms[0])
        parsed = services.intake.allocation(demo.source("allocation.csv"), term, term)
        app.run(services.caseload.apply, app.run(services.caseload.preview, parsed))
        records = {}
        for name in plan.terms:
            visit, _ = app.run(services.visits.open_in_term, plan.school, TermSlot.parse(name))
            app.run(services.files.fill, visit.id, demo.answers(name))
            records[visit.id] = json.loads(canonical(app.run(services.notes.record, visit.id)))
        desk = services.desk
        cheap = slots.Argon2(iterations=1, lanes=1, memory_kib=64)
        app.run(lambda: slots.store(desk.home, slots.rewrap(desk.keys, desk.key, PASSPHRASE, desk.clock.random, cheap)))
        told = {
            "schema": SCHEMA_VERSION,
            "version": __version__,
            "counts": app.run(counts, desk.db),
            "records": records,
        }
        app.close()
        shutil.copytree(Path(scratch) / "desk", target, ignore=shutil.ignore_patterns("in-use*", "*-wal"))
    (target / "expected.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
