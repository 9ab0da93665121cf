"""The plain tree of a note: what is said, in which order, in a draft and in a final note."""

from sipdesk.domain.note import NoteRecord
from sipdesk.notes.document import document
from sipdesk.notes.nodes import Bullets, Facts, Heading, Paragraph, Signatures, Table, prose, written
from tests.unit.notes import samples


def headings(record: NoteRecord, level: int = 2) -> list[str]:
    return [node.text for node in document(record).nodes if isinstance(node, Heading) and node.level == level]


def words(record: NoteRecord) -> str:
    return "\n".join(text for node in document(record).nodes for text in written(node))


def test_that_a_note_reads_from_who_and_why_to_signatures():
    assert headings(samples.autumn()) == [
        "Purpose of the visit", "Documents seen", "In brief", "Actions agreed before", "Context and changes",
        "Outcomes and groups", "Attendance and exclusions", "Standing concerns", "Focus areas for the year",
        "Agreed actions", "Headteacher’s response", "Distribution", "Signatures",
    ]  # fmt: skip


def test_that_the_title_names_school_visit_and_date():
    nodes = document(samples.autumn()).nodes
    assert isinstance(nodes[0], Heading)
    assert nodes[0].text == "Note of visit"
    assert written(nodes[1]) == ["Berger Primary School · Autumn visit, 7 October 2025"]


def test_that_the_grid_identifies_school_and_visit():
    grid = next(node for node in document(samples.autumn()).nodes if isinstance(node, Facts))
    facts = dict(grid.left + grid.right + grid.below)
    assert facts["URN"] == "100218"
    assert facts["DfE number"] == "204/2057"
    assert facts["Roll"] == "421 (2 October 2025)"
    assert facts["Visit"] == "1 of 3, 2025-26"
    assert facts["Time"] == "09:00–12:30"
    assert facts["Hours"] == "3½ on site, 1 preparing, ¾ writing up"
    assert facts["Last visit"] == "17 June 2025"
    assert facts["Written by"] == "Helen Ashdown, School improvement partner"
    assert facts["Met"] == "Headteacher (Miriam Okonkwo), Deputy headteacher, SENDCo, six pupils of Year 5"


def test_that_what_is_not_known_has_no_row_in_the_grid():
    bare = samples.record(visit=samples.visit(date=None, start=None, end=None, hours=None, preparation_hours=None,
                          write_up_hours=None, last_visit=None), school={"urn": "100218", "name": "Berger"})  # fmt: skip
    grid = next(node for node in document(bare).nodes if isinstance(node, Facts))
    assert [label for label, _ in grid.left] == ["URN"]
    assert [label for label, _ in grid.right] == ["Visit", "Authority"]


def test_that_a_draft_names_what_is_not_yet_written():
    said = words(samples.short_draft())
    assert "Not yet written: Staffing; Date of the next governors’ meeting" in said
    assert "Waiting for the headteacher’s accuracy check." in said


def test_that_a_final_note_leaves_out_what_was_not_answered():
    final = samples.short_draft().model_copy(update={"draft": False})
    assert "Not yet written" not in words(final)
    assert "Staffing" not in words(final)
    assert "Outcomes" not in headings(final)


def test_that_a_final_note_owns_up_to_a_required_question_without_an_answer():
    final = samples.record(samples.section("Data", samples.item("long_text", "Attendance", required=True)))
    assert "Attendance: not answered" in words(final)


def test_that_the_head_is_quoted_word_for_word():
    nodes = document(samples.autumn()).nodes
    quote = next(node for node in nodes if isinstance(node, Paragraph) and node.tone == "quote")
    assert written(quote) == [samples.RESPONSE["comment"]]


def test_that_lines_of_the_head_that_begin_with_a_dash_are_the_heads_words_still():
    comment = "Thank you.\n\n- The roll was 421.\n  - The deputy began in May.\n"
    record = samples.record(response={"kind": "accurate", "on": "2025-10-14", "comment": comment})
    quotes = [node for node in document(record).nodes if isinstance(node, Paragraph) and node.tone == "quote"]
    assert [words for node in quotes for words in written(node)] == [
        "Thank you.", "- The roll was 421.", "- The deputy began in May.",
    ]  # fmt: skip
    assert not any(isinstance(node, Bullets) for node in document(record).nodes)


def test_that_silence_is_never_printed_as_agreement():
    assert "No reply by 30 June 2026. This is not taken as agreement." in words(samples.summer())


def test_that_recipients_stand_with_version_and_reason_and_the_invitation():
    nodes = document(samples.autumn()).nodes
    place = next(n for n, node in enumerate(nodes) if isinstance(node, Heading) and node.text == "Distribution")
    table = nodes[place + 1]
    assert isinstance(table, Table)
    assert written(table)[3:6] == ["Headteacher", "Full note", "the note is written for the school"]
    assert written(nodes[place + 2]) == [samples.INVITATION]


def test_that_each_person_in_turn_has_room_to_sign():
    rooms = next(node for node in document(samples.autumn()).nodes if isinstance(node, Signatures)).rooms
    assert [room.statement for room in rooms] == ["Written by", "Received and factually accurate"]


def test_that_a_note_says_which_one_it_replaces():
    assert "This note replaces note 3a4d5e00." in words(samples.summer())


def test_that_documents_seen_carry_their_dates():
    assert "School development plan, 10 July 2025 – draft for governors" in words(samples.autumn())


def test_that_lines_with_a_dash_become_a_list_and_blank_lines_go():
    blocks = prose("One\n\n- two\n- three\n\nfour – five\n– six")
    assert [type(block) for block in blocks] == [Paragraph, Bullets, Paragraph, Paragraph]
    assert written(blocks[1]) == ["two", "three"]
    assert written(blocks[3]) == ["– six"]


def test_that_the_same_record_gives_the_same_tree():
    assert document(samples.autumn()) == document(NoteRecord.model_validate_json(samples.autumn().model_dump_json()))
