"""A small HTTPS door in front of a shared folder: what `sync/wire.py` says, and nothing more.

It stores what is put under a free name and gives it back; it opens nothing and takes nothing away. Whole bytes or none come
to lie in the folder, for they are written the same way as a desk writes there.
"""

import asyncio
import hmac
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.parcel import LARGEST
from sipdesk.sync import wire
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.transport import Trouble, is_name

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OURS = {wire.HEADER: wire.VERSION, "Cache-Control": "no-store"}
_STATUS = {"later": 503, "unknown": 500, "person": 507}
_ONE = 423
"""It passes, and is about this one file."""


class Door:
    """One folder behind HTTP. `token`: what a caller has to show; nothing where it is empty. `on_new`: called, in no hurry,
    after something new was put."""

    def __init__(
        self, folder: Path, token: str = "", on_new: Callable[[], None] | None = None, largest: int = 4 * LARGEST
    ) -> None:
        self._folder = FolderTransport(folder)
        self._token = token
        self._on_new = on_new
        self._largest = largest
        self._new = asyncio.Event()

    def app(self) -> web.Application:
        """The application; it may be served once."""
        app = web.Application(client_max_size=self._largest, middlewares=[self._ours])
        app.router.add_put(f"{wire.PATH}/{{name}}", self._put)
        app.router.add_get(f"{wire.PATH}/{{name}}", self._get)
        app.router.add_get(wire.PATH, self._list)
        if self._on_new is not None:
            app.cleanup_ctx.append(self._looking)
        return app

    @web.middleware
    async def _ours(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every answer, a refusal too, carries our header; who shows no token learns nothing."""
        try:
            if self._token and not hmac.compare_digest(
                request.headers.get("Authorization", "").encode(), f"Bearer {self._token}".encode()
            ):
                return web.Response(status=401, headers={**_OURS, "WWW-Authenticate": "Bearer"})
            return await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, headers=_OURS)
        except Trouble as error:
            status = _ONE if error.alone and error.sort == "later" else _STATUS[error.sort]
            return web.Response(status=status, headers=_OURS)
        except (SipdeskError, ConnectionError):  # or whoever asked is gone, and nobody hears this
            return web.Response(status=400, headers=_OURS)

    async def _put(self, request: web.Request) -> web.Response:
        """201 new, 200 the same bytes, 409 other bytes; 400, 413 or 428 for what cannot be stored as it came."""
        name = request.match_info["name"]
        if request.headers.get("If-None-Match") != "*":
            return web.Response(status=428, headers=_OURS)
        data = await request.read()
        told = wire.digest_in(request.headers.get("Content-Digest", ""))
        if not is_name(name) or told is None or told.hex() != wire.hexadecimal(data):
            return web.Response(status=400, headers=_OURS)
        outcome = await asyncio.to_thread(self._folder.put_new, name, data)
        there: bytes | None = data
        if outcome == "conflict":
            there = await asyncio.to_thread(self._folder.get, name)
        if outcome == "created":
            self._new.set()
        status = {"created": 201, "already-same": 200, "conflict": 409}[outcome]
        stored = {"name": name, "sha256": wire.hexadecimal(there or b"")}
        return web.Response(status=status, body=_json(stored), content_type=wire.STORED, headers=_OURS)

    async def _get(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        data = await asyncio.to_thread(self._folder.get, name) if is_name(name) else None
        if data is None:
            return web.Response(status=404, headers=_OURS)
        headers = {**_OURS, "Content-Digest": wire.content_digest(data)}
        return web.Response(body=io.BytesIO(data), content_type=wire.PACKAGE, headers=headers)

    async def _list(self, request: web.Request) -> web.Response:
        names = await asyncio.to_thread(self._folder.list, request.query.get("prefix", ""))
        return web.Response(body=_json(names), content_type=wire.NAMES, headers=_OURS)

    async def _looking(self, _app: web.Application) -> AsyncIterator[None]:
        """While the door is open: a look after each new parcel, several at once where they come fast."""
        looking = asyncio.create_task(self._look())
        yield
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)

    async def _look(self) -> None:
        self._new.set()  # what came while nobody looked
        while True:
            await self._new.wait()
            self._new.clear()
            if self._on_new is not None:
                await asyncio.to_thread(self._on_new)


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
