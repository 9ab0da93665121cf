import pytest

from sipdesk.domain.allocation import AllocationRow
from sipdesk.domain.matching import match
from sipdesk.domain.school import Phase
from tests.unit.imports.making import CATEGORIES, Shelf, school

BERGER = school("100218", "Berger Primary School", "2048", phase_code="2", type_code="01")
COLVESTONE = school("100221", "Colvestone Primary School", "2120", phase_code="2")
OLD = school("100222", "Daniel House Primary School", "2130", status_code="2")
NEW = school("150001", "Daniel House Academy", "2130", type_code="34")
GONE = school("100299", "Gone Primary School", "2999", status_code="2")
MARYS = [school("100271", "St Mary's Church of England Primary School, Upper Town", "3618", phase_code="2")]
TWINS = [school("100301", "Holy Cross School", "3301"), school("100302", "Holy Cross School", "3302")]
YESODEY = [school("100287", "Yesodey Hatorah School", "6072"), school("146748", "Yesodey Hatorah Girls School", "6018")]
ELSEWHERE = school("110000", "Blossom House School", "2048", la_code="316", la_name="Newham")
ENGLAND = Shelf([BERGER, COLVESTONE, OLD, NEW, GONE, *MARYS, *TWINS, *YESODEY, ELSEWHERE])


def row(number=6, **given):
    return AllocationRow(sheet="", row=number, place=f"Row {number}", **given)


def fate(*rows, others=(), register=ENGLAND, la_codes=("204",)):
    return match(rows, others, register, la_codes=la_codes, categories=CATEGORIES)


def one(**given):
    """The school a single row is settled as, or why not."""
    matched = fate(row(**given))
    return matched.settled[0].urn if matched.settled else matched.unsettled[0].why


@pytest.mark.parametrize(
    ("given", "how"),
    [
        ({"urn": "100218", "laestab": "2042048", "name": "Berger"}, "URN and DfE number"),
        ({"urn": "100218", "name": "Berger"}, "URN"),
        ({"urn": "100218"}, "URN"),
        ({"laestab": "2042048", "name": "Berger"}, "DfE number"),
        ({"laestab": "2048", "name": "Berger"}, "DfE number"),
        ({"name": "BERGER PRIMARY SCHOOL"}, "name"),
        ({"name": "Berger Primary"}, "name"),
        ({"name": "Berger Sch."}, "name"),
        ({"name": "Berger Community School (N16)"}, "name"),
    ],
)
def test_that_a_school_is_found_by_number_then_by_name(given, how):
    settled = fate(row(**given)).settled[0]
    assert (settled.urn, settled.how) == ("100218", how)


def test_that_a_four_digit_number_counts_within_the_rows_own_authority():
    assert one(laestab="2048", name="Blossom House", la="Newham") == "110000"
    assert one(laestab="2048", name="Blossom House", la="316") == "110000"
    assert one(laestab="2048", name="Blossom House", la="LB Newham") == "110000"
    assert one(laestab="2048", name="Blossom House", section="NEWHAM") == "110000"
    assert one(laestab="2048", name="Berger", section="North cluster") == "100218"


def test_that_a_name_is_never_looked_for_outside_the_authority():
    assert one(name="Blossom House") == (
        "Row 6, Blossom House: no school of this name in the authority's part of the register, "
        "and the row has neither URN nor DfE number."
    )
    assert "no authority called “Atlantis”" in one(name="Berger", la="Atlantis")
    assert "no authority is known" in fate(row(name="Berger"), la_codes=()).unsettled[0].why


def test_that_urn_and_dfe_number_of_two_schools_are_not_settled():
    why = one(urn="100218", laestab="2042120", name="Berger Primary School")
    assert why == (
        "Row 6, Berger Primary School: its URN is Berger Primary School (URN 100218, 204/2048), "
        "but its DfE number is Colvestone Primary School (URN 100221, 204/2120)."
    )


def test_that_a_number_with_quite_another_name_is_not_settled():
    why = one(urn="100218", name="Colvestone Primary School")
    assert "a quite different name, while its name fits Colvestone Primary School" in why
    assert "a quite different name" in one(laestab="2042048", name="Colvestone")
    agreed = fate(row(urn="100218", laestab="2042048", name="Renamed Academy")).settled[0]
    assert agreed.remarks == ["The register calls it Berger Primary School; URN and DfE number agree."]


def test_that_a_misspelt_name_beside_a_number_is_no_contradiction():
    assert one(urn="100221", name="Colveston Primery") == "100221"
    assert one(urn="100218", name="") == "100218"


def test_that_a_closed_school_with_a_successor_is_not_settled():
    for given in ({"urn": "100222"}, {"urn": "100222", "laestab": "2042130"}):
        unsettled = fate(row(name="Daniel House", **given)).unsettled[0]
        assert [candidate.urn for candidate in unsettled.candidates] == ["100222", "150001"]


def test_that_a_shared_number_is_the_open_schools():
    assert one(laestab="2042130", name="Daniel House") == "150001"


def test_that_a_closed_school_without_successor_is_settled_by_number_with_a_remark_but_not_by_name():
    assert fate(row(urn="100299", name="Gone")).settled[0].remarks == ["The register says that this school is closed."]
    assert "the only school of this name is Gone Primary School (URN 100299, 204/2999, closed)" in one(
        name="Gone Primary School"
    )


def test_that_several_schools_of_one_name_are_shown():
    unsettled = fate(row(name="Holy Cross School")).unsettled[0]
    assert [candidate.urn for candidate in unsettled.candidates] == ["100301", "100302"]


def test_that_an_exact_name_wins_over_longer_ones_and_a_short_one_is_shown():
    assert one(name="Yesodey Hatorah School") == "100287"
    assert one(name="Yesodey Hatorah Girls Sch.") == "146748"
    for short in ("Yesodey Hatorah", "Yesodey Hatorah Girls"):
        unsettled = fate(row(name=short)).unsettled[0]
        assert [candidate.urn for candidate in unsettled.candidates] == ["100287", "146748"]


def test_that_a_longer_name_with_telling_words_of_its_own_is_no_rival():
    road = school("100400", "Berger Road Primary School", "2400")
    matched = fate(row(name="Berger Primary"), register=Shelf([BERGER, road]))
    assert [settled.urn for settled in matched.settled] == ["100218"]


def test_that_a_shortened_name_is_settled_only_where_it_is_unique_and_the_phase_agrees():
    assert one(name="St Mary's CofE Primary") == "100271"
    assert one(name="St. Marys") == "100271"
    assert "its name may be" in one(name="St Mary's", phase=Phase.SECONDARY)


def test_that_an_unknown_urn_falls_back_to_the_number_or_the_whole_name_with_a_remark():
    by_number = fate(row(urn="999999", laestab="2042048", name="Berger")).settled[0]
    assert by_number.remarks == ["URN 999999 is not in the register; found by its DfE number."]
    by_name = fate(row(urn="999999", name="Berger Primary School")).settled[0]
    assert by_name.remarks == ["Found by its name alone: its URN 999999 is not there."]
    assert "its name may be Berger" in one(urn="999999", name="Berger")


def test_that_a_row_without_anything_says_so():
    assert one() == "Row 6: it has no school name, and the row has neither URN nor DfE number."


def test_that_categories_are_matched_and_unknown_ones_stay_words():
    assert fate(row(urn="100218", category="Int B")).settled[0].category == "intensive-b"
    unknown = fate(row(urn="100218", category="Amber")).settled[0]
    assert unknown.category is None
    assert "“Amber” is none of the programme's categories" in unknown.remarks[0]


def test_that_a_school_listed_twice_is_taken_once():
    matched = fate(row(6, urn="100218", category="Core"), row(9, urn="100218", category="core"))
    assert [settled.category for settled in matched.settled] == ["core"]
    assert matched.settled[0].remarks == ["Listed again in row 9; taken once."]
    assert not matched.unsettled


def test_that_contradicting_categories_of_one_school_are_nobodys_guess():
    rows = [row(n, urn="100218", category=c) for n, c in ((6, "Core"), (9, "Focused"), (12, "Core"))]
    matched = fate(*rows)
    assert matched.settled[0].category is None
    assert matched.settled[0].contradicted
    assert [unsettled.row.row for unsettled in matched.unsettled] == [9, 12]
    assert "stands in row 6 as “Core” and here as “Focused”" in matched.unsettled[0].why


def test_that_a_school_also_listed_for_somebody_else_stays_mine_with_a_remark():
    others = [row(42, laestab="2042048", name="Berger", advisers=["B Sample"]), row(50, urn="100218")]
    settled = fate(row(6, urn="100218"), others=others).settled[0]
    assert settled.remarks == ["Row 42 lists this school for B Sample.", "Row 50 lists this school without an adviser."]


def test_that_without_a_register_a_urn_makes_a_provisional_school():
    given = {"urn": "100218", "name": "Berger", "laestab": "2048", "la": "Hackney", "phase": Phase.PRIMARY}
    settled = fate(row(**given), register=Shelf()).settled[0]
    made = settled.provisional
    assert made is not None
    assert (made.urn, made.laestab, made.la_name, made.phase, made.provisional) == (
        "100218",
        "2042048",
        "Hackney",
        Phase.PRIMARY,
        True,
    )
    assert (settled.how, settled.school) == ("the sheet alone", None)


def test_that_without_a_register_a_row_without_urn_is_not_settled():
    why = fate(row(name="Berger", laestab="2042048"), register=Shelf()).unsettled[0].why
    assert why == (
        "Row 6, Berger: it has no valid URN, and no register has been read in which to find it by its DfE number 2042048."
    )


def test_that_an_endless_name_makes_no_endless_school():
    settled = fate(row(urn="100218", name="x" * 5_000, head="y" * 5_000), register=Shelf()).settled[0]
    assert settled.provisional is not None
    assert len(settled.provisional.name) == 300
