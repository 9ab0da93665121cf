"""Years, terms and working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk.domain.calendar import AcademicYear, Term, TermSlot, assumed_dates, is_working_day, working_days_after
from sipdesk.domain.errors import BadInput


@pytest.mark.parametrize(
    "text", ["2025-26", "2025/26", "2025–26", "2025 -26", "2025 to 2026", "2025-2026", "202526", " 2025-26 "]
)
def test_that_a_year_is_read_however_it_is_written(text):
    assert str(AcademicYear.parse(text)) == "2025-26"


@pytest.mark.parametrize("text", ["2025", "2025-27", "2025-2027", "25-26", "", "autumn", "202512", "2025-25"])
def test_that_what_is_no_school_year_is_refused(text):
    with pytest.raises(BadInput):
        AcademicYear.parse(text)


@pytest.mark.parametrize("text", ["2025-26/autumn", "2025/26 autumn", "2025-26 Autumn", "2025/26/autumn"])
def test_that_a_term_is_read_however_it_is_written(text):
    assert str(TermSlot.parse(text)) == "2025-26/autumn"


@pytest.mark.parametrize("text", ["2025-26", "autumn", "2025-26/winter", "", "autumn 2025-26"])
def test_that_what_is_no_term_is_refused(text):
    with pytest.raises(BadInput):
        TermSlot.parse(text)


@given(st.dates(date(2005, 1, 1), date(2060, 12, 31)))
def test_that_every_day_lies_in_one_year_and_one_term(day):
    year = AcademicYear.of(day)
    assert date(year.start, 8, 1) <= day <= date(year.start + 1, 7, 31)
    assert TermSlot.of(day).year == year


@given(st.integers(2005, 2060))
def test_that_assumed_terms_follow_one_another_and_say_that_they_are_assumed(start):
    terms = [assumed_dates(AcademicYear(start=start), term) for term in Term]
    assert all(dates.assumed for dates in terms)
    assert terms[0].last < terms[1].first
    assert terms[1].last < terms[2].first
    assert all((dates.last - dates.first).days > 50 for dates in terms)


def test_that_the_assumed_terms_of_2025_26_are_what_schools_print():
    year = AcademicYear(start=2025)
    assert assumed_dates(year, Term.AUTUMN).last == date(2025, 12, 19)
    assert assumed_dates(year, Term.SPRING).first == date(2026, 1, 5)


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(0, 40))
def test_that_working_days_are_counted_without_weekends_and_bank_holidays(day, count):
    end = working_days_after(day, count)
    between = [day.fromordinal(n) for n in range(day.toordinal() + 1, end.toordinal() + 1)]
    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(end)


def test_that_christmas_is_no_working_day():
    assert working_days_after(date(2025, 12, 24), 1) == date(2025, 12, 29)
