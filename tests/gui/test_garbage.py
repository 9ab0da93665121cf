"""What has gone is taken apart on the window's thread: anywhere else Qt ends the program."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import MakeWindow, wait


class _Gone(QObject):
    """Says on which thread it went."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told
        self.itself = self  # nothing but a sweep ends it

    def __del__(self) -> None:
        self._told.append(threading.current_thread().name)


def _busy() -> int:
    """Ask for memory as a desk does that reads thousands of rows."""
    return len([[n] for n in range(200_000)])


def test_that_what_has_gone_is_swept_on_the_windows_own_thread(qtbot: QtBot, shell: Shell) -> None:
    told: list[str] = []
    for _ in range(20):
        _Gone(told)
    assert shell.desk.app.run(_busy) == 200_000  # on the desk's thread
    assert told == []
    _kept = [[n] for n in range(5_000)]
    wait(qtbot, lambda: len(told) == 20)
    assert set(told) == {threading.main_thread().name}


def test_that_python_sweeps_again_once_the_last_window_has_gone(make_window: MakeWindow) -> None:
    first: Window = make_window()
    assert not gc.isenabled()
    first.close()
    first.finish()
    assert gc.isenabled()


def test_that_the_check_sees_a_sweep_on_another_thread(qtbot: QtBot, shell: Shell) -> None:
    """The seeded fault: with Python's own sweeping on, the desk's thread takes it apart."""
    told: list[str] = []

    class Plain:
        """No widget: this one may go anywhere."""

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            told.append(threading.current_thread().name)

    gc.enable()
    try:
        for _ in range(20):
            Plain()
        shell.desk.app.run(_busy)
        assert told
        assert threading.main_thread().name not in told
    finally:
        gc.disable()
