"""Published exclusions figures: every shape of file is read exactly, and what is no number stays what it is."""

from collections import Counter
from decimal import Decimal

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.imports.figurewords import Cell, FigureWords
from sipdesk.imports.recognise import recognise
from tests.unit.imports import public
from tests.unit.imports.public import AUTHORITY, ENGLAND, FIGURES, HACKNEY, MODERN, csv_bytes, read

WORDS = FigureWords()


@pytest.fixture
def made(tmp_path):
    def write(*rows, **how):
        file = tmp_path / "figures.csv"
        file.write_bytes(csv_bytes(*rows, **how))
        return file

    return write


def figures(file, **wanted):
    names = ("level", "area", "year", "period", "phase", "pupils")
    return [line for line in file.lines if all(line[names.index(name)] == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("path", "read_", "kept", "shape", "newest"),
    [
        (public.MAJOR, 24, 24, "characteristics", "2024-25"),
        (public.TERMLY, 301, 301, "characteristics", "2024-25/autumn"),
        (public.OLDER, 906, 906, "characteristics", "2015-16"),
        (public.SERIES, 2808, 144, "series", "2023-24"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_that_each_file_that_ships_is_known_and_read_without_loss(path, read_, kept, shape, newest):
    assert recognise(path) == "exclusions"
    file = read("exclusions", path)
    assert (file.read, len(file.lines), file.shape, file.newest, file.messages) == (read_, kept, shape, newest, [])


def test_that_figures_of_one_authority_are_those_of_the_file():
    file = read("exclusions", public.MAJOR)
    (black,) = figures(file, level="local", area="204", year="2023-24", pupils="black")
    assert black[7:17] == ("Hackney", "inner london", "Total", "10342", "22", "0.21272", "1441", "13.93348", "", "")
    (england,) = figures(file, level="national", year="2024-25", pupils="black")
    assert england[10:15] == ("", "", "0.08593", "", "7.14848")


def test_that_the_older_shape_is_read_as_the_csv_library_reads_it():
    file = read("exclusions", public.OLDER)
    rows = public.records(public.OLDER)
    columns = (
        "headcount",
        "perm_excl",
        "perm_excl_rate",
        "fixed_excl",
        "fixed_excl_rate",
        "one_plus_fixed",
        "one_plus_fixed_rate",
    )
    marks = {"x": "c", ".": "z"}  # until 2016/17 x stood for one or two pupils
    for line, row in zip(file.lines, rows, strict=True):
        told = [row[name].replace(",", "") for name in columns]
        assert [marks.get(cell, cell) for cell in told] == [
            cell if cell in {"c", "z"} else str(_as_printed(cell, text))
            for cell, text in zip(line[10:17], told, strict=True)
        ]
        tokens = line[17].split("\x1f") if line[17] else [""] * 7
        assert tokens == [text if text in marks else "" for text in told]


def _as_printed(cell, text):
    return text if Decimal(cell) == Decimal(text) else cell


def test_that_the_groups_of_three_generations_of_labels_have_one_id():
    groups = {
        path.name: Counter(line[5] for line in read("exclusions", path).lines) for path in (public.OLDER, public.TERMLY)
    }
    for counted in groups.values():
        assert {"all", "black_caribbean", "black_african", "white_and_black_caribbean"} <= set(counted)
    for label in ("Ethnicity_Minor_Black_Caribbean", "Ethnicity Minor Black Caribbean", "Caribbean"):
        assert WORDS.part("Ethnicity", label) == "black_caribbean"
    for label in (
        "Black/African/Caribbean/Black British",
        "Black / African / Caribbean / Black British",
        "Ethnicity Major Black Total",
        "Black",
    ):
        assert WORDS.part("", label) == "black"


def test_that_a_row_for_two_characteristics_is_never_taken_for_one():
    file = read("exclusions", public.TERMLY)
    both = figures(file, phase="secondary", pupils="black_caribbean+fsm", year="2023-24", period="autumn")
    alone = figures(file, phase="secondary", pupils="black_caribbean", year="2023-24", period="autumn")
    assert len(both) == len(alone) == 1
    assert both[0][10] != alone[0][10]


def test_that_a_column_nobody_knows_is_never_counted_as_all_pupils(made):
    rows = [
        [*MODERN, "reason"],
        [*ENGLAND, "Total", "Total", "Total", *FIGURES, "Total"],
        [*ENGLAND, "Total", "Total", "Total", *FIGURES, "Bullying"],
    ]
    file = read("exclusions", made(*rows))
    assert [line[5] for line in file.lines] == ["all", "reason_bullying"]


@pytest.mark.parametrize("extra", ["12", "x", ""])
def test_that_a_column_of_numbers_nobody_knows_makes_no_group(made, extra):
    file = read("exclusions", made([*MODERN, "num_pupils"], [*ENGLAND, "Total", "Total", "Total", *FIGURES, extra]))
    assert [line[5] for line in file.lines] == ["all"]


@pytest.mark.parametrize(
    ("token", "mark"),
    [("0", "0"), ("", ""), ("c", "c"), ("SUPP", "c"), ("z", "z"), (":", "z"), ("x", "x"), ("..", "x"), ("low", "k"), ("k", "k"), ("~", "k"), ("u", "u")],
)  # fmt: skip
def test_that_blank_zero_and_every_mark_stay_different_things(made, token, mark):
    file = read("exclusions", made(MODERN, [*ENGLAND, "Total", "Total", "Total", "1000", token, *FIGURES[2:]]))
    (line,) = file.lines
    assert line[11] == mark
    assert line[17] == ("" if mark in {"0", ""} else "\x1f".join(["", token, "", "", "", "", ""]))


def test_that_only_my_authorities_regions_and_england_are_kept(made):
    other = [*AUTHORITY[:8], "205", "Hammersmith and Fulham"]
    region = [*AUTHORITY[:2], "Regional", *AUTHORITY[3:7], "", "", ""]
    tail = ["State-funded primary", "Total", "Total", *FIGURES]
    file = read("exclusions", made(MODERN, [*ENGLAND, *tail], [*region, *tail], [*AUTHORITY, *tail], [*other, *tail]))
    assert file.read == 4
    assert [line[:2] for line in file.lines] == [
        ("national", "england"),
        ("regional", "inner london"),
        ("local", "204"),
    ]
    assert {line[4] for line in file.lines} == {"primary"}


def test_that_a_file_without_numbers_of_authorities_is_matched_by_name(made):
    bare = [*AUTHORITY[:8], "", "HACKNEY"]
    file = read("exclusions", made(MODERN, [*bare, "Special", "Total", "Total", *FIGURES]))
    assert [line[:2] for line in file.lines] == [("local", "hackney")]


@pytest.mark.parametrize("rename", [
    {"suspension": "fixed_excl", "susp_rate": "fixed_excl_rate", "one_plus_susp": "one_plus_fixed", "one_plus_susp_rate": "one_or_more_fixed_excl_rate"},
    {"education_phase": "school_type"},
    {"one_plus_susp": "one_plus", "one_plus_susp_rate": "one_+_susp_rate"},
    {"time_period": "Time_Period ", "headcount": "HEADCOUNT"},
])  # fmt: skip
def test_that_drifting_column_names_give_the_same_figures(made, rename):
    row = [*AUTHORITY, "State-funded secondary", "Gender", "Female", *FIGURES]
    plain = read("exclusions", made(MODERN, row)).lines
    assert read("exclusions", made([rename.get(name, name) for name in MODERN], row)).lines == plain
    assert plain[0][5] == "girls"


def test_that_rows_out_of_shape_are_left_out_and_counted(made):
    tail = ["Total", "Total", "Total"]
    good = [*ENGLAND, *tail, *FIGURES]
    rows = [
        MODERN,
        good,
        good[:-2],  # torn off
        [*good[:1], "202224", *good[2:]],  # no two consecutive years
        [*good[:2], "Galaxy", *good[3:]],
        [*ENGLAND, "Fortress", "Total", "Total", *FIGURES],
        [*ENGLAND, *tail, "=1+1", *FIGURES[1:]],
        [*ENGLAND, *tail, "-5", *FIGURES[1:]],
        [*ENGLAND, *tail, "1001", *FIGURES[1:]],  # says something else of the same
        good,  # says the same again
        [],
    ]
    file = read("exclusions", made(*rows))
    assert len(file.lines) == 1
    assert len(file.messages) == 7
    assert file.messages[0] == "Row 3 has 18 cells and not 20; it was left out."
    assert "“202224” is no year" in file.messages[1]


def test_that_spreadsheet_noise_in_a_rate_is_taken_off():
    assert WORDS.cell("4.7980000000000002E-2") == Cell("0.04798")
    assert WORDS.cell("9.6100000000000005E-3") == Cell("0.00961")
    assert WORDS.cell("749,750") == Cell("749750")
    assert WORDS.cell("1E400").bad
    assert WORDS.cell("٣").bad
    assert WORDS.cell("12,34").bad


def test_that_the_time_series_puts_three_measures_of_a_phase_in_one_row():
    file = read("exclusions", public.SERIES)
    (line,) = figures(file, level="local", area="204", year="2023-24", phase="secondary")
    rows = [r for r in public.records(public.SERIES) if r["area"] == "Hackney" and r["years"] == "2023/24"]
    told = {r["short"]: float(r["value"]) for r in rows}
    assert float(line[12]) == pytest.approx(told["SecPermEx"])
    assert float(line[14]) == pytest.approx(told["SecFixedEx"])
    assert float(line[16]) == pytest.approx(told["Sec_ Pup_FixedEx"])
    assert (line[10], line[11], line[13]) == ("", "", "")
    assert [x[7] for x in figures(file, level="national", year="2023-24", phase="all")] == ["England"]


def test_that_school_figures_are_kept_for_my_schools_only(made):
    head = [
        "time_period",
        "time_identifier",
        "geographic_level",
        "school_name",
        "school_urn",
        "school_laestab",
        "headcount",
        "perm_excl",
        "suspension",
    ]
    rows = [
        ["202324", "Academic year", "School", f"School {n}", str(100000 + n), "2042000", "400", "0", str(n)]
        for n in range(9)
    ]
    asked = type(HACKNEY)(urns=frozenset({"100004"}))
    file = read("exclusions", made(head, *rows), asked)
    assert (file.shape, file.read) == ("schools", 9)
    assert [line[:2] for line in file.lines] == [("school", "100004")]


def test_that_a_file_with_nothing_of_mine_is_refused_in_one_sentence(made):
    other = [*AUTHORITY[:8], "205", "Hammersmith and Fulham"]
    with pytest.raises(BadInput, match="has no row of your schools, their authorities or England"):
        read("exclusions", made(MODERN, [*other, "Total", "Total", "Total", *FIGURES]))


def test_that_two_columns_for_one_thing_are_refused(made):
    with pytest.raises(BadInput, match="two columns for “suspension”"):
        read("exclusions", made([*MODERN, "fixed_excl"], [*ENGLAND, "Total", "Total", "Total", *FIGURES, "1"]))
