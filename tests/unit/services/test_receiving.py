"""Receiving with real notes: what is signed and whole is taken, and nothing else."""

from functools import cache
from pathlib import Path

import pytest

from sipdesk import notes
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.note import NoteRecord
from sipdesk.services import receiving
from sipdesk.services.doctor import Proof
from sipdesk.sync.server import Door
from tests.faults.certificates import authority, server
from tests.faults.place import served
from tests.unit.notes import signed
from tests.unit.sync import post

CORRECTED = post.uuid(50)


@cache
def record() -> NoteRecord:
    return signed.small().model_copy(update={"note": post.NOTE, "revision": 1, "marking": "OFFICIAL-SENSITIVE"})


@cache
def pdf() -> bytes:
    return signed.signed_by(notes.render(record()).pdf, record(), post.partner())


def files(**changed: bytes) -> dict[str, bytes]:
    told = post.note_files(pdf(), record()) | post.actions()
    return told | {name.replace("_", "."): data for name, data in changed.items()}


@pytest.fixture
def office(tmp_path) -> post.Office:
    made = post.Office(tmp_path)
    made.lay(made.greeting())
    return made


def receive(office: post.Office):
    return receiving.receive(office.share, office.key_file, office.inbox, office.clock)


def fate(office: post.Office, parcel) -> tuple[str, str]:
    office.lay(parcel)
    return next((line.fate, line.why) for line in receive(office).lines if line.name == parcel.name)


def test_that_a_signed_note_is_taken_and_lies_in_the_inbox_as_it_was_signed(office):
    parcel = office.packed(files())
    assert fate(office, parcel) == ("taken", "")
    place = next((office.inbox / "notes" / post.NOTE).iterdir())
    assert (place / "note.pdf").read_bytes() == pdf()


def test_that_a_note_of_a_self_signed_partner_is_taken(tmp_path):
    office, who = post.Office(tmp_path), signed.impostor()
    office.lay(office.greeting(who))
    own = signed.signed_by(notes.render(record()).pdf, record(), who)
    assert fate(office, office.packed(post.note_files(own, record()), who))[0] == "taken"


def test_that_a_note_signed_before_the_certificate_was_renewed_is_taken(tmp_path):
    office, who = post.Office(tmp_path), signed.impostor()  # of the same name
    office.lay(office.greeting(who))
    assert fate(office, office.packed(post.note_files(pdf(), record()), who))[0] == "taken"


def test_that_a_note_somebody_else_signed_is_refused(tmp_path):
    office, who = post.Office(tmp_path), post.partner("Robin Marlow")
    office.lay(office.greeting(who))
    told = fate(office, office.packed(post.note_files(pdf(), record()), who))
    assert told[0] == "refused"
    assert "Helen Ashdown" in told[1]


def test_that_an_altered_note_is_refused(office):
    altered = pdf().replace(b"/Producer", b"/Producex", 1)
    told = fate(office, office.packed(files(note_pdf=altered if altered != pdf() else pdf()[:-20])))
    assert told[0] == "refused"
    assert "does not hold" in told[1]


def test_that_an_unsigned_note_is_refused(office):
    told = fate(office, office.packed(files(note_pdf=notes.render(record()).pdf)))
    assert told[0] == "refused"
    assert "not signed" in told[1] or "taken out" in told[1]


def test_that_what_is_no_note_is_refused(office):
    assert fate(office, office.packed(files(note_pdf=b"%PDF-1.7 nothing")))[0] == "refused"


def test_that_a_record_that_is_not_the_one_inside_is_refused(office):
    other = post.record_bytes(record().model_copy(update={"partner": "Somebody Else"}))
    assert fate(office, office.packed(files(record_json=other))) == (
        "refused",
        "The record beside the note is not the one inside it.",
    )


@pytest.mark.parametrize(
    "said",
    [{"revision": 2}, {"note": CORRECTED}, {"marking": "OFFICIAL"}, {"supersedes": CORRECTED}, {"rendition": "wider"}],
    ids=["revision", "note", "marking", "supersedes", "rendition"],
)
def test_that_a_manifest_that_speaks_of_another_note_is_refused(office, said):
    held = files() if "note" not in said else files(**{f"{n}_json": d for n, d in _lists(CORRECTED)})
    assert fate(office, office.packed(held, **said)) == (
        "refused",
        "The manifest speaks of another note than the one in the package.",
    )


def _lists(note: str):
    return [(name.removesuffix(".json"), data) for name, data in post.actions(note=note).items()]


def test_that_requests_leave_before_there_is_a_note(office):
    asked = {"requests.json": post.actions("r-9", note="")["requests.json"]}
    parcel = office.packed(asked, kind="requests", id=post.uuid(60), note=post.uuid(60), marking="")
    assert fate(office, parcel)[0] == "taken"
    assert (office.inbox / "requests" / post.uuid(60)).is_dir()


def test_that_inbox_and_key_stay_out_of_the_shared_folder(office):
    for inbox in (office.share / "inbox", office.share):
        with pytest.raises(Refused, match="lies in the shared folder"):
            receiving.receive(office.share, office.key_file, inbox, office.clock)
    key = office.share / "central.key"
    key.write_bytes(office.key_file.read_bytes())
    with pytest.raises(Refused, match="key file"):
        receiving.receive(office.share, key, office.inbox, office.clock)


def test_that_a_share_that_goes_away_while_it_is_looked_at_is_said(office, monkeypatch):
    keep = Path.iterdir

    def gone(folder: Path):
        office.share.rename(office.share.with_name("away"))
        return keep(folder)

    monkeypatch.setattr(Path, "iterdir", gone)
    with pytest.raises(Refused, match="not there now"):
        receive(office)


def test_that_an_address_is_asked_under_a_certificate_of_an_authority_that_was_named(office):
    trusted = authority().put(office.share.parent, "authority")[0]
    with served(Door(office.share).app(), server().serving(office.share.parent)) as port:
        where = f"https://127.0.0.1:{port}"
        with pytest.raises(Refused, match="did not prove"):
            receiving.receive(where, office.key_file, office.inbox, office.clock)
        known = Proof(authorities=trusted)
        report = receiving.receive(where, office.key_file, office.inbox, office.clock, known)
    assert [line.kind for line in report.of("taken")] == ["greeting"]


def test_that_a_missing_folder_or_key_is_said(office, tmp_path):
    with pytest.raises(NotFound, match="no folder"):
        receiving.receive(tmp_path / "nowhere", office.key_file, office.inbox, office.clock)
    with pytest.raises(NotFound, match="no key file"):
        receiving.receive(office.share, tmp_path / "no.key", office.inbox, office.clock)
    (tmp_path / "bad.key").write_text("{}")
    with pytest.raises(BadInput, match="no key file of a central service"):
        receiving.receive(office.share, tmp_path / "bad.key", office.inbox, office.clock)


def test_that_the_rehearsal_finds_its_key_in_the_persons_own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("sipdesk.paths.user_data", lambda: tmp_path / "own")
    (tmp_path / "own" / "rehearsal").mkdir(parents=True)
    office = post.Office(tmp_path / "office")
    office.key_file.rename(receiving.rehearsal_key())
    kept = office.key_file.with_name("central.key.kept")
    kept.rename(receiving.rehearsal_key().with_name("central.key.kept"))
    office.lay(office.greeting(), office.packed(files()))
    report = receiving.receive(office.share, clock=office.clock)
    assert len(report.of("taken")) == 2
    assert report.inbox == str(tmp_path / "own" / "rehearsal" / "central-inbox")


def test_that_a_note_that_breaks_the_libraries_is_refused_and_holds_up_nobody(office, monkeypatch):
    def breaks(*_args, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("sipdesk.notes.verify.verify", breaks)
    assert fate(office, office.packed(files())) == ("refused", "The note cannot be checked (ZeroDivisionError).")
