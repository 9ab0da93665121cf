"""Ofsted's file for all of England, read in the child and kept in the desk, by csv.DictReader alone; how long the window is
held while such files are imported; the child's memory; and a table worked out anew at a key.

Used by bench.py; it makes its files from those that ship with the tests: other schools and areas, same shape. Run by itself
with an argument it takes one figure, in a process of its own, and prints it as JSON.
"""

import csv
import gc
import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sipdesk.app import App

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "tests/data/public/ofsted_england_every_outcome.csv"
PASSPHRASE = "four plain english words"  # noqa: S105
SCHOOLS = 22_529
SERIES = ROOT / "tests/data/public/series_inner_london_2015-16_to_2023-24.csv"
AREAS = 40
"""Times the series of one region, which comes to more areas than England has."""
_TARGET = 4
_HELD = 50
_PEAK = 300
_KEY = 5
_Report = Callable[..., None]


def england() -> bytes:
    """As many schools as Ofsted's file has."""
    rows = list(csv.reader(io.StringIO(SOURCE.read_text(encoding="cp1252"))))
    urn = rows[0].index("URN")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    for number in range(SCHOOLS):
        row = rows[1 + number % (len(rows) - 1)]
        writer.writerow([*row[:urn], str(100000 + number), *row[urn + 1 :]])
    return out.getvalue().encode("cp1252")


def inspections(scratch: Path, report: _Report) -> None:
    """22,529 rows, beginning to end; the same for a handful of rows is taken off."""
    large, small = scratch / "ofsted.csv", scratch / "few.csv"
    large.write_bytes(england())
    small.write_bytes(SOURCE.read_bytes())

    def bare() -> None:
        with large.open(encoding="cp1252", newline="") as stream:
            for _row in csv.DictReader(stream):
                pass

    ours = statistics.median(_import(scratch / f"public{n}", large) for n in range(5))
    start_up = statistics.median(_import(scratch / f"few{n}", small) for n in range(5))
    floor = statistics.median(_timed(bare) for _ in range(5))
    ratio = (ours - start_up) / floor
    report(
        f"{SCHOOLS:,} rows of Ofsted’s to inspections ÷ csv.DictReader alone",
        ratio,
        f"≤ {_TARGET}",
        met=ratio <= _TARGET,
    )


def _timed(call: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _import(folder: Path, file: Path) -> float:
    """Seconds from the file to what the desk keeps of it."""
    app = App(folder)
    app.create(PASSPHRASE, {"partner": "x", "authority": "hackney"})
    service = app.services.publicdata

    def take() -> None:
        read = app.services.intake.public("ofsted", file, app.run(service.asked))
        seen = app.run(service.preview, read)
        app.run(service.apply, seen, read)

    taken = _timed(take)
    app.close()
    return taken


def series() -> bytes:
    """The authorities' time series with as many rows as all of England's, and more; the areas beyond the first are invented."""
    head, *rows = list(csv.reader(io.StringIO(SERIES.read_text(encoding="utf-8-sig"))))
    area = head.index("area")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([head, *rows])
    for number in range(AREAS):
        writer.writerows([*row[:area], f"{row[area]} {number}", *row[area + 1 :]] for row in rows)
    return out.getvalue().encode()


def window_and_child(scratch: Path, report: _Report) -> None:
    """The window's thread and the child's memory while a whole file comes in; a table worked out anew."""
    files = {"ofsted": scratch / "held_ofsted.csv", "exclusions": scratch / "held_exclusions.csv"}
    files["ofsted"].write_bytes(england())
    files["exclusions"].write_bytes(series())
    for kind, file in files.items():
        held = _figure("held", scratch / f"held {kind}", file)["ms"]
        report(
            f"longest hold of the window's thread while {kind} is imported, ms", held, f"≤ {_HELD}", met=held <= _HELD
        )
    register = scratch / "england.csv"  # bench.py lays it there
    for kind, file in {**files, **({"gias": register} if register.is_file() else {})}.items():
        peak = _figure("peak", scratch / f"peak {kind}", file, kind)["mb"]
        report(f"peak memory of the child that reads {kind}, MB", peak, f"≤ {_PEAK}", met=peak <= _PEAK)
    keys = _figure("key", scratch)["ms"]
    report("a table of figures worked out anew at a key, longest of 200, ms", keys, f"≤ {_KEY}", met=keys <= _KEY)


def _figure(what: str, *more: object) -> dict[str, float]:
    run = subprocess.run([sys.executable, __file__, what, *map(str, more)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def _held(folder: Path, file: Path) -> dict[str, float]:
    """The longest that a beat of 5 ms was late, from the file's choice until it is in the desk."""
    import bench_typing as drive  # Qt, which the other figures do without
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication(["sipdesk"])
    app = App(folder)
    app.create(PASSPHRASE, {"partner": "x", "authority": "hackney"})
    app.close()
    window = drive.opened(folder)
    window.shell.go_import()
    page = window.shell.imports
    settle = time.monotonic() + 1
    drive.wait(lambda: time.monotonic() > settle)
    late, last, beat = [0.0], [time.perf_counter()], QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)

    def tick() -> None:
        now = time.perf_counter()
        late.append(now - last[0] - 0.005)
        last[0] = now

    beat.timeout.connect(tick)
    last[0] = time.perf_counter()
    beat.start(5)
    page.load(file)
    drive.wait(lambda: page.faces.currentWidget() is page.preview)
    page.preview.published.edit.setText("10 July 2025")
    page.preview.go.click()
    drive.wait(lambda: page.faces.currentWidget() is page._done)
    beat.stop()
    window.close()
    window.finish()
    assert application
    return {"ms": max(late) * 1000}


def _peak(folder: Path, file: Path, kind: str) -> dict[str, float]:
    """The most memory a child of this process had, or more: Linux counts from the fork on, so never less than this one has."""
    import resource

    app = App(folder)
    app.create(PASSPHRASE, {"partner": "x", "authority": "hackney"})
    if kind == "gias":
        app.services.intake.register(file, set(), ["204"])
    else:
        app.services.intake.public(kind, file, app.run(app.services.publicdata.asked))
    app.close()
    return {"mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000}


def _key(_folder: Path) -> dict[str, float]:
    """The rehearsal's two tables, as the window works them out at each key."""
    import tomllib

    import sipdesk.gui  # noqa: F401 - the guard of the interpreter comes before Qt
    from sipdesk.domain.calendar import AcademicYear
    from sipdesk.domain.question import Form
    from sipdesk.domain.school import Phase
    from sipdesk.gui.visit.editors.figures import Figures

    form = Form.model_validate(tomllib.loads((ROOT / "forms/hackney/2021-22/sip2-spring.toml").read_text("utf-8")))
    given: dict[str, Any] = json.loads((ROOT / "resources/demo/spring.json").read_text("utf-8"))["answers"]
    longest = []
    for name in ("exclusions", "attendance"):
        asked: Any = form.question(name)
        figures = Figures(asked, AcademicYear(start=2025), Phase.PRIMARY)
        figures.put(given[name])
        for number in range(220):
            begun = time.perf_counter()
            figures.write(0, 1, str(400 + number))
            figures.weigh()
            figures.faults()
            figures.reading()
            longest += [time.perf_counter() - begun] if number >= 20 else []
    return {"ms": max(longest) * 1000}


if __name__ == "__main__":
    import tempfile

    if len(sys.argv) > 1:
        which, where, *rest = sys.argv[1:]
        one: Callable[..., dict[str, float]] = {"held": _held, "peak": _peak, "key": _key}[which]
        sys.stdout.write(json.dumps(one(Path(where), *(Path(a) if "/" in a else a for a in rest))) + "\n")
    else:
        with tempfile.TemporaryDirectory() as name:

            def told(*line: object, met: bool) -> None:
                """A figure on a line."""
                sys.stdout.write(f"{line} {'met' if met else 'MISS'}\n")

            inspections(Path(name), told)
            window_and_child(Path(name), told)
