from decimal import Decimal

import pytest

from sipdesk.domain.allocation_category import match_category
from sipdesk.domain.allocation_numbers import read_days, read_la_code, read_laestab, read_urn
from sipdesk.domain.programme import Category
from tests.unit.imports.making import CATEGORIES


@pytest.mark.parametrize(
    "text",
    [
        "2042048",
        "204/2048",
        "204-2048",
        "204 2048",
        "2042048.0",
        "'2042048",
        "2042048'",
        '="2042048"',
        "DfE no. 204/2048",
        "204 / 2048",
        "2,042,048",
        "204\\2048",
        "204.2048",
        " 204/2048 ",
        "\ufeff204\u00a02048",
        "2.042048E+06",
    ],
)
def test_that_a_dfe_number_is_read_in_every_spelling(text):
    assert read_laestab(text) == "2042048"


@pytest.mark.parametrize("text", ["2048", "2048.0", "/2048", "2,048", " 2048 ", "Estab 2048"])
def test_that_an_establishment_number_alone_keeps_its_four_digits(text):
    assert read_laestab(text) == "2048"


@pytest.mark.parametrize(
    "text", ["", "48", "204/48", "02048", "100218", "20420480", "TBC", "E09000012", "204/2048/1", "12 schools"]
)
def test_that_other_numbers_are_no_dfe_number(text):
    assert read_laestab(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "100218",
        "100218.0",
        "100 218",
        "100,218",
        "URN 100218",
        "URN: 100218",
        "'100218",
        " 100218 ",
        '="100218"',
        "100218\u200b",
        "1.00218E+05",
    ],
)
def test_that_a_urn_is_read_in_every_spelling(text):
    assert read_urn(text) == "100218"


@pytest.mark.parametrize(
    "text",
    ["", "10021", "1002180", "012345", "2042048", "100218?", "1.00218", "1.0022E+05", "10021B", "100218 / 100219"],
)
def test_that_other_numbers_are_no_urn(text):
    assert read_urn(text) == ""


def test_that_an_authority_code_has_three_digits():
    assert [read_la_code(text) for text in ("204", "204.0", "LA 204", "Hackney", "2042048")] == [
        "204",
        "204",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3", "3"),
        ("1.5", "1.5"),
        ("½", "0.5"),
        ("1½", "1.5"),
        ("1 1/2", "1.5"),
        ("half a day", "0.5"),
        ("2 days", "2"),
        ("3 (1 carried fwd)", "3"),
        ("0.5", "0.5"),
        ("3+1", "3"),
        ("TBC", None),
        ("", None),
        ("three", None),
        ("3/4", None),
        ("2-3", None),
    ],
)
def test_that_days_are_read_as_people_write_them(text, days):
    assert read_days(text) == (None if days is None else Decimal(days))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *[
            (text, "core")
            for text in (
                "Core",
                "core",
                "CORE ",
                "C",
                "1 - Core",
                "1. core",
                "Core support",
                "Core (universal)",
                "Category: Core",
            )
        ],
        *[(text, "focused") for text in ("Focused", "Focussed", "F", "FOCUSSED", "foc")],
        *[(text, "enhanced") for text in ("ENHANCED", "3 - Enhanced", "Level 3: Enhanced", "Enh", "E")],
        *[(text, "intensive-a") for text in ("Intensive A", "intensive-a", "Int A", "IA", "Int. A", "Intensive  a")],
        *[(text, "intensive-b") for text in ("Int B", "Intensive B", "IntensiveB", "Intensive Support B")],
        *[
            (text, None)
            for text in ("", "I", "Int", "Intensive", "R", "Amber", "green", "3", "Core/Focused", "Corex", "B", "N/A")
        ],
    ],
)
def test_that_a_category_is_matched_by_its_words_or_a_unique_beginning(written, expected):
    found = match_category(written, CATEGORIES)
    assert (found.id if found else None) == expected


def test_that_a_programmes_other_spellings_count_and_exact_words_win():
    categories = [Category(id="a", name="Support", also=["Universal"]), Category(id="b", name="Support plus")]
    assert [
        c.id if c else None for c in (match_category(t, categories) for t in ("support", "universal", "support p"))
    ] == ["a", "a", "b"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("RI(A)", "ri-a"), ("RI (B)", "ri-b"), ("ri b", "ri-b"), ("RIA", "ri-a"), ("RI", None), ("RI (agreed)", None), ("GOBAR (since May)", "gobar")],
)  # fmt: skip
def test_that_brackets_tell_neighbours_apart_and_are_an_aside_else(written, expected):
    categories = [
        Category(id="gobar", name="GOBAR"),
        Category(id="ri-a", name="RI (A)", also=["RI(A)", "RIA"]),
        Category(id="ri-b", name="RI (B)", also=["RI(B)"]),
    ]
    found = match_category(written, categories)
    assert (found.id if found else None) == expected
