"""A partner who cannot see the screen: the whole job by roles, names, states and actions, in the real program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

pytestmark = [pytest.mark.outside, pytest.mark.timeout(280)]

_HERE = Path(__file__).parent
_ALLOCATION = _HERE.parents[1] / "resources" / "demo" / "allocation.csv"


def _words(file: Path) -> str:
    with PdfDocument(file) as pdf:
        return " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_that_the_whole_job_can_be_done_by_the_accessibility_tree_alone(tmp_path: Path) -> None:
    assert os.environ.get("DISPLAY"), "no display: run this under xvfb-run, as make outside does"
    python = shutil.which("python3", path="/usr/bin")
    assert python, "the system's own Python is not installed; python3-pyatspi brings it"
    assert shutil.which("dbus-run-session"), "dbus is not installed; .ci/run names its package"
    for name in ("home", "data", "papers", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    private = {
        "HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "XDG_CONFIG_HOME": str(tmp_path / "home"), "XDG_DOCUMENTS_DIR": str(tmp_path / "papers"),
        "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }  # fmt: skip
    journey = [
        "dbus-run-session",
        "--",
        python,
        str(_HERE / "journey.py"),
        sys.executable,
        str(tmp_path),
        str(_ALLOCATION),
    ]
    told = subprocess.run(
        journey, env={**os.environ, **private}, capture_output=True, text=True, check=False, timeout=270
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Traceback" not in told.stderr, told.stderr
    draft, copy, roles = told.stdout.splitlines()[-3:]  # the bus says something of its own first
    for file in (draft, copy):
        words = _words(Path(file))
        for part in (
            "Canalside Community Primary School",
            "Amara Osei",
            "Match every book to the sounds",
            "Early reading in Year 2",
        ):
            assert part in words
    # Each kind of control was used in its own role, so none of them is a picture with a name.
    for role in ("push button", "check box", "radio button", "text", "password text", "table cell", "page tab"):
        assert role in roles
