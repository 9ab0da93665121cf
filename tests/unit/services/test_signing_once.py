"""Signing at the desk: three who sign, a note signed once whatever happens, and what it says of itself afterwards."""

import datetime as dt
from collections.abc import Iterator

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import Refused, SipdeskError
from sipdesk.domain.ink import Ink
from sipdesk.domain.visit import ResponseKind, State
from sipdesk.services import signing
from sipdesk.services.signed import look_back
from sipdesk.services.visits import Step
from tests.conftest import PASSPHRASE
from tests.unit.services import reviewing
from tests.unit.services.test_signing import NAME, asked, checked, sign

HEAD, REVIEWER = Ink(typed="Amara Osei"), Ink(typed="Jo Fenwick")


@pytest.fixture
def reviewed(desk_folder, clock, tmp_path) -> Iterator[App]:
    """The application with an authority that has notes reviewed."""
    reviewing.allot(desk_folder, clock)
    app = App(desk_folder, clock, reviewing.forms_in(tmp_path / "forms"))
    app.open(PASSPHRASE)
    yield app
    app.close()


def seal(app: App, visit: str, *, head: bool = True, reviewer: str = "") -> signing.Made:
    prepared = app.run(lambda: app.services.signing.prepare(visit, head=head, reviewer=reviewer))
    made = signing.make(prepared, NAME, HEAD if head else None, REVIEWER if reviewer else None)
    app.run(app.services.signing.keep, made)
    return made


def test_that_partner_reviewer_and_head_sign_each_in_a_field_of_their_own(reviewed):
    visit = reviewing.checked(reviewed)
    made = seal(reviewed, visit, reviewer="Jo Fenwick")
    found = asked(reviewed, made.pdf)
    assert found.verdict == "intact", found.why
    assert [(one.field, one.name, one.statement) for one in found.signatures] == [
        ("partner", "Robin Marlow", "Written by"),
        ("reviewer", "Jo Fenwick", "Reviewed by"),
        ("head", "Amara Osei", "Received and factually accurate"),
    ]
    assert reviewed.run(reviewed.services.visits.get, visit).state is State.SIGNED


def test_that_a_reviewer_who_is_not_here_leaves_the_room_with_the_reason(reviewed):
    made = seal(reviewed, reviewing.checked(reviewed))
    found = asked(reviewed, made.pdf)
    assert found.verdict == "intact", found.why
    assert [one.field for one in found.signatures] == ["partner", "head"]
    assert [(one.field, one.unsigned) for one in made.record.signatories if one.unsigned] == [
        ("reviewer", "Not signed. The note was reviewed before the headteacher saw it.")
    ]


def test_that_a_reviewer_has_to_sign_where_a_name_was_given(reviewed):
    visit = reviewing.checked(reviewed)
    prepared = reviewed.run(lambda: reviewed.services.signing.prepare(visit, head=False, reviewer="Jo Fenwick"))
    with pytest.raises(Refused, match="Jo Fenwick has not signed"):
        signing.make(prepared, NAME)


def test_that_no_reviewer_signs_where_the_programme_asks_for_none(app):
    visit = checked(app)
    with pytest.raises(Refused, match="no reviewer's signature"):
        app.run(lambda: app.services.signing.prepare(visit, head=True, reviewer="Jo Fenwick"))


def test_that_a_reviewer_stands_between_partner_and_head_in_the_plan(reviewed):
    plan = reviewed.run(reviewed.services.signing.plan, reviewing.checked(reviewed))
    assert [one.field for one in plan] == ["partner", "reviewer", "head"]


def test_that_the_plan_says_who_signs_and_what_is_printed_for_who_does_not(app):
    plan = app.run(app.services.signing.plan, checked(app, ResponseKind.NO_REPLY))
    assert [(one.field, one.unsigned) for one in plan] == [
        ("partner", ""),
        ("head", "Not signed: no reply by 1 July 2026. This is not taken as agreement."),
    ]


def test_that_the_same_file_kept_twice_is_sealed_once(app, desk_folder):
    visit = checked(app)
    made = sign(app, visit)
    again = app.run(app.services.signing.keep, made)
    assert again.visits == [visit]
    assert [path.name for path in (desk_folder / "sealed").iterdir()] == [f"{made.sha256}.pdf"]
    papers = app.run(app.services.papers.of_school, "900101").made
    assert [line.title for line in papers] == ["Signed note"]


def test_that_of_two_signings_of_one_note_the_first_counts_and_nothing_of_the_other_stays(app, desk_folder):
    visit = checked(app)
    service = app.services.signing
    one, other = (signing.make(app.run(lambda: service.prepare(visit, head=True)), NAME, HEAD) for _ in range(2))
    assert one.sha256 != other.sha256
    app.run(service.keep, one)
    with pytest.raises(Refused, match="signed already"):
        app.run(service.keep, other)
    assert [path.name for path in (desk_folder / "sealed").iterdir()] == [f"{one.sha256}.pdf"]
    assert app.run(service.sealed, visit) == one.pdf


def test_that_a_note_written_on_meanwhile_is_not_kept(app, desk_folder):
    visit = checked(app)
    service, visits = app.services.signing, app.services.visits
    made = signing.make(app.run(lambda: service.prepare(visit, head=True)), NAME, HEAD)
    answer = app.run(visits.get, visit).response
    app.run(visits.move, visit, Step(to=State.WRITING, why="a figure was wrong"))
    app.run(visits.save, visit, {"start": "08:30"}, None)
    with pytest.raises(Refused, match="cannot become"):
        app.run(service.keep, made)
    app.run(visits.move, visit, Step(to=State.WITH_HEAD))
    app.run(visits.move, visit, Step(to=State.CHECKED, response=answer))
    with pytest.raises(Refused, match="changed while it was being signed"):
        app.run(service.keep, made)
    assert app.run(visits.get, visit).state is State.CHECKED
    assert not (desk_folder / "sealed").exists()


def test_that_a_seal_that_cannot_be_laid_down_leaves_the_note_unsigned_and_can_be_tried_again(app, desk_folder):
    visit = checked(app)
    service = app.services.signing
    made = signing.make(app.run(lambda: service.prepare(visit, head=True)), NAME, HEAD)
    (desk_folder / "sealed").write_bytes(b"a file where the folder should be")
    with pytest.raises((SipdeskError, OSError)):
        app.run(service.keep, made)
    assert app.run(app.services.visits.get, visit).state is State.CHECKED
    assert app.run(service.sealed, visit) is None
    (desk_folder / "sealed").unlink()
    app.run(service.keep, made)
    assert app.run(service.sealed, visit) == made.pdf


def test_that_a_change_that_fails_takes_the_file_up_again(app, desk_folder):
    visit = checked(app)
    service = app.services.signing
    made = signing.make(app.run(lambda: service.prepare(visit, head=True)), NAME, HEAD)
    app.run(app.services.desk.db.conn.execute, "ALTER TABLE papers RENAME TO away")
    with pytest.raises(SipdeskError):
        app.run(service.keep, made)
    app.run(app.services.desk.db.conn.execute, "ALTER TABLE away RENAME TO papers")
    assert list((desk_folder / "sealed").iterdir()) == []
    assert app.run(app.services.visits.get, visit).state is State.CHECKED


def test_that_the_key_can_be_made_off_the_desk_and_the_first_one_stays(app):
    service = app.services.signing
    wanted = app.run(service.key_wanted)
    assert wanted is not None
    first, second = signing.make_key(wanted), signing.make_key(wanted)
    app.run(service.take_key, first)
    app.run(service.take_key, second)
    assert app.run(service.card).fingerprint == first.fingerprint
    assert app.run(service.key_wanted) is None


def test_that_a_signed_note_tells_who_signed_it_when_and_who_did_not(app):
    visit = checked(app, ResponseKind.NO_REPLY)
    made = sign(app, visit, head=False)
    service = app.services.signing
    known = app.run(service.known, {"note": made.record.note, "revision": 1})
    told = look_back(made.pdf, app.run(service.trusted), known)
    assert told.whole
    assert [(one.name, one.statement, one.at and one.at.date()) for one in told.signatures] == [
        ("Robin Marlow", "Written by", dt.date(2025, 10, 7))
    ]
    assert app.run(service.card).words.startswith(told.signatures[0].words)
    assert [(one.role, one.why) for one in told.absent] == [
        ("Headteacher", "Not signed: no reply by 1 July 2026. This is not taken as agreement.")
    ]
    assert not look_back(made.pdf[:-5], app.run(service.trusted), known).whole
