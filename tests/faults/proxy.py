"""A man in the middle of our own: speaks HTTP to both sides and spoils one exchange in a way that has a name.

It waits for nothing but its peers: what takes too long is for the impatience of the client, which the tests hand in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.place import in_a_thread

HTML = b"<html><title>Hotel Wi-Fi</title><form>Room number</form></html>"


@dataclass(frozen=True)
class Message:
    """One request or answer: its first line, its header lines, its body."""

    first: bytes
    lines: tuple[bytes, ...]
    body: bytes

    def raw(self) -> bytes:
        """As it goes over the line."""
        return b"\r\n".join((self.first, *self.lines)) + b"\r\n\r\n" + self.body


Spoil = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One request in the proxy's hands."""

    asked: Message
    back: asyncio.StreamWriter
    upstream: int

    async def forward(self, upto: int | None = None) -> Message | None:
        """Carry the request on, or its first bytes only; the answer, or None where it was cut."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            raw = self.asked.raw()
            writer.write(raw if upto is None else raw[:upto])
            await writer.drain()
            return None if upto is not None else await read_message(reader)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def say(self, raw: bytes) -> None:
        """Bytes to the client."""
        self.back.write(raw)
        await self.back.drain()

    async def answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        """An answer of the proxy's own."""
        told = {"Content-Length": str(len(body)), **(headers or {})}
        lines = "".join(f"{key}: {value}\r\n" for key, value in told.items())
        await self.say(f"HTTP/1.1 {status} Invented\r\n{lines}\r\n".encode() + body)


async def read_message(reader: asyncio.StreamReader) -> Message | None:
    """The next message on a line; None at its end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head[:-4].split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    return Message(first, tuple(lines), await reader.readexactly(length))


async def _pass(exchange: Exchange) -> None:
    got = await exchange.forward()
    assert got is not None
    await exchange.say(got.raw())


@dataclass
class Proxy:
    """Listens on `port`; the next requests meet the spoils in `coming`, one each, and then nothing happens to them."""

    upstream: int
    port: int = 0
    coming: list[Spoil] = field(default_factory=list)
    seen: int = 0
    only: bytes = b""
    """With `PUT` or `GET`: only requests of this method are spoiled."""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while (asked := await read_message(reader)) is not None:
                self.seen += 1
                spoiled = self.coming and asked.first.startswith(self.only)
                await (self.coming.pop(0) if spoiled else _pass)(Exchange(asked, writer, self.upstream))
                if spoiled:
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()


@contextmanager
def proxied(upstream: int) -> Iterator[Proxy]:
    """A proxy in front of a port of this machine."""
    proxy = Proxy(upstream)
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await proxy.handle(reader, writer)
        tasks.discard(task)

    async def start() -> tuple[Proxy, Callable[[], Awaitable[None]]]:
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        proxy.port = server.sockets[0].getsockname()[1]

        async def close() -> None:
            server.close()
            for task in tuple(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        return proxy, close

    with in_a_thread(start) as made:
        yield made
