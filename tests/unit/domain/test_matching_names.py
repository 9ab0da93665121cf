import pytest

from sipdesk.domain.matching_names import closeness, share_a_word
from sipdesk.domain.school import name_key
from tests.unit.imports.making import school


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's C.E. Prim. Sch.", "St Marys Church of England Primary School"),
        ("ST MARY’S COFE PRIMARY SCHOOL", "Saint Mary's C of E Primary School"),
        ("The City Academy, Hackney", "City Academy Hackney"),
        ("Holy Cross R.C. School", "Holy Cross Roman Catholic School"),
        ("Alder & Elm Jnr Sch", "Alder and Elm Junior School"),
        ("École Élan Inf. School", "Ecole Elan Infants School"),
    ],
)
def test_that_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("written", "register", "rank"),
    [
        ("Berger Primary", "Berger Primary School", 3),
        ("Sebright Primary School", "Sebright School", 2),
        ("Oldhill Primary", "Oldhill Community School", 2),
        ("St Paul's & St Michael's", "St. Paul's With St. Michael's CofE Primary School", 2),
        ("St Mary's", "St Mary's Church of England Primary School, Upper Town", 1),
        ("Alder Park Lane Campus Building Primary", "Alder Park Primary School", 1),
        ("Secret Garden Nursery", "The Garden School", 0),
        ("Alder Junior School", "Alder Infant School", 0),
        ("Primary School", "Berger Primary School", 0),
        ("Hackney School", "Hackney New Primary School", 0),
        ("Colvestone", "Berger Primary School", 0),
    ],
)
def test_that_a_shortened_name_is_ranked_by_its_telling_words(written, register, rank):
    assert closeness(written, school("100218", register)) == rank


def test_that_a_common_word_is_no_common_name():
    berger = school("100218", "Berger Primary School")
    assert not share_a_word("Colvestone Primary School", berger)
    assert share_a_word("Bergers Prim", berger)
    assert share_a_word("Primary School", berger)
    assert share_a_word("", berger)
