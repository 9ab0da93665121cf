from sipdesk.domain.allocation import AllocationRow
from sipdesk.domain.matching import match
from tests.unit.imports.making import CATEGORIES, Shelf, school

BERGER = school("100218", "Berger Primary School", "2048", phase_code="2")
SHORT = school("134693", "Mossbourne Community Academy", "6905", phase_code="4")
LONG = school("139999", "Mossbourne Victoria Park Academy", "4001", phase_code="4")
SHUT = school("139998", "Mossbourne Old Street Academy", "4002", phase_code="4", status_code="2")
AWAY = school("110000", "Blossom House School", "2048", la_code="316", la_name="Newham")


def fate(*, shelf=(BERGER, SHORT, LONG, SHUT, AWAY), **given):
    row = AllocationRow(sheet="", row=6, place="Row 6", **given)
    return match([row], [], Shelf(shelf), la_codes=["204"], categories=CATEGORIES)


def test_that_a_beginning_shared_by_several_open_schools_is_shown():
    unsettled = fate(name="Mossbourne").unsettled[0]
    assert [candidate.urn for candidate in unsettled.candidates] == ["134693", "139999"]
    assert fate(name="Mossbourne Community").settled[0].urn == "134693"
    assert fate(name="Mossbourne", shelf=(SHORT, SHUT)).settled[0].urn == "134693"


def test_that_a_name_that_holds_two_schools_is_shown_with_both():
    shelf = (school("100239", "Princess May Primary School"), school("100221", "Colvestone Primary School"))
    unsettled = fate(name="Princess May/Colvestone", shelf=shelf).unsettled[0]
    assert [candidate.urn for candidate in unsettled.candidates] == ["100239", "100221"]
    assert fate(name="Princess May, Dalston", shelf=shelf).settled[0].urn == "100239"


def test_that_an_authority_contradicting_the_number_is_remarked():
    named = fate(name="Berger", urn="100218", la="Newham").settled[0]
    assert named.remarks == ["The row says Newham, but the register has this school in Hackney."]
    assert fate(name="Berger", urn="100218", la="Hackney").settled[0].remarks == []


def test_that_a_school_of_another_authority_in_the_list_is_remarked():
    away = fate(name="Blossom House", urn="110000").settled[0]
    assert away.remarks == ["The register has this school in Newham, another authority than the list's."]
    assert fate(name="Blossom House", urn="110000", la="Newham").settled[0].remarks == []


def test_that_a_row_of_doubtful_adviser_is_shown_with_its_school():
    unsettled = fate(name="Berger", urn="100218", doubt="whose it is now is open.").unsettled[0]
    assert unsettled.why == "Row 6, Berger: whose it is now is open."
    assert [candidate.urn for candidate in unsettled.candidates] == ["100218"]
