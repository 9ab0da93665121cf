"""Python 3.11 and PySide6 6.12: None and True must not run out."""

import os
import subprocess
import sys

import pytest

_CALLS = """
import sys
{first}
from PySide6.QtCore import QObject, Signal
class Thing(QObject):
    told = Signal()
thing = Thing()
for _ in range(60_000):
    {call}
print("still here")
"""
_CALLED = {"None": 'thing.setObjectName("x")', "True or False": "thing.told.emit()"}
"""What runs out, and a call that uses it up."""


def _run(first: str, call: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CALLS.format(first=first, call=call)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )


@pytest.mark.parametrize("what", _CALLED)
def test_that_the_window_outlives_any_number_of_qt_calls(what: str) -> None:
    assert _run("import sipdesk.gui", _CALLED[what]).stdout == "still here\n"


@pytest.mark.parametrize("what", _CALLED)
def test_that_the_guard_is_still_needed_where_it_acts(what: str) -> None:
    """When this fails on 3.11, PySide6 has been mended and sipdesk/gui/interpreter.py can go."""
    if sys.version_info < (3, 12):
        assert f"deallocating {what}" in _run("", _CALLED[what]).stderr
