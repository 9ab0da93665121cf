"""Each thing that can go wrong on the line: what sipdesk makes of it, and that a package gets there once all the same."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from aiohttp import web

from sipdesk.sync.answers import KNOWN, Asked, of_status
from sipdesk.sync.https import HttpsTransport, Patience
from sipdesk.sync.transport import Credentials, Trouble
from sipdesk.sync.wire import hexadecimal
from tests.faults import table
from tests.faults.carrier import sent
from tests.faults.place import served
from tests.faults.proxy import Proxy, proxied
from tests.faults.shelf import Shelf
from tests.faults.spoils import FAULTS, Fault, status

HASTY = Patience(connect=5, base=0.4, bytes_per_second=1e9)
"""For who is never answered. Whoever is answered has time: a shared machine may pause in the middle of it."""
UNANSWERED = {"nobody answers", "nobody answers after it was done", "an answer that drips for ever"}
NOON = datetime(2025, 10, 7, 9, tzinfo=UTC)
DATA = b"sealed " * 3000


def named(data: bytes, number: int = 1) -> str:
    return f"{UUID(int=number)}.1.{hexadecimal(data)[:16]}.sipd"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def proxy(shelf: Shelf) -> Iterator[Proxy]:
    with served(shelf.app()) as port, proxied(port) as proxy:
        yield proxy


@pytest.fixture
def transport(proxy: Proxy) -> Iterator[HttpsTransport]:
    with HttpsTransport(f"http://127.0.0.1:{proxy.port}", Credentials(), now=lambda: NOON) as transport:
        yield transport


@contextmanager
def hasty_where_unanswered(transport: HttpsTransport, says: str) -> Iterator[None]:
    """For a question that meets a fault."""
    patience = transport.patience
    transport.patience = HASTY if says in UNANSWERED else patience
    yield
    transport.patience = patience


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_that_a_spoiled_put_is_understood_and_the_package_gets_there_once(
    fault: Fault, shelf: Shelf, proxy: Proxy, transport: HttpsTransport, tmp_path: Path
) -> None:
    name = named(DATA)
    proxy.coming = [fault.spoil] * 2  # aiohttp asks once more by itself where a kept connection broke
    trouble = None
    with hasty_where_unanswered(transport, fault.says):
        try:
            transport.put_new(name, DATA)
        except Trouble as error:
            trouble = error
    assert (trouble.sort if trouble else "") == fault.put, trouble
    if trouble is not None:
        assert trouble.retry_after == fault.wait
        assert trouble.sentence.endswith(".")
        assert "kept" in trouble.sentence or "again" in trouble.sentence
    proxy.coming = []
    assert sent(transport, name, DATA, tmp_path).ending == "delivered"
    assert shelf.files == {name: DATA}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_that_a_spoiled_get_never_gives_other_bytes(
    fault: Fault, shelf: Shelf, proxy: Proxy, transport: HttpsTransport
) -> None:
    name = named(DATA)
    shelf.files[name] = DATA
    proxy.coming = [fault.spoil] * 2
    with hasty_where_unanswered(transport, fault.says), pytest.raises(Trouble) as caught:
        transport.get(name)
    assert caught.value.sort == fault.get
    proxy.coming = []
    assert transport.get(name) == DATA


def test_that_every_status_with_a_line_of_its_own_is_in_the_table() -> None:
    told = {fault.says for fault in FAULTS}
    assert {f"answer {code}" for code in KNOWN} <= told


def test_that_a_wait_is_at_most_a_day_and_nonsense_is_no_wait() -> None:
    asked = Asked("PUT", "central.invented.example", lambda: NOON)
    waits = {
        "5": 5.0,
        "999999999": 86_400.0,
        "Tue, 07 Oct 2025 08:00:00 GMT": 0.0,
        "Wed, 07 Oct 2099 08:00:00 GMT": 86_400.0,
        "soon": None,
        "": None,
    }
    for header, seconds in waits.items():
        assert of_status(asked, 503, {"retry-after": header}).retry_after == seconds, header


def lying(kind: str) -> Shelf:
    kept = {
        "truncated": lambda data: data[:100],
        "altered": lambda data: bytes([data[0] ^ 1]) + data[1:],
        "empty": lambda _data: b"",
        "another": lambda _data: b"an older one",
    }
    return Shelf(keeps=kept[kind])


@pytest.mark.parametrize("kind", ["truncated", "altered", "empty", "another"])
def test_that_a_store_that_lies_is_caught_by_reading_back(kind: str, tmp_path: Path) -> None:
    shelf = lying(kind)
    with served(shelf.app()) as port, HttpsTransport(f"http://127.0.0.1:{port}", Credentials()) as transport:
        assert sent(transport, named(DATA), DATA, tmp_path).ending == "altered"


@pytest.mark.parametrize("says", ["answer 503", "the line breaks at once", "nobody answers", "302 to another machine"])
def test_that_a_proof_that_fails_leaves_the_outcome_unknown(
    says: str, proxy: Proxy, transport: HttpsTransport, tmp_path: Path
) -> None:
    transport.put_new(named(DATA), DATA)  # in its own time; what follows may be cut short
    proxy.only = b"GET"
    proxy.coming = [fault.spoil for fault in FAULTS if fault.says == says] * 2
    with hasty_where_unanswered(transport, says):
        assert sent(transport, named(DATA), DATA, tmp_path).ending == "unknown"
    proxy.coming = []
    assert sent(transport, named(DATA), DATA, tmp_path, ask=True).ending == "delivered"


def test_that_time_to_wait_grows_with_the_bytes_that_travel() -> None:
    patience = Patience()
    assert patience.total(0) == 25
    assert patience.total(4_000_000) == 25 + 1.5 * 80


def test_that_a_token_travels_in_its_header_and_shows_nowhere(proxy: Proxy, shelf: Shelf) -> None:
    shelf.token = "seven-small-ships"
    address = f"http://127.0.0.1:{proxy.port}"
    with HttpsTransport(address, Credentials("wrong")) as transport, pytest.raises(Trouble) as caught:
        transport.put_new(named(DATA), DATA)
    assert caught.value.sort == "person"
    known = Credentials(shelf.token)
    with HttpsTransport(address, known) as transport:
        assert transport.put_new(named(DATA), DATA) == "created"
    assert shelf.token not in repr(known)


def test_that_the_table_in_the_help_is_the_one_of_these_tests() -> None:
    text = table.page().read_text(encoding="utf-8")
    assert text == table.whole(text), "run: python -m tests.faults.table"


def test_that_a_redirect_takes_neither_package_nor_token_elsewhere(proxy: Proxy, shelf: Shelf) -> None:
    elsewhere, asked = web.Application(), []

    async def note(request: web.Request) -> web.Response:
        asked.append(dict(request.headers))
        return web.Response(status=201)

    elsewhere.router.add_route("*", "/{rest:.*}", note)
    with served(elsewhere) as other:
        for code in (301, 302, 303, 307, 308):
            proxy.coming = [status(code, {"Location": f"http://127.0.0.1:{other}/v1/packages/x"})] * 2
            way = HttpsTransport(f"http://127.0.0.1:{proxy.port}", Credentials("seven-small-ships"))
            with way as transport, pytest.raises(Trouble):
                transport.put_new(named(DATA), DATA)
    assert asked == []
    assert shelf.files == {}


def test_that_a_name_nobody_knows_is_trouble_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with HttpsTransport("https://central.invented.example", Credentials()) as transport:
        for question in (lambda: transport.put_new(named(DATA), DATA), transport.list):
            with pytest.raises(Trouble, match="not known on this network") as caught:
                question()
            assert caught.value.sort == "later"


def test_that_a_machine_that_never_answers_a_call_is_trouble_for_later() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        callers = [socket.socket() for _ in range(3)]
        try:
            for caller in callers:  # so many wait already that no more are let in
                caller.setblocking(False)
                caller.connect_ex(("127.0.0.1", port))
            patience = Patience(connect=0.3, base=5)
            with HttpsTransport(f"http://127.0.0.1:{port}", Credentials(), patience) as transport:
                with pytest.raises(Trouble) as caught:
                    transport.put_new(named(DATA), DATA)
                assert caught.value.sort == "later"
        finally:
            for caller in callers:
                caller.close()


def test_that_somebody_who_stops_leaves_nothing_under_way(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpsTransport(f"http://127.0.0.1:{proxy.port}", Credentials()) as transport:
        proxy.coming = [FAULTS[0].spoil]
        monkeypatch.setattr(transport, "_fetch", stopped)
        with pytest.raises(KeyboardInterrupt):
            transport.list()
        monkeypatch.undo()
        proxy.coming = []
        assert transport.list() == []


async def stopped(*_args: object) -> None:
    raise KeyboardInterrupt
