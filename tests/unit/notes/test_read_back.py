"""What is typed comes out as typed: read back from the PDF, in every script, in paragraphs, lists and cells."""

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from sipdesk import notes
from sipdesk.domain.note import NoteRecord
from sipdesk.notes.checking import judged, look
from sipdesk.notes.checking.aloud import words_of
from sipdesk.notes.document import document
from sipdesk.notes.nodes import Facts, Signatures, Table, written
from sipdesk.notes.page import REHEARSAL
from sipdesk.notes.text import fold as tidied
from tests.unit.notes import making, samples
from tests.unit.notes.hearing import in_order
from tests.unit.notes.reading import fold, readings

IN_ORDER = {"pdfium", "poppler -raw"}
"""Readings in the order of writing; poppler's other way goes by place on the page."""


def bodies(record: NoteRecord, pdf: bytes) -> dict[str, str]:
    """What each program read, without what stands on every page: in order of writing that comes last, and must be exact."""
    tree = document(record)
    status = f"{tree.status} · {REHEARSAL}" if tree.rehearsal else tree.status
    strip, foot = (fold(tidied(text)) for text in (f"{tree.marking} {status}", tree.footer))
    found = {}
    for reader, texts in readings(pdf).items():
        rest = []
        for number, text in enumerate(texts, 1):
            count = f"page {number} of {len(texts)}"
            if reader in IN_ORDER:
                assert text.endswith(f"{strip} {foot} {count}".strip()), reader
                rest.append(text.removesuffix(f"{strip} {foot} {count}".strip()))
            else:
                rest.append(without_last(without_last(text.removeprefix(strip), count), foot))
        found[reader] = fold(" ".join(rest))
    return found


def without_last(text: str, part: str) -> str:
    before, _, after = text.rpartition(part)
    return f"{before}{after}"


def first_lost(record: NoteRecord, text: str, *, in_order: bool) -> str:
    """The first piece of the tree that the text lacks; empty when all is there. `in_order`: each must also follow the one
    before, or a line lost in one place would be found in the next that says the same."""
    heads: set[str] = set()
    place, exact = 0, False
    for node in document(record).nodes:
        if isinstance(node, Table):
            heads |= {fold(tidied(column.label)) for column in node.columns}
        for wanted in (fold(tidied(piece)) for piece in written(node)):
            ordered = in_order and not isinstance(node, Facts)
            found = text.find(wanted, place if ordered else 0)
            while ordered and exact and found >= 0 and stray(text[place:found], heads):
                found = text.find(wanted, found + 1)
            if found < 0:
                return f"{wanted} (after: {text[place : place + 200]})" if ordered else wanted
            if ordered:
                place, exact = found + len(wanted), not isinstance(node, Signatures)
        exact = exact and not isinstance(node, Facts)
    return ""


def stray(between: str, heads: set[str]) -> str:
    """What stands between two pieces and belongs to neither: no bullet, and no head of a table that goes on over the page."""
    for head in sorted(heads, key=len, reverse=True):
        between = between.replace(head, "") if head else between
    return between.replace("•", "").strip()


def check(record: NoteRecord) -> bytes:
    """The note of this record, after each program has read it back."""
    rendered = notes.render(record)
    assert not rendered.replaced
    for reader, text in bodies(record, rendered.pdf).items():
        assert not first_lost(record, text, in_order=reader in IN_ORDER), reader
    return rendered.pdf


# A record is large, and a smaller one that fails the same way takes minutes to find: no shrinking.
slow = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
PARTS, PART = 20, 250
"""5,000 records in all, the same in every run, so that the battery fails for a change and not for luck."""


def check_many(number: int, count: int) -> None:
    """`count` random records of the part `number`: built tagged, no box for a missing letter, heard and read as typed."""

    @seed(number)
    @given(making.records())
    @settings(slow, max_examples=count, derandomize=True, database=None)
    def each(record: NoteRecord) -> None:
        pdf = check(record)
        with pikepdf.open(BytesIO(pdf)) as opened:
            found = look(pdf, opened)  # once for both: to read the pages takes longer than to judge them
            assert judged(found) == []
            assert [fold(text) for kind, text in words_of(found.heard) if kind != "Lbl"] == in_order(record)

    each()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(4))
def test_that_two_hundred_random_records_are_tagged_and_read_back_as_typed(part: int):
    check_many(1000 + part, 50)


@pytest.mark.records
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", [pytest.param(n, marks=pytest.mark.long if n < 2 else ()) for n in range(PARTS)])
def test_that_five_thousand_random_records_are_tagged_and_read_back_as_typed(part: int):
    """`make records` runs them all, part by part, and goes on where it was stopped; `make faults` the first two."""
    check_many(part, PART)


@pytest.mark.parametrize("note", [samples.short_draft, samples.autumn, samples.spring, samples.summer])
def test_that_nothing_of_a_note_is_lost_on_the_page(note):
    check(note())


@pytest.fixture(scope="module")
def stress() -> dict[str, str]:
    record = samples.stress()
    return bodies(record, notes.render(record).pdf)


@pytest.mark.parametrize("line", samples.TYPED)
def test_that_each_script_reads_back_from_paragraph_list_and_every_cell(line: str, stress: dict[str, str]):
    for reader, text in stress.items():
        assert text.count(fold(line)) >= 5, reader


def test_that_a_paragraph_of_100_kb_reads_back_whole(stress: dict[str, str]):
    for reader, text in stress.items():
        assert fold(samples.long_paragraph(100_000)) in text, reader


def test_that_a_word_without_spaces_wraps_and_loses_no_letter(stress: dict[str, str]):
    for reader, text in stress.items():
        assert "x" * 3000 in text.replace(" ", ""), reader


def test_that_a_cell_longer_than_a_page_goes_on_over_the_next(stress: dict[str, str]):
    for reader, text in stress.items():
        numbers = re.findall(r"Sentence (\d+) of", text)
        assert numbers == [str(n) for n in range(400)], reader


@pytest.mark.parametrize("word", ["محمد", "রহমান", "👍", "ơ\u0323̣x"])
def test_that_long_words_of_any_script_wrap_and_lose_no_letter(word: str):
    record = samples.record(samples.section("S", samples.item("long_text", "P", word * 300)))
    for reader, text in bodies(record, notes.render(record).pdf).items():
        assert fold(word * 300) in text.replace(" ", ""), reader


def test_that_a_hyphen_at_the_end_of_a_line_is_kept():
    said = (
        "The school has short- and long-term plans for low- and middle-attaining pupils; see pre- and post-teaching. "
        * 8
    )
    record = samples.record(
        samples.section("S", samples.item("long_text", "P", said), samples.item("short_text", "Q", said[:480])),
        samples.section("T", samples.item("actions", "A", [{"text": said, "owner": "Co-", "success_measure": said}])),
    )
    check(record)


def test_that_a_hyphen_at_the_end_of_a_line_is_kept_beside_other_scripts():
    """A narrow cell of mixed scripts ends a line of Latin letters in a hyphen, and the next begins with a letter."""
    said = "Ś%b/śṣ9ę7ŷ- Gülşen ءعںخجدآىجڈةفڑھ ثد"
    check(samples.record(samples.section("S", samples.item("actions", "A", [{"text": "x", "by_when_note": said}]))))


def test_that_a_line_that_ends_in_a_hyphen_stays_below_the_line_above():
    said = f"{'Letters ' * 14}and well-"
    check(samples.record(samples.section("S", samples.item("long_text", "P", f"{said} known {said}"))))


def test_that_a_narrow_letter_stays_before_the_sign_in_the_next_cell():
    """What ends a line for pdfium stood once at both ends of it in one place, and so was dropped."""
    action = {"text": "x", "owner": "م", "by_when_note": "–"}
    check(samples.record(samples.section("S", samples.item("actions", "A", [action]))))


@pytest.mark.parametrize("said", ["→ B", "a b c", "1 2 3 4", "- & b\n- x"])
def test_that_single_letters_keep_the_spaces_between_them(said: str):
    check(
        samples.record(
            samples.section("S", samples.item("long_text", "P", said), samples.item("actions", "A", [{"text": said}]))
        )
    )


@pytest.mark.parametrize("digits", ["67", "78"])
def test_that_no_line_is_lost_for_the_numbers_of_its_glyphs(digits: str):
    """pdfium drops a text with the glyph numbers of one just before, though it be in another font. What it is to hear has
    a pair of numbers that goes up from line to line, so that one line meets those of the digits that all begin with."""
    letters = "কখগঘচছজটডতদন"
    said = [f"{digits}{one}{other}ই{one}{other}" for one in letters for other in letters]
    check(samples.record(samples.section("S", samples.item("long_text", "P", "\n".join(said)))))


def test_that_a_page_of_arabic_and_nothing_else_reads_back_in_order():
    prose = " ".join(["محمد أحمد بن علي، عبد الرحمن خان (نور) 23 ڈاکٹر"] * 200)
    record = samples.record(
        samples.section("S", samples.item("long_text", "P", f"Latin words (first).\n{prose}\nAnd last."))
    )
    for reader, body in bodies(record, notes.render(record).pdf).items():
        assert fold(prose) in body, reader
        assert "Latin words (first)." in body, reader


LONG = ["محمد أحمد بن علي، ", "আব্দুর রহমান ক্ষুদিরাম ", "Siân <5 & łódź ", "محمد Mixed রহমান 😀 text "]


@pytest.mark.parametrize("words", LONG)
@pytest.mark.parametrize("kind", ["long_text", "actions"])
def test_that_long_text_of_any_script_stays_inside_the_page_and_is_all_there(words: str, kind: str):
    said = words * 300
    record = samples.record(
        samples.section(
            "S", samples.item(kind, "P", said if kind == "long_text" else [{"text": said, "owner": "Head"}])
        )
    )
    pdf = notes.render(record).pdf
    for reader, body in bodies(record, pdf).items():
        for word in set(fold(said).split()):
            assert body.count(word) >= 300, reader
        assert kind == "actions" or fold(said) in body, reader
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        places = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        # What ends the lines of pdfium lies far above; strip and foot have their own place.
        body = [place for place in places if 45 < place[1] < 790]
        assert min(bottom for _, bottom, _, _ in body) > 62
        assert max(right for _, _, right, _ in body) < 535
    document.close()
