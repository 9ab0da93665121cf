import datetime

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sipdesk.imports.formats import exact
from sipdesk.imports.sheetxml import without_empty_cells
from sipdesk.imports.workbook import read_workbook
from tests.unit.imports.making import as_spreadsheets_write, from_xlsx, rewritten, saved, workbook

HEAD = ["School", "URN", "SIP", "Visit"]


def made(*rows, name="List"):
    book = workbook({name: [HEAD, *rows]})
    return book, book[name]


def sheet_xml(change):
    return lambda name, content: change(content) if name.endswith("sheet1.xml") else content


def test_that_numbers_are_exact_text():
    book, _ = made(
        ["A", 100221, "A Example", None], ["B", 100222.0, "A Example", None], ["C", "100223 ", "A Example", None]
    )
    assert [row.urn for row in from_xlsx(saved(book)).rows] == ["100221", "100222", "100223"]
    assert [exact(text) for text in ("100221", "100221.0", "1.00221E5", "0.30000000000000004", "1.5", "-3", "007")] == [
        *("100221", "100221", "100221", "0.3", "1.5", "-3", "7"),
    ]


@pytest.mark.parametrize("mac", [False, True])
def test_that_dates_are_dates_from_1900_and_from_1904(mac):
    book, _ = made(
        ["A", 100221, "A Example", datetime.date(2025, 10, 7)],
        ["B", 100222, "A", datetime.datetime(2025, 11, 18, 9, 30)],  # noqa: DTZ001 - a cell has no time zone  # noqa: DTZ001 - a cell has no time zone
    )
    if mac:
        book.epoch = CALENDAR_MAC_1904
    cells = [row.cells[4] for row in read_workbook(saved(book)).sheets[0].rows[1:]]
    assert cells == [("d", "2025-10-07", False), ("d", "2025-11-18T09:30", False)]


def test_that_a_number_is_a_date_only_by_its_format_and_a_month_is_no_day():
    book, sheet = made(*([f"S{n}", 100220 + n, "A Example", 45937] for n in range(6)))
    formats = ["General", "dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "mmm-yy", '0.0 "days"', "h:mm"]
    for row, form in enumerate(formats, start=2):
        sheet.cell(row, 4).number_format = form
    told = [row.cells[4][:2] for row in read_workbook(saved(book)).sheets[0].rows[1:]]
    assert told == [
        ("n", "45937"),
        ("d", "2025-10-07"),
        ("d", "2025-10-07"),
        ("s", "October 2025"),
        ("n", "45937"),
        ("n", "45937"),
    ]


def test_that_rich_inline_and_escaped_text_is_read_whole():
    book, sheet = made(["x", 100221, "A Example", None], ["Two_x000D_\nLines", 100222, "A", None])
    sheet["A2"] = CellRichText("Our ", TextBlock(InlineFont(b=True), "Lady’s"))
    parsed = from_xlsx(saved(book))
    assert [row.name for row in parsed.rows] == ["Our Lady’s", "Two Lines"]
    inline = b'<c r="A2" t="inlineStr"><is><r><t>In</t></r><r><t>line</t></r><rPh><t>no</t></rPh></is></c>'
    change = sheet_xml(lambda xml: xml[: xml.index(b'<c r="A2"')] + inline + xml[xml.index(b'<c r="B2"') :])
    assert from_xlsx(rewritten(saved(book), change)).rows[0].name == "Inline"


def test_that_shared_texts_are_read_with_their_runs_and_without_reading_aids():
    items = [
        "<si><r><rPr><b/></rPr><t>Our </t></r><r><t>Lady’s &amp; All</t></r></si>",
        '<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr fontId="1"/></si>',
        "<si><t>_x005F_x0041_ Two_x000D_\nLines</t></si>",
        "<si/>",
    ]
    rows = [["School", "URN", "SIP"], ["#0", 100221, "A Example"], ["#1", 100222, " A Example "], ["#2", 100223, "#3"]]
    parsed = from_xlsx(as_spreadsheets_write(rows, items))
    assert [row.name for row in parsed.rows] == ["Our Lady’s & All", "東京", "_x0041_ Two Lines"]
    assert [row.advisers for row in parsed.rows] == [["A Example"], ["A Example"], []]


def test_that_a_formula_counts_with_its_stored_value_and_is_marked_without_one():
    book, _ = made(["A", "=100220+1", "=B9", None], ["B", 100222, "A Example", None])
    lost = from_xlsx(saved(book)).rows[0]
    assert (lost.urn, lost.advisers) == ("", [])
    assert lost.remarks[0].startswith("URN: a formula without a stored value")
    stored = rewritten(
        saved(book),
        sheet_xml(
            lambda xml: (
                xml.replace(b"<f>100220+1</f><v />", b"<f>100220+1</f><v>100221</v>")
                .replace(b"<f>100220+1</f><v></v>", b"<f>100220+1</f><v>100221</v>")
                .replace(b'<c r="C2"><f>B9</f>', b'<c r="C2" t="str"><f>B9</f>')
                .replace(b"<f>B9</f><v />", b"<f>B9</f><v>A Example</v>")
                .replace(b"<f>B9</f><v></v>", b"<f>B9</f><v>A Example</v>")
            )
        ),
    )
    kept = from_xlsx(stored).rows[0]
    assert (kept.urn, kept.advisers) == ("100221", ["A Example"])


def test_that_an_adviser_column_of_unstored_formulas_is_reported():
    book, _ = made(["A", 100221, "=B9", None])
    assert "Some adviser cells hold no name" in from_xlsx(saved(book)).messages[1]


def test_that_errors_and_truth_values_are_told_as_they_are():
    book, sheet = made(["A", "#N/A", "A Example", True])
    sheet["B2"].data_type = "e"
    row = from_xlsx(saved(book)).rows[0]
    assert row.remarks == ["URN: the spreadsheet shows the error #N/A."]
    assert row.visits[0].written == "TRUE"


def test_that_a_merged_adviser_or_phase_holds_for_each_row_it_spans():
    book = workbook(
        {
            "List": [
                ["SIP allocations", None, None, None],
                ["SIP", "Phase", "School", "URN"],
                ["A Example", "Pri", "One", 100221],
                [None, None, "Two", 100222],
                [None, None, None, None],
                ["B Sample", "Sec", "Three", 100223],
            ]
        }
    )
    for block in ("A1:D1", "A3:A5", "B3:B4"):
        book["List"].merge_cells(block)
    parsed = from_xlsx(saved(book))
    assert [(row.advisers, str(row.phase)) for row in parsed.rows] == [
        (["A Example"], "primary"),
        (["A Example"], "primary"),
        (["B Sample"], "secondary"),
    ]
    assert {row.row: str(row.kind) for row in parsed.skipped} == {1: "title", 2: "header", 5: "blank"}


def test_that_a_school_merged_over_two_rows_is_one_school_unless_two_advisers_share_it():
    book, sheet = made(
        ["One", 100221, "A Example", "7 Oct"],
        [None, None, None, "9 Nov"],
        ["Two", 100222, "A Example", "7 Oct"],
        [None, None, "B Sample", "9 Nov"],
    )
    for block in ("A2:A3", "B2:B3", "C2:C3", "A4:A5", "B4:B5"):
        sheet.merge_cells(block)
    parsed = from_xlsx(saved(book))
    assert [(row.row, row.urn, row.advisers) for row in parsed.rows] == [
        (2, "100221", ["A Example"]),
        (4, "100222", ["A Example"]),
        (5, "100222", ["B Sample"]),
    ]
    assert any("row 3" in message for message in parsed.messages)


def test_that_merged_headings_stand_over_each_of_their_columns():
    book = workbook(
        {
            "List": [
                ["School", None, "SIP visits", None, "SIP"],
                ["Name", "URN", "Autumn", "Spring", None],
                ["One", 100221, "7 Oct", "12 Jan", "A Example"],
            ]
        }
    )
    for block in ("A1:B1", "C1:D1", "E1:E2"):
        book["List"].merge_cells(block)
    row = from_xlsx(saved(book)).rows[0]
    assert (row.name, row.urn, row.advisers) == ("One", "100221", ["A Example"])
    assert [str(visit.day) for visit in row.visits] == ["2025-10-07", "2026-01-12"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_that_hidden_sheets_are_ignored(state):
    book, _ = made(["A", 100221, "A Example", None])
    book.create_sheet("Archive").append(HEAD)
    book["Archive"].sheet_state = state
    assert {sheet.sheet: sheet.why for sheet in from_xlsx(saved(book)).ignored} == {"Archive": "It is hidden."}


def test_that_hidden_rows_are_read_and_said_to_be_hidden():
    book, sheet = made(["A", 100221, "A Example", None], ["B", 100222, "B Sample", None])
    sheet.row_dimensions[3].hidden = True
    parsed = from_xlsx(saved(book))
    assert [row.hidden for row in parsed.rows] == [False, True]
    assert parsed.rows[1].remarks == ["The row is hidden in the spreadsheet."]


def test_that_a_false_dimension_loses_no_row():
    book, _ = made(*([f"S{n}", 100221 + n, "A Example", None] for n in range(50)))
    lying = rewritten(saved(book), sheet_xml(lambda xml: xml.replace(b'ref="A1:D51"', b'ref="A1:A2"')))
    assert len(from_xlsx(lying).rows) == 50


def test_that_a_lone_far_cell_costs_nothing_and_hides_nothing():
    book, sheet = made(["A", 100221, "A Example", None])
    sheet["XFD1048576"] = "x"
    parsed = from_xlsx(saved(book))
    assert [row.row for row in parsed.rows] == [2]
    assert parsed.totals.rows_in_file == 1_048_576
    assert [(row.row, row.through) for row in parsed.skipped if row.kind == "blank"] == [(3, 1_048_575)]


def test_that_cells_with_nothing_but_a_border_change_nothing():
    rows = [
        ["School", None, "URN", "SIP"],
        ["Berger", None, 100218, None],
        [None, None, None, None],
        ["Col", None, 100221, "A"],
    ]
    data = as_spreadsheets_write(rows)
    told = [(row.row, row.urn, row.advisers) for row in from_xlsx(data).rows]
    assert told == [(2, "100218", []), (4, "100221", ["A"])]
    xml = b'<row><c r="A1" s="0"/><c r="B1"><v>1</v></c><c r="C1" t="s"/></row>'
    for size in (1, 7, 20, 1000):
        pieces = [xml[at : at + size] for at in range(0, len(xml), size)]
        assert b"".join(without_empty_cells(pieces)) == b'<row><c r="B1"><v>1</v></c><c r="C1" t="s"/></row>'
    commented = b'<!-- <c r="A1"/> --><row>'
    assert b"".join(without_empty_cells([commented])) == commented


def test_that_both_dialects_of_the_format_and_prefixed_tags_are_read():
    book, _ = made(["A", 100221, "A Example", None])
    strict = rewritten(
        saved(book),
        lambda _, xml: xml.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    assert [row.urn for row in from_xlsx(strict).rows] == ["100221"]
    prefixed = rewritten(
        saved(book),
        sheet_xml(
            lambda xml: (
                xml.replace(b"</", b"</x:")
                .replace(b"<x:/", b"</")
                .replace(b"<", b"<x:")
                .replace(b"<x:/x:", b"</x:")
                .replace(b"<x:?", b"<?")
                .replace(b"xmlns=", b"xmlns:x=")
            )
        ),
    )
    assert [row.urn for row in from_xlsx(prefixed).rows] == ["100221"]


def test_that_rows_and_cells_without_references_are_counted():
    book, _ = made(["A", 100221, "A Example", None])
    import re  # noqa: PLC0415

    bare = rewritten(saved(book), sheet_xml(lambda xml: re.sub(rb'(<(?:row|c)) r="\w+"', rb"\1", xml)))
    assert [(row.row, row.urn) for row in from_xlsx(bare).rows] == [(2, "100221")]


def test_that_links_to_other_workbooks_do_no_harm():
    book, _ = made(["A", 100221, "A Example", None])
    linked = rewritten(saved(book), lambda _, xml: xml, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    assert [row.urn for row in from_xlsx(linked).rows] == ["100221"]
