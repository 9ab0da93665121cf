"""One contract, held by every way a package can travel. A new transport joins by a line in `WAYS`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.sync.https import HttpsTransport
from sipdesk.sync.server import Door
from sipdesk.sync.transport import (
    Credentials,
    Transport,
    Trouble,
    checked,
    is_name,
    is_test_file,
    open_transport,
)
from sipdesk.sync.wire import hexadecimal
from tests.faults.carrier import sent
from tests.faults.certificates import authority, server
from tests.faults.nginx import nginx
from tests.faults.place import served
from tests.faults.shelf import Shelf

Opened = Callable[[], Transport]


def named(data: bytes, number: int = 1, revision: int = 1) -> str:
    """A package's name."""
    return f"{UUID(int=number)}.{revision}.{hexadecimal(data)[:16]}.sipd"


def letter(data: bytes, partner: str = "0123456789abcdef") -> str:
    """A letter's name."""
    return f"{partner}.{UUID(int=7)}.{hexadecimal(data)[:16]}.sipr"


def a_folder(stack: ExitStack, tmp_path: Path) -> str:
    del stack
    folder = tmp_path / "Council - Shared é"
    folder.mkdir()
    return str(folder)


def an_address(stack: ExitStack, tmp_path: Path) -> str:
    return f"http://127.0.0.1:{stack.enter_context(served(Door(Path(a_folder(stack, tmp_path))).app()))}"


def behind_nginx(stack: ExitStack, tmp_path: Path) -> str:
    port = int(an_address(stack, tmp_path).rpartition(":")[2])
    authority().put(tmp_path, "authority")
    return f"https://127.0.0.1:{stack.enter_context(nginx(port, server(), tmp_path / 'nginx'))}"


WAYS = {"folder": a_folder, "https": an_address, "nginx": behind_nginx}


@pytest.fixture(params=["folder", "https", pytest.param("nginx", marks=pytest.mark.outside)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens the same place again and again."""
    with ExitStack() as stack:
        destination = WAYS[request.param](stack, tmp_path)
        named = tmp_path / "authority.pem"
        trusted = Credentials(authorities=named if named.exists() else None)
        yield lambda: stack.enter_context(open_transport(destination, trusted))


def test_that_what_was_put_comes_back_byte_for_byte(opened: Opened) -> None:
    transport = opened()
    for number, data in enumerate((b"x", b"\r\n\x00\xff" * 5000, bytes(4_000_000)), 1):
        assert transport.put_new(named(data, number), data) == "created"
        assert opened().get(named(data, number)) == data


def test_that_the_same_bytes_again_are_already_there(opened: Opened) -> None:
    for outcome in ("created", "already-same", "already-same"):
        assert opened().put_new(named(b"one"), b"one") == outcome


def test_that_other_bytes_under_a_taken_name_are_a_conflict_and_change_nothing(opened: Opened) -> None:
    transport = opened()
    transport.put_new(named(b"one"), b"one")
    for other in (b"two", b"on", b"One and more"):
        assert transport.put_new(named(b"one"), other) == "conflict"
        assert transport.get(named(b"one")) == b"one"


def test_that_a_name_nobody_took_has_no_bytes(opened: Opened) -> None:
    assert opened().get(named(b"never")) is None


def test_that_the_list_is_sorted_and_holds_what_begins_so(opened: Opened) -> None:
    transport = opened()
    assert transport.list() == []
    names = [named(b"a", 2), named(b"a", 1), named(b"a", 1, 2), letter(b"a"), letter(b"a", "f" * 16)]
    for name in names:
        transport.put_new(name, b"a")
    assert opened().list() == sorted(names)
    assert transport.list("f" * 16) == [letter(b"a", "f" * 16)]
    assert transport.list("nothing") == []


def test_that_only_names_of_ours_are_taken(opened: Opened) -> None:
    transport = opened()
    good = named(b"x")
    for name in (
        "",
        "../x",
        "/etc/passwd",
        good.upper(),
        f"{good} ",
        good + "\n",
        "a/" + good,
        good[:-1],
        "con.sipd",
        ".",
    ):
        for question in (lambda name=name: transport.put_new(name, b"x"), lambda name=name: transport.get(name)):
            with pytest.raises(BadInput):
                question()
    assert transport.list() == []


def test_that_of_twenty_at_once_one_creates_and_the_others_find_it(opened: Opened) -> None:
    start, outcomes = Barrier(20), []
    transports = [opened() for _ in range(20)]

    def put(transport: Transport) -> None:
        start.wait(20)
        outcomes.append(transport.put_new(named(b"race" * 999), b"race" * 999))

    threads = [Thread(target=put, args=(transport,)) for transport in transports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["already-same"] * 19 + ["created"]


def test_that_of_ten_with_other_bytes_one_creates_and_nine_are_told_of_the_conflict(opened: Opened) -> None:
    start, outcomes = Barrier(10), {}
    transports = [opened() for _ in range(10)]
    name = named(b"race")

    def put(number: int) -> None:
        start.wait(20)
        outcomes[number] = transports[number].put_new(name, bytes([number]) * 70_000)

    threads = [Thread(target=put, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    winner = [number for number, outcome in outcomes.items() if outcome == "created"]
    assert len(winner) == 1
    assert list(outcomes.values()).count("conflict") == 9
    assert opened().get(name) == bytes(winner) * 70_000


def test_that_the_outbox_counts_as_delivered_what_was_read_back(opened: Opened, tmp_path: Path) -> None:
    transport = opened()
    for data, ending in ((b"one", "delivered"), (b"one", "delivered"), (b"other", "conflict")):
        assert sent(transport, named(b"one"), data, tmp_path / "sealed").ending == ending


def test_that_a_place_is_described_without_the_secret_parts_of_its_address(opened: Opened) -> None:
    told = opened().describe()
    assert told == "127.0.0.1" or told.startswith("The folder ")


def test_that_closing_twice_does_no_harm(opened: Opened) -> None:
    transport = opened()
    transport.list()
    transport.close()
    transport.close()


@pytest.mark.parametrize(
    "destination",
    ["", "  ", "relative/folder", "ftp://x.example/", "http://central.example/", "https://", "https://u:p@x.example/",
     "https://x.example/?a=b", "https://x y.example/", "https://x.example:99999999/"],
)  # fmt: skip
def test_that_a_destination_that_cannot_be_meant_is_refused_in_words(destination: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_transport(destination)
    assert caught.value.sentence.endswith(".")


def test_that_an_address_may_end_in_a_stroke() -> None:
    with open_transport("https://central.example/sip/") as transport:
        assert isinstance(transport, HttpsTransport)
        assert transport.address == "https://central.example/sip"


def test_that_the_test_file_of_the_doctor_is_told_from_packages() -> None:
    name = f"sipdesk-doctor.{UUID(int=1)}.{'0' * 16}.test"
    assert is_name(name)
    assert is_test_file(name)
    assert not is_test_file(named(b"x"))
    assert checked(name) == name


def test_that_nobody_listening_is_trouble_for_later() -> None:
    with served(Shelf().app()) as port:
        pass
    with open_transport(f"http://127.0.0.1:{port}") as transport:
        for question in (
            lambda: transport.put_new(named(b"x"), b"x"),
            lambda: transport.get(named(b"x")),
            transport.list,
        ):
            with pytest.raises(Trouble) as caught:
                question()
            assert caught.value.sort == "later"
