"""Kill -9 of the real process while visits are being filled: what was acknowledged is there, and the desk is sound."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.services import care
from tests.conftest import PASSPHRASE

TYPIST = Path(__file__).with_name("typist.py")


def type_and_die(folder: Path, pause: float) -> list[str]:
    """Start the typist, kill it so long after its first acknowledgement, return all lines that arrived whole."""
    with subprocess.Popen([sys.executable, TYPIST, folder, PASSPHRASE], stdout=subprocess.PIPE, text=True) as typist:
        assert typist.stdout
        lines = [typist.stdout.readline()]
        killer = threading.Timer(pause, lambda: os.kill(typist.pid, signal.SIGKILL))
        killer.start()
        lines += typist.stdout.readlines()
        killer.join()
    assert typist.returncode == -signal.SIGKILL
    return [line for line in lines if line.endswith("\n")]


def look(folder: Path, acknowledged: list[str]) -> None:
    """Each acknowledged answer, or a later one to the same question, is in the desk; everything checks."""
    last: dict[tuple[str, str], int] = {}
    for line in acknowledged:
        visit, question, number = line.split()
        last[visit, question] = int(number)
    app = App(folder)
    app.open(PASSPHRASE)
    try:
        services = app.services
        app.run(care.check, services.desk, services.forms)
        for (visit, question), number in last.items():
            answer = app.run(services.visits.answers, app.run(services.visits.get, visit))[question]
            words = answer[0]["text"] if question == "actions" else answer
            assert int(words.split()[2]) >= number
    finally:
        app.close()


def drill(template: Path, folder: Path, seed: int) -> int:
    """One round; the number of acknowledgements."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    acknowledged = type_and_die(folder, random.Random(seed).uniform(0, 0.05))
    look(folder, acknowledged)
    return len(acknowledged)


def test_that_three_kills_lose_nothing_acknowledged(template_desk, tmp_path):
    assert sum(drill(template_desk, tmp_path / "desk", seed) for seed in range(3)) >= 3


@pytest.mark.long
def test_that_a_hundred_kills_lose_nothing_acknowledged(template_desk, tmp_path):
    total = sum(drill(template_desk, tmp_path / "desk", seed) for seed in range(100))
    sys.stdout.write(f"100 kills, {total} answers acknowledged, none lost\n")
    assert total > 1000
