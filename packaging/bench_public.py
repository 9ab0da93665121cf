"""Ofsted's file for all of England, read in the child and kept in the desk, by csv.DictReader alone.

Used by bench.py; it makes its file from the one that ships with the tests: other URNs, same shape.
"""

import csv
import gc
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sipdesk.app import App

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "tests/data/public/ofsted_england_every_outcome.csv"
PASSPHRASE = "four plain english words"  # noqa: S105
SCHOOLS = 22_529
_TARGET = 4
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


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        inspections(Path(name), lambda *told, met: sys.stdout.write(f"{told} {'met' if met else 'MISS'}\n"))
