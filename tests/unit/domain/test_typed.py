"""Dates, times and numbers as a person types them."""

from datetime import date, time

import pytest

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.typed import dated, typed_day, typed_hours, typed_number, typed_time

YEAR = AcademicYear(start=2025)


@pytest.mark.parametrize("text", ["14 October 2025", "14/10/25", "14.10.2025", "Tues 14 Oct", "14th of October", "14/10", "2025-10-14"])  # fmt: skip
def test_that_a_day_is_read_in_every_british_spelling(text):
    assert typed_day(text, YEAR) == date(2025, 10, 14)


@pytest.mark.parametrize("text", ["", "14 Octo", "half-term", "32/10/2025", "2025-13-01"])
def test_that_what_is_no_day_stays_none(text):
    assert typed_day(text, YEAR) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [("9", time(9)), ("9.30", time(9, 30)), ("0930", time(9, 30)), ("2pm", time(14)), ("12:15", time(12, 15)), ("09:00:00", time(9))],
)  # fmt: skip
def test_that_a_time_is_read_as_a_clock_shows_it(text, read):
    assert typed_time(text) == read


@pytest.mark.parametrize("text", ["", "3", "25:00", "9:75", "soon"])
def test_that_what_is_no_time_is_not_guessed(text):
    assert typed_time(text) is None


@pytest.mark.parametrize(("text", "read"), [("1,234", 1234), ("12.5", 12.5), ("83 %", 83), ("-1", -1), ("many", None), ("1,23", None)])  # fmt: skip
def test_that_a_number_is_read_with_its_commas(text, read):
    assert typed_number(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("1h30", 1.5), ("1:30", 1.5), ("1½", 1.5), ("90 min", 1.5), ("1,5", 1.5), ("2 h", 2), ("0", 0), ("20 min", 0.33)],
)
def test_that_hours_are_read_however_a_person_writes_them(text, read):
    assert typed_hours(text) == read


@pytest.mark.parametrize("text", ["", "an hour or so", "1 day", "1:75", "ages"])
def test_that_what_is_no_time_in_hours_is_not_guessed(text):
    assert typed_hours(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 July 2025", date(2025, 7, 10)),
        ("20 November 2019", date(2019, 11, 20)),
        ("2021-07-29", date(2021, 7, 29)),
        ("1 September 1998", date(1998, 9, 1)),
        ("01/09/1998", date(1998, 9, 1)),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("14 Oct", date(2026, 10, 14)),
        ("the other day", None),
        ("32 July 2019", None),
    ],
)
def test_that_the_day_of_a_publication_may_lie_years_back(text, day):
    assert dated(text, date(2026, 11, 22)) == day
