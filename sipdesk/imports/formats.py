"""Child side: what a number in a cell means by its format. Dates become `2025-10-07`, numbers exact text."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sipdesk.imports.grid import Cell
from sipdesk.imports.xml import local

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_MONTHS = "January February March April May June July August September October November December"
_BUILT_IN = {
    **dict.fromkeys((14, 30), "dd/mm/yyyy"),
    **dict.fromkeys((15, 16), "d-mmm-yy"),
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    22: "dd/mm/yyyy h:mm",
}
"""The formats that workbooks name by number alone, as far as they make a number a date or a time."""
_LARGEST = 2_958_465
"""31 December 9999 as a spreadsheet counts days."""
_EPOCH, _MAC_EPOCH = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no time zone


class Formats:
    """The number formats of a workbook, by the style that cells name."""

    def __init__(self, codes: list[str], epoch: datetime) -> None:
        self._codes = codes
        self._epoch = epoch

    def cell(self, value: str, style: int) -> Cell:
        """A number as a cell. Raises ValueError where it is none."""
        code = self._codes[style] if 0 <= style < len(self._codes) else "General"
        marks = set(_LITERAL.sub("", code.split(";")[0].casefold()))
        if marks & {"d", "y"} or ("m" in marks and not marks & {"h", "s"} and marks <= set("m /-.,")):
            return self._day(float(value), marks, value)
        if marks & {"h", "s"} and not marks & set("0#e?"):
            return self._clock(float(value), value)
        return Cell("n", exact(value))

    def _day(self, serial: float, marks: set[str], value: str) -> Cell:
        if not 1 <= serial <= _LARGEST:
            return Cell("n", exact(value))
        if self._epoch is _EPOCH and serial < 60:
            serial += 1  # The format believes in 29 February 1900, so days before it are counted one short.
        moment = self._epoch + timedelta(seconds=round(serial * 86_400))
        if "d" not in marks:
            month = _MONTHS.split()[moment.month - 1]
            return Cell("s", f"{month} {moment.year}" if "m" in marks else str(moment.year))
        return Cell("d", written(moment))

    def _clock(self, serial: float, value: str) -> Cell:
        moment = _EPOCH + timedelta(seconds=round(serial * 86_400)) if 0 <= serial < 1 else None
        return Cell("s", f"{moment:%H:%M}") if moment else Cell("n", exact(value))


def exact(value: str) -> str:
    """A number as a person writes it: `100221.0` is 100221, `0.30000000000000004` stays what it rounds to, 0.3."""
    if re.fullmatch(r"-?\d{1,15}", value):
        return str(int(value))
    number = float(value)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def written(moment: date) -> str:
    """`2025-10-07`, with the time where there is one: `2025-11-18T09:30`."""
    if isinstance(moment, datetime):
        midnight = not (moment.hour or moment.minute)
        return moment.date().isoformat() if midnight else moment.isoformat(timespec="minutes")
    return moment.isoformat()


def read_formats(root: Any, *, mac: bool) -> Formats:
    """The formats of a style sheet, which may be missing."""
    own: dict[int, str] = {}
    codes: list[str] = []
    for element in root.iter() if root is not None else ():
        if local(element.tag) == "numFmt":
            own[int(element.get("numFmtId", 0))] = element.get("formatCode", "General")
        elif local(element.tag) == "cellXfs":
            ids = [int(xf.get("numFmtId", 0)) for xf in element if local(xf.tag) == "xf"]
            codes = [own.get(number) or _BUILT_IN.get(number, "General") for number in ids]
    return Formats(codes, _MAC_EPOCH if mac else _EPOCH)
