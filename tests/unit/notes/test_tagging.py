"""The note as somebody hears it: every word once, in the order of the record, as what it is."""

import io

import pikepdf
import pytest

from sipdesk import notes
from sipdesk.domain.brief import BriefRecord, LeafRecord
from sipdesk.domain.note import NoteRecord
from sipdesk.notes.brief import render_brief
from sipdesk.notes.checking import check
from sipdesk.notes.checking.aloud import listen
from sipdesk.notes.checking.content import sheets
from sipdesk.notes.layout import lay_out
from sipdesk.notes.leaf import render_leaf
from sipdesk.notes.nodes import Document, Heading, Paragraph, plain
from tests.unit.notes import samples
from tests.unit.notes.hearing import aloud, heard, in_order
from tests.unit.notes.reading import fold


def kinds(record: NoteRecord) -> list[str]:
    return [one.kind for one in heard(notes.render(record).pdf).walk()]


@pytest.mark.parametrize("note", [samples.short_draft, samples.autumn, samples.spring, samples.summer, samples.stress])
def test_that_the_note_read_aloud_is_the_record_in_its_order(note):
    record = note()
    rendered = notes.render(record)
    said = [text for kind, text in aloud(rendered.pdf) if kind != "Lbl"]
    wanted = in_order(record)
    assert said[: len(wanted)] == wanted
    # What could not be printed is only known once the note is set, and is told at its end.
    assert [text[:10] for text in said[len(wanted) :]] == (["About this", "Characters"] if rendered.replaced else [])


def test_that_a_paragraph_over_pages_is_one_paragraph():
    said = "A sentence that is read to its end. " * 400
    pdf = notes.render(samples.record(samples.section("S", samples.item("long_text", "P", said)))).pdf
    long = [one for one in heard(pdf).walk() if one.kind == "P" and len(one.words) > 1000]
    assert len(long) == 1
    assert fold(long[0].words) == fold(said)
    assert len({page for page, _ in long[0].marks}) > 1


def test_that_a_list_entry_over_pages_has_one_bullet():
    said = "- " + "A sentence that is read to its end. " * 400
    pdf = notes.render(samples.record(samples.section("S", samples.item("long_text", "P", said)))).pdf
    assert [text for kind, text in aloud(pdf) if kind == "Lbl"] == ["•"]


def test_that_the_header_of_a_table_over_pages_is_heard_once():
    rows = [{"text": f"Action {n}", "owner": "Head"} for n in range(80)]
    pdf = notes.render(samples.record(samples.section("S", samples.item("actions", "Agreed", rows)))).pdf
    assert [text for kind, text in aloud(pdf) if kind == "TH"].count("Success measure") == 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = sheets(opened)
    repeated = [any("Success measure" in one.text for one in page.artifacts) for page in pages[:-1]]
    assert repeated == [False] + [True] * (len(pages) - 2)


def test_that_strip_is_heard_on_the_first_page_alone_and_the_foot_never():
    pdf = notes.render(samples.stress()).pdf
    texts = [text for _, text in aloud(pdf)]
    assert texts[:2] == ["OFFICIAL-SENSITIVE · for the headteacher", "ISSUED"]
    assert "ISSUED" not in texts[2:]
    assert not [text for text in texts if "page 1 of" in text]


def test_that_facts_and_cards_are_tables_of_labels_and_values():
    found = heard(notes.render(samples.autumn()).pdf)
    rows = [row for row in found.walk() if row.kind == "TR"]
    facts = {row.within[0].words: row.within[1].words for row in rows if len(row.within) == 2}
    assert facts["URN"] == "100218"
    assert facts["Visit"] == "1 of 3, 2025-26"
    assert "Rationale" in facts


def test_that_the_rows_of_a_table_with_a_nameless_first_column_have_heads():
    pdf = notes.render(samples.record(samples.section("S", samples.table_item(samples.TABLE)))).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = listen(opened)
        assert found
        table = [one for one in found.walk() if one.kind == "Table"][-1]
        top, *rows = table.within
        assert [cell.kind for cell in top.within][:2] == ["TD", "TH"]
        assert {(row.within[0].kind, str(row.within[0].element.A.Scope)) for row in rows} == {("TH", "/Row")}


def test_that_no_heading_level_is_left_out_where_a_note_has_only_remarks():
    found = kinds(samples.record(remarks=["Written with older forms."], visit=samples.visit(purpose="")))
    assert [kind for kind in found if kind.startswith("H")] == ["H1", "H2"]


def test_that_the_heads_words_are_a_quotation():
    found = heard(notes.render(samples.autumn()).pdf)
    quoted = [one for one in found.walk() if one.kind == "BlockQuote"]
    assert quoted
    assert quoted[0].within[0].words.startswith("The number on roll is 421")


def test_that_brief_and_leaf_are_tagged_too():
    about = {"visit": "v", "urn": "100218", "school": "Berger", "title": "Autumn visit", "date": "2025-10-07",
             "year": "2025-26", "partner": "Helen Ashdown", "marking": "OFFICIAL"}  # fmt: skip
    brief = BriefRecord.model_validate({
        **about, "facts": [("URN", "100218")], "purpose": "Agree the foci", "made": "2025-10-06",
        "people": [{"role": "Headteacher", "name": "Miriam Okonkwo"}],
        "handed_on": [{"heading": "To look at", "words": "- books\n- walls"}],
    })  # fmt: skip
    leaf = LeafRecord.model_validate(
        {**about, "report": "Note of visit", "term": "autumn", "role": "SIP", "actions": [{"text": "Read daily."}]}
    )
    for pdf, said in ((render_brief(brief), "Agree the foci"), (render_leaf(leaf), "Read daily.")):
        assert check(pdf, note=False) == []
        assert said in [text for _, text in aloud(pdf)]
        assert [fault.rule for fault in check(pdf)] == ["record"]


def test_that_a_page_without_a_record_is_tagged_too():
    nodes = (Heading("A brief", 1), Paragraph(plain("What to know.")))
    laid = lay_out(Document("A brief", "", "", "", rehearsal=False, footer="", nodes=nodes))
    assert [text for _, text in aloud(laid.pdf)] == ["A brief", "What to know."]
    assert check(laid.pdf, note=False) == []
