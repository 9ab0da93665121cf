"""The wider version of a signed note: nothing of what was taken out is anywhere in its file."""

import datetime as dt
import io
import json

import pikepdf
import pypdfium2
import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.disclosure import known_to_a_reader
from sipdesk.domain.issue import Decisions, WiderRequest
from sipdesk.domain.note import NoteRecord, canonical, read_record
from sipdesk.domain.person import CHAIR, HEAD
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.domain.widening import FULL, LEFT_OUT, Widening, doubtful, may_tell_of_a_pupil, tables_of
from sipdesk.notes.checking.aloud import listen
from sipdesk.notes.render import render
from sipdesk.services import demo, renditions, signing
from sipdesk.services.visits import Step
from tests.unit.services.test_signing import sign

ASKED = WiderRequest(
    role=CHAIR, asked_by="The chair", asked_on=dt.date(2025, 10, 7), why="the governors meet on Monday"
)
AUTUMN = TermSlot.parse("2025-26/autumn")
SECRET = {"periods": {
    "year_before": {
        "all": {"pex": 0, "suspension": 61, "roll": 412},
        "black": {"pex": 0, "suspension": 37, "roll": 139},
        "black_caribbean": {"pex": 0, "suspension": 2, "roll": 44},
    },
}}  # fmt: skip


def signed(app: App, table: dict | None = None) -> str:
    services = app.services
    visit, _ = app.run(services.visits.open_in_term, "900101", AUTUMN)
    told = demo.answers("2025-26/autumn")
    told["visit"] |= {"date": "2025-10-06", "data_reviewed_on": "2025-10-03"}
    if table:
        told["answers"]["exclusions"] = table
    app.run(services.files.fill, visit.id, told)
    app.run(services.visits.move, visit.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2025, 10, 7))
    app.run(services.visits.move, visit.id, Step(to=State.CHECKED, response=answer))
    sign(app, visit.id)
    for role, name in ((HEAD, "Amara Osei"), (CHAIR, "Tomasz Wiśniewski")):
        address = f"{role.split()[0].lower()}@alderpark.example"
        app.run(services.people.save, "900101", {"role": role, "name": name, "email": address})
    return visit.id


def shared(app: App, visit: str) -> tuple[bytes, bytes]:
    """The full file and the wider one, as they are issued."""
    made = renditions.make_wider(app.run(app.services.issue.source, visit))
    plan = app.run(app.services.issue.plan, visit, [ASKED])
    decisions = Decisions(wider=[ASKED], answers={one.id: "so agreed" for one in plan.doubts})
    app.run(app.services.issue.issue, visit, decisions, made)
    return app.run(app.services.signing.sealed, visit), made.pdf


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def everything_in(pdf: bytes) -> list[bytes]:
    """Every stream and string of a file, unpacked: pages, tags, alternative texts, metadata, attachments."""
    found: list[bytes] = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes())
            found.append(repr(thing).encode())
    return found


def test_that_both_versions_are_extracted_and_no_suppressed_number_is_in_the_wider(app):
    full, wider = shared(app, signed(app, SECRET))
    whole, told = read_record(signing.record_in(full)), read_record(signing.record_in(wider))
    assert (whole.rendition, told.rendition) == ("full", "wider")
    (table,), (shown,) = tables_of(whole), tables_of(told)
    counts = shown.answer.periods["year_before"]
    assert counts["black_caribbean"].suspension == "c"
    hidden = known_to_a_reader(table, shown.answer).hidden
    assert any(key[2:] == ("black_caribbean", "suspension") for key in hidden)
    assert "26.62" in text_of(full)  # 37 of 139
    assert "4.55" in text_of(full)  # 2 of 44
    assert "4.55" not in text_of(wider)
    assert not any(b'"suspension":2' in part for part in everything_in(wider))
    assert any(b'"suspension":2' in part for part in everything_in(full))


def test_that_files_which_differ_only_in_what_is_taken_out_have_the_same_wider_version(app):
    """Nothing of a suppressed number can reach pages, table, alternative text, attachment or hash, for nothing depends on it."""
    full, _ = shared(app, signed(app, SECRET))
    record = read_record(signing.record_in(full))
    data = json.loads(canonical(record))
    cell = next(
        item["answer"]
        for section in data["sections"]
        for item in section["items"]
        if item["question"]["id"] == "exclusions"
    )
    cell["periods"]["year_before"]["black_caribbean"]["suspension"] = 1
    other = NoteRecord.model_validate(data)
    assert canonical(other) != canonical(record)
    assert canonical(renditions.wider(other)) == canonical(renditions.wider(record))
    assert render(renditions.wider(other)).pdf == render(renditions.wider(record)).pdf


def pictures_in(pdf: bytes) -> list[str]:
    """What the pictures of a file say to the ear and to the eye."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        heard = listen(file)
        assert heard is not None
        return [f"{one.words} {one.drawn}" for one in heard.walk() if one.kind == "Figure"]


def test_that_no_picture_of_the_wider_version_shows_what_its_table_does_not(app):
    full, wider = shared(app, signed(app, SECRET))
    (whole,), (told,) = pictures_in(full), pictures_in(wider)
    assert "Black pupils: This school 26.62" in whole
    assert "Black Caribbean pupils: This school too few to say" in whole
    assert "Black Caribbean pupils: This school suppressed" in told
    assert "suppressed" in told.rpartition("Black Caribbean pupils")[2]  # drawn as it is said
    assert signing.record_in(wider) != signing.record_in(full)
    table = next(shown for shown in tables_of(read_record(signing.record_in(wider))))
    counts = table.answer.periods["year_before"]
    for group, rate in (("all", "14.81"), ("black", "26.62")):
        assert (rate in told) == (counts[group].suspension != "c" != counts[group].roll)


def test_that_each_file_holds_one_record_its_own(app):
    full, wider = shared(app, signed(app, SECRET))
    for pdf in (full, wider):
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert list(file.attachments) == ["record.json"]
            assert file.attachments["record.json"].get_file().read_bytes() == signing.record_in(pdf)
    assert read_record(signing.record_in(wider)) == renditions.wider(read_record(signing.record_in(full)))


def test_that_the_full_note_says_what_it_holds_and_the_wider_one_what_was_taken_out(app):
    full, wider = (text_of(pdf) for pdf in shared(app, signed(app, SECRET)))
    assert "numbers so small that a pupil might be known" in " ".join(full.split())
    assert FULL not in " ".join(wider.split())
    assert "shown as c (suppressed)" in " ".join(wider.split())
    assert "Numbers, kinds and outcomes" in " ".join(wider.split())


def test_that_lines_which_count_pupils_are_left_out_where_they_stood_and_can_be_kept(app):
    full, wider = shared(app, signed(app))
    record = read_record(signing.record_in(full))
    assert "One suspension, of one day" in text_of(full)
    assert "One suspension" not in text_of(wider)
    assert LEFT_OUT in text_of(wider)
    line = next(line for line in doubtful(record) if line.startswith("One suspension"))
    kept = renditions.wider(record, Widening(kept=[line]))
    assert line in canonical(kept).decode()
    assert line not in canonical(renditions.wider(record)).decode()


def test_that_the_earlier_wider_version_is_kept_in_mind(app, clock):
    visit = signed(app)
    shared(app, visit)
    services = app.services
    spring, _ = app.run(services.visits.open_in_term, "900101", TermSlot.parse("2025-26/spring"))
    app.run(services.files.fill, spring.id, demo.answers("2025-26/spring"))
    app.run(services.visits.move, spring.id, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2026, 3, 13))
    app.run(services.visits.move, spring.id, Step(to=State.CHECKED, response=answer))
    sign(app, spring.id)
    source = app.run(services.issue.source, spring.id)
    assert len(source.earlier) == 1
    assert read_record(signing.record_in(renditions.make_wider(source).pdf)).rendition == "wider"


@pytest.mark.parametrize(
    "line",
    [
        "Two pupils were moved to another class.",
        "One of the boys has a new plan.",
        "The only girl in Year 9 with a plan has left.",
        "A boy in Year 4 was followed up.",
        "There were 7 suspensions, all in the lunch hour.",
        "A pupil who was excluded came back.",
        "1 pupil is at risk.",
        "Both children are back.",
    ],
)
def test_that_a_line_that_may_let_a_pupil_be_known_is_noticed(line):
    assert may_tell_of_a_pupil(line)


@pytest.mark.parametrize(
    "line",
    [
        "48 of 58 pupils reached the standard.",
        "Suspensions have fallen since the new policy.",
        "No pupil was excluded.",
        "Two focus areas and four actions are agreed.",
        "Teaching lets pupils with SEND keep up.",
        "That no pupil leaves Year 2 unable to read.",
    ],
)
def test_that_ordinary_lines_stay(line):
    assert not may_tell_of_a_pupil(line)
