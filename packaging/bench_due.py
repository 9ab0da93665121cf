"""What is due, by the clocks of every school: for forty schools, and how it grows up to four thousand. Used by bench.py;
by itself it prints the curve."""

import datetime as dt
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.placement import DatedFact, Occurrence, Placement
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.store.schools import Allocation, put_allocation, put_school
from sipdesk.store.standing import Standings

PASSPHRASE = "four plain english words"  # noqa: S105
DAY = dt.date(2025, 11, 20)
SIZES = (40, 400, 4000)
PATHS = (("core", "focused"), ("focused", "enhanced"), ("core", "enhanced", "intensive-a"), ("core",))


def build(folder: Path, count: int) -> App:
    """Schools with a history, facts and two years of what came round."""
    app = App(folder, Clock(now=lambda: dt.datetime(2025, 11, 20, 9, tzinfo=dt.UTC)))
    app.create(PASSPHRASE, {"partner": "Robin Marlow", "authority": "hackney"})
    app.run(_fill, app, count)
    return app


def _fill(app: App, count: int) -> None:
    desk, kept = app.services.desk, Standings(app.services.desk)
    with desk.change("bench", "") as db:
        for number in range(count):
            urn, path = str(900000 + number), PATHS[number % len(PATHS)]
            put_school(
                db, School(urn=urn, name=f"School {number}", phase=Phase.PRIMARY, governance=Governance.MAINTAINED)
            )
            put_allocation(
                db, Allocation(urn=urn, authority="hackney", year="2025-26", term="autumn", category=path[-1]),
                "2025-09-01T08:00:00.000Z", "",
            )  # fmt: skip
            for step, category in enumerate(path):
                kept.put_placement(
                    Placement(
                        id=f"{urn}-{step}", urn=urn, authority="hackney", edition="2021-22", category=category,
                        placed_on=dt.date(2023 + step, 9, 10), reason="Results", decided_at="", decided_by="R. Marlow",
                    )
                )  # fmt: skip
            for fact in ("grade-3", "marked-decline"):
                kept.put_fact(DatedFact(id=f"{urn}-{fact}", urn=urn, fact=fact, since=dt.date(2024, 5, 1)))
            for term in range(6):
                on = dt.date(2024 + term // 3, (2, 6, 10)[term % 3], 5)
                kept.put_occurrence(Occurrence(id=f"{urn}-{term}", urn=urn, rule="heat-map", on=on))


def milliseconds(app: App, call: Callable[..., Any], *args: Any) -> float:
    """Median of what the processor does for a call that finds everything read once: other programs do not count."""
    app.run(call, *args)
    taken = []
    for _ in range(5):
        gc.collect()
        start = time.process_time()
        app.run(call, *args)
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def curve(scratch: Path) -> list[tuple[int, int, float, float]]:
    """Schools, things due, milliseconds for what is due, milliseconds for the caseload with all its clocks."""
    found = []
    for count in SIZES:
        app = build(scratch / f"due-{count}", count)
        services = app.services
        due, caseload = milliseconds(app, services.due.on, DAY), milliseconds(app, services.overview.caseload)
        found.append((count, len(app.run(services.due.on, DAY)), due, caseload))
        app.close()
    return found


def due_figures(scratch: Path, report: Callable[..., None]) -> None:
    """The figures as the bench prints them."""
    told = curve(scratch)
    for count, things, due, caseload in told:
        print(f"      {count:>5} schools, {things:>6} due: {due:8.1f} ms; caseload {caseload:8.1f} ms", flush=True)
    first, last = told[0], told[-1]
    report("what is due for 40 schools, in milliseconds", first[2], "≤ 50", met=first[2] <= 50)
    report("the caseload of 40 schools with all clocks, in milliseconds", first[3], "≤ 100", met=first[3] <= 100)
    growth = (last[2] / first[2]) / (last[0] / first[0])
    report("due for 4,000 schools ÷ a hundred times due for 40", growth, "≤ 1.5", met=growth <= 1.5)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        due_figures(Path(name), lambda what, ratio, target, *, met: print("met " if met else "MISS", f"{ratio:.2f}", target, what))  # fmt: skip
