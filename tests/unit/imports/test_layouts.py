"""Lists laid out as councils lay them out; each test is one habit."""

import pytest

from sipdesk.domain.allocation import share_out
from sipdesk.domain.errors import BadInput
from tests.unit.imports.making import AUTUMN, SPRING, from_csv, from_xlsx, saved, workbook


def whose(parsed):
    return {row.row: row.advisers for row in parsed.rows}


def kinds(parsed):
    return {row.row: str(row.kind) for row in parsed.skipped}


def test_that_a_header_of_two_rows_is_read_as_one():
    parsed = from_csv("School,,Link,Visit,\nName,URN,adviser,1,2\nBerger,100218,A Example,7 Oct,12/11/25\n")
    assert whose(parsed) == {3: ["A Example"]}
    assert [visit.heading for visit in parsed.rows[0].visits] == ["Visit 1", "Visit 2"]
    assert kinds(parsed) == {1: "header", 2: "header"}


def test_that_groups_above_alike_headings_tell_them_apart():
    parsed = from_csv(
        ",,Autumn,,Spring,\nSchool,URN,SIP,Date,SIP,Date\nBerger,100218,A Example,7 Oct,B Sample,12 Jan\n"
    )
    assert whose(parsed) == {3: ["A Example"]}
    assert [str(visit.day) for visit in parsed.rows[0].visits] == ["2025-10-07", "2026-01-12"]


def test_that_the_last_school_above_a_repeated_header_is_no_part_of_it():
    parsed = from_csv("School,SIP,Category\nBerger,A Example,Core\nSchool,SIP,Category\nCol,B Sample,Core\n")
    assert whose(parsed) == {2: ["A Example"], 4: ["B Sample"]}
    titled = from_csv("Contact: Sam,Extension 12,\nSchool,SIP,Category\nBerger,A Example,Core\n")
    assert kinds(titled) == {1: "title", 2: "header"}


def test_that_a_title_with_two_cells_is_no_header_row():
    parsed = from_csv("SIP,Alex Example,\nSchool,URN,Category\nBerger,100218,Core\n")
    assert whose(parsed) == {3: ["Alex Example"]}
    assert parsed.rows[0].category == "Core"


def test_that_repeated_headers_may_order_their_columns_anew():
    parsed = from_csv(
        "PRIMARY,,,\nSchool,URN,SIP,Days\nBerger,100218,A Example,3\n\nSECONDARY,,,\n"
        "SIP,School,Days,URN\nB Sample,Haggerston,2,149901\nTotal,,5,\n"
    )
    assert [(r.row, r.name, r.urn, r.advisers, str(r.days), r.section) for r in parsed.rows] == [
        (3, "Berger", "100218", ["A Example"], "3", "PRIMARY"),
        (7, "Haggerston", "149901", ["B Sample"], "2", "SECONDARY"),
    ]
    assert kinds(parsed) == {1: "section", 2: "header", 4: "blank", 5: "section", 6: "header", 8: "total"}


def test_that_an_advisers_name_as_a_section_holds_for_the_rows_below():
    parsed = from_csv(
        "School,URN\nAlex Example (2 schools),\nBerger,100218\nWilliam Patten School,130932\n\n"
        "Sam Sample,\nDaubeney,100223\nSub-total,1\nTOTAL,3\n* new this year,\n"
    )
    assert whose(parsed) == {3: ["Alex Example"], 4: ["Alex Example"], 7: ["Sam Sample"]}
    assert kinds(parsed) == {
        1: "header",
        2: "section",
        5: "blank",
        6: "section",
        8: "subtotal",
        9: "total",
        10: "footnote",
    }


def test_that_first_names_head_a_list_whose_schools_have_numbers():
    parsed = from_csv("School,URN\nAlex,\nBerger,100218\nSam,\nDaubeney,100223\n")
    assert whose(parsed) == {3: ["Alex"], 5: ["Sam"]}


def test_that_a_person_above_each_header_owns_the_rows_below_it():
    parsed = from_csv(
        "Alex Example,\nSchool,URN\nBerger,100218\nWilliam Patten,\nSam Sample,\nSchool,URN\nDaubeney,100223\n"
    )
    assert whose(parsed) == {3: ["Alex Example"], 4: ["Alex Example"], 7: ["Sam Sample"]}


def test_that_a_school_named_after_a_person_is_no_section_in_a_partners_own_list():
    parsed = from_csv("School,URN\nBerger,100218\nWilliam Patten,\nSebright,100240\n")
    assert [row.name for row in parsed.rows] == ["Berger", "William Patten", "Sebright"]
    assert not parsed.names_advisers


@pytest.mark.parametrize("first", ["William Patten", "Berger"])
def test_that_a_bare_list_of_names_is_a_list_of_schools(first):
    parsed = from_csv(f"School\n{first}\nSimon Marks\nBetty Layward\n")
    assert [row.name for row in parsed.rows] == [first, "Simon Marks", "Betty Layward"]
    assert not parsed.names_advisers


@pytest.mark.parametrize(
    "title", ["SIP: Alex Example", "Caseload of Alex Example", "Alex Example's schools", "Alex Example - caseload"]
)
def test_that_a_title_may_say_whose_list_it_is(title):
    parsed = from_csv(f"{title},\nSchool,URN\nBerger,100218\nBlossom House,\n")
    assert whose(parsed) == {3: ["Alex Example"], 4: ["Alex Example"]}


def test_that_a_list_without_any_adviser_is_the_partners_own():
    parsed = from_csv("School,URN\nBerger,100218\n")
    assert [row.row for row in share_out(parsed, "Anybody At All").mine] == [2]


def test_that_an_adviser_named_once_per_block_holds_for_the_block_and_is_reported():
    parsed = from_csv(
        "SIP,School,URN\nAlex Example,A,100218\n,B,100221\n,C,100223\nSam Sample,D,100224\n,E,100225\n,F,100229\n"
    )
    assert list(whose(parsed).values()) == [["Alex Example"]] * 3 + [["Sam Sample"]] * 3
    assert any("beside the first school of a block" in message for message in parsed.messages)


def test_that_gaps_among_repeated_names_stay_nobodys():
    parsed = from_csv("SIP,School,URN\nA Example,A,100218\n,B,100221\nA Example,C,100223\n,D,100224\n,E,100225\n")
    assert whose(parsed) == {2: ["A Example"], 3: [], 4: ["A Example"], 5: [], 6: []}


def test_that_last_years_adviser_and_category_are_kept_but_not_used():
    parsed = from_csv(
        "School,URN,SIP 2024-25,SIP 2025-26,Previous SIP,Category 24/25,Category 25/26\n"
        "Berger,100218,B Sample,A Example,C Other,Core,Focused\n"
    )
    row = parsed.rows[0]
    assert (row.advisers, row.category) == (["A Example"], "Focused")
    assert row.cells["SIP 2024-25"] == "B Sample"


def test_that_columns_named_for_terms_hold_people_or_dates_by_their_values():
    people = from_csv("School,URN,Autumn,Spring\nBerger,100218,A Example,B Sample\nCol,100221,B Sample,B Sample\n")
    assert whose(people) == {2: ["A Example"], 3: ["B Sample"]}
    dates = from_csv("School,URN,SIP,Autumn,Spring\nBerger,100218,A Example,07/10/25,12 Jan\n")
    assert [str(visit.day) for visit in dates.rows[0].visits] == ["2025-10-07", "2026-01-12"]


def test_that_rows_under_another_terms_section_are_left_out_with_a_reason():
    text = "School,URN,SIP\nAUTUMN TERM 2025,,\nBerger,100218,A Example\nSPRING TERM 2026,,\nCol,100221,A Example\n"
    autumn, spring = from_csv(text), from_csv(text, wanted=SPRING)
    assert [row.row for row in autumn.rows] == [3]
    assert [row.row for row in spring.rows] == [5]
    assert kinds(spring)[3] == "other term"


def test_that_a_table_without_schools_below_the_list_is_not_read_as_schools():
    parsed = from_csv(
        "School,URN,SIP,Days\nBerger,100218,A Example,3\nTOTAL,,,3\n\nSIP,No of schools,Days,\nA Example,1,3,\n"
    )
    assert [row.row for row in parsed.rows] == [2]
    assert kinds(parsed) == {1: "header", 3: "total", 4: "blank", 5: "header", 6: "other"}
    assert any("row 6" in message for message in parsed.messages)


def test_that_the_words_total_in_a_note_or_a_name_make_no_total():
    parsed = from_csv(
        "School,URN,SIP,Notes\nBerger,100218,A Example,Total of 3 visits\nTotal Learning,100219,A Example,\n"
    )
    assert [row.row for row in parsed.rows] == [2, 3]


def test_that_a_legend_below_the_total_is_no_school():
    parsed = from_csv(
        "School,URN,SIP\nBerger,100218,A Example\nGrand total,1,\nKey: C = Core,,\nCore,3 days,\n"
        "Please send queries to the team.,,\n"
    )
    assert [row.row for row in parsed.rows] == [2]
    assert kinds(parsed) == {1: "header", 3: "total", 4: "footnote", 5: "footnote", 6: "footnote"}


def test_that_a_row_with_an_adviser_but_no_school_is_shown_not_lost():
    parsed = from_csv("School,URN,SIP,Category\nBerger,100218,A Example,Core\n,,A Example,Core\n")
    assert [row.row for row in parsed.rows] == [2, 3]


def test_that_numbers_force_written_as_text_are_numbers():
    parsed = from_csv('School,URN,LAESTAB\nBerger,="100218","=""2042048"""\nCol,\'100221,204/2120\n')
    assert [(row.urn, row.laestab) for row in parsed.rows] == [("100218", "2042048"), ("100221", "2042120")]


def test_that_numbers_in_each_others_columns_are_told_by_their_form():
    parsed = from_csv("School,URN,LAESTAB\nBerger,204/2048,100218\nCol,12345,99\n")
    assert [(row.urn, row.laestab) for row in parsed.rows] == [("100218", "2042048"), ("", "")]
    assert parsed.rows[1].remarks == ["URN: “12345” is not a URN.", "LAESTAB: “99” is not a DfE number."]


def test_that_authority_code_and_establishment_number_in_two_columns_meet():
    parsed = from_csv("No.,School,LA No,Estab No,SIP\n1,Berger,204,2048,A Example\n")
    assert parsed.rows[0].laestab == "2042048"


def test_that_a_term_is_taken_from_the_file_name_where_the_file_names_none():
    parsed = from_csv("School,URN\nBerger,100218\n", name="SIP allocations spring 2026.csv")
    assert (parsed.term, parsed.term_from) == (SPRING, "file name")


def test_that_a_list_for_another_term_than_the_wanted_one_is_refused():
    with pytest.raises(BadInput, match="has nothing for spring 2025-26; it has autumn 2025-26"):
        from_csv("Autumn 2025,\nSchool,URN\nBerger,100218\n", wanted=SPRING)


def test_that_the_first_term_named_is_read_and_the_others_are_said_to_be_left_out():
    sheet = [["School", "URN", "SIP"], ["Berger", 100218, "A Example"]]
    parsed = from_xlsx(saved(workbook({"Spring 26": sheet, "Autumn 25": sheet, "Notes": [["text"]], "Empty": []})))
    assert parsed.term == SPRING
    assert {s.sheet: s.why for s in parsed.ignored} == {
        "Autumn 25": "It is for autumn 2025-26, and spring 2025-26 was read.",
        "Notes": "No row of it has headings such as School, URN or DfE number.",
        "Empty": "It is empty.",
    }
    assert "several terms" in parsed.messages[0]


def test_that_sheets_of_one_term_are_read_together_and_rows_name_their_sheet():
    sheet = [["School", "URN", "SIP"], ["Berger", 100218, "A Example"]]
    contacts = [["School", "Head", "Email"], ["Berger", "Jo Head", "jo@example.invalid"]]
    parsed = from_xlsx(
        saved(workbook({"Primary": sheet, "Secondary": sheet, "Contacts": contacts, "Primary old": sheet}))
    )
    assert [row.place for row in parsed.rows] == ["Sheet “Primary”, row 2", "Sheet “Secondary”, row 2"]
    assert {s.sheet: s.why for s in parsed.ignored} == {
        "Contacts": "It names no advisers, while other sheets do.",
        "Primary old": "Its name says that it is out of date.",
    }


def test_that_an_advisers_name_as_the_sheets_name_holds_for_the_sheet():
    sheet = [["School", "URN"], ["Berger", 100218]]
    parsed = from_xlsx(saved(workbook({"A Example": sheet, "Sample, Sam": sheet})))
    assert [row.advisers for row in parsed.rows] == [["A Example"], ["Sample, Sam"]]
    areas = from_xlsx(saved(workbook({"North": sheet, "South": sheet})))
    assert not areas.names_advisers


def test_that_a_sheet_titled_otherwise_than_named_is_said_to_be():
    sheet = [["Spring Term 2026"], ["School", "URN"], ["Berger", 100218]]
    parsed = from_xlsx(saved(workbook({"Autumn 25": sheet})), wanted=AUTUMN)
    assert "named for autumn 2025-26 but titled for spring 2025-26" in parsed.messages[0]
