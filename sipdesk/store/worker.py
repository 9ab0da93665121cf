"""The one thread that owns a desk. A front end hands it work and never waits on the disk itself."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from sipdesk.store.sqlite import DatabaseError, told

P = ParamSpec("P")
T = TypeVar("T")


def _plainly(call: Callable[[], T]) -> T:
    try:
        return call()
    except DatabaseError as error:
        raise told(error) from error


class Worker:
    """Runs calls one after another on its own thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Queue a call; the future carries its result or its error, a database's own errors as plain sentences."""
        return self._pool.submit(_plainly, partial(call, *args, **kwargs))

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Queue a call and wait for it: for the command line, never for a window."""
        return self.submit(call, *args, **kwargs).result()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        self._pool.shutdown(wait=True)
