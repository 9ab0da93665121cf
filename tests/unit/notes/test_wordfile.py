"""The copy for Word, read back as Word would."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from sipdesk.domain.note import canonical
from sipdesk.notes.document import document
from sipdesk.notes.nodes import written
from sipdesk.notes.record import short_hash
from sipdesk.notes.text import fold
from sipdesk.notes.wordfile import COPY, word_copy
from tests.unit.notes import samples


def read(data: bytes) -> "docx.document.Document":
    return docx.Document(BytesIO(data))


def heard(made: "docx.document.Document") -> str:
    """Every word in reading order."""
    told = []
    for block in made.iter_inner_content():
        if isinstance(block, docx.table.Table):
            told += [cell.text for row in block.rows for cell in row.cells]
        else:
            told.append(block.text)
    return fold(" ".join(told))


@pytest.mark.parametrize("sample", ["autumn", "spring", "summer"])
def test_that_every_word_of_the_note_stands_in_the_copy(sample):
    record = getattr(samples, sample)()
    said = heard(read(word_copy(record)))
    missing = [text for node in document(record).nodes for text in written(node) if fold(text) not in said]
    assert missing == []


def test_that_it_says_what_it_is_a_copy_of():
    record = samples.autumn()
    made = read(word_copy(record, "ab" * 32))
    head = made.paragraphs[0].text
    assert head.startswith("Copy, not the record. The record is the signed PDF whose SHA-256 is abab")
    assert f"note {record.note}, revision {record.revision}, record {short_hash(canonical(record))}" in head
    assert COPY in made.sections[0].header.paragraphs[0].text
    assert made.core_properties.comments == COPY
    assert made.core_properties.author == record.partner
    assert "no signed PDF" in read(word_copy(record)).paragraphs[0].text


def test_that_headings_lists_and_tables_are_real():
    made = read(word_copy(samples.autumn()))
    styles = [line.style.name for line in made.paragraphs]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") > 5
    assert styles.count("List Bullet") > 2
    assert made.tables
    headed = [grid for grid in made.tables if grid.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")]
    assert len(headed) >= 2


def test_that_the_same_note_gives_the_same_words():
    assert heard(read(word_copy(samples.autumn()))) == heard(read(word_copy(samples.autumn())))


ODD = [
    "a\x00b\x07c",
    "bell \x0b tab\tend",
    "one\ud83dhalf",
    "\ufffe\uffff",
    "right\u202eleft",
    "<w:t>&amp;</w:t> <5 & “6”",
]


@pytest.mark.parametrize("text", [*ODD, *samples.TYPED])
def test_that_odd_text_comes_through_the_door_whole_or_named(text):
    from sipdesk.notes.wordfile import _door  # noqa: PLC0415

    made = docx.Document()
    made.add_paragraph(_door(text))
    out = BytesIO()
    made.save(out)
    told = read(out.getvalue()).paragraphs[-1].text
    named = "".join(c if c.isprintable() or c.isspace() else f"‹U+{ord(c):04X}›" for c in fold(text))
    assert fold(told) == fold(_door(text))
    assert "\x00" not in told
    if named == fold(text):
        assert fold(told) == fold(text)


def test_that_typed_text_is_never_markup():
    record = samples.autumn().model_copy(update={"summary": ["</w:p> {{x}} <b>bold</b> &amp;\x07"]})
    said = heard(read(word_copy(record)))
    assert "</w:p> {{x}} <b>bold</b> &amp;‹U+0007›" in said
