"""Kill -9 of the real window while somebody types: nothing acknowledged is lost, and at most two seconds that were not."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.services import care
from tests.conftest import PASSPHRASE
from tests.faults.window_typist import LETTERS, QUESTION

TYPIST = Path(__file__).with_name("window_typist.py")
AT_MOST = 2.0
"""Seconds of typing that may be lost."""


def type_and_die(folder: Path, pause: float) -> tuple[list[tuple[str, int, float]], float]:
    """Start the window, kill it so long after its first key; what it said, and when it was killed."""
    died: list[float] = []

    def kill(process: "subprocess.Popen[str]") -> None:
        died.append(time.monotonic())
        os.kill(process.pid, signal.SIGKILL)

    run = [sys.executable, str(TYPIST), str(folder), PASSPHRASE]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        killer = threading.Timer(pause, kill, [process])
        killer.start()
        lines += process.stdout.readlines()
        killer.join()
    assert process.returncode == -signal.SIGKILL
    told = [line.split() for line in lines if line.endswith("\n")]
    return [(what, int(length), float(at)) for what, length, at in told], died[0]


def what_stands(folder: Path) -> str:
    """The words that are in the desk, after a full check."""
    app = App(folder)
    app.open(PASSPHRASE)
    try:
        services = app.services
        app.run(care.check, services.desk, services.forms)
        visit = app.run(services.visits.get, "900101/2025-26/autumn")
        return str(app.run(services.visits.answers, visit).get(QUESTION, ""))
    finally:
        app.close()


def drill(template: Path, folder: Path, seed: int) -> tuple[int, float]:
    """One round; keys that were saved, and the seconds of typing that were lost."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    told, died = type_and_die(folder, random.Random(seed).uniform(0.3, 5.0))
    there = what_stands(folder)
    assert there == "".join(islice(cycle(LETTERS), len(there))), "what stands is the beginning of what was typed"
    acknowledged = max((length for what, length, _at in told if what == "saved"), default=0)
    assert len(there) >= acknowledged
    lost = min((at for what, length, at in told if what == "typed" and length > len(there)), default=died)
    return acknowledged, died - lost


def test_that_a_killed_window_loses_nothing_acknowledged(template_desk, tmp_path):
    saved, lost = drill(template_desk, tmp_path / "desk", 0)
    assert saved
    assert lost <= AT_MOST


@pytest.mark.long
@pytest.mark.parametrize("half", [0, 1])
def test_that_a_hundred_killed_windows_lose_nothing_acknowledged(template_desk, tmp_path, half):
    rounds = [drill(template_desk, tmp_path / "desk", seed) for seed in range(50 * half, 50 * half + 50)]
    longest = max(lost for _saved, lost in rounds)
    sys.stdout.write(f"50 kills, {sum(saved for saved, _lost in rounds)} keys saved, at most {longest:.2f} s lost\n")
    assert longest <= AT_MOST
