"""What an answer, or the want of one, means for a package: one table, and the sentence a person reads for each line."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp

from sipdesk.sync.transport import AGAIN, ASKED, KEPT, Sort, Trouble

_AGAIN = f"{KEPT} {AGAIN}"
_LONGEST = 24 * 3600.0
"""Seconds: whoever asks us to wait longer is asked again the next day."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its method and the machine it went to; the clock is for a `Retry-After` that names a time of day."""

    method: str
    host: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def unclear(self) -> Sort:
        """What an answer that got lost means: a package may have been stored; what was only read was not."""
        return "unknown" if self.method == "PUT" else "later"


class _Line(NamedTuple):
    sort: Sort
    says: str


_STATUS = {
    400: _Line("person", "{host} did not understand the package: it and sipdesk do not fit together. " + KEPT + " Tell the people who run it."),
    401: _Line("person", "{host} asks for a password or token it was not given, or no longer takes the one it got. " + KEPT + " Enter it in the settings, or ask for a new one."),
    403: _Line("person", "{host} does not let you put packages there. " + KEPT + " Ask the people who run it to let you in, then try again."),
    404: _Line("person", "There is nothing that takes packages at this address of {host}. " + KEPT + " Compare the address with the one you were given."),
    405: _Line("person", "{host} is there, but takes no packages at this address. " + KEPT + " Compare the address with the one you were given."),
    407: _Line("person", "A proxy of this network asks who you are before it lets anything out. " + KEPT + " Ask your network’s people."),
    408: _Line("later", "{host} waited too long for the package: the line is slow. " + _AGAIN),
    410: _Line("person", "This address of {host} is no longer used. " + KEPT + " Ask the authority for a new enrolment file."),
    411: _Line("person", "Something between here and {host} changed how the package was sent. " + KEPT + " Tell the people who run it."),
    413: _Line("person", "{host} finds the package too large. " + KEPT + " Ask the people who run it to raise the limit, then try again."),
    415: _Line("person", "{host} does not take files of this kind. " + KEPT + " Tell the people who run it."),
    423: _Line("later", "{host} is busy with this package. " + _AGAIN),
    425: _Line("later", "{host} wants to be asked a little later. " + _AGAIN),
    428: _Line("person", "Something between here and {host} changed how the package was sent. " + KEPT + " Tell the people who run it."),
    429: _Line("later", "{host} has too much to do. " + _AGAIN),
    451: _Line("person", "{host} may not be used from here. " + KEPT + " Ask the people who run it."),
    500: _Line("unknown", "Something went wrong inside {host}. " + KEPT + " " + ASKED),
    501: _Line("person", "{host} is there, but takes no packages at this address. " + KEPT + " Compare the address with the one you were given."),
    502: _Line("unknown", "The machine behind {host} did not answer. " + KEPT + " " + ASKED),
    503: _Line("later", "{host} is closed for the moment. " + _AGAIN),
    504: _Line("unknown", "The machine behind {host} did not answer in time. " + KEPT + " " + ASKED),
    507: _Line("person", "{host} has no room left. " + KEPT + " Tell the people who run it, then try again."),
    511: _Line("later", "This network asks people to sign in first. Do that in a browser. " + _AGAIN),
}  # fmt: skip
_SILENCE: tuple[tuple[type[Exception], _Line], ...] = (
    (aiohttp.InvalidURL, _Line("person", "This address cannot be asked. Compare it with the one you were given. " + KEPT)),
    (aiohttp.ConnectionTimeoutError, _Line("later", "{host} cannot be reached: nobody answered there. " + _AGAIN)),
    (aiohttp.ClientConnectorDNSError, _Line("later", "{host} is not known on this network; perhaps this machine is offline. " + _AGAIN)),
    (aiohttp.ClientConnectorError, _Line("later", "{host} cannot be reached, or lets nobody in at the moment. " + _AGAIN)),
)  # fmt: skip
"""Before a byte went out: so nothing of the package is there."""
KNOWN = tuple(_STATUS)
"""The statuses that have a line of their own."""
_ALONE = {413, 423}
"""These are about the one package."""


def of_status(asked: Asked, status: int, headers: dict[str, str]) -> Trouble:
    """What an answer means that is no success. `headers`: their names in lower case."""
    if 300 <= status < 400:
        return _redirected(asked, status, headers.get("location", ""))
    line = _STATUS.get(status)
    if line is None:
        if 200 <= status < 300:
            return portal(asked)
        sort: Sort = "person" if 400 <= status < 500 else "unknown"
        line = _Line(sort, "{host} answered with error " + str(status) + ". " + KEPT + " Tell the people who run it.")
    sort = asked.unclear if line.sort == "unknown" else line.sort
    wait = _wait(asked, headers.get("retry-after", ""))
    return Trouble(line.says.format(host=asked.host), sort, wait, alone=status in _ALONE)


def portal(asked: Asked) -> Trouble:
    """Somebody else answered: a page to sign in at, a gateway, a web site. Our own server never saw the package."""
    return Trouble(
        f"Somebody answered in place of {asked.host}, perhaps a page of this network that asks people to sign in, or "
        f"another server at that address. {KEPT} Where a page asks you to sign in, do that in a browser. {AGAIN}",
        "later",
    )


def of_exception(asked: Asked, error: Exception) -> Trouble:
    """What it means that there is no answer, or only a part of one."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError | ssl.SSLError):
        return _unproved(asked, error)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return of_status(asked, 407 if error.status == 407 else 502, {})
    for kind, line in _SILENCE:
        if isinstance(error, kind):
            return Trouble(line.says.format(host=asked.host), line.sort)
    why = "did not answer in time" if isinstance(error, TimeoutError) else "broke off while it answered"
    then = ASKED if asked.unclear == "unknown" else AGAIN
    return Trouble(f"{asked.host} {why}. {KEPT} {then}", asked.unclear)


def _redirected(asked: Asked, status: int, location: str) -> Trouble:
    there = urlsplit(location).hostname if "//" in location else asked.host
    if status in {301, 308}:
        where = f"to {there}" if there and there != asked.host else "elsewhere"
        return Trouble(
            f"{asked.host} points {where} for good, and packages follow nobody there. {KEPT} Ask the authority for a new "
            "enrolment file.",
            "person",
        )
    return portal(asked)


def _unproved(asked: Asked, error: Exception) -> Trouble:
    """The certificate is not good enough. Nothing was sent: it may be this network, so it goes by itself on a better one."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    code, words = getattr(inner, "verify_code", 0), str(inner).lower()
    if code == 10 or "expired" in words:
        why = "its certificate has run out: tell the people who run it, and look whether the date of this machine is right"
    elif code in {62, 64} or "mismatch" in words or "not valid for" in words:
        why = "its certificate is made out to another name: compare the address, and sign in where this network asks for it"
    elif code in {18, 19, 20, 21} or "certificate verify failed" in words:
        why = (
            "its certificate comes from nobody this machine trusts: ask your network’s people whether a certificate of "
            "theirs has to be installed"
        )
    else:
        why = "no safe connection could be agreed with it"
    return Trouble(f"{asked.host} did not prove that it is {asked.host}, so nothing was sent: {why}. {_AGAIN}", "later")


def _wait(asked: Asked, header: str) -> float | None:
    """Seconds from a `Retry-After`, which names seconds or a moment; at most a day."""
    if not header:
        return None
    if header.strip().isdigit():
        return min(float(header), _LONGEST)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, min((at - asked.now()).total_seconds(), _LONGEST))
