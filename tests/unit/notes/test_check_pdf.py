"""The check of our own: a good note passes, and each fault put into one is found and named."""

import io
import re
from collections.abc import Callable
from functools import cache

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from sipdesk import notes
from sipdesk.notes.checking import check
from sipdesk.notes.checking.__main__ import main
from tests.unit.notes import samples

Alter = Callable[[Pdf], None]


@cache
def good() -> bytes:
    return notes.render(samples.autumn()).pdf


def altered(alter: Alter) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good())) as pdf:
        alter(pdf)
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def rules(data: bytes) -> set[str]:
    return {fault.rule for fault in check(data)}


def elements(pdf: Pdf, kind: str) -> list[Dictionary]:
    return [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == f"/{kind}" and "/P" in one]


def rewrite(pdf: Pdf, change: Callable[[bytes], bytes], page: int = 0) -> None:
    held = pdf.pages[page].Contents
    before = held.read_bytes()
    after = change(before)
    assert after != before
    held.write(after)


def in_metadata(before: str, after: str) -> Alter:
    def alter(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert before.encode() in data
        pdf.Root.Metadata = pdf.make_stream(
            data.replace(before.encode(), after.encode()), Type=Name.Metadata, Subtype=Name.XML
        )

    return alter


def without(*path: str) -> Alter:
    """Takes a key away: the last of the path, from what the others lead to."""

    def alter(pdf: Pdf) -> None:
        held = pdf.Root
        for step in path[:-1]:
            held = held[int(step)] if step.isdigit() else held[step]
        del held[path[-1]]

    return alter


def fonts(pdf: Pdf) -> list[Dictionary]:
    return list(pdf.pages[0].Resources.Font.values())


def each_font(change: Callable[[Dictionary], None]) -> Alter:
    def alter(pdf: Pdf) -> None:
        for font in fonts(pdf):
            change(font)

    return alter


def slots(pdf: Pdf) -> Array:
    return pdf.Root.StructTreeRoot.ParentTree.Nums[1]


def spec(pdf: Pdf) -> Dictionary:
    return pdf.Root.AF[0]


def annotate(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 9, 9], F=4, Contents=String("x"))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def show_nothing(pdf: Pdf) -> None:
    """The first letters of the page give way to code 0, the box for a missing letter."""
    rewrite(pdf, lambda code: re.sub(rb"<[0-9a-f]{4,}> Tj", b"<00> Tj", code, count=1))


def swap_file(pdf: Pdf) -> None:
    held = spec(pdf).EF.F
    held.write(held.read_bytes().replace(b"Berger", b"Burger"))


def other_record(pdf: Pdf) -> None:
    """A whole and well described record, of another note."""
    data = pikepdf.AttachedFileSpec(pdf, b"{}", mime_type="application/json").obj.EF.F
    held = spec(pdf).EF.F
    held.write(b"{}")
    held.Params.Size, held.Params.CheckSum = 2, data.Params.CheckSum


def forget_record(pdf: Pdf) -> None:
    del pdf.Root.AF, pdf.Root.Names


def headless(pdf: Pdf) -> None:
    for one in elements(pdf, "TH"):
        one.S = Name.TD


def figure(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Figure


def wider(font: Dictionary) -> None:
    font.Widths = Array([width + 9 for width in font.Widths])


def duplicate_owner(pdf: Pdf) -> None:
    first, second = elements(pdf, "H2")[:2]
    second.K, second.Pg = first.K, first.Pg


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def launch(pdf: Pdf) -> None:
    annotate(pdf)
    pdf.pages[0].Annots[0].A = Dictionary(S=Name.Launch, F=String("x.exe"))


def drop_rows_cell(pdf: Pdf) -> None:
    row = next(row for row in elements(pdf, "TR") if len(row.K) > 2)
    del row.K[-1]


LOOSE = b"BT /%b 9 Tf 1 0 0 1 60 60 Tm <41> Tj ET\n"


def add_loose(pdf: Pdf) -> None:
    name = next(iter(pdf.pages[0].Resources.Font.keys()))[1:].encode()
    rewrite(pdf, lambda code: code + LOOSE % name)


FAULTS: dict[str, tuple[Alter, str]] = {
    "no language": (without("/Lang"), "lang"),
    "not marked as tagged": (without("/MarkInfo"), "marked"),
    "tags under suspicion": (lambda pdf: pdf.Root.MarkInfo.__setitem__("/Suspects", True), "marked"),
    "no structure": (without("/StructTreeRoot"), "structure"),
    "title not shown": (without("/ViewerPreferences", "/DisplayDocTitle"), "title-shown"),
    "text outside marks": (add_loose, "loose"),
    "a line outside marks": (lambda pdf: rewrite(pdf, lambda code: code + b"0 0 m 9 9 l S\n"), "loose"),
    "a picture in the code outside marks": (
        lambda pdf: rewrite(pdf, lambda code: code + b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n"),
        "loose",
    ),
    "an artifact within the words": (
        lambda pdf: rewrite(pdf, lambda code: re.sub(rb"(<</MCID 0>> BDC)", rb"\1 /Artifact BMC EMC", code)),
        "nesting",
    ),
    "a mark never closed": (lambda pdf: rewrite(pdf, lambda code: code + b"/Artifact BMC\n"), "balance"),
    "one mark twice": (
        lambda pdf: rewrite(pdf, lambda code: code.replace(b"/MCID 1>>", b"/MCID 0>>")),
        "twice",
    ),
    "a mark without an element": (
        lambda pdf: rewrite(pdf, lambda code: code + b"/P <</MCID 999>> BDC EMC\n"),
        "orphan",
    ),
    "an element without its mark": (lambda pdf: elements(pdf, "H1")[0].__setitem__("/K", 998), "absent"),
    "a mark with two owners": (duplicate_owner, "shared"),
    "a hole in the way back": (lambda pdf: slots(pdf).__setitem__(0, None), "hole"),
    "the way back to another element": (lambda pdf: slots(pdf).__setitem__(0, slots(pdf)[1]), "hole"),
    "a page without a way back": (lambda pdf: pdf.pages[0].__delitem__("/StructParents"), "parents"),
    "wrong order of stops": (lambda pdf: pdf.pages[1].__setitem__("/Tabs", Name.R), "tabs"),
    "a head without scope": (lambda pdf: elements(pdf, "TH")[0].__delitem__("/A"), "scope"),
    "a table without heads": (headless, "headless"),
    "rows of different length": (drop_rows_cell, "ragged"),
    "a heading level skipped": (lambda pdf: elements(pdf, "H2")[0].__setitem__("/S", Name.H4), "skipped"),
    "a figure without words": (figure, "alt"),
    "a kind nobody knows": (lambda pdf: elements(pdf, "P")[0].__setitem__("/S", Name.Saying), "kind"),
    "an entry without a list": (lambda pdf: elements(pdf, "L")[0].__setitem__("/S", Name.Div), "place"),
    "a list that hides its bullets": (lambda pdf: elements(pdf, "L")[0].__delitem__("/A"), "numbering"),
    "the wrong parent": (
        lambda pdf: elements(pdf, "TD")[0].__setitem__("/P", elements(pdf, "TR")[-1]),
        "parent",
    ),
    "an annotation outside the structure": (annotate, "annotation"),
    "font not embedded": (each_font(lambda font: font.FontDescriptor.__delitem__("/FontFile2")), "embedded"),
    "font without ToUnicode": (each_font(lambda font: font.__delitem__("/ToUnicode")), "tounicode"),
    "ToUnicode that is silent": (
        each_font(lambda font: font.ToUnicode.write(b"1 beginbfchar\n<41> <0041>\nendbfchar")),
        "unspoken",
    ),
    "the box for a missing letter": (show_nothing, "notdef"),
    "wrong widths": (each_font(wider), "width"),
    "an encoding beside the font's own": (
        each_font(lambda font: font.__setitem__("/Encoding", Name.WinAnsiEncoding)),
        "symbolic",
    ),
    "no output intent": (without("/OutputIntents"), "intent"),
    "an output intent without profile": (without("/OutputIntents", "0", "/DestOutputProfile"), "intent"),
    "a colour of print": (lambda pdf: rewrite(pdf, lambda code: b"0 0 0 1 k\n" + code), "colour"),
    "a script": (script, "action"),
    "a launch action": (launch, "action"),
    "no metadata": (without("/Metadata"), "xmp"),
    "metadata that cannot be read": (in_metadata("</rdf:RDF>", ""), "xmp"),
    "not part 3": (in_metadata("<pdfaid:part>3<", "<pdfaid:part>2<"), "pdfaid:part"),
    "not conformance A": (in_metadata("<pdfaid:conformance>A<", "<pdfaid:conformance>B<"), "pdfaid:conformance"),
    "not accessible": (in_metadata("<pdfuaid:part>1</pdfuaid:part>", ""), "pdfuaid:part"),
    "another title in the metadata": (in_metadata("Berger", "Burger"), "metadata"),
    "a time only in the old place": (
        lambda pdf: pdf.docinfo.__setitem__("/ModDate", "D:20250101000000Z"),
        "metadata",
    ),
    "no title": (lambda pdf: pdf.docinfo.__delitem__("/Title"), "title"),
    "no associated file": (without("/AF"), "associated"),
    "no record": (forget_record, "record"),
    "another relation": (lambda pdf: spec(pdf).__setitem__("/AFRelationship", Name.Source), "record-relation"),
    "an unknown relation": (lambda pdf: spec(pdf).__setitem__("/AFRelationship", Name.Friend), "relation"),
    "a file without its kind": (lambda pdf: spec(pdf).EF.F.__delitem__("/Subtype"), "mime"),
    "a file without a date": (lambda pdf: spec(pdf).EF.F.Params.__delitem__("/ModDate"), "dated"),
    "an altered record": (swap_file, "altered"),
    "another record": (other_record, "hash"),
    "a record that is none": (other_record, "canonical"),
}


def test_that_a_good_note_has_no_fault_nor_has_one_that_was_only_written_anew():
    assert check(good()) == []
    assert check(altered(lambda _pdf: None)) == []


def test_that_a_name_so_long_that_the_foot_wraps_before_the_hash_is_no_fault():
    """Found by a random record: between the word “record” and the hash ended the first line of the foot."""
    pdf = named("a" * 60)
    assert "· record \r\n" in foot(pdf)
    assert check(pdf) == []


@pytest.mark.parametrize("name", ["Long " * 90, "W" * 450])
def test_that_no_name_is_so_long_that_the_hash_leaves_the_page(name: str):
    pdf = named(name)
    assert check(pdf) == []
    # What only programs read lies far off the page.
    assert not [bottom for _, bottom, _, _ in places(pdf) if -500 < bottom < 8]
    assert "… · note" in " ".join(foot(pdf).split())


def named(name: str) -> bytes:
    plain = samples.short_draft()
    return notes.render(plain.model_copy(update={"school": plain.school.model_copy(update={"name": name})})).pdf


def foot(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_bounded()[-400:])


def places(pdf: bytes) -> list[tuple[float, float, float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [one.get_bounds() for one in document[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]


def test_that_metadata_said_in_attributes_is_heard_too():
    both = "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
    said = '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>'

    def alter(pdf: Pdf) -> None:
        in_metadata(both, "")(pdf)
        in_metadata("</rdf:RDF>", f"{said}</rdf:RDF>")(pdf)

    assert check(altered(alter)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_that_each_fault_is_found(name: str):
    alter, rule = FAULTS[name]
    assert rule in rules(altered(alter))


def test_that_encryption_is_found():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="x"))
    assert "encrypted" in rules(out.getvalue())


@pytest.mark.parametrize(
    ("alter", "rule"),
    [
        (lambda data: data.replace(b"%PDF-1.7", b"%PDF-2.0", 1), "head"),
        (lambda data: data + b"more", "tail"),
        (lambda data: data.replace(b"\nendstream", b" endstream", 1), "stream"),
        (lambda data: data.replace(b"/Metadata/Subtype/XML", b"/Metadata/Filter[]   "), "xmp-filter"),
        (lambda _data: b"%PDF-1.7 nothing", "file"),
    ],
)
def test_that_faults_of_the_bytes_are_found(alter: Callable[[bytes], bytes], rule: str):
    assert rule in rules(alter(good()))


def test_that_the_command_names_each_fault_and_says_so_with_its_exit(tmp_path, capsys):
    fine, bad = tmp_path / "fine.pdf", tmp_path / "bad.pdf"
    fine.write_bytes(good())
    bad.write_bytes(altered(without("/Lang")))
    assert main([str(fine)]) == 0
    assert main([str(fine), str(bad)]) == 1
    told = capsys.readouterr().out
    assert f"{fine}: no fault found" in told
    assert "lang: the document has no language" in told
