"""Made once and copied: a desk as `new` makes it, and the folder of a rehearsal."""

import os
import shutil
from pathlib import Path

import pytest

from sipdesk.keys import slots
from sipdesk.store.desk import current_set
from tests.conftest import CHEAP, PASSPHRASE
from tests.e2e.commands import Shell


def opened_cheaply(desk: Path) -> None:
    """The same desk for the same passphrase, which costs each command hardly anything from now on."""
    home = current_set(desk)
    keys = slots.load(home)
    slots.store(home, slots.rewrap(keys, slots.unwrap(keys, PASSPHRASE), PASSPHRASE, os.urandom, CHEAP))


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sipdesk new` makes."""
    shell = Shell(tmp_path_factory.mktemp("new"))
    shell.on("new", "--authority", "hackney", "--partner", "Alex Example")
    opened_cheaply(shell.desk)
    return shell.desk


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `sipdesk demo` makes, with what it printed beside it. Nobody changes it: what a test needs is copied."""
    shell = Shell(tmp_path_factory.mktemp("rehearsed"))
    told = shell.run("demo", "here", "--no-window")
    (shell.folder / "stdout.txt").write_text(told.stdout, encoding="utf-8")
    opened_cheaply(shell.folder / "here" / "desk")
    return shell.folder / "here"


@pytest.fixture
def shell(tmp_path: Path, new_desk: Path) -> Shell:
    """A desk of this test's own."""
    shutil.copytree(new_desk, tmp_path / "desk")
    return Shell(tmp_path)
