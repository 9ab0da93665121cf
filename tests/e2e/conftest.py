"""Made once and copied: a desk as `new` makes it, and the folder of a rehearsal."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import opened_cheaply
from tests.e2e.commands import Shell


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
