"""Time as it is typed, told and turned into other units."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk.domain.errors import BadInput
from sipdesk.domain.hours import UNITS, TimeEntry, check_entry, converted, figure, short, spoken, typed_amount

TODAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2.5", "2.5", "hours"), ("2½", "2.5", "hours"), ("2 ½ h", "2.5", "hours"), ("½ h", "0.5", "hours"),
        ("2:30", "2.5", "hours"), ("2h30", "2.5", "hours"), ("2 h 30 min", "2.5", "hours"), ("45 min", "0.75", "hours"),
        ("1,5 hours", "1.5", "hours"), ("1 1/2 hours", "1.5", "hours"), ("1/2 day", "0.5", "days"), ("1 day", "1", "days"),
        ("1.5 days", "1.5", "days"), ("half a day", "1", "half days"), ("2 half days", "2", "half days"),
        ("2 half-days", "2", "half days"), ("a day", "1", "days"), (" 3 H ", "3", "hours"), (".5", "0.5", "hours"),
    ],
)  # fmt: skip
def test_that_time_is_read_in_the_ways_it_is_written(text: str, amount: str, unit: str) -> None:
    assert typed_amount(text) == (Decimal(amount), unit)


@pytest.mark.parametrize(
    "text", ["", "0", "0 h", "-2", "-½ h", "two", "2 weeks", "3/0 h", "1e9", "NaN", "0.001 h", "999 h", "2..5", "½½"]
)
def test_that_what_is_no_time_is_refused_with_a_way_to_write_it(text: str) -> None:
    with pytest.raises(BadInput, match="Write 2½ h"):
        typed_amount(text)


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [("3.5", "hours", "3½ hours"), ("1", "hours", "1 hour"), ("0.5", "days", "½ day"), ("0", "hours", "0 hours"),
     ("2", "half days", "2 half days"), ("1.33", "hours", "1.33 hours"), ("1", "visits", "1 visit")],
)  # fmt: skip
def test_that_time_is_told_as_by_hand(amount: str, unit: str, told: str) -> None:
    assert spoken(Decimal(amount), unit) == told


@pytest.mark.parametrize(
    ("hours", "told"), [("3.5", "3½"), ("0.25", "¼"), ("0", "0"), ("6", "6"), ("1.33", "1.33"), ("10", "10")]
)
def test_that_hours_are_written_as_by_hand(hours: str, told: str) -> None:
    assert figure(Decimal(hours)) == told
    assert short(Decimal(hours), "hours") == f"{told} h"


def test_that_hours_become_half_days_only_by_the_programmes_own_length() -> None:
    assert converted(Decimal(7), "hours", "half days", None) is None
    assert converted(Decimal(7), "hours", "half days", Decimal("3.5")) == 2
    assert converted(Decimal(7), "hours", "days", Decimal("3.5")) == 1
    assert converted(Decimal(1), "days", "hours", None) is None
    assert converted(Decimal(1), "days", "hours", Decimal(3)) == 6
    assert converted(Decimal(3), "half days", "days", None) == Decimal("1.5")


@given(st.decimals("0.01", "200", places=2), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_that_a_unit_there_and_back_is_the_same_time(amount: Decimal, one: str, other: str) -> None:
    there = converted(amount, one, other, Decimal(3))  # type: ignore[arg-type]
    assert there is not None
    back = converted(there, other, one, Decimal(3))  # type: ignore[arg-type]
    assert back is not None
    assert abs(back - amount) < Decimal("1e-20")


def entry(**told: object) -> TimeEntry:
    """An entry of 2 hours today, changed as told."""
    whole = {"id": "1", "urn": "900101", "on": TODAY, "kind": "meeting", "amount": "2", **told}
    return TimeEntry.model_validate(whole)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"amount": "25"}, "at most 24 hours"),
        ({"amount": "1.5", "unit": "days"}, "at most 1 day"),
        ({"amount": "3", "unit": "half days"}, "at most 2 half days"),
        ({"amount": "11", "unit": "days", "whose": "colleague"}, "ten colleagues"),
        ({"on": date(2027, 1, 1)}, "more than a year ahead"),
        ({"on": date(1999, 1, 1)}, "before 2000"),
        ({"role": "adviser"}, "your own has none"),
    ],
)
def test_that_more_than_a_day_holds_and_days_far_off_are_refused(told: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        check_entry(entry(**told), TODAY)


def test_that_several_colleagues_may_give_more_than_one_days_work() -> None:
    check_entry(entry(amount="3", unit="days", whose="colleague", role="advisers"), TODAY)
