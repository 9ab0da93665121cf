"""What councils write among their rows; each test is one row that was once read as something else."""

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sipdesk.domain.errors import BadInput
from tests.unit.imports.making import as_spreadsheets_write, from_csv, from_xlsx, saved, workbook

HEAD = "School,URN,DfE No,SIP,Category,Visit 1,Notes\n"
LAST = "Sebright,100240,204/2539,Sam Sample,Core,,\n"


def kinds(parsed):
    return {row.row: str(row.kind) for row in parsed.skipped}


@pytest.mark.parametrize(
    "name",
    [
        "Park Federation Primary",
        "The Link Primary School",
        "Stoke-by-Nayland",
        "Meeting House Lane",
        "Key Stage Academy",
    ],
)
@pytest.mark.parametrize("remark", ["see note *", "Visit notes", "new head", "Total of 3 visits"])
def test_that_a_bare_name_beside_a_remark_is_a_school_wherever_it_stands(name, remark):
    bare = f"{name},,,,,,{remark}\n"
    assert [row.name for row in from_csv(f"{HEAD}{bare}").rows] == [name]
    assert [row.name for row in from_csv(f"{HEAD}{bare}{LAST}").rows] == [name, "Sebright"]
    assert [row.name for row in from_csv(f"{HEAD}{LAST}{bare}{LAST}").rows] == ["Sebright", name, "Sebright"]


def test_that_headings_merged_over_several_columns_still_have_a_second_row():
    book = workbook(
        {"": [["School", None, None, "SIP"], ["Trust", "Name", "URN", None], ["Alder", "Berger", 100218, "A Example"]]}
    )
    book.worksheets[0].merge_cells("A1:C1")
    parsed = from_xlsx(saved(book))
    assert [(row.name, row.urn) for row in parsed.rows] == [("Berger", "100218")]
    assert kinds(parsed) == {1: "header", 2: "header"}
    emails = from_csv("School,URN,SIP,\n,,Name,Email\nBerger,100218,A Example,a@example.invalid\n")
    assert emails.rows[0].advisers == ["A Example"]


def test_that_a_school_without_a_number_between_a_total_and_numbered_schools_is_one():
    parsed = from_csv(f"{HEAD}{LAST}TOTAL,,,,,,1\nSpringfield,,,,Core,,\n{LAST}")
    assert [row.row for row in parsed.rows] == [2, 4, 5]
    legend = from_csv(f"{HEAD}{LAST}TOTAL,,,,,,1\nCore,,,,,,3 days\n")
    assert kinds(legend) == {1: "header", 3: "total", 4: "footnote"}


@pytest.mark.parametrize("part", ["PRIMARY", "Cluster A", "TOTAL"])
def test_that_a_row_that_says_one_thing_in_every_cell_says_it_once(part):
    parsed = from_csv(f"School,URN,SIP,Cat\n{','.join([part] * 4)}\nBerger,100218,A Example,Core\n")
    assert [(row.row, row.advisers) for row in parsed.rows] == [(3, ["A Example"])]
    assert parsed.skipped[1].text == part


def test_that_a_title_in_every_cell_may_say_whose_list_it_is():
    parsed = from_csv("SIP: Alex Example,SIP: Alex Example,SIP: Alex Example\nSchool,URN,Cat\nBerger,100218,Core\n")
    assert parsed.rows[0].advisers == ["Alex Example"]


def test_that_a_part_with_a_remark_beside_it_heads_the_rows_below():
    parsed = from_csv(f"{HEAD}Cluster B,,,,,,meets on Mondays\n{LAST}")
    assert [(row.row, row.section) for row in parsed.rows] == [(3, "Cluster B")]


def test_that_a_legend_of_codes_below_the_list_is_no_school():
    parsed = from_csv(f"{HEAD}{LAST}\nC,Core,,,,,\nF+,Focused,,,,,\nAE,Alex Example,,,,,\n")
    assert [row.row for row in parsed.rows] == [2]
    assert kinds(parsed) == {1: "header", 3: "blank", 4: "footnote", 5: "footnote", 6: "footnote"}
    assert [row.name for row in from_csv(f"{HEAD}UTC,,,,Core,,\n{LAST}").rows] == ["UTC", "Sebright"]


@pytest.mark.parametrize("title", ["Caseload - A Example", "SIP caseload: A Example"])
def test_that_a_caseload_may_name_its_partner_last(title):
    assert from_csv(f"{title},\nSchool,URN\nBerger,100218\n").rows[0].advisers == ["A Example"]


def test_that_a_supporting_partner_is_a_person_and_sip_support_a_category():
    assert from_csv("School,URN,SIP,SIP support\nBerger,100218,A Example,Core\n").rows[0].category == "Core"
    with pytest.raises(BadInput, match="“Lead SIP” and “Support SIP” name different advisers"):
        from_csv("School,URN,Lead SIP,Support SIP\nBerger,100218,A Example,B Sample\n")


def test_that_a_dfe_number_in_two_cells_under_one_heading_is_whole():
    parsed = from_csv("DfE No,,School,SIP\nLA,Estab,,\n204,2048,Berger,A Example\n")
    assert (parsed.rows[0].laestab, parsed.rows[0].remarks) == ("2042048", [])
    alone = from_csv("School,DfE,SIP\nBerger,204,A Example\n").rows[0]
    assert alone.remarks == ["DfE: “204” is not a DfE number."]


@pytest.mark.parametrize("name", ["Berger [100218]", "100218 Berger", "Berger (100218)", "Berger URN 100218"])
def test_that_a_urn_beside_the_name_is_read(name):
    assert from_csv(f"School,SIP\n{name},A Example\n").rows[0].urn == "100218"


def test_that_a_note_with_commas_on_its_second_line_swallows_no_rows():
    note = '"Met:\nthe head, the deputy, a governor, the chair, the clerk"'
    assert from_csv(f"School,URN,SIP,Notes\nBerger,100218,A Example,{note}\n").rows[0].urn == "100218"
    tabs = 'School\tURN\tSIP\tNotes\nBerger\t100218\tA Example\t"a\n\t\t\t\t"\n'
    assert from_csv(tabs).rows[0].urn == "100218"
    with pytest.raises(BadInput, match="In row 2 one cell holds whole rows"):
        from_csv(
            'School, URN, SIP, Cat\n"Berger, 100218, A, Core\nCol, 100221, B, Core\nDau, 100223, "Sample, Sam", C\n'
        )


def test_that_words_struck_through_are_left_out_beside_others():
    old, new = TextBlock(InlineFont(strike=True), "Sam Sample "), TextBlock(InlineFont(strike=False), "Alex Example")
    gone = TextBlock(InlineFont(strike=True), "Berger")
    parsed = from_xlsx(
        saved(workbook({"": [["School", "URN", "SIP"], [CellRichText(gone), 100218, CellRichText(old, new)]]}))
    )
    assert (parsed.rows[0].name, parsed.rows[0].advisers) == ("Berger", ["Alex Example"])
    assert "Words struck through beside others in the same cell were left out." in parsed.messages
    shared = "<si><r><rPr><strike/></rPr><t>Sam Sample</t></r><r><t> Alex Example</t></r></si>"
    rows = [["School", "URN", "SIP"], ["Berger", 100218, "#0"], ["Sebright", 100240, "Sam Sample"]]
    assert [row.advisers for row in from_xlsx(as_spreadsheets_write(rows, [shared])).rows] == [
        ["Alex Example"],
        ["Sam Sample"],
    ]
