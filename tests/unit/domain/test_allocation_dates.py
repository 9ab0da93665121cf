from datetime import date

import pytest

from sipdesk.domain.allocation_dates import read_day
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.calendar import TermSlot

AUTUMN = Scope.of("Autumn Term 2025-26")
YEAR = Scope.of("2025-26")


@pytest.mark.parametrize(
    "text",
    [
        *("07/10/2025", "7/10/25", "7-Oct-25", "2025-10-07", "2025-10-07T09:30", "2025-10-07 00:00:00", "07.10.25"),
        *("Tues 7th October", "Tuesday 7 October 2025", "7 Oct", "7th Oct '25", "07 10 2025", "7/10", "7 October"),
        *("October 7th, 2025", "Oct 7", "7Oct25", "7-10-2025", "07/10/2025 9.30am", "7 Oct (am)", "7 Oct pm"),
        *("7/10/25 - 9am", "7 Oct – 9.30am"),
        *("Tue 7/10/25", "7th of October", "2025/10/7", " 7 Oct 2025 at 1pm", "7 Oct 2025 9:30 - 11:30"),
    ],
)
def test_that_a_british_date_is_a_day(text):
    assert read_day(text, AUTUMN) == (date(2025, 10, 7), "")


@pytest.mark.parametrize(
    "text",
    [
        "w/c 13 Oct",
        "wb 13/10/25",
        "Nov",
        "TBC",
        "half term 1",
        "",
        "7 & 8 Oct",
        "7/10 or 8/10",
        "week of 13 Oct",
        "done",
        "7 Oct TBC",
        "Autumn 1",
        "2",
        "13/10/25 - cancelled",
        "early Oct",
    ],
)
def test_that_what_is_no_single_day_stays_a_note(text):
    assert read_day(text, AUTUMN) == (None, "")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("10/7/2025", "that is 10 July 2025, outside autumn 2025-26"),
        ("10/07/2026", "that is 10 July 2026, outside autumn 2025-26"),
        ("7/10/2024", "that is 7 October 2024, outside autumn 2025-26"),
        ("Mon 7 Oct 2025", "7 October 2025 is a Tuesday"),
        ("31/11/25", "that is no day of the calendar"),
        ("10/25/2025", "that is no day of the calendar"),
        ("45937", "it may be a spreadsheet's day number"),
        ("Oct 25", "it may be a day, or a month of a year"),
    ],
)
def test_that_a_doubtful_date_stays_a_note_and_says_why(text, remark):
    read = read_day(text, AUTUMN)
    assert read.day is None
    assert remark in read.remark


def test_that_a_day_without_year_takes_the_school_years():
    assert read_day("12 Jan", YEAR).day == date(2026, 1, 12)
    assert read_day("7 Oct", YEAR).day == date(2025, 10, 7)
    assert "has no year" in read_day("7 Oct", Scope()).remark


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Autumn 25", "autumn 2025-26"),
        ("Spring 26", "spring 2025-26"),
        ("Sum25", "summer 2024-25"),
        ("SIP allocations Autumn Term 2025-26  v7 FINAL (2)", "autumn 2025-26"),
        ("Autumn Term 25/26", "autumn 2025-26"),
        ("Aut 2025-2026", "autumn 2025-26"),
        ("2026 Spring", "spring 2025-26"),
        ("Spring Term", "spring"),
        ("2025/26", "2025-26"),
        ("202526 allocations", "2025-26"),
        ("allocations_2025-26-spring", "spring 2025-26"),
        ("Autumn 2025 to Summer 2026", "autumn and spring and summer 2025-26"),
        ("Autumn Term 1", "autumn"),
        ("Springfield and Summerhill", ""),
        ("as at 12/09/2025", ""),
        ("SIP visits", ""),
        ("2025", ""),
    ],
)
def test_that_a_title_names_a_term_or_a_year_or_neither(text, spoken):
    assert Scope.of(text).spoken == spoken


def test_that_a_scope_knows_which_terms_it_means():
    autumn, spring = TermSlot.parse("2025-26/autumn"), TermSlot.parse("2025-26/spring")
    assert Scope().fits(spring)
    assert YEAR.fits(spring)
    assert not AUTUMN.fits(spring)
    assert AUTUMN.clashes(Scope.of("Spring 26"))
    assert not AUTUMN.clashes(YEAR)
    assert Scope.of("Spring").slot(autumn) == spring
    assert Scope.of("2024-25").slot(autumn) == TermSlot.parse("2024-25/autumn")
