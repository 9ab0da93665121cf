"""The table of an authority's slides, worked out again from the counts that were published, figure by figure.

All of its national figures are of state-funded secondary schools in England, 2019/20, and it does not say so. What the
counts give is reproduced; of the rest a sentence says why it cannot be.
"""

import tomllib
from decimal import Decimal

import pytest

from sipdesk import paths
from sipdesk.domain import comparison
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.exclusions import Comparator, rate
from sipdesk.domain.question import ExclusionsTable, Form
from sipdesk.domain.rates import Told, contradictions, implied_roll, per_hundred
from sipdesk.domain.school import Phase

ALL, BLACK = 3_409_277, 205_384
"""Pupils in state-funded secondary schools in England, January 2020: all, and Black pupils."""
NATIONAL = {
    "pex_rate": ("0.13", 4_269, ALL),
    "suspension_rate": ("7.43", 253_307, ALL),
    "black_pex_rate": ("0.13", 275, BLACK),
    "black_suspension_rate": ("7.28", 14_960, BLACK),
}
NOT_REPRODUCED = {
    ("England", "bcrb_pex_rate", "0.25"): "no count of Black Caribbean pupils in secondary schools of 2019/20 is at hand",
    ("England", "bcrb_suspension_rate", "11.79"): "no count of Black Caribbean pupils in secondary schools of 2019/20 is at hand",
    ("Hackney", "black_pex_rate", "0.26"): "no count by ethnicity of the authority's secondary schools is at hand",
    ("Hackney", "black_suspension_rate", "15.48"): "no count by ethnicity of the authority's secondary schools is at hand",
    ("Hackney", "bcrb_pex_rate", "0.53"): "no count by ethnicity of the authority's secondary schools is at hand",
    ("Hackney", "bcrb_suspension_rate", "24.55"): "no count by ethnicity of the authority's secondary schools is at hand",
}  # fmt: skip
HACKNEY_ROLL = 14_336
"""What its published rate of suspensions, 11.2793, implies for 1,617 of them."""


def shipped() -> ExclusionsTable:
    """The table as the shipped form asks it."""
    text = (paths.forms() / "hackney" / "2021-22" / "sip1-autumn.toml").read_text(encoding="utf-8")
    asked = Form.model_validate(tomllib.loads(text)).question("exclusions")
    assert isinstance(asked, ExclusionsTable)
    return asked


@pytest.mark.parametrize("row", NATIONAL)
def test_that_a_national_figure_is_what_the_published_counts_give(row):
    printed, count, roll = NATIONAL[row]
    assert rate(count, roll) == Decimal(printed)


def test_that_the_figures_of_all_schools_are_others_so_the_phase_has_to_be_said():
    all_schools = {
        "pex_rate": "0.06",
        "suspension_rate": "3.76",
        "black_pex_rate": "0.07",
        "black_suspension_rate": "3.85",
    }
    assert not {row for row, printed in all_schools.items() if NATIONAL[row][0] == printed}


def test_that_the_authoritys_suspensions_agree_with_their_count():
    assert per_hundred(1_617, HACKNEY_ROLL) == Decimal("11.28")
    assert implied_roll(1_617, Decimal("11.28")).holds(HACKNEY_ROLL)


def test_that_the_authoritys_exclusions_are_0_17_where_the_slides_print_0_19():
    assert per_hundred(24, HACKNEY_ROLL) == Decimal("0.17")
    found = contradictions([Told("pex", 24, Decimal("0.19")), Told("suspensions", 1_617, Decimal("11.28"))])
    assert list(found) == ["pex"]
    assert "24 is 0.17" in found["pex"]
    assert "0.19 would need 27" in found["pex"]


def test_that_the_form_catches_it_and_names_nothing_else():
    """The slides' own column, typed into the shipped form."""
    values = {"pex_number": 24, "pex_rate": "0.19", "suspension_number": 1617, "suspension_rate": "11.28",
              "black_pex_rate": "0.26", "black_suspension_rate": "15.48", "bcrb_pex_rate": "0.53", "bcrb_suspension_rate": "24.55"}  # fmt: skip
    given = Comparator.model_validate(
        {
            "area": "Hackney",
            "phase": "secondary",
            "year": AcademicYear(start=2019),
            "source": "slides",
            "values": values,
        }
    )
    assert list(comparison.doubts(shipped(), given)) == ["pex_rate"]


def test_that_every_figure_of_the_table_is_reproduced_or_said_not_to_be():
    asked: ExclusionsTable = shipped()
    rates = {row.id for row in asked.rows if row.shows == "rate"}
    reproduced = {("England", row) for row in NATIONAL} | {("Hackney", "suspension_rate"), ("Hackney", "pex_rate")}
    left = {(area, row) for area, row, _ in NOT_REPRODUCED}
    assert reproduced | left == {(area, row) for area in ("England", "Hackney") for row in rates}
    assert not reproduced & left
    assert all(why for why in NOT_REPRODUCED.values())


def test_that_none_of_it_stands_beside_a_primary_school():
    values = {row: Decimal(printed) for row, (printed, _, _) in NATIONAL.items()}
    given = Comparator(
        area="England", phase=Phase.SECONDARY, year=AcademicYear(start=2019), source="DfE", values=values
    )
    assert given.fits(Phase.SECONDARY)
    assert not any(given.fits(phase) for phase in (Phase.PRIMARY, Phase.NURSERY, Phase.UNKNOWN))
