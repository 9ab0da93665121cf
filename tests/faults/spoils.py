"""Everything the middle of a line can do to one exchange, with what sipdesk must make of it: the table of faults is this.

`put` and `get` name the sort of `Trouble` that follows, or hold "" where the question succeeds all the same.
"""

import asyncio
from typing import NamedTuple

from sipdesk.sync import wire
from tests.faults.proxy import HTML, Exchange, Spoil


class Fault(NamedTuple):
    """One thing that goes wrong."""

    says: str
    spoil: Spoil
    put: str
    get: str
    wait: float | None = None
    """Seconds that a `Retry-After` names."""


async def drop_at_once(exchange: Exchange) -> None:
    """The line breaks before anybody heard the question."""
    exchange.back.transport.abort()


async def drop_after(exchange: Exchange) -> None:
    """It was done, and nobody said so."""
    await exchange.forward()
    exchange.back.transport.abort()


def cut_request(share: float) -> Spoil:
    """The line breaks after a share of the question's bytes."""

    async def spoil(exchange: Exchange) -> None:
        await exchange.forward(int(len(exchange.asked.raw()) * share))
        exchange.back.transport.abort()

    return spoil


def cut_answer(share: float) -> Spoil:
    """The line breaks after a share of the answer's bytes."""

    async def spoil(exchange: Exchange) -> None:
        got = await exchange.forward()
        assert got is not None
        await exchange.say(got.raw()[: int(len(got.raw()) * share)])
        exchange.back.transport.abort()

    return spoil


async def silence(_exchange: Exchange) -> None:
    """Nobody answers, and the line stays open."""
    await asyncio.get_running_loop().create_future()


async def silence_after(exchange: Exchange) -> None:
    """It was done, nobody says so, and the line stays open."""
    await exchange.forward()
    await asyncio.get_running_loop().create_future()


async def drip(exchange: Exchange) -> None:
    """Slow-loris: an answer that grows for ever, a byte at a time."""
    await exchange.say(b"HTTP/1.1 200 Slow\r\nX-Slow: ")
    while True:
        await exchange.say(b"a")
        await asyncio.sleep(0.02)


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Spoil:
    """An answer from in between; the other side hears nothing."""

    async def spoil(exchange: Exchange) -> None:
        await exchange.answer(code, headers, body)

    return spoil


def status_after(code: int) -> Spoil:
    """It was done, and somebody in between says otherwise."""

    async def spoil(exchange: Exchange) -> None:
        await exchange.forward()
        await exchange.answer(code)

    return spoil


def misjudged(more: int) -> Spoil:
    """The answer's length is told wrong by so many bytes, and the line closed."""

    async def spoil(exchange: Exchange) -> None:
        got = await exchange.forward()
        assert got is not None
        lines = [line for line in got.lines if not line.lower().startswith(b"content-length")]
        length = max(0, len(got.body) + more)
        await exchange.say(b"\r\n".join((got.first, *lines, b"Content-Length: %d" % length)) + b"\r\n\r\n" + got.body)

    return spoil


def altered() -> Spoil:
    """One bit of the body turns over on its way back."""

    async def spoil(exchange: Exchange) -> None:
        got = await exchange.forward()
        assert got is not None
        body = got.body[:-1] + bytes([got.body[-1] ^ 1]) if got.body else b""
        await exchange.say(b"\r\n".join((got.first, *got.lines)) + b"\r\n\r\n" + body)

    return spoil


PAGE = {"Content-Type": "text/html"}
_LATER = {408, 423, 425, 429, 511}
_UNKNOWN = {500, 502, 504, 599}
_CODES = (400, 401, 403, 404, 405, 407, 408, 410, 411, 413, 415, 418, 423, 425, 428, 429, 451)
_CODES += (500, 501, 502, 503, 504, 507, 511, 599)


def _of(code: int) -> Fault:
    put = "later" if code in _LATER | {503} else "unknown" if code in _UNKNOWN else "person"
    get = "later" if put == "unknown" else put
    return Fault(f"answer {code}", status(code), put, get)


FAULTS = (
    Fault("the line breaks at once", drop_at_once, "unknown", "later"),
    *(
        Fault(f"the line breaks after {share:.0%} of the question", cut_request(share), "unknown", "later")
        for share in (0.01, 0.5, 0.99)
    ),
    Fault("the line breaks after it was done", drop_after, "unknown", "later"),
    *(
        Fault(f"the line breaks after {share:.0%} of the answer", cut_answer(share), "unknown", "later")
        for share in (0.05, 0.5, 0.98)
    ),
    Fault("nobody answers", silence, "unknown", "later"),
    Fault("nobody answers after it was done", silence_after, "unknown", "later"),
    Fault("an answer that drips for ever", drip, "unknown", "later"),
    Fault("an answer shorter than it says", misjudged(50), "unknown", "later"),
    Fault("an answer longer than it says", misjudged(-7), "unknown", "later"),
    Fault("an answer with a bit turned over", altered(), "unknown", "later"),
    Fault("a page to sign in at, with 200", status(200, PAGE, HTML), "later", "later"),
    Fault("200 and nothing else", status(200), "later", "later"),
    Fault("201 from somebody else", status(201, PAGE, HTML), "later", "later"),
    Fault("204 from somebody else", status(204), "later", "later"),
    Fault("200 in our media type, without our header", status(200, {"Content-Type": wire.STORED}, b"{}"), "later", "later"),
    Fault("302 to another machine", status(302, {"Location": "http://wifi.invented.example/"}), "later", "later"),
    Fault("307 to another path", status(307, {"Location": "/elsewhere"}), "later", "later"),
    Fault("308 to another machine", status(308, {"Location": "https://new.invented.example/"}), "person", "person"),
    *(_of(code) for code in _CODES),
    Fault("429 with Retry-After: 120", status(429, {"Retry-After": "120"}), "later", "later", 120.0),
    Fault("503 with Retry-After as a time of day", status(503, {"Retry-After": "Tue, 07 Oct 2025 09:05:00 GMT"}), "later", "later", 300.0),
    Fault("409 from somebody else", status(409), "person", "person"),
    Fault("502 after it was done", status_after(502), "unknown", "later"),
    Fault("504 after it was done", status_after(504), "unknown", "later"),
    Fault("no HTTP at all", lambda exchange: exchange.say(b"220 ready\r\n"), "unknown", "later"),
)  # fmt: skip
