import csv
import hashlib
import io
import threading

import pytest

from sipdesk.domain.errors import BadInput, Cancelled
from sipdesk.domain.school import RegisterRow
from sipdesk.imports.gias import read_register
from sipdesk.imports.recognise import recognise
from sipdesk.imports.register import WANTED
from tests.unit.imports import golden

HACKNEY = golden.DATA / "hackney_open_cp1252.csv"
HEAD = [names[0] for names in WANTED]
ROW = [
    "100218",
    "Berger",
    "204",
    "Hackney",
    "2048",
    "2",
    "01",
    "Community school",
    "1",
    "Open",
    "E9 6HB",
    "452",
    "16-01-2025",
]


@pytest.fixture
def register(tmp_path):
    def write(rows, *, head=HEAD, encoding="cp1252", delimiter=",", before=()):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows([*before, head, *rows])
        file = tmp_path / "edubasealldata.csv"
        file.write_bytes(text.getvalue().encode(encoding))
        return file

    return write


def lines(file):
    return [line for chunk in file for line in chunk]


def test_that_the_wanted_columns_are_the_registers_fields():
    assert len(WANTED) == len(RegisterRow.model_fields)


def test_that_the_register_is_read_as_the_csv_library_reads_it():
    read = read_register(HACKNEY, {"100221", "999999"})
    got = lines(read)
    with HACKNEY.open(encoding="cp1252", newline="") as text:
        expected = list(csv.DictReader(text))
    assert len(got) == len(expected) == read.rows == 112
    for line, record in zip(got, expected, strict=True):
        row = RegisterRow(**dict(zip(RegisterRow.model_fields, line, strict=True)))
        assert (row.urn, row.name, row.la_code) == (record["URN"], record["EstablishmentName"], record["LA (code)"])
        assert row.roll == record["NumberOfPupils"]
        assert row.postcode == record["Postcode"]
    assert read.full == {"100221": next(r for r in expected if r["URN"] == "100221")}
    assert read.sha256 == hashlib.sha256(HACKNEY.read_bytes()).hexdigest()
    assert (len(read.columns), read.missing, read.messages, read.encoding) == (135, [], [], "cp1252")


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")]
)
def test_that_encoding_delimiter_order_and_case_of_columns_do_not_matter(register, encoding, delimiter):
    order = list(reversed(range(len(HEAD))))
    head = [HEAD[n].upper().replace(" (", "(") for n in order]
    row = list(ROW)
    row[1] = "Our Lady’s"
    file = register([[row[n] for n in order]], head=head, encoding=encoding, delimiter=delimiter)
    assert lines(read_register(file)) == [(*row[:1], "Our Lady’s", *row[2:12], "2025-01-16")]


def test_that_rows_above_the_header_and_further_columns_are_passed_over(register):
    file = register([[*ROW, "x"]], head=[*HEAD, "UN1"], before=[["Extract of 12 March 2026"], []])
    assert lines(read_register(file))[0][0] == "100218"


def test_that_codes_get_their_lost_zeros_back(register):
    row = list(ROW)
    row[2], row[4], row[6] = "1", "12", "1"
    assert lines(read_register(register([row])))[0][2:7] == ("001", "Hackney", "0012", "2", "01")


def test_that_a_missing_column_is_empty_and_said_to_be_missing(register):
    file = register([ROW[:10]], head=HEAD[:10])
    read = read_register(file)
    assert lines(read) == [(*ROW[:10], "", "", "")]
    assert read.missing == ["postcode", "roll", "census_date"]
    assert read.messages == ["The file has no column for: postcode, roll, census date."]


def test_that_bad_and_repeated_urns_are_reported_and_left_out(register):
    bad = [["10021", *ROW[1:]], ["", *ROW[1:]], ["", *[""] * 12], ["URN", *ROW[1:]]]
    read = read_register(register([ROW, *bad, [ROW[0], "Twice", *ROW[2:]], ["100219", *ROW[1:]]]))
    assert [line[0] for line in lines(read)] == ["100218", "100219"]
    assert read.messages == [
        "Row 3: “10021” is not a URN; the row was left out.",
        "Row 4: “” is not a URN; the row was left out.",
        "Row 6: “URN” is not a URN; the row was left out.",
        "Row 7: URN 100218 stands in the file already; the first was kept.",
    ]


def test_that_line_breaks_and_control_characters_stay_inside_their_field(register):
    row = list(ROW)
    row[1] = "Berger\r\nPrimary \x1f School"
    assert lines(read_register(register([row, ["100219", *ROW[1:]]])))[0][1] == "Berger Primary School"


def test_that_short_rows_are_filled(register):
    assert lines(read_register(register([ROW[:3]]))) == [("100218", "Berger", "204", *[""] * 10)]


@pytest.mark.parametrize("data", [b"School,URN,SIP\nBerger,100218,A Example\n", b"%PDF-1.7", b"", b"x" * 10_000])
def test_that_another_file_is_refused_as_a_register(tmp_path, data):
    file = tmp_path / "list.csv"
    file.write_bytes(data)
    with pytest.raises(BadInput, match=r"not the register|PDF|empty"):
        lines(read_register(file))


def test_that_progress_is_told_and_reading_can_be_cancelled(register):
    stop, told = threading.Event(), []

    def progress(count):
        told.append(count)
        stop.set()

    file = register([[str(100_000 + n), "x" * 400, *ROW[2:]] for n in range(40_000)])
    with pytest.raises(Cancelled):
        lines(read_register(file, progress=progress, cancelled=stop.is_set))
    assert told[0] == 2_000


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HACKNEY.read_bytes()[:5000], "gias"),
        (b"title\nnote\nWeb Link (opens in new window),URN,LAESTAB,School name,Ofsted phase\n", "ofsted"),
        (b"time_period,time_identifier,geographic_level,perm_excl\n202324,x,National,5\n", "exclusions"),
        (b"School,URN,SIP\nBerger,100218,A Example\n", "allocation"),
        ((golden.DATA / golden.FILES[0]).read_bytes(), "allocation"),
    ],
)
def test_that_a_file_is_recognised_by_its_content(tmp_path, content, kind):
    file = tmp_path / "no-name-says-anything"
    file.write_bytes(content)
    assert recognise(file) == kind


def test_that_a_picture_is_not_recognised_as_a_list(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(BadInput, match="a picture"):
        recognise(file)
