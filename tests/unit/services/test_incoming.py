"""What comes down: believed only from the authority, taken once, and never in the way of what the partner writes."""

import datetime as dt
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.outbox import Stage
from sipdesk.domain.parcel import Letter, Query, Receipt, RequestAnswer, Snapshot
from sipdesk.services.central import answer, query, snapshot
from sipdesk.services.enrolled import enrolled
from sipdesk.services.incoming import are_many, parse
from sipdesk.store import audit
from sipdesk.store.outbox import ParcelRow, Parcels
from sipdesk.sync import letters
from sipdesk.sync.central import read_key
from tests.unit.services.central import Authority, note_of, one_issued, sync, view

AT = dt.datetime(2025, 10, 8, 12, tzinfo=dt.UTC)


@pytest.fixture
def app(app, authority) -> App:
    """A desk whose note is delivered."""
    one_issued(app, authority)
    sync(app)
    return app


def parcel(app: App) -> ParcelRow:
    name = next(one.id for one in view(app).parcels if one.kind == "note")
    return app.run(lambda: Parcels(app.services.desk).get(name))


def receipt(row: ParcelRow, **other: object) -> Receipt:
    told = {"parcel": row.name, "sha256": row.sha256, "note": row.note, "revision": row.revision}
    return Receipt.model_validate({**told, "audit_head": row.audit_head, "outcome": "received", "at": AT, **other})


def letter(app: App, kind: str, body: object, **other: object) -> Letter:
    known = app.run(lambda: enrolled(app.services.desk))
    told = {"id": Clock().new_id(), "kind": kind, "partner": known.public.hex(), "authority": "hackwater", "at": AT}
    return Letter.model_validate({**told, "body": body, **other})


def take(app: App, authority: Authority, told: Letter, key: bytes | None = None):
    known = app.run(lambda: enrolled(app.services.desk))
    name, data = letters.write(told, key or read_key(authority.key).sign_private, known.public)
    return app.run(app.services.incoming.take, name, data)


def test_that_only_the_right_receipt_counts(app, authority):
    row = parcel(app)
    for wrong in (
        {"sha256": "0" * 64},
        {"audit_head": "0" * 64},
        {"revision": 2},
        {"note": "0" * 8 + "-0000-7000-8000-" + "0" * 12},
        {"parcel": "another"},
    ):
        assert take(app, authority, letter(app, "receipt", receipt(row, **wrong))).kind == "warning"
        assert note_of(app).stage is Stage.DELIVERED
    assert take(app, authority, letter(app, "receipt", receipt(row))).kind == "receipt"
    assert note_of(app).stage is Stage.RECEIVED
    assert len([one for one in view(app).letters if one.kind == "warning"]) == 5


def test_that_a_forged_receipt_never_counts(app, authority):
    forged = letter(app, "receipt", receipt(parcel(app)))
    assert take(app, authority, forged, key=bytes(32)).kind == "warning"
    assert note_of(app).stage is Stage.DELIVERED
    other = letter(app, "receipt", receipt(parcel(app)), authority="elsewhere")
    assert take(app, authority, other).kind == "warning"
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_letter_to_somebody_else_is_not_even_fetched(app, authority):
    known = app.run(lambda: enrolled(app.services.desk))
    from sipdesk.keys.sealing import public_of  # noqa: PLC0415

    stranger = public_of(bytes(range(32)))
    told = letter(app, "receipt", receipt(parcel(app)), partner=stranger.hex())
    name, _data = letters.write(told, read_key(authority.key).sign_private, stranger)
    assert app.run(app.services.incoming.wanted, [name, "README.txt"]) == []
    assert known


def test_that_a_letter_still_arriving_is_left_for_the_next_time(app, authority):
    authority.receive()
    (whole,) = [path for path in authority.share.glob("*.sipr") if path.stat().st_mtime_ns == newest(authority)]
    data = whole.read_bytes()
    whole.write_bytes(data[:40])
    assert sync(app).received == 0
    assert view(app).letters == []
    whole.write_bytes(data)
    assert sync(app).received == 1
    assert note_of(app).stage is Stage.RECEIVED


def newest(authority: Authority) -> int:
    return max(path.stat().st_mtime_ns for path in authority.share.glob("*.sipr"))


def test_that_the_same_letter_counts_once_however_often_it_comes(app, authority):
    told = letter(app, "receipt", receipt(parcel(app)))
    before = app.run(lambda: audit.head(app.services.desk.db)[0])
    assert take(app, authority, told).kind == "receipt"
    once = app.run(lambda: audit.head(app.services.desk.db)[0])
    assert take(app, authority, told).kind == "repeated"  # sealed anew, so under another name
    assert app.run(lambda: audit.head(app.services.desk.db)[0]) == once > before
    assert view(app).letters == []


def test_that_a_refusal_says_why_and_a_receipt_in_the_end_stands(app, authority):
    row = parcel(app)
    take(app, authority, letter(app, "receipt", receipt(row, outcome="refused", why="The note was altered.")))
    shown = note_of(app)
    assert (shown.stage, shown.cause) == (Stage.ATTENTION, "refused")
    assert shown.why.endswith("The note was altered.")
    take(app, authority, letter(app, "receipt", receipt(row)))
    assert note_of(app).stage is Stage.RECEIVED
    take(app, authority, letter(app, "receipt", receipt(row, outcome="refused", why="Again.")))
    assert note_of(app).stage is Stage.RECEIVED


def test_that_a_refused_parcel_is_made_anew_when_tried_again(app, authority):
    row = parcel(app)
    take(app, authority, letter(app, "receipt", receipt(row, outcome="refused", why="Not known.")))
    app.run(app.services.outbox.retry, row.id)
    assert parcel(app).name != row.name
    assert parcel(app).seq == row.seq
    sync(app)
    assert note_of(app).stage is Stage.DELIVERED


def test_that_a_question_shows_at_the_visit_until_it_is_dealt_with(app, authority):
    authority.receive()
    query(authority.key, parcel(app).note, "Head of service", "Which deputy leads on reading?", authority.clock)
    authority.receive()
    assert sync(app).letters == 1
    (asked,) = app.run(app.services.incoming.about, note_of(app).visit)
    assert (asked.by, asked.words, asked.open) == ("Head of service", "Which deputy leads on reading?", True)
    assert asked.school == "Alder Park Primary School"
    app.run(app.services.incoming.dealt_with, asked.id)
    assert not app.run(app.services.incoming.about, note_of(app).visit)[0].open


def test_that_a_question_about_a_note_of_somebody_else_is_only_a_warning(app, authority):
    told = Query(note="0" * 8 + "-0000-7000-8000-" + "0" * 12, revision=1, at=AT, by="Head of service", words="Why?")
    assert take(app, authority, letter(app, "query", told)).kind == "warning"


def test_that_answers_come_in_any_order_and_the_latest_stands(app, authority):
    requests = view(app).requests
    if not requests:
        pytest.fail("the rehearsal's autumn visit asks for support")
    asked = requests[0].id
    for days, outcome in ((2, "placed"), (1, "acknowledged"), (0, "declined")):
        at = AT + dt.timedelta(days=days)
        body = RequestAnswer(request=asked, outcome=outcome, words=f"It is {outcome}.", at=at)
        take(app, authority, letter(app, "answer", body))
    shown = next(one for one in view(app).requests if one.id == asked)
    assert (shown.outcome, shown.answer) == ("placed", "It is placed.")
    stray = RequestAnswer(request="nobody", outcome="placed", at=AT)
    assert take(app, authority, letter(app, "answer", stray)).kind == "warning"


def test_that_an_answer_of_the_service_comes_down(app, authority):
    authority.receive()
    answer(authority.key, view(app).requests[0].id, "placed", "From 3 November.", authority.clock)
    authority.receive()
    sync(app)
    assert (view(app).requests[0].outcome, view(app).requests[0].answer) == ("placed", "From 3 November.")


def caseload(number: int, schools: list[tuple[str, str]], term: str = "2025-26/spring") -> Snapshot:
    rows = [[name, urn, "Robin Marlow"] for name, urn in schools]
    return Snapshot(number=number, term=term, made=AT, columns=["School", "URN", "SIP"], rows=rows)


ALL = [("Alder Park Primary School", "900101"), ("Bramble Lane Academy", "900102"), ("Cedar House", "900103")]


def test_that_a_caseload_comes_down_and_is_previewed_like_a_file(app, authority, tmp_path):
    authority.receive()
    file = tmp_path / "allocation.csv"
    file.write_text("School,URN,SIP\n" + "".join(f"{name},{urn},Robin Marlow\n" for name, urn in ALL))
    snapshot(authority.key, file, TermSlot.parse("2025-26/spring"), clock=authority.clock)
    authority.receive()
    sync(app)
    (shown,) = [one for one in view(app).letters if one.kind == "snapshot"]
    assert shown.title == "Caseload number 1 for spring 2025-26"
    told = app.run(app.services.incoming.snapshot, shown.id)
    parsed = parse(told, app.run(app.services.caseload.term_now))
    preview = app.run(app.services.caseload.preview, parsed)
    assert (preview.mine, len(preview.gone), str(preview.term)) == (3, 0, "2025-26/spring")
    assert app.run(app.services.incoming.word_for, preview) == ""
    before = app.run(app.services.visits.get, note_of(app).visit)
    app.run(app.services.incoming.apply, shown.id, preview)
    assert {row.allocation.term for row in app.run(app.services.caseload.schools)} == {"spring"}
    assert app.run(app.services.visits.get, before.id) == before
    assert not [one for one in view(app).letters if one.open]


def test_that_a_caseload_that_would_drop_many_schools_has_to_be_confirmed(app, authority):
    told = letter(app, "snapshot", caseload(1, ALL[:1]))
    take(app, authority, told)
    parsed = parse(app.run(app.services.incoming.snapshot, told.id), TermSlot.parse("2025-26/autumn"))
    preview = app.run(app.services.caseload.preview, parsed)
    assert app.run(app.services.incoming.word_for, preview) == "2"
    with pytest.raises(BadInput, match="type 2"):
        app.run(app.services.incoming.apply, told.id, preview)
    assert len(app.run(app.services.caseload.schools)) == 3
    app.run(app.services.incoming.apply, told.id, preview, " 2 ")
    assert len(app.run(app.services.caseload.schools)) == 1


def test_that_more_than_a_tenth_asks_and_a_tenth_does_not():
    asked = {(1, 3), (2, 12), (3, 20), (5, 40), (1, 1)}
    for gone, there in asked | {(0, 0), (0, 3), (1, 10), (1, 12), (2, 20), (4, 40)}:
        assert are_many(gone, there) == ((gone, there) in asked), (gone, there)


def test_that_one_school_of_few_is_asked_about_in_the_singular(app, authority):
    told = letter(app, "snapshot", caseload(1, ALL[:2]))
    take(app, authority, told)
    parsed = parse(app.run(app.services.incoming.snapshot, told.id), TermSlot.parse("2025-26/autumn"))
    preview = app.run(app.services.caseload.preview, parsed)
    with pytest.raises(BadInput, match="would take 1 school out"):
        app.run(app.services.incoming.apply, told.id, preview)
    app.run(app.services.incoming.apply, told.id, preview, "1")
    assert len(app.run(app.services.caseload.schools)) == 2


def test_that_older_and_repeated_numbers_are_refused(app, authority):
    take(app, authority, letter(app, "snapshot", caseload(3, ALL)))
    assert take(app, authority, letter(app, "snapshot", caseload(3, ALL))).kind == "warning"
    assert take(app, authority, letter(app, "snapshot", caseload(2, ALL))).kind == "warning"
    newer = letter(app, "snapshot", caseload(4, ALL))
    assert take(app, authority, newer).kind == "snapshot"
    assert [one.id for one in view(app).letters if one.kind == "snapshot" and one.open] == [newer.id]


def test_that_an_older_caseload_is_not_applied_after_a_newer_one_came(app, authority):
    older = letter(app, "snapshot", caseload(1, ALL))
    take(app, authority, older)
    preview = app.run(
        app.services.caseload.preview,
        parse(app.run(app.services.incoming.snapshot, older.id), TermSlot.parse("2025-26/autumn")),
    )
    take(app, authority, letter(app, "snapshot", caseload(2, ALL[:2])))
    with pytest.raises(Refused, match="number 2 came after it"):
        app.run(app.services.incoming.snapshot, older.id)
    before = app.run(app.services.caseload.schools)
    with pytest.raises(Refused, match="Nothing was changed"):
        app.run(app.services.incoming.apply, older.id, preview)
    assert app.run(app.services.caseload.schools) == before


def test_that_a_receipt_for_a_parcel_of_after_the_backup_is_told(app, authority):
    told = receipt(parcel(app), parcel=f"{'0' * 8}-0000-7000-8000-{'0' * 12}.1.{'0' * 16}.sipd")
    take(app, authority, letter(app, "receipt", told))
    (shown,) = view(app).letters
    assert "restored from a backup" in shown.words


def test_that_nothing_that_came_down_lies_in_the_open(app, authority, desk_folder):
    told = Query(note=parcel(app).note, revision=1, at=AT, by="Head of service", words="quagmire-42")
    take(app, authority, letter(app, "query", told))
    assert not [path for path in Path(desk_folder).rglob("*") if path.is_file() and b"quagmire-42" in path.read_bytes()]
