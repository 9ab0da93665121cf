"""The day of the visit before, in the words of a form."""

import datetime as dt

import pytest

from sipdesk.domain.question import Section, YesNo
from sipdesk.domain.since import speaks_of_last_visit, with_last_visit

ASKED = YesNo(id="since", prompt="Since {last_visit}, has anything changed?", heading="Changes since {last_visit}")
SECTIONS = [Section(id="s", title="A section", questions=[ASKED])]


@pytest.mark.parametrize(
    ("day", "heading"),
    [(dt.date(2025, 10, 14), "Changes since 14 October 2025"), (None, "Changes since the last visit")],
)
def test_that_the_day_of_the_visit_before_is_filled_in(day, heading):
    assert speaks_of_last_visit(SECTIONS)
    (section,) = with_last_visit(SECTIONS, day)
    assert section.questions[0].printed == heading
    assert not speaks_of_last_visit([section])


def test_that_other_words_stay_as_they_are():
    bare = [Section(id="s", title="A {section}", questions=[YesNo(id="q", prompt="Why {not}?")])]
    assert not speaks_of_last_visit(bare)
    assert with_last_visit(bare, None) == bare
