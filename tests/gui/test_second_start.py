"""A second start brings the first window to the front, also while it is locked; nothing of the desk is said between them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from sipdesk.gui.single import Doorkeeper, knock, socket_name
from sipdesk.gui.window import Window
from tests.gui.conftest import wait

_KNOCK = "import sys; from pathlib import Path; from sipdesk.gui.single import knock; print(knock(Path(sys.argv[1])))"


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_that_a_second_start_brings_the_locked_window_to_the_front(qtbot: QtBot, window: Window) -> None:
    folder = window.desk.folder
    keeper = Doorkeeper(folder, window.come)
    assert keeper.listening
    window.showMinimized()
    second = subprocess.Popen([sys.executable, "-c", _KNOCK, str(folder)], stdout=subprocess.PIPE, text=True)
    wait(qtbot, lambda: second.poll() is not None)
    assert second.stdout is not None
    assert second.stdout.read() == "True\n"
    second.stdout.close()
    assert not window.isMinimized()
    assert window.isVisible()
    keeper.close()


def test_that_nobody_answers_for_another_desk_or_none(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    keeper = Doorkeeper(window.desk.folder, window.come)
    assert not knock(tmp_path / "another")
    keeper.close()
    assert not knock(window.desk.folder)


def test_that_what_a_killed_window_left_behind_is_in_nobodys_way(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    left = socket.socket(socket.AF_UNIX)
    left.bind(socket_name(folder))
    left.close()
    assert Path(socket_name(folder)).exists()
    assert not knock(folder)
    keeper = Doorkeeper(folder, lambda: None)
    assert keeper.listening
    keeper.close()


def test_that_neither_name_nor_message_tells_of_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "Alder Park desk"
    name = Path(socket_name(folder)).name
    assert "Alder" not in name
    assert name == Path(socket_name(folder / ".." / "Alder Park desk")).name
    came: list[bool] = []
    keeper = Doorkeeper(folder, lambda: came.append(True))
    caller = QLocalSocket()
    caller.connectToServer(socket_name(folder))
    wait(qtbot, caller.bytesAvailable)
    assert bytes(caller.readAll().data()) == b"show\n"
    assert came
    if os.name == "posix":
        assert Path(socket_name(folder)).stat().st_mode & 0o077 == 0
    caller.disconnectFromServer()
    keeper.close()
