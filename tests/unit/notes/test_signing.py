"""Signing: what a signature adds to the file, what it looks like, and what is refused."""

import datetime as dt
import io

import pikepdf
import pytest
from pydantic import ValidationError

from sipdesk import notes
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.ink import Ink, Point
from sipdesk.notes.checking import check
from sipdesk.notes.checking.aloud import listen
from sipdesk.notes.signing import Seal, sign
from sipdesk.notes.stamp import stamp
from tests.unit.notes import samples, signed
from tests.unit.notes.reading import pages


def seal(field: str = "partner", **changes: object) -> Seal:
    given = {"field": field, "name": "Helen Ashdown", "statement": "Written by", "ink": signed.PEN, "at": signed.NOW}
    return Seal(**given | {"first": field == "partner"} | changes)


def shown(pdf: bytes) -> str:
    """What stands in the partner's field, read as a page of its own."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened, pikepdf.new() as alone:
        face = opened.Root.AcroForm.Fields[0].AP.N
        page = alone.add_blank_page(page_size=(float(face.BBox[2]), float(face.BBox[3])))
        page.obj.Resources = alone.copy_foreign(opened.make_indirect(face.Resources))
        page.obj.Contents = alone.make_stream(face.read_bytes())
        alone.save(out)
    return " ".join("".join(pages(out.getvalue())).split())


def unsigned() -> bytes:
    return notes.render(signed.small()).pdf


@pytest.mark.parametrize("note", [samples.autumn, samples.spring, samples.summer, signed.small])
def test_that_a_note_passes_our_check_before_and_after_each_signature(note):
    record = signed.with_fields(note())
    pdf = notes.render(record).pdf
    assert check(pdf) == []
    for fields in (("partner",), ("head",)):
        pdf = signed.signed_by(pdf, record, signed.partner(), fields)
        assert check(pdf) == []


def test_that_a_signature_is_added_behind_the_pages_and_changes_none_of_their_bytes():
    plain = unsigned()
    once = sign(plain, seal(), signed.partner())
    twice = sign(once, seal("head", name="Miriam Okonkwo"), signed.partner())
    assert once.startswith(plain)
    assert twice.startswith(once)


def test_that_the_same_signature_gives_the_same_bytes():
    assert sign(unsigned(), seal(), signed.partner()) == sign(unsigned(), seal(), signed.partner())


def test_that_the_metadata_stay_those_the_file_was_built_with():
    with pikepdf.open(io.BytesIO(unsigned())) as before, pikepdf.open(io.BytesIO(signed.both())) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert {k: str(v) for k, v in before.docinfo.items()} == {k: str(v) for k, v in after.docinfo.items()}
        assert after.pdf_version == "1.7"
        assert "/Version" not in after.Root
        assert bytes(before.trailer.ID[0]) == bytes(after.trailer.ID[0])


def test_that_the_fields_are_part_of_the_structure_and_say_what_they_are_for():
    with pikepdf.open(io.BytesIO(signed.both())) as pdf:
        forms = [one for one in listen(pdf).walk() if one.kind == "Form"]
        assert [one.objects for one in forms] == [1, 1]
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(one.TU) for one in fields] == [
            "Signature of Helen Ashdown: Written by",
            "Signature of Miriam Okonkwo: Received and factually accurate",
        ]
        assert all(int(one.F) == 132 for one in fields)


def test_that_the_partner_seals_the_file_and_the_head_only_signs():
    with pikepdf.open(io.BytesIO(signed.both())) as pdf:
        first, second = (one.V for one in pdf.Root.AcroForm.Fields)
        assert int(first.Reference[0].TransformParams.P) == 2
        assert "/Reference" not in second
        assert pdf.Root.Perms.DocMDP.objgen == first.objgen
        assert str(first.SubFilter) == "/ETSI.CAdES.detached"
        assert str(second.Reason) == "Received and factually accurate"


def test_that_a_typed_name_stands_in_the_field_with_the_local_time_of_summer_and_winter():
    summer = sign(unsigned(), seal(ink=Ink(typed="Helen Ashdown")), signed.partner())
    assert shown(summer) == "Written by · 7 October 2025 at 10:00 Helen Ashdown"
    winter = sign(unsigned(), seal(at=dt.datetime(2025, 12, 1, 9, 30, tzinfo=dt.UTC)), signed.partner())
    assert shown(winter) == "Written by · 1 December 2025 at 09:30"


@pytest.mark.parametrize("name", ["Łucja Żółć", "محمد إقبال", "রহমান", "A" * 60, "Miriam <b>Okonkwo</b> & Co"])
def test_that_a_name_in_any_script_becomes_a_signature(name):
    pdf = sign(unsigned(), seal("partner", name=name, ink=Ink(typed=name)), signed.partner())
    assert check(pdf) == []


def test_that_a_stroke_is_as_thick_as_the_pen_pressed():
    def widths(pressure: float) -> set[float]:
        ink = Ink(strokes=[[Point(x=10 * n, y=n, pressure=pressure) for n in range(9)]])
        with pikepdf.open(io.BytesIO(stamp(ink, "", 200, 50))) as pdf:
            steps = pikepdf.parse_content_stream(pdf.pages[0])
            return {float(step.operands[0]) for step in steps if str(step.operator) == "w"} - {1.0}

    assert max(widths(0.1)) < min(widths(0.9))


def test_that_a_drawing_never_leaves_its_field():
    ink = Ink(strokes=[[Point(x=-900, y=5000), Point(x=70_000, y=-3), Point(x=5, y=5)], [Point(x=1, y=1)]])
    with pikepdf.open(io.BytesIO(stamp(ink, "x", 200, 50))) as pdf:
        curves = [step for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "c"]
    assert curves
    for step in curves:
        xs, ys = [float(v) for v in step.operands[4::2]], [float(v) for v in step.operands[5::2]]
        assert all(0 <= x <= 200 for x in xs)
        assert all(0 <= y <= 50 for y in ys)


@pytest.mark.parametrize(
    "ink",
    [
        Ink(),
        *(Ink(typed=nobody) for nobody in ("  ", "\u200b\u3000\u200d", ".", "-- 1", "\U0001f389")),
        Ink(strokes=[[Point(x=5, y=5)]]),
        Ink(strokes=[[Point(x=5, y=5), Point(x=6, y=6)]]),
    ],
)
def test_that_an_empty_signature_and_a_dot_are_refused(ink):
    with pytest.raises(Refused, match=r"Helen Ashdown.*(dot|has not signed)|dot"):
        sign(unsigned(), seal(ink=ink), signed.partner())


@pytest.mark.parametrize(
    "bad", [{"x": float("nan"), "y": 0}, {"x": float("inf"), "y": 0}, {"x": 0, "y": 0, "pressure": 2}]
)
def test_that_a_point_is_somewhere(bad):
    with pytest.raises(ValidationError):
        Point(**bad)


def test_that_a_field_is_signed_once_and_only_where_it_is():
    with pytest.raises(Refused, match="signed there already"):
        sign(signed.both(), seal(), signed.partner())
    with pytest.raises(Refused, match="no room"):
        sign(unsigned(), seal("governor"), signed.partner())
    with pytest.raises(Refused, match="no room"):
        sign(notes.render(samples.short_draft()).pdf, seal(), signed.partner())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_that_what_is_no_pdf_is_not_signed(data):
    with pytest.raises(BadInput, match="no PDF"):
        sign(data, seal(), signed.partner())


def test_that_no_key_shows_in_what_is_printed_of_an_identity():
    assert "key=" not in repr(signed.partner())
