"""The other side at its smallest: one shelf of names in memory, which can be told to lie."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from sipdesk.sync import wire

OURS = {wire.HEADER: wire.VERSION}


@dataclass
class Shelf:
    """What lies there, and how it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    token: str = ""
    ways: frozenset[str] = frozenset()
    """Bad manners: “overwrites”, “says 412”, “hides”, “invents”."""
    keeps: Callable[[bytes], bytes] = bytes
    """What a lying store keeps of the bytes it says it took."""

    def app(self) -> web.Application:
        """The shelf behind HTTP."""
        app = web.Application(client_max_size=70_000_000)
        app.router.add_put(f"{wire.PATH}/{{name}}", self.put)
        app.router.add_get(f"{wire.PATH}/{{name}}", self.get)
        app.router.add_get(wire.PATH, self.list)
        return app

    def _stranger(self, request: web.Request) -> bool:
        return bool(self.token) and request.headers.get("Authorization") != f"Bearer {self.token}"

    async def put(self, request: web.Request) -> web.Response:
        """201, 200 or 409, and the digest of what lies there."""
        if self._stranger(request):
            return web.Response(status=401, headers=OURS)
        name, data = request.match_info["name"], await request.read()
        if wire.digest_in(request.headers["Content-Digest"]) != bytes.fromhex(wire.hexadecimal(data)):
            return web.Response(status=400, headers=OURS)
        status = 201
        if name in self.files and "overwrites" not in self.ways:
            if "says 412" in self.ways:
                return web.Response(status=412, headers=OURS)
            status = 200 if self.files[name] == self.keeps(data) else 409
        else:
            self.files[name] = self.keeps(data)
        told = {"name": name, "sha256": wire.hexadecimal(data)}
        return web.Response(status=status, body=json.dumps(told).encode(), content_type=wire.STORED, headers=OURS)

    async def get(self, request: web.Request) -> web.Response:
        """The bytes."""
        if self._stranger(request):
            return web.Response(status=401, headers=OURS)
        data = self.files.get(request.match_info["name"], b"what?" if "invents" in self.ways else None)
        if data is None:
            return web.Response(status=404, headers=OURS)
        headers = {**OURS, "Content-Digest": wire.content_digest(data)}
        return web.Response(body=io.BytesIO(data), content_type=wire.PACKAGE, headers=headers)

    async def list(self, request: web.Request) -> web.Response:
        """The names."""
        if self._stranger(request):
            return web.Response(status=401, headers=OURS)
        names = sorted(
            name for name in self.files if "hides" not in self.ways and name.startswith(request.query.get("prefix", ""))
        )
        return web.Response(body=json.dumps(names).encode(), content_type=wire.NAMES, headers=OURS)
