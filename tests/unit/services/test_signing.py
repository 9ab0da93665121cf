"""Signing at the desk: who signs, what is sealed, and what the desk says of a file that comes back."""

import datetime as dt
import hashlib
from functools import partial
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, DeskDamaged, Refused
from sipdesk.domain.ink import Ink
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.keys import identity
from sipdesk.keys.identity import from_p12, make_authority
from sipdesk.services import demo, signing, trust
from sipdesk.services.visits import Step
from sipdesk.store import audit, sealed
from tests.conftest import PASSPHRASE
from tests.unit.keys.test_identity import packed
from tests.unit.notes import signed

NAME = Ink(typed="Robin Marlow")


def checked(app: App, kind: ResponseKind = ResponseKind.ACCURATE) -> str:
    """A visit whose note the head has answered."""
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    app.run(services.files.fill, visit.id, demo.answers("2025-26/autumn"))
    app.run(services.visits.move, visit.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=kind, on=dt.date(2026, 7, 1))
    app.run(services.visits.move, visit.id, Step(to=State.CHECKED, response=answer))
    return visit.id


def sign(app: App, visit: str, *, head: bool = True) -> signing.Made:
    prepared = app.run(app.services.signing.prepare, visit, head=head)
    made = signing.make(prepared, NAME, Ink(typed="Amara Osei") if head else None)
    app.run(app.services.signing.keep, made)
    return made


def asked(app: App, pdf: bytes):
    service = app.services.signing
    trust = app.run(service.trusted)
    return signing.check(pdf, trust, app.run(service.known, signing.check(pdf, trust).record))


def test_that_a_checked_note_is_signed_and_sealed_under_its_hash(app, desk_folder):
    visit = checked(app)
    made = sign(app, visit)
    assert app.run(app.services.visits.get, visit).state is State.SIGNED
    lying = desk_folder / "sealed" / f"{made.sha256}.pdf"
    assert lying.read_bytes() == made.pdf
    assert hashlib.sha256(made.pdf).hexdigest() == made.sha256
    assert app.run(app.services.signing.sealed, visit) == made.pdf
    assert made.record.status == "SIGNED"
    found = asked(app, made.pdf)
    assert (found.verdict, [one.role for one in found.signatures]) == (
        "intact",
        ["School improvement partner", "Headteacher"],
    )


def test_that_the_identity_is_made_once_and_lies_in_the_desk(app, desk_folder, clock):
    card = app.run(app.services.signing.card)
    assert (card.name, card.self_signed, len(card.words.split())) == ("Robin Marlow", True, 12)
    made = sign(app, checked(app), head=False)
    app.close()
    again = App(desk_folder, clock)
    again.open(PASSPHRASE)
    assert again.run(again.services.signing.card) == card
    assert asked(again, made.pdf).verdict == "intact"
    assert again.run(audit.verify, again.services.desk.db) > 0
    again.close()
    assert not [path for path in desk_folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]


def test_that_a_head_who_did_not_reply_is_named_and_cannot_sign(app):
    visit = checked(app, ResponseKind.NO_REPLY)
    with pytest.raises(Refused, match="has not answered"):
        app.run(app.services.signing.prepare, visit, head=True)
    made = sign(app, visit, head=False)
    found = asked(app, made.pdf)
    assert found.verdict == "intact"
    assert "Amara Osei has not signed: “no reply by 1 July 2026. This is not taken as agreement”." in found.why
    assert [one.field for one in found.signatures] == ["partner"]


def test_that_only_a_checked_note_is_signed(app):
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    with pytest.raises(Refused, match="cannot become"):
        app.run(services.signing.prepare, visit.id, head=False)


def test_that_an_empty_ink_leaves_everything_as_it_was(app, desk_folder):
    visit = checked(app)
    prepared = app.run(app.services.signing.prepare, visit, head=True)
    for partner, head in ((Ink(), NAME), (NAME, None), (NAME, Ink())):
        with pytest.raises(Refused, match="has not signed"):
            signing.make(prepared, partner, head)
    assert app.run(app.services.visits.get, visit).state is State.CHECKED
    assert not (desk_folder / "sealed").exists()


def test_that_a_signed_note_is_never_signed_again(app):
    visit = checked(app)
    prepared = app.run(app.services.signing.prepare, visit, head=False)
    made = sign(app, visit)
    with pytest.raises(Refused, match="never changes"):
        app.run(app.services.signing.prepare, visit, head=False)
    with pytest.raises(Refused):
        app.run(app.services.signing.keep, signing.make(prepared, NAME, None))
    assert app.run(app.services.signing.sealed, visit) == made.pdf


def test_that_the_desk_knows_its_own_file_from_a_whole_one_that_is_not_it(app):
    """Signed twice from the same visit: both are whole, one was sealed."""
    visit = checked(app)
    prepared = app.run(app.services.signing.prepare, visit, head=False)
    other = signing.make(prepared, Ink(typed="Robin M."), None)
    made = sign(app, visit, head=False)
    assert asked(app, made.pdf).verdict == "intact"
    assert asked(app, other.pdf).verdict == "altered"


def test_that_a_replaced_note_is_superseded(app):
    visit = checked(app)
    made = sign(app, visit)

    def replace() -> None:
        desk = app.services.desk
        with desk.change("test", visit) as db:
            db.conn.execute(
                "INSERT INTO notes (id, visit_id, revision, supersedes) VALUES ('new', ?, 2, ?)",
                (visit, made.record.note),
            )
            sealed.remember(desk, "new", 2, "0" * 64)

    app.run(replace)
    found = asked(app, made.pdf)
    assert (found.verdict, "revision 2" in found.why) == ("superseded", True)


def test_that_a_sealed_file_that_was_touched_is_not_given_out(app, desk_folder):
    visit = checked(app)
    made = sign(app, visit)
    lying = desk_folder / "sealed" / f"{made.sha256}.pdf"
    lying.chmod(0o600)
    lying.write_bytes(made.pdf[:-1])
    with pytest.raises(DeskDamaged, match="Restore"):
        app.run(app.services.signing.sealed, visit)


def test_that_an_authority_s_certificate_takes_over_and_old_notes_stay_good(app):
    service = app.services.signing
    before = sign(app, checked(app))
    card = app.run(service.take, from_p12(packed(signed.partner()), "open sesame", signed.NOW))
    assert (card.self_signed, card.vouched_by) == (False, "Invented authority")
    assert asked(app, before.pdf).verdict == "intact"
    assert app.run(service.trust_file) == signed.partner().trust_file()


def test_that_a_wrong_certificate_changes_nothing(app, tmp_path):
    service = app.services.signing
    card = app.run(service.card)
    (tmp_path / "junk.p12").write_bytes(b"junk")
    with pytest.raises(BadInput):
        app.run(service.take, trust.read_p12(tmp_path / "junk.p12", "", signed.NOW))
    assert app.run(service.card) == card


def test_that_another_partner_s_note_is_intact_once_the_authority_is_relied_on(app):
    service = app.services.signing
    assert asked(app, signed.both()).verdict == "untrusted"
    app.run(app.services.trust.rely, signed.partner().trust_file())
    assert asked(app, signed.both()).verdict == "intact"
    other = make_authority("Invented authority", signed.NOW)
    with pytest.raises(BadInput):
        app.run(app.services.trust.rely, b"nothing")
    assert other.certificate not in app.run(service.trusted)


def _much_later(app: App, desk_folder: Path) -> App:
    app.close()
    later = App(desk_folder, Clock(now=lambda: dt.datetime(2040, 1, 1, tzinfo=dt.UTC)))
    later.open(PASSPHRASE)
    return later


def test_that_an_issued_certificate_past_its_end_is_told_before_anybody_draws_a_signature(app, desk_folder):
    visit = checked(app)
    app.run(app.services.signing.rehearse)
    later = _much_later(app, desk_folder)
    for call in (later.services.signing.plan, partial(later.services.signing.prepare, head=False)):
        with pytest.raises(Refused, match="Your certificate ended on"):
            later.run(call, visit)
    later.close()


def test_that_an_own_certificate_past_its_end_is_made_anew_and_the_old_one_is_relied_on_still(app, desk_folder):
    visit = checked(app)
    old = app.run(app.services.signing.card)
    later = _much_later(app, desk_folder)
    made = sign(later, visit, head=False)
    card = later.run(later.services.signing.card)
    assert card.fingerprint != old.fingerprint
    assert card.until > dt.date(2041, 1, 1)
    assert asked(later, made.pdf).verdict == "intact"
    assert [one.fingerprint for one in later.run(later.services.trust.relied)] == [old.fingerprint]
    later.close()


def test_that_the_hash_noted_beside_a_file_counts(tmp_path):
    file = tmp_path / "note.pdf"
    file.write_bytes(signed.both())
    assert signing.read_file(file) == (signed.both(), "")
    (tmp_path / "note.pdf.sha256").write_text(f"{'0' * 64}  note.pdf\n")
    pdf, noted = signing.read_file(file)
    assert signing.check(pdf, signed.trust(), sha256=noted).verdict == "altered"
    with pytest.raises(BadInput, match="cannot be read"):
        signing.read_file(tmp_path / "none.pdf")


@pytest.mark.parametrize(
    ("written", "alphabet"),
    [
        ("{}  note.pdf\n", "ascii"),
        ("SHA256 (note.pdf) = {}\n", "ascii"),
        ("\r\nAlgorithm       Hash\r\n---------       ----\r\nSHA256          {}   C:\\note.pdf\r\n", "utf-16"),
    ],
)
def test_that_a_hash_is_found_however_a_tool_notes_it(tmp_path, written, alphabet):
    file, beside = tmp_path / "note.pdf", tmp_path / "note.pdf.sha256"
    sha256 = hashlib.sha256(signed.both()).hexdigest()
    file.write_bytes(signed.both())
    beside.write_bytes(written.format(sha256.upper()).encode(alphabet))
    assert signing.read_file(file)[1] == sha256
    beside.write_text("kept by the office\n")
    assert signing.read_file(file)[1] == ""


def test_that_a_certificate_in_another_name_is_refused_before_it_signs(app):
    """Wherever such a note is checked it would be called untrusted, and a signed note never changes."""
    visit = checked(app)
    app.run(app.services.signing.rehearse)
    app.run(app.services.settings.name, "Jo Fenwick", "")
    with pytest.raises(Refused, match="in the name of Robin Marlow, and this note is by Jo Fenwick"):
        app.run(app.services.signing.prepare, visit, head=False)
    assert app.run(app.services.visits.get, visit).state is State.CHECKED


def test_that_a_partner_with_a_new_name_signs_in_it_and_the_old_one_is_relied_on_still(app):
    visit = checked(app)
    before = app.run(app.services.signing.card)
    app.run(app.services.settings.name, "Jo Fenwick", "")
    assert app.run(app.services.signing.prepare, visit, head=False).identity.name == "Jo Fenwick"
    now = app.run(app.services.signing.card)
    assert (before.name, now.name) == ("Robin Marlow", "Jo Fenwick")
    assert {identity.common_name(one) for one in app.run(app.services.signing.trusted)} == {before.name, now.name}
