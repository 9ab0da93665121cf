"""A draft with numbers down its margin, and the reply form that goes with it."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from sipdesk.domain.verdict import Finding
from sipdesk.notes import render
from sipdesk.notes.checking import check
from sipdesk.notes.checking.aloud import spoken
from sipdesk.notes.checking.content import sheets
from sipdesk.notes.replyform import FormRecord, render_reply_form
from sipdesk.notes.verify import verify
from tests.unit.notes import samples

FORM = FormRecord(
    reference="sipdesk/0192c3a4-9f00-7a10-8e2d-1c2b3a4d5e6f/1/0123456789abcdef",
    report="Note of visit",
    school="Łąka Primary School",
    visit="SIP 1: autumn visit, 7 October 2025",
    note="note 3a4d5e6f · revision 1",
    partner="Helen Ashdown",
    head="Miriam Ọkọ́nkwọ",
    marking="OFFICIAL-SENSITIVE · for the headteacher",
    reply_by=dt.date(2025, 10, 14),
)


@pytest.fixture(scope="module")
def numbered():
    return samples.autumn().model_copy(update={"numbered": True})


def test_that_numbers_run_through_the_note_and_no_reader_by_structure_meets_them(numbered):
    plain, made = render(numbered.model_copy(update={"numbered": False})), render(numbered)
    assert check(made.pdf) == []
    assert [line.number for line in made.lines] == list(range(1, len(made.lines) + 1))
    assert made.lines[-1].page == made.pages
    with pikepdf.open(BytesIO(plain.pdf)) as one, pikepdf.open(BytesIO(made.pdf)) as other:
        assert spoken(one) == spoken(other)
        artifacts = [mark.text for sheet in sheets(other) for mark in sheet.artifacts]
    assert [text for text in artifacts if text.isdecimal()] == [str(line.number) for line in made.lines]
    assert plain.lines == ()


def test_that_each_line_holds_the_words_that_stand_on_it_and_where_they_were_written(numbered):
    lines = render(numbered).lines
    told = " ".join(line.text for line in lines)
    for words in (
        "Pupils recall last term’s history",
        "Roll is stable; mobility in Year 1 is high.",
        "Listen to readers with the lead",
    ):
        assert words in told
    roll = next(line for line in lines if "Roll is stable" in line.text)
    item = next(i for s in numbered.sections for i in s.items if "Roll is stable" in str(i.answer))
    assert roll.place == item.question.id
    assert next(line for line in lines if line.text.startswith("URN")).place == "visit.date"


def test_that_paragraphs_are_counted_as_a_reader_counts_them(numbered):
    lines = render(numbered).lines
    assert {line.paragraph for line in lines if line.text.startswith(("URN", "Purpose of", "Berger"))} == {0}
    counted = [line.paragraph for line in lines if line.paragraph]
    assert counted[0] == 1
    assert counted == sorted(counted)
    assert set(counted) == set(range(1, counted[-1] + 1))
    first = [line.text for line in lines if line.paragraph == 1]
    assert first[0].startswith("Agree the year’s three focus areas")
    assert len(first) == 2


def test_that_a_numbered_draft_is_not_taken_for_an_altered_note(numbered):
    assert verify(render(numbered).pdf).verdict is Finding.UNSIGNED


def test_that_the_form_is_tagged_and_each_field_says_what_it_is_for():
    pdf = render_reply_form(FORM)
    assert pdf == render_reply_form(FORM)
    # It says nothing of archives, for it is the reader's own program that draws what is typed.
    assert {fault.rule for fault in check(pdf, note=False)} == {
        "intent",
        "pdfaid:part",
        "pdfaid:conformance",
        "pdfuaid:part",
    }
    with pikepdf.open(BytesIO(pdf)) as made:
        assert len(made.pages) == 1
        fields = {str(field.T): field for field in made.Root.AcroForm.Fields}
        assert all(str(field.TU).strip() for field in fields.values())
        assert str(fields["reference"].V) == FORM.reference
        assert {str(field.FT) for field in fields.values()} == {"/Tx", "/Btn"}
        assert len(fields) == 2 + 30 + 3
    assert b"/JavaScript" not in pdf


def test_that_what_is_typed_into_the_form_is_drawn_in_a_font_that_is_in_the_file():
    with pikepdf.open(BytesIO(render_reply_form(FORM))) as made:
        held = [one for one in made.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert len(held) >= 2
        assert all("/FontFile2" in one.FontDescriptor for one in held)
        fonts = made.Root.AcroForm.DR.Font
        for field in made.Root.AcroForm.Fields:
            if field.FT == "/Tx":
                name = str(field.DA).split()[0]
                face = TTFont(BytesIO(fonts[name].FontDescriptor.FontFile2.read_bytes()))
                widths = [int(width) for width in fonts[name].Widths]
                for letter in "Siân £20 – “50 %”, José’s":
                    code = letter.encode("cp1252")[0]
                    assert widths[code - 32] == face["hmtx"][face.getBestCmap()[ord(letter)]][0]
