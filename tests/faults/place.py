"""The other side of the HTTPS way on a free port of this machine: a real server, in a thread with a loop of its own."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

Started = Callable[[], Awaitable[tuple[Any, Callable[[], Awaitable[None]]]]]


@contextmanager
def in_a_thread(start: Started) -> Iterator[Any]:
    """What `start` makes, on a loop that runs until the end of the block; its second half closes it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        made, close = asyncio.run_coroutine_threadsafe(start(), loop).result(20)
        try:
            yield made
        finally:
            asyncio.run_coroutine_threadsafe(close(), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@contextmanager
def served(app: web.Application, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """An application, listening; its port."""

    async def start() -> tuple[int, Callable[[], Awaitable[None]]]:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        return runner.addresses[0][1], runner.cleanup

    with in_a_thread(start) as port:
        yield port
