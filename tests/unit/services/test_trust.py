"""Whom a desk relies on, the page with one's own fingerprint, and time stamps that the desk keeps with the note."""

import pytest

from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.keys import identity
from sipdesk.notes.checking import check
from sipdesk.notes.fingerprint import Fingerprint, fingerprint_document
from sipdesk.notes.nodes import written
from sipdesk.services import timestamps, trust, verification
from sipdesk.store import audit, sealed
from tests.unit.keys.test_identity import packed
from tests.unit.notes import signed, stamping
from tests.unit.services.test_signing import asked, checked, sign

AUTHORITY = signed.partner().trust_file()


def test_that_looking_at_the_settings_makes_no_key(app):
    assert app.run(app.services.trust.view).card is None
    assert app.run(app.services.signing.key_wanted) is not None


def test_that_a_certificate_is_relied_on_once_and_taken_out_and_put_back(app):
    service = app.services.trust
    assert [one.name for one in app.run(service.rely, AUTHORITY)] == ["Invented authority"]
    with pytest.raises(Refused, match="already"):
        app.run(service.rely, AUTHORITY)
    app.run(service.rely, signed.impostor().trust_file())
    first, second = app.run(service.relied)
    assert (first.authority, second.authority) == (True, False)
    assert len(first.words.split()) == 12
    assert asked(app, signed.both()).verdict == "intact"
    gone = app.run(service.drop, first.fingerprint)
    assert asked(app, signed.both()).verdict == "untrusted"
    with pytest.raises(NotFound):
        app.run(service.drop, first.fingerprint)
    app.run(service.rely, gone.pem.encode())
    assert asked(app, signed.both()).verdict == "intact"
    assert app.run(audit.verify, app.services.desk.db) > 0


def test_that_a_key_that_lies_in_a_trust_file_is_not_kept(app):
    who = signed.impostor()
    key = who.key.private_bytes(
        identity.serialization.Encoding.PEM,
        identity.serialization.PrivateFormat.PKCS8,
        identity.serialization.NoEncryption(),
    )
    app.run(app.services.trust.rely, key + who.trust_file())
    assert "PRIVATE" not in app.run(app.services.desk.fact, trust.RELIED)


def test_that_own_notes_stay_good_after_an_authority_s_certificate_came_in(app, tmp_path):
    before = sign(app, checked(app))
    file = tmp_path / "me.p12"
    file.write_bytes(packed(signed.partner()))
    taken = trust.read_p12(file, "open sesame", signed.NOW)
    assert app.run(app.services.signing.take, taken).vouched_by == "Invented authority"
    assert asked(app, before.pdf).verdict == "intact"
    view = app.run(app.services.trust.view)
    assert view.ends_in > 3000
    assert [one.name for one in view.relied] == ["Robin Marlow"]


@pytest.mark.parametrize("data", [b"", b"nothing", b"\x30\x82junk"])
def test_that_what_is_no_trust_file_is_refused(tmp_path, data):
    file = tmp_path / "trust.pem"
    file.write_bytes(data)
    with pytest.raises(BadInput, match=r"no certificate|is empty"):
        trust.read_trust_bytes(file)


def test_that_words_are_compared_however_they_were_typed():
    words = "acorn actor agent"
    assert trust.same_words(" Acorn, ACTOR\n  agent. ", words)
    assert not trust.same_words("acorn actor", words)
    assert not trust.same_words("acorn agent actor", words)
    assert not trust.same_words("", words)


def test_that_the_fingerprint_page_reads_in_order_and_holds_words_and_figures(app, tmp_path):
    card = app.run(app.services.signing.card)
    target = tmp_path / "page.pdf"
    trust.write_fingerprint_page(card, target)
    faults = {fault.rule for fault in check(target.read_bytes())}
    assert faults == {"record"}  # it is no note, so there is no record in it
    page = fingerprint_document(Fingerprint(card.name, "", card.until, card.fingerprint, tuple(card.words.split())))
    said = " ".join(part for node in page.nodes for part in written(node))
    assert [word for word in said.split() if word in card.words.split()][:12] == card.words.split()
    assert card.fingerprint in said
    assert "all twelve" in said.casefold()
    with pytest.raises(Refused):
        trust.write_fingerprint_page(card, tmp_path)


def test_that_a_stamped_note_is_the_desk_s_note_and_the_one_before_too(app, desk_folder):
    visit = checked(app)
    made = sign(app, visit)
    service = app.services.timestamps
    with stamping.listening() as place:
        app.run(service.set_address, f"  {place.address} ")
        later = timestamps.stamp(app.run(service.note, visit), app.run(service.address))
    app.run(service.keep, later)
    assert app.run(app.services.signing.sealed, visit) == later.pdf
    assert asked(app, later.pdf).verdict == "intact"
    assert asked(app, made.pdf).verdict == "intact"
    assert len(asked(app, later.pdf).timestamps) == 1
    assert {path.stem for path in (desk_folder / "sealed").iterdir()} == {made.sha256, later.sha256}
    with pytest.raises(Refused, match="another by now"):
        app.run(service.keep, later)
    with stamping.listening() as place:
        elsewhere = timestamps.stamp(made.pdf, place.address).pdf
    assert asked(app, elsewhere).verdict == "intact"
    assert asked(app, elsewhere + b" ").verdict == "altered"
    assert app.run(sealed.hashes_before, app.services.desk, made.record.note, made.record.revision) == [made.sha256]
    assert app.run(audit.verify, app.services.desk.db) > 0


def test_that_a_note_of_another_desk_is_not_sealed_here(app):
    with stamping.listening() as place:
        later = timestamps.stamp(signed.both(), place.address)
    with pytest.raises(Refused):
        app.run(app.services.timestamps.keep, later)


def test_that_the_address_is_kept_checked_and_taken_away(app):
    service = app.services.timestamps
    assert app.run(service.address) == ""
    with pytest.raises(BadInput, match="no address"):
        app.run(service.set_address, "stamps.example")
    app.run(service.set_address, "https://stamps.example/tsa")
    app.run(service.set_address, "")
    assert app.run(service.address) == ""


def test_that_only_a_signed_visit_can_be_stamped(app):
    visit = checked(app)
    with pytest.raises(Refused, match="not signed"):
        app.run(app.services.timestamps.note, visit)


def test_that_a_report_says_what_the_record_says_and_what_the_desk_knows(app, tmp_path):
    visit = checked(app)
    made = sign(app, visit)
    file = tmp_path / "note.pdf"
    file.write_bytes(made.pdf)
    opened = verification.open_file(file)
    report = verification.judge(opened, app.run(app.services.verification.about, opened.record))
    assert (report.verdict.verdict, report.sealed, report.stampable) == ("intact", True, False)
    assert dict(report.facts)["School"] == "Alder Park Primary School"
    assert [one.name for one in report.certificates] == ["Robin Marlow"]
    assert "very file" in report.desk


@pytest.mark.parametrize("told", [None, {}, {"school": 3}, {"note": ["x"], "revision": {}}])
def test_that_an_odd_record_says_nothing_and_stops_nothing(app, told):
    assert verification.facts_of(told) == []
    assert app.run(app.services.verification.about, told).known.sha256 == ""
