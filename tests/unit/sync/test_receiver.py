"""The authority's side takes each parcel once, whatever the order, and answers only those it knows."""

import json
from pathlib import Path

import pytest
from filelock import FileLock

from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.parcel import parcel_name
from sipdesk.keys.sealing import seal
from sipdesk.sync.central import kept_beside
from sipdesk.sync.transport import Trouble
from tests.unit.sync import post
from tests.unit.sync.looks import Shelf, fates, replies, run, spoilt

ROBIN = post.private("Robin Marlow")


@pytest.fixture
def office(tmp_path: Path) -> post.Office:
    return post.Office(tmp_path)


def test_that_a_note_is_taken_once_and_answered_once(office):
    hello, note = office.greeting(), office.packed()
    office.lay(hello, note)
    first = run(office)
    assert fates(first) == {hello.name: "taken", note.name: "taken"}
    assert first.letters == 2
    again = run(office)
    assert (again.lines, again.known, again.letters) == ([], 2, 0)
    [told] = [one for one in replies(office) if one.note == post.NOTE]
    assert (told.outcome, told.parcel, told.sha256, told.audit_head) == ("received", note.name, note.sha256, "ab" * 32)
    place = office.inbox / "notes" / post.NOTE
    assert sorted(file.name for file in next(place.iterdir()).iterdir()) == [
        "actions.json", "manifest.json", "manifest.sig", "note.pdf", "record.json", "requests.json", "signer.pem"
    ]  # fmt: skip


def test_that_another_inbox_is_told_what_lies_in_an_earlier_one(office):
    office.lay(office.greeting(), office.packed())
    assert run(office).elsewhere == 0
    assert run(office).elsewhere == 0
    office.inbox = office.inbox.with_name("another inbox")
    for _look in "12":
        assert (run(office).elsewhere, run(office).lines) == (1, [])
    office.lay(office.packed(note=post.uuid(9), id=post.uuid(9), files=post.papers("more")))
    assert run(office).elsewhere == 1
    assert run(office).elsewhere == 0, "it is in use now"


def test_that_nothing_readable_lands_in_the_shared_folder(office):
    office.lay(office.greeting(), office.packed())
    run(office)
    for file in office.share.iterdir():
        assert file.suffix in {".sipd", ".sipr"}
        for hidden in (b"Alder", b"%PDF", b"sipdesk", b"received", b"Helen"):
            assert hidden not in file.read_bytes()


def test_that_a_note_waits_for_its_sender_to_say_hello(office):
    note = office.packed()
    office.lay(note)
    assert fates(run(office)) == {note.name: "waiting"}
    office.lay(office.greeting())
    assert fates(run(office))[note.name] == "taken"


def test_that_an_invitation_is_used_by_one_desk(office):
    office.lay(office.greeting())
    run(office)
    robin = office.greeting(post.partner("Robin Marlow"), reply_to="cd" * 32)
    office.lay(robin)
    report = run(office)
    assert fates(report) == {robin.name: "strange"}
    assert "invitation" in report.lines[0].why
    assert report.letters == 0


@pytest.mark.parametrize("first", [0, 1])
def test_that_a_desk_with_another_certificate_is_known_again_by_its_invitation_and_its_own_key(office, first):
    hellos = [office.greeting(), office.greeting(post.partner("Helen Marlow"), id=post.uuid(91), note=post.uuid(91))]
    for hello in (hellos[first], hellos[1 - first]):
        office.lay(hello)
        assert fates(run(office)) == {hello.name: "taken"}
    renewed = office.packed(post.papers("later"), post.partner("Helen Marlow"), id=post.uuid(8), note=post.uuid(8))
    office.lay(office.packed(), renewed)
    assert set(fates(run(office)).values()) == {"taken"}


@pytest.mark.parametrize("secret", ["00" * 32, "ab", ""])
def test_that_an_invitation_nobody_gave_out_lets_nobody_in(office, secret):
    hello = office.greeting(invitation=secret or "00")
    office.lay(hello)
    assert fates(run(office)) == {hello.name: "strange"}


def test_that_a_partner_who_moves_desks_greets_again_and_the_later_greeting_counts(office):
    office.lay(office.greeting())
    run(office)
    moved = office.greeting(id=post.uuid(91), note=post.uuid(91), made="2025-11-01T09:00:00Z", reply_to="cd" * 32)
    office.lay(moved)
    assert fates(run(office)) == {moved.name: "taken"}
    with office.central() as central:
        assert [one.reply_to for one in central.register.partners.values()] == ["cd" * 32]


def test_that_what_is_not_whole_waits_and_is_taken_when_it_is(office):
    note = office.packed()
    office.lay(office.greeting())
    for half in (b"", note.data[:100], note.data[:-1], note.data + b"x", b"<html>sign in</html>"):
        (office.share / note.name).write_bytes(half)
        assert fates(run(office))[note.name] == "waiting"
    office.lay(note)
    assert fates(run(office))[note.name] == "taken"


def test_that_what_synchronising_programs_leave_is_ignored_and_named(office):
    note = office.packed()
    office.lay(office.greeting(), note)
    stem = note.name.removesuffix(".sipd")
    for name in (
        f"{stem}-OFFICE-PC.sipd",
        f"{stem} (1).sipd",
        f"{stem}.sipd.tmp",
        "desktop.ini",
        ".part-1",
        "Report.docx",
    ):
        (office.share / name).write_bytes(note.data)
    report = run(office)
    assert fates(report)[note.name] == "taken"
    assert len(report.of("foreign")) == 6
    assert all(line.why for line in report.lines if line.fate == "foreign")
    assert len(list((office.inbox / "notes" / post.NOTE).iterdir())) == 1


def test_that_what_is_sealed_for_somebody_else_is_left_alone(office):
    data = seal(b"x" * 100, post.public_of(post.private("another")))
    name = parcel_name(post.NOTE, 1, data)
    (office.share / name).write_bytes(data)
    report = run(office)
    assert fates(report) == {name: "strange"}
    assert report.letters == 0


def test_that_a_known_sender_is_told_why_a_parcel_is_refused(office):
    bad = spoilt(office, note_pdf=b"%PDF another")
    office.lay(office.greeting(), bad)
    report = run(office)
    assert fates(report)[bad.name] == "refused"
    [told] = [one for one in replies(office) if one.parcel == bad.name]
    assert told.outcome == "refused"
    assert "note.pdf" in told.why
    assert not (office.inbox / "notes").exists()
    good = office.packed()
    office.lay(good)
    assert fates(run(office)) == {good.name: "taken"}


def test_that_a_stranger_is_told_nothing(office):
    bad = spoilt(office, note_pdf=b"%PDF another")
    office.lay(bad)
    report = run(office)
    assert fates(report) == {bad.name: "strange"}
    assert report.letters == 0


def test_that_a_parcel_for_another_authority_is_refused(office):
    note = office.packed(authority="elsewhere")
    office.lay(office.greeting(), note)
    report = run(office)
    assert fates(report)[note.name] == "refused"
    assert "elsewhere" in next(line.why for line in report.lines if line.name == note.name)


def test_that_a_parcel_under_the_name_of_another_note_answers_nobody(office):
    note = office.packed()
    office.lay(office.greeting())
    name = note.name.replace(post.NOTE, post.uuid(44))
    (office.share / name).write_bytes(note.data)
    report = run(office)
    assert fates(report)[name] == "strange"
    assert [one.note for one in replies(office)] == [post.uuid(90)]


def test_that_lists_of_another_note_are_refused(office):
    for files in (
        {**post.papers(), **post.actions(note=post.uuid(3))},
        {**post.papers(), "requests.json": b"{}"},
        {**post.papers(), "requests.json": post.actions()["actions.json"]},
    ):
        note = office.packed(files)
        office.lay(office.greeting(), note)
        assert fates(run(office))[note.name] == "refused"


def test_that_what_the_look_refuses_is_refused(office):
    note = office.packed()
    office.lay(office.greeting(), note)
    assert fates(run(office, lambda _opened: "The note was altered."))[note.name] == "refused"
    assert [one.why for one in replies(office) if one.parcel == note.name] == ["The note was altered."]


def test_that_two_papers_under_one_revision_are_both_kept_and_seen(office):
    one, other = office.packed(), office.packed({**post.papers("other"), **post.actions()})
    office.lay(office.greeting(), one, other)
    report = run(office)
    assert fates(report)[one.name] == fates(report)[other.name] == "taken"
    [conflict] = report.conflicts
    assert (conflict.note, conflict.revision, len(conflict.folders)) == (post.NOTE, 1, 2)
    assert {(office.inbox / place / "note.pdf").read_bytes() for place in conflict.folders} == {
        b"%PDF note",
        b"%PDF other",
    }
    index = json.loads((office.inbox / "index.json").read_bytes())
    assert [paper["state"] for paper in index["papers"]] == ["conflict", "conflict"]


def test_that_the_same_paper_sealed_anew_is_no_conflict(office):
    office.lay(office.greeting(), office.packed())
    run(office)
    again = office.packed(id=post.uuid(77), made="2026-01-01T00:00:00Z", audit_head="cd" * 32)
    office.lay(again)
    report = run(office)
    assert (fates(report), report.conflicts, report.letters) == ({again.name: "again"}, [], 1)


def test_that_a_correction_takes_the_place_of_what_it_names_in_either_order(office, tmp_path):
    corrected = {"note": post.uuid(8), "revision": 2, "supersedes": post.NOTE, "supersedes_revision": 1}
    files = {**post.papers("r2"), **post.actions(note=post.uuid(8))}
    states = []
    for number, turned in enumerate((False, True)):
        here = post.Office(tmp_path / str(number))
        parcels = [here.packed(), here.packed(files, **corrected)]
        here.lay(here.greeting())
        for parcel in reversed(parcels) if turned else parcels:
            here.lay(parcel)
            report = run(here)
        assert report.conflicts == []
        states.append((here.inbox / "index.json").read_bytes())
    assert states[0] == states[1]
    told = {paper["revision"]: paper for paper in json.loads(states[0])["papers"]}
    assert (told[1]["state"], told[1]["superseded_by"], told[2]["state"]) == ("superseded", [post.uuid(8)], "current")


def test_that_a_receipt_that_is_gone_is_put_again_while_its_parcel_is_there(office):
    office.lay(office.greeting(), office.packed())
    run(office)
    before = {file.name: file.read_bytes() for file in office.share.glob("*.sipr")}
    for file in office.share.glob("*.sipr"):
        file.unlink()
    assert run(office).letters == 2
    assert {file.name: file.read_bytes() for file in office.share.glob("*.sipr")} == before


def test_that_a_parcel_that_is_taken_away_stays_taken(office):
    note = office.packed()
    office.lay(office.greeting(), note)
    run(office)
    (office.share / note.name).unlink()
    run(office)
    office.lay(note)
    report = run(office)
    assert (report.lines, report.known) == ([], 2)


class Breaking(Shelf):
    """A place to which nothing can be written."""

    def put_new(self, name: str, data: bytes) -> str:
        """Never."""
        raise Trouble("The place is full.", "person")


def test_that_a_receipt_that_cannot_be_put_goes_at_the_next_look(office):
    shelf = Breaking()
    for one in (office.greeting(), office.packed()):
        shelf.files[one.name] = one.data
    report = run(office, share=shelf)
    assert (report.letters, report.held_back, report.held_why) == (0, 2, "The place is full.")
    better = Shelf()
    better.files = dict(shelf.files)
    report = run(office, share=better)
    assert (report.letters, report.held_back, report.held_why, report.known) == (2, 0, "", 2)


# -- keys and register -------------------------------------------------------------------------------------------------


def test_that_two_receivers_do_not_work_at_once(office, monkeypatch):
    monkeypatch.setattr("sipdesk.sync.central._PATIENCE", 0.05)
    with FileLock(kept_beside(office.key_file) / "at-work.lock"), pytest.raises(Refused, match="Another sipdesk"):
        run(office)


def test_that_a_damaged_register_is_never_begun_anew(office):
    (kept_beside(office.key_file) / "register.json").write_bytes(b"{")
    with pytest.raises(BadInput, match="taken twice"):
        run(office)


def test_that_a_sender_who_cannot_be_answered_holds_up_nobody(office):
    hello, note, deaf = office.greeting(), office.packed(), office.packed(reply_to="00" * 32, note=post.uuid(70))
    office.lay(hello, note, deaf)
    told = fates(run(office))
    assert (told[hello.name], told[note.name], told[deaf.name]) == ("taken", "taken", "strange")
