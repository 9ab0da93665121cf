"""The accuracy check: the papers that go to the head, the three ways back, and what becomes of each correction."""

import json
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.correction import Asked, Decision, FormReply, Reply
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.note import canonical, read_record
from sipdesk.domain.visit import ResponseKind, Source, State
from sipdesk.notes.checking import check
from sipdesk.services import replies, sending
from sipdesk.services.paper import pages_of
from sipdesk.services.sending import Sent
from sipdesk.services.signing import record_in
from sipdesk.services.visits import Step
from tests.unit.services.returned import fill, flatten, put

TODAY = date(2025, 10, 7)


@pytest.fixture
def visit(app: App) -> str:
    """A visit of yesterday with nothing missing, being written."""
    services, run = app.services, app.run
    opened, _ = run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    told = json.loads((paths.resources() / "demo" / "autumn.json").read_text(encoding="utf-8"))
    told.pop("move")
    told["visit"]["date"] = "2025-10-06"
    run(services.files.fill, opened.id, told)
    return opened.id


@pytest.fixture
def head(app: App) -> str:
    """The head's address, as the people of the school know it."""
    fields = {"role": "Headteacher", "name": "Miriam Ọkọ́nkwọ", "email": "head@alderpark.example.sch.uk"}
    app.run(app.services.people.save, "900101", fields)
    return fields["email"]


def send(app: App, visit: str, folder: Path, reply_by: date | None = None) -> Sent:
    services, run = app.services, app.run
    sent = sending.make(run(services.sending.prepare, visit, reply_by), folder)
    run(services.sending.keep, sent)
    return sent


def back(app: App, visit: str, file: Path) -> Reply:
    read = replies.read_file(file)
    if isinstance(read, FormReply):
        read = app.run(app.services.replies.matched, visit, read)
    assert read.kind is not None
    return Reply(kind=read.kind, on=read.on or TODAY, source=read.source, asked=read.asked, comment=read.comment)


def state(app: App, visit: str) -> State:
    return app.run(app.services.visits.get, visit).state


def line_of(sent: Sent, words: str) -> int:
    return next(line.number for line in sent.lines if words in line.text)


def test_that_three_papers_lie_in_the_folder_and_the_visit_is_with_the_head(app, visit, head, tmp_path):
    sent = send(app, visit, tmp_path, date(2025, 10, 14))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "2025-26_autumn_900101.eml",
        "2025-26_autumn_900101.pdf",
        "2025-26_autumn_900101_reply.pdf",
    ]
    assert state(app, visit) is State.WITH_HEAD
    told = app.run(app.services.accuracy.view, visit)
    assert (told.sent, told.reply_by, told.overdue) == (TODAY, date(2025, 10, 14), False)
    pdf = sent.draft.read_bytes()
    assert check(pdf) == []
    record = read_record(record_in(pdf))
    assert record.numbered
    assert record.reply_by == date(2025, 10, 14)
    assert pages_of(app.run(app.services.notes.record, visit)).pdf == pdf, "what is shown is what the head has"


def test_that_the_lines_of_a_draft_are_numbered_through_and_know_their_questions(app, visit, tmp_path):
    sent = send(app, visit, tmp_path)
    kept = app.run(lambda: app.services.accuracy.latest(app.services.visits.get(visit)))
    assert [line.number for line in kept.lines] == list(range(1, len(sent.lines) + 1))
    asked = {
        q.id for s in app.run(lambda: app.services.visits.sections(app.services.visits.get(visit))) for q in s.questions
    }
    assert {line.question for line in kept.lines} - asked == {"", "visit.date"}
    assert len({line.question for line in kept.lines}) > 8


def test_that_the_letter_goes_to_the_head_alone_with_both_papers(app, visit, head, tmp_path):
    sent = send(app, visit, tmp_path, date(2025, 10, 14))
    message = message_from_bytes(sent.letter.read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert [one.addr_spec for one in message["To"].addresses] == [head]
    assert message["Cc"] is None
    assert message["Bcc"] is None
    assert "14 October 2025" in message.get_body(("plain",)).get_content()
    files = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    assert files == {sent.draft.name: sent.draft.read_bytes(), sent.form.name: sent.form.read_bytes()}


def test_that_without_an_address_the_letter_has_none_and_it_is_said(app, visit, tmp_path):
    told = app.run(app.services.accuracy.view, visit)
    assert "no e-mail address" in told.to.doubt
    message = message_from_bytes(send(app, visit, tmp_path).letter.read_bytes(), policy=default)
    assert message["To"] is None


def test_that_no_day_is_claimed_where_the_programme_states_none(app, visit, tmp_path):
    assert app.run(app.services.accuracy.view, visit).offered is None
    sent = send(app, visit, tmp_path)
    assert sent.reply_by is None
    assert b"Please reply by" not in sent.letter.read_bytes()
    with pytest.raises(Refused):
        send(app, visit, tmp_path)


def test_that_an_answer_that_does_not_come_is_due_by_its_day(app, visit, tmp_path):
    send(app, visit, tmp_path, date(2025, 10, 14))

    def waiting(on):
        return next(one for one in app.run(app.services.due.on, on) if one.visit == visit)

    assert (waiting(TODAY).due, waiting(TODAY).overdue) == (date(2025, 10, 14), False)
    assert waiting(date(2025, 10, 15)).overdue
    assert "asked to reply by 14 October 2025" in waiting(TODAY).rule


def test_that_a_paper_that_cannot_be_written_leaves_none_and_the_visit_where_it_was(app, visit, tmp_path):
    blocked = tmp_path / "papers"
    prepared = app.run(app.services.sending.prepare, visit)
    (blocked / "2025-26_autumn_900101.eml.x").mkdir(parents=True)
    blocked.chmod(0o500)
    blocked.chmod(0o700)
    with pytest.raises((OSError, Refused)):
        sending.make(prepared, put(tmp_path, b"a file"))
    assert state(app, visit) is State.WRITING


def test_that_a_form_that_finds_all_accurate_makes_the_note_checked(app, visit, tmp_path):
    sent = send(app, visit, tmp_path)
    filled = fill(sent.form.read_bytes(), ("accurate",), comment="Thank you.\nA fair picture.", date="7/10/2025")
    app.run(app.services.accuracy.take, visit, back(app, visit, put(tmp_path, filled)))
    assert state(app, visit) is State.CHECKED
    record = app.run(app.services.notes.record, visit)
    assert record.response.kind is ResponseKind.ACCURATE
    assert record.response.comment == "Thank you.\nA fair picture."
    assert record.response.source is Source.FORM


def test_that_an_accepted_correction_must_be_worked_in_before_anything_is_signed(app, visit, tmp_path):
    services, run = app.services, app.run
    sent = send(app, visit, tmp_path)
    line = line_of(sent, "roof") if any("roof" in x.text for x in sent.lines) else 30
    filled = fill(
        sent.form.read_bytes(),
        ("corrections",),
        line_1=str(line),
        now_1="8 October",
        should_1="6 October",
        comment="Else fine.",
    )
    run(services.accuracy.take, visit, back(app, visit, put(tmp_path, filled)))
    told = run(services.accuracy.view, visit)
    assert state(app, visit) is State.WITH_HEAD
    assert [one.words[0].number for one in told.lines] == [line]
    question = told.lines[0].question
    assert question
    with pytest.raises(Refused, match="not decided yet"):
        run(services.accuracy.finish, visit)
    run(services.accuracy.decide, told.lines[0].correction.id, Decision.ACCEPTED)
    with pytest.raises(Refused, match="not worked in yet"):
        run(services.accuracy.finish, visit)
    run(services.accuracy.reopen, visit)
    assert state(app, visit) is State.WRITING
    for to in (State.WITH_HEAD,):
        with pytest.raises(Refused, match="not worked in yet"):
            run(services.visits.move, visit, Step(to=to))
    changed = _changed(run(services.visits.answers, run(services.visits.get, visit))[question])
    run(services.visits.save, visit, None, {question: changed})
    assert run(services.accuracy.view, visit).ready
    run(services.accuracy.finish, visit)
    assert state(app, visit) is State.CHECKED
    record = run(services.notes.record, visit)
    assert (record.corrections_made, record.corrections) == (1, [])
    assert record.response.comment == "Else fine."
    assert "1 was made." in " ".join(_text(record))


def test_that_a_declined_correction_stands_in_the_note_with_its_reason(app, visit, tmp_path):
    services, run = app.services, app.run
    send(app, visit, tmp_path)
    asked = [Asked(line="3", now="412 on roll", should="421 on roll")]
    run(
        services.accuracy.take,
        visit,
        Reply(kind="corrected", on=TODAY, source="call", asked=asked, comment="By telephone."),
    )
    [one] = run(services.accuracy.view, visit).lines
    with pytest.raises(Refused, match="why the text stands"):
        run(services.accuracy.decide, one.correction.id, Decision.DECLINED, "  ")
    run(services.accuracy.decide, one.correction.id, Decision.DECLINED, "The register says 412.")
    run(services.accuracy.finish, visit)
    record = run(services.notes.record, visit)
    told = " ".join(_text(record))
    for words in ("by telephone", "421 on roll", "The register says 412.", "By telephone."):
        assert words in told
    assert read_record(canonical(record)) == record


def test_that_a_decision_can_be_thought_over_and_an_answer_taken_out(app, visit, tmp_path):
    services, run = app.services, app.run
    send(app, visit, tmp_path)
    run(services.accuracy.take, visit, Reply(kind="corrected", on=TODAY, asked=[Asked(line="3", should="421")]))
    [one] = run(services.accuracy.view, visit).lines
    run(services.accuracy.decide, one.correction.id, Decision.ACCEPTED)
    run(services.accuracy.decide, one.correction.id, Decision.OPEN)
    assert run(services.accuracy.view, visit).waiting
    with pytest.raises(Refused, match="entered already"):
        run(services.accuracy.take, visit, Reply(kind="accurate", on=TODAY))
    run(services.accuracy.withdraw, visit)
    assert run(services.accuracy.view, visit).lines == []
    run(services.accuracy.take, visit, Reply(kind="accurate", on=TODAY))
    assert state(app, visit) is State.CHECKED


def test_that_an_older_draft_another_note_and_no_form_are_told_apart(app, visit, tmp_path):
    services, run = app.services, app.run
    first = send(app, visit, tmp_path).form.read_bytes()
    run(services.visits.move, visit, Step(to=State.WRITING, why="a word"))
    run(services.visits.save, visit, {"write_up_hours": "1"}, None)
    second = send(app, visit, tmp_path)
    cases = {
        "older draft": put(tmp_path, fill(first, ("accurate",)), "a.pdf"),
        "printed or flattened": put(tmp_path, flatten(second.form.read_bytes()), "b.pdf"),
        "no reply form": second.draft,
        "another note": put(tmp_path, fill(first, ("accurate",), reference="sipdesk/0192/1/00"), "d.pdf"),
    }
    for words, file in cases.items():
        with pytest.raises((Refused, BadInput), match=words):
            back(app, visit, file)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 4000, b"PK\x03\x04zip", b"\xd0\xcf\x11\xe0doc"]
)
def test_that_a_broken_file_is_refused_with_a_sentence(app, visit, tmp_path, data):
    send(app, visit, tmp_path)
    file = put(tmp_path, data, "odd.bin")
    with pytest.raises(BadInput, match=r"\.$"):
        replies.read_file(file)


def test_that_a_form_that_came_attached_to_an_email_counts_before_its_words(app, visit, tmp_path):
    sent = send(app, visit, tmp_path)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "head@alderpark.example", "Re: draft"
    mail.set_content("Dear Robin,\n\nline 9: that is another matter\n\nKind regards\nMiriam")
    for data in (sent.draft.read_bytes(), fill(sent.form.read_bytes(), ("accurate",), comment="A fair picture.")):
        mail.add_attachment(data, maintype="application", subtype="pdf", filename="one.pdf")
    read = replies.read_file(put(tmp_path, mail.as_bytes(), "came.eml"))
    assert isinstance(read, FormReply)
    found = app.run(app.services.replies.matched, visit, read)
    assert (found.kind, found.comment, found.asked) == (ResponseKind.ACCURATE, "A fair picture.", [])
    assert "“line 9: that is another matter” That is not kept" in found.remarks[0]
    assert app.run(app.services.replies.whose, read).waits


def test_that_an_email_whose_attached_form_is_empty_or_cannot_be_opened_is_read_by_its_words_and_says_so(
    app, visit, tmp_path
):
    sent = send(app, visit, tmp_path)
    for data, told in (
        (sent.form.read_bytes(), "no answer is filled in"),
        (b"%PDF-1.7 torn", "no PDF that can be opened"),
    ):
        mail = EmailMessage()
        mail["Subject"] = "Re: draft"
        mail.set_content("line 4: 38 should be 36")
        mail.add_attachment(data, maintype="application", subtype="pdf", filename="one.pdf")
        read = replies.read_file(put(tmp_path, mail.as_bytes(), "came.eml"))
        assert not isinstance(read, FormReply)
        assert [(one.now, one.should) for one in read.asked] == [("38", "36")]
        assert told in read.remarks[0]


def test_that_a_form_of_a_note_this_desk_does_not_know_is_nobodys(app, visit, tmp_path):
    sent = send(app, visit, tmp_path)
    known = replies.form_in(sent.form)
    assert known is not None
    assert app.run(app.services.replies.whose, known).said == "Alder Park Primary School, SIP 1: autumn visit"
    strange = known.model_copy(update={"reference": "sipdesk/0192c3a4-9f00-7a10-8e2d-1c2b3a4d5e6f/1/0123456789abcdef"})
    assert app.run(app.services.replies.whose, strange).visit == ""
    assert replies.form_in(sent.draft) is None


def test_that_the_email_draft_is_found_again_by_the_draft_it_lies_beside(app, visit, tmp_path):
    sent = send(app, visit, tmp_path / "papers")
    sha256 = app.run(app.services.accuracy.view, visit).sha256
    assert sending.letter_beside(tmp_path / "papers", sha256) == sent.letter
    sent.letter.unlink()
    assert sending.letter_beside(tmp_path / "papers", sha256) is None
    assert sending.letter_beside(tmp_path / "gone", sha256) is None


def test_that_a_file_where_the_folder_should_be_is_told_and_nothing_moves(app, visit, tmp_path):
    there = put(tmp_path, b"mine", "papers")
    for folder in (there, there / "deeper"):
        with pytest.raises(Refused, match="there is a file where it should be"):
            send(app, visit, folder)
    assert there.read_bytes() == b"mine"
    assert state(app, visit) is State.WRITING


def test_that_an_email_saved_as_a_file_is_read_without_what_it_answers(tmp_path):
    mail = (
        b"From: Head <h@x.org>\r\nSubject: Re: draft\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>Dear Robin,</p><p>line 42: 38 should be 36</p><p>Kind regards</p><p>Miriam</p>"
    )
    read = replies.read_file(put(tmp_path, mail, "reply.eml"))
    assert [(one.line, one.now, one.should) for one in read.asked] == [("line 42", "38", "36")]
    assert read.comment == ""


def test_that_no_reply_is_kept_only_after_the_day_and_never_as_agreement(app, visit, tmp_path):
    services, run = app.services, app.run
    send(app, visit, tmp_path, date(2025, 10, 14))
    with pytest.raises(Refused, match="asked to reply by"):
        run(services.accuracy.take, visit, Reply(kind="no reply", on=TODAY))
    with pytest.raises(Refused, match="has not come yet"):
        run(services.accuracy.take, visit, Reply(kind="no reply", on=date(2025, 10, 14)))


def test_that_corrected_without_a_changed_word_never_reaches_a_signature(app, visit):
    services, run = app.services, app.run
    run(services.visits.move, visit, Step(to=State.WITH_HEAD))
    run(services.visits.move, visit, Step(to=State.CHECKED, response={"kind": "corrected", "on": "2025-10-07"}))
    with pytest.raises(Refused, match="text is as the head read it"):
        run(services.visits.move, visit, Step(to=State.SIGNED))
    with pytest.raises(Refused, match="text is as the head read it"):
        run(services.signing.prepare, visit, head=False)


def test_that_a_second_round_keeps_the_first_answer_beside_the_last(app, visit, tmp_path):
    services, run = app.services, app.run
    send(app, visit, tmp_path)
    run(
        services.accuracy.take,
        visit,
        Reply(kind="corrected", on=TODAY, asked=[Asked(should="shorter")], comment="First words."),
    )
    [one] = run(services.accuracy.view, visit).lines
    run(services.accuracy.decide, one.correction.id, Decision.ACCEPTED)
    run(services.accuracy.reopen, visit)
    run(services.visits.save, visit, {"write_up_hours": "2"}, None)
    send(app, visit, tmp_path)
    run(services.accuracy.take, visit, Reply(kind="accurate", on=TODAY, comment="Second words."))
    record = run(services.notes.record, visit)
    assert [answer.comment for answer in record.earlier] == ["First words."]
    told = " ".join(_text(record))
    assert told.index("First words.") < told.index("Second words.")


def _changed(answer):
    """An answer with its first words changed."""
    if isinstance(answer, str) and len(answer) > 12 and " " in answer:
        return f"Put right. {answer}"
    if isinstance(answer, list):
        for number, part in enumerate(answer):
            changed = _changed(part)
            if changed != part:
                return [*answer[:number], changed, *answer[number + 1 :]]
    if isinstance(answer, dict):
        for key, part in answer.items():
            changed = _changed(part) if not key.endswith("id") else part
            if changed != part:
                return {**answer, key: changed}
    return answer


def _text(record):
    from sipdesk.notes.document import document  # noqa: PLC0415
    from sipdesk.notes.nodes import written  # noqa: PLC0415

    return [words for node in document(record).nodes for words in written(node)]
