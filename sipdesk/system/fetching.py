"""One question over the network, to a place the person named and to no other: no redirects, no cookies, a limit to the
size of an answer and to the time it may take. Certificates are checked as the system does; its proxies are used.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sipdesk.domain.errors import BadInput, Refused

if TYPE_CHECKING:
    from aiohttp import ClientResponse

SECONDS = 20.0
"""As long as a person waits for one answer."""
_LARGEST = 200_000
_PART = 16_384
_PORTAL = (
    "{host} answered with something else, perhaps a web page. Where this network asks people to sign in first, do that in "
    "a browser and try again. Nothing was changed."
)
_AWAY = "{host} cannot be reached. Nothing was changed; try again when you are online, or look at the address."


class Kinds(NamedTuple):
    """Media types: of the question, and of the only answer that is taken."""

    asked: str
    wanted: str


def host_of(address: str) -> str:
    """The machine an address names; `BadInput` for anything but a plain http or https address."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.username or any(c.isspace() for c in address):
        raise BadInput(
            "This is no address that can be asked. It begins with https:// or http:// and holds no name or password. "
            "Nothing was changed."
        )
    return host


async def post(address: str, body: bytes, kinds: Kinds, seconds: float = SECONDS) -> bytes:
    """The answer's bytes. `Refused` says in a sentence why there is none."""
    import aiohttp  # noqa: PLC0415 - a third of a second, and hardly anybody asks

    host = host_of(address)
    headers = {"Content-Type": kinds.asked, "Accept": kinds.wanted, "User-Agent": "sipdesk"}
    limit = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=True, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(address, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            _refuse_status(host, answer.status)
            if answer.content_type.lower() != kinds.wanted:
                raise Refused(_PORTAL.format(host=host))
            return await _read(host, answer)
    except TimeoutError:
        raise Refused(f"{host} did not answer in time. Nothing was changed; try again later.") from None
    except aiohttp.ClientSSLError:
        raise Refused(
            f"{host} did not prove that it is {host}, so nothing was sent. Look at the address, or ask your network’s people."
        ) from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise Refused(_AWAY.format(host=host)) from None


def _refuse_status(host: str, status: int) -> None:
    if status == HTTPStatus.OK:
        return
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise Refused(_PORTAL.format(host=host))
    raise Refused(f"{host} answered with error {status}. Nothing was changed; try again later, or look at the address.")


async def _read(host: str, answer: "ClientResponse") -> bytes:
    got = bytearray()
    async for part in answer.content.iter_chunked(_PART):
        got += part
        if len(got) > _LARGEST:
            raise Refused(f"The answer of {host} is far too long. Nothing was changed.")
    return bytes(got)
