"""The caseload as a spreadsheet: typed cells, no formula from anybody's text, no name from a confidential caseload."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import Term
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.visit import State
from sipdesk.services.ledger import TimeUse
from sipdesk.services.overview import CaseloadView, NextDate, SchoolRow, TermCell
from sipdesk.services.sheets import SheetService, as_text

ROW = SchoolRow(
    urn="900101",
    name="=cmd|' /C calc'!A0",
    phase="primary",
    category="+1",
    terms={Term.AUTUMN: TermCell(title="SIP 1", state=State.WRITING, date=date(2025, 10, 14))},
    open_actions=3,
    oldest=date(2025, 10, 14),
    next=NextDate(on=date(2025, 12, 19), by=True),
    time=TimeUse(hours=Decimal("3.5")),
)
VIEW = CaseloadView(year="2025-26", years=["2025-26"], today=date(2025, 11, 22), rows=[ROW])


@pytest.fixture
def sheets(app: App) -> SheetService:
    """The service."""
    return app.services.sheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u00a0+1"])
def test_that_no_text_becomes_a_formula(text):
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Alder Park", "—", "3 = 3", ""])
def test_that_plain_text_stays_as_it_is(text):
    assert as_text(text) == text


def test_that_the_workbook_has_typed_cells(sheets: SheetService, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    sheets.write(sheets.caseload(VIEW, ["900101"]), target)
    book = openpyxl.load_workbook(target)
    head, told = ([cell.value for cell in row] for row in book["Caseload"].iter_rows())
    found = dict(zip(head, told, strict=True))
    assert found["School"] == "'=cmd|' /C calc'!A0"
    assert (found["Open actions"], found["My hours"], found["Time due"]) == (3, 3.5, None)
    assert found["Autumn date"].date() == date(2025, 10, 14)
    assert found["Next date"].date() == date(2025, 12, 19)
    assert (found["Autumn"], found["Spring"], found["Next date is"]) == ("writing", "no visit", "last day of term")
    assert book.properties.title == "sipdesk caseload 2025-11-22"
    assert not book.properties.creator


def test_that_no_formula_is_anywhere_in_the_workbook(sheets: SheetService, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    sheets.write(sheets.caseload(VIEW, ["900101"]), target)
    with zipfile.ZipFile(target) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_that_the_csv_says_the_same_in_plain_text(sheets: SheetService, tmp_path: Path):
    target = tmp_path / "out.csv"
    sheets.write(sheets.caseload(VIEW, ["900101"]), target)
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, told = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    found = dict(zip(head, told, strict=True))
    assert found["Category"] == "'+1"
    assert (found["Open actions"], found["My hours"], found["Autumn date"]) == ("3", "3.5", "2025-10-14")


def test_that_a_confidential_caseload_lets_no_school_be_known(sheets: SheetService):
    hidden = VIEW.model_copy(update={"rows": [ROW.model_copy(update={"confidential": True})]})
    assert sheets.caseload(hidden, ["900101"]).rows[0][:2] == ["School 1", None]


def test_that_only_the_schools_asked_for_are_written_in_their_order(sheets: SheetService):
    other = ROW.model_copy(update={"urn": "900102", "name": "B"})
    view = VIEW.model_copy(update={"rows": [ROW, other]})
    assert [row[1] for row in sheets.caseload(view, ["900102", "900101"]).rows] == ["900102", "900101"]


def test_that_another_ending_and_the_desk_itself_are_refused(sheets: SheetService, app: App, tmp_path: Path):
    sheet = sheets.caseload(VIEW, [])
    with pytest.raises(BadInput, match=r"neither \.xlsx nor \.csv"):
        sheets.write(sheet, tmp_path / "out.ods")
    with pytest.raises(Refused, match="is a desk"):
        sheets.write(sheet, app.folder / "out.csv")


def test_that_nothing_of_a_workbook_lies_in_a_temporary_folder(sheets: SheetService, tmp_path: Path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    made: list[str] = []
    monkeypatch.setattr(
        "tempfile.mkstemp", lambda *_, **__: made.append("file") or pytest.fail("a temporary file was made")
    )
    sheets.write(sheets.caseload(VIEW, ["900101"]), tmp_path / "out.xlsx")
    assert made == []
    assert list(temporary.iterdir()) == []
