"""A time stamping service on this machine: a real one as far as RFC 3161 and HTTP go, run by nobody."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from sipdesk.keys.identity import Identity, der
from tests.unit.notes import signed

AT = dt.datetime(2025, 11, 1, 12, 30, tzinfo=dt.UTC)
REPLY = "application/timestamp-reply"


@cache
def service(*, fit: bool = True) -> Identity:
    """Its key, issued by the authority of the tests. `fit`: for time stamping."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented time stamps")])
    use = ExtendedKeyUsageOID.TIME_STAMPING if fit else ExtendedKeyUsageOID.EMAIL_PROTECTION
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(signed.authority().certificate.subject)
        .public_key(key.public_key()).serial_number(77).not_valid_before(signed.NOW)
        .not_valid_after(signed.NOW + dt.timedelta(days=3000))
        .add_extension(x509.ExtendedKeyUsage([use]), critical=True)
        .sign(signed.authority().key, hashes.SHA256())
    )  # fmt: skip
    return Identity(key, built)


def stamper(*, fit: bool = True) -> DummyTimeStamper:
    """pyHanko's own for tests: it signs what it is asked for, always at the same moment."""
    who = service(fit=fit)
    certificate = asn1_x509.Certificate.load(der(who.certificate))
    return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(who.kept()[0]), fixed_dt=AT)


def answer(asked: bytes) -> bytes:
    """The stamp that was asked for."""
    return bytes(stamper().request_tsa_response(tsp.TimeStampReq.load(asked)).dump())


@dataclass
class Reply:
    """What the service sends: made from the question."""

    body: Callable[[bytes], bytes] = answer
    status: int = 200
    kind: str = REPLY
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Place:
    """Where it listens, and what it was asked."""

    address: str
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def listening(reply: Reply | None = None) -> Iterator[Place]:
    """The service on a free port of this machine, until the end of the block."""
    told = reply or Reply()
    place = Place("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place.asked.append(body)
            made = told.body(body)
            self.send_response(told.status)
            for name, value in {"Content-Type": told.kind, "Content-Length": str(len(made)), **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(made)

        def log_message(self, *_args: object) -> None:
            """Nobody listens."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    place.address = f"http://127.0.0.1:{server.server_port}/stamp"
    try:
        yield place
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
