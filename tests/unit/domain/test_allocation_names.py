import pytest

from sipdesk.domain.allocation_names import choose_partner, is_nobody, same_person, split_people
from sipdesk.domain.errors import Refused

FILE = ["A. Example", "Example, Alex", "B Sample", "Sam Sample", "C. Placeholder"]


@pytest.mark.parametrize(
    "written",
    [
        *("Alex Example", "A. Example", "A Example", "A.Example", "Example, Alex", "Example, A", "EXAMPLE Alex"),
        *("Example A.", " alex  example ", "Dr A Example", "Ms Alex J. Example", "AJ Example", "Alex Example (Ms)"),
        *("AE", "A.E.", "A E", "Example", "Alex", "Alex EXAMPLE", "Mrs. Example", "Álex Example"),
    ],
)
def test_that_a_name_is_known_in_its_variants(written):
    assert same_person("Alex Example", written)
    assert same_person(written, "Alex Example")


@pytest.mark.parametrize(
    "written",
    [
        "Ann Example",
        "B Example",
        "Alexandra Example",
        "Alex Sample",
        "A Sample",
        "BE",
        "Sample, Alex",
        "Al Example",
        "",
    ],
)
def test_that_another_name_is_another_person(written):
    assert not same_person("Alex Example", written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mary-Jane Smith-Jones", "Mary Jane Smith Jones"),
        ("Mary-Jane Smith-Jones", "M Smith-Jones"),
        ("Pat O'Brien", "OBrien, Pat"),
        ("Pat O’Brien", "O'Brien P"),
        ("Ludwig van der Berg", "van der Berg, L."),
        ("Alex Mary Example", "Alex Example"),
        ("Alex Mary Example", "A M Example"),
        ("José Núñez", "Jose Nunez"),
        ("JO SMITH", "Jo Smith"),
        ("Kim To", "To, Kim"),
        ("Łukasz Żak", "Łukasz ŻAK"),
    ],
)
def test_that_hyphens_accents_particles_and_middle_names_do_not_part_a_person(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "TBC",
        "tbc - Jan",
        "vacant",
        "Vacant post",
        "n/a",
        "N/A",
        "?",
        "-",
        "–",
        "none",
        "Unallocated",
        "to be confirmed",
        "TBC (was A Example)",
    ],
)
def test_that_a_placeholder_is_nobody(text):
    assert is_nobody(text)
    assert split_people(text) == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("A. Example / B Sample", ["A. Example", "B Sample"]),
        ("A Example & B Sample", ["A Example", "B Sample"]),
        ("A. Example, B Sample", ["A. Example", "B Sample"]),
        ("A Example; B Sample", ["A Example", "B Sample"]),
        ("A Example and B Sample", ["A Example", "B Sample"]),
        ("A Example\nB Sample", ["A Example", "B Sample"]),
        ("A. Example - B Sample", ["A. Example", "B Sample"]),
        ("Example, Alex / Sample, Sam", ["Example, Alex", "Sample, Sam"]),
        ("A. Example until Oct then B Sample", ["A. Example", "B Sample"]),
        ("Lead: A Example; Support: B Sample", ["A Example", "B Sample"]),
        ("A Example / TBC", ["A Example"]),
        ("Example, Alex", ["Example, Alex"]),
        ("Alex\nExample", ["Alex Example"]),
        ("SIP: Alex Example", ["Alex Example"]),
        ("A. Example (lead)", ["A. Example"]),
        ("A. Example?", ["A. Example"]),
        ("Sam Sample ", ["Sam Sample"]),
        ("Sam New", ["Sam New"]),
        ("Kim To", ["Kim To"]),
        ("3", []),
    ],
)
def test_that_a_cell_names_each_person_once(text, people):
    assert split_people(text) == people


@pytest.mark.parametrize(
    ("wanted", "forms"),
    [
        ("Alex Example", {"A. Example", "Example, Alex"}),
        ("EXAMPLE, A", {"A. Example", "Example, Alex"}),
        ("example", {"A. Example", "Example, Alex"}),
        ("S Sample", {"Sam Sample"}),
        ("Sam Sample", {"Sam Sample"}),
        ("b. sample", {"B Sample"}),
        ("Placeholder, Chris", {"C. Placeholder"}),
    ],
)
def test_that_a_partner_is_found_in_every_form_the_file_uses(wanted, forms):
    assert choose_partner(wanted, FILE) == forms


@pytest.mark.parametrize(
    ("wanted", "names", "named"),
    [
        ("Sample", FILE, "“B Sample” and “Sam Sample”"),
        ("Zed", FILE, "“A. Example”, “Example, Alex”, “B Sample”, “Sam Sample” and “C. Placeholder”"),
        ("A Example", [*FILE, "Ann Example"], "“Example, Alex” and “Ann Example”"),
        ("Alex Example", [*FILE, "Ann Example"], "“A. Example” and “Ann Example”"),
        ("Alex Example", ["AE", "Ann Elliott"], "“AE” and “Ann Elliott”"),
        ("Alex", ["Alex Example", "Alex Other"], "“Alex Example” and “Alex Other”"),
        ("Alex Example", [], "It names nobody"),
    ],
)
def test_that_a_name_that_fits_two_people_or_none_is_refused_naming_them(wanted, names, named):
    with pytest.raises(Refused, match=named):
        choose_partner(wanted, names)
