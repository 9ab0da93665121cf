"""Disposable child processes: started clean, spoken to over pipes, watched, and always gone at the end."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Literal, cast

import sipdesk
from sipdesk.domain.errors import Cancelled
from sipdesk.system.confine import Limits

IMPORT_CHILD = "--import-child"
_KEPT = {
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "PYTHONPATH", "PYTHONHOME"),
}
"""All that a child inherits. A list of what is kept, so that no passphrase or token of any name goes along."""
_PULSE = 0.05


class ChildFailed(Exception):
    """The child did not come to a good end. `how` says in which way."""

    def __init__(self, how: Literal["stopped", "slow", "flooded"]) -> None:
        self.how = how
        super().__init__(how)


def clean_environment() -> dict[str, str]:
    """The few variables an interpreter needs to start; nothing of sipdesk's own, no secrets."""
    return {name: value for name, value in os.environ.items() if name.upper() in _KEPT}


def import_child() -> list[str]:
    """The command that starts an import child, from a checkout, installed or frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, IMPORT_CHILD]
    return [sys.executable, "-m", "sipdesk", IMPORT_CHILD]


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # The working folder is the package's own: `-m` puts it on the path, and a person's Downloads must not be there.
    return subprocess.Popen(  # noqa: S603 - our own interpreter with fixed arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        cwd=Path(sipdesk.__file__).parent.parent,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class _Watch:
    """Kills the child when the person cancels or the waiting has lasted too long."""

    def __init__(self, process: subprocess.Popen[bytes], patience: float, cancelled: Callable[[], bool]) -> None:
        self.verdict: Literal["", "cancelled", "slow"] = ""
        self._process = process
        self._patience = patience
        self._cancelled = cancelled
        self._waiting_since: float | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="import child watch", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(_PULSE):
            since = self._waiting_since
            if self._cancelled():
                self.verdict = "cancelled"
            elif since is not None and time.monotonic() - since > self._patience:
                self.verdict = "slow"
            if self.verdict:
                self._process.kill()
                return

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Time spent in here counts."""
        self._waiting_since = started = time.monotonic()
        try:
            yield
        finally:
            self._waiting_since = None
            self._patience -= time.monotonic() - started

    def stop(self) -> None:
        self._done.set()
        self._thread.join()


def converse(
    command: Sequence[str],
    request: bytes,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[bytes]:
    """Start a child, hand it one request, and yield its lines as they come.

    `cancelled` is asked from another thread. Raises Cancelled, or ChildFailed when the child ends badly, takes too
    long or writes too much. However the caller leaves, the child is gone afterwards.
    """
    bounds = limits or Limits()
    try:
        process = _start(command)
    except OSError as error:
        raise ChildFailed("stopped") from error
    watch = _Watch(process, bounds.waiting_seconds, cancelled)
    told, output = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        with watch.waiting(), contextlib.suppress(BrokenPipeError), told:
            told.write(request)
        yield from _lines(output, watch, bounds)
        with watch.waiting():
            process.wait()
    finally:
        watch.stop()
        process.kill()
        output.close()
        process.wait()
    if watch.verdict == "cancelled":
        raise Cancelled("Stopped; nothing was changed.")
    if watch.verdict == "slow":
        raise ChildFailed("slow")
    if process.returncode != 0:
        raise ChildFailed("stopped")


def _next(stream: IO[bytes], watch: _Watch, most: int) -> bytes:
    """The next line, or its beginning where it is longer than `most`."""
    with watch.waiting():
        return stream.readline(most + 1)


def _lines(stream: IO[bytes], watch: _Watch, bounds: Limits) -> Iterator[bytes]:
    taken = 0
    while line := _next(stream, watch, bounds.line_bytes):
        taken += len(line)
        if len(line) > bounds.line_bytes or taken > bounds.output_bytes:
            raise ChildFailed("flooded")
        if watch.verdict:
            return
        yield line
