"""Kill -9 of the real process while visits are being filled: what was acknowledged is there, and the desk is sound."""

import json
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


def command(folder: Path, number: int) -> "subprocess.Popen[str]":
    """`sipdesk visit` on its own, filling one visit from stdin."""
    told = {
        "answers": {"context": f"words number {number}", "actions": [{"text": f"action {number}", "owner": "Head"}]}
    }
    run = [
        sys.executable,
        "-m",
        "sipdesk",
        "--desk",
        str(folder),
        "visit",
        "900101",
        "2025-26/autumn",
        "--answers",
        "-",
        "--json",
    ]
    process = subprocess.Popen(
        run,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SIPDESK_PASSPHRASE": PASSPHRASE},
    )
    assert process.stdin
    process.stdin.write(json.dumps(told))
    process.stdin.close()
    return process


def what_stands(folder: Path) -> int:
    """The number of the words that are in the desk, after a full check; both answers must be of the same command."""
    app = App(folder)
    app.open(PASSPHRASE)
    try:
        services = app.services
        app.run(care.check, services.desk, services.forms)
        visit = app.run(services.visits.get, "900101/2025-26/autumn")
        told = app.run(services.visits.answers, visit)
        number = int(told["context"].split()[-1])
        assert told["actions"][0]["text"] == f"action {number}"
        return number
    finally:
        app.close()


@pytest.mark.long
def test_that_a_hundred_killed_commands_leave_the_old_answers_or_the_new(desk_folder):
    with command(desk_folder, 0) as first:
        assert first.stdout
        assert '"state": "writing"' in first.stdout.read()
    stands, killed, late = 0, 0, random.Random(7)
    for number in range(1, 101):
        with command(desk_folder, number) as process:
            assert process.stdout
            killer = threading.Timer(late.uniform(0.2, 0.9), lambda process=process: process.kill())
            killer.start()
            acknowledged = '"state"' in process.stdout.read()
            killer.cancel()
            killer.join()
        killed += process.returncode == -signal.SIGKILL
        now = what_stands(desk_folder)
        assert now == number if acknowledged else now in {stands, number}
        stands = now
    sys.stdout.write(f"100 commands, {killed} killed, nothing acknowledged lost\n")
    assert killed >= 20
