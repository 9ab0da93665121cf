"""An action in one line: what, who, by when, as a partner types it while the head talks."""

from datetime import date

import pytest

from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.one_line import When, read_line, read_when, spoken_when

YEAR = AcademicYear(start=2025)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12 Dec", date(2025, 12, 12)),
        ("by 12 December", date(2025, 12, 12)),
        ("Fri 12th December", date(2025, 12, 12)),
        ("12/12/2025", date(2025, 12, 12)),
        ("12.12.25", date(2025, 12, 12)),
        ("2025-12-12", date(2025, 12, 12)),
        ("12/12", date(2025, 12, 12)),
        ("March 6", date(2026, 3, 6)),
        ("6 March.", date(2026, 3, 6)),
        ("18 September 2026", date(2026, 9, 18)),
        ("18/9/26", date(2026, 9, 18)),
        ("1 July 2025", date(2025, 7, 1)),
    ],
)
def test_that_a_day_is_read_in_any_british_spelling(written: str, day: date) -> None:
    assert read_when(written, YEAR, Term.AUTUMN) == When(day)


@pytest.mark.parametrize(
    ("written", "term", "day"),
    [
        ("12 Sept", Term.SUMMER, date(2026, 9, 12)),
        ("12 Sept", Term.AUTUMN, date(2025, 9, 12)),
        ("12 Sept", None, date(2025, 9, 12)),
        ("10 January", Term.SUMMER, date(2027, 1, 10)),
        ("10 January", Term.SPRING, date(2026, 1, 10)),
        ("12 Sept 2025", Term.SUMMER, date(2025, 9, 12)),
    ],
)
def test_that_a_day_without_a_year_lies_ahead_of_the_visit(written: str, term: Term | None, day: date) -> None:
    assert read_when(written, YEAR, term).day == day


@pytest.mark.parametrize("words", ["half-term", "the next visit", "Nov", "end of term", "tbc"])
def test_that_free_words_are_kept_and_said_to_be_words(words: str) -> None:
    read = read_when(words, YEAR, Term.AUTUMN)
    assert (read.day, read.words) == (None, words)
    assert "kept as words" in read.remark


def test_that_a_day_that_cannot_be_is_kept_with_the_reason() -> None:
    read = read_when("31 November", YEAR, Term.AUTUMN)
    assert read == When(None, "31 November", "“31 November” is kept as words: that is no day of the calendar.")
    assert "Friday" in read_when("Mon 12 December", YEAR, Term.AUTUMN).remark


def test_that_nothing_is_no_date_and_no_remark() -> None:
    assert read_when("  ", YEAR) == When()


def test_that_a_line_falls_into_its_three_parts() -> None:
    read = read_line("Map the gaps in phonics |  Reading lead | 12 Dec", YEAR, Term.AUTUMN)
    assert (read.text, read.owner, read.when.day) == ("Map the gaps in phonics", "Reading lead", date(2025, 12, 12))


def test_that_parts_may_be_left_out_or_stand_the_other_way_round() -> None:
    assert read_line("Map the gaps", YEAR) == ("Map the gaps", "", When())
    assert read_line("Map | | half-term", YEAR).when.words == "half-term"
    turned = read_line("Map | 12 December | Reading lead", YEAR)
    assert (turned.owner, turned.when.day) == ("Reading lead", date(2025, 12, 12))


def test_that_cells_copied_from_a_table_are_a_line() -> None:
    read = read_line("Map the gaps\tDeputy head\t6/3/26", YEAR)
    assert (read.owner, read.when.day) == ("Deputy head", date(2026, 3, 6))


def test_that_words_after_a_third_bar_are_not_lost() -> None:
    assert read_line("Map | Head | half-term | at the latest", YEAR).when.words == "half-term | at the latest"


def test_that_what_was_read_is_said_in_words_that_read_the_same_again() -> None:
    assert spoken_when("2025-12-12", "") == "12 December 2025"
    assert read_when(spoken_when(date(2026, 9, 1), ""), YEAR).day == date(2026, 9, 1)
    assert spoken_when(None, "half-term") == "half-term"
    assert spoken_when("soon", "") == "soon"
