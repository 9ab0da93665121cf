"""Entitlements in their own unit and period: a table of cases from the documents, and what no document may be made to say."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk import paths
from sipdesk.domain.agenda import assumed_times
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.entitled import Occasion, TimeStanding, standings
from sipdesk.domain.pieces import Piece, Since, period
from sipdesk.domain.programme import Entitlement, Programme
from sipdesk.forms.loader import load_programmes

TODAY = date(2021, 11, 22)
AUTUMN, SPRING, SUMMER = date(2021, 10, 4), date(2022, 2, 8), date(2022, 6, 7)


@cache
def programme(name: str) -> Programme:
    """One of those that ship, as `authority/edition`."""
    authority, _, edition = name.partition("/")
    return load_programmes(paths.forms()).edition_for(authority, TODAY, edition).programme


HK, HV = "hackney/2021-22", "havering/2011"


def times(day: date) -> list:
    """The terms of a day's year."""
    return [assumed_times(AcademicYear.of(day), term) for term in Term]


def reckoned(name: str, history: list[Since], pieces: list[Piece], on: date = AUTUMN, today: date = TODAY, **told) -> dict[str, TimeStanding]:  # fmt: skip
    """Standings by id; where a category changed, by id and what is given."""
    found = standings(programme(name), history, pieces, Occasion(on, today, times(on), **told))
    ids = [one.id for one in found]
    return {one.id if ids.count(one.id) == 1 else f"{one.id} {one.given}": one for one in found}


def officer(amount: str, on: date = AUTUMN, *, mine: bool = False, unit: str = "hours", booked: bool = False) -> Piece:
    """Additional officer time."""
    return Piece(on, "officer", Decimal(amount), unit, mine=mine, booked=booked)  # type: ignore[arg-type]


def at(category: str) -> list[Since]:
    """In one category all the time."""
    return [Since(category, date(2021, 9, 1))]


# -- the table: document and line, category, entitlement, what is given, and in which period ------------------------

CASES = [
    ("004 L33", HK, "core", "visits", "3 visits a year", "year"),
    ("004 L34", HK, "focused", "officer_time", "14 hours a year", "year"),
    ("004 L34", HK, "focused", "action_group", "1 meeting a term", "term"),
    ("004 L34", HK, "focused", "visits", "3 visits a year", "year"),
    ("004 L34", HK, "focused", "funding", "not stated", "year"),
    ("004 L35", HK, "enhanced", "officer_time", "14 hours a term", "term"),
    ("004 L35", HK, "enhanced", "review", "1 review a year", "year"),
    ("004 L35", HK, "enhanced", "action_group", "1 meeting a term", "term"),
    ("004 L36", HK, "intensive-a", "officer_time", "at least 14 hours a term", "term"),
    ("004 L36", HK, "intensive-b", "officer_time", "at least 14 hours a term", "term"),
    ("004 L36", HK, "intensive-a", "review", "1 review a term", "term"),
    ("004 L36", HK, "intensive-b", "review", "1 review a term", "term"),
    ("003 L178", HV, "cat-1", "core", "½ day a year", "year"),
    ("003 L192", HV, "cat-1", "subject", "not stated", "year"),
    ("003 L193", HV, "cat-1", "subject-outstanding", "none", "year"),
    ("003 L180", HV, "cat-2", "core", "1½ days a year", "year"),
    ("003 L191", HV, "cat-2", "subject", "to be agreed", "year"),
    ("003 L182", HV, "cat-3a", "core", "3 days a year", "year"),
    ("003 L190", HV, "cat-3a", "subject", "to be agreed", "year"),
    ("003 L184", HV, "cat-3b", "core", "6 days a year", "year"),
    ("003 L189", HV, "cat-3b", "subject", "to be agreed", "year"),
    ("003 L164-196", HV, "cat-3c", "core", "not stated", "year"),
    ("003 L164-196", HV, "cat-3c", "subject", "not stated", "year"),
]


@pytest.mark.parametrize(("line", "name", "category", "entitlement", "given", "per"), CASES)
def test_that_each_entitlement_is_given_as_its_line_says(
    line: str, name: str, category: str, entitlement: str, given: str, per: str
) -> None:
    one = reckoned(name, at(category), [])[entitlement]
    assert (one.given, one.per) == (given, per), line
    assert one.source
    assert (one.due is None) == (one.given in {"not stated", "to be agreed", "none"})
    assert (one.left is None) == (one.due is None)


# -- hackney ---------------------------------------------------------------------------------------------------------


def test_that_fourteen_hours_a_year_and_a_term_are_told_apart() -> None:
    """004 L34 and L35."""
    given = [officer("10"), officer("6", SPRING)]
    year = reckoned(HK, at("focused"), given, SPRING, SUMMER)["officer_time"]
    assert (year.everybody, year.left, year.over) == (16, 0, 2)
    assert (year.first, year.last) == (date(2021, 8, 1), date(2022, 7, 31))
    term = reckoned(HK, at("enhanced"), given, SPRING, SUMMER)["officer_time"]
    assert (term.everybody, term.left, term.over) == (6, 8, 0)
    assert (term.first, term.last) == (date(2022, 1, 3), date(2022, 4, 25))


def test_that_beyond_at_least_nothing_is_over_and_nothing_is_left() -> None:
    """004 L36: a floor, no cap."""
    one = reckoned(HK, at("intensive-a"), [officer("20")])["officer_time"]
    assert (one.left, one.over) == (0, 0)


def test_that_half_day_visits_never_draw_on_officer_time() -> None:
    """004 L33-36: the hours are additional to the visits."""
    visit = Piece(AUTUMN, "visit", Decimal("3.5"), days=Decimal("0.5"))
    written = [Piece(AUTUMN, kind, Decimal(2)) for kind in ("preparation", "write-up")]  # type: ignore[arg-type]
    found = reckoned(HK, at("enhanced"), [visit, *written])
    assert found["officer_time"].everybody == 0
    assert (found["visits"].everybody, found["visits"].left) == (1, 2)


def test_that_a_colleagues_hours_count_and_mine_are_told_beside_them() -> None:
    """004 L34: time of an adviser or another officer."""
    one = reckoned(HK, at("focused"), [officer("4"), officer("2.5", mine=True)])["officer_time"]
    assert (one.mine, one.everybody, one.left) == (Decimal("2.5"), Decimal("6.5"), Decimal("7.5"))


def test_that_a_half_day_of_an_officer_is_not_turned_into_hours() -> None:
    """004: the length of a half day is nowhere given."""
    one = reckoned(HK, at("focused"), [officer("3"), officer("2", unit="half days")])["officer_time"]
    assert one.everybody == 3
    assert "2 half days stand apart: the programme does not say how many hours a half day has." in one.said


def test_that_a_half_day_becomes_hours_where_the_programme_says_how_long_it_is() -> None:
    settled = programme(HK).model_copy(update={"half_day_hours": Decimal(3)})
    found = standings(settled, at("focused"), [officer("2", unit="half days")], Occasion(AUTUMN, TODAY, times(AUTUMN)))
    one = next(standing for standing in found if standing.id == "officer_time")
    assert (one.everybody, one.said) == (6, "")


def test_that_meetings_and_reviews_are_counted_however_long_they_were() -> None:
    """004 L35."""
    pieces = [Piece(AUTUMN, "meeting", Decimal("1.5")), Piece(AUTUMN, "review", Decimal(1), "days")]
    found = reckoned(HK, at("enhanced"), pieces)
    assert (found["action_group"].everybody, found["review"].everybody) == (1, 1)


def test_that_time_that_belongs_to_a_visit_is_no_further_visit() -> None:
    pieces = [Piece(AUTUMN, "visit", Decimal(3)), Piece(AUTUMN, "visit", Decimal(1), counts=False)]
    assert reckoned(HK, at("core"), pieces)["visits"].everybody == 1


def test_that_an_academy_has_two_visits_and_no_time_of_its_category() -> None:
    """004 L91-97."""
    found = reckoned(HK, at("enhanced"), [], visits=2, word="not stated")
    assert (found["visits"].given, found["visits"].due) == ("2 visits a year", 2)
    assert (found["officer_time"].given, found["officer_time"].left) == ("not stated", None)


def test_that_what_is_booked_is_foreseen_and_said() -> None:
    pieces = [officer("3"), officer("4", date(2021, 12, 9), booked=True)]
    one = reckoned(HK, at("enhanced"), pieces)["officer_time"]
    assert (one.everybody, one.booked, one.forecast) == (3, 4, 7)
    assert one.said == "3 given and 4 booked make 7 hours by 2 January 2022; 7 not yet planned."


def test_that_a_forecast_beyond_the_amount_is_visible_before_it_happens() -> None:
    pieces = [officer("10"), officer("6", date(2021, 12, 9), booked=True)]
    assert "2 more than is given" in reckoned(HK, at("enhanced"), pieces)["officer_time"].said
    assert "more than" not in reckoned(HK, at("intensive-b"), pieces)["officer_time"].said


def test_that_a_period_that_is_over_has_no_forecast() -> None:
    assert reckoned(HK, at("enhanced"), [officer("3")], AUTUMN, SPRING)["officer_time"].forecast is None


# -- havering --------------------------------------------------------------------------------------------------------


def test_that_days_are_not_made_of_hours_where_no_length_is_given() -> None:
    """003 L178: half a day, without hours."""
    one = reckoned(HV, at("cat-2"), [Piece(AUTUMN, "visit", Decimal(3))])["core"]
    assert (one.everybody, one.left) == (0, Decimal("1.5"))
    assert "3 hours stand apart" in one.said


def test_that_a_visit_entered_in_days_counts_against_days() -> None:
    """003 L180."""
    one = reckoned(HV, at("cat-2"), [Piece(AUTUMN, "visit", Decimal(3), days=Decimal("0.5"))])["core"]
    assert (one.everybody, one.left, one.said) == (Decimal("0.5"), 1, "")


def test_that_three_words_stay_three_words() -> None:
    """003 L164-196: not stated, to be agreed, a dash."""
    pieces = [officer("1", unit="days")]
    told = {
        reckoned(HV, at("cat-1"), pieces)["subject-outstanding"].given,
        reckoned(HV, at("cat-2"), pieces)["subject"].given,
        reckoned(HV, at("cat-3c"), pieces)["subject"].given,
    }
    assert told == {"none", "to be agreed", "not stated"}
    open_ = reckoned(HV, at("cat-2"), pieces)["subject"]
    assert (open_.everybody, open_.left, open_.over, open_.due) == (1, None, 0, None)


def test_that_academies_have_no_number_where_their_rows_are_blank() -> None:
    """003 L194-196."""
    assert reckoned(HV, at("cat-1"), [], word="not stated")["core"].given == "not stated"


# -- a category that changes -----------------------------------------------------------------------------------------


def test_that_a_change_in_the_middle_of_a_term_counts_by_the_days_in_force() -> None:
    """004 L34 and L35: neither speaks of a part of a term."""
    history = [Since("focused", date(2021, 9, 1)), Since("enhanced", date(2021, 11, 1))]
    found = reckoned(HK, history, [officer("3"), officer("5", date(2021, 11, 9))])
    term = found["officer_time 14 hours a term"]
    assert (term.everybody, term.due) == (5, Decimal("5.69"))
    assert term.said == ("In force from 1 November 2021, 63 of 155 days: 14 hours are reckoned as 5.69.")
    year = found["officer_time 14 hours a year"]
    assert (year.everybody, year.due) == (3, Decimal("3.53"))
    assert "until 31 October 2021" in year.said


def test_that_what_both_categories_give_goes_on_unbroken() -> None:
    history = [Since("focused", date(2021, 9, 1)), Since("enhanced", date(2021, 11, 1))]
    found = reckoned(HK, history, [Piece(AUTUMN, "visit", None)])
    assert (found["visits"].due, found["visits"].everybody, found["visits"].said) == (3, 1, "")


def test_that_numbers_of_meetings_are_not_shared_out() -> None:
    history = [Since("core", date(2021, 9, 1)), Since("enhanced", date(2021, 11, 1))]
    one = reckoned(HK, history, [])["review"]
    assert one.due == 1
    assert one.said == "In force from 1 November 2021; the number is not shared out."


def test_that_nothing_said_of_time_names_a_category() -> None:
    history = [Since("focused", date(2021, 9, 1)), Since("enhanced", date(2021, 11, 1))]
    for one in standings(programme(HK), history, [officer("3")], Occasion(AUTUMN, TODAY, times(AUTUMN))):
        assert not {"focused", "enhanced"} & {*f"{one.said} {one.given} {one.label}".casefold().split()}


def test_that_a_category_nobody_knows_gives_nothing() -> None:
    assert reckoned(HK, at("platinum"), []) == {}
    assert reckoned(HK, [], []) == {}


# -- periods ---------------------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["year", "term", "half-term", "month"]))
def test_that_every_day_lies_in_its_period_and_periods_leave_no_gap(day: date, per: str) -> None:
    found = period(per, day, times(day))
    assert found is not None
    assert found.first <= day <= found.last
    after = date.fromordinal(found.last.toordinal() + 1)
    following = period(per, after, times(after))
    assert following is not None
    assert following.first == after


@given(
    st.decimals("0", "100", places=2),
    st.lists(st.tuples(st.decimals("0.01", "24", places=2), st.booleans()), max_size=8),
    st.sampled_from(["exactly", "at least", "at most"]),
)
def test_that_left_and_over_are_never_both_and_never_below_zero(
    amount: Decimal, parts: list[tuple[Decimal, bool]], bound: str
) -> None:
    told = Entitlement.model_validate({"id": "x", "label": "X", "amount": amount, "bound": bound, "draws": ["officer"]})
    category = programme(HK).categories[0].model_copy(update={"entitlements": [told]})
    made = programme(HK).model_copy(update={"categories": [category]})
    pieces = [officer(str(part), mine=mine) for part, mine in parts]
    one = standings(made, at("core"), pieces, Occasion(AUTUMN, TODAY, times(AUTUMN)))[0]
    assert one.left is not None
    assert min(one.left, one.over) == 0 <= max(one.left, one.over)
    assert one.mine <= one.everybody == sum((part for part, _ in parts), Decimal(0))
