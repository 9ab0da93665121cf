"""What can go wrong on the way, and how each of it ends: tried again, asked about, or waiting for a person with a reason."""

import contextlib
import datetime as dt
import random

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.outbox import Stage
from sipdesk.services.packing import Content
from sipdesk.store.outbox import Parcels
from sipdesk.sync.transport import Trouble
from tests.conftest import PASSPHRASE
from tests.unit.services.central import bent, enrol, failing, note_of, one_issued, sync, view

LATER = Trouble("The line is gone. It is tried again by itself.", "later")
UNKNOWN = Trouble("The answer was lost.", "unknown")
PERSON = Trouble("The place asks for a password.", "person")


@pytest.fixture
def app(app, authority) -> App:
    """A desk with one note issued."""
    one_issued(app, authority)
    return app


class Cut(Exception):
    """The process dies here."""


def dies(method: str):
    return bent(failing(method, Cut()))


def reopened(app: App) -> App:
    app.lock()
    app.open(PASSPHRASE)
    return app


def forward(app: App, **time: int) -> None:
    app.clock.now.__self__.at += dt.timedelta(**time)


def test_that_sending_is_kept_before_the_first_byte(app):
    seen = []
    sync(app, bent(lambda method, _name: seen.append((method, note_of(app).stage)) if method == "put" else None))
    assert seen == [("put", Stage.SENDING)]


@pytest.mark.parametrize("method", ["list", "put", "put done", "get"])
def test_that_a_sync_that_dies_anywhere_is_made_good_by_the_next(app, authority, method):
    there = len(authority.parcels)
    with pytest.raises(Cut):
        sync(app, dies(method))
    assert note_of(reopened(app)).stage is (Stage.QUEUED if method == "list" else Stage.CHECKING)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    assert len(authority.parcels) == there + 1
    assert len(authority.receive().of("taken")) == 1


def test_that_what_arrived_unseen_is_not_sent_again(app):
    with pytest.raises(Cut):
        sync(app, dies("put done"))
    asked = []
    sync(reopened(app), bent(lambda method, _name: asked.append(method)))
    assert "put" not in asked
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_lost_answer_is_asked_about(app):
    told = sync(app, bent(failing("put done", UNKNOWN, 1)))
    shown = note_of(app)
    assert (shown.stage, shown.why, told.troubles) == (Stage.CHECKING, "The answer was lost.", ["The answer was lost."])
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_trouble_that_passes_is_waited_out_longer_each_time(app):
    waits = []
    for _ in range(12):
        sync(app, bent(failing("put", LATER)))
        shown = note_of(app)
        assert (shown.stage, shown.why) == (Stage.QUEUED, LATER.sentence)
        waits.append(
            (dt.datetime.fromisoformat(shown.next_try) - app.clock.now()).total_seconds() if shown.next_try else 0
        )
    assert waits[-1] > 400
    assert max(waits) <= 900
    assert note_of(app).attempts == 12


def test_that_a_sync_nobody_asked_for_keeps_the_time(app):
    sync(app, bent(failing("put", Trouble("Too much to do.", "later", 600))))
    asked = []
    watch = bent(lambda method, _name: asked.append(method))
    sync(app, watch, asked=False)
    assert "put" not in asked
    forward(app, seconds=660)
    sync(app, watch, asked=False)
    assert note_of(app).stage is Stage.DELIVERED


@pytest.mark.parametrize("years", [-10, 10])
def test_that_a_clock_that_jumps_holds_nothing_up(app, years):
    sync(app, bent(failing("put", LATER)))
    forward(app, days=365 * years)
    sync(app, asked=False)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_permanent_fault_waits_for_a_person_and_goes_when_asked(app):
    sync(app, bent(failing("put", PERSON)))
    shown = note_of(app)
    assert (shown.stage, shown.cause, shown.why, shown.can) == (
        Stage.ATTENTION,
        "place",
        PERSON.sentence,
        ["retry", "check", "show"],
    )
    assert (view(app).attention, view(app).waiting) == (1, 1)
    sync(app, asked=False)
    assert note_of(app).stage is Stage.ATTENTION
    app.run(app.services.outbox.retry, shown.id)
    sync(app, asked=False)
    assert note_of(app).stage is Stage.DELIVERED


@pytest.mark.parametrize("trouble", [LATER, PERSON])
def test_that_a_place_that_cannot_be_reached_says_so_at_each_parcel(app, trouble):
    sync(app, bent(failing("list", trouble)))
    shown = note_of(app)
    assert shown.why == trouble.sentence
    assert shown.stage is (Stage.ATTENTION if trouble is PERSON else Stage.QUEUED)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_folder_that_is_gone_is_said_to_be(app, authority):
    authority.share.rename(authority.share.with_name("moved"))
    told = sync(app)
    assert told.troubles
    assert str(authority.share) in note_of(app).why
    authority.share.with_name("moved").rename(authority.share)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_copy_that_was_cut_short_is_caught_and_sent_under_a_new_name(app, authority):
    def cut_short(method: str, name: str) -> None:
        if method == "put done":
            file = authority.share / name
            file.write_bytes(file.read_bytes()[:-1])

    sync(app, bent(cut_short))
    shown = note_of(app)
    assert (shown.stage, shown.cause) == (Stage.ATTENTION, "altered")
    app.run(app.services.outbox.retry, shown.id)
    assert note_of(app).id == shown.id
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    assert len(authority.receive().of("taken")) == 1


def test_that_other_bytes_under_its_name_are_never_written_over(app, authority):
    row = app.run(lambda: Parcels(app.services.desk).get(note_of_desk(app)))
    (authority.share / row.name).write_bytes(b"somebody else's")
    sync(app)
    assert (note_of(app).stage, note_of(app).cause) == (Stage.ATTENTION, "conflict")
    assert (authority.share / row.name).read_bytes() == b"somebody else's"
    app.run(app.services.outbox.retry, note_of(app).id)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def note_of_desk(app: App) -> str:
    return next(one.id for one in app.services.outbox.view().parcels if one.kind == "note")


def test_that_a_copy_still_arriving_is_waited_for(app, authority):
    with pytest.raises(Cut):
        sync(app, dies("put done"))
    (file,) = [path for path in authority.share.glob("*.sipd") if path.stat().st_size > 10_000]
    whole = file.read_bytes()
    file.write_bytes(whole[:5000])
    sync(reopened(app))
    assert (note_of(app).stage, "beginning" in note_of(app).why) == (Stage.CHECKING, True)
    file.write_bytes(whole)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_delivered_parcel_that_is_gone_waits_for_a_person(app, authority):
    sync(app)
    (file,) = [path for path in authority.share.glob("*.sipd") if path.stat().st_size > 10_000]
    whole = file.read_bytes()
    file.unlink()
    sync(app)
    assert (note_of(app).stage, note_of(app).cause) == (Stage.ATTENTION, "gone")
    app.run(app.services.outbox.retry, note_of(app).id)
    sync(app)
    assert file.read_bytes() == whole
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_copy_spoiled_after_it_was_delivered_is_found_a_day_later(app, authority):
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    (file,) = [path for path in authority.share.glob("*.sipd") if path.stat().st_size > 10_000]
    forward(app, days=1)
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    whole = file.read_bytes()
    file.write_bytes(whole[:99] + bytes([whole[99] ^ 1]) + whole[100:])
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    forward(app, days=1)
    sync(app)
    assert (note_of(app).stage, note_of(app).cause) == (Stage.ATTENTION, "altered")
    app.run(app.services.outbox.retry, note_of(app).id)
    sync(app)
    assert len(authority.receive().of("taken")) == 1


def test_that_an_emptied_place_asks_before_anything_leaves(app, authority):
    sync(app)
    for path in authority.share.iterdir():
        path.unlink()
    told = sync(app)
    shown = view(app)
    assert shown.wiped == "send again"
    assert told.troubles == [shown.wiped_why]
    assert not authority.parcels
    with pytest.raises(BadInput, match="Type"):
        app.run(app.services.outbox.confirm_wiped, "yes")
    app.run(app.services.outbox.confirm_wiped, " Send  again ")
    sync(app)
    assert (view(app).wiped, note_of(app).stage) == ("", Stage.DELIVERED)
    assert len(authority.parcels) == 1  # what was received is not sent again


def test_that_an_emptied_place_leaves_the_visit_alone(app, authority):
    services, visit = app.services, note_of(app).visit
    before = app.run(services.visits.get, visit)
    sync(app)
    for path in authority.share.iterdir():
        path.unlink()
    sync(app)
    assert app.run(services.visits.get, visit) == before


def test_that_bytes_lost_here_are_made_anew(app, authority, desk_folder):
    (file,) = (desk_folder / "sealed").glob("*.sipd")
    file.unlink()
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    assert len(authority.receive().of("taken")) == 1


def test_that_bytes_lost_here_that_arrived_are_not_sent_again(app, authority, desk_folder):
    with pytest.raises(Cut):
        sync(app, dies("put done"))
    (file,) = (desk_folder / "sealed").glob("*.sipd")
    file.unlink()
    there = authority.parcels
    sync(reopened(app))
    assert note_of(app).stage is Stage.DELIVERED
    assert authority.parcels == there


def test_that_a_parcel_too_large_says_so_and_holds_up_no_other(app):
    visit, _ = app.run(app.services.visits.open_contact, "900102", "telephone", dt.date(2025, 10, 6))
    content = Content("note", "0" * 8 + "-0000-7000-8000-" + "0" * 12, title="Large", visit=visit.id, urn="900102",
                      files={"note.pdf": bytes(4_100_000), "record.json": b"{}"})  # fmt: skip

    def put_in() -> None:
        app.services.outbox._put_in(content, app.services.outbox._enrolled(), Stage.QUEUED)

    app.run(put_in)
    (shown,) = [one for one in view(app).parcels if one.title == "Large"]
    assert (shown.stage, shown.cause, shown.size) == (Stage.ATTENTION, "large", 0)
    assert "4.1 MB" in shown.why
    sync(app)
    assert note_of_title(app, "SIP 1: autumn visit, 2025-26, revision 1").stage is Stage.DELIVERED


def note_of_title(app: App, title: str):
    return next(one for one in view(app).parcels if one.title == title)


def test_that_one_bad_parcel_holds_up_no_other(app, authority):
    many(app, 5)
    bad = app.run(lambda: [row.name for row in Parcels(app.services.desk).in_stage(Stage.QUEUED)])[1]

    def bend(method: str, name: str) -> None:
        if method == "put" and name == bad:
            raise PERSON

    assert sync(app, bent(bend)).delivered == 5
    assert [one.stage for one in view(app).parcels if one.stage is not Stage.RECEIVED].count(Stage.ATTENTION) == 1


def test_that_a_full_place_is_not_tried_with_every_parcel(app):
    many(app, 20)
    tries = []

    def bend(method: str, name: str) -> None:
        if method == "put":
            tries.append(name)
            raise Trouble("The disk there is full.", "person")

    sync(app, bent(bend))
    assert len(tries) == 3
    assert {one.stage for one in view(app).parcels if one.stage is not Stage.RECEIVED} == {Stage.ATTENTION}
    assert {one.why for one in view(app).parcels if one.stage is not Stage.RECEIVED} == {"The disk there is full."}
    assert sync(app).delivered == 21


def many(app: App, count: int) -> None:
    """So many small parcels more."""
    outbox = app.services.outbox

    def put_in() -> None:
        for number in range(count):
            content = Content("requests", "", title=f"Requests {number}", urn="900101", files={"requests.json": b"{}"})
            outbox._put_in(content, outbox._enrolled(), Stage.QUEUED)

    app.run(put_in)


def test_that_the_oldest_goes_first_whatever_the_clock_says(app):
    forward(app, days=-400)
    many(app, 3)
    sent = []
    sync(app, bent(lambda method, name: sent.append(name) if method == "put" else None))
    order = app.run(lambda: [row.name for row in Parcels(app.services.desk).in_stage(Stage.DELIVERED)])
    assert sent == order
    assert len(sent) == 4


def test_that_checking_can_be_asked_for(app, authority):
    sync(app)
    app.run(app.services.outbox.check, note_of(app).id)
    assert note_of(app).stage is Stage.CHECKING
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED
    with pytest.raises(Refused, match="nothing to try"):
        app.run(app.services.outbox.retry, note_of(app).id)


def test_that_a_huge_queue_goes_in_order_without_growing_slower(app, authority):
    many(app, 200)
    assert sync(app).delivered == 201
    assert len(authority.parcels) == 202
    enrol(app, authority)  # another invitation, same keys: nothing waiting is disturbed
    assert view(app).waiting == 1


def test_that_a_parcel_on_its_way_is_not_taken_by_another_sync(app):
    found = []

    def meanwhile(method: str, _name: str) -> None:
        if method == "put":
            found.append(sync(app).delivered)

    assert sync(app, bent(meanwhile)).delivered == 1
    assert found == [0]


@pytest.mark.parametrize("seed", range(4))
def test_that_whatever_happens_on_the_way_each_arrives_once(app, authority, seed):
    many(app, 6)
    before, luck = len(authority.parcels), random.Random(seed)
    faults = [LATER, UNKNOWN, PERSON, Cut()]

    def bend(method: str, _name: str) -> None:
        if method != "list" and luck.random() < 0.3:
            raise luck.choice(faults)

    for _ in range(6):
        with contextlib.suppress(Cut):
            sync(app, bent(bend))
        if luck.random() < 0.5:
            reopened(app)
    for one in view(app).parcels:
        if one.stage is Stage.ATTENTION:
            app.run(app.services.outbox.retry, one.id)
    sync(app)
    assert {one.stage for one in view(app).parcels} == {Stage.RECEIVED, Stage.DELIVERED}
    assert len(authority.parcels) == before + 7
