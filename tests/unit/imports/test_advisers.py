"""Whose school a row is: sections without an adviser, unknown headings, old and new columns, ditto marks."""

import pytest

from sipdesk.domain.allocation import share_out
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.imports.headings import meaning_of
from tests.unit.imports.making import SPRING, from_csv

OWN = "every row was taken as the partner's own"


def mine(parsed, partner="Alex Example"):
    return [row.row for row in share_out(parsed, partner).mine]


def whose(parsed):
    return {row.row: row.advisers for row in parsed.rows}


NOBODY = [
    *("Vacant", "TBC", "Unallocated", "Unallocated (3)", "No SIP", "Not yet allocated", "To be allocated"),
    *("Schools without a SIP", "SIP: TBC", "Unallocated schools", "Awaiting allocation", "Vacancy - 2 schools"),
]


@pytest.mark.parametrize("words", NOBODY)
def test_that_a_section_without_an_adviser_ends_the_advisers_above(words):
    parsed = from_csv(f"School,URN\nAlex Example,\nBerger,100218\n{words},\nCol,100221\nSam Sample,\nDaub,100223\n")
    assert whose(parsed) == {3: ["Alex Example"], 5: [], 7: ["Sam Sample"]}
    assert mine(parsed) == [3]


@pytest.mark.parametrize("words", ["Vacant", "Unallocated (3)"])
def test_that_a_list_may_begin_with_the_schools_nobody_has(words):
    parsed = from_csv(f"School,URN\n{words},\nBerger,100218\nAlex Example,\nCol,100221\n")
    assert whose(parsed) == {3: [], 5: ["Alex Example"]}


def test_that_unallocated_schools_in_a_partners_own_list_are_nobodys():
    parsed = from_csv("School,URN\nBerger,100218\nUnallocated,\nCol,100221\n")
    assert mine(parsed) == [2]
    assert [row.row for row in share_out(parsed, "Alex Example").nobodys] == [4]


@pytest.mark.parametrize("words", ["New", "PRIMARY", "-----"])
def test_that_other_sections_leave_the_adviser_as_it_was(words):
    parsed = from_csv(f"School,URN\nAlex Example,\nBerger,100218\n{words},\nCol,100221\n")
    assert parsed.rows[-1].advisers == ["Alex Example"]


def test_that_a_nobody_section_beside_an_advisers_column_is_no_school():
    parsed = from_csv("School,URN,SIP\nBerger,100218,A Example\nUnallocated,,\nCol,100221,\n")
    assert whose(parsed) == {2: ["A Example"], 4: []}


HEADINGS = [
    *("Hackney SIP", "LBH SIP", "Your SIP", "Confirmed SIP", "SIP (confirmed)", "SIP (as at 1.9.26)"),
    *("SIP allocated Sept 26", "Incoming SIP", "Attached adviser", "Attached Inspector", "School Development Adviser"),
    *("School Development Partner", "Achievement partner", "Quality Assurance Partner", "Assoc. Adviser"),
    *("Challenge and support partner", "SIO", "SEP", "SDP", "EIP", "Named person", "Supported by", "Visited by"),
    *("Reviewer", "Who", "Anything at all", ""),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_that_an_unusual_heading_over_people_says_whose_school_it_is(heading):
    parsed = from_csv(f"School,URN,{heading},RAG\nBerger,100218,Alex Example,G\nCol,100221,Sam Sample,A\n")
    assert mine(parsed) == [2]


def test_that_people_under_no_telling_heading_refuse_a_partner_who_is_not_among_them():
    parsed = from_csv("School,URN,Anything at all\nBerger,100218,Sam Sample\nCol,100221,Kim Placeholder\n")
    with pytest.raises(Refused, match="people stand under “Anything at all”, and none of them fits"):
        share_out(parsed, "Alex Example")


def test_that_a_partner_under_two_columns_without_telling_headings_is_refused():
    parsed = from_csv("School,URN,One,Two\nBerger,100218,Alex Example,Sam Sample\nCol,100221,Sam Sample,Alex Example\n")
    with pytest.raises(Refused, match="stands under “One” and “Two”"):
        share_out(parsed, "Alex Example")


@pytest.mark.parametrize("column", ["Headteacher", "Locality", "Attendance officer", "Town", "Postcode", "Days"])
def test_that_a_schools_own_people_and_places_are_no_advisers(column):
    parsed = from_csv(f"School,URN,{column}\nBerger,100218,Stoke Newington\nCol,100221,Sam Sample\n")
    assert mine(parsed) == [2, 3]
    assert any(OWN in message for message in parsed.messages)


def test_that_a_list_that_names_nobody_says_that_all_rows_were_taken():
    assert any(OWN in message for message in from_csv("School,URN\nBerger,100218\n").messages)
    named = from_csv("School,URN,SIP\nBerger,100218,A Example\n")
    assert not any(OWN in message for message in named.messages)


@pytest.mark.parametrize("heading", ["SIP focus", "SIP status", "Number of SIP visits", "SIP notes", "Adviser days"])
def test_that_a_heading_about_an_advisers_work_names_no_adviser(heading):
    assert meaning_of(heading) not in {"adviser", "role", "perhaps"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Outgoing SIP", "Incoming SIP"),
        ("SIP", "New SIP"),
        ("SIP (old)", "SIP (new)"),
        ("Previous link officer", "Link officer"),
        ("SIP 2024/25", "SIP 2025/26"),
        ("Proposed SIP", "Agreed SIP"),
        ("Proposed SIP", "SIP"),
        ("SIP", "SIP from September 2025"),
        ("Current SIP", "New SIP from Sept"),
        ("New SIP from January", "Current SIP"),
        ("SIP wef 5/1/26", "SIP"),
    ],
)
def test_that_of_two_advisers_columns_the_one_that_counts_is_read_and_the_other_named(old, new):
    people = [("Sam Sample", "Alex Example"), ("Alex Example", "Sam Sample"), ("Alex Example", "Alex Example")]
    body = "".join(f"S{at},{100218 + at},{a},{b}\n" for at, (a, b) in enumerate(people))
    parsed = from_csv(f"School,URN,{old},{new}\n{body}")
    assert mine(parsed) == [2, 4]
    assert any(f"The column “{old}” was kept with its rows but not used" in message for message in parsed.messages)


def test_that_a_new_adviser_counts_from_the_term_the_heading_names():
    parsed = from_csv("School,URN,SIP,SIP from January\nBerger,100218,Sam Sample,Alex Example\n", wanted=SPRING)
    assert mine(parsed) == [2]


@pytest.mark.parametrize(("one", "other"), [("Lead SIP", "Second SIP"), ("SIP", "SIP from half term")])
def test_that_two_columns_that_differ_undecidably_are_refused_by_name(one, other):
    with pytest.raises(BadInput, match=f"“{one}” and “{other}” name different advisers \\(row 2\\)"):
        from_csv(f"School,URN,{one},{other}\nBerger,100218,Sam Sample,Alex Example\n")


def test_that_two_columns_for_the_same_people_are_read_together_and_said_to_be():
    parsed = from_csv("School,URN,SIP,SIP name\nBerger,100218,AE,Alex Example\nCol,100221,SS,Sam Sample\n")
    assert mine(parsed) == [2]
    assert any("were read together" in message for message in parsed.messages)


def test_that_no_change_keeps_the_adviser_and_an_empty_cell_leaves_it_open():
    parsed = from_csv(
        "School,URN,SIP,New SIP\nBerger,100218,Alex Example,No change\nCol,100221,Alex Example,\n"
        "Daub,100223,Alex Example,Sam Sample\n"
    )
    assert mine(parsed) == [2, 3]
    kept, open_, _ = parsed.rows
    assert "“New SIP” says “No change”" in kept.remarks[0]
    assert open_.doubt == "“New SIP” is empty, while “SIP” names Alex Example; whose it is now is open."
    assert not kept.doubt


def test_that_a_column_for_another_year_alone_makes_no_own_list():
    with pytest.raises(BadInput, match="“SIP 2024-25” says whose the schools are, but not for autumn 2025-26"):
        from_csv("School,URN,SIP 2024-25\nBerger,100218,Sam Sample\n")


def test_that_lists_side_by_side_are_refused():
    with pytest.raises(BadInput, match="Two lists stand side by side: “URN” heads column B and column F"):
        from_csv("School,URN,SIP,,School,URN,SIP\nBerger,100218,A Example,,Col,100221,B Sample\n")


def test_that_a_number_written_twice_is_no_second_list():
    parsed = from_csv("School,URN,SIP,URN\nBerger,100218,A Example,100218\n")
    assert mine(parsed) == [2]


@pytest.mark.parametrize("mark", ['""""', "ditto", "Ditto", "do.", "as above", "”", "''", '"- "" -"'])
def test_that_a_ditto_mark_repeats_the_adviser_above_with_a_remark(mark):
    parsed = from_csv(
        f"School,URN,SIP\nBerger,100218,Alex Example\nCol,100221,{mark}\nDaub,100223,{mark}\nDe B,100224,\n"
    )
    assert list(whose(parsed).values()) == [["Alex Example"]] * 3 + [[]]
    assert all("Alex Example, as in the row above" in row.remarks[0] for row in parsed.rows[1:3])


def test_that_of_two_names_in_a_cell_the_newer_counts_and_is_said_to():
    cells = ["“was Alex Example, now Sam Sample”", "Sam Sample (previously Alex Example)", "Alex Example > Sam Sample"]
    body = "".join(f'S{at},{100218 + at},"{cell}"\n' for at, cell in enumerate(cells))
    parsed = from_csv(f"School,URN,SIP\n{body}Z,100224,Alex Example\n")
    assert mine(parsed) == [5]
    assert mine(parsed, "Sam Sample") == [2, 3, 4]
    assert "Row 4: “Alex Example > Sam Sample” was read as Sam Sample, the newer name." in parsed.messages
