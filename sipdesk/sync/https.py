"""An HTTPS address in front of a shared place. One connection is kept for a run of packages.

Certificates are judged by the system's own store (and by one more file, where a person named it). Nothing is redirected, no
cookie kept. Every answer must carry our own header: what comes without it comes from somebody in between.
"""

import asyncio
import io
import json
import ssl
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

import aiohttp
import truststore

from sipdesk.domain.errors import BadInput
from sipdesk.sync import wire
from sipdesk.sync.answers import Asked, of_exception, of_status, portal
from sipdesk.sync.transport import AGAIN, ASKED, KEPT, LARGEST, LOOKED, Credentials, Outcome, Trouble, checked, is_name

_T = TypeVar("_T")
_LIST = 16_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one question may take: seconds to connect, and in all, which grow with the bytes that travel."""

    connect: float = 10.0
    base: float = 25.0
    bytes_per_second: float = 50_000.0
    factor: float = 1.5

    def total(self, size: int) -> float:
        """Seconds for a question that carries so many bytes."""
        return self.base + self.factor * size / self.bytes_per_second


class _Answer(NamedTuple):
    status: int
    kind: str
    ours: bool
    headers: dict[str, str]
    body: bytes


class HttpsTransport:
    """See `Transport`. Not for two threads at once: a second waits for the first."""

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        patience: Patience | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.address = address
        self.patience = patience or Patience()
        self._host = urlsplit(address).hostname or ""
        self._now = now
        self._credentials = credentials
        self._one = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: aiohttp.ClientSession | None = None

    def put_new(self, name: str, data: bytes) -> Outcome:
        """See `Transport`. The digest travels with the bytes; the answer must name the digest of what lies there now."""
        asked = Asked("PUT", self._host, self._now)
        headers = {"If-None-Match": "*", "Content-Digest": wire.content_digest(data), "Content-Type": wire.PACKAGE}
        answer = self._ask(asked, f"/{checked(name)}", headers, data)
        if answer.status in {409, 412}:
            return self._really_other(name, data)
        if answer.status not in {200, 201}:
            raise of_status(asked, answer.status, answer.headers)
        if not answer.ours or answer.kind != wire.STORED:
            raise portal(asked)
        if _stored(answer.body) != wire.hexadecimal(data):
            raise Trouble(
                f"{self._host} names another package than the one that was sent. {KEPT} {ASKED}",
                "unknown",
            )
        return "created" if answer.status == 201 else "already-same"

    def get(self, name: str) -> bytes | None:
        """See `Transport`. Bytes that do not fit the digest they came with are `Trouble` of the sort `later`."""
        asked = Asked("GET", self._host, self._now)
        answer = self._ask(asked, f"/{checked(name)}", {"Accept": wire.PACKAGE})
        if answer.status == 404 and answer.ours:
            return None
        if answer.status != 200:
            raise of_status(asked, answer.status, answer.headers)
        if not answer.ours or answer.kind != wire.PACKAGE:
            raise portal(asked)
        told = wire.digest_in(answer.headers.get("content-digest", ""))
        if told is not None and told.hex() != wire.hexadecimal(answer.body):
            raise Trouble(f"What came from {self._host} was damaged on the way. {AGAIN}", "later")
        return answer.body

    def list(self, prefix: str = "") -> list[str]:
        """See `Transport`."""
        asked = Asked("GET", self._host, self._now)
        answer = self._ask(asked, f"?prefix={prefix}" if prefix else "", {"Accept": wire.NAMES})
        if answer.status != 200:
            raise of_status(asked, answer.status, answer.headers)
        if not answer.ours or answer.kind != wire.NAMES:
            raise portal(asked)
        try:
            names = json.loads(answer.body)
        except ValueError:
            names = None
        if not isinstance(names, list):
            raise portal(asked)
        return sorted({name for name in names if isinstance(name, str) and is_name(name) and name.startswith(prefix)})

    def describe(self) -> str:
        """The machine; the rest of an address may be a secret in itself."""
        return self._host

    def close(self) -> None:
        """Close the connection."""
        with self._one:
            if self._loop is None:
                return
            loop, self._loop = self._loop, None
            if self._session is not None:
                loop.run_until_complete(self._session.close())
                self._session = None
            loop.run_until_complete(_given_up(loop))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _really_other(self, name: str, data: bytes) -> Outcome:
        """The other side says that the name is taken: by what? A server that only knows 412 means the same bytes too."""
        there = self.get(name)
        if there is None:
            raise Trouble(f"{self._host} says that the package is there, and does not show it. {LOOKED}", "unknown")
        return "already-same" if there == data else "conflict"

    def _ask(self, asked: Asked, rest: str, headers: dict[str, str], body: bytes = b"") -> _Answer:
        with self._one:
            try:
                return self._run(self._fetch(asked, rest, headers, body))
            except Trouble:
                raise
            except (aiohttp.ClientError, OSError, TimeoutError, ValueError, EOFError) as error:
                raise of_exception(asked, error) from error

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        task = self._loop.create_task(work)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:  # somebody pressed Ctrl+C: nothing may be left under way
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    self._loop.run_until_complete(task)
            raise

    async def _fetch(self, asked: Asked, rest: str, headers: dict[str, str], body: bytes) -> _Answer:
        session = self._session or self._open()
        limit = aiohttp.ClientTimeout(total=self.patience.total(len(body)), sock_connect=self.patience.connect)
        if self._credentials.token:
            headers["Authorization"] = f"Bearer {self._credentials.token}"
        url = f"{self.address}{wire.PATH}{rest}"
        async with session.request(
            asked.method,
            url,
            data=io.BytesIO(body) if body else None,
            headers=headers,
            timeout=limit,
            allow_redirects=False,
        ) as answer:
            most = LARGEST if asked.method == "GET" and not rest.startswith("?") and rest else _LIST
            told = {key.lower(): value for key, value in answer.headers.items()}
            ours = told.get(wire.HEADER.lower()) == wire.VERSION
            wanted = answer.status in {200, 201}
            got = await self._read(answer, most) if wanted and ours else b""
            return _Answer(answer.status, answer.content_type.lower(), ours, told, got)

    async def _read(self, answer: aiohttp.ClientResponse, most: int) -> bytes:
        got = bytearray()
        async for part in answer.content.iter_any():
            got += part
            if len(got) > most:
                raise Trouble(f"The answer of {self._host} is far too long and was not read to its end.", "person")
        return bytes(got)

    def _open(self) -> aiohttp.ClientSession:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._credentials.authorities is not None:
            try:
                context.load_verify_locations(cafile=str(self._credentials.authorities))
            except (OSError, ValueError) as error:
                raise BadInput(
                    f"{self._credentials.authorities} holds no certificates that can be read. Nothing was sent; name a PEM file."
                ) from error
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=context, limit=1),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "sipdesk", "Accept-Encoding": "identity", wire.HEADER: wire.VERSION},
            trust_env=True,
        )
        return self._session


async def _given_up(loop: asyncio.AbstractEventLoop) -> None:
    """Take down the lines that were given up: one under TLS would wait half a minute for the other side's good-bye."""
    # What asyncio itself keeps of its sockets, where its loop is built so; there is no public list.
    for line in tuple(getattr(loop, "_transports", {}).values()):
        line.abort()
    for _turn in range(3):  # abort, connection lost, the layer above
        await asyncio.sleep(0)


def _stored(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("sha256", "")) if isinstance(told, dict) else ""
