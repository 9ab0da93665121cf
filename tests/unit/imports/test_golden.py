import json

import pytest

from sipdesk.domain.allocation import RowKind
from sipdesk.imports.allocation import read_allocation
from tests.unit.imports import golden
from tests.unit.imports.making import AUTUMN, SPRING


@pytest.fixture(scope="module")
def shelf():
    return golden.register()


@pytest.mark.parametrize("name", golden.FILES)
def test_that_a_councils_file_is_read_row_by_row_as_agreed(name, shelf):
    expected = json.loads(golden.golden_path(name).read_text(encoding="utf-8"))
    assert golden.of(name, None, shelf) == expected


def test_that_the_spring_sheet_is_read_when_spring_is_asked_for():
    parsed = read_allocation(golden.DATA / golden.FILES[0], SPRING, AUTUMN)
    assert [row.row for row in parsed.rows] == list(range(2, 14))
    assert {sheet.sheet for sheet in parsed.ignored} == {"Autumn 25", "lookup"}
    assert not [row for row in parsed.rows if row.category], "red, amber and green are no categories"
    assert parsed.term == SPRING


@pytest.mark.parametrize("name", golden.FILES)
def test_that_every_row_of_a_file_is_accounted_for_once(name):
    parsed = read_allocation(golden.DATA / name, None, AUTUMN)
    numbers = [row.row for row in parsed.rows]
    numbers += [n for skipped in parsed.skipped for n in range(skipped.row, skipped.through + 1)]
    assert sorted(numbers) == list(range(1, parsed.totals.rows_in_file + 1))
    assert parsed.totals.skipped[RowKind.HEADER] == 1


def test_that_the_cells_of_a_row_are_kept_as_they_were_written():
    parsed = read_allocation(golden.DATA / golden.FILES[0], None, AUTUMN)
    row = next(row for row in parsed.rows if row.row == 9)
    assert row.cells["School"] == "DE BEAUVOIR PRIMARY SCHOOL"
    assert row.cells["SIP"] == "Sam Sample "
    assert row.cells["Days"] == "½"
    assert row.cells["Visit 2"] == "2025-11-18T09:30"
