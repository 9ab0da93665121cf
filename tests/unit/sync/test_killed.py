"""Killed in the middle of writing: under a package's own name lies the whole of it, or nothing."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from sipdesk.sync.folder import FolderTransport
from tests.faults.carrier import invented


@pytest.mark.parametrize("kills", [8, pytest.param(100, marks=pytest.mark.long)])
def test_that_a_killed_writer_leaves_whole_packages_or_none(kills: int, tmp_path: Path) -> None:
    chance, begun = random.Random(7), 0
    shared = tmp_path / "shared"
    shared.mkdir()
    for _kill in range(kills):
        command = [sys.executable, "-m", "tests.faults.putter", str(shared), str(begun)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as work:
            assert work.stdout is not None
            for line in work.stdout:
                begun = int(line)
                if chance.random() < 0.4:
                    break
            work.kill()
            begun = max([begun, *(int(line) for line in work.stdout if line.strip())])
        for path in shared.glob("*.sipd"):
            assert invented(UUID(path.name[:36]).int - 1, 3_000_000) == (path.name, path.read_bytes())
            path.unlink()
    transport = FolderTransport(shared)
    transport.sweep(datetime.now(UTC) + timedelta(days=2))
    assert list(shared.iterdir()) == []
    name, data = invented(begun, 3_000_000)
    assert transport.put_new(name, data) == "created"
