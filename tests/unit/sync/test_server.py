"""The small receiver over HTTP: what it answers, and what lies in its folder afterwards."""

import concurrent.futures
import http.client
import json
import threading
from pathlib import Path

import pytest

from sipdesk.sync import wire
from sipdesk.sync.server import Door
from sipdesk.sync.transport import Credentials, Trouble, open_transport
from tests.faults.place import served
from tests.unit.sync import post

NAME = f"{post.NOTE}.1.{'0' * 16}.sipd"
TOKEN = "a token of this test"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def ask(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request(method, f"{wire.PATH}{path}", body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    told = answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    line.close()
    return told


def put(port: int, data: bytes, name: str = NAME, **headers: str):
    said = {"If_None_Match": "*", "Content_Digest": wire.content_digest(data), "Content_Type": wire.PACKAGE} | headers
    return ask(port, "PUT", f"/{name}", data, **{key: value for key, value in said.items() if value})


def test_that_new_same_and_other_bytes_are_told_apart(folder):
    with served(Door(folder).app()) as port:
        assert [put(port, data)[0] for data in (b"one", b"one", b"other")] == [201, 200, 409]
        status, headers, body = put(port, b"other")
    assert (status, json.loads(body)["sha256"]) == (409, wire.hexadecimal(b"one"))
    assert headers["sipdesk-protocol"] == "1"
    assert (folder / NAME).read_bytes() == b"one"
    assert [file.name for file in folder.iterdir()] == [NAME]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"If_None_Match": ""}, 428),
        ({"If_None_Match": '"x"'}, 428),
        ({"Content_Digest": ""}, 400),
        ({"Content_Digest": wire.content_digest(b"other")}, 400),
        ({"Content_Digest": "sha-256=:x:"}, 400),
        ({"name": "report.docx"}, 400),
        ({"name": "..%2Fx.sipd"}, 400),
    ],
    ids=["unconditional", "tag", "no digest", "other digest", "bad digest", "other name", "path"],
)
def test_that_what_cannot_be_stored_as_it_came_is_not_stored(folder, said, status):
    with served(Door(folder).app()) as port:
        told, headers, _body = put(port, b"one", **said)
    assert (told, headers["sipdesk-protocol"]) == (status, "1")
    assert list(folder.parent.rglob("*")) == [folder]


def test_that_too_large_a_body_is_refused_before_it_is_kept(folder):
    with served(Door(folder, largest=1000).app()) as port:
        assert put(port, b"x" * 2000)[0] == 413
    assert not list(folder.iterdir())


def test_that_a_body_cut_short_leaves_nothing(folder, caplog):
    with served(Door(folder).app()) as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.putrequest("PUT", f"{wire.PATH}/{NAME}")
        for key, value in {
            "If-None-Match": "*",
            "Content-Digest": wire.content_digest(b"whole"),
            "Content-Length": "5",
        }.items():
            line.putheader(key, value)
        line.endheaders()
        line.send(b"wh")
        line.close()
        assert ask(port, "GET", f"/{NAME}")[0] == 404
    assert not list(folder.iterdir())
    assert caplog.text == "", "no traceback for whoever runs it"


def test_that_what_was_put_is_given_back_and_listed(folder):
    (folder / "notes.docx").write_bytes(b"somebody else's")
    with served(Door(folder).app()) as port:
        put(port, b"one")
        status, headers, body = ask(port, "GET", f"/{NAME}")
        assert (status, body, headers["content-digest"]) == (200, b"one", wire.content_digest(b"one"))
        assert json.loads(ask(port, "GET", "")[2]) == [NAME]
        assert json.loads(ask(port, "GET", "?prefix=ffff")[2]) == []
        assert ask(port, "GET", "/notes.docx")[0] == 404
        assert ask(port, "DELETE", f"/{NAME}")[0] == 405


def test_that_who_shows_no_token_learns_nothing(folder):
    with served(Door(folder, TOKEN).app()) as port:
        for said in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            assert put(port, b"one", **said)[0] == 401
            assert ask(port, "GET", f"/{NAME}", **said)[0] == 401
            assert ask(port, "GET", "", **said)[::2] == (401, b"")
        assert put(port, b"one", Authorization=f"Bearer {TOKEN}")[0] == 201


def test_that_twenty_at_once_have_one_winner(folder):
    with served(Door(folder).app()) as port, concurrent.futures.ThreadPoolExecutor(20) as pool:
        # None is the beginning of another: that would be one still on its way, and no conflict.
        told = list(pool.map(lambda n: put(port, f"{n:02}".encode())[0], range(20)))
    assert sorted(told) == [201] + [409] * 19


def test_that_a_desk_travels_through_the_door(folder):
    with (
        served(Door(folder, TOKEN).app()) as port,
        open_transport(f"http://127.0.0.1:{port}", Credentials(TOKEN)) as way,
    ):
        assert [way.put_new(NAME, data) for data in (b"one", b"one", b"other")] == [
            "created",
            "already-same",
            "conflict",
        ]
        assert (way.get(NAME), way.list()) == (b"one", [NAME])


def test_that_a_folder_that_is_gone_is_an_answer_and_no_silence(folder):
    with served(Door(folder).app()) as port:
        folder.rmdir()
        with open_transport(f"http://127.0.0.1:{port}") as way, pytest.raises(Trouble) as caught:
            way.put_new(NAME, b"one")
    assert caught.value.sort == "later"


def test_that_a_file_that_is_only_listed_is_said_of_that_file_and_not_of_the_place(folder):
    (folder / NAME).write_bytes(b"")
    with served(Door(folder).app()) as port, open_transport(f"http://127.0.0.1:{port}") as way:
        for question in (lambda: way.get(NAME), lambda: way.put_new(NAME, b"one")):
            with pytest.raises(Trouble, match="busy with this package") as caught:
                question()
            assert (caught.value.sort, caught.value.alone) == ("later", True)
        assert way.put_new(NAME.replace(".1.", ".2."), b"two") == "created"


def test_that_each_new_parcel_is_looked_at_and_nothing_else_is(folder):
    looks: list[int] = []
    seen = threading.Event()

    def look() -> None:
        looks.append(len(list(folder.iterdir())))
        if looks[-1]:
            seen.set()

    with served(Door(folder, on_new=look).app()) as port:
        put(port, b"one")
        assert seen.wait(20)
        put(port, b"one")
        ask(port, "GET", "")
    assert looks[-1] == 1
    assert len(looks) <= 2
