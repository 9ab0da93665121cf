"""Nothing goes over a network but to a place that was named: the whole rehearsal with every way out watched."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.e2e

WATCHED = """
import os, sys
def watch(event, given):
    if event in {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}:
        os.write(2, f"NETWORK {event}\\n".encode())
        os._exit(9)
sys.addaudithook(watch)
from sipdesk.__main__ import main
main()
"""
"""Python says aloud what it is about to ask of the system; no library can look up a name or connect unheard."""


def sipdesk(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own that ends at its first word to a network."""
    environment = {"SIPDESK_PASSPHRASE": PASSPHRASE, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments], capture_output=True, text=True, check=False, cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder)},
    )  # fmt: skip


def test_that_a_year_is_written_signed_sent_and_received_without_a_network(tmp_path: Path) -> None:
    told = sipdesk(tmp_path, "demo", "trial", "--no-window", "--sync-to", str(tmp_path / "share"))
    assert told.returncode == 0, told.stderr
    assert "3 notes signed, 3 on the other side, 3 received" in told.stdout
    note = str(next((tmp_path / "trial" / "notes").glob("*.pdf")))
    checked = sipdesk(
        tmp_path, "verify", note, "--trust", str(tmp_path / "trial" / "papers" / "rehearsal-authority.pem")
    )
    assert checked.returncode == 0, checked.stderr
    # The control: what was named is asked, and the watch hears it.
    stamped = sipdesk(tmp_path, "timestamp", note, "--url", "http://127.0.0.1:9/")
    assert (stamped.returncode, "NETWORK socket.connect" in stamped.stderr) == (9, True), stamped.stderr
