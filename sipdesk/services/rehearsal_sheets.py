"""The rehearsal's register and allocation sheet as another authority would send them: its code, its name, its categories."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from sipdesk.domain.allocation_category import match_category
from sipdesk.domain.programme import Programme
from sipdesk.services.rehearsed_standing import prominent
from sipdesk.system.files import write_atomically

_ENCODING = "cp1252"
"""As the register is published and as spreadsheets save."""
_PLACE = (
    "LA (code)",
    "LA (name)",
    "DistrictAdministrative (code)",
    "DistrictAdministrative (name)",
    "Town",
    "Postcode",
)

Rows = list[list[str]]


def stage(folder: Path, sources: tuple[Path, Path], home: Programme, programme: Programme, school: str) -> None:
    """Write `register.csv` and `allocation.csv` into a folder. `home` is whose sheets the sources are, `school` the URN of
    the rehearsal's own school: it stands in the category that shows most of the programme."""
    register, allocation = (_read(source) for source in sources)
    code = next(iter(programme.la_codes), "")
    _write(folder / "register.csv", _placed(register, code, programme.vocabulary.authority))
    given = _categories(home, programme)
    _write(
        folder / "allocation.csv",
        [_allotted(row, given, programme, school) for row in _renumbered(allocation, home, code)],
    )


def _read(source: Path) -> Rows:
    return list(csv.reader(io.StringIO(source.read_text(encoding=_ENCODING))))


def _write(target: Path, rows: Rows) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write_atomically(target, text.getvalue().encode(_ENCODING, errors="replace"))


def _placed(rows: Rows, code: str, name: str) -> Rows:
    said = dict(zip(_PLACE, (code, name, "", name, "", ""), strict=True))
    return [rows[0], *([said.get(column, cell) for column, cell in zip(rows[0], row, strict=True)] for row in rows[1:])]


def _renumbered(rows: Rows, home: Programme, code: str) -> Rows:
    """The Department's numbers begin with the authority's code."""
    before = next(iter(home.la_codes), "")
    return [[code + cell[3:] if before and code and _number(cell, before) else cell for cell in row] for row in rows]


def _number(cell: str, code: str) -> bool:
    bare = cell.replace("/", "").replace(" ", "")
    return bare.isdecimal() and len(bare) == 7 and cell.startswith(code)


def _categories(home: Programme, programme: Programme) -> Callable[[str], str]:
    """The category that stands where another programme's stood in its list; nothing where there are none."""

    def given(written: str) -> str:
        known = match_category(written, home.categories)
        if known is None:
            return written
        if not programme.categories:
            return ""
        return programme.categories[min(home.categories.index(known), len(programme.categories) - 1)].name

    return given


def _allotted(row: list[str], given: Callable[[str], str], programme: Programme, school: str) -> list[str]:
    if len(row) < 2 or not row[1].strip().isdecimal():
        return [
            programme.vocabulary.service if cell and not any(row[1:]) and "School Improvement" in cell else cell
            for cell in row
        ]
    named = [given(cell) for cell in row]
    shown = prominent(programme)
    if row[1].strip() == school and shown is not None:
        named[_CATEGORY] = shown.name
    return named


_CATEGORY = 4
