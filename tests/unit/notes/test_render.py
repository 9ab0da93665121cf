"""The PDF itself: the same for ever, dressed on every page, and deaf to whatever is typed into it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.platypus.paragraph import Paragraph

from sipdesk import notes
from sipdesk.domain.note import NoteRecord, canonical
from tests.unit.notes import samples
from tests.unit.notes.reading import fold, pages

ROOT = Path(__file__).parents[3]

INJECTIONS = [
    '<img src="http://127.0.0.1:9/x.png"/>',
    '<img src="file:///etc/passwd" width="10" height="10"/>',
    '<img src="resources/icons/x.png"/>',
    '<img src="data:image/png;base64,iVBORw0KGgo="/>',
    '<a href="http://127.0.0.1:9/">here</a>',
    "<font size=5000>huge</font>",
    '<font color="[[[getattr(pow, Word(\'__globals__\'))[\'os\'].system(\'touch pwned\') for Word in [type(\'Word\', (str,), {})]] for _ in [1]] and \'red\'">x</font>',
    "<b>oops",
    "</para><para>",
    "<!-- gone -->",
    "<![CDATA[kept]]>",
    "&lt;b&gt; &#60; &unknown; &",
    "<onDraw name=x label=y/>",
    '<seq id="a"/><index item="x"/>',
    "]]> %PDF-1.4 endstream endobj (unbalanced \\( \\",
    "{{7*7}} ${7*7} %(x)s %s",
]  # fmt: skip


def told(record: NoteRecord) -> list[str]:
    return pages(notes.render(record).pdf)


def test_that_the_same_record_gives_the_same_bytes_again():
    first, other = notes.render(samples.stress()).pdf, notes.render(samples.autumn()).pdf
    assert notes.render(samples.stress()).pdf == first
    assert notes.render(samples.autumn()).pdf == other


# A table of the spring note has several longest words of one length; 0 and 1 put them in different orders.
@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Asia/Tokyo")])
def test_that_the_same_record_gives_the_same_bytes_in_any_process(seed: str, zone: str):
    code = (
        "import hashlib, sys; from sipdesk import notes; from tests.unit.notes import samples\n"
        "print(*(hashlib.sha256(notes.render(note()).pdf).hexdigest() for note in (samples.stress, samples.spring)))"
    )
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    here = [hashlib.sha256(notes.render(note()).pdf).hexdigest() for note in (samples.stress, samples.spring)]
    assert run.stdout.split() == here


def test_that_every_page_carries_marking_status_count_and_note():
    sheets = told(samples.stress())
    assert len(sheets) == notes.render(samples.stress()).pages
    for number, text in enumerate(sheets, 1):
        assert "OFFICIAL-SENSITIVE · for the headteacher ISSUED" in text
        mark = f"record {hashlib.sha256(canonical(samples.stress())).hexdigest()[:12]}"
        assert f"Berger Primary School · note 3a4d5e6f · revision 2 · {mark} page {number} of {len(sheets)}" in text


def test_that_a_rehearsal_says_so_on_every_page():
    assert all("DRAFT · REHEARSAL" in text for text in told(samples.short_draft()))
    assert not any("REHEARSAL" in text for text in told(samples.autumn()))


def test_that_a_table_repeats_its_header_on_the_page_it_continues_on():
    rows = [{"text": f"Action {n}", "owner": "Head"} for n in range(80)]
    sheets = told(samples.record(samples.section("S", samples.item("actions", "Agreed", rows))))
    assert len(sheets) > 2
    for text in sheets[:-1]:
        assert text.count("Success measure") == 1


def test_that_no_heading_is_left_alone_at_the_foot_of_a_page():
    for lines in range(20, 34):
        filler = "\n".join(f"Line {n}" for n in range(lines))
        sheets = told(samples.record(
            samples.section("Filler", samples.item("long_text", "Filler", filler)),
            samples.section("Agreed actions", samples.item("actions", "What was agreed?", samples.ACTIONS)),
        ))  # fmt: skip
        sheet = next(text for text in sheets if "Agreed actions" in text)
        assert "What was agreed?" in sheet
        assert "Success measure" in sheet
        assert "Reading tracker" in sheet


def test_that_the_rooms_for_signatures_stand_on_one_page():
    for lines in range(10, 40, 3):
        filler = "\n".join(f"Line {n}" for n in range(lines))
        sheets = told(
            samples.record(
                samples.section("S", samples.item("long_text", "P", filler)), signatories=samples.SIGNATORIES
            )
        )
        assert (
            sum("Signatures Written by" in text and "Miriam Okonkwo, Headteacher Date" in text for text in sheets) == 1
        )


@pytest.mark.parametrize("typed", ["Line", "Line 漢"])
def test_that_what_is_said_about_the_note_has_company_on_its_page(typed: str):
    for lines in range(12, 46):
        filler = "\n".join([typed, *(f"Line {n}" for n in range(lines))])
        remarks = (
            [] if "漢" in typed else ["Written with the forms of an edition that has ended.", "This is the full note."]
        )
        for signatories in ([], samples.SIGNATORIES):
            record = samples.record(
                samples.section("S", samples.item("long_text", "P", filler)), signatories=signatories, remarks=remarks
            )
            sheet = next(text for text in told(record) if "About this note" in text)
            assert ("Signatures" if signatories else "Line") in sheet.partition("About this note")[0]


def test_that_a_long_text_is_broken_into_lines_once_and_not_on_each_page(monkeypatch):
    broken = []
    whole = Paragraph.breakLines
    monkeypatch.setattr(Paragraph, "breakLines", lambda self, width: broken.append(self) or whole(self, width))
    text = "The school knows its pupils well. " * 2_000
    assert len(told(samples.record(samples.section("S", samples.item("long_text", "P", text))))) > 12
    assert broken
    assert not any(hasattr(one.frags[0], "words") for one in broken)  # those of a paragraph that was parted


def test_that_what_cannot_be_printed_is_named_and_reported():
    record = samples.record(samples.section("S", samples.item("long_text", "P", "Kanji 漢字 漢 and ไทย")))
    rendered = notes.render(record)
    assert {(r.printed, r.count) for r in rendered.replaced} >= {("‹U+6F22›", 2), ("‹U+5B57›", 1), ("‹U+0E17›", 1)}
    text = " ".join(pages(rendered.pdf))
    assert "Kanji ‹U+6F22›‹U+5B57› ‹U+6F22› and" in text
    assert "Characters that could not be printed, by number and how often: ‹U+0E17› (1)" in text


def test_that_a_character_missing_in_the_strip_is_counted_once_and_not_on_each_page():
    record = samples.stress().model_copy(update={"marking": "漢"})
    assert {r.count for r in notes.render(record).replaced if r.printed == "‹U+6F22›"} == {2}


@pytest.mark.parametrize("payload", INJECTIONS)
def test_that_markup_typed_anywhere_is_only_text(payload: str):
    record = samples.record(
        samples.section(payload, samples.item("long_text", payload, f"{payload}\n- {payload}"),
                        samples.item("actions", "Actions", [{"text": payload, "owner": "Head", "success_measure": payload}])),
        summary=[payload], partner=payload, marking=payload, status=payload,
        school=samples.SCHOOL | {"name": payload, "head": payload}, remarks=[payload],
    )  # fmt: skip
    rendered = notes.render(record)
    assert fold(" ".join(pages(rendered.pdf))).count(fold(payload)) >= 12
    assert b"/Subtype /Image" not in rendered.pdf
    assert b"/URI" not in rendered.pdf
    assert not Path("pwned").exists()


def test_that_printing_opens_no_file_but_our_fonts_and_no_connection():
    code = """
import sys
from sipdesk import notes, paths
from tests.unit.notes import samples
from tests.unit.notes.test_render import INJECTIONS
notes.render(samples.stress())
seen = []
def watch(event, args):
    if event == "open" or event.startswith(("socket.", "subprocess.", "os.system", "urllib.")):
        seen.append((event, str(args[0]) if args else ""))
record = samples.record(*(samples.section(p, samples.item("long_text", p, p)) for p in INJECTIONS), summary=INJECTIONS)
sys.addaudithook(watch)
notes.render(record)
fonts = str(paths.resources() / "fonts")
print([one for one in seen if not (one[0] == "open" and one[1].startswith(fonts))])
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert run.stdout.strip() == "[]"


def test_that_printing_does_not_mind_the_same_face_under_another_name():
    code = """
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from sipdesk import notes, paths
from tests.unit.notes import samples
pdfmetrics.registerFont(TTFont("Other", str(paths.resources() / "fonts" / "SourceSans3_400Regular.ttf")))
print(notes.render(samples.autumn()).pages)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert run.stdout.strip() == str(notes.render(samples.autumn()).pages)


def test_that_every_font_of_the_file_is_embedded_and_says_its_letters():
    pdf = notes.render(samples.autumn()).pdf
    assert b"/Helvetica" not in pdf
    assert b"/Times" not in pdf
    assert pdf.count(b"/ToUnicode") == pdf.count(b"/FontFile2") == 3


def test_that_importing_the_room_does_not_load_reportlab():
    code = "import sys, sipdesk.notes; print('reportlab' in sys.modules, 'uharfbuzz' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_that_printing_needs_no_tool_of_the_check():
    code = """
import sys
sys.modules["pikepdf"] = None
from sipdesk import notes
from tests.unit.notes import samples
print(notes.render(samples.autumn()).pages > 1)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert run.stdout.strip() == "True"
