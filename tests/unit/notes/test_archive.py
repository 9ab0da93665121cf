"""The file around the pages: the record inside, what the file says of itself, and nothing that changes by itself."""

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pytest

from sipdesk import notes, paths
from sipdesk.domain.errors import BadInput
from sipdesk.domain.note import NoteRecord, canonical, is_canonical, json_schema, read_record
from sipdesk.notes.checking import check
from sipdesk.notes.record import attached, short_hash
from tests.unit.notes import samples
from tests.unit.notes.reading import pages

ROOT = Path(__file__).parents[3]
ALL = [samples.short_draft, samples.autumn, samples.spring, samples.summer, samples.stress]


def opened(record: NoteRecord) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(notes.render(record).pdf))


@pytest.mark.parametrize("note", ALL)
def test_that_every_sample_passes_the_check(note):
    assert check(notes.render(note()).pdf) == []


@pytest.mark.parametrize("note", ALL)
def test_that_the_record_lies_inside_byte_for_byte(note):
    with opened(note()) as pdf:
        assert pdf.attachments["record.json"].get_file().read_bytes() == canonical(note())
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"


def test_that_a_note_of_very_many_paragraphs_is_written_whole():
    """More than one stream of elements takes."""
    said = "\n".join(f"Line {n}" for n in range(1200))
    pdf = notes.render(samples.record(samples.section("S", samples.item("long_text", "P", said)))).pdf
    assert pdf.count(b"/ObjStm") > 2
    assert check(pdf) == []


def test_that_every_page_names_the_record_by_its_hash():
    record = samples.autumn()
    mark = hashlib.sha256(canonical(record)).hexdigest()[:12]
    assert mark == short_hash(canonical(record))
    assert all(f"record {mark} page" in text for text in pages(notes.render(record).pdf))


def test_that_another_record_has_another_hash_and_another_file_identity():
    one, other = samples.autumn(), samples.autumn().model_copy(update={"revision": 9})
    assert short_hash(canonical(one)) != short_hash(canonical(other))
    with opened(one) as first, opened(other) as second:
        assert bytes(first.trailer.ID[0]) != bytes(second.trailer.ID[0])


def test_that_the_file_says_what_it_was_built_to_and_no_time():
    with opened(samples.autumn()) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in told
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
        assert "<pdfuaid:part>1</pdfuaid:part>" in told
        assert str(pdf.docinfo.Title) == "Note of visit: Berger Primary School, Autumn visit"
        assert set(pdf.docinfo.keys()) == {"/Title", "/Author", "/Creator", "/Producer"}
        assert str(pdf.Root.Lang) == "en-GB"


@pytest.mark.parametrize("name", ["a \x00 b", "Siân (“so”) \\ 😀", "<b>&amp;</b>", "a (b \\ c", "محمد", "]]> -->"])
def test_that_any_title_is_the_same_in_both_places(name: str):
    record = samples.record(school=samples.SCHOOL | {"name": name}, partner=name)
    assert check(notes.render(record).pdf) == []


def test_that_the_file_inside_is_dated_by_the_last_day_of_the_record():
    record = samples.autumn()
    assert attached(record, b"").modified == "D:20251014000000Z"
    bare = record.model_copy(
        update={"response": None, "visit": record.visit.model_copy(update={"date": None, "last_visit": None})}
    )
    assert attached(bare, b"").modified == "D:20000101000000Z"


def test_that_the_schema_that_ships_is_the_one_of_this_version():
    kept = paths.resources() / "schema" / "note-record-1.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == json_schema(), "run packaging/record_schema.py, and look"


def test_that_a_record_of_an_earlier_day_is_still_read():
    """Kept from the first day of version 1; a later sipdesk reads it, whatever fields it has grown."""
    data = (ROOT / "tests" / "data" / "records" / "v1.json").read_bytes()
    assert is_canonical(data)
    record = read_record(data)
    assert record.school.name == "Berger Primary School"
    assert notes.render(record).pages > 1


def test_that_a_record_with_only_what_it_must_have_is_read():
    needed = json_schema()["required"]
    data = {key: value for key, value in json.loads(canonical(samples.autumn())).items() if key in needed}
    assert read_record(json.dumps(data).encode()).sections == []


@pytest.mark.parametrize(
    ("change", "said"), [({"version": 2}, "newer sipdesk"), ({"note": None}, "damaged"), ({"more": 1}, "damaged")]
)
def test_that_a_record_that_cannot_be_read_is_refused_in_a_sentence(change: dict, said: str):
    data = json.loads(canonical(samples.autumn())) | change
    with pytest.raises(BadInput, match=said):
        read_record(json.dumps(data).encode())


@pytest.mark.parametrize("data", [b"", b"{", b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":"\\u00e9"}'])
def test_that_bytes_written_in_another_way_are_not_canonical(data: bytes):
    assert not is_canonical(data)
