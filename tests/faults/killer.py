"""Kills a process at its n-th step, for every n, and lets the caller look at what is left.

A step is an SQL statement about to run (SQLite's own trace) or a file about to be opened for writing, renamed, removed
or made (Python's audit events). Nothing in the program knows of it.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable

import sqlcipher3.dbapi2 as cipher

_FILE_EVENTS = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.truncate",
    "shutil.rmtree",
    "shutil.move",
}


class Steps:
    """Counts steps and dies at one of them."""

    def __init__(self, fatal: int) -> None:
        self.count = 0
        self.fatal = fatal

    def step(self, _what: object = None) -> None:
        """One more step; the fatal one never happens."""
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """See every statement of every connection opened from now on, and every file event."""
        connect = cipher.connect

        def watched(*args: object, **kwargs: object) -> cipher.Connection:
            connection = connect(*args, **kwargs)
            connection.set_trace_callback(self.step)
            return connection

        cipher.connect = watched
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        if event in _FILE_EVENTS or writes:
            self.step()


def die_at(fatal: int, operation: Callable[[], None]) -> bool:
    """Run an operation in a forked process that dies at its n-th step; True where it lived to the end."""
    gc.collect()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            Steps(fatal).watch()
            operation()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the operation itself failed"
    return True


def at_every_step(prepare: Callable[[], None], operation: Callable[[], None], look: Callable[[int], None]) -> int:
    """Prepare, die at step 1, look; the same at step 2, and so on until the operation lives. Returns the steps."""
    fatal = 1
    while True:
        prepare()
        lived = die_at(fatal, operation)
        look(fatal)
        if lived:
            return fatal - 1
        fatal += 1
