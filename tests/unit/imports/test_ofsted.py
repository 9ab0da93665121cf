"""Ofsted's management information: preambles, NULL, nines and three blocks, told in words and never mixed."""

import json

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.domain.inspection import InspectionKind
from sipdesk.imports.ofsted import inspected, title_of
from sipdesk.imports.public import Asked
from sipdesk.imports.recognise import recognise
from tests.unit.imports import public
from tests.unit.imports.public import csv_bytes, read

HEAD = list(public.records(public.OUTCOMES, encoding="cp1252")[0])
GRADED = {
    "URN": "900101",
    "School name": "Alder Park Primary School",
    "Inspection start date of latest OEIF graded inspection": "14/03/2023",
    "Does the latest OEIF graded inspection relate to the URN of the current school?": "Yes",
    "URN at time of latest OEIF graded inspection": "900101",
    "Latest OEIF overall effectiveness": "2",
    "Latest OEIF quality of education": "2",
    "Latest OEIF behaviour and attitudes": "1",
    "Latest OEIF personal development": "3",
    "Latest OEIF effectiveness of leadership and management": "4",
    "Latest OEIF early years provision (where applicable)": "0",
    "Latest OEIF sixth form provision (where applicable)": "9",
}


def row(**more):
    return {**dict.fromkeys(HEAD, "NULL"), **GRADED, **more}


def test_that_the_file_that_ships_is_read_below_its_preamble():
    assert recognise(public.OFSTED) == "ofsted"
    file = read("ofsted", public.OFSTED)
    expected = public.records(public.OFSTED, above=2, encoding="cp1252")
    assert len(file.lines) == len(file.full) == len(expected) == 79
    assert [file.full[row["URN"]] for row in expected] == expected
    assert title_of(file.above) == "Ofsted management information, state-funded schools, as at 31 May 2026"
    assert file.messages == []


def test_that_of_england_each_school_is_kept_and_all_columns_of_the_asked_for_only():
    asked = Asked(codes=frozenset({"204"}), urns=frozenset({"100000"}))
    file = read("ofsted", public.OUTCOMES, asked)
    rows = public.records(public.OUTCOMES, encoding="cp1252")
    assert [line[0] for line in file.lines] == [r["URN"] for r in rows]
    assert set(file.full) == {r["URN"] for r in rows if r["LAESTAB"].startswith("204") or r["URN"] == "100000"}
    blank = [(line, r) for line, r in zip(file.lines, rows, strict=True) if r["Postcode"] == "NULL"]
    assert blank
    assert all(line[5] == "" for line, _ in blank)


def test_that_grades_are_told_in_words_and_nine_and_nought_as_not_applicable():
    told = inspected("900101", row())
    (graded,) = told.inspections
    assert graded.headline == "Graded inspection, 14 March 2023: Good"
    assert [(one.label, one.words) for one in graded.judgements] == [
        ("Quality of education", "Good"),
        ("Behaviour and attitudes", "Outstanding"),
        ("Personal development", "Requires improvement"),
        ("Leadership and management", "Inadequate"),
        ("Early years", "Not applicable"),
        ("Sixth form", "Not applicable"),
    ]
    assert "Not applicable" not in graded.told
    assert not graded.predecessor


def test_that_a_nine_where_nothing_is_optional_is_left_as_it_stands():
    told = inspected("900101", row(**{"Latest OEIF quality of education": "9"}))
    assert told.inspections[0].judgements[0].words == "9"


def test_that_not_judged_is_said_and_no_grade_is_made_up():
    told = inspected("900101", row(**{"Latest OEIF overall effectiveness": "Not judged"}))
    assert told.inspections[0].headline == "Graded inspection, 14 March 2023: no overall grade was given"


@pytest.mark.parametrize("own", ["No", "NULL"])
def test_that_grades_of_a_predecessor_are_said_to_be_its(own):
    more = {
        "Does the latest OEIF graded inspection relate to the URN of the current school?": own,
        "URN at time of latest OEIF graded inspection": "900999",
        "School name at time of latest OEIF graded inspection": "Alder Park Infants",
    }
    (graded,) = inspected("900101", row(**more)).inspections
    assert graded.whose == "These are the grades of the predecessor school, Alder Park Infants (URN 900999)."


def test_that_the_three_blocks_stand_side_by_side_newest_first():
    more = {
        "Inspection start date": "13/01/2026",
        "Inclusion": "Strong standard",
        "Safeguarding standards": "Met",
        "Achievement": "Needs attention",
        "Date of latest ungraded inspection": "05/06/2024",
        "Ungraded inspection overall outcome": "School remains Good (Concerns) - S5 Next",
        "Most recent category of concern": "SM",
    }
    told = inspected("900101", row(**more))
    kinds = [InspectionKind.REPORT_CARD, InspectionKind.UNGRADED, InspectionKind.GRADED]
    assert [one.kind for one in told.inspections] == kinds
    assert told.inspections[0].told == "Safeguarding: Met · Inclusion: Strong standard · Achievement: Needs attention"
    assert "Good" not in told.lines[0]
    assert told.inspections[1].headline.endswith("School remains Good (Concerns) - S5 Next")
    assert told.category == "Special measures"


def test_that_a_doubled_blank_in_a_heading_makes_no_difference():
    columns = row(**{"Latest OEIF  safeguarding is effective?": "Yes"})
    single = {" ".join(name.split()): value for name, value in columns.items()}
    assert inspected("900101", columns) == inspected("900101", single)
    assert ("Safeguarding is effective: Yes") in inspected("900101", columns).inspections[0].told


def test_that_a_school_without_any_inspection_has_none():
    assert inspected("900101", dict.fromkeys(HEAD, "NULL")).inspections == []


def test_that_every_outcome_that_ships_is_told(tmp_path):
    for columns in public.records(public.OUTCOMES, encoding="cp1252"):
        told = inspected(columns["URN"], columns)
        assert bool(told.inspections) == (
            columns["Inspection start date"] != "NULL"
            or columns["Inspection start date of latest OEIF graded inspection"] != "NULL"
        )
        assert not {"NULL", "1", "2", "3", "4"} & {one.words for each in told.inspections for one in each.judgements}
        assert json.loads(told.model_dump_json())["urn"] == columns["URN"]


def test_that_torn_double_and_nameless_rows_are_left_out_and_counted(tmp_path):
    file = tmp_path / "ofsted.csv"
    good = list(row().values())
    file.write_bytes(
        csv_bytes(HEAD, good, good, good[:40], ["x", *good[1:]], [good[0], "12345", *good[2:]], [*good, "more"])
    )
    read_ = read("ofsted", file, Asked(urns=frozenset({"900101"})))
    assert [line[0] for line in read_.lines] == ["900101"]
    assert len(read_.messages) == 5
    assert "has 40 cells and not 85" in read_.messages[1]


def test_that_a_list_of_urns_is_no_inspection_file(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_bytes(["URN", "School name"], ["900101", "Alder Park"]))
    with pytest.raises(BadInput, match="not Ofsted's management information"):
        read("ofsted", file)
