"""Child side: a file of suspensions and permanent exclusions as figures of the areas asked for.

Every row is read; rows of other areas are counted and let go, so that a file for all of England stays small.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.imports.figurewords import Cell, FigureWords
from sipdesk.imports.publicfile import EVERY, Troubles, find_head, fits, records
from sipdesk.imports.publicwords import fold

MEASURES = ("pex", "suspension", "one_plus")
BATCH = 500
MOST = 200_000
_ORDER = ("autumn", "spring", "summer", "full")
_NEEDED = ("year", "level")
_NO_FILE = (
    "This is not a file of suspensions and permanent exclusions that sipdesk knows: it has no row with the year, the "
    "area's level and a count of exclusions. Download the data file of the release as CSV from Explore Education Statistics."
)


class Wanted:
    """The areas whose figures are kept: England and all regions, some authorities, some schools."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.codes = set(request.get("codes", []))
        self.names = {fold(str(name)) for name in request.get("names", [])}
        self.urns = set(request.get("urns", []))

    def authority(self, code: str, name: str) -> bool:
        """By its number; by its name where the file gives no number."""
        return code in self.codes if code else fold(name) in self.names


def read_figures(path: Path, request: dict[str, Any], words: FigureWords) -> Iterator[dict[str, Any]]:
    """Messages for the parent: what the file is, how far it is, the figures, and what was left out."""
    with records(path) as (reader, encoding):
        head, above = find_head(reader, lambda record: _is_head(record, words))
        if not head:
            raise BadInput(_NO_FILE)
        folded = [fold(name) for name in head]
        kept = _of_shape(folded, words)(folded, words, Wanted(request))
        number, kept.troubles = len(above) + 1, Troubles()
        rows = 0
        for record in reader:
            number += 1
            if not any(record):
                continue
            rows += 1
            if fits(record, len(head)):
                kept.take(record, number)
            else:
                kept.troubles.add(f"Row {number} has {len(record)} cells and not {len(head)}; it was left out.")
            if rows % EVERY == 0:
                yield {"read": rows}
    yield {"shape": kept.shape, "encoding": encoding, "read": rows, "newest": kept.newest}
    yield from kept.messages()


def _is_head(record: list[str], words: FigureWords) -> bool:
    folded = {fold(name) for name in record}
    fields = {words.fields[name] for name in folded if name in words.fields}
    series = {fold(name) for name in words.series["needs"]} <= folded
    return series or (fields.issuperset(_NEEDED) and bool(fields & set(MEASURES)))


def _of_shape(folded: list[str], words: FigureWords) -> "type[Figures]":
    return Series if {fold(name) for name in words.series["needs"]} <= set(folded) else Figures


class Figures:
    """Rows that name an area, a phase and a group, with counts and rates side by side."""

    def __init__(self, folded: list[str], words: FigureWords, wanted: Wanted) -> None:
        self.words, self.wanted = words, wanted
        self.troubles = Troubles()
        self._newest = ("", -1)
        self._rows: dict[tuple[str, ...], list[Any]] = {}
        self._at: dict[str, int] = {}
        for place, name in enumerate(folded):
            field = words.fields.get(name)
            if field in self._at:
                raise BadInput(f"The file has two columns for “{field}”, so it is not clear which counts.")
            if field:
                self._at[field] = place
        self._pair = {words.pairs[name]: place for place, name in enumerate(folded) if name in words.pairs}
        known = {*self._at.values(), *self._pair.values()}
        self._filters = {
            name: place
            for place, name in enumerate(folded)
            if place not in known and name and name not in words.ignored
        }

    @property
    def shape(self) -> str:
        """What kind of table it is."""
        if "urn" in self._at:
            return "schools"
        return "characteristics" if self._pair or self._filters else "geography"

    @property
    def newest(self) -> str:
        """The newest period in the file: `2023-24` for a whole year, `2024-25/autumn` for a term."""
        year, place = self._newest
        return year if not 0 <= place < _ORDER.index("full") else f"{year}/{_ORDER[place]}"

    def _note(self, year: str, period: str) -> None:
        self._newest = max(self._newest, (year, _ORDER.index(period)))

    def _get(self, record: list[str], field: str) -> str:
        place = self._at.get(field)
        return "" if place is None else record[place].strip()

    def take(self, record: list[str], number: int) -> None:
        """Keep a row's figures, or let it go."""
        year = self.words.year(self._get(record, "year"))
        period = self.words.periods.get(fold(self._get(record, "period")))
        level = self.words.levels.get(fold(self._get(record, "level")))
        phase = self.words.phases.get(fold(self._get(record, "phase"))) if "phase" in self._at else "all"
        if not (year and period and level and phase):
            wrong = next(
                name
                for name, good in (("year", year), ("period", period), ("level", level), ("phase", phase))
                if not good
            )
            told = self._get(record, wrong)
            self.troubles.add(f"Row {number}: “{told[:40]}” is no {wrong} that sipdesk knows; the row was left out.")
            return
        self._note(year, period)
        area = self._area(record, level)
        if area is None:
            return
        key = (*area[:2], year, period, phase, *self._group(record))
        self._keep(key, [area[2], area[3], self._get(record, "phase")], self._figures(record), number)

    def _area(self, record: list[str], level: str) -> tuple[str, str, str, str] | None:
        """Level, code, name and region; None where the area is not asked for."""
        region = self._get(record, "region")
        if level == "national":
            return level, "england", self._get(record, "country") or "England", ""
        if level == "regional":
            return level, self.words.region(region), region, ""
        if level == "local":
            code, name = self._get(record, "la_code"), self._get(record, "la_name")
            wanted = self.wanted.authority(code, name)
            return (level, code or fold(name), name, self.words.region(region)) if wanted else None
        urn = self._get(record, "urn")
        return (level, urn, self._get(record, "school"), "") if urn in self.wanted.urns else None

    def _group(self, record: list[str]) -> tuple[str, str]:
        parts = {part: record[place].strip() for part, place in self._pair.items()}
        told = [self.words.group(parts.get("kind", ""), parts.get("first", ""), parts.get("second", ""))]
        for name, place in self._filters.items():
            narrow = self._filters.get(self.words.narrower.get(name, ""))
            if narrow is not None and self.words.part("", record[narrow].strip()):
                continue
            label = record[place].strip()
            # A column of figures that nobody asked for is no group.
            if label and self.words.cell(label).bad:
                told.append(self.words.group(name, label, ""))
        narrowed = [one for one in told if one[0] != "all"] or told[:1]
        return "+".join(one[0] for one in narrowed), ", ".join(one[1] for one in narrowed)

    def _figures(self, record: list[str]) -> list[Cell]:
        """Roll, then count and rate of each measure."""
        names = ["roll", *(name for measure in MEASURES for name in (measure, f"{measure}_rate"))]
        return [self.words.cell(self._get(record, name)) for name in names]

    def _keep(self, key: tuple[str, ...], about: list[str], cells: list[Cell], number: int) -> None:
        if any(cell.bad for cell in cells):
            self.troubles.add(f"Row {number} has a figure that is neither a number nor a known mark; it was left out.")
        elif key in self._rows:
            if self._rows[key][1] != cells:
                self.troubles.add(
                    f"Row {number} says something else of what stands in the file already; the first was kept."
                )
        else:
            self._rows[key] = [about, cells]
            if len(self._rows) > MOST:
                raise BadInput(
                    f"The file holds more than {MOST:,} rows of your areas; no release does. It was not read."
                )

    def messages(self) -> Iterator[dict[str, Any]]:
        """The figures in batches, then what was left out."""
        lines: list[list[Any]] = []
        regions = self._regions()
        for key, (about, cells) in self._rows.items():
            if regions and key[0] == "regional" and key[1] not in regions:
                continue
            lines.append([*key, *about, *(self._mark(cell) for cell in cells), [cell.token for cell in cells]])
            if len(lines) == BATCH:
                yield {"figures": lines}
                lines = []
        yield {"figures": lines}
        yield self.troubles.message

    def _regions(self) -> set[str]:
        """The regions the authorities asked for lie in; none where the file does not say."""
        near = {about[1] for key, (about, _cells) in self._rows.items() if key[0] == "local" and about[1]}
        return near | {self.words.within[region] for region in near if region in self.words.within}

    def _mark(self, cell: Cell) -> str:
        """The cell's value; an old release means something else by some marks."""
        for rule in self.words.exceptions:
            if cell.token.casefold() in rule["tokens"] and int(self.newest[:4] or 9999) <= rule["newest_until"]:
                return str(rule["mark"])
        return cell.value


class Series(Figures):
    """The time series of authorities: one figure in a row, named by a short word for measure and phase."""

    def __init__(self, folded: list[str], words: FigureWords, wanted: Wanted) -> None:
        super().__init__(folded, words, wanted)
        self._place = {name: folded.index(name) for name in (fold(need) for need in words.series["needs"])}

    @property
    def shape(self) -> str:
        """One of its kind."""
        return "series"

    def take(self, record: list[str], number: int) -> None:
        """Keep a row's figure, or let it go."""
        short, years, area, value, code = (
            record[self._place[name]].strip() for name in ("short", "years", "area", "value", "la")
        )
        item = self.words.items.get(fold(short).replace(" ", ""))
        year = self.words.year(years)
        if item is None or not year:
            what = f"“{short[:40]}” is no measure" if item is None else f"“{years[:40]}” is no school year"
            self.troubles.add(f"Row {number}: {what} that sipdesk knows; the row was left out.")
            return
        self._note(year, "full")
        code = code.removesuffix(".0")
        place = self._where(code, area, self._get(record, "region"))
        if place is None:
            return
        phase, measure = item
        key = (*place[:2], year, "full", phase, "all", "Total")
        cells = list(self._rows[key][1]) if key in self._rows else [Cell()] * (1 + 2 * len(MEASURES))
        at, cell = 2 + 2 * MEASURES.index(measure), self.words.cell(value)
        if cell.bad or cells[at].value not in {"", cell.value}:
            self._keep(key, [], [cell], number)
            return
        cells[at] = cell
        self._rows[key] = [[*place[2:], ""], cells]

    def _where(self, code: str, name: str, region: str) -> tuple[str, str, str, str] | None:
        if code in self.words.series["national"]:
            return "national", "england", name, ""
        if code in self.words.series["regional"]:
            return "regional", self.words.region(name), name, ""
        return ("local", code, name, self.words.region(region)) if self.wanted.authority(code, name) else None
