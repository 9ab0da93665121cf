"""Work that is not the window's: queued elsewhere, its result brought back by one queued signal.

Desk work runs on the desk's own thread, everything else (opening the desk, making pages, writing copies) in a small
pool. The window's thread waits for neither.
"""

import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")


class Ask:
    """Something asked for. `drop` it when nobody waits any longer: the work may finish, its result goes nowhere."""

    def __init__(self, then: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self.then = then
        self.failed = failed
        self.dropped = False

    def drop(self) -> None:
        """Nobody waits for this any more."""
        self.dropped = True


class _Bridge(QObject):
    """Lives on the window's thread. Other threads emit; the slot runs here."""

    arrived = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def deliver(self, ask: Ask, future: "Future[Any]") -> None:
        """Hand a result, or the sentence of an error, to whoever asked."""
        if ask.dropped:
            return
        error = future.exception()
        if error is None:
            ask.then(future.result())
            return
        ask.failed(sentence_of(error))
        if not _is_told(error):
            sys.excepthook(type(error), error, error.__traceback__)


def _is_told(error: BaseException) -> bool:
    """Whether its sentence says all there is to say: anything else is a fault of ours."""
    from sipdesk.domain.errors import SipdeskError  # noqa: PLC0415  - the locked window starts without

    return isinstance(error, (SipdeskError, OSError))


def sentence_of(error: BaseException) -> str:
    """What a person reads about an error."""
    from sipdesk.domain.errors import SipdeskError  # noqa: PLC0415  - the locked window starts without
    from sipdesk.domain.spoken import system_refusal  # noqa: PLC0415

    if isinstance(error, SipdeskError):
        return error.sentence
    if isinstance(error, OSError):
        return system_refusal(error)
    return (
        f"Something in sipdesk went wrong ({type(error).__name__}). What was saved before is safe. "
        "Close sipdesk and open it again; if it stays, report it."
    )


class Background:
    """The bridge and the pool."""

    def __init__(self) -> None:
        self._bridge = _Bridge()
        self._asks: set[Ask] = set()
        self._waiting: WeakSet[Ask] = WeakSet()
        """Those asked for and those on their way back: nobody else holds on to an ask that was delivered."""
        self._stopped = False

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  - the locked window starts without

        return ThreadPoolExecutor(max_workers=2, thread_name_prefix="outside")

    def watch(self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[str], None]) -> Ask:
        """Call `then` with the result, or `failed` with a sentence, on the window's thread."""
        ask = Ask(then, failed)
        self._asks.add(ask)
        self._waiting.add(ask)
        future.add_done_callback(lambda done: self._arrived(ask, done))
        return ask

    def _arrived(self, ask: Ask, future: "Future[Any]") -> None:
        self._asks.discard(ask)
        if not self._stopped and not future.cancelled():
            self._bridge.arrived.emit(ask, future)

    @property
    def stopped(self) -> bool:
        """Whether the end has come: a timer may still ask for something."""
        return self._stopped

    @property
    def busy(self) -> bool:
        """Whether anything is still under way."""
        return bool(self._asks)

    def outside(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run a call in the pool: never desk work, except for opening the desk. Nothing begins once it is stopped."""
        if self._stopped:
            return _never()
        return self._pool.submit(call, *args, **kwargs)

    def forget(self) -> None:
        """Nobody waits any longer for what is under way: who asked is gone from the screen."""
        for ask in list(self._waiting):
            ask.drop()

    def stop(self) -> None:
        """Deliver nothing more, forget what has not begun, and wait for what has."""
        self._stopped = True
        self.forget()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _never() -> "Future[Any]":
    """What comes of work that is asked for after the end."""
    from concurrent.futures import Future  # noqa: PLC0415  - the locked window starts without

    future: Future[Any] = Future()
    future.cancel()
    return future
