"""Child side: the labels and cells of published exclusions figures, each in one spelling."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sipdesk.imports.publicwords import by_spelling, fold, table

_YEAR = re.compile(r"(20\d\d)\s*[-/–]?\s*(?:20)?(\d\d)", re.ASCII)
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d{1,3})?", re.ASCII)
_PLACES = Decimal("1E-9")
_LARGEST = Decimal("1E12")


class Cell(NamedTuple):
    """A cell: its number as text, a mark, or empty; and what was printed where it is a mark. `bad` for anything else."""

    value: str = ""
    token: str = ""
    bad: bool = False


class FigureWords:
    """The spellings of `exclusions.toml`, ready to be asked."""

    def __init__(self) -> None:
        words = table("exclusions")
        self.fields = by_spelling(words["fields"])
        kinds = words["characteristics"]
        self.pairs = {fold(name): part for part in ("kind", "first", "second") for name in kinds[part]}
        self.narrower = {fold(wide): fold(narrow) for wide, narrow in kinds["narrower"].items()}
        self.ignored = {fold(name) for name in kinds["ignored"]}
        self.levels = by_spelling(words["levels"])
        self.periods = by_spelling(words["periods"])
        self.phases = by_spelling(words["phases"])
        self.groups = by_spelling(words["groups"], "spellings")
        self.regions = by_spelling(words["regions"], "spellings")
        self.within = {name: told["within"] for name, told in words["regions"].items() if "within" in told}
        self.marks = {token.casefold(): mark for mark, tokens in words["marks"].items() for token in tokens}
        self.exceptions = words["exceptions"]
        self.series = words["series"]
        self.items = {fold(name).replace(" ", ""): entry for name, entry in self.series["items"].items()}
        self._cells: dict[str, Cell] = {}

    def year(self, text: str) -> str:
        """`2023-24`, or empty where this is no school year of two consecutive years."""
        found = _YEAR.fullmatch(text.strip())
        if not found or int(found[2]) != (int(found[1]) + 1) % 100:
            return ""
        return f"{found[1]}-{found[2]}"

    def region(self, name: str) -> str:
        """A region in one spelling, in small letters."""
        folded = fold(name)
        return self.regions.get(folded, folded)

    def cell(self, text: str) -> Cell:
        """A figure's cell."""
        found = self._cells.get(text)
        if found is None:
            found = self._cells[text] = self._read(text.strip())
            if len(self._cells) > 50_000:
                self._cells.clear()
        return found

    def _read(self, text: str) -> Cell:
        mark = self.marks.get(text.casefold())
        if mark:
            return Cell(mark, text)
        if not text:
            return Cell()
        if len(text) > 40 or not _NUMBER.fullmatch(text):
            return Cell(bad=True)
        try:
            number = Decimal(text.replace(",", ""))
            # Spreadsheets write 0.04798 as 4.7980000000000002E-2: nine decimals are what is published at most.
            return Cell(f"{_bare(number.quantize(_PLACES)):f}") if 0 <= number <= _LARGEST else Cell(bad=True)
        except InvalidOperation:
            return Cell(bad=True)

    def group(self, kind: str, first: str, second: str) -> tuple[str, str]:
        """A group's id and the label as printed, from a pair of columns: what kind, which, and which within it."""
        ids, labels = [], []
        for part, of_kind in ((first, kind), (second, "")):
            found = self.part(of_kind, part)
            if found:
                ids.append(found)
                labels.append(" ".join(part.split()))
        return "+".join(ids) or "all", ", ".join(labels) or first or "Total"

    def part(self, kind: str, label: str) -> str:
        """The id of one characteristic; empty for the total."""
        folded = fold(label)
        known = self.groups.get(f"{fold(kind)} {folded}") or self.groups.get(folded)
        if known == "all" or not folded:
            return ""
        return known or fold(f"{kind} {label}" if not folded.startswith(fold(kind)) else label).replace(" ", "_")


def _bare(number: Decimal) -> Decimal:
    """Without the zeros at its end; a whole number stays one."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
