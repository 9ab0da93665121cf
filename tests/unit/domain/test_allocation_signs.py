import pytest

from sipdesk.domain.allocation_names import choose_partner, split_people
from sipdesk.domain.allocation_signs import handed_over, is_ditto
from sipdesk.domain.errors import Refused


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("was Alex Example, now Sam Sample", ["Sam Sample"]),
        ("was Alex, now Sam", ["Sam"]),
        ("Sam Sample, previously Alex Example", ["Sam Sample"]),
        ("now Sam Sample (was Alex Example)", ["Sam Sample"]),
        ("Alex Example, now Sam Sample", ["Sam Sample"]),
        ("Alex Example -> Sam Sample", ["Sam Sample"]),
        ("Alex Example → Sam Sample", ["Sam Sample"]),
        ("was Alex Example", []),
        ("ditto", []),
        ("No change", []),
    ],
)
def test_that_only_the_newer_of_two_names_counts(text, people):
    assert split_people(text) == people


@pytest.mark.parametrize(
    "text", ["Alex Example", "Kim To", "Rex Example", "Do, Kim", "A Example until Oct then B Sample"]
)
def test_that_a_plain_name_is_no_handover_and_no_ditto(text):
    assert handed_over(text) is None
    assert not is_ditto(text)


def test_that_initials_in_any_writing_are_one_person():
    assert choose_partner("Alex Example", ["AE", "SS", "A.E.", "ae"]) == {"AE", "A.E.", "ae"}


def test_that_initials_of_two_people_are_refused():
    with pytest.raises(Refused, match="“ae” and “Ann Elliott”"):
        choose_partner("Alex Example", ["ae", "Ann Elliott"])
