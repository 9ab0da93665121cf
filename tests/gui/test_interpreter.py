"""Python 3.11 and PySide6 6.12: None must not run out."""

import os
import subprocess
import sys

_CALLS = """
import sys
{first}
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(3 * max(10_000, min(sys.getrefcount(None), 20_000))):
    thing.setObjectName("x")
print("still here")
"""


def _run(first: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CALLS.format(first=first)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )


def test_that_the_window_outlives_any_number_of_qt_calls() -> None:
    assert _run("import sipdesk.gui").stdout == "still here\n"


def test_that_the_guard_is_still_needed_where_it_acts() -> None:
    """When this fails on 3.11, PySide6 has been mended and sipdesk/gui/interpreter.py can go."""
    if sys.version_info < (3, 12):
        assert "deallocating None" in _run("").stderr
