"""The line to the network: one call at a time on a thread of its own, which nothing ever waits for.

The pool for outside work is waited for when the window closes. A dead network must not hold that up, so what travels runs
on a thread that ends with the program. What had begun by then is found out at the next start: see `services/outbox.py`.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def apart(call: Callable[[], T]) -> "Future[T]":
    """Run a call on a thread of its own and give its future at once. Whatever goes wrong in it goes into the future."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001  - the future carries it to whoever asked
            future.set_exception(error)

    threading.Thread(target=run, name="network", daemon=True).start()
    return future
