"""Issuing a signed note: who gets it, what is asked, and the e-mail draft with the sealed file in it."""

import datetime as dt
import email
import email.policy
import hashlib
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import Refused
from sipdesk.domain.issue import Decisions, WiderRequest
from sipdesk.domain.note import read_record
from sipdesk.domain.person import CHAIR, HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.services import demo, renditions, signing
from sipdesk.services import issue as issuing
from sipdesk.services.visits import Step
from tests.conftest import PASSPHRASE, Ticking
from tests.unit.services.test_signing import checked, sign

SERVICE = "Hackney Education School Improvement Service"
ASKED = WiderRequest(
    role=CHAIR, asked_by="The chair", asked_on=dt.date(2025, 10, 7), why="the governors meet on Monday"
)


@pytest.fixture
def signed(app: App) -> str:
    """A signed note, with an office and a chair among the school's people."""
    visit = checked(app)
    sign(app, visit)
    people = app.services.people
    app.run(people.save, "900101", {"role": "Office", "email": "office@alderpark.example"})
    app.run(people.save, "900101", {"role": CHAIR, "name": "Tomasz Wiśniewski", "email": "chair@alderpark.example"})
    return visit


@pytest.fixture
def to_head(app: App, signed: str) -> str:
    """The same, and the head's address is known."""
    app.run(app.services.people.save, "900101", {"role": HEAD, "name": "Amara Osei", "email": "head@alderpark.example"})
    return signed


@pytest.fixture
def small(app: App) -> str:
    """A signed contact whose form asks for no figures."""
    services = app.services
    visit, _ = app.run(services.visits.open_contact, "900101", "telephone", dt.date(2025, 10, 6))
    asked = {question.id for section in app.run(services.visits.sections, visit) for question in section.questions}
    told = demo.answers("2025-26/autumn")["answers"]
    answers = {name: value for name, value in told.items() if name in asked}
    prose = [
        q.id
        for section in app.run(services.visits.sections, visit)
        for q in section.questions
        if q.kind in {"short_text", "long_text"}
    ]
    answers |= dict.fromkeys(prose, "Reading in Year 3 was talked about.")
    answers["actions"] = [{key: value for key, value in one.items() if key != "focus_id"} for one in answers["actions"]]
    app.run(services.visits.save, visit.id, {"start": "09:00", "end": "09:30"}, answers)
    app.run(services.visits.move, visit.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 7))
    app.run(services.visits.move, visit.id, Step(to=State.CHECKED, response=answer))
    sign(app, visit.id)
    for role, name in ((HEAD, ""), (CHAIR, "Tomasz Wiśniewski")):
        app.run(
            services.people.save,
            "900101",
            {"role": role, "name": name, "email": f"{role.split()[0].lower()}@a.example"},
        )
    return visit.id


def issue(app: App, visit: str, **decisions: object):
    told = Decisions.model_validate(decisions)
    source = app.run(app.services.issue.source, visit) if told.wider else None
    made = renditions.make_wider(source) if source else None
    return app.run(app.services.issue.issue, visit, told, made)


def opened(path: Path) -> email.message.EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_that_the_plan_says_exactly_who_gets_it(app, to_head):
    plan = app.run(app.services.issue.plan, to_head)
    assert plan.said == ["To: Amara Osei (headteacher)", f"Copy: {SERVICE} (waits for sync)"]
    assert plan.doubts == []
    assert [(one.role, one.name) for one in plan.candidates] == [("Office", ""), (CHAIR, "Tomasz Wiśniewski")]


def test_that_only_a_signed_note_is_issued(app):
    visit = checked(app)
    with pytest.raises(Refused, match="Only a signed note"):
        app.run(app.services.issue.plan, visit)
    with pytest.raises(Refused, match="Only a signed note"):
        issue(app, visit)


def test_that_an_issued_note_lies_in_an_unsent_e_mail_to_the_head_alone(app, to_head, tmp_path):
    made = issue(app, to_head)
    assert app.run(app.services.visits.get, to_head).state is State.ISSUED
    (file,) = issuing.write(app.run(app.services.issue.drafts, to_head), tmp_path / "papers")
    assert file.name == "2025-26_autumn_900101_r1.eml"
    message = opened(file)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Amara Osei <head@alderpark.example>"
    assert message["Cc"] is None
    assert message["Bcc"] is None
    assert message["Subject"] == "Note of visit: Alder Park Primary School, SIP 1: autumn visit"
    (attached,) = message.iter_attachments()
    assert attached.get_content() == app.run(app.services.signing.sealed, to_head)
    assert attached.get_filename() == "2025-26_autumn_900101_r1.pdf"
    body = message.get_body(("plain",)).get_content()
    assert body.startswith("Dear Amara Osei,")
    assert made.sha256 in body
    assert "warmly invited to share it" in body


def test_that_issuing_twice_is_one_issue_and_the_draft_has_the_same_bytes(app, to_head, tmp_path):
    first = issue(app, to_head)
    assert issue(app, to_head) == first
    (one,) = issuing.write(app.run(app.services.issue.drafts, to_head), tmp_path)
    (again,) = issuing.write(app.run(app.services.issue.drafts, to_head), tmp_path)
    assert one == again
    one.write_bytes(b"somebody else's")
    (other,) = issuing.write(app.run(app.services.issue.drafts, to_head), tmp_path)
    assert (other.name, one.read_bytes()) == ("2025-26_autumn_900101_r1_2.eml", b"somebody else's")


def test_that_the_schools_papers_and_the_audit_know_of_it(app, to_head):
    made = issue(app, to_head)
    assert "Note as issued, revision 1" in [
        line.title for line in app.run(app.services.papers.of_school, "900101").made
    ]
    told = app.run(lambda: app.services.desk.db.execute("SELECT what, detail FROM audit").fetchall())
    assert ("issued the note", made.sha256) in told


def test_that_a_doubt_is_answered_before_it_goes_and_the_answer_is_kept(app, signed):
    plan = app.run(app.services.issue.plan, signed)
    assert [one.id for one in plan.doubts] == ["address Headteacher"]
    for answers in ({}, {"address Headteacher": "  "}, {"friday": "because"}):
        with pytest.raises(Refused, match="Say why it goes all the same: Nobody is entered"):
            issue(app, signed, answers=answers)
    assert app.run(app.services.visits.get, signed).state is State.SIGNED
    made = issue(app, signed, answers={"address Headteacher": "I hand it over on a stick"})
    assert [one.why for one in made.answered] == ["I hand it over on a stick"]
    (draft,) = app.run(app.services.issue.drafts, signed)
    assert (draft.to, draft.cc) == ((), ())


def test_that_the_moment_is_asked_about(app, to_head, desk_folder):
    app.close()
    friday = Ticking(dt.datetime(2025, 10, 10, 14, 30, tzinfo=dt.UTC))  # half past three in London
    late = App(desk_folder, Clock(now=friday.now, random=friday.random))
    late.open(PASSPHRASE)
    assert "Friday afternoon" in late.run(late.services.issue.plan, to_head).doubts[0].words
    late.close()


def test_that_a_wider_version_is_a_note_of_its_own_with_its_own_record(app, small, tmp_path):
    made = issue(app, small, wider=[ASKED])
    line = next(line for line in made.lines if line.version == "wider")
    assert (line.name, line.asked_by, line.asked_on, line.asked_why) == (
        "Tomasz Wiśniewski", "The chair", dt.date(2025, 10, 7), "the governors meet on Monday",
    )  # fmt: skip
    full, wider = (opened(file) for file in issuing.write(app.run(app.services.issue.drafts, small), tmp_path))
    assert "chair" not in str(full["To"]) + str(full["Cc"])
    assert "chair@a.example" in wider["To"]
    assert "the governors meet on Monday." in wider.get_body(("plain",)).get_content()
    (pdf,) = (part.get_content() for part in wider.iter_attachments())
    record = read_record(signing.record_in(pdf))
    whole = read_record(signing.record_in(app.run(app.services.signing.sealed, small)))
    assert (record.rendition, whole.rendition) == ("wider", "full")
    assert record == renditions.wider(whole)
    assert record.recipients == []
    service = app.services.signing
    found = signing.check(pdf, app.run(service.trusted), app.run(service.known, record.model_dump()))
    assert (found.verdict, [one.field for one in found.signatures]) == ("intact", ["partner"])
    assert "stands in the full note" in found.why
    assert (
        signing.check(pdf + b" ", app.run(service.trusted), app.run(service.known, record.model_dump())).verdict
        == "altered"
    )


def test_that_somebody_who_asks_later_is_added_to_the_same_issue(app, small):
    first = issue(app, small)
    added = issue(app, small, wider=[ASKED])
    assert (added.id, added.at, added.sha256) == (first.id, first.at, first.sha256)
    assert [line.version for line in added.lines] == ["full", "wider", "copy for the service"]
    assert issue(app, small, wider=[ASKED]) == added
    assert len(app.run(app.services.issue.drafts, small)) == 2


def test_that_a_wider_version_that_was_not_made_issues_nothing(app, small):
    with pytest.raises(Refused, match="was not made"):
        app.run(app.services.issue.issue, small, Decisions(wider=[ASKED]), None)
    assert app.run(app.services.visits.get, small).state is State.SIGNED


def test_that_a_programme_may_keep_a_note_to_its_own_readers(app, small, desk_folder, clock):
    def rewrite() -> None:
        """As if the visit had been opened with such a programme."""
        desk = app.services.desk
        pin = app.services.visits.get(small).pin
        (text,) = desk.db.execute("SELECT text FROM forms WHERE sha256 = ?", (pin.programme_sha256,)).fetchone()
        shut = text.replace('wider_sharing = "on request"', 'wider_sharing = "never"')
        sha256 = hashlib.sha256(shut.encode()).hexdigest()
        with desk.writing() as db:
            row = (sha256, pin.authority, pin.edition, "programme", shut)
            db.conn.execute("INSERT INTO forms VALUES (?, ?, ?, ?, ?)", row)
            db.conn.execute("UPDATE visits SET programme_sha256 = ? WHERE id = ?", (sha256, small))

    app.run(rewrite)
    app.close()
    again = App(desk_folder, clock)
    again.open(PASSPHRASE)
    try:
        assert again.run(again.services.issue.plan, small).candidates == []
        with pytest.raises(Refused, match="its own readers alone"):
            again.run(again.services.issue.plan, small, [ASKED])
    finally:
        again.close()


def test_that_two_in_one_role_are_one_candidate(app, signed):
    app.run(app.services.people.save, "900101", {"role": "office", "name": "Jo Bell", "email": "jo@alderpark.example"})
    roles = [one.role for one in app.run(app.services.issue.plan, signed).candidates]
    assert roles == ["Office", CHAIR]


def test_that_a_request_is_cut_to_a_line(app, small):
    long = WiderRequest.read(CHAIR, "The chair\n" * 90, dt.date(2025, 10, 7), "because " * 200)
    made = issue(app, small, wider=[long])
    line = next(line for line in made.lines if line.version == "wider")
    assert "\n" not in line.reason
    assert len(line.asked_why) <= 400
