"""The small receiver over HTTPS: a shared folder behind an address. It needs no desk."""

import asyncio
import contextlib
import signal
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, NotFound, Refused, SipdeskError
from sipdesk.domain.received import ReceiveReport
from sipdesk.domain.spoken import system_refusal
from sipdesk.services.receiving import read_token, receive

_KEPT = "Nothing was started."


@dataclass(frozen=True)
class Serving:
    """What is served, and how. Without certificate and key only this machine itself is listened to."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8443
    """0: any free one."""
    certificate: Path | None = None
    certificate_key: Path | None = None
    token_file: Path | None = None
    """Its first line is what a caller has to show."""
    key: Path | None = None
    """The authority's key file: then every new parcel is received at once."""
    inbox: Path | None = None


@dataclass(frozen=True)
class Listeners:
    """Who is told what happens: the address once it listens, each look, and what went wrong with one."""

    started: Callable[[str], None]
    looked: Callable[[ReceiveReport], None]
    failed: Callable[[str], None]


def serve(wanted: Serving, to: Listeners) -> None:
    """Listen until the process is told to stop. `Refused`, `NotFound` or `BadInput` where that cannot begin."""
    if not wanted.folder.is_dir():
        raise NotFound(f"There is no folder {wanted.folder}. {_KEPT}")
    if wanted.key is not None and not wanted.key.is_file():
        raise NotFound(f"There is no key file {wanted.key}. {_KEPT} `sipdesk central invite` makes one.")
    tls, token = _tls(wanted), read_token(wanted.token_file)
    if tls is None and not _is_loopback(wanted.host):
        raise Refused(
            f"Without a certificate only this machine itself is listened to, and {wanted.host} is more than that. {_KEPT} "
            "Name --certificate and --certificate-key, or put a web server with a certificate in front."
        )
    if not token and not _is_loopback(wanted.host):
        raise Refused(
            f"Without a token anybody who reaches {wanted.host} could fill the folder. {_KEPT} Put a long random word into a "
            "file, name it with --token-file, and give the same word to your partners."
        )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(wanted, to, tls, token))


async def _serve(wanted: Serving, to: Listeners, tls: ssl.SSLContext | None, token: str) -> None:
    from aiohttp import web  # noqa: PLC0415 - a third of a second, and hardly anybody serves

    from sipdesk.sync.server import Door  # noqa: PLC0415

    def look() -> None:
        try:
            to.looked(receive(wanted.folder, wanted.key, wanted.inbox, Clock()))
        except SipdeskError as error:
            to.failed(error.sentence)
        except OSError as error:
            to.failed(system_refusal(error))

    door = Door(wanted.folder.absolute(), token, look if wanted.key else None)
    runner = web.AppRunner(door.app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, wanted.host, wanted.port, ssl_context=tls).start()
        port = runner.addresses[0][1]
        host = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
        to.started(f"{'https' if tls else 'http'}://{host}:{port}")
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows ends it by KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
    finally:
        await runner.cleanup()


def _tls(wanted: Serving) -> ssl.SSLContext | None:
    if wanted.certificate is None and wanted.certificate_key is None:
        return None
    if wanted.certificate is None:
        raise BadInput(f"A key needs its certificate: name --certificate too. {_KEPT}")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(wanted.certificate, wanted.certificate_key)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"The certificate {wanted.certificate} and its key cannot be used together ({error}). {_KEPT}"
        ) from error
    return context


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
