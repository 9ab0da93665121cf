"""The drawings: one for paper and screen, within its width, to be read in grey, of one face that goes into the file."""

import io
import itertools
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from reportlab.graphics.shapes import PolyLine

from sipdesk import notes
from sipdesk.domain.chart import Bar, Bars, Block, Chart, Line, Look, Part, Point, Progress, Row, Trend
from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.notes import charts, fonts, layout
from sipdesk.notes.chart_lines import apart, scale
from sipdesk.notes.checking import check
from sipdesk.notes.checking.aloud import letters
from sipdesk.notes.document import document
from sipdesk.notes.layout import lay_out
from sipdesk.notes.nodes import Document, Figure
from sipdesk.notes.record import attached
from sipdesk.notes.text import fold
from sipdesk.notes.verify import verify
from tests.unit.notes import samples, signed
from tests.unit.notes.hearing import aloud

DARK = Look("#E7EAEC", "#A7B2BB", "#343B41", "#74C6D9", "#1E2327")


def line(label: str, *values: str, own: bool = False) -> Line:
    points = [
        Point(year=2019 + n, value=Decimal(v)) if v[0].isdigit() else Point(year=2019 + n, why=v)
        for n, v in enumerate(values)
    ]
    return Line(label=label, own=own, points=points)


TREND = Trend(
    title="Suspensions, all pupils", unit="per 100", finding="It rose.",
    lines=[line("This school", "1.10", "suppressed", "4.20", "5.00", own=True), line("Hackney", "2.00", "2.10", "2.20"),
           line("England", "5.01", "5.02", "5.03", "5.01")],
    notes=["A word about one year."],
)  # fmt: skip
BARS = Bars(
    title="Suspensions by group, 2024/25", unit="per 100", finding="More of some.",
    blocks=[Block(label="All pupils", bars=[Bar(label="This school", value=Decimal("5.00"), said="5.00", own=True),
                                            Bar(label="England, 2023/24", value=Decimal("1.61"), said="1.61")]),
            Block(label="Girls", bars=[Bar(label="This school", said="too few to say", own=True)])],
)  # fmt: skip
PROGRESS = Progress(
    title="Visits in 2025/26", unit="a box is a visit", finding="1 of 4 is issued.",
    rows=[Row(label="Autumn", parts=[Part(label="issued", count=1, done=3), Part(label="not begun", count=3, done=0)])],
)  # fmt: skip
ALL: list[Chart] = [TREND, BARS, PROGRESS]


def strings(group: Any) -> list[Any]:
    found = []
    for one in group.contents:
        found += strings(one) if hasattr(one, "contents") else [one] if hasattr(one, "text") else []
    return found


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
@pytest.mark.parametrize("width", [320, 470, 760])
def test_that_every_word_of_a_picture_stands_within_it(chart, width):
    drawing = charts.draw(chart, charts.PAPER, width, 9)
    for one in strings(drawing):
        wide = fonts.font(one.fontName).stringWidth(one.text, one.fontSize)
        left = one.x - {"start": 0, "middle": wide / 2, "end": wide}[one.textAnchor]
        assert left >= -0.6, one.text
        assert left + wide <= width + 0.6, one.text
        assert -drawing.height <= one.y <= 0, one.text


def test_that_no_two_names_of_lines_lie_on_each_other():
    drawn = strings(charts.draw(TREND, charts.PAPER, 470, 9))
    heights = sorted(one.y for one in drawn if one.text.startswith(("This school ", "Hackney ", "England ")))
    assert len(heights) == 3
    assert all(b - a >= 9 for a, b in itertools.pairwise(heights))


def test_that_the_word_for_a_gap_stands_in_the_picture():
    assert "suppressed" in [one.text for one in strings(charts.draw(TREND, charts.PAPER, 470, 9))]


def test_that_lines_differ_without_their_colours():
    drawing = charts.draw(TREND, charts.PAPER, 470, 9)
    group = drawing.contents[0]
    lines = {
        tuple(one.strokeDashArray or ()) for one in group.contents if isinstance(one, PolyLine) and one.strokeWidth > 1
    }
    markers = {type(one).__name__ for one in group.contents} & {"Circle", "Rect", "Polygon"}
    assert len(lines) == 3
    assert markers == {"Circle", "Rect", "Polygon"}


def test_that_a_picture_takes_the_colours_it_is_given():
    for chart in ALL:
        told = charts.svg(chart, DARK, 500, 13)
        assert {DARK.own, DARK.text, DARK.muted} <= set(re.findall(r"#[0-9A-F]{6}", told))
        assert not set(charts.PAPER) & set(re.findall(r"#[0-9A-F]{6}", told))


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_that_the_screen_gets_the_bundled_face_and_nothing_filled_by_chance(chart):
    told = charts.svg(chart, charts.PAPER, 500, 13)
    assert set(re.findall(r"font-family: ([^;]+);", told)) == {"Source Sans 3"}
    assert '<g id="group" fill="none"' in told
    assert "clipPath" not in told
    assert charts.svg(chart, charts.PAPER, 500, 13) == told


def test_that_a_label_in_letters_the_face_lacks_leaves_the_words():
    strange = BARS.model_copy(update={"blocks": [BARS.blocks[0].model_copy(update={"label": "বাংলা"}), BARS.blocks[1]]})
    assert charts.svg(strange, charts.PAPER, 500, 13) == ""


@pytest.mark.parametrize("most", [0, 0.03, 0.5, 1, 9.95, 10, 26.62, 99, 140])
def test_that_a_scale_has_few_even_steps_and_room(most):
    found = scale(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert len(found) <= 6
    assert len({round(b - a, 9) for a, b in itertools.pairwise(found)}) == 1


def test_that_names_are_kept_apart_and_in_the_room():
    assert apart([10, 50], 12, (0, 100)) == [10, 50]
    found = apart([98, 99, 97], 12, (0, 100))
    assert max(found) <= 100
    assert all(b - a >= 12 - 1e-9 for a, b in itertools.pairwise(sorted(found)))
    assert found[2] < found[0] < found[1]


# -- on paper ------------------------------------------------------------------------------------------------------


def with_pictures(chart: bool = True, label: str = "") -> NoteRecord:
    """A note whose table bears a course of the years and groups."""
    told = samples.record(samples.section("Exclusions", samples.exclusions_item())).model_dump(mode="json")
    item = told["sections"][0]["items"][0]
    years = [{"id": f"y{n}", "source": "school", "year": -n} for n in (3, 2, 1)]
    item["question"] |= {"chart": chart, "columns": [*years, {"id": "england", "source": "comparator", "year": -1}]}
    if label:
        item["question"]["groups"][1]["label"] = label
    item["columns"] = {"y3": "2022-23", "y2": "2023-24", "y1": "2024-25"}
    item["answer"] = {
        "periods": {
            "y3": {"all": {"suspension": 21, "roll": 400}},
            "y2": {"all": {"suspension": "c", "roll": 400}},
            "y1": {"all": {"suspension": 41, "roll": 412}, "send": {"suspension": 17, "roll": 71}},
        },
        "comparators": {
            "england": {
                "area": "England", "phase": "primary", "year": "2024-25", "source": "DfE", "values": {"sus_r": "1.61"},
            },
        },
    }  # fmt: skip
    item["answer"]["periods"]["y2"]["all"]["suspension"] = 30
    return NoteRecord.model_validate(told)


def test_that_a_picture_is_a_figure_with_its_words_and_its_place():
    record = with_pictures()
    pdf = notes.render(record).pdf
    assert check(pdf) == []
    wanted = [node.chart.alternative for node in document(record).nodes if isinstance(node, Figure)]
    assert [words for kind, words in aloud(pdf) if kind == "Figure"] == [fold(one) for one in wanted]
    assert [one.split(",")[0] for one in wanted] == ["Suspensions", "Suspensions by group"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert len(figures) == 2
        for one in figures:
            left, low, right, top = (float(edge) for edge in one.A.BBox)
            assert 0 < left < right < 595
            assert 0 < low < top < 842
        fonts_named = {
            str(one.BaseFont) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
        }
        assert all("SourceSans3" in name for name in fonts_named)
        assert all("5.25" in told or "9.95" in told for told in letters(opened))


def test_that_the_same_record_gives_the_same_pictures():
    assert notes.render(with_pictures()).pdf == notes.render(with_pictures()).pdf


def test_that_there_is_no_picture_where_the_form_asks_for_none():
    assert not [node for node in document(with_pictures(chart=False)).nodes if isinstance(node, Figure)]


def test_that_the_words_of_a_picture_stand_where_it_cannot_be_labelled():
    record = with_pictures(label="বাংলা")
    pdf = notes.render(record).pdf
    assert check(pdf) == []
    assert [kind for kind, words in aloud(pdf) if "by group" in words] == ["P"]


# -- and the record within -----------------------------------------------------------------------------------------


class Lying(Bars):
    """Says one thing to the ear and shows another."""

    @property
    def alternative(self) -> str:
        """As an honest picture would say it."""
        return next(node.chart.alternative for node in document(signable()).nodes if isinstance(node, Figure))


def signable() -> NoteRecord:
    """The note with pictures, with room for those who sign the small one."""
    return with_pictures().model_copy(update={"signatories": signed.small().signatories})


def signed_with(record: NoteRecord, shown: Document) -> str:
    """What is found in a signed file that holds one record and shows another document."""
    pdf = lay_out(shown, attached(record, canonical(record))).pdf
    return verify(signed.signed_by(pdf, record, signed.partner()), signed.trust()).verdict


def test_that_a_signed_note_with_pictures_is_intact():
    record = signable()
    assert (
        verify(signed.signed_by(notes.render(record).pdf, record, signed.partner()), signed.trust()).verdict == "intact"
    )


def test_that_another_version_s_pictures_are_heard_and_read(monkeypatch):
    record = signable()
    honest = document(record)
    lie = Lying(
        title="A judgement that no record holds and nobody agreed", unit="about the leadership of somebody here",
        finding="", blocks=[Block(label="Capability proceedings considered", bars=BARS.blocks[0].bars)],
    )  # fmt: skip
    first = next(n for n, node in enumerate(honest.nodes) if isinstance(node, Figure))
    swapped = (*honest.nodes[:first], Figure(lie), *honest.nodes[first + 1 :])
    told = json.loads(canonical(record))
    told["sections"][0]["items"][0]["answer"]["periods"]["y1"]["all"]["suspension"] = 11
    other = next(node for node in document(NoteRecord.model_validate(told)).nodes if isinstance(node, Figure))
    false = (*honest.nodes[:first], other, *honest.nodes[first + 1 :])
    with monkeypatch.context() as patched:
        patched.setattr(layout, "TOOL", "sipdesk 0.0.9")
        found = [signed_with(record, replace(honest, nodes=nodes)) for nodes in (honest.nodes, swapped, false)]
    assert found == ["intact", "altered", "altered"]
    assert signed_with(record, replace(honest, nodes=swapped)) == "altered"
