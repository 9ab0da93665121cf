"""From the signature to the signed receipt: what stands in the outbox, and what a person does with it."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import DeskDamaged, NotFound, Refused
from sipdesk.domain.outbox import Stage
from sipdesk.keys import identity
from sipdesk.services import care, signing
from sipdesk.services.central import overview, query, remove, snapshot
from sipdesk.services.receiving import receive
from sipdesk.services.visits import Step
from sipdesk.store import audit
from tests.conftest import PASSPHRASE
from tests.unit.services.central import Authority, enrol, greeted, issue, note_of, sync, view
from tests.unit.services.test_signing import NAME, checked, sign


@pytest.fixture
def enrolled(app, authority) -> App:
    return greeted(app, authority)


def test_that_a_note_goes_from_signed_to_received(enrolled, authority):
    app, visit = enrolled, checked(enrolled)
    sign(app, visit)
    assert (note_of(app).stage, note_of(app).why) == (Stage.SEALED, "It leaves when you issue the note.")
    assert view(app).leaving == []
    issue(app, visit)
    assert note_of(app).stage is Stage.QUEUED
    assert sync(app).delivered == 1
    assert note_of(app).stage is Stage.DELIVERED
    assert [line.kind for line in authority.receive().of("taken")] == ["note"]
    assert sync(app).received == 1
    shown = note_of(app)
    assert (shown.stage, shown.can, shown.school) == (Stage.RECEIVED, ["show"], "Alder Park Primary School")
    assert len(list(authority.inbox.rglob("note.pdf"))) == 1
    assert view(app).waiting == 0
    assert app.run(audit.verify, app.services.desk.db) > 0


def test_that_nothing_of_a_school_stands_in_a_name(enrolled, authority):
    visit = checked(enrolled)
    sign(enrolled, visit)
    issue(enrolled, visit)
    sync(enrolled)
    assert not [name for name in authority.parcels if "900101" in name or "alder" in name.lower()]
    assert not [path for path in authority.share.iterdir() if b"Alder Park" in path.read_bytes()]


def test_that_a_desk_that_is_not_enrolled_queues_nothing_and_offers_its_notes_later(app, authority):
    first = checked(app)
    sign(app, first)
    issue(app, first)
    assert not view(app).enrolled
    with pytest.raises(Refused, match="not enrolled"):
        sync(app)
    enrol(app, authority)
    assert view(app).unsent == 1
    assert [one.kind for one in view(app).parcels] == ["greeting"]
    app.run(app.services.outbox.put_in_unsent)
    assert (note_of(app).stage, view(app).unsent) == (Stage.QUEUED, 0)
    sync(app)
    assert len(authority.receive().of("taken")) == 2


def test_that_a_note_signed_but_not_issued_is_offered_sealed(app, authority):
    sign(app, checked(app))
    enrol(app, authority)
    app.run(app.services.outbox.put_in_unsent)
    assert note_of(app).stage is Stage.SEALED


def test_that_nothing_leaves_before_the_person_has_seen_what_will(enrolled, authority):
    visit = checked(enrolled)
    sign(enrolled, visit)
    issue(enrolled, visit)
    tomorrow(enrolled)
    assert view(enrolled).first_today
    assert view(enrolled).leaving == [
        "Note of visit, Alder Park Primary School: SIP 1: autumn visit, 2025-26, revision 1"
    ]
    before = authority.parcels
    assert sync(enrolled, agreed=False).delivered == 0
    assert authority.parcels == before
    enrolled.run(enrolled.services.outbox.agree_today)
    assert not view(enrolled).first_today
    assert sync(enrolled, agreed=False).delivered == 1


def tomorrow(app: App) -> None:
    """The clock goes on by a day."""
    app.clock.now.__self__.at += dt.timedelta(days=1)


def test_that_signing_anew_before_the_issue_withdraws_the_earlier_parcel(enrolled):
    app, visit = enrolled, checked(enrolled)
    sign(app, visit)
    app.run(app.services.revisions.correct, visit, "a figure was wrong")
    assert note_of(app).stage is Stage.SEALED
    resigned(app, visit)
    assert (note_of(app).revision, note_of(app).stage) == (2, Stage.SEALED)


def resigned(app: App, visit: str) -> signing.Made:
    """The correction goes all the way to its signature."""
    app.run(app.services.visits.move, visit, Step(to="with head"))
    answer = {"kind": "no reply", "on": dt.date(2026, 7, 2)}
    app.run(app.services.visits.move, visit, Step(to="checked", response=answer))
    prepared = app.run(app.services.signing.prepare, visit, head=False)
    made = signing.make(prepared, NAME)
    app.run(app.services.signing.keep, made)
    return made


def test_that_a_correction_of_a_sent_note_follows_it_and_names_it(enrolled, authority):
    app, visit = enrolled, checked(enrolled)
    sign(app, visit)
    issue(app, visit)
    sync(app)
    app.run(app.services.revisions.correct, visit, "a figure was wrong")
    resigned(app, visit)
    assert [(one.revision, one.stage) for one in view(app).parcels if one.kind == "note"] == [
        (1, "delivered"),
        (2, "sealed"),
    ]
    issue(app, visit)
    sync(app)
    report = authority.receive()
    assert sorted(line.revision for line in report.of("taken")) == [1, 2]
    assert [bool(line.supersedes) for line in sorted(report.of("taken"), key=lambda one: one.revision)] == [False, True]
    sync(app)
    assert {one.stage for one in view(app).parcels if one.kind == "note"} == {Stage.RECEIVED}


def test_that_the_copy_for_the_service_stands_in_the_plan_and_in_the_note(enrolled):
    visit = checked(enrolled)
    made = sign(enrolled, visit)
    assert any(one.version == "copy for the service" for one in made.record.recipients)
    assert any(line.by_sync for line in enrolled.run(enrolled.services.issue.plan, visit).lines)


def test_that_requests_leave_the_same_day_and_are_asked_once(enrolled, authority):
    app, visit = enrolled, checked(enrolled)
    app.run(app.services.visits.move, visit, Step(to="writing", why="one more request"))
    brokered(app, visit)
    app.run(app.services.outbox.ask_for, visit)
    (request,) = view(app).requests
    assert (request.stage, request.outcome, request.words) == (
        Stage.QUEUED,
        "",
        "Ask for a reading specialist (two days)",
    )
    with pytest.raises(Refused, match="same words"):
        app.run(app.services.outbox.ask_for, visit)
    sync(app)
    assert [line.kind for line in authority.receive().of("taken")] == ["requests"]
    (file,) = authority.inbox.rglob("requests.json")
    assert json.loads(file.read_bytes())["actions"][0]["id"] == request.id


def brokered(app: App, visit: str) -> None:
    """One action of the visit asks for brokered support."""
    action = {
        "text": "Ask for a reading specialist",
        "owner": "Headteacher",
        "brokerage": True,
        "brokerage_note": "two days",
    }
    app.run(app.services.visits.save, visit, None, {"actions": [{**action, "by_when": "2025-11-30"}]})


def test_that_a_visit_without_requests_asks_for_nothing(enrolled):
    visit = checked(enrolled)
    enrolled.run(enrolled.services.visits.move, visit, Step(to="writing", why="to take it out"))
    enrolled.run(enrolled.services.visits.save, visit, None, {"actions": []})
    with pytest.raises(Refused, match="No action"):
        enrolled.run(enrolled.services.outbox.ask_for, visit)


def test_that_a_school_of_another_authority_goes_where_the_enrolment_says(app, authority, elsewhere):
    sent_elsewhere(app, authority, elsewhere)
    assert len(list(elsewhere.glob("*.sipd"))) == 1
    assert len(authority.parcels) == 1  # the greeting


def test_that_a_school_of_an_authority_nobody_named_waits_with_a_sentence(app, authority, elsewhere):
    traded(app)
    enrol(app, authority)
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    shown = note_of(app)
    assert (shown.stage, shown.cause, shown.to) == (Stage.ATTENTION, "nowhere", "nowhere yet")
    assert "does not say where its notes go" in shown.why
    with pytest.raises(Refused, match="does not say where"):
        app.run(app.services.outbox.retry, shown.id)
    enrol(app, authority, destinations={"919": str(elsewhere)})
    assert note_of(app).stage is Stage.QUEUED
    sync(app)
    assert len(list(elsewhere.glob("*.sipd"))) == 1


def test_that_one_key_opens_every_place_and_letters_come_down_from_each(app, authority, elsewhere):
    sent_elsewhere(app, authority, elsewhere)
    assert len(authority.receive().of("taken")) == 1  # the greeting
    (taken,) = receive(elsewhere, authority.key, authority.inbox, app.clock).of("taken")
    assert sync(app).received == 2
    assert note_of(app).stage is Stage.RECEIVED
    query(authority.key, taken.note, "Head of service", "Which year groups?", app.clock)
    receive(elsewhere, authority.key, authority.inbox, app.clock)
    assert sync(app).letters == 1
    assert [one.words for one in view(app).letters] == ["Which year groups?"]


def test_that_a_desk_with_another_certificate_says_hello_again_and_its_notes_are_received(app, authority):
    greeted(app, authority)
    app.run(app.services.signing.take, identity.make("Robin Marlow", "", app.clock.now()))
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    assert sync(app).delivered == 2
    assert sorted(str(line.kind) for line in authority.receive().of("taken")) == ["greeting", "note"]
    assert (sync(app).received, note_of(app).stage) == (2, Stage.RECEIVED)
    assert sync(app).delivered == 0, "it says so once"
    sheet = authority.key.with_name("spring.csv")
    sheet.write_text("School,URN,SIP\nAlder Park Primary School,900101,Robin Marlow\n", encoding="utf-8")
    sent = snapshot(authority.key, sheet, TermSlot.parse("2025-26/spring"), clock=authority.clock)
    assert sent.partners == ["Robin Marlow"], "one desk, one letter"
    remove(authority.key, "Robin Marlow")
    assert overview(authority.key).partners == []


def test_that_a_place_nothing_of_mine_went_to_is_not_asked(app, authority, tmp_path):
    enrol(app, authority, destinations={"919": str(tmp_path / "not on this machine")})
    assert sync(app).troubles == []


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """The shared folder of another authority."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere"


def sent_elsewhere(app: App, authority: Authority, elsewhere: Path) -> None:
    """The note of a school that lies in another authority, gone where the enrolment says."""
    traded(app)
    enrol(app, authority, destinations={"919": str(elsewhere)})
    visit = checked(app)
    sign(app, visit)
    issue(app, visit)
    sync(app)


def traded(app: App) -> None:
    """Alder Park lies in another authority."""

    def move() -> None:
        with app.services.desk.change("moved a school", "900101") as db:
            db.conn.execute("UPDATE schools SET laestab = '9199101', la_name = 'Hertfordshire' WHERE urn = '900101'")
        app.services.desk.held.clear()

    app.run(move)


def test_that_a_desk_restored_from_an_old_backup_sends_nothing_twice(enrolled, authority, desk_folder, tmp_path):
    app, visit = enrolled, checked(enrolled)
    sign(app, visit)
    issue(app, visit)
    app.lock()
    old = shutil.copytree(desk_folder, tmp_path / "old")
    app.open(PASSPHRASE)
    sync(app)
    authority.receive()
    sync(app)
    there = authority.parcels
    app.lock()
    shutil.rmtree(desk_folder)
    shutil.copytree(old, desk_folder)
    app.open(PASSPHRASE)
    assert note_of(app).stage is Stage.QUEUED
    sync(app)
    assert authority.parcels == there
    assert not authority.receive().of("taken")
    assert note_of(app).stage is Stage.RECEIVED


def test_that_bytes_nobody_needs_are_taken_up_and_no_others(enrolled, authority, desk_folder):
    visit = checked(enrolled)
    sign(enrolled, visit)
    issue(enrolled, visit)
    (desk_folder / "sealed" / f"{'0' * 64}.sipd").write_bytes(b"left by a change that never happened")
    sync(enrolled)
    assert len(list((desk_folder / "sealed").glob("*.sipd"))) == 1
    authority.receive()
    sync(enrolled)
    assert not list((desk_folder / "sealed").glob("*.sipd"))
    assert len(list((desk_folder / "sealed").glob("*.pdf"))) == 1


def test_that_a_parcel_nobody_knows_is_said_to_be_none(enrolled):
    with pytest.raises(NotFound):
        enrolled.run(enrolled.services.outbox.retry, "nothing")


def test_that_the_age_of_what_waits_is_told(enrolled):
    visit = checked(enrolled)
    sign(enrolled, visit)
    issue(enrolled, visit)
    for _ in range(3):
        tomorrow(enrolled)
    assert (view(enrolled).waiting, view(enrolled).oldest_days) == (1, 3)
    enrolled.clock.now.__self__.at -= dt.timedelta(days=3650)
    assert view(enrolled).oldest_days == 0


def test_that_a_signature_that_fails_leaves_no_parcel(enrolled, desk_folder):
    app, visit = enrolled, checked(enrolled)
    lying = sorted(path.name for path in (desk_folder / "sealed").iterdir())
    refuse = "CREATE TEMP TRIGGER refuse BEFORE INSERT ON papers BEGIN SELECT RAISE(ABORT, 'no'); END"
    app.run(lambda: app.services.desk.db.conn.execute(refuse))
    with pytest.raises(Refused):
        sign(app, visit)
    assert sorted(path.name for path in (desk_folder / "sealed").iterdir()) == lying
    assert not [one for one in view(app).parcels if one.kind == "note"]
    app.run(lambda: app.services.desk.db.conn.execute("DROP TRIGGER refuse"))
    sign(app, visit)
    assert note_of(app).stage is Stage.SEALED


def test_that_an_audit_cut_short_is_found_by_what_was_sent(enrolled):
    app, visit = enrolled, checked(enrolled)
    sign(app, visit)
    desk, forms = app.services.desk, app.services.forms
    assert app.run(care.check, desk, forms).audit > 0
    app.run(lambda: desk.db.conn.execute("UPDATE parcels SET audit_head = ? WHERE kind = 'note'", ("1" * 64,)))
    with pytest.raises(DeskDamaged, match="shorter"):
        app.run(care.check, desk, forms)
