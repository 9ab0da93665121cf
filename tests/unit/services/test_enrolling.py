"""Enrolment in one step: who it is, where notes go, whose keys; and what is said of a second file."""

import json

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.note import read_record
from sipdesk.domain.outbox import Stage
from sipdesk.domain.visit import State
from sipdesk.keys import slots
from sipdesk.keys.sealing import public_of
from sipdesk.services import care
from sipdesk.services.enrolled import enrolled
from sipdesk.services.enrolling import read_enrolment_file
from sipdesk.store import audit
from tests.conftest import PASSPHRASE
from tests.unit.services.central import Authority, enrol, greeted, issue, note_of, sync, view
from tests.unit.services.test_signing import checked, sign


def seen(app: App):
    return app.run(app.services.enrolling.view)


def test_that_a_file_shows_who_and_where_before_anything_is_done(app, authority):
    offer = app.run(app.services.enrolling.look, authority.invitation(destinations={"919": str(authority.share)}))
    assert (offer.name, offer.service) == ("Hackwater", "Hackwater School Improvement")
    assert offer.to == f"the folder {authority.share}"
    assert len(offer.words.split()) == 12
    assert [one.la_code for one in offer.others] == ["919"]
    assert (offer.standing, offer.asks) == ("new", False)
    assert not seen(app).enrolled


def test_that_enrolling_keeps_the_keys_and_greets(app, authority):
    enrol(app, authority)
    shown = seen(app)
    assert (shown.enrolled, shown.name, shown.destination) == (True, "Hackwater", str(authority.share))
    (greeting,) = view(app).parcels
    assert (greeting.kind, greeting.stage, greeting.title) == (
        "greeting",
        Stage.QUEUED,
        "Greeting to Hackwater School Improvement",
    )
    assert app.run(lambda: audit.verify(app.services.desk.db)) > 0
    sync(app)
    assert [line.kind for line in authority.receive().of("taken")] == ["greeting"]


def test_that_the_same_file_twice_changes_nothing_and_says_so(app, authority):
    data = authority.invitation()
    app.run(app.services.enrolling.enrol, data)
    before = app.run(lambda: audit.head(app.services.desk.db))
    assert "already" in app.run(app.services.enrolling.enrol, data).remarks[0]
    assert app.run(lambda: audit.head(app.services.desk.db)) == before
    assert len(view(app).parcels) == 1


def test_that_a_second_file_with_the_same_keys_takes_effect(app, authority, tmp_path):
    enrol(app, authority)
    key = app.run(lambda: enrolled(app.services.desk)).public
    moved = tmp_path / "moved"
    moved.mkdir()
    authority.share = moved
    data = authority.invitation()
    assert app.run(app.services.enrolling.look, data).standing == "renewed"
    app.run(app.services.enrolling.enrol, data)
    assert seen(app).destination == str(moved)
    assert app.run(lambda: enrolled(app.services.desk)).public == key
    sync(app)
    assert len(authority.parcels) == 1


def test_that_an_older_file_of_the_same_authority_asks_first(app, authority, tmp_path):
    older = authority.invitation()
    forgotten = seen_in(app, older)
    authority.share = tmp_path / "moved"
    authority.share.mkdir()
    enrol(app, authority)
    offer = app.run(app.services.enrolling.look, older)
    assert (offer.standing, offer.asks) == ("older", True)
    with pytest.raises(Refused, match="older than the one"):
        app.run(app.services.enrolling.enrol, older)
    assert seen(app).destination == str(tmp_path / "moved")
    app.run(app.services.enrolling.enrol, older, agreed=True)
    assert seen(app).to == forgotten


def seen_in(app: App, data: bytes) -> str:
    """Where a file sends notes."""
    return str(app.run(app.services.enrolling.look, data).to)


def test_that_what_waits_goes_to_the_new_place(app, authority, tmp_path):
    greeted(app, authority)
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    moved = tmp_path / "moved"
    moved.mkdir()
    authority.share = moved
    enrol(app, authority)
    assert note_of(app).to == f"the folder {moved}"
    sync(app)
    assert len(authority.receive().of("taken")) == 2


def test_that_another_key_asks_first_and_reseals_what_has_not_left(app, authority, tmp_path, clock):
    enrol(app, authority)
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    new = Authority(tmp_path / "second", clock)
    new.share = authority.share
    data = new.invitation()
    offer = app.run(app.services.enrolling.look, data)
    assert (offer.standing, offer.asks) == ("changed key", True)
    with pytest.raises(Refused, match=r"compare the twelve words.*Nothing was changed"):
        app.run(app.services.enrolling.enrol, data)
    assert seen(app).words != offer.words
    app.run(app.services.enrolling.enrol, data, agreed=True)
    assert seen(app).words == offer.words
    sync(app)
    assert sorted(str(line.kind) for line in new.receive().of("taken")) == ["greeting", "note"]


def test_that_a_delivered_note_sealed_for_an_old_key_waits_for_a_person(app, authority, tmp_path, clock):
    greeted(app, authority)
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    sync(app)
    new = Authority(tmp_path / "second", clock)
    new.share = authority.share
    app.run(app.services.enrolling.enrol, new.invitation(), agreed=True)
    assert (note_of(app).stage, note_of(app).cause) == (Stage.ATTENTION, "key")
    app.run(app.services.outbox.retry, note_of(app).id)
    sync(app)
    assert [line.kind for line in new.receive().of("taken")].count("note") == 1


def test_that_another_authority_asks_first(app, authority, tmp_path, clock):
    enrol(app, authority)
    other = Authority(tmp_path / "other", clock)
    data = other.invitation(authority="dryshire", name="Dryshire")
    offer = app.run(app.services.enrolling.look, data)
    assert offer.standing == "other authority"
    assert "letters from Hackwater are not believed any more" in offer.says[0]
    with pytest.raises(Refused):
        app.run(app.services.enrolling.enrol, data)
    app.run(app.services.enrolling.enrol, data, agreed=True)
    assert seen(app).name == "Dryshire"


def test_that_a_spoilt_file_changes_nothing(app, authority):
    whole = authority.invitation()
    for spoilt in (whole[:-10], whole.replace(b"Hackwater", b"Hackwaver"), b"{}", b"", bytes(200_000)):
        with pytest.raises(BadInput):
            app.run(app.services.enrolling.enrol, spoilt)
    assert not seen(app).enrolled


def test_that_a_file_that_cannot_be_read_is_said_to_be(tmp_path):
    with pytest.raises(BadInput, match="folder"):
        read_enrolment_file(tmp_path)
    with pytest.raises(BadInput, match="cannot be read"):
        read_enrolment_file(tmp_path / "nothing.sipenrol")


def test_that_the_marking_of_the_authority_stands_on_notes_from_then_on(app, authority):
    enrol(app, authority, marking="OFFICIAL-SENSITIVE: SCHOOLS")
    made = sign(app, checked(app))
    assert made.record.marking == "OFFICIAL-SENSITIVE: SCHOOLS"
    assert app.run(app.services.visits.get, made.visit).state is State.SIGNED


def test_that_the_edition_the_authority_names_counts(app, authority):
    enrol(app, authority, programme="hackney/2021-22")
    assert app.run(lambda: app.services.desk.fact("edition.hackney")) == "2021-22"


@pytest.mark.parametrize(
    ("named", "says"), [("dryshire/2026-27", "this desk follows hackney"), ("hackney/1999", "not on this machine")]
)
def test_that_a_programme_that_cannot_be_followed_is_a_remark(app, authority, named, says):
    remarks = app.run(app.services.enrolling.enrol, authority.invitation(programme=named)).remarks
    assert [says in one for one in remarks] == [True]
    assert seen(app).enrolled


def test_that_the_recovery_key_opens_the_desk_and_no_other_does(app, authority, desk_folder):
    private = bytes(range(32))
    enrol(app, authority, recovery_key=public_of(private).hex())
    desk = app.services.desk
    keys = slots.load(app.run(lambda: desk.home))
    assert slots.recovered(keys, private) == desk.key
    with pytest.raises(slots.WrongPassphrase):
        slots.recovered(keys, bytes(32))
    before = [slot for slot in keys.slots if slot.kind == "passphrase"]
    app.run(desk.keep_recovery, public_of(private))
    assert slots.load(app.run(lambda: desk.home)) == keys
    assert before


def test_that_a_new_passphrase_keeps_the_recovery_slot(app, authority):
    private = bytes(range(32))
    enrol(app, authority, recovery_key=public_of(private).hex())
    keys = slots.load(app.run(lambda: app.services.desk.home))
    again = slots.rewrap(keys, app.services.desk.key, "quite different words now", app.clock.random)
    assert slots.recovered(again, private) == app.services.desk.key


def test_that_a_record_signed_before_enrolment_can_still_be_read(app, authority):
    made = sign(app, checked(app))
    enrol(app, authority, marking="OTHER")
    app.run(app.services.outbox.put_in_unsent)
    sync(app)
    issue(app, made.visit)
    sync(app)
    authority.receive()
    (file,) = authority.inbox.rglob("record.json")
    assert read_record(file.read_bytes()).marking == made.record.marking
    assert json.loads(next(authority.inbox.rglob("manifest.json")).read_bytes())


def test_that_a_forgotten_passphrase_is_set_anew_with_the_recovery_key(app, authority, desk_folder, tmp_path):
    private, key_file = bytes(range(32)), tmp_path / "recovery.key"
    enrol(app, authority, recovery_key=public_of(private).hex())
    app.lock()
    key_file.write_text(bytes(32).hex())
    with pytest.raises(slots.WrongPassphrase):
        app.run(care.recover, desk_folder, key_file, "quite different words now", app.clock)
    key_file.write_text("something else")
    with pytest.raises(BadInput, match="64 digits"):
        app.run(care.recover, desk_folder, key_file, "quite different words now", app.clock)
    app.open(PASSPHRASE)
    app.lock()
    key_file.write_text(private.hex() + "\n")
    app.run(care.recover, desk_folder, key_file, "quite different words now", app.clock)
    with pytest.raises(slots.WrongPassphrase):
        app.open(PASSPHRASE)
    app.open("quite different words now")
    assert seen(app).recovery
    assert app.run(lambda: audit.verify(app.services.desk.db)) > 0
