import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.imports.csvtable import read_csv
from tests.unit.imports.making import from_csv

TABLE = "School,URN,SIP\r\nOur Lady’s School,100282,Alex Example\r\nBerger – Primary,100218,B Sample\r\n"


def facts(parsed):
    return [(row.name, row.urn, row.laestab, row.advisers) for row in parsed.rows]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp1252", "Windows-1252"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16 LE"),
        ("utf-32", "UTF-32"),
    ],
)
def test_that_a_table_reads_the_same_in_every_encoding(encoding, told):
    parsed = from_csv(TABLE.encode(encoding))
    assert facts(parsed) == facts(from_csv(TABLE))
    assert parsed.encoding == told


def test_that_big_endian_utf_16_is_told_by_its_mark():
    parsed = from_csv(b"\xfe\xff" + TABLE.encode("utf-16-be"))
    assert facts(parsed) == facts(from_csv(TABLE))
    assert parsed.encoding == "UTF-16 BE"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_that_delimiter_and_line_ends_do_not_matter(delimiter, ending):
    parsed = from_csv(TABLE.replace("\r\n", ending).replace(",", delimiter))
    assert facts(parsed) == facts(from_csv(TABLE))
    assert parsed.delimiter == delimiter


def test_that_commas_in_titles_and_names_do_not_hide_the_semicolon():
    parsed = from_csv("SIPs, Autumn, 2025;;\nSchool;URN;SIP\nCity Academy, The;100218;Example, Alex\n")
    assert facts(parsed) == [("City Academy, The", "100218", "", ["Example, Alex"])]


def test_that_addresses_with_commas_do_not_hide_the_tab():
    parsed = from_csv("School\tAddress\tSIP\nBerger\tA, B, C, D\tA Example\nCol\tA, B, C, D\tB Sample\n")
    assert parsed.delimiter == "\t"
    assert [row.advisers for row in parsed.rows] == [["A Example"], ["B Sample"]]


def test_that_a_line_naming_the_delimiter_is_obeyed_and_counted():
    parsed = from_csv("sep=;\r\nSchool;URN;SIP\r\nBerger;100218;Example, Alex\r\n")
    assert parsed.rows[0].row == 3
    assert parsed.totals.rows_in_file == 3


def test_that_cells_with_line_breaks_stay_one_cell_and_one_row():
    parsed = from_csv('"School\nname",URN,Notes\r\n"Berger\r\nPrimary",100218,"one\r\ntwo, three"\r\nCol,100221,x\r\n')
    assert [(row.row, row.name, row.notes) for row in parsed.rows] == [
        (2, "Berger Primary", "one\r\ntwo, three"),
        (3, "Col", "x"),
    ]


def test_that_quotes_after_a_space_still_quote():
    parsed = from_csv('School, URN, SIP\n"Berger", 100218, "Example, Alex"\n')
    assert facts(parsed) == [("Berger", "100218", "", ["Example, Alex"])]


def test_that_a_quotation_mark_inside_a_cell_is_a_character():
    parsed = from_csv('School,URN,SIP\nThe 5" School,100218,A Example\n')
    assert parsed.rows[0].name == 'The 5" School'


def test_that_an_open_quotation_mark_is_refused_with_its_row():
    with pytest.raises(BadInput, match="In row 2 a quotation mark is opened and never closed"):
        from_csv('School,URN,SIP\nBerger,100218,"Alex\nCol,100221,B Sample\n')


def test_that_a_quotation_mark_that_swallows_rows_is_refused_with_its_row():
    with pytest.raises(BadInput, match="In row 2 one cell holds whole rows"):
        from_csv('School,URN,SIP,Cat\n"Berger,100218,A,Core\nCol,100221,B,Core\nDau,100223,"Sample, Sam",C\n')


def test_that_ragged_rows_lose_and_gain_nothing():
    parsed = from_csv("School,URN,SIP,Notes\nBerger,100218\nCol,100221,B Sample,a,b,c\n")
    assert [(row.urn, row.advisers, row.notes) for row in parsed.rows] == [
        ("100218", [], ""),
        ("100221", ["B Sample"], "a"),
    ]
    assert parsed.rows[1].cells["Column E"] == "b"


def test_that_bytes_without_meaning_are_shown_and_reported():
    parsed = from_csv(b"School,URN\nOur Lady\x92s \x81,100282\n")
    assert parsed.rows[0].name == "Our Lady’s \ufffd"
    assert "One byte has no meaning in Windows-1252" in parsed.messages[0]


def test_that_blank_lines_count_as_rows():
    parsed = from_csv("\n\nSchool,URN\n\n,\nBerger,100218\n\n\n")
    assert parsed.rows[0].row == 6
    assert [(row.row, row.through) for row in parsed.skipped if row.kind == "blank"] == [(1, 2), (4, 5)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\r\n \t\r\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"<!DOCTYPE html><html><table>", "a web page"),
        (b"\xef\xbb\xbf<html xmlns='x'>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "a web page or XML document"),
        (b"{\\rtf1 School}", "a rich text document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"School,URN\x00,SIP\nBerger,100218,A\n", "NUL characters"),
        ("School,URN\n".encode("utf-16-le"), "NUL characters"),
        (b"Dear Alex,\nplease find the list attached.\nRegards\n", "no row with headings"),
        (b"Berger,100218,Alex Example\nCol,100221,B Sample\n", "no row with headings"),
        (b"School,URN,SIP\n", "no school beneath"),
    ],
)
def test_that_a_file_that_is_no_list_is_refused_with_a_plain_sentence(data, sentence):
    with pytest.raises(BadInput, match=sentence):
        from_csv(data)


def test_that_a_list_of_a_million_rows_is_refused():
    with pytest.raises(BadInput, match="more than 20,000 rows"):
        read_csv(b"School,URN\n" + b"Berger,100218\n" * 1_000_000)


def test_that_a_cell_longer_than_any_spreadsheet_allows_is_refused():
    with pytest.raises(BadInput, match="A cell in row 2 is longer than 32,767 characters"):
        read_csv(b"School,URN\nBerger" + b"x" * 40_000 + b",100218\n")
