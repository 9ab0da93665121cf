"""Corrections: a new revision takes the place of a signed note, which stays as it was."""

import datetime as dt

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import NotFound, Refused
from sipdesk.domain.issue import Decisions
from sipdesk.domain.note import read_record
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.services import signing
from sipdesk.services.visits import Step
from tests.unit.services.test_signing import asked, checked, sign

WHY = "A date was wrong"


def issued(app: App) -> tuple[str, bytes]:
    """An issued note and its file."""
    visit = checked(app)
    made = sign(app, visit)
    plan = app.run(app.services.issue.plan, visit)
    app.run(app.services.issue.issue, visit, Decisions(answers={one.id: "by hand" for one in plan.doubts}))
    return visit, made.pdf


def sign_again(app: App, visit: str) -> signing.Made:
    """The second revision, from writing to signed."""
    app.run(app.services.visits.move, visit, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2026, 7, 3))
    app.run(app.services.visits.move, visit, Step(to=State.CHECKED, response=answer))
    return sign(app, visit)


def state(app: App, visit: str) -> State:
    return app.run(app.services.visits.get, visit).state


def test_that_a_correction_is_a_new_revision_that_says_what_it_replaces_and_why(app):
    visit, first = issued(app)
    app.run(app.services.revisions.correct, visit, f"  {WHY}\n ")
    assert state(app, visit) is State.WRITING
    record = app.run(app.services.notes.record, visit)
    old = read_record(signing.record_in(first))
    assert (record.revision, record.supersedes, record.supersedes_revision) == (2, old.note, 1)
    assert record.note != old.note
    assert (record.why_replaced, record.supersedes_on) == (WHY, dt.date(2025, 10, 7))
    assert record.supersedes_sha256 == app.run(app.services.revisions.of_visit, visit).lines[1].sha256
    assert record.sections == old.sections
    assert record.response is None


def test_that_the_first_revision_is_superseded_once_the_second_is_signed_and_not_before(app):
    visit, first = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    assert asked(app, first).verdict == "intact"
    app.run(app.services.visits.save, visit, None, {"context": "Put right."})
    second = sign_again(app, visit)
    found = asked(app, first)
    assert (found.verdict, "revision 2" in found.why) == ("superseded", True)
    assert signing.check(first, app.run(app.services.signing.trusted)).verdict == "intact"
    assert asked(app, second.pdf).verdict == "intact"
    assert app.run(app.services.signing.sealed, visit) == second.pdf
    assert app.run(app.services.revisions.file, visit, 1) == first
    assert app.run(app.services.revisions.file, visit, 2) == second.pdf
    lines = app.run(app.services.revisions.of_visit, visit).lines
    assert [(line.revision, line.stands, line.why) for line in lines] == [
        (2, "Signed on 7 October 2025", WHY),
        (1, "Issued on 7 October 2025, replaced by revision 2", ""),
    ]


def test_that_a_third_revision_replaces_both(app):
    visit, first = issued(app)
    for why in (WHY, "And a figure"):
        app.run(app.services.revisions.correct, visit, why)
        second = sign_again(app, visit)
    assert "revision 3" in asked(app, first).why
    assert asked(app, second.pdf).verdict == "intact"


def test_that_a_note_under_correction_shows_its_draft_while_the_old_file_stays(app):
    visit, first = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    assert app.run(app.services.signing.sealed, visit) is None
    view = app.run(app.services.revisions.of_visit, visit)
    assert (view.under_way, view.may_correct) == (True, False)
    assert [line.stands for line in view.lines] == ["Writing: not signed yet", "Issued on 7 October 2025"]
    assert app.run(app.services.revisions.file, visit, 1) == first
    with pytest.raises(NotFound, match="no signed revision 2"):
        app.run(app.services.revisions.file, visit, 2)


def test_that_a_correction_needs_a_signed_note_and_a_reason(app):
    visit = checked(app)
    with pytest.raises(Refused, match="Only a signed note"):
        app.run(app.services.revisions.correct, visit, WHY)
    sign(app, visit)
    with pytest.raises(Refused, match="Say why"):
        app.run(app.services.revisions.correct, visit, " \n")
    with pytest.raises(Refused, match="never changes"):
        app.run(app.services.visits.move, visit, Step(to=State.WRITING, why=WHY))
    assert state(app, visit) is State.SIGNED


@pytest.mark.parametrize("to", [State.SIGNED, State.ISSUED])
def test_that_a_withdrawn_correction_leaves_everything_as_it_stood(app, to):
    if to is State.ISSUED:
        visit, first = issued(app)
    else:
        visit = checked(app)
        first = sign(app, visit).pdf
    services = app.services
    stood = app.run(services.visits.get, visit)
    before = (app.run(services.visits.answers, stood), app.run(services.visits.context, stood))
    app.run(services.revisions.correct, visit, WHY)
    app.run(services.visits.save, visit, {"date": "2025-10-13"}, {"context": "Other words.", "focus_areas": []})
    app.run(services.revisions.withdraw, visit)
    now = app.run(services.visits.get, visit)
    assert now == stood
    assert (app.run(services.visits.answers, now), app.run(services.visits.context, now)) == before
    assert app.run(services.signing.sealed, visit) == first
    assert asked(app, first).verdict == "intact"
    assert [line.revision for line in app.run(services.revisions.of_visit, visit).lines] == [1]
    with pytest.raises(Refused, match="No correction"):
        app.run(services.revisions.withdraw, visit)


def test_that_what_was_signed_cannot_be_withdrawn(app):
    visit, _ = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    sign_again(app, visit)
    with pytest.raises(Refused, match="No correction"):
        app.run(app.services.revisions.withdraw, visit)


def test_that_a_visit_whose_note_is_corrected_is_not_called_off(app):
    visit, _ = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    for to in (State.POSTPONED, State.CANCELLED):
        with pytest.raises(Refused, match="took place"):
            app.run(app.services.visits.move, visit, Step(to=to, by="me", why="x"))
    assert not {offer.to for offer in app.run(app.services.schoolyear.steps, visit)} & {
        State.POSTPONED,
        State.CANCELLED,
    }
    app.run(app.services.visits.move, visit, Step(to=State.WITH_HEAD))
    app.run(app.services.visits.move, visit, Step(to=State.WRITING, why="the head found something"))
    assert state(app, visit) is State.WRITING


def test_that_the_correction_stands_at_the_head_of_the_note_and_among_its_remarks(app):
    from sipdesk.notes.document import document  # noqa: PLC0415
    from sipdesk.notes.nodes import written  # noqa: PLC0415

    visit, first = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    record = app.run(app.services.notes.record, visit)
    said = [text for node in document(record).nodes for text in written(node)]
    assert said[2] == f"This is revision 2. It replaces revision 1 of 7 October 2025. Why: {WHY}"
    old = read_record(signing.record_in(first))
    assert (
        f"This note replaces note {old.note[-8:]}, revision 1 of 7 October 2025, whose file has a SHA-256"
        in " ".join(said)
    )


def test_that_a_second_issue_is_of_the_second_revision(app):
    visit, _ = issued(app)
    app.run(app.services.revisions.correct, visit, WHY)
    second = sign_again(app, visit)
    plan = app.run(app.services.issue.plan, visit)
    assert (plan.revision, plan.issued) == (2, None)
    made = app.run(app.services.issue.issue, visit, Decisions(answers={one.id: "by hand" for one in plan.doubts}))
    assert made.sha256 == second.sha256
    (draft,) = app.run(app.services.issue.drafts, visit)
    assert draft.name == "2025-26_autumn_900101_r2.eml"
    assert "revision 2 and takes the place of the one before" in draft.body
